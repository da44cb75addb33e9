/** One note on show: its latest reading, and what went wrong. A slow answer never replaces a newer one. */
import type { NoteView, VaultPath } from '../bindings'
import type { CasebookError, Client } from '../client'
import { Latest } from './latest'

export class OpenNote {
  path = $state<VaultPath | null>(null)
  view = $state.raw<NoteView | null>(null)
  error = $state.raw<CasebookError | null>(null)
  readonly #latest = new Latest()

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
    if (!path) return this.#latest.drop()
    await this.#latest.ask(
      this.client.call('get_note', { path }),
      (view) => {
        this.view = view
        this.error = null
      },
      (error) => (this.error = error),
    )
  }
}
