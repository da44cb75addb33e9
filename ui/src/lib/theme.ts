/** Light, dark, or as the system says: one attribute on the root element, which the tokens follow. */
import type { Theme } from './client'

const darkness = () => window.matchMedia('(prefers-color-scheme: dark)')
let wanted: Theme = 'system'
/** A copy of what the core keeps, which answers too late for the first frame. */
const KEPT = 'theme'

/** Whether the window is dark just now. */
export function isDark(): boolean {
  return wanted === 'dark' || (wanted === 'system' && darkness().matches)
}

function paint(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light'
}

export function applyTheme(theme: Theme): void {
  const isNew = theme !== wanted
  wanted = theme
  paint()
  if (!isNew) return
  try {
    localStorage.setItem(KEPT, theme)
  } catch {
    // The next start begins with the system's.
  }
}

/** Before anything can be asked for: the theme there was the last time, so that a dark window does not begin light. */
export function beginTheme(): void {
  try {
    const kept = localStorage.getItem(KEPT)
    if (kept === 'light' || kept === 'dark') wanted = kept
  } catch {
    // Nothing is kept where the engine keeps nothing.
  }
  paint()
}

/** Follows the system while the theme says so. */
export function followSystem(): () => void {
  const query = darkness()
  query.addEventListener('change', paint)
  return () => query.removeEventListener('change', paint)
}
