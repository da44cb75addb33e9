/** What the start screen shows beside the paths: what was promised, and what was changed last. */
import type { CaseRow, Hit } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'
import { caseView } from '../lists/views'

const PROMISES = 5

export class Overview {
  /** My cases on which an update is promised, the soonest first; `more` are left out. */
  promised = $state.raw<CaseRow[] | null>(null)
  more = $state(0)
  /** How many cases of mine need work, promised or not. */
  mine = $state(0)
  recent = $state.raw<Hit[] | null>(null)
  error = $state.raw<CasebookError | null>(null)
  #asked = 0

  constructor(private readonly client: Client) {}

  async load(): Promise<void> {
    const asked = ++this.#asked
    const all = caseView()
    const promised = { ...all, filter: { ...all.filter, promise: 'some' as const } }
    try {
      const [first, whole, recent] = await Promise.all([
        this.client.call('list_queue', { ...promised, offset: 0, limit: PROMISES, find: null }),
        this.client.call('list_queue', { ...all, offset: 0, limit: 1, find: null }),
        this.client.call('recent_notes', {}),
      ])
      if (asked !== this.#asked) return
      this.promised = first.rows
      this.more = first.total - first.rows.length
      this.mine = whole.total
      this.recent = recent
      this.error = null
    } catch (error) {
      if (asked === this.#asked) this.error = asCasebookError(error)
    }
  }

  forget(): void {
    this.#asked += 1
    this.promised = null
    this.recent = null
    this.error = null
  }

  async refresh(): Promise<void> {
    if (this.promised || this.error) await this.load()
  }
}
