/**
 * Every command of the window: the one list behind the keymap, the palette, the menus, the hints on buttons, tooltips and
 * the `?` sheet.
 *
 * A command is declared here and handled where its state lives (`Registry.handle`).
 */
import type { Condition } from './conditions'

/** Where a command holds. Each place lies within its parent; a dialog stands alone. */
export type Scope =
  'everywhere' | 'cases' | 'queue' | 'composer' | 'editor' | 'articles' | 'find' | 'palette' | 'dialog'

export const PARENT: Record<Scope, Scope | null> = {
  everywhere: null,
  cases: 'everywhere',
  queue: 'cases',
  composer: 'cases',
  editor: 'cases',
  articles: 'everywhere',
  find: null,
  palette: null,
  dialog: null,
}

export interface Declaration {
  readonly id: string
  readonly title: string
  readonly group: 'Find' | 'Go' | 'Queue' | 'Case' | 'Write' | 'Knowledge' | 'Window'
  /** Those it has until the user gives it others; none when the palette is enough. */
  readonly keys: readonly string[]
  readonly scopes: readonly Scope[]
  /** All must hold, or the command is shown as not to be had just now. What a handler's `when` says comes on top. */
  readonly when?: readonly Condition[]
  /** Other words somebody may look for it by in the palette and the `?` sheet. */
  readonly also?: string
  /** False when it means something only inside a list or a box: the palette leaves it out. */
  readonly palette?: false
  /** The "more" menus it is an entry of, in the order of this list. */
  readonly menus?: readonly MenuName[]
}

export type MenuName = 'app' | 'case' | 'article'

