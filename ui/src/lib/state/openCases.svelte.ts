/**
 * The cases that are open, each under the digit of its key. A case keeps its number until it is closed, or until all nine
 * are taken and it is the one that was looked at longest ago.
 */
import type { VaultPath } from '../bindings'
import type { Client } from '../client'

export const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

export class OpenCases {
  #slots = $state.raw<(VaultPath | null)[]>([])
  /** The one looked at last comes last. */
  #looked: VaultPath[] = []
  #restored = false

  constructor(private readonly client: Client) {}

  /** The case of a key; `null` when none has it. */
  at(number: number): VaultPath | null {
    return this.#slots[number - 1] ?? null
  }

  numberOf(path: VaultPath): number | null {
    const at = this.#slots.indexOf(path)
    return at < 0 ? null : at + 1
  }

  /** Gives a case its number, if it has none yet. */
  opened(path: VaultPath): void {
    this.#looked = [...this.#looked.filter((other) => other !== path), path]
    if (this.#slots.includes(path)) return
    const slots = [...this.#slots]
    const free = NUMBERS.find((number) => (slots[number - 1] ?? null) === null)
    slots[(free ?? this.#oldest(slots)) - 1] = path
    this.#keep(slots)
  }

  closed(path: VaultPath): void {
    this.#looked = this.#looked.filter((other) => other !== path)
    if (this.#slots.includes(path)) this.#keep(this.#slots.map((other) => (other === path ? null : other)))
  }

  /** Takes over what was kept for the vault that is open now. */
  async restore(): Promise<void> {
    this.#slots = []
    this.#looked = []
    this.#restored = false
    const kept = await this.client.call('read_open_cases', {}).catch(() => null)
    const meanwhile = this.#slots.filter((path) => path !== null)
    this.#restored = true
    if (kept) this.#slots = kept.slots.slice(0, NUMBERS.length)
    // What was opened while this was read stays.
    for (const path of meanwhile) this.opened(path)
  }

  #oldest(slots: (VaultPath | null)[]): number {
    const rank = (number: number) => this.#looked.indexOf(slots[number - 1] ?? '')
    return NUMBERS.reduce<number>((oldest, number) => (rank(number) < rank(oldest) ? number : oldest), 1)
  }

  #keep(slots: (VaultPath | null)[]): void {
    this.#slots = Array.from(slots, (path) => path ?? null)
    // What is kept must not be lost before it was read.
    if (this.#restored) void this.client.call('save_open_cases', { slots: this.#slots }).catch(() => undefined)
  }
}
