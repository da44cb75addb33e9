/** The state of the find box: what was asked, the newest answer, and which hit is chosen. */
import type { Hit, NoteView, SearchAnswer, Remembered } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { OneByOne, type Question } from './latest'
import { LONG_REPORT_CHARS, LongReport } from './longReport.svelte'
import { Remembering } from './remembering'
import { Switches } from './switches.svelte'

const LIMIT = 20
const PREVIEW_AFTER_MS = 60

export interface HitGroup {
  name: string
  hits: Hit[]
}

export class Finder {
  text = $state('')
  answer = $state.raw<SearchAnswer | null>(null)
  recent = $state.raw<Hit[]>([])
  error = $state.raw<CasebookError | null>(null)
  preview = $state.raw<NoteView | null>(null)
  #chosen = $state<string | null>(null)
  /** Which parts of the text are switched off. */
  readonly switches = new Switches(() => this.#ask())
  /** A report too long for the box, searched for in place of the text. */
  readonly long: LongReport
  readonly #line = new OneByOne((question) => this.#search(question))
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #read = new Map<string, NoteView>()

  /** The text the answer is to. */
  #answered = ''
  readonly #remembering: Remembering

  /** `remembered` hears what became of a search that counts. */
  constructor(
    private readonly client: Client,
    remembered: (remembered: Remembered) => void = () => undefined,
  ) {
    const standing = () => ({
      asked: { text: this.text, chosen: {} },
      held: this.long.held,
      hits: this.#answered === this.text ? (this.answer?.total ?? null) : null,
    })
    this.#remembering = new Remembering(client, standing, remembered)
    this.long = new LongReport(
      client,
      () => this.#remembering.remember().catch(() => undefined),
      () => {
        this.switches.reset()
        this.#ask()
      },
      (error) => (this.error = error),
    )
  }

  /** What has the very number that was typed, then articles, then earlier cases, then the rest; in each the core's order. */
  readonly groups: HitGroup[] = $derived.by(() => {
    const hits = this.isEmpty ? this.recent : (this.answer?.hits ?? [])
    if (this.isEmpty) return hits.length > 0 ? [{ name: 'Recent', hits }] : []
    const typed = this.text.trim().toLowerCase()
    const isNamed = ({ ref, id }: Hit) => ref?.toLowerCase() === typed || id?.toLowerCase() === typed
    const others = hits.filter((hit) => !isNamed(hit))
    return [
      { name: 'With this number', hits: hits.filter(isNamed) },
      { name: 'Articles', hits: others.filter((hit) => hit.kind === 'article') },
      { name: 'Earlier cases', hits: others.filter((hit) => hit.kind === 'case') },
      { name: 'Other notes', hits: others.filter((hit) => hit.kind !== 'article' && hit.kind !== 'case') },
    ].filter((group) => group.hits.length > 0)
  })

  readonly hits: Hit[] = $derived(this.groups.flatMap((group) => group.hits))
  readonly chosen: Hit | null = $derived(this.hits.find((hit) => hit.path === this.#chosen) ?? this.hits[0] ?? null)

  get isEmpty(): boolean {
    return this.text.trim() === '' && this.long.held === null
  }

  async start(text: string): Promise<void> {
    if (text.length > LONG_REPORT_CHARS) void this.long.paste(text)
    else this.type(text)
    try {
      this.recent = await this.client.call('recent_notes', {})
      this.#look()
    } catch (error) {
      this.error = asCasebookError(error)
    }
  }

  type(text: string): void {
    this.text = text
    this.#chosen = null
    this.#ask()
  }

  choose(hit: Hit): void {
    this.#chosen = hit.path
    this.#look()
  }

  move(step: number): void {
    const at = this.chosen ? this.hits.indexOf(this.chosen) : -1
    const next = this.hits[Math.max(0, Math.min(this.hits.length - 1, at + step))]
    if (next) this.choose(next)
  }

  /** The search counts: this was opened or used from it, or it is left. */
  used(hit: Hit | null): void {
    const opened = hit && !this.isEmpty ? { hit, hits: this.hits } : undefined
    void this.#remembering.remember(opened).catch(() => undefined)
  }

  /** Waits until the answer shown is the answer to the text as it is. */
  async settled(): Promise<void> {
    await this.#line.settled()
  }

  /** Asks for the text as it is. While an answer is awaited no second question is sent: the latest text is asked next. */
  #ask(): void {
    if (this.isEmpty) {
      this.#line.drop()
      this.answer = null
      this.error = null
      this.#look()
      return
    }
    this.#line.ask()
  }

  async #search({ number, isLatest }: Question): Promise<void> {
    try {
      const off = this.switches.off
      const request = { text: this.text, kind: null, filters: [], limit: LIMIT, number, off }
      const answer = await this.client.call(this.long.held ? 'search_held' : 'search', request)
      if (!isLatest()) return
      this.answer = answer
      this.#answered = request.text
      this.error = null
      this.#remembering.changed()
      this.switches.keep(answer.read_as ?? [])
      this.#look()
    } catch (error) {
      if (isLatest()) this.error = asCasebookError(error)
    }
  }

  /** Reads the chosen note once the choice rests. */
  #look(): void {
    clearTimeout(this.#timer)
    const path = this.chosen?.path
    if (path === undefined) {
      this.preview = null
      return
    }
    const known = this.#read.get(path)
    if (known) {
      this.preview = known
      return
    }
    this.#timer = setTimeout(() => {
      this.client.call('get_note', { path }).then(
        (view) => {
          this.#read.set(path, view)
          if (this.chosen?.path === path) this.preview = view
        },
        () => {
          if (this.chosen?.path === path) this.preview = null
        },
      )
    }, PREVIEW_AFTER_MS)
  }
}
