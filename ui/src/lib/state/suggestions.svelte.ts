/**
 * Suggestions for one case. They refresh when the case changes, but never while they are in use: nothing under the pointer or the
 * focus moves, and what is newer waits until both have left.
 */
import type { Suggestions, VaultPath } from '../bindings'
import type { CasebookError, Client } from '../client'
import { Latest } from './latest'

export class CaseSuggestions {
  answer = $state.raw<Suggestions | null>(null)
  error = $state.raw<CasebookError | null>(null)
  #waiting = $state.raw<Suggestions | null>(null)
  #held = false
  #path: VaultPath | null = null
  readonly #latest = new Latest()

  constructor(private readonly client: Client) {}

  /** Whether what waits is more than the same notes with other words. */
  get hasNewer(): boolean {
    return this.#waiting !== null && this.answer !== null && !sameOrder(this.#waiting, this.answer)
  }

  async load(path: VaultPath | null): Promise<void> {
    if (path !== this.#path) {
      this.#path = path
      this.answer = null
      this.#waiting = null
      this.error = null
    }
    if (!path) return this.#latest.drop()
    await this.#latest.ask(
      this.client.call('suggest', { path }),
      (answer) => {
        this.error = null
        // Even the same notes may say more than before, which would push those below them.
        if (this.#held && this.answer) this.#waiting = answer
        else this.answer = answer
      },
      (error) => {
        if (!this.#held || !this.answer) this.error = error
      },
    )
  }

  hold(held: boolean): void {
    this.#held = held
    if (!held) this.takeNewer()
  }

  takeNewer(): void {
    if (!this.#waiting) return
    this.answer = this.#waiting
    this.#waiting = null
  }
}

function sameOrder(a: Suggestions, b: Suggestions): boolean {
  const order = (answer: Suggestions) => [...answer.articles, ...answer.cases].map((hit) => hit.path).join('\n')
  return order(a) === order(b)
}
