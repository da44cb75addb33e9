/**
 * A list of any length of which only windows are held: those in sight and their neighbours. Rows are asked for in pages;
 * a page that was scrolled past is not waited for, and an answer for an older question is dropped.
 */
import { asCasebookError, type CasebookError } from '../client'
import { Latest } from '../state/latest'

export const PAGE = 100
/** Pages held at most: the farthest from what is in sight go first. */
const HELD = 12
/** Most rows one question may ask for. */
const MOST = 1_000

export interface Answer<Row> {
  rows: Row[]
  total: number
  found: number | null
}

export abstract class Windowed<Row extends { path: string }, A extends Answer<Row>> {
  /** The newest answer about the list as a whole; its rows are those of one window. */
  head = $state.raw<Omit<A, 'rows'> | null>(null)
  error = $state.raw<CasebookError | null>(null)
  /** True while another list than the one on show is awaited. */
  changing = $state(false)
  #pages = $state.raw<ReadonlyMap<number, readonly Row[]>>(new Map())
  #first = 0
  #last = PAGE - 1
  /** Which list is on show: asked for anew whenever its rows may be others. */
  readonly #latest = new Latest()
  #asking = false

  protected abstract ask(offset: number, limit: number, find: string | null): Promise<A>
  /** The paths of a stretch of the list. */
  abstract paths(offset: number, limit: number): Promise<string[]>

  get total(): number {
    return this.head?.total ?? 0
  }

  rowAt(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Where a row is, if it is among those held; -1 if not. */
  indexOf(path: string): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.path === path)
      if (at >= 0) return page * PAGE + at
    }
    return -1
  }

  get held(): number {
    let count = 0
    for (const rows of this.#pages.values()) count += rows.length
    return count
  }

  /** Another list: what was held goes once the new one is here. Says where `find` is in it. */
  async load(find: string | null = null): Promise<number | null> {
    this.#first = 0
    this.#last = PAGE - 1
    this.changing = true
    return this.#reload(find)
  }

  /** The same list, which may have changed: asks again for what is in sight. */
  async refresh(): Promise<void> {
    if (this.head || this.error) await this.#reload(null)
  }

  /** Where a row is in the list, wherever that is; loads what is around it. */
  async locate(path: string): Promise<number | null> {
    const held = this.indexOf(path)
    return held >= 0 ? held : this.#reload(path)
  }

  /** These rows are in sight now. */
  look(first: number, last: number): void {
    this.#first = Math.max(0, first)
    this.#last = Math.max(this.#first, last)
    void this.#fill()
  }

  async #reload(find: string | null): Promise<number | null> {
    const { isLatest } = this.#latest.begin()
    try {
      let [offset, limit] = this.#span()
      let answer = await this.ask(offset, limit, find)
      if (!isLatest()) return null
      const { found } = answer
      if (found !== null && (found < offset || found >= offset + limit)) {
        offset = Math.floor(found / PAGE) * PAGE
        limit = PAGE
        answer = await this.ask(offset, limit, null)
        if (!isLatest()) return null
      }
      this.#take(offset, answer, new Map())
      this.error = null
      return found
    } catch (error) {
      if (isLatest()) this.error = asCasebookError(error)
      return null
    } finally {
      if (isLatest()) {
        this.changing = false
        void this.#fill()
      }
    }
  }

  /** Asks for the pages in sight that are missing, one question at a time, always for what is in sight by then. */
  async #fill(): Promise<void> {
    if (this.#asking || !this.head) return
    this.#asking = true
    try {
      for (let page = this.#missing(); page !== null; page = this.#missing()) {
        const { isLatest } = this.#latest.join()
        const answer = await this.ask(page * PAGE, PAGE, null)
        if (isLatest()) this.#take(page * PAGE, answer, this.#pages)
      }
    } catch (error) {
      this.error = asCasebookError(error)
    } finally {
      this.#asking = false
    }
  }

  #take(offset: number, answer: A, before: ReadonlyMap<number, readonly Row[]>): void {
    const { rows, ...head } = answer
    const pages = new Map(before)
    const page = offset / PAGE
    for (let at = 0; at === 0 || at * PAGE < rows.length; at += 1)
      pages.set(page + at, rows.slice(at * PAGE, (at + 1) * PAGE))
    const middle = (this.#first + this.#last) / 2 / PAGE
    const far = [...pages.keys()].sort((a, b) => Math.abs(b + 0.5 - middle) - Math.abs(a + 0.5 - middle))
    for (const old of far.slice(0, Math.max(0, pages.size - HELD))) pages.delete(old)
    this.#pages = pages
    this.head = head
  }

  #missing(): number | null {
    const last = Math.min(this.#last, this.total - 1)
    for (let page = Math.floor(this.#first / PAGE); page * PAGE <= last; page += 1)
      if (!this.#pages.has(page)) return page
    return null
  }

  /** The pages in sight as one question. */
  #span(): [number, number] {
    const first = Math.floor(this.#first / PAGE)
    const last = Math.floor(this.#last / PAGE)
    return [first * PAGE, Math.min(MOST, (last - first + 1) * PAGE)]
  }
}
