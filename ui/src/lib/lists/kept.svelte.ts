/** Things with names that are kept for this vault on this machine: views of a list, searches. Newest last. */
import type { KeptName } from '../bindings'
import { asCasebookError, type CasebookError, type Client } from '../client'

export interface Named<T> {
  name: string
  value: T
}

const MOST = 50
const LONGEST_NAME = 60

export class KeptList<T> {
  items = $state.raw<readonly Named<T>[]>([])
  error = $state.raw<CasebookError | null>(null)

  constructor(
    private readonly client: Client,
    readonly name: KeptName,
    private readonly readValue: (value: unknown) => T | null,
  ) {}

  async load(): Promise<void> {
    try {
      const json = await this.client.call('read_kept', { name: this.name })
      this.items = json === null ? [] : this.#read(json)
      this.error = null
    } catch (error) {
      this.error = asCasebookError(error)
    }
  }

  /** Keeps a value under a name; the same name again replaces it. False when it could not be kept. */
  async put(name: string, value: T): Promise<boolean> {
    const short = name.trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME)
    if (short === '') return false
    const at = this.items.findIndex((item) => item.name.toLowerCase() === short.toLowerCase())
    const items = at >= 0 ? this.items.with(at, { name: short, value }) : [...this.items, { name: short, value }]
    return this.#keep(items.slice(-MOST))
  }

  async remove(name: string): Promise<boolean> {
    return this.#keep(this.items.filter((item) => item.name !== name))
  }

  async #keep(items: readonly Named<T>[]): Promise<boolean> {
    const before = this.items
    this.items = items
    try {
      await this.client.call('keep', { name: this.name, json: JSON.stringify(items) })
      this.error = null
      return true
    } catch (error) {
      this.items = before
      this.error = asCasebookError(error)
      return false
    }
  }

  #read(json: string): Named<T>[] {
    let found: unknown
    try {
      found = JSON.parse(json)
    } catch {
      return []
    }
    if (!Array.isArray(found)) return []
    return found.flatMap((item: { name?: unknown; value?: unknown } | null) => {
      const value = typeof item?.name === 'string' ? this.readValue(item.value) : null
      return value === null ? [] : [{ name: item?.name as string, value }]
    })
  }
}
