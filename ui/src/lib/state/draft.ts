/** Text on its way, kept by the core so that neither a crash nor a closed window loses it. */
import type { Client } from '../client'

const QUIET_MS = 300
/** However long somebody types without a rest, what is typed is kept within a second; the rest of it is for the disk. */
const LONGEST_MS = 700
/** A draft that cannot be read is asked for again: taken for none, it would be overwritten with the next word. */
const READ_AGAIN_MS = [0, 100, 400, 1_500]
/** What begins the keys of fields that are of no note. */
export const FIELD = 'field:'
/** This window, so that it knows its own words when they come back. */
const ME = crypto.randomUUID()

/** Where drafts are kept. */
export interface Home {
  readonly client: Client
  readonly vault: { readonly root: string } | null
}

export class Draft<T extends object> {
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Since when something waits. */
  #since: number | null = null
  #waiting: string | null = null
  /** Saves in order, so that an older text never lands after a newer one. */
  #line: Promise<unknown> = Promise.resolve()

  private readonly client: Client
  /** The vault it belongs to, whichever is open when it is kept. */
  private readonly vault: string | undefined

  constructor(
    home: Home,
    private readonly key: string,
    /** Called with false when the last save failed, with true when it holds. */
    private readonly onKept: (kept: boolean) => void = () => undefined,
  ) {
    this.client = home.client
    this.vault = home.vault?.root
  }

  /** What was kept; `null` when there is nothing, or, said by `onKept`, when it cannot be read. */
  async read(): Promise<T | null> {
    for (const wait of READ_AGAIN_MS) {
      if (wait > 0) await new Promise((done) => setTimeout(done, wait))
      try {
        const text = await this.client.call('read_draft', { key: this.key })
        return text ? read<T>(text) : null
      } catch {
        // Asked again, or said below.
      }
    }
    this.onKept(false)
    return null
  }

  /**
   * Hears what another window keeps under the same key. `clash` says that this window has words of its own that are not
   * kept yet: then neither side may simply win.
   */
  follow(take: (value: T | null, clash: boolean) => void): () => void {
    return this.client.onDesk((event) => {
      if (event.event !== 'draft-kept' || event.key !== this.key || event.by === ME) return
      take(read<T>(event.text), this.#waiting !== null)
    })
  }

  /** Keeps the value once typing rests; `null` forgets it. */
  set(value: T | null): void {
    this.#waiting = value ? JSON.stringify(value) : ''
    clearTimeout(this.#timer)
    this.#since ??= Date.now()
    const left = Math.max(0, LONGEST_MS - (Date.now() - this.#since))
    this.#timer = setTimeout(() => void this.flush(), Math.min(QUIET_MS, left))
  }

  /** Keeps what is waiting, now. */
  flush(): Promise<unknown> {
    clearTimeout(this.#timer)
    this.#since = null
    const text = this.#waiting
    const { vault } = this
    if (text === null) return this.#line
    this.#waiting = null
    this.#line = this.#line
      .then(() => this.client.call('save_draft', { key: this.key, text, by: ME, ...(vault && { vault }) }))
      .then(
        () => this.onKept(true),
        () => this.onKept(false),
      )
    return this.#line
  }
}

function read<T extends object>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : null
  } catch {
    return null
  }
}

/** Two texts written at the same moment in two windows, with nothing of either lost. */
export function joined(mine: string, theirs: string): string {
  if (theirs.includes(mine)) return theirs
  if (mine.includes(theirs)) return mine
  return `${mine}\n\n${theirs}`
}
