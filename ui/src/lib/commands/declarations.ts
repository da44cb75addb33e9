/**
 * Every command of the window: the one list behind the keymap, the hints on buttons, tooltips and the `?` sheet.
 *
 * A command is declared here and handled where its state lives (`Registry.handle`).
 */

/** Where a command holds. Each place lies within its parent; a dialog stands alone. */
export type Scope = 'everywhere' | 'cases' | 'queue' | 'composer' | 'editor' | 'articles' | 'find' | 'dialog'

export const PARENT: Record<Scope, Scope | null> = {
  everywhere: null,
  cases: 'everywhere',
  queue: 'cases',
  composer: 'cases',
  editor: 'cases',
  articles: 'everywhere',
  find: null,
  dialog: null,
}

export interface Declaration {
  readonly id: string
  readonly title: string
  readonly group: 'Find' | 'Go' | 'Queue' | 'Case' | 'Write' | 'Knowledge' | 'Window'
  readonly keys: readonly string[]
  readonly scopes: readonly Scope[]
}

export const declarations = [
  { id: 'find.open', title: 'Find', group: 'Find', keys: ['Ctrl+K', 'Ctrl+P'], scopes: ['everywhere'] },
  { id: 'find.down', title: 'Next result', group: 'Find', keys: ['ArrowDown'], scopes: ['find'] },
  { id: 'find.up', title: 'Previous result', group: 'Find', keys: ['ArrowUp'], scopes: ['find'] },
  { id: 'find.enter', title: 'Open the result', group: 'Find', keys: ['Enter'], scopes: ['find'] },
  {
    id: 'find.new-case',
    title: 'New case from these words',
    group: 'Find',
    keys: ['Shift+Enter'],
    scopes: ['find'],
  },

  { id: 'go.cases', title: 'Cases', group: 'Go', keys: ['Alt+1'], scopes: ['everywhere'] },
  { id: 'go.articles', title: 'Articles', group: 'Go', keys: ['Alt+2'], scopes: ['everywhere'] },
  { id: 'go.problems', title: 'Problems', group: 'Go', keys: ['Alt+3'], scopes: ['everywhere'] },
  { id: 'go.settings', title: 'Settings', group: 'Go', keys: ['Ctrl+,'], scopes: ['everywhere'] },
  { id: 'go.back', title: 'Back', group: 'Go', keys: ['Alt+ArrowLeft'], scopes: ['everywhere'] },
  { id: 'go.forward', title: 'Forward', group: 'Go', keys: ['Alt+ArrowRight'], scopes: ['everywhere'] },
  { id: 'go.out', title: 'One step back', group: 'Go', keys: ['Escape'], scopes: ['everywhere'] },

  { id: 'queue.down', title: 'Next case', group: 'Queue', keys: ['ArrowDown', 'J'], scopes: ['queue'] },
  { id: 'queue.up', title: 'Previous case', group: 'Queue', keys: ['ArrowUp', 'K'], scopes: ['queue'] },
  { id: 'queue.enter', title: 'Open the case', group: 'Queue', keys: ['Enter'], scopes: ['queue'] },
  { id: 'queue.focus', title: 'To the queue', group: 'Queue', keys: ['Alt+Q'], scopes: ['cases'] },

  { id: 'case.new', title: 'New case', group: 'Case', keys: ['Ctrl+N'], scopes: ['everywhere'] },
  { id: 'case.solve', title: 'Solve', group: 'Case', keys: ['Ctrl+Shift+Enter'], scopes: ['cases'] },
  { id: 'case.status', title: 'Change status', group: 'Case', keys: ['Alt+S'], scopes: ['cases'] },
  { id: 'case.next', title: 'Next step and promise', group: 'Case', keys: ['Alt+N'], scopes: ['cases'] },
  { id: 'case.ticket', title: 'Open ticket', group: 'Case', keys: ['O'], scopes: ['cases'] },
  { id: 'case.issue', title: 'Edit the issue', group: 'Case', keys: ['Ctrl+E'], scopes: ['cases'] },
  { id: 'case.environment', title: 'Edit the environment', group: 'Case', keys: ['Ctrl+Shift+E'], scopes: ['cases'] },

  { id: 'write.internal', title: 'Write an internal note', group: 'Write', keys: ['Alt+I'], scopes: ['cases'] },
  { id: 'write.customer', title: 'Write to the customer', group: 'Write', keys: ['Alt+C'], scopes: ['cases'] },
  { id: 'write.add', title: 'Add the entry', group: 'Write', keys: ['Ctrl+Enter'], scopes: ['composer'] },
  { id: 'edit.save', title: 'Save the text', group: 'Write', keys: ['Ctrl+Enter'], scopes: ['editor'] },

  { id: 'article.new', title: 'New article', group: 'Knowledge', keys: ['Ctrl+Shift+N'], scopes: ['everywhere'] },
  {
    id: 'link.resolved-by',
    title: 'Link as resolved by',
    group: 'Knowledge',
    keys: ['Ctrl+L'],
    scopes: ['cases', 'articles', 'find'],
  },
  {
    id: 'link.tried',
    title: 'Link as tried',
    group: 'Knowledge',
    keys: ['Ctrl+Shift+L'],
    scopes: ['cases', 'articles', 'find'],
  },
  {
    id: 'link.referenced',
    title: 'Link as referenced',
    group: 'Knowledge',
    keys: ['Alt+L'],
    scopes: ['cases', 'articles', 'find'],
  },
  {
    id: 'copy.steps',
    title: 'Copy the resolution',
    group: 'Knowledge',
    keys: ['Ctrl+Shift+C'],
    scopes: ['cases', 'articles', 'find'],
  },
  { id: 'knowledge.focus', title: 'To the suggestions', group: 'Knowledge', keys: ['Alt+K'], scopes: ['cases'] },

  { id: 'pane.queue', title: 'Show or hide the queue', group: 'Window', keys: ['Ctrl+B'], scopes: ['cases'] },
  {
    id: 'pane.knowledge',
    title: 'Show or hide knowledge',
    group: 'Window',
    keys: ['Ctrl+Shift+B'],
    scopes: ['cases'],
  },
  { id: 'change.undo', title: 'Undo the last change', group: 'Window', keys: ['Ctrl+Z'], scopes: ['everywhere'] },
  { id: 'keys.show', title: 'Keys', group: 'Window', keys: ['?'], scopes: ['everywhere'] },
] as const satisfies readonly Declaration[]

export type CommandId = (typeof declarations)[number]['id']
