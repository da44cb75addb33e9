/** One note on show: its latest reading, and what went wrong. A slow answer never replaces a newer one. */
import type { NoteView, VaultPath } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'

export class OpenNote {
  path = $state<VaultPath | null>(null)
  view = $state.raw<NoteView | null>(null)
  error = $state.raw<CasebookError | null>(null)
  #asked = 0

  constructor(private readonly client: Client) {}

  async show(path: VaultPath | null): Promise<void> {
    if (path === this.path) return
    this.path = path
    this.view = null
    this.error = null
    await this.reload()
  }

  async reload(): Promise<void> {
    const { path } = this
    const asked = ++this.#asked
    if (!path) return
    try {
      const view = await this.client.call('get_note', { path })
      if (asked !== this.#asked) return
      this.view = view
      this.error = null
    } catch (error) {
      if (asked === this.#asked) this.error = asCasebookError(error)
    }
  }
}
