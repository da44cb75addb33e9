/** A report too long to be shown: the core reads and holds it, and what it says is searched for in place of what is typed. */
import type { Event, HeldReport, Progress } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { Latest } from './latest'

/** A pasted text above this is read by the core instead of being shown. In UTF-16 code units. */
export const LONG_REPORT_CHARS = 256 * 1024

export class LongReport {
  held = $state.raw<HeldReport | null>(null)
  /** What is being read. */
  reading = $state<string | null>(null)
  progress = $state.raw<Progress | null>(null)
  readonly #latest = new Latest()

  constructor(
    private readonly client: Client,
    /** Another report is held, or none any more. */
    private readonly changed: () => void,
    private readonly failed: (error: CasebookError) => void,
  ) {}

  get isThere(): boolean {
    return this.held !== null || this.reading !== null
  }

  paste(text: string): Promise<void> {
    return this.#read('Pasted text', (name) =>
      this.client.send('hold_report', { name }, new TextEncoder().encode(text)),
    )
  }

  drop(file: string): Promise<void> {
    const name = file.split(/[\\/]/).at(-1) ?? file
    return this.#read(name, () => this.client.call('hold_dropped_report', { file }))
  }

  /** What is read by then is searched for. */
  stop(): void {
    void this.client.call('stop_reading', {}).catch((error: unknown) => this.failed(asCasebookError(error)))
  }

  letGo(): void {
    if (this.reading !== null) this.stop()
    this.#latest.drop()
    this.held = null
    this.reading = null
    this.progress = null
    this.changed()
  }

  hear(event: Event): void {
    if (event.event === 'reading' && this.reading !== null) this.progress = event.progress
  }

  async #read(name: string, read: (name: string) => Promise<HeldReport>): Promise<void> {
    this.held = null
    this.reading = name
    this.progress = null
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
