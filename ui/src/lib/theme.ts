/** Light, dark, or as the system says: one attribute on the root element, which the tokens follow. */
import type { Theme } from './client'

const darkness = () => window.matchMedia('(prefers-color-scheme: dark)')
let wanted: Theme = 'system'

/** Whether the window is dark just now. */
export function isDark(): boolean {
  return wanted === 'dark' || (wanted === 'system' && darkness().matches)
}

function paint(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light'
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
