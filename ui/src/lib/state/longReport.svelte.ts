/**
 * A report too long to be shown: the core reads and holds it, and what it says is searched for in place of what is typed. A file
 * is only named; a pasted text goes over in pieces, one after the other, so that the window answers meanwhile.
 */
import type { Event, HeldReport, Progress } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { endOfPiece } from '../text/pieces'
import { Latest } from './latest'

/** A pasted text above this is read by the core instead of being shown. In UTF-16 code units. */
export const LONG_REPORT_CHARS = 256 * 1024

const KB = 1024

export class LongReport {
  held = $state.raw<HeldReport | null>(null)
  /** What is being read. */
  reading = $state<string | null>(null)
  progress = $state.raw<Progress | null>(null)
  readonly #latest = new Latest()
  /** The number of the paste that is being sent; another one, or none, ends it. */
  #sending = 0
  #isStopped = false

  constructor(
    private readonly client: Client,
    /** The report that is held is about to go: it was asked for. */
    private readonly leaving: () => Promise<void>,
    /** Another report is held, or none any more. */
    private readonly changed: () => void,
    private readonly failed: (error: CasebookError) => void,
  ) {}

  get isThere(): boolean {
    return this.held !== null || this.reading !== null
  }

  paste(text: string): Promise<void> {
    return this.#read('Pasted text', (name) => this.#send(name, text))
  }

  drop(file: string): Promise<void> {
    const name = file.split(/[\\/]/).at(-1) ?? file
    return this.#read(name, () => this.client.call('hold_dropped_report', { file }))
  }

  /** What is read by then is searched for. */
  stop(): void {
    if (this.#sending !== 0) this.#isStopped = true
    else this.#stopReading()
  }

  letGo(): void {
    void this.leaving()
    if (this.reading !== null) this.#stopReading()
    this.#sending = 0
    this.#latest.drop()
    this.held = null
    this.reading = null
    this.progress = null
    this.changed()
  }

  hear(event: Event): void {
    if (event.event === 'reading' && this.reading !== null) this.progress = event.progress
  }

  #stopReading(): void {
    void this.client.call('stop_reading', {}).catch((error: unknown) => this.failed(asCasebookError(error)))
  }

  /** The core has what came before while the next piece is made: nobody has all of it but the clipboard and its string. */
  async #send(name: string, text: string): Promise<HeldReport> {
    const reading = Math.floor(Math.random() * 0xffff_ffff) + 1
    const encoder = new TextEncoder()
    this.#sending = reading
    this.#isStopped = false
    for (let at = 0; ;) {
      const end = this.#isStopped ? at : endOfPiece(text, at)
      const complete = this.#isStopped ? false : end === text.length ? true : null
      const piece = { name, reading, first: at === 0, complete }
      const held = await this.client.send('take_report_piece', piece, encoder.encode(text.slice(at, end)))
      // Let go, or another report came: nobody waits for this one.
      if (this.#sending !== reading) return { name, bytes: 0, lines: 0, complete: false }
      if (held) {
        this.#sending = 0
        return held
      }
      this.progress = { done: end / KB, total: text.length / KB }
      at = end
    }
  }

  async #read(name: string, read: (name: string) => Promise<HeldReport>): Promise<void> {
    if (this.held) await this.leaving()
    this.held = null
    this.reading = name
    this.progress = null
    this.#sending = 0
    const done = () => {
      this.reading = null
      this.progress = null
    }
    await this.#latest.ask(
      read(name),
      (held) => {
        done()
        this.held = held
        this.changed()
      },
      (error) => {
        done()
        this.failed(error)
      },
    )
  }
}
