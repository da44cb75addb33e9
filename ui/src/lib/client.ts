/**
 * The one way to the core: every command and its answer, and the events.
 *
 * Commands and the values that cross are declared in Rust; `bindings.ts` is generated from there.
 */
import type { AppStatus, Chosen, Commands, Event, Preferences, RecentVault, Theme } from './bindings'

export type { AppStatus, Chosen, Commands, Preferences, RecentVault, Theme }

export type CommandName = keyof Commands
export type Unsubscribe = () => void

/** Where files hover over or were dropped on the window, in CSS pixels; `files` only once they are dropped. */
export interface Drop {
  stage: 'over' | 'drop' | 'leave'
  x: number
  y: number
  files: string[]
}

export interface Client {
  call<K extends CommandName>(name: K, args: Commands[K]['args']): Promise<Commands[K]['result']>
  /** Like `call`, with the bytes of a file as its body: they never travel as JSON. */
  send<K extends CommandName>(name: K, args: Commands[K]['args'], body: Uint8Array): Promise<Commands[K]['result']>
  on(handler: (event: Event) => void): Unsubscribe
  /** Shows this window at a size, 1 being as designed. */
  zoom(factor: number): Promise<void>
  /** Files dropped on the window by the desktop. */
  onDrop(handler: (drop: Drop) => void): Unsubscribe
}

export type ErrorCode =
  'conflict' | 'not-found' | 'vault-unavailable' | 'no-vault' | 'refused' | 'invalid' | 'io' | 'busy' | 'internal'

/** What a command was refused with: `code` is for the program, `message` and `hint` are for the reader. */
export class CasebookError extends Error {
  override readonly name = 'CasebookError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message)
  }
}

const CODES: readonly string[] = [
  'conflict',
  'not-found',
  'vault-unavailable',
  'refused',
  'invalid',
  'io',
  'busy',
  'internal',
]

/** Reads anything thrown or rejected as a CasebookError, so that no failure reaches the user without words. */
export function asCasebookError(thrown: unknown): CasebookError {
  if (thrown instanceof CasebookError) return thrown
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { code, message, hint } = thrown as { code?: unknown; message: unknown; hint?: unknown }
    return new CasebookError(
      typeof code === 'string' && CODES.includes(code) ? (code as ErrorCode) : 'internal',
      String(message),
      typeof hint === 'string' && hint !== '' ? hint : null,
    )
  }
  return new CasebookError('internal', String(thrown))
}
