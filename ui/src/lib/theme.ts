/** Light, dark, or as the system says: one attribute on the root element, which the tokens follow. */
import type { Theme } from './client'

const darkness = () => window.matchMedia('(prefers-color-scheme: dark)')
let wanted: Theme = 'system'

function paint(): void {
  const dark = wanted === 'dark' || (wanted === 'system' && darkness().matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

export function applyTheme(theme: Theme): void {
  wanted = theme
  paint()
}

/** Follows the system while the theme says so. */
export function followSystem(): () => void {
  const query = darkness()
  query.addEventListener('change', paint)
  return () => query.removeEventListener('change', paint)
}
