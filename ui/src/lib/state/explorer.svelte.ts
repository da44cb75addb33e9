/** The state of the Find view: what is asked and by which facets, the newest answer, and what was asked before. */
import type { FacetView, Filter, Hit, NoteKind, NoteView, SearchAnswer } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { KeptList } from '../lists/kept.svelte'
import { readingOf, swap, type Reading } from '../text/readings'

const LIMIT = 100
const RECENT = 12
/** Longer texts are pasted: what they hold is not kept. */
const LONGEST_KEPT = 200
const PREVIEW_AFTER_MS = 60

/** A search as it is kept: the text and one value for each facet chosen. */
export interface Asked {
  text: string
  chosen: Record<string, string>
}

function readAsked(value: unknown): Asked | null {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return null
  const chosen = 'chosen' in value && typeof value.chosen === 'object' ? value.chosen : {}
  return { text: value.text, chosen: { ...(chosen as Record<string, string>) } }
}

export class Explorer {
  text = $state('')
  /** One value of each facet at most. */
  chosen = $state.raw<Record<string, string>>({})
  answer = $state.raw<SearchAnswer | null>(null)
  facets = $state.raw<readonly FacetView[]>([])
  error = $state.raw<CasebookError | null>(null)
  preview = $state.raw<NoteView | null>(null)
  /** Readings that were undone, as long as the text still says so. */
  #undone = $state.raw<readonly Reading[]>([])
  #path = $state<string | null>(null)
  readonly saved: KeptList<Asked>
  readonly recent: KeptList<Asked>
  #number = 0
  #asking = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly client: Client) {
    this.saved = new KeptList(client, 'searches', readAsked)
    this.recent = new KeptList(client, 'recent-searches', readAsked)
  }

  readonly hits: readonly Hit[] = $derived.by(() => this.answer?.hits ?? [])
  readonly hit: Hit | null = $derived.by(() => this.hits.find((hit) => hit.path === this.#path) ?? this.hits[0] ?? null)
  readonly undone: readonly Reading[] = $derived.by(() => this.#undone.filter(({ off }) => this.text.includes(off)))

  get isEmpty(): boolean {
    return this.text.trim() === '' && Object.keys(this.chosen).length === 0
  }

  get asked(): Asked {
    return { text: this.text, chosen: this.chosen }
  }

  /** Newest first. */
  get recently(): Asked[] {
    return this.recent.items.map(({ value }) => value).reverse()
  }

  type(text: string): void {
    this.text = text
    this.#path = null
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
    this.#path = null
    this.#ask()
  }

  /** Undoes a reading by writing the text so that it is not read that way. */
  undo(label: string): void {
    const reading = readingOf(this.text, label)
    if (!reading) return
    this.#undone = [...this.undone, reading]
    this.type(swap(this.text, reading.on, reading.off))
  }

  redo(reading: Reading): void {
    this.#undone = this.undone.filter((other) => other !== reading)
    this.type(swap(this.text, reading.off, reading.on))
  }

  canUndo(label: string): boolean {
    return readingOf(this.text, label) !== null
  }

  point(hit: Hit): void {
    this.#path = hit.path
    this.#look()
  }

  move(step: number): void {
    const at = this.hit ? this.hits.indexOf(this.hit) : -1
    const next = this.hits[Math.max(0, Math.min(this.hits.length - 1, at + step))]
    if (next) this.point(next)
  }

  /** Keeps what was asked among the recent searches; a pasted text is not kept. */
  async remember(): Promise<void> {
    const text = this.text.trim()
    if (text === '' || text.includes('\n') || text.length > LONGEST_KEPT) return
    await this.recent.remember(text, { text, chosen: this.chosen }, RECENT)
  }

  /** Asks again: notes have changed. */
  refresh(): void {
    if (this.answer) this.#ask()
  }

  #ask(): void {
    this.#number += 1
    if (this.isEmpty) {
      this.answer = null
      this.facets = []
      this.error = null
      this.preview = null
      return
    }
    if (!this.#asking) void this.#askUntilCurrent()
  }

  /** One question in flight; the hits first, then the counts for the same question. */
  async #askUntilCurrent(): Promise<void> {
    this.#asking = true
    let number: number
    do {
      number = this.#number
      const { kind, ...fields } = this.chosen
      const filters: Filter[] = Object.entries(fields).map(([field, value]) => ({ field, value }))
      const request = { text: this.text, kind: (kind as NoteKind | undefined) ?? null, filters, limit: LIMIT, number }
      try {
        const answer = await this.client.call('search', request)
        if (number !== this.#number || this.isEmpty) continue
        this.answer = answer
        this.error = null
        this.#look()
        const counted = await this.client.call('facets', request)
        if (number === this.#number) this.facets = counted.facets
      } catch (error) {
        if (number === this.#number) this.error = asCasebookError(error)
      }
    } while (number !== this.#number && !this.isEmpty)
    this.#asking = false
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
