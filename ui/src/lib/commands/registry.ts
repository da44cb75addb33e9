/** Joins declared commands with what handles them now, and refuses two that would answer one key in one place. */
import { clashes } from './clashes'
import { missing, type Condition } from './conditions'
import { declarations, type CommandId, type Declaration, type MenuName, type Scope } from './declarations'
import { Keymap } from './keymap.svelte'
import { ariaKeys, belongsToTyping, display, isComposing, isUndoOfText, matches } from './keys'

export { clashes } from './clashes'

export interface Handler {
  run: () => void
  /** Whether the command means something just now; always, when left out. */
  when?: () => boolean
  /** What it is called just now, where that says more than its declaration. */
  title?: () => string
}

/** Where the stroke was made: not in text, in text, or in a text field whose own history a change has just ended. */
export type Typing = boolean | 'emptied'

/** Where commands hold, as the palette says it. */
const PLACES: Record<Scope, string> = {
  everywhere: 'everywhere',
  cases: 'Only on a case',
  queue: 'Only in the list',
  composer: 'Only while an entry is written',
  editor: 'Only while a text is edited',
  articles: 'Only on an article',
  paths: 'Only on a path',
  steps: 'Only in the list of steps',
  start: 'Only on the start screen',
  history: 'Only in the history of a note',
  versions: 'Only in the list of versions',
  welcome: 'Only on the first run',
  find: 'Only in the find box',
  palette: 'Only in the palette',
  dialog: 'Only in a dialog',
}

export class Registry {
  readonly #handlers = new Map<CommandId, Handler[]>()
  readonly keymap: Keymap

  /** `holds` says which conditions are true just now. */
  constructor(
    readonly list: readonly Declaration[] = declarations,
    private readonly holds: (condition: Condition) => boolean = () => true,
  ) {
    const [clash] = clashes(list)
    if (clash) throw new Error(`${clash.first} and ${clash.second} both want ${clash.keys}`)
    this.keymap = new Keymap(list)
  }

  /** Adds what runs the command from now on; call the answer to take it away. The latest able handler runs. */
  handle(id: CommandId, handler: Handler): () => void {
    const handlers = this.#handlers.get(id) ?? []
    this.#handlers.set(id, [...handlers, handler])
    return () => {
      this.#handlers.set(
        id,
        (this.#handlers.get(id) ?? []).filter((other) => other !== handler),
      )
    }
  }

  able(id: CommandId): boolean {
    return this.why(id) === null
  }

  /** Why the command cannot run just now; `null` when it can. */
  why(id: CommandId): string | null {
    const declaration = this.find(id)
    const failing = declaration?.when?.find((condition) => !this.holds(condition))
    if (failing) return missing(failing)
    if (this.#handler(id)) return null
    const place = declaration?.scopes.find((scope) => scope !== 'everywhere')
    return place && !this.#handlers.get(id)?.length ? PLACES[place] : 'Not just now'
  }

  /** Runs the command; false when nothing can handle it just now. */
  run(id: CommandId): boolean {
    if (this.why(id) !== null) return false
    this.#handler(id)?.run()
    return true
  }

  /** Finds and runs the command of a key stroke, innermost place first. */
  press(event: KeyboardEvent, scopes: readonly Scope[], typing: Typing): boolean {
    if (isComposing(event)) return false
    for (const scope of scopes) {
      for (const declaration of this.keymap.effective) {
        if (!declaration.scopes.includes(scope)) continue
        const keys = declaration.keys.find((candidate) => matches(candidate, event))
        if (!keys || (typing && scope !== 'find' && scope !== 'palette' && isTyped(keys, typing))) continue
        if (this.run(declaration.id as CommandId)) return true
      }
    }
    return false
  }

  /** The command that this stroke means everywhere once a vault is open; `null` for any other stroke. */
  wantsVault(event: KeyboardEvent): CommandId | null {
    const declaration = this.keymap.effective.find(
      ({ scopes, when, keys }) =>
        scopes.includes('everywhere') &&
        (when?.includes('vaultOpen') ?? false) &&
        keys.some((candidate) => matches(candidate, event)),
    )
    return declaration ? (declaration.id as CommandId) : null
  }

  /** The first key of a command, as it is shown. */
  hint(id: CommandId): string | null {
    const keys = this.keys(id)
    return keys ? display(keys) : null
  }

  keys(id: CommandId): string | null {
    return this.keymap.keys(id)[0] ?? null
  }

  /** The first key of a command, for `aria-keyshortcuts`. */
  ariaKeys(id: CommandId): string | undefined {
    const keys = this.keys(id)
    return keys ? ariaKeys(keys) : undefined
  }

  /** Attributes of whatever runs the command: its tooltip, its key there, and its key for assistive technology. */
  tip(id: CommandId) {
    return {
      'data-tip': this.title(id),
      'data-tip-keys': this.hint(id) ?? undefined,
      'aria-keyshortcuts': this.ariaKeys(id),
    }
  }

  title(id: CommandId): string {
    const named = this.#handlers.get(id)?.findLast((handler) => handler.title)
    return named?.title?.() ?? this.find(id)?.title ?? id
  }

  /** The entries of a menu. */
  menu(name: MenuName): CommandId[] {
    return this.list.filter(({ menus }) => menus?.includes(name)).map(({ id }) => id as CommandId)
  }

  private find(id: CommandId): Declaration | undefined {
    return this.list.find((declaration) => declaration.id === id)
  }

  #handler(id: CommandId): Handler | undefined {
    return this.#handlers.get(id)?.findLast((handler) => handler.when?.() ?? true)
  }
}

function isTyped(keys: string, typing: Typing): boolean {
  return belongsToTyping(keys) && !(typing === 'emptied' && isUndoOfText(keys))
}
