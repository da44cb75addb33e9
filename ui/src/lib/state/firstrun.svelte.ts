/** The first run, step by step: try it on the sample and choose a vault, say who you are, try the key. */
import type { VaultPath } from '../bindings'
import type { Client, CommandName, Commands } from '../client'
import type { App } from './app.svelte'

export type Stage = 'try' | 'you' | 'shortcut'

const STAGES: readonly Stage[] = ['try', 'you', 'shortcut']

export class FirstRun {
  stage = $state<Stage | null>(null)
  /** Whether the key was pressed that this is about. */
  tried = $state(false)
  /** The note to open when it is over. */
  #then: VaultPath | null = null

  constructor(private readonly app: App) {}

  /** No vault is open: one has to be chosen. */
  begin(): void {
    this.stage ??= 'try'
  }

  /** The find box was asked for by its key; true when that is what is being tried. */
  tryKey(): boolean {
    if (this.stage === 'shortcut') this.tried = true
    return this.stage === 'shortcut'
  }

  async startWithSample(then: VaultPath | null = null): Promise<void> {
    this.#then = then
    if (await this.app.openSample()) this.#chosen()
  }

  async openFolder(path: string | null = null): Promise<void> {
    this.#then = null
    if (await this.app.chooseVault(path)) this.#chosen()
  }

  /** Goes on; from the last step into the app. */
  next(): void {
    const at = this.stage ? STAGES.indexOf(this.stage) : -1
    const next = STAGES[at + 1]
    if (next) this.stage = next
    else void this.finish()
  }

  /** One step back; false at the first. */
  back(): boolean {
    const before = this.stage ? STAGES[STAGES.indexOf(this.stage) - 1] : undefined
    if (before) this.stage = before
    return before !== undefined
  }

  /** Leaves the first run for good. */
  async finish(): Promise<void> {
    this.stage = null
    if (!this.app.status?.introduced) await this.app.prefer({ introduced: true })
    if (this.#then) await this.app.open(this.#then)
    this.#then = null
  }

  #chosen(): void {
    if (this.app.status?.introduced) void this.finish()
    else this.stage = 'you'
  }
}

/** A client whose questions about notes go to the sample vault that came with the app. */
export function onTrial(client: Client): Client {
  return {
    ...client,
    async call<K extends CommandName>(name: K, args: Commands[K]['args']): Promise<Commands[K]['result']> {
      const asked: CommandName = name === 'search' ? 'try_search' : name === 'get_note' ? 'try_note' : name
      if (name === 'recent_notes') return [] as unknown as Commands[K]['result']
      return (await client.call(asked, args as Commands[typeof asked]['args'])) as Commands[K]['result']
    },
  }
}