export const declarations = [
  {
    id: 'find.open',
    title: 'Find',
    group: 'Find',
    keys: ['Ctrl+K', 'Ctrl+P'],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'search',
  },
  {
    id: 'palette.open',
    title: 'Commands',
    group: 'Find',
    keys: ['Ctrl+Shift+P'],
    scopes: ['everywhere'],
    palette: false,
    menus: ['app'],
  },
  {
    id: 'palette.down',
    title: 'Next command',
    group: 'Find',
    keys: ['ArrowDown'],
    scopes: ['palette'],
    palette: false,
  },
  {
    id: 'palette.up',
    title: 'Previous command',
    group: 'Find',
    keys: ['ArrowUp'],
    scopes: ['palette'],
    palette: false,
  },
  {
    id: 'palette.enter',
    title: 'Run the command',
    group: 'Find',
    keys: ['Enter'],
    scopes: ['palette'],
    palette: false,
  },
  { id: 'find.down', title: 'Next result', group: 'Find', keys: ['ArrowDown'], scopes: ['find'], palette: false },
  { id: 'find.up', title: 'Previous result', group: 'Find', keys: ['ArrowUp'], scopes: ['find'], palette: false },
  { id: 'find.enter', title: 'Open the result', group: 'Find', keys: ['Enter'], scopes: ['find'], palette: false },
  {
    id: 'find.new-case',
    title: 'New case from these words',
    group: 'Find',
    keys: ['Shift+Enter'],
    scopes: ['find'],
    palette: false,
  },

  { id: 'go.cases', title: 'Cases', group: 'Go', keys: ['Alt+1'], scopes: ['everywhere'], when: ['vaultOpen'] },
  { id: 'go.articles', title: 'Articles', group: 'Go', keys: ['Alt+2'], scopes: ['everywhere'], when: ['vaultOpen'] },
  { id: 'go.problems', title: 'Problems', group: 'Go', keys: ['Alt+3'], scopes: ['everywhere'], when: ['vaultOpen'] },
  {
    id: 'go.settings',
    title: 'Settings',
    group: 'Go',
    keys: ['Ctrl+,'],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'preferences options',
    menus: ['app'],
  },
  {
    id: 'settings.vaults',
    title: 'Vaults',
    group: 'Go',
    keys: [],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'settings open folder recent',
  },
  {
    id: 'settings.keys',
    title: 'Change keys',
    group: 'Go',
    keys: [],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'settings remap shortcuts keyboard',
  },
  {
    id: 'settings.about',
    title: 'About and licences',
    group: 'Go',
    keys: [],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'settings version credits',
    menus: ['app'],
  },
  {
    id: 'go.gallery',
    title: 'Component gallery',
    group: 'Go',
    keys: [],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'design system',
  },
  { id: 'go.back', title: 'Back', group: 'Go', keys: ['Alt+ArrowLeft'], scopes: ['everywhere'], when: ['canGoBack'] },
  {
    id: 'go.forward',
    title: 'Forward',
    group: 'Go',
    keys: ['Alt+ArrowRight'],
    scopes: ['everywhere'],
    when: ['canGoForward'],
  },
  { id: 'go.out', title: 'One step back', group: 'Go', keys: ['Escape'], scopes: ['everywhere'], palette: false },

  { id: 'queue.down', title: 'Next case', group: 'Queue', keys: ['ArrowDown', 'J'], scopes: ['queue'], palette: false },
  { id: 'queue.up', title: 'Previous case', group: 'Queue', keys: ['ArrowUp', 'K'], scopes: ['queue'], palette: false },
  { id: 'queue.enter', title: 'Open the case', group: 'Queue', keys: ['Enter'], scopes: ['queue'], palette: false },
  { id: 'queue.focus', title: 'To the queue', group: 'Queue', keys: ['Alt+Q'], scopes: ['cases'] },

  {
    id: 'case.new',
    title: 'New case',
    group: 'Case',
    keys: ['Ctrl+N'],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'create ticket',
  },
  {
    id: 'case.solve',
    title: 'Solve',
    group: 'Case',
    keys: ['Ctrl+Shift+Enter'],
    scopes: ['cases'],
    when: ['caseShown'],
    menus: ['case'],
  },
  {
    id: 'case.status',
    title: 'Change status',
    group: 'Case',
    keys: ['Alt+S'],
    scopes: ['cases'],
    when: ['caseShown'],
    menus: ['case'],
  },
  {
    id: 'case.next',
    title: 'Next step and promise',
    group: 'Case',
    keys: ['Alt+N'],
    scopes: ['cases'],
    when: ['caseShown'],
    menus: ['case'],
  },
  {
    id: 'case.ticket',
    title: 'Open ticket',
    group: 'Case',
    keys: ['O'],
    scopes: ['cases'],
    when: ['caseShown'],
    also: 'browser url',
    menus: ['case'],
  },
  {
    id: 'case.issue',
    title: 'Edit the issue',
    group: 'Case',
    keys: ['Ctrl+E'],
    scopes: ['cases'],
    when: ['caseShown'],
    menus: ['case'],
  },
  {
    id: 'case.environment',
    title: 'Edit the environment',
    group: 'Case',
    keys: ['Ctrl+Shift+E'],
    scopes: ['cases'],
    when: ['caseShown'],
    menus: ['case'],
  },

  {
    id: 'write.internal',
    title: 'Write an internal note',
    group: 'Write',
    keys: ['Alt+I'],
    scopes: ['cases'],
    when: ['caseShown'],
  },
  {
    id: 'write.customer',
    title: 'Write to the customer',
    group: 'Write',
    keys: ['Alt+C'],
    scopes: ['cases'],
    when: ['caseShown'],
  },
  {
    id: 'write.add',
    title: 'Add the entry',
    group: 'Write',
    keys: ['Ctrl+Enter'],
    scopes: ['composer'],
    palette: false,
  },
  { id: 'edit.save', title: 'Save the text', group: 'Write', keys: ['Ctrl+Enter'], scopes: ['editor'], palette: false },

  {
    id: 'article.new',
    title: 'New article',
    group: 'Knowledge',
    keys: ['Ctrl+Shift+N'],
    scopes: ['everywhere'],
    when: ['vaultOpen'],
    also: 'create write',
  },
  {
    id: 'article.edit',
    title: 'Edit the article, or read it again',
    group: 'Knowledge',
    keys: ['Ctrl+E'],
    scopes: ['articles'],
    when: ['articleOpen'],
    also: 'write fix',
    menus: ['article'],
  },
  {
    id: 'article.file',
    title: 'Edit the whole file',
    group: 'Knowledge',
    keys: [],
    scopes: ['articles'],
    when: ['articleOpen'],
    also: 'raw markdown front matter source',
    menus: ['article'],
  },
  {
    id: 'article.find',
    title: 'Find and replace in the article',
    group: 'Knowledge',
    keys: ['Ctrl+F', 'Ctrl+H'],
    scopes: ['articles'],
    when: ['articleOpen'],
    also: 'search',
  },
  {
    id: 'article.flag',
    title: 'Flag the article',
    group: 'Knowledge',
    keys: ['Alt+F'],
    scopes: ['articles'],
    when: ['articleOpen'],
    also: 'comment wrong outdated',
    menus: ['article'],
  },
  {
    id: 'article.reply',
    title: 'Copy the resolution for a reply',
    group: 'Knowledge',
    keys: ['Alt+R'],
    scopes: ['articles'],
    when: ['articleOpen'],
    also: 'customer rich text',
    menus: ['article'],
  },
  {
    id: 'link.resolved-by',
    title: 'Link as resolved by',
    group: 'Knowledge',
    keys: ['Ctrl+L'],
    scopes: ['cases', 'articles', 'find'],
    when: ['caseOpen'],
    menus: ['article'],
  },
  {
    id: 'link.tried',
    title: 'Link as tried',
    group: 'Knowledge',
    keys: ['Ctrl+Shift+L'],
    scopes: ['cases', 'articles', 'find'],
    when: ['caseOpen'],
    menus: ['article'],
  },
  {
    id: 'link.referenced',
    title: 'Link as referenced',
    group: 'Knowledge',
    keys: ['Alt+L'],
    scopes: ['cases', 'articles', 'find'],
    when: ['caseOpen'],
    menus: ['article'],
  },
  {
    id: 'copy.steps',
    title: 'Copy the resolution',
    group: 'Knowledge',
    keys: ['Ctrl+Shift+C'],
    scopes: ['cases', 'articles', 'find'],
    also: 'clipboard solution',
    menus: ['article'],
  },
  {
    id: 'knowledge.focus',
    title: 'To the suggestions',
    group: 'Knowledge',
    keys: ['Alt+K'],
    scopes: ['cases'],
    when: ['caseShown'],
  },

  { id: 'pane.queue', title: 'Show or hide the queue', group: 'Window', keys: ['Ctrl+B'], scopes: ['cases'] },
  {
    id: 'pane.knowledge',
    title: 'Show or hide knowledge',
    group: 'Window',
    keys: ['Ctrl+Shift+B'],
    scopes: ['cases'],
  },
  {
    id: 'change.undo',
    title: 'Undo the last change',
    group: 'Window',
    keys: ['Ctrl+Z'],
    scopes: ['everywhere'],
    when: ['canUndo'],
  },
  {
    id: 'change.redo',
    title: 'Redo the last change',
    group: 'Window',
    keys: ['Ctrl+Shift+Z'],
    scopes: ['everywhere'],
    when: ['canRedo'],
  },
  {
    id: 'zoom.in',
    title: 'Larger',
    group: 'Window',
    keys: ['Ctrl+=', 'Ctrl+Plus'],
    scopes: ['everywhere'],
    also: 'zoom text size',
  },
  {
    id: 'zoom.out',
    title: 'Smaller',
    group: 'Window',
    keys: ['Ctrl+-'],
    scopes: ['everywhere'],
    also: 'zoom text size',
  },
  {
    id: 'zoom.reset',
    title: 'Size as designed',
    group: 'Window',
    keys: ['Ctrl+0'],
    scopes: ['everywhere'],
    also: 'zoom text reset',
  },
  {
    id: 'theme.switch',
    title: 'Light or dark',
    group: 'Window',
    keys: [],
    scopes: ['everywhere'],
    also: 'theme appearance colours',
  },
  {
    id: 'keys.show',
    title: 'Keys',
    group: 'Window',
    keys: ['?'],
    scopes: ['everywhere'],
    also: 'help shortcuts keyboard',
    menus: ['app'],
  },
] as const satisfies readonly Declaration[]

export type CommandId = (typeof declarations)[number]['id']
