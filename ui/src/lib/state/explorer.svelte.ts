/** The state of the Find view: what is asked and by which facets, the newest answer, and what was asked before. */
import type { Asked, FacetView, Filter, Hit, NoteKind, NoteView, SearchAnswer } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { KeptList } from '../lists/kept.svelte'
import { readAsked } from './asked'
import { Latest, OneByOne, type Question } from './latest'
import { Remembering } from './remembering'
import { Switches } from './switches.svelte'
import type { ViewState } from './view'

const LIMIT = 100
/** Under which name the place in the list of matches is kept. */
export const PLACE = 'find'
const PREVIEW_AFTER_MS = 60

export class Explorer {
  text = $state('')
  /** One value of each facet at most. */
  chosen = $state.raw<Record<string, string>>({})
  answer = $state.raw<SearchAnswer | null>(null)
  facets = $state.raw<readonly FacetView[]>([])
  error = $state.raw<CasebookError | null>(null)
  preview = $state.raw<NoteView | null>(null)
  /** Which parts of the text are switched off. */
  readonly switches = new Switches(() => this.#ask())
  #path = $state<string | null>(null)
  readonly saved: KeptList<Asked>
  /** What was asked lately, the newest first, as the core keeps it: without names and addresses. */
  recent = $state.raw<readonly Asked[]>([])
  readonly #line = new OneByOne((question) => this.#search(question))
  readonly #recents = new Latest()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The text the answer is to. */
  #answered = ''
  readonly #remembering: Remembering

  constructor(
    private readonly client: Client,
    private readonly view: ViewState,
  ) {
    this.saved = new KeptList(client, 'searches', readAsked)
    const standing = () => ({
      asked: this.asked,
      held: null,
      hits: this.#answered === this.text ? (this.answer?.total ?? null) : null,
    })
    this.#remembering = new Remembering(client, standing, ({ kept, recent }) => {
      this.searched(recent)
      this.view.keepAsked(kept)
    })
  }

  /** Something was searched for, here or in the find box: this is what was searched for lately now. */
  searched(recent: readonly Asked[]): void {
    this.#recents.drop()
    this.recent = recent
  }

  readonly hits: readonly Hit[] = $derived.by(() => this.answer?.hits ?? [])
  readonly hit: Hit | null = $derived.by(() => this.hits.find((hit) => hit.path === this.#path) ?? this.hits[0] ?? null)

  get isEmpty(): boolean {
    return this.text.trim() === '' && Object.keys(this.chosen).length === 0
  }

  get asked(): Asked {
    return { text: this.text, chosen: this.chosen }
  }

  /** Begins with what the page showed of this vault the last time. It is asked for once the page is on show. */
  begin(): void {
    const asked = this.view.asked
    this.switches.reset()
    this.recent = []
    this.chosen = asked?.chosen ?? {}
    this.text = asked?.text ?? ''
    this.#path = this.view.row(PLACE)
    this.#line.drop()
    this.#recents.drop()
    this.answer = null
    this.facets = []
    this.preview = null
  }

  /** The page comes on show. */
  enter(): void {
    void this.saved.load()
    void this.#recents.ask(this.client.call('recent_searches', {}), (recent) => (this.recent = recent))
    if (!this.answer && !this.isEmpty) this.#ask()
  }

  type(text: string): void {
    this.text = text
    this.#pointAt(null)
    this.#ask()
  }

  show({ text, chosen }: Asked): void {
    this.chosen = chosen
    this.type(text)
  }

  /** Chooses a value of a facet, or lets go of it. */
  choose(field: string, value: string): void {
    const { [field]: now, ...rest } = this.chosen
    this.chosen = now === value ? rest : { ...rest, [field]: value }
    this.#pointAt(null)
    this.#ask()
  }

  point(hit: Hit): void {
    this.#pointAt(hit.path)
    this.#look()
  }

  #pointAt(path: string | null): void {
    this.#path = path
    this.view.point(PLACE, path)
  }

  move(step: number): void {
    const at = this.hit ? this.hits.indexOf(this.hit) : -1
    const next = this.hits[Math.max(0, Math.min(this.hits.length - 1, at + step))]
    if (next) this.point(next)
  }

  /** Keeps what was asked, with what was opened from it. What is kept of it is also what a restart brings back. */
  async remember(opened?: Hit): Promise<void> {
    if (this.isEmpty) return this.view.keepAsked(null)
    try {
      await this.#remembering.remember(opened && { hit: opened, hits: this.hits })
    } catch (error) {
      this.error = asCasebookError(error)
    }
  }

  async forget({ text }: Asked): Promise<void> {
    try {
      await this.client.call('forget_search', { text })
      await this.#recents.ask(this.client.call('recent_searches', {}), (recent) => (this.recent = recent))
    } catch (error) {
      this.error = asCasebookError(error)
    }
  }

  async forgetRecent(): Promise<void> {
    try {
      await this.client.call('forget_searches', {})
      this.#recents.drop()
      this.recent = []
      this.view.keepAsked(null)
    } catch (error) {
      this.error = asCasebookError(error)
    }
  }

  /** Asks again: notes have changed. */
  refresh(): void {
    if (this.answer) this.#ask()
  }

  #ask(): void {
    if (this.isEmpty) {
      this.#line.drop()
      this.answer = null
      this.facets = []
      this.error = null
      this.preview = null
      return
    }
    this.#line.ask()
  }

  /** The hits first, then the counts for the same question. */
  async #search({ number, isLatest }: Question): Promise<void> {
    const { kind, ...fields } = this.chosen
    const filters: Filter[] = Object.entries(fields).map(([field, value]) => ({ field, value }))
    const { text, switches } = this
    const off = switches.off
    const request = { text, kind: (kind as NoteKind | undefined) ?? null, filters, limit: LIMIT, number, off }
    try {
      const answer = await this.client.call('search', request)
      if (!isLatest()) return
      this.answer = answer
      this.#answered = request.text
      this.error = null
      this.#remembering.changed()
      switches.keep(answer.read_as ?? [])
      this.#look()
      const counted = await this.client.call('facets', request)
      if (isLatest()) this.facets = counted.facets
    } catch (error) {
      if (isLatest()) this.error = asCasebookError(error)
    }
  }

  #look(): void {
    clearTimeout(this.#timer)
    const path = this.hit?.path
    if (path === undefined) this.preview = null
    if (path === undefined || this.preview?.path === path) return
    this.#timer = setTimeout(() => {
      this.client.call('get_note', { path }).then(
        (view) => {
          if (this.hit?.path === path) this.preview = view
        },
        () => {
          if (this.hit?.path === path) this.preview = null
        },
      )
    }, PREVIEW_AFTER_MS)
  }
}
