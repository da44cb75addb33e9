/** What is known of the customer of the case on the bench; asked for anew when anything changes. */
import type { CustomerContext, VaultPath } from '../bindings'
import type { Client } from '../client'
import { Latest } from './latest'

export class Customer {
  context = $state.raw<CustomerContext | null>(null)
  #path: VaultPath | null = null
  readonly #latest = new Latest()

  constructor(private readonly client: Client) {}

  async load(path: VaultPath | null): Promise<void> {
    if (path !== this.#path) {
      this.#path = path
      this.context = null
    }
    if (!path) return this.#latest.drop()
    // It is beside the case, not the case: one that cannot be had is left out, and the case says what is wrong.
    await this.#latest.ask(
      this.client.call('customer_context', { path }),
      (context) => (this.context = context),
      () => (this.context = null),
    )
  }
}
