/** What the window shows, with a way back. */
import type { VaultPath } from '../bindings'

/** The pages of the settings; `views/settings/sections.ts` has their names. */
export type SettingsSection =
  'vaults' | 'you' | 'appearance' | 'keys' | 'desktop' | 'searching' | 'meaning' | 'dates' | 'about'

export type Route =
  | { view: 'cases'; path: VaultPath | null }
  | { view: 'articles'; path: VaultPath | null }
  | { view: 'paths'; path: VaultPath | null }
  | { view: 'find' }
  | { view: 'problems' }
  | { view: 'history'; path: VaultPath }
  | { view: 'trash' }
  | { view: 'drafts' }
  | { view: 'purge' }
  | { view: 'settings'; section: SettingsSection }
  | { view: 'gallery' }

const KEPT = 100

function same(a: Route, b: Route): boolean {
  const place = (route: Route) => ('path' in route ? route.path : 'section' in route ? route.section : null)
  return a.view === b.view && place(a) === place(b)
}

export class Router {
  #past = $state.raw<Route[]>([])
  #future = $state.raw<Route[]>([])
  #now = $state.raw<Route>({ view: 'cases', path: null })

  get now(): Route {
    return this.#now
  }

  get canGoBack(): boolean {
    return this.#past.length > 0
  }

  get canGoForward(): boolean {
    return this.#future.length > 0
  }

  go(route: Route): void {
    if (same(route, this.#now)) return
    this.#past = [...this.#past, this.#now].slice(-KEPT)
    this.#future = []
    this.#now = route
  }

  /** Shows another note without a step in the history: what the window opens with. */
  start(route: Route): void {
    this.#now = route
  }

  back(): void {
    const route = this.#past.at(-1)
    if (!route) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [this.#now, ...this.#future]
    this.#now = route
  }

  forward(): void {
    const [route, ...rest] = this.#future
    if (!route) return
    this.#past = [...this.#past, this.#now]
    this.#future = rest
    this.#now = route
  }
}
