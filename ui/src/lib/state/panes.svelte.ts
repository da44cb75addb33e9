/** Widths and folds of the three panes, remembered. */
import type { Client } from '../client'

export const LIMITS = { queue: [220, 520], knowledge: [260, 560], split: [320, 900] } as const
const NARROW = { queue: 900, knowledge: 1200, split: 900 } as const
const SAVE_AFTER_MS = 400

export type Pane = keyof typeof LIMITS

export class Panes {
  windowWidth = $state(1440)
  #widths = $state<Record<Pane, number>>({ queue: 304, knowledge: 344, split: 460 })
  #folded = $state<Record<Pane, boolean>>({ queue: false, knowledge: false, split: false })
  /** A pane laid over the others in a narrow window; never remembered. */
  #over = $state<Pane | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly client: Client) {}

  width(pane: Pane): number {
    return this.#widths[pane]
  }

  isNarrow(pane: Pane): boolean {
    return this.windowWidth < NARROW[pane]
  }

  /** `beside` the others, `over` them, or `hidden`. */
  place(pane: Pane): 'beside' | 'over' | 'hidden' {
    if (this.isNarrow(pane)) return this.#over === pane ? 'over' : 'hidden'
    return this.#folded[pane] ? 'hidden' : 'beside'
  }

  toggle(pane: Pane): void {
    if (this.isNarrow(pane)) this.#over = this.#over === pane ? null : pane
    else {
      this.#folded[pane] = !this.#folded[pane]
      this.#save()
    }
  }

  show(pane: Pane): void {
    if (this.place(pane) === 'hidden') this.toggle(pane)
  }

  /** Takes away what lies over the others; false when nothing did. */
  uncover(): boolean {
    const covered = this.#over !== null
    this.#over = null
    return covered
  }

  resize(pane: Pane, width: number): void {
    const [least, most] = LIMITS[pane]
    this.#widths[pane] = Math.round(Math.min(most, Math.max(least, width)))
    this.#save()
  }

  async restore(): Promise<void> {
    const json = await this.client.call('read_pane_state', {}).catch(() => null)
    if (!json) return
    try {
      const kept = JSON.parse(json) as { widths?: Record<string, unknown>; folded?: Record<string, unknown> }
      for (const pane of ['queue', 'knowledge', 'split'] as const) {
        const width = kept.widths?.[pane]
        const [least, most] = LIMITS[pane]
        if (typeof width === 'number') this.#widths[pane] = Math.min(most, Math.max(least, width))
        this.#folded[pane] = kept.folded?.[pane] === true
      }
    } catch {
      // A state that cannot be read means the widths a new user gets.
    }
  }

  #save(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const json = JSON.stringify({ widths: this.#widths, folded: this.#folded })
      void this.client.call('save_pane_state', { json }).catch(() => undefined)
    }, SAVE_AFTER_MS)
  }
}
