/** What the window shows of the vault and how far it is scrolled, kept by the core for the next start. */
import type { Client } from '../client'
import type { Route } from './router.svelte'

const SAVE_AFTER_MS = 500
/** Places kept, the last used ones: a case read a year ago may begin at its end again. */
const PLACES = 60

export class ViewState {
  #route: Route | null = null
  #scrolled = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly client: Client) {}

  get route(): Route | null {
    return this.#route
  }

  /** Takes over what was kept of this vault. What cannot be read counts as nothing. */
  read(json: string | null): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const kept = parsed(json)
    this.#route = asRoute(kept['route'])
    const scrolled = Array.isArray(kept['scrolled']) ? kept['scrolled'] : []
    this.#scrolled = new Map(scrolled.filter(isPlace).slice(-PLACES))
  }

  keep(route: Route): void {
    this.#route = route
    this.#save()
  }

  scrolled(place: string): number | null {
    return this.#scrolled.get(place) ?? null
  }

  /** Keeps how far a place is scrolled; `null` when it is where it begins. */
  scroll(place: string, top: number | null): void {
    this.#scrolled.delete(place)
    if (top !== null) this.#scrolled.set(place, Math.round(top))
    const oldest = this.#scrolled.keys().next()
    if (this.#scrolled.size > PLACES && !oldest.done) this.#scrolled.delete(oldest.value)
    this.#save()
  }

  /** Keeps what waits to be kept, now. */
  flush(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const json = JSON.stringify({ route: this.#route, scrolled: [...this.#scrolled] })
    void this.client.call('save_view_state', { json }).catch(() => undefined)
  }

  #save(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS)
  }
}

function parsed(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function asRoute(value: unknown): Route | null {
  if (typeof value !== 'object' || value === null) return null
  const { view, path } = value as { view?: unknown; path?: unknown }
  const at = typeof path === 'string' ? path : null
  if (view === 'cases' || view === 'articles') return { view, path: at }
  return view === 'problems' ? { view } : null
}

function isPlace(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1])
}
