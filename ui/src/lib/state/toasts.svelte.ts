/** Short messages that come and go; none asks for an answer. */
import type { CasebookError } from '../client'
import type { CommandId } from '../commands/declarations'

export interface ToastAction {
  label: string
  /** Whose key is shown on it. */
  command?: CommandId
  run: () => void
}

export interface Toast {
  id: number
  tone: 'plain' | 'error'
  text: string
  more: string | null
  action: ToastAction | null
}

const STAYS_MS = 7_000
const ERROR_STAYS_MS = 14_000
const SHOWN = 3

export class Toasts {
  list = $state.raw<Toast[]>([])
  #next = 1
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  /** Whether a message on show offers the command. */
  offers(command: CommandId): boolean {
    return this.list.some(({ action }) => action?.command === command)
  }

  say(text: string, action: ToastAction | null = null, more: string | null = null): number {
    return this.#add({ tone: 'plain', text, more, action })
  }

  fail(error: CasebookError): number {
    return this.#add({ tone: 'error', text: error.message, more: error.hint, action: null })
  }

  dismiss(id: number): void {
    this.hold(id)
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** Keeps a toast while it is under the pointer or focus. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }

  release(id: number): void {
    const toast = this.list.find((candidate) => candidate.id === id)
    if (!toast || this.#timers.has(id)) return
    const stays = toast.tone === 'error' ? ERROR_STAYS_MS : STAYS_MS
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), stays),
    )
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++
    for (const old of this.list.slice(0, Math.max(0, this.list.length - SHOWN + 1))) this.dismiss(old.id)
    this.list = [...this.list, { ...toast, id }]
    this.release(id)
    return id
  }
}
