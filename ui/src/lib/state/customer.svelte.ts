/** What is known of the customer of the case on the bench; asked for anew when anything changes. */
import type { CustomerContext, VaultPath } from '../bindings'
import type { Client } from '../client'

export class Customer {
  context = $state.raw<CustomerContext | null>(null)
  #path: VaultPath | null = null
  #asked = 0

  constructor(private readonly client: Client) {}

  async load(path: VaultPath | null): Promise<void> {
    const asked = ++this.#asked
    if (path !== this.#path) {
      this.#path = path
      this.context = null
    }
    if (!path) return
    // It is beside the case, not the case: one that cannot be had is left out, and the case says what is wrong.
    const context = await this.client.call('customer_context', { path }).catch(() => null)
    if (asked === this.#asked) this.context = context
  }
}
