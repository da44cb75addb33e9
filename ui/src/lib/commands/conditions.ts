/** What must hold for a command to mean something: evaluated from the state of the window, named in the declarations. */
import type { App } from '../state/app.svelte'

const CONDITIONS = {
  vaultOpen: { holds: (app: App) => app.vault !== null, missing: 'Open a vault first' },
  caseOpen: { holds: (app: App) => app.caseNote.path !== null, missing: 'Open a case first' },
  caseShown: {
    holds: (app: App) => app.router.now.view === 'cases' && app.caseNote.path !== null,
    missing: 'Open a case first',
  },
  articleOpen: {
    holds: (app: App) =>
      (app.router.now.view === 'articles' && app.articleNote.path !== null) ||
      (app.router.now.view === 'cases' && app.splitNote.path !== null),
    missing: 'Open an article first',
  },
  noteOpen: {
    holds: (app: App) => app.noteOnShow !== null,
    missing: 'Open a note first',
  },
  mainWindow: { holds: (app: App) => app.alone === null, missing: 'This case has its own window already' },
  pathOpen: {
    holds: (app: App) => app.router.now.view === 'paths' && app.learning.view !== null,
    missing: 'Open a path first',
  },
  canUndo: { holds: (app: App) => app.changes.canUndo, missing: 'Nothing to undo' },
  canRedo: { holds: (app: App) => app.changes.canRedo, missing: 'Nothing to redo' },
  canGoBack: { holds: (app: App) => app.router.canGoBack, missing: 'Nowhere to go back to' },
  canGoForward: { holds: (app: App) => app.router.canGoForward, missing: 'Nowhere to go forward to' },
} as const

export type Condition = keyof typeof CONDITIONS

export function holds(condition: Condition, app: App): boolean {
  return CONDITIONS[condition].holds(app)
}

/** What to tell somebody for whom it does not hold. */
export function missing(condition: Condition): string {
  return CONDITIONS[condition].missing
}
