/**
 * Suggestions for one case. They refresh when the case changes, but never while they are in use: rows under the
 * pointer or the focus stay where they are, and the newer answer waits.
 */
import type { Suggestions, VaultPath } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'

export class CaseSuggestions {
  answer = $state.raw<Suggestions | null>(null)
  error = $state.raw<CasebookError | null>(null)
  #waiting = $state.raw<Suggestions | null>(null)
  #held = false
  #path: VaultPath | null = null
  #asked = 0

  constructor(private readonly client: Client) {}

  get hasNewer(): boolean {
    return this.#waiting !== null
  }

  async load(path: VaultPath | null): Promise<void> {
    const asked = ++this.#asked
    if (path !== this.#path) {
      this.#path = path
      this.answer = null
      this.#waiting = null
      this.error = null
    }
    if (!path) return
    try {
      const answer = await this.client.call('suggest', { path })
      if (asked !== this.#asked) return
      this.error = null
      if (this.#held && this.answer && !sameOrder(this.answer, answer)) this.#waiting = answer
      else this.answer = answer
    } catch (error) {
      if (asked === this.#asked) this.error = asCasebookError(error)
    }
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
