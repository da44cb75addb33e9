/** Joins declared commands with what handles them now, and refuses two that would answer one key in one place. */
import { declarations, PARENT, type CommandId, type Declaration, type Scope } from './declarations'
import { belongsToTyping, canonical, display, matches } from './keys'

export interface Handler {
  run: () => void
  /** Whether the command means something just now; always, when left out. */
  when?: () => boolean
}

export interface Clash {
  keys: string
  first: string
  second: string
}

function lineage(scope: Scope): Scope[] {
  const out: Scope[] = []
  for (let at: Scope | null = scope; at; at = PARENT[at]) out.push(at)
  return out
}

function meet(a: Scope, b: Scope): boolean {
  return lineage(a).includes(b) || lineage(b).includes(a)
}

/**
 * Two commands that answer the same key while both can be heard. An inner place may not shadow an outer one:
 * no key means two things in one place.
 */
export function clashes(list: readonly Declaration[]): Clash[] {
  const out: Clash[] = []
  list.forEach((first, index) => {
    for (const second of list.slice(index)) {
      const same = second === first
      if (same && new Set(first.keys.map(canonical)).size === first.keys.length) continue
      if (!first.scopes.some((a) => second.scopes.some((b) => meet(a, b)))) continue
      const keys = same
        ? first.keys[0]
        : first.keys.find((key) => second.keys.some((other) => canonical(key) === canonical(other)))
      if (keys) out.push({ keys, first: first.id, second: second.id })
    }
  })
  return out
}

export class Registry {
  readonly #handlers = new Map<CommandId, Handler[]>()

  constructor(readonly list: readonly Declaration[] = declarations) {
    const [clash] = clashes(list)
    if (clash) throw new Error(`${clash.first} and ${clash.second} both want ${clash.keys}`)
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
    return this.#handler(id) !== undefined
  }

  /** Runs the command; false when nothing can handle it just now. */
  run(id: CommandId): boolean {
    const handler = this.#handler(id)
    handler?.run()
    return handler !== undefined
  }

  /** Finds and runs the command of a key stroke, innermost place first. */
  press(event: KeyboardEvent, scopes: readonly Scope[], typing: boolean): boolean {
    if (event.isComposing) return false
    for (const scope of scopes) {
      for (const declaration of this.list) {
        if (!declaration.scopes.includes(scope)) continue
        const keys = declaration.keys.find((candidate) => matches(candidate, event))
        if (!keys || (typing && scope !== 'find' && belongsToTyping(keys))) continue
        if (this.run(declaration.id as CommandId)) return true
      }
    }
    return false
  }

  /** The first key of a command, as it is shown. */
  hint(id: CommandId): string | null {
    const keys = this.keys(id)
    return keys ? display(keys) : null
  }

  keys(id: CommandId): string | null {
    return this.list.find((declaration) => declaration.id === id)?.keys[0] ?? null
  }

  title(id: CommandId): string {
    return this.list.find((declaration) => declaration.id === id)?.title ?? id
  }

  #handler(id: CommandId): Handler | undefined {
    return this.#handlers.get(id)?.findLast((handler) => handler.when?.() ?? true)
  }
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

/** Listens for key strokes: `data-scope` on an element says where it lies, `view` is what the window shows. */
export function listen(registry: Registry, view: () => Scope): () => void {
  const onKeydown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const target = event.target instanceof Element ? event.target : document.body
    const modal = target.closest('dialog') ?? document.querySelector('dialog[open]')
    const scopes: Scope[] = []
    for (let at: Element | null = target; at && at !== modal; at = at.parentElement) {
      const scope = at.getAttribute('data-scope')
      if (scope) scopes.push(scope as Scope)
    }
    if (modal) scopes.push((modal.getAttribute('data-scope') as Scope | null) ?? 'dialog')
    else scopes.push(view(), 'everywhere')
    if (registry.press(event, scopes, isTextField(event.target))) event.preventDefault()
  }
  window.addEventListener('keydown', onKeydown)
  return () => window.removeEventListener('keydown', onKeydown)
}
