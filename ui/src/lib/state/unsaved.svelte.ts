/** What a form holds before it is saved: kept as a draft, back after a crash or a closed window, and said to be. */
import { onDestroy, untrack } from 'svelte'

import { Draft, FIELD, type Home } from './draft'

export class Unsaved<T extends object> {
  /** Whether what stands there was left here, untouched since. */
  restored = $state(false)
  /** Whether something stands there. */
  isThere = $state(false)
  /** What goes on being typed is newer than what was kept. */
  #typed = false

  readonly #draft: Draft<T>

  /**
   * `back` takes what was kept, whose parts may be of any type, and answers whether it did. To be made while a
   * component is.
   */
  constructor(home: Home, key: string, back: (kept: { [K in keyof T]?: unknown }) => boolean) {
    this.#draft = new Draft<T>(home, key)
    void this.#draft.read().then((kept) => {
      if (kept === null || this.#typed || !back(kept)) return
      this.restored = this.isThere = true
    })
    onDestroy(() => void this.#draft.flush())
  }

  /** Keeps what stands there now; `null` forgets it. */
  type(value: T | null): void {
    this.#typed = true
    this.restored = false
    this.isThere = value !== null
    this.#draft.set(value)
  }

  /** Saved or given up: nothing is kept. */
  done(): void {
    if (!this.isThere) return
    this.type(null)
    void this.#draft.flush()
  }
}

/** One line with a button that takes it: a name, a shortcut. What is empty, or as it is saved, is not unsaved. */
export class UnsavedLine {
  text = $state('')
  readonly #kept: Unsaved<{ text: string }>

  /** `saved` says what stands without a change. To be made while a component is. */
  constructor(
    home: Home,
    name: string,
    private readonly saved: () => string,
  ) {
    this.text = untrack(saved)
    this.#kept = new Unsaved<{ text: string }>(home, `${FIELD}${name}`, ({ text }) => {
      this.text = String(text ?? '')
      return this.isUnsaved
    })
  }

  get isUnsaved(): boolean {
    const text = this.text.trim()
    return text !== '' && text !== this.saved()
  }

  /** Whether what stands there was left here, untouched since. */
  get restored(): boolean {
    return this.#kept.restored
  }

  type(text: string): void {
    this.text = text
    this.#kept.type(this.isUnsaved ? { text } : null)
  }

  /** It was taken, or something else was. */
  done(text: string): void {
    this.text = text
    this.#kept.done()
  }
}
