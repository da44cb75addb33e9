/**
 * What the window shows of the vault, kept by the core for the next start: the view, what the lists are narrowed to, what was
 * searched for, and of each place how far it was scrolled and which row was the one.
 */
import type { Asked } from '../bindings'
import type { Client } from '../client'
import { readArticleView, readCaseView, type ArticleView, type CaseView } from '../lists/views'
import { readAsked } from './asked'
import type { Route } from './router.svelte'

const SAVE_AFTER_MS = 500
/** Places kept, the last used ones: a case read a year ago may begin at its end again. */
const PLACES = 60

/** How a place was left; what is `null` is where it begins. */
interface Place {
  top: number | null
  row: string | null
}

/** What the lists are narrowed to, but for words typed there: those are not kept. */
interface Lists {
  cases: CaseView | null
  articles: ArticleView | null
}

export class ViewState {
  /** The folder of the vault all this is of. */
  #vault: string | undefined
  #route: Route | null = null
  #lists: Lists = { cases: null, articles: null }
  #asked: Asked | null = null
  #places = new Map<string, Place>()
  /** Which note was open when a list was on show the last time. */
  #open = new Map<string, string | null>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly client: Client,
    /** A window with one case leaves what is kept as the main window has it. */
    private readonly keeps = true,
  ) {}

  get route(): Route | null {
    return this.#route
  }

  get lists(): Lists {
    return this.#lists
  }

  /** The last search that was kept, if the Find page showed it. */
  get asked(): Asked | null {
    return this.#asked
  }

  /** Takes over what was kept of this vault; what waits is kept with the one before. What cannot be read counts as nothing. */
  read(json: string | null, vault?: string): void {
    this.flush()
    this.#vault = vault
    const kept = parsed(json)
    this.#route = asRoute(kept['route'])
    this.#lists = { cases: readCaseView(kept['cases']), articles: readArticleView(kept['articles']) }
    this.#asked = readAsked(kept['asked'])
    const scrolled = Array.isArray(kept['scrolled']) ? kept['scrolled'] : []
    this.#places = new Map(scrolled.flatMap((one) => asPlace(one) ?? []).slice(-PLACES))
    this.#open.clear()
  }

  /** Keeps what is on show, at once: what is kept on the way out of a closing window may not arrive any more. */
  keep(route: Route): void {
    this.#route = route
    this.#save()
    this.flush()
  }

  keepCases(view: CaseView): void {
    this.#lists = { ...this.#lists, cases: { ...view, filter: { ...view.filter, text: '' } } }
    this.#save()
  }

  keepArticles(view: ArticleView): void {
    this.#lists = { ...this.#lists, articles: { ...view, filter: { ...view.filter, text: '' } } }
    this.#save()
  }

  keepAsked(asked: Asked | null): void {
    this.#asked = asked
    this.#save()
  }

  scrolled(place: string): number | null {
    return this.#places.get(place)?.top ?? null
  }

  row(place: string): string | null {
    return this.#places.get(place)?.row ?? null
  }

  /** Keeps how far a place is scrolled; `null` when it is where it begins. */
  scroll(place: string, top: number | null): void {
    this.#keepPlace(place, { top: top === null ? null : Math.round(top), row: this.row(place) })
  }

  /** Keeps which row of a place is the one. */
  point(place: string, row: string | null): void {
    if (row !== this.row(place)) this.#keepPlace(place, { top: this.scrolled(place), row })
  }

  /**
   * A list comes on show with this note open. Where it was scrolled to is forgotten when the note is another one than the last
   * time: it was opened elsewhere, and its row is what should be in sight.
   */
  enter(place: string, open: string | null): void {
    const before = this.#open.get(place)
    if (before !== undefined && before !== open) this.#keepPlace(place, { top: null, row: null })
    this.look(place, open)
  }

  /** The list on show has this note open. */
  look(place: string, open: string | null): void {
    this.#open.set(place, open)
  }

  /** Keeps what waits to be kept, now. */
  flush(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const vault = this.#vault
    const scrolled = [...this.#places].map(([place, { top, row }]) => (row === null ? [place, top] : [place, top, row]))
    const json = JSON.stringify({ route: this.#route, ...this.#lists, asked: this.#asked, scrolled })
    void this.client.call('save_view_state', { json, ...(vault && { vault }) }).catch(() => undefined)
  }

  #keepPlace(name: string, place: Place): void {
    this.#places.delete(name)
    if (place.top !== null || place.row !== null) this.#places.set(name, place)
    const oldest = this.#places.keys().next()
    if (this.#places.size > PLACES && !oldest.done) this.#places.delete(oldest.value)
    this.#save()
  }

  #save(): void {
    if (!this.keeps) return
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
  if (view === 'cases' || view === 'articles' || view === 'paths') return { view, path: at }
  return view === 'problems' || view === 'find' ? { view } : null
}

function asPlace(value: unknown): [string, Place][] | null {
  if (!Array.isArray(value)) return null
  const [name, top, row] = value as unknown[]
  if (typeof name !== 'string') return null
  const place = { top: Number.isFinite(top) ? (top as number) : null, row: typeof row === 'string' ? row : null }
  return place.top === null && place.row === null ? null : [[name, place]]
}
