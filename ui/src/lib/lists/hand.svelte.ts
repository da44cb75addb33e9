/** Where the keyboard is in a list and what is selected in it. The selection holds paths: it survives what scrolls by. */
import { Latest } from '../state/latest'
import type { Windowed, Answer } from './windowed.svelte'

/** What one change reaches at most. */
export const MOST_SELECTED = 1_000

export class Hand<Row extends { path: string }> {
  #index = $state(-1)
  #path = $state<string | null>(null)
  #selected = $state.raw<ReadonlySet<string>>(new Set())
  /** Where a stretch begins, and what was selected before it. */
  #anchor: { index: number; before: ReadonlySet<string> } | null = null
  readonly #latest = new Latest()

  constructor(
    private readonly list: Windowed<Row, Answer<Row>>,
    /** Where the keyboard is until it is moved: on the note that is open. */
    private readonly open: () => string | null,
    /** Says that not all could be selected. */
    private readonly onTooMany: (selected: number, total: number) => void = () => undefined,
  ) {}

  /** The row under the keyboard; -1 for none. It follows its row when the list changes around it. */
  readonly cursor: number = $derived.by(() => this.#find())
  readonly row: Row | undefined = $derived.by(() => (this.cursor < 0 ? undefined : this.list.rowAt(this.cursor)))

  #find(): number {
    const path = this.#path ?? this.open()
    if (path === null) return -1
    if (this.#path !== null && this.list.rowAt(this.#index)?.path === path) return this.#index
    const found = this.list.indexOf(path)
    if (found >= 0) return found
    return this.#path === null ? -1 : Math.min(this.#index, this.list.total - 1)
  }

  get size(): number {
    return this.#selected.size
  }

  get paths(): string[] {
    return [...this.#selected]
  }

  has(path: string): boolean {
    return this.#selected.has(path)
  }

  /** Puts the keyboard on a row. */
  point(index: number): void {
    const at = Math.max(0, Math.min(this.list.total - 1, index))
    this.#index = at
    this.#path = this.list.rowAt(at)?.path ?? ''
  }

  /** Lets the keyboard be where the open note is. */
  rest(): void {
    this.#path = null
  }

  /** The row the keyboard was moved to; `null` while it rests. */
  get pointed(): string | null {
    return this.#path || null
  }

  /** Puts the keyboard where it was left, as soon as the list has that row. */
  take(path: string): void {
    this.#path = path
  }

  move(step: number): void {
    if (this.list.total === 0) return
    this.point(this.cursor < 0 ? (step > 0 ? 0 : this.list.total - 1) : this.cursor + step)
    this.#anchor = null
  }

  toggle(index = this.cursor): void {
    const path = this.list.rowAt(index)?.path
    if (path === undefined) return
    this.point(index)
    const next = new Set(this.#selected)
    if (!next.delete(path)) next.add(path)
    this.#selected = next
    this.#anchor = { index, before: next }
  }

  /** Selects from where the stretch began up to here. */
  async extend(index: number): Promise<void> {
    const to = Math.max(0, Math.min(this.list.total - 1, index))
    const start = Math.max(0, this.#anchor?.index ?? this.cursor)
    const before = this.#anchor?.before ?? this.#selected
    this.#anchor = { index: start, before }
    this.point(to)
    const [from, end] = start < to ? [start, to] : [to, start]
    await this.#take(from, end - from + 1, before)
  }

  async all(): Promise<void> {
    this.#anchor = null
    await this.#take(0, this.list.total, new Set())
  }

  clear(): void {
    this.#latest.drop()
    this.#anchor = null
    this.#selected = new Set()
  }

  async #take(offset: number, count: number, before: ReadonlySet<string>): Promise<void> {
    const question = this.#latest.begin()
    const room = Math.max(0, MOST_SELECTED - before.size)
    const paths = await this.#between(offset, Math.min(count, room))
    if (!question.isLatest()) return
    this.#selected = new Set([...before, ...paths])
    if (count > room) this.onTooMany(this.#selected.size, this.list.total)
  }

  /** The paths of a stretch: those held, or asked for when one is missing. */
  async #between(offset: number, count: number): Promise<string[]> {
    const held: string[] = []
    for (let index = offset; index < offset + count; index += 1) {
      const row = this.list.rowAt(index)
      if (!row) return this.list.paths(offset, count)
      held.push(row.path)
    }
    return held
  }
}
