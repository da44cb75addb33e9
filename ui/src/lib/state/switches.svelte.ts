/** Which parts of a text, as it was read, are switched off. The core reads the text; this only names what it shall leave out. */
import type { PartName, ReadPart } from '../bindings'

const isSame = (one: PartName, other: PartName) => one.kind === other.kind && one.text === other.text

export class Switches {
  #off = $state.raw<readonly PartName[]>([])

  /** `changed` asks again. */
  constructor(private readonly changed: () => void) {}

  get off(): PartName[] {
    return [...this.#off]
  }

  flip({ kind, text }: PartName): void {
    const part = { kind, text }
    const others = this.#off.filter((other) => !isSame(other, part))
    this.#off = others.length < this.#off.length ? others : [...others, part]
    this.changed()
  }

  /** What the newest answer no longer names is on again when it comes back. */
  keep(parts: readonly ReadPart[]): void {
    const kept = this.#off.filter((name) => parts.some((part) => isSame(part, name)))
    if (kept.length < this.#off.length) this.#off = kept
  }

  /** Another text: everything is on. */
  reset(): void {
    this.#off = []
  }
}
