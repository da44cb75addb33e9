/** What a command of the window is. Who declares commands, and who reads their list, start here. */
import type { Condition } from './conditions'

/** Where a command holds. Each place lies within its parent; a dialog stands alone. */
export type Scope =
  | 'everywhere'
  | 'cases'
  | 'queue'
  | 'composer'
  | 'editor'
  | 'articles'
  | 'paths'
  | 'steps'
  | 'start'
  | 'history'
  | 'versions'
  | 'find'
  | 'palette'
  | 'welcome'
  | 'dialog'

export const PARENT: Record<Scope, Scope | null> = {
  everywhere: null,
  cases: 'everywhere',
  queue: 'cases',
  composer: 'cases',
  editor: 'cases',
  articles: 'everywhere',
  paths: 'everywhere',
  steps: 'paths',
  start: 'cases',
  history: 'everywhere',
  versions: 'history',
  find: null,
  palette: null,
  welcome: 'everywhere',
  dialog: null,
}

export interface Declaration {
  readonly id: string
  readonly title: string
  readonly group: 'Find' | 'Go' | 'Lists' | 'Case' | 'Write' | 'Knowledge' | 'Paths' | 'Window'
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
