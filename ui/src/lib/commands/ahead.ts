/** Typing ahead: what is pressed while the vault is being opened runs once it is there, with what was typed after it. */
import { isComposing } from './keys'
import type { CommandId } from './declarations'
import type { Registry } from './registry'

export interface Pressed {
  readonly id: CommandId
  /** What was typed after the command's key. */
  readonly text: string
}

export class Ahead {
  #pressed: Pressed | null = null

  /** `isWaiting` says whether commands that want a vault have to wait for one that is on its way. */
  constructor(
    private readonly registry: Registry,
    private readonly isWaiting: () => boolean,
  ) {}

  /** Takes a key stroke that has to wait; answers whether it did. */
  take(event: KeyboardEvent): boolean {
    if (!this.isWaiting() || isComposing(event)) return false
    const id = this.registry.wantsVault(event)
    if (id !== null) this.#pressed = { id, text: '' }
    else if (this.#pressed === null) return false
    else if (event.key === 'Escape') this.#pressed = null
    else if (event.key === 'Backspace') this.#typed(this.#pressed.text.slice(0, -1))
    else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey)
      this.#typed(this.#pressed.text + event.key)
    else return false
    return true
  }

  /** What waited, once: the vault is there. */
  release(): Pressed | null {
    const pressed = this.#pressed
    this.#pressed = null
    return pressed
  }

  #typed(text: string): void {
    if (this.#pressed) this.#pressed = { ...this.#pressed, text }
  }
}
