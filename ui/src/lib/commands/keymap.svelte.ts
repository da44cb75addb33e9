/**
 * Which keys each command has: the declared ones, or those the user gave it. Changes hold at once, and every hint follows.
 *
 * Keeping the changes is the caller's: this knows no disk.
 */
import { clashes, meetAnywhere } from './clashes'
import type { Declaration, Scope } from './declarations'
import { canonical, display, isChord, isPlain, reservedFor } from './keys'

/** The keys that are not as declared, by command. */
export type KeyChanges = Record<string, readonly string[]>

/** Why a command cannot have a key, and who has it. */
export interface Refusal {
  text: string
  by: Declaration | null
}

/** Places where a plain key is text. */
const WRITTEN_IN: readonly Scope[] = ['composer', 'editor', 'find', 'palette']

export class Keymap {
  #changes = $state.raw<KeyChanges>({})
  readonly #effective: readonly Declaration[] = $derived(this.#with(this.#changes))
  readonly #byId = $derived(new Map(this.#effective.map((declaration) => [declaration.id, declaration])))

  constructor(private readonly list: readonly Declaration[]) {}

  /** Every command with the keys it has now. */
  get effective(): readonly Declaration[] {
    return this.#effective
  }

  /** What differs from the declared keys. */
  get changes(): KeyChanges {
    return this.#changes
  }

  keys(id: string): readonly string[] {
    return this.#byId.get(id)?.keys ?? []
  }

  isChanged(id: string): boolean {
    return id in this.#changes
  }

  /** Takes over what was kept. What names no command, is no chord or clashes by now is left as declared. */
  load(kept: unknown): void {
    if (JSON.stringify(kept) === JSON.stringify(this.#changes)) return
    const known = new Set(this.list.map(({ id }) => id))
    const entries = Object.entries(typeof kept === 'object' && kept !== null ? kept : {})
    let changes: KeyChanges = Object.fromEntries(
      entries.filter(([id, keys]) => known.has(id) && Array.isArray(keys) && keys.every(isChord)),
    )
    for (let clash = this.#clash(changes); clash; clash = this.#clash(changes)) {
      const { first, second } = clash
      changes = Object.fromEntries(Object.entries(changes).filter(([id]) => id !== first && id !== second))
    }
    this.#changes = changes
  }

  /** Why the command cannot have the key; `null` when it can. */
  refusal(id: string, keys: string): Refusal | null {
    const own = this.#byId.get(id)
    if (!own) return { text: 'There is no such command', by: null }
    const reserved = reservedFor(keys)
    if (reserved) return { text: `${display(keys)} ${reserved}`, by: null }
    if (isPlain(keys) && own.scopes.some((scope) => WRITTEN_IN.includes(scope)))
      return { text: `${display(keys)} is text where this command is used: add Ctrl or Alt`, by: null }
    return this.#taken(own, keys)
  }

  /** Gives a command one key instead of those it has. Refused when another command that can be heard with it has the key. */
  set(id: string, keys: string): Refusal | null {
    const refused = this.refusal(id, keys)
    if (refused) return refused
    const declared = this.list.find((declaration) => declaration.id === id)?.keys ?? []
    const isDeclared = declared.length === 1 && canonical(declared[0] ?? '') === canonical(keys)
    this.#changes = isDeclared ? this.#without(id) : { ...this.#changes, [id]: [keys] }
    return null
  }

  /** Gives a command its declared keys again. Refused while another command has one of them. */
  reset(id: string): Refusal | null {
    const declared = this.list.find((declaration) => declaration.id === id)
    for (const keys of declared?.keys ?? []) {
      const refused = declared ? this.#taken(declared, keys) : null
      if (refused) return refused
    }
    this.#changes = this.#without(id)
    return null
  }

  resetAll(): void {
    this.#changes = {}
  }

  #taken(own: Declaration, keys: string): Refusal | null {
    const by = this.#effective.find(
      (other) =>
        other.id !== own.id && meetAnywhere(own, other) && other.keys.some((key) => canonical(key) === canonical(keys)),
    )
    return by ? { text: `${display(keys)} is already “${by.title}”`, by } : null
  }

  #with(changes: KeyChanges): readonly Declaration[] {
    return this.list.map((declaration) => {
      const keys = changes[declaration.id]
      return keys ? { ...declaration, keys } : declaration
    })
  }

  #without(id: string): KeyChanges {
    return Object.fromEntries(Object.entries(this.#changes).filter(([other]) => other !== id))
  }

  /** The first clash the changes have a part in. */
  #clash(changes: KeyChanges) {
    return clashes(this.#with(changes)).find(({ first, second }) => first in changes || second in changes)
  }
}
