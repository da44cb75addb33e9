/**
 * Names for tests that drive the whole window, where role and label are not enough.
 *
 * Prefer roles and labels. Stable ones worth knowing:
 * - rail: navigation "Main" with buttons "Cases", "Articles", "Find", "Settings"
 * - queue: listbox "Cases", its rows are options; tabs "Mine", "Team", "Solved"; button "New case"
 * - find: dialog "Find" with textbox "Find" and listbox "Results"
 * - composer: group "Composer", radios "Internal" and "Customer", textbox "Journal entry",
 *   button "Add note" (internal) or "Copy and record" (customer)
 * - knowledge: complementary "Knowledge"; a card is an article element with buttons
 *   "Resolved by", "Tried", "Referenced"
 * - dialogs: "New case", "New article", "Keys"; status: button "Status: Open" opens group "Change status"
 */
export const testIds = {
  /** The whole window, once the first answer of the core is shown. */
  app: 'app',
  statusBar: 'status-bar',
  /** The case shown; its `data-path` is the vault path. */
  case: 'case',
  /** One journal entry; `data-visibility` and `data-channel` say what it is. */
  entry: 'entry',
  /** A link made, in the journal; `data-how` says how. */
  linkEntry: 'link-entry',
  /** The article shown; its `data-path` is the vault path. */
  article: 'article',
  preview: 'preview',
  /** The onboarding path shown; its `data-path` is the vault path. */
  path: 'path',
  /** The first run; its `data-stage` says how far it is. */
  firstRun: 'first-run',
  start: 'start',
  toast: 'toast',
  banner: 'banner',
  /** The line "links by how" of an article. */
  linkCounts: 'link-counts',
} as const
