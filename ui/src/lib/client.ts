/**
 * The one way to the core: every command and its answer, and the events.
 *
 * A value that crosses is declared in `bindings.ts` (from Rust); what only the shell knows is declared here.
 */
import type {
  ArticleRow,
  Change,
  Changed,
  Event,
  Hit,
  NoteView,
  ProblemRow,
  Queue,
  QueueScope,
  SearchAnswer,
  SearchRequest,
  Suggestions,
  VaultPath,
  VaultStatus,
} from './bindings'

export type Theme = 'light' | 'dark' | 'system'

export interface RecentVault {
  path: string
  name: string
}

export interface AppStatus {
  vault: VaultStatus | null
  /** Who writes journal entries; empty until the user said so. */
  me: string
  theme: Theme
  active_case: VaultPath | null
  recent_vaults: RecentVault[]
  version: string
  /** Whether the open vault is the user's copy of the sample. */
  sample: boolean
}

type Nothing = Record<string, never>

export interface Commands {
  get_status: { args: Nothing; result: AppStatus }
  search: { args: SearchRequest; result: SearchAnswer }
  list_queue: { args: { scope: QueueScope; limit: number }; result: Queue }
  list_articles: { args: { limit: number }; result: ArticleRow[] }
  get_note: { args: { path: VaultPath }; result: NoteView }
  suggest: { args: { path: VaultPath }; result: Suggestions }
  list_problems: { args: Nothing; result: ProblemRow[] }
  recent_notes: { args: Nothing; result: Hit[] }
  change: { args: { change: Change }; result: Changed }
  undo: { args: { undo: number }; result: Changed }
  save_draft: { args: { key: string; text: string }; result: null }
  read_draft: { args: { key: string }; result: string | null }
  set_active_case: { args: { path: VaultPath | null }; result: null }
  set_preferences: { args: { theme?: Theme; me?: string }; result: AppStatus }
  choose_vault: { args: Nothing; result: AppStatus }
  open_vault: { args: { path: string }; result: AppStatus }
  open_external: { args: { url: string }; result: null }
  copy_text: { args: { text: string }; result: null }
  painted: { args: Nothing; result: null }
  read_pane_state: { args: Nothing; result: string | null }
  save_pane_state: { args: { json: string }; result: null }
}

export type CommandName = keyof Commands
export type Unsubscribe = () => void

export interface Client {
  call<K extends CommandName>(name: K, args: Commands[K]['args']): Promise<Commands[K]['result']>
  on(handler: (event: Event) => void): Unsubscribe
}

export type ErrorCode =
  'conflict' | 'not-found' | 'vault-unavailable' | 'refused' | 'invalid' | 'io' | 'busy' | 'internal'

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
