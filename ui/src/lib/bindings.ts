// The values of the core, as JSON. Generated from Rust; do not edit.

export type NoteId = string
export type EntryId = string
export type Moment = string
export type VaultPath = string

export type NoteKind = 'article' | 'case' | 'path' | 'template'
export type Confidence = 'wip' | 'not-validated' | 'validated' | 'archived'
export type Audience = 'internal' | 'partner' | 'customer' | 'public'
export type Governance = 'experience' | 'compliance'
export type Fix = 'permanent' | 'workaround'
export type Status = 'new' | 'open' | 'pending' | 'on-hold' | 'solved' | 'closed'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type Visibility = 'internal' | 'customer'
export type Channel = 'note' | 'call' | 'email' | 'chat' | 'diagnostic' | 'status'
export type LinkUse = 'resolved-by' | 'tried' | 'referenced' | 'created'
export type SectionKind = 'issue' | 'environment' | 'cause' | 'resolution' | 'body'
export type Severity = 'warning' | 'error'

export type ProblemCode =
  | 'not-utf8'
  | 'binary'
  | 'too-long'
  | 'front-matter-open'
  | 'front-matter-invalid'
  | 'duplicate-key'
  | 'invalid-value'
  | 'invalid-id'
  | 'duplicate-id'
  | 'journal-heading'
  | 'duplicate-entry-id'
  | 'dangling-link'
  | 'dangling-wikilink'
  | 'unreadable'
  | 'symlink'
  | 'file-name'
  | 'settings'

export type Problem = {
  code: ProblemCode
  range: { start: number; end: number }
  line: number
  message: string
  hint: string
}

export type Escalation = { ref: string | null; to: string | null; since: Moment | null }
export type Link = { article: NoteId; how: LinkUse; at: Moment | null; query: string | null }

export type Filter = { field: string; value: string }

export type SearchRequest = {
  text: string
  kind: NoteKind | null
  filters: Filter[]
  limit: number
  number: number
}

export type SearchAnswer = {
  total: number
  stale?: boolean
  took_us: number
  read_as?: string[]
  hits: Hit[]
  number: number
}

export type Hit = {
  kind: NoteKind
  id: NoteId | null
  path: VaultPath
  title: string
  title_marks: [number, number][]
  snippet: Snippet | null
  score: number
  why: Why[]
  confidence: Confidence | null
  status: Status | null
  resolved_cases: number | null
  ref: string | null
  customer: string | null
  applies_to?: string[]
  when: Moment | null
  resolved_by: string | null
}

export type Snippet = {
  section: SectionKind
  text: string
  marks: [number, number][]
  cut_before: boolean
  cut_after: boolean
}

export type Why = { reason: Reason; text: string }
export type Reason = 'code' | 'word' | 'solved-case'
export type QueueScope = 'mine' | 'team' | 'solved'
export type Queue = { rows: CaseRow[]; total: number; open: number }

export type CaseRow = {
  path: VaultPath
  id: NoteId | null
  ref: string | null
  title: string
  status: Status
  priority: Priority
  customer: string | null
  owner: string | null
  opened: Moment | null
  solved: Moment | null
  promised: Moment | null
  next: string | null
  last_entry: Moment | null
}

export type ArticleRow = {
  path: VaultPath
  id: NoteId | null
  title: string
  confidence: Confidence
  audience: Audience
  products: string[]
  resolved_cases: number
  updated: Moment | null
}

export type NoteView = {
  kind: NoteKind
  id: NoteId | null
  path: VaultPath
  version: string
  title: string
  products: string[]
  tags: string[]
  owner: string | null
  article: ArticleFacts | null
  case: CaseFacts | null
  sections: SectionView[]
  journal: EntryView[]
  links: LinkView[]
  cases: BacklinkView[]
  counts: LinkCounts
  mentioned_in: MentionView[]
  unknown_keys: [string, string][]
  editable: boolean
  problems: Problem[]
  shown_bytes: number | null
}

export type ArticleFacts = {
  confidence: Confidence
  audience: Audience
  governance: Governance
  fix: Fix | null
  applies_to: string[]
  fixed_in: string | null
  created: Moment | null
  updated: Moment | null
  review_by: Moment | null
  flags: string[]
  aliases: string[]
}

export type CaseFacts = {
  ref: string | null
  url: string | null
  status: Status
  priority: Priority
  customer: string | null
  contact: string | null
  sla: string | null
  opened: Moment | null
  solved: Moment | null
  resolution: string | null
  next: string | null
  promised: Moment | null
  escalated: Escalation | null
}

export type SectionView = { kind: SectionKind; heading: string | null; text: string; html: string }

export type EntryView = {
  id: EntryId | null
  at: Moment
  author: string
  visibility: Visibility
  channel: Channel
  text: string
  html: string
}

export type LinkView = {
  title: string | null
  path: VaultPath | null
  confidence: Confidence | null
} & Link

export type BacklinkView = { case: CaseRow; how: LinkUse; at: Moment | null }
export type MentionView = { path: VaultPath; kind: NoteKind; title: string }
export type LinkCounts = { resolved_by: number; tried: number; referenced: number; created: number }
export type Suggestions = { articles: Hit[]; cases: Hit[] }

export type Change =
  | ({ do: 'new-case' } & NewCase)
  | ({ do: 'new-article' } & NewArticle)
  | { do: 'add-entry'; case: VaultPath; visibility: Visibility; channel: Channel; text: string }
  | { do: 'set-status'; case: VaultPath; status: Status; resolution: string | null; reason: string | null }
  | { do: 'set-key'; path: VaultPath; key: string; value: string | null }
  | { do: 'replace-section'; path: VaultPath; section: SectionKind; from: string; to: string }
  | { do: 'link-article'; case: VaultPath; article: VaultPath; how: LinkUse; query: string | null }
  | { do: 'unlink-article'; case: VaultPath; article: NoteId; how: LinkUse | null }

export type NewCase = {
  title: string
  ref: string | null
  customer: string | null
  priority: Priority | null
  issue: string | null
}

export type NewArticle = { title: string; body: string | null }

export type Changed = {
  path: VaultPath
  id: NoteId | null
  entry: EntryId | null
  at: Moment
  undo: number | null
  possible_duplicates: Hit[]
}

export type VaultStatus = {
  name: string
  root: string
  notes: number
  problems: number
  leader: boolean
  indexing: Progress | null
  unavailable: string | null
}

export type Progress = { done: number; total: number }
export type ProblemRow = { path: string } & Problem

export type Event =
  | { event: 'notes-changed'; paths: VaultPath[]; origin: Origin }
  | { event: 'indexing'; progress: Progress | null }
  | { event: 'availability'; unavailable: string | null }

export type Origin = 'here' | 'outside'
