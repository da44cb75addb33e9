/**
 * When a search counts as asked: once its words rest, when something is opened from it, and when it is left. The core keeps it
 * without names and secrets, and knows that words which only go on are one search.
 */
import type { Asked, HeldReport, Hit, Remembered } from '../bindings'
import type { Client } from '../client'

/** Words that stand so long are meant. */
const RESTS_AFTER_MS = 4_000

export interface Standing {
  asked: Asked
  /** The report that is searched for in place of the text. */
  held: HeldReport | null
  /** How many notes it found; `null` while that is not known. */
  hits: number | null
}

export class Remembering {
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = ''

  constructor(
    private readonly client: Client,
    /** What stands just now. */
    private readonly standing: () => Standing,
    private readonly done: (remembered: Remembered) => void = () => undefined,
  ) {}

  /** What stands has changed: it counts once it rests. */
  changed(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.remember().catch(() => undefined), RESTS_AFTER_MS)
  }

  /** What stands counts now, with what was opened from it and at which place. */
  async remember(opened?: { hit: Hit; hits: readonly Hit[] }): Promise<void> {
    clearTimeout(this.#timer)
    const { asked, held, hits } = this.standing()
    const isNothing = held === null && asked.text.trim() === '' && Object.keys(asked.chosen).length === 0
    if (hits === null || isNothing) return
    const at = opened ? opened.hits.indexOf(opened.hit) : -1
    const what = opened && at >= 0 ? { path: opened.hit.path, rank: at + 1 } : null
    // What is left after something was opened from it was counted then.
    const said = JSON.stringify([asked, held])
    if (said === this.#last && what === null) return
    this.#last = said
    this.done(await this.client.call('remember_search', { ...asked, ...(held && { held: true }), hits, opened: what }))
  }

  /** It counts as it stands, and nothing more comes. */
  leave(): void {
    void this.remember().catch(() => undefined)
  }
}
