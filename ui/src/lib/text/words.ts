/** The words of the domain as the window says them (Knowledge-Centered Service; DESIGN section 2). */
import type {
  Audience,
  Channel,
  Confidence,
  Fix,
  LinkUse,
  NoteKind,
  Priority,
  ProblemCode,
  SectionKind,
  Severity,
  Status,
  VersionAuthor,
} from '../bindings'

export const statusWord: Record<Status, string> = {
  new: 'New',
  open: 'Open',
  pending: 'Pending',
  'on-hold': 'On hold',
  solved: 'Solved',
  closed: 'Closed',
}
export const statusMeaning: Record<Status, string> = {
  new: 'nobody has looked yet',
  open: 'you are working on it',
  pending: 'the customer has to answer',
  'on-hold': 'someone else has to act',
  solved: 'the customer can confirm',
  closed: 'nothing more to do',
}
export const priorityWord: Record<Priority, string> = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' }
export const confidenceWord: Record<Confidence, string> = {
  wip: 'Work in progress',
  'not-validated': 'Not validated',
  validated: 'Validated',
  archived: 'Archived',
}
export const audienceWord: Record<Audience, string> = {
  internal: 'Internal only',
  partner: 'For partners',
  customer: 'For customers',
  public: 'Public',
}
export const fixWord: Record<Fix, string> = { permanent: 'Permanent fix', workaround: 'Workaround' }
export const channelWord: Record<Channel, string> = {
  note: 'note',
  call: 'call',
  email: 'email',
  chat: 'chat',
  diagnostic: 'diagnostic',
  status: 'status',
}
export const useWord: Record<LinkUse, string> = {
  'resolved-by': 'Resolved by',
  tried: 'Tried',
  referenced: 'Referenced',
  created: 'Created',
}
/** How an article was used in the case at hand. */
export const usedHere: Record<LinkUse, string> = {
  'resolved-by': 'Resolved it',
  tried: 'Tried here',
  referenced: 'Referenced here',
  created: 'Created from it',
}
export const sectionWord: Record<SectionKind, string> = {
  issue: 'Issue',
  environment: 'Environment',
  cause: 'Cause',
  resolution: 'Resolution',
  body: 'Text',
}
/** How a version came to be. */
export const versionWord: Record<VersionAuthor, string> = {
  found: 'As it was found',
  app: 'Saved here',
  kb: 'Saved by kb',
  outside: 'Changed by another program',
  restored: 'Restored',
  trashed: 'Moved to the trash',
}
export const kindWord: Record<NoteKind, string> = {
  article: 'article',
  case: 'case',
  path: 'path',
  template: 'template',
}

const WARNINGS: readonly ProblemCode[] = ['dangling-wikilink', 'too-long', 'journal-heading']

/** How much a problem matters, as the core ranks it. */
export function severity(code: ProblemCode): Severity {
  return WARNINGS.includes(code) ? 'warning' : 'error'
}

export function isDone(status: Status): boolean {
  return status === 'solved' || status === 'closed'
}

export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : more}`
}

/** How a note is named to somebody else: its ticket number or id, and its title. */
export function numberAndTitle(note: { ref?: string | null; id: string | null; title: string }): string {
  const number = note.ref ?? note.id
  return number ? `${number} ${note.title}` : note.title
}

/** `1.2 MB`, `340 KB`. */
export function sizeWord(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${Math.max(1, Math.round(bytes / 1_000))} KB`
}

/** Of a draft that came back: what it would write over, if that is not what it began with. */
export function restoredWords(from: string, now: string): string {
  if (from === now) return 'Draft restored'
  return now === ''
    ? 'Draft restored; the file says nothing here by now'
    : `Draft restored; the file says “${now}” by now`
}
