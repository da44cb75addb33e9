/** What the start screen shows beside the paths: what was promised, and what was changed last. */
import type { CaseRow, Hit } from '../bindings'
import type { CasebookError, Client } from '../client'
import { caseView } from '../lists/views'
import { Latest } from './latest'

const PROMISES = 5

export class Overview {
  /** My cases on which an update is promised, the soonest first; `more` are left out. */
  promised = $state.raw<CaseRow[] | null>(null)
  more = $state(0)
  /** How many cases of mine need work, promised or not. */
  mine = $state(0)
  recent = $state.raw<Hit[] | null>(null)
  error = $state.raw<CasebookError | null>(null)
  readonly #latest = new Latest()

  constructor(private readonly client: Client) {}

  async load(): Promise<void> {
    const all = caseView()
    const promised = { ...all, filter: { ...all.filter, promise: 'some' as const } }
    await this.#latest.ask(
      Promise.all([
        this.client.call('list_queue', { ...promised, offset: 0, limit: PROMISES, find: null }),
        this.client.call('list_queue', { ...all, offset: 0, limit: 1, find: null }),
        this.client.call('recent_notes', {}),
      ]),
      ([first, whole, recent]) => {
        this.promised = first.rows
        this.more = first.total - first.rows.length
        this.mine = whole.total
        this.recent = recent
        this.error = null
      },
      (error) => (this.error = error),
    )
  }

  forget(): void {
    this.#latest.drop()
    this.promised = null
    this.recent = null
    this.error = null
  }

  async refresh(): Promise<void> {
    if (this.promised || this.error) await this.load()
  }
}
