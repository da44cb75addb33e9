/** The lists of the window: queue, articles, problems. Each keeps its last answer while a newer one is under way. */
import type { ArticleRow, ProblemRow, Queue, QueueScope } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'

const MOST = 10_000

abstract class Listing<T> {
  answer = $state.raw<T | null>(null)
  error = $state.raw<CasebookError | null>(null)
  #asked = 0

  constructor(protected readonly client: Client) {}

  protected abstract ask(): Promise<T>

  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const answer = await this.ask()
      if (asked !== this.#asked) return
      this.answer = answer
      this.error = null
    } catch (error) {
      if (asked === this.#asked) this.error = asCasebookError(error)
    }
  }

  /** Loads again what was shown before; what nobody looked at stays unasked. */
  async refresh(): Promise<void> {
    if (this.answer || this.error) await this.load()
  }
}

export class QueueList extends Listing<Queue> {
  scope = $state<QueueScope>('mine')

  async show(scope: QueueScope): Promise<void> {
    if (scope === this.scope && this.answer) return
    this.scope = scope
    await this.load()
  }

  protected override ask(): Promise<Queue> {
    return this.client.call('list_queue', { scope: this.scope, limit: MOST })
  }
}

export class ArticleList extends Listing<ArticleRow[]> {
  protected override ask(): Promise<ArticleRow[]> {
    return this.client.call('list_articles', { limit: MOST })
  }
}

export class ProblemList extends Listing<ProblemRow[]> {
  protected override ask(): Promise<ProblemRow[]> {
    return this.client.call('list_problems', {})
  }
}
