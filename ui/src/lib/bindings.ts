// Generated from Rust by `cargo xtask bindings`. Do not edit.

export type ActiveCase = { path: VaultPath | null, };

export type AppStatus = { 
/**
 * The open vault, if there is one.
 */
vault: VaultStatus | null, 
/**
 * Whose name goes into entries.
 */
me: string, 
/**
 * The user's own name: the same but for the sample, where they sit in for one of its engineers.
 */
name: string, 
/**
 * How the window looks and answers.
 */
chosen: Chosen, 
/**
 * Where drafts, preferences and what was removed are kept.
 */
data_folder: string, 
/**
 * Where search indexes are kept; it can be deleted at any time.
 */
cache_folder: string, 
/**
 * The case that was open last in this vault.
 */
active_case: VaultPath | null, 
/**
 * Vaults that were open before, the last one first.
 */
recent_vaults: Array<RecentVault>, 
/**
 * The app's version.
 */
version: string, 
/**
 * Whether the open vault is the user's copy of the sample.
 */
sample: boolean, 
/**
 * Whether this build carries a sample vault to start with.
 */
has_sample: boolean, 
/**
 * Whether the sample vault still says that it is one.
 */
sample_note: boolean, 
/**
 * Whether the first run was gone through or skipped.
 */
introduced: boolean, 
/**
 * The product the user works with, if they said so.
 */
product: string | null, 
/**
 * Why the vault asked for at the start could not be opened.
 */
problem: Failure | null, 
/**
 * Whether a vault is being opened at the start.
 */
opening: boolean, 
/**
 * What the window showed of this vault the last time, as it was kept.
 */
view: string | null, 
/**
 * The desktop around the window.
 */
desktop: DesktopStatus, };

export type ArticleChecks = { 
/**
 * In the order to show.
 */
checks: Array<Check>, 
/**
 * Other articles that may say the same.
 */
similar: Array<Hit>, };

export type ArticleFacts = { 
/**
 * How far it can be trusted.
 */
confidence: Confidence, 
/**
 * Who may read it.
 */
audience: Audience, 
/**
 * Who may change it.
 */
governance: Governance, 
/**
 * Permanent fix or workaround.
 */
fix: Fix | null, 
/**
 * Versions it applies to.
 */
applies_to: Array<string>, 
/**
 * Version that ends the trouble.
 */
fixed_in: string | null, 
/**
 * When it was created.
 */
created: Moment | null, 
/**
 * When it was last changed.
 */
updated: Moment | null, 
/**
 * When it wants a look.
 */
review_by: Moment | null, 
/**
 * Open flags.
 */
flags: Array<string>, 
/**
 * Other names.
 */
aliases: Array<string>, 
/**
 * Related notes.
 */
see_also: Array<PropertyLink>, 
/**
 * The article that took over from this one.
 */
merged_into: PropertyLink | null, };

export type ArticleFilter = { 
/**
 * Words that title, owner, products and tags together hold.
 */
text: string, 
/**
 * How far they can be trusted.
 */
confidence: Array<Confidence>, 
/**
 * Who may read them.
 */
audience: Array<Audience>, 
/**
 * Whose they are.
 */
owner: Array<string>, 
/**
 * The products.
 */
product: Array<string>, 
/**
 * The tags.
 */
tag: Array<string>, 
/**
 * Only those with an open flag and those whose review is due.
 */
needs_review: boolean, };

export type ArticleList = { 
/**
 * The rows of the window.
 */
rows: Array<ArticleRow>, 
/**
 * How many articles are in the list.
 */
total: number, 
/**
 * How many come before the article asked for; `None` when it is not in the list.
 */
found: number | null, };

export type ArticleListRequest = { 
/**
 * What narrows it.
 */
filter: ArticleFilter, 
/**
 * In which order.
 */
sort: ArticleSort, 
/**
 * Turned around.
 */
reversed: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * At most this many; 1 to 1000.
 */
limit: number, 
/**
 * Also say where this article is in the list.
 */
find: VaultPath | null, };

export type ArticleRow = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its id, if it has one.
 */
id: NoteId | null, 
/**
 * The title.
 */
title: string, 
/**
 * How far it can be trusted.
 */
confidence: Confidence, 
/**
 * Who may read it.
 */
audience: Audience, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * Products it is about.
 */
products: Array<string>, 
/**
 * How many cases it resolved or came from.
 */
resolved_cases: number, 
/**
 * When it was last changed.
 */
updated: Moment | null, 
/**
 * Whether a flag is open or its review is due.
 */
needs_review: boolean, };

export type ArticleSort = "updated" | "title" | "solved";

export type Asked = { 
/**
 * What was typed.
 */
text: string, 
/**
 * The facets that narrowed it: one value by field.
 */
chosen: { [key in string]: string }, };

export type AttachDropped = { note: VaultPath, file: string, };

export type AttachName = { note: VaultPath, name: string, };

export type AttachPiece = { note: VaultPath, name: string, piece: Piece, };

export type Attached = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * The Markdown that leads from the note to it: a picture or a link.
 */
link: string, 
/**
 * Whether it is a picture the window shows.
 */
is_image: boolean, 
/**
 * When it was kept.
 */
at: Moment, 
/**
 * Hand this to `undo`; `None` when the note had the same file already.
 */
undo: number | null, };

export type Audience = "internal" | "partner" | "customer" | "public";

export type BacklinkView = { 
/**
 * The case.
 */
case: CaseRow, 
/**
 * How it used the article.
 */
how: LinkUse, 
/**
 * When.
 */
at: Moment | null, };

export type CaseFacts = { 
/**
 * The ticket number.
 */
ref: string | null, 
/**
 * The ticket's address.
 */
url: string | null, 
/**
 * Where it stands.
 */
status: Status, 
/**
 * How soon it matters.
 */
priority: Priority, 
/**
 * The customer.
 */
customer: string | null, 
/**
 * The contact.
 */
contact: string | null, 
/**
 * The SLA policy's name.
 */
sla: string | null, 
/**
 * When it was opened.
 */
opened: Moment | null, 
/**
 * When it was solved.
 */
solved: Moment | null, 
/**
 * The resolution code.
 */
resolution: string | null, 
/**
 * The next step.
 */
next: string | null, 
/**
 * When the customer was promised to hear again.
 */
promised: Moment | null, 
/**
 * Where it was escalated to.
 */
escalated: Escalation | null, };

export type CaseFilter = { 
/**
 * Words that title, ticket, customer, owner, products and tags together hold.
 */
text: string, 
/**
 * Where they stand.
 */
status: Array<Status>, 
/**
 * How soon they matter.
 */
priority: Array<Priority>, 
/**
 * Whose they are.
 */
owner: Array<string>, 
/**
 * The customers.
 */
customer: Array<string>, 
/**
 * The products.
 */
product: Array<string>, 
/**
 * The tags.
 */
tag: Array<string>, 
/**
 * What was promised.
 */
promise: PromiseFilter | null, 
/**
 * Opened longer ago than this many days.
 */
older_than_days: number | null, };

export type CaseListRequest = { 
/**
 * Whose.
 */
scope: QueueScope, 
/**
 * What narrows it.
 */
filter: CaseFilter, 
/**
 * In which order.
 */
sort: CaseSort, 
/**
 * Turned around.
 */
reversed: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * At most this many; 1 to 1000.
 */
limit: number, 
/**
 * Also say where this case is in the list.
 */
find: VaultPath | null, };

export type CaseRow = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its id, if it has one.
 */
id: NoteId | null, 
/**
 * The ticket number.
 */
ref: string | null, 
/**
 * The title.
 */
title: string, 
/**
 * Where it stands.
 */
status: Status, 
/**
 * How soon it matters.
 */
priority: Priority, 
/**
 * The customer.
 */
customer: string | null, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * When it was opened.
 */
opened: Moment | null, 
/**
 * When it was solved.
 */
solved: Moment | null, 
/**
 * What the customer was promised, when.
 */
promised: Moment | null, 
/**
 * The next step.
 */
next: string | null, 
/**
 * When the last journal entry was made.
 */
last_entry: Moment | null, };

export type CaseSort = "due" | "priority" | "opened" | "last-entry" | "title";

export type Change = { "do": "new-case" } & NewCase | { "do": "new-article" } & NewArticle | { "do": "add-entry", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * Who reads it.
 */
visibility: Visibility, 
/**
 * Where it came from.
 */
channel: Channel, 
/**
 * The Markdown.
 */
text: string, } | { "do": "edit-entry", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * The entry.
 */
entry: EntryId, 
/**
 * The text it had when the edit began; another text on disk is a conflict.
 */
from: string, 
/**
 * The new text.
 */
to: string, } | { "do": "remove-entry", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * The entry.
 */
entry: EntryId, 
/**
 * The text it had when it was last seen; another text on disk is a conflict.
 */
from: string, } | { "do": "frame-article", 
/**
 * The case.
 */
case: VaultPath, } | { "do": "set-status", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * The new status.
 */
status: Status, 
/**
 * The resolution code, when it is solved.
 */
resolution: string | null, 
/**
 * Why, for the journal.
 */
reason: string | null, 
/**
 * The article that resolved it: linked in the same step.
 */
resolved_by: VaultPath | null, } | { "do": "set-key", 
/**
 * The note.
 */
path: VaultPath, 
/**
 * A known key such as `next` or `priority`.
 */
key: string, 
/**
 * The value as text; `None` removes the key.
 */
value: string | null, } | { "do": "set-list", 
/**
 * The note.
 */
path: VaultPath, 
/**
 * A known key such as `tags` or `aliases`.
 */
key: string, 
/**
 * The values; none removes the key. They may hold commas.
 */
values: Array<string>, } | { "do": "replace-file", 
/**
 * The file.
 */
path: VaultPath, 
/**
 * The `version` the edit began with; another content on disk is a conflict.
 */
base: string, 
/**
 * The new text. Lines that stay keep their line ends, new ones get the file's.
 */
text: string, } | { "do": "merge-copy", 
/**
 * The note.
 */
path: VaultPath, 
/**
 * The `version` of it that was merged; another content on disk is a conflict.
 */
base: string, 
/**
 * The other version of it.
 */
copy: VaultPath, 
/**
 * The `version` of that which was merged; another content on disk is a conflict.
 */
copy_base: string, 
/**
 * The merged text.
 */
text: string, } | { "do": "restore-version", 
/**
 * The note.
 */
path: VaultPath, 
/**
 * The version's number.
 */
number: number, 
/**
 * The `version` of the file as it was seen; another content on disk is a conflict. `None` when there is no file.
 */
base: string | null, } | { "do": "trash", 
/**
 * The note.
 */
path: VaultPath, } | { "do": "restore-trashed", 
/**
 * What it is asked for by.
 */
place: string, } | { "do": "flag-article", 
/**
 * The article.
 */
article: VaultPath, 
/**
 * What is wrong; not empty.
 */
text: string, } | { "do": "unflag-article", 
/**
 * The article.
 */
article: VaultPath, 
/**
 * The flag as it is written.
 */
flag: string, } | { "do": "set-learned", 
/**
 * The article.
 */
article: VaultPath, 
/**
 * The word, as it is shown or as `not-learned` has it.
 */
word: string, 
/**
 * Whether it is learned.
 */
learned: boolean, } | { "do": "replace-section", 
/**
 * The note.
 */
path: VaultPath, 
/**
 * Which section.
 */
section: SectionKind, 
/**
 * The text it had when the edit began; another text on disk is a conflict.
 */
from: string, 
/**
 * The new text.
 */
to: string, } | { "do": "link-article", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * The article; it gets an id if it has none.
 */
article: VaultPath, 
/**
 * How it was used.
 */
how: LinkUse, 
/**
 * What had been searched for.
 */
query: string | null, } | { "do": "unlink-article", 
/**
 * The case.
 */
case: VaultPath, 
/**
 * The article's id.
 */
article: NoteId, 
/**
 * Which use; `None` removes every one.
 */
how: LinkUse | null, } | { "do": "link-mention", 
/**
 * The note that names it.
 */
path: VaultPath, 
/**
 * The article.
 */
article: VaultPath, } | { "do": "change-many", 
/**
 * The notes; at most 1000.
 */
paths: Array<VaultPath>, 
/**
 * What changes.
 */
set: SetMany, };

export type ChangeRequest = { change: Change, 
/**
 * The undo number of an earlier change that this one goes on with: the two become one step.
 */
amends?: number, };

export type Changed = { 
/**
 * The note that changed or was created.
 */
path: VaultPath, 
/**
 * Its id, if it has one.
 */
id: NoteId | null, 
/**
 * The journal entry that was added.
 */
entry: EntryId | null, 
/**
 * When it was done.
 */
at: Moment, 
/**
 * Hand this to `undo`; `None` when it cannot be undone.
 */
undo: number | null, 
/**
 * For a new note: notes that may say the same.
 */
possible_duplicates: Array<Hit>, 
/**
 * For a change of many notes, and for undoing one: how it went.
 */
many?: ManyChanged, };

export type Channel = "note" | "call" | "email" | "chat" | "diagnostic" | "status";

export type Check = { 
/**
 * Which; the window has the words for it.
 */
code: CheckCode, 
/**
 * Whether it is as it should be.
 */
ok: boolean, 
/**
 * Where it is not.
 */
places: Array<CheckPlace>, };

export type CheckCode = "has-issue" | "has-environment" | "has-resolution" | "title-says-both" | "one-page" | "names-nobody" | "links-lead" | "no-flags" | "no-twin";

export type CheckPlace = { 
/**
 * The section's position among the note's sections; `None` for the title and the front matter.
 */
section: number | null, 
/**
 * The section's kind.
 */
kind: SectionKind | null, 
/**
 * The line of the section's text, counted from 1.
 */
line: number, 
/**
 * What is there: the name, the link, the flag.
 */
text: string, };

export type Choice = { 
/**
 * The value as a note has it.
 */
value: string, 
/**
 * How many notes.
 */
count: number, };

export type Choices = { 
/**
 * Owners.
 */
owner: Array<Choice>, 
/**
 * Customers.
 */
customer: Array<Choice>, 
/**
 * Products.
 */
product: Array<Choice>, 
/**
 * Tags.
 */
tag: Array<Choice>, };

export type ChoicesRequest = { 
/**
 * Cases or articles.
 */
kind: NoteKind, 
/**
 * Of cases: the finished ones.
 */
done: boolean, };

export type Chosen = { 
/**
 * The theme.
 */
theme: Theme, 
/**
 * The size of everything, in per cent.
 */
zoom: number, 
/**
 * The language dates are written in: a BCP 47 tag, `iso`, or `system`.
 */
dates: string, 
/**
 * Keys that are not as declared.
 */
keys: { [key in string]: Array<string> }, 
/**
 * Whether the box to find offers what is on the clipboard.
 */
offer_clipboard: boolean, 
/**
 * Whether searches are kept.
 */
search_log: boolean, };

export type ClipboardText = { 
/**
 * The text with its secrets masked; of a longer one the beginning, which is what a search reads.
 */
text: string, 
/**
 * Its first line that says something, for showing.
 */
first: string, 
/**
 * How many lines it has.
 */
lines: number, };

export type Comparison = { 
/**
 * At most 256 KB of text.
 */
pieces: Array<DiffPiece>, 
/**
 * Whether anything does, or there is nothing to compare with.
 */
differs: boolean, 
/**
 * Whether there is more than is shown.
 */
cut: boolean, };

export type CompleteNotes = { text: string, limit: number, };

export type Confidence = "wip" | "not-validated" | "validated" | "archived";

export type CopyText = { text: string, };

export type CustomerCase = { 
/**
 * Its row.
 */
case: CaseRow, 
/**
 * Its resolution code.
 */
resolution: string | null, 
/**
 * The title of the article that resolved it or came from it.
 */
resolved_by: string | null, };

export type CustomerContext = { 
/**
 * The customer; `None` when the case names none.
 */
customer: string | null, 
/**
 * Their other cases: open ones first, then the latest.
 */
cases: Array<CustomerCase>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * What their latest other cases say they run on, and this one does not.
 */
environment: Array<EnvironmentFact>, };

export type DeskEvent = { "event": "status-changed" } | { "event": "preferences-changed", 
/**
 * How windows look and answer now.
 */
chosen: Chosen, 
/**
 * Whose name goes into entries.
 */
me: string, 
/**
 * The user's own name.
 */
name: string, 
/**
 * Whether the sample vault still says that it is one.
 */
sample_note: boolean, } | { "event": "find-asked" } | { "event": "new-case-asked" } | { "event": "case-asked", 
/**
 * Where it is.
 */
path: VaultPath, } | { "event": "draft-kept", 
/**
 * Where it is typed.
 */
key: string, 
/**
 * What is typed; blank when it went where it belongs.
 */
text: string, 
/**
 * The window, by a name of its own choice.
 */
by: string | null, };

export type DesktopStatus = { 
/**
 * The shortcut the user wants, if any.
 */
shortcut: string | null, 
/**
 * Why it does not work.
 */
shortcut_problem: string | null, 
/**
 * Whether promises that come due are shown on the desktop.
 */
notifications: Notifications, 
/**
 * Whether the desktop shows Casebook in its tray.
 */
tray: boolean, };

export type DiffKind = "same" | "added" | "removed" | "left-out";

export type DiffPiece = { 
/**
 * What it is.
 */
kind: DiffKind, 
/**
 * Its text, as the file has it; empty for what is left out.
 */
text: string, 
/**
 * Lines left out.
 */
lines: number, };

export type DraftKey = { key: string, };

export type DraftNote = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * What it is.
 */
kind: NoteKind, 
/**
 * Its title.
 */
title: string, };

export type DraftRow = { 
/**
 * What it is a draft of, as whoever kept it names it.
 */
key: string, 
/**
 * What was kept, in the keeper's own form; empty where that has more than 16,384 characters.
 */
text: string, 
/**
 * When it was kept.
 */
at: Moment, 
/**
 * The note it is for; none where it is for a new one, or the note is gone.
 */
note: DraftNote | null, };

export type DraftText = { 
/**
 * Where it is typed.
 */
key: string, 
/**
 * What is typed.
 */
text: string, 
/**
 * The window, by a name of its own choice, so that it knows its own words when they come back.
 */
by?: string, 
/**
 * The folder of the vault it is typed in, which may be the one before; the open one when left out.
 */
vault?: string, };

export type DroppedReport = { file: string, };

export type EntryId = string;

export type EntryView = { 
/**
 * Its id, if it has one.
 */
id: EntryId | null, 
/**
 * When.
 */
at: Moment, 
/**
 * Who.
 */
author: string, 
/**
 * Who reads it.
 */
visibility: Visibility, 
/**
 * Where it came from.
 */
channel: Channel, 
/**
 * The Markdown.
 */
text: string, 
/**
 * The same, rendered and sanitised.
 */
html: string, };

export type EnvironmentFact = { 
/**
 * What it says, Markdown of one line.
 */
text: string, 
/**
 * The case that says so.
 */
path: VaultPath, };

export type Escalation = { 
/**
 * Its number there.
 */
ref: string | null, 
/**
 * The team or system.
 */
to: string | null, 
/**
 * Since when.
 */
since: Moment | null, };

export type Event = { "event": "notes-changed", 
/**
 * The notes; empty when there were too many to list.
 */
paths: Array<VaultPath>, 
/**
 * Who changed them.
 */
origin: Origin, } | { "event": "indexing", 
/**
 * How far; `None` when it is finished.
 */
progress: Progress | null, } | { "event": "embedding", 
/**
 * How many; `None` when it is done.
 */
progress: Progress | null, } | { "event": "changing", 
/**
 * How far; `None` when it is finished.
 */
progress: Progress | null, } | { "event": "reading", 
/**
 * How far; `None` when it is finished.
 */
progress: Progress | null, } | { "event": "missing", 
/**
 * How much; `None` when it is back or accepted.
 */
missing: MissingNotes | null, } | { "event": "late", 
/**
 * Why, in a sentence without a full stop; `None` when they show at once.
 */
late: string | null, } | { "event": "availability", 
/**
 * Why not; `None` when it can.
 */
unavailable: string | null, };

export type FacetView = { 
/**
 * Its name, as in `field:value`.
 */
field: string, 
/**
 * The most frequent first.
 */
values: Array<Choice>, };

export type Facets = { 
/**
 * By kind, status, confidence, product, tag, customer, year.
 */
facets: Array<FacetView>, 
/**
 * The number of the request.
 */
number: number, };

export type Failure = { 
/**
 * What the window acts on; one of the codes of `kb`, or `no-vault`.
 */
code: string, 
/**
 * What was tried, on what, and why it failed.
 */
message: string, 
/**
 * What to do next.
 */
hint: string, };

export type FileText = { 
/**
 * The hash of its bytes: what an edit of the whole file starts from.
 */
version: string, 
/**
 * The whole text, front matter included.
 */
text: string, };

export type Filter = { 
/**
 * One of the known field names; an unknown one is refused.
 */
field: string, 
/**
 * The value, compared without regard to case.
 */
value: string, };

export type Fix = "permanent" | "workaround";

export type ForgetSearch = { text: string, };

export type ForgetVault = { path: string, };

export type Governance = "experience" | "compliance";

export type HeldReport = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Bytes read; a whole number, which a window counts in floating point.
 */
bytes: number, 
/**
 * Lines read; a whole number too.
 */
lines: number, 
/**
 * Whether it was read to its end.
 */
complete: boolean, };

export type Hit = { 
/**
 * Article, case, path or template.
 */
kind: NoteKind, 
/**
 * Its id, if it has one.
 */
id: NoteId | null, 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its title.
 */
title: string, 
/**
 * Stretches of the title that matched, `[start, end)` in UTF-16 code units.
 */
title_marks: [number, number][], 
/**
 * A passage that shows the match, if the match is not in the title alone.
 */
snippet: Snippet | null, 
/**
 * Higher is better; comparable within one answer only.
 */
score: number, 
/**
 * What brought it here, strongest first.
 */
why: Array<Why>, 
/**
 * An article's confidence.
 */
confidence: Confidence | null, 
/**
 * A case's status.
 */
status: Status | null, 
/**
 * How many cases an article resolved or came from.
 */
resolved_cases: number | null, 
/**
 * A case's ticket number.
 */
ref: string | null, 
/**
 * A case's customer.
 */
customer: string | null, 
/**
 * An article's versions, as written.
 */
applies_to?: Array<string>, 
/**
 * What an article says about the version that was asked about: `Fixed in 7.4.2; the case says 7.4.1`.
 */
version_note?: string, 
/**
 * When it was last of note: a case's solution or opening, an article's update.
 */
when: Moment | null, 
/**
 * The title of the article that resolved a case.
 */
resolved_by: string | null, };

export type Kept = { name: KeptName, json: string, };

export type KeptKey = { name: KeptName, };

export type KeptName = "case-views" | "article-views" | "searches";

export type LearnedFrom = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * The ticket number.
 */
ref: string | null, 
/**
 * Its title.
 */
title: string, };

export type LearnedWord = { 
/**
 * The word or identifier, as a case has it.
 */
word: string, 
/**
 * How many of the cases say it.
 */
cases: number, 
/**
 * The newest of them.
 */
from: Array<LearnedFrom>, };

export type LearnedWords = { 
/**
 * What the cases say and the article does not, the most telling first.
 */
words: Array<LearnedWord>, 
/**
 * What it was told not to learn, as its file has it.
 */
dropped: Array<string>, 
/**
 * How many cases it learns from.
 */
cases: number, };

export type LinkCounts = { 
/**
 * It resolved them.
 */
resolved_by: number, 
/**
 * It was tried.
 */
tried: number, 
/**
 * It was referred to.
 */
referenced: number, 
/**
 * It was created from them.
 */
created: number, };

export type LinkUse = "resolved-by" | "tried" | "referenced" | "created";

export type LinkView = { 
/**
 * The article's title; `None` when no file carries the id.
 */
title: string | null, 
/**
 * Where the article is.
 */
path: VaultPath | null, 
/**
 * How far it can be trusted.
 */
confidence: Confidence | null, 
/**
 * The article's id.
 */
article: NoteId, 
/**
 * How it was used.
 */
how: LinkUse, 
/**
 * When it was linked.
 */
at: Moment | null, 
/**
 * What had been searched for.
 */
query: string | null, };

export type ManyChanged = { 
/**
 * Notes that are changed on disk.
 */
changed: number, 
/**
 * Notes that were so already.
 */
same: number, 
/**
 * Notes that are as they were, and why.
 */
refused: Array<NotChanged>, 
/**
 * Notes that were not reached, because the change was stopped.
 */
left: number, };

export type MarkdownOf = { path: VaultPath, text: string, };

export type MeaningChoice = { wanted: boolean, };

export type MeaningState = "absent" | "off" | "ready" | "failed";

export type MeaningView = { 
/**
 * Whether it is there and used.
 */
state: MeaningState, 
/**
 * Why it cannot be used and what to do, when it cannot.
 */
reason: string | null, 
/**
 * The model's name.
 */
model: string, 
/**
 * The folder it lies in, or would.
 */
folder: string, 
/**
 * What the model takes on disk, in bytes.
 */
model_bytes: number, 
/**
 * What the vectors of this vault take in memory, in bytes; about as much again on disk.
 */
vector_bytes: number, 
/**
 * Articles and solved cases of this vault.
 */
notes: number, 
/**
 * Those that have vectors.
 */
embedded: number, 
/**
 * About how long the others take in the background, in seconds.
 */
seconds_left: number, 
/**
 * How far the work is while it is under way.
 */
progress: Progress | null, };

export type MentionView = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * What it is.
 */
kind: NoteKind, 
/**
 * Its title.
 */
title: string, };

export type MergedPart = { "is": "agreed", 
/**
 * The text.
 */
text: string, } | { "is": "parted", 
/**
 * Which part of the note it is in: `Resolution`, `property status`.
 */
what: string, 
/**
 * What it said before both.
 */
base: string, 
/**
 * What the edit says.
 */
mine: string, 
/**
 * What the file says.
 */
theirs: string, };

export type MissingNotes = { 
/**
 * Notes known before.
 */
known: number, 
/**
 * Those of them whose text is nowhere in the vault any more.
 */
missing: number, };

export type Moment = string;

export type Narrow = { narrow: boolean, };

export type NewArticle = { 
/**
 * The title; not empty.
 */
title: string, 
/**
 * The Markdown below the front matter; empty gives the four headings.
 */
body: string | null, };

export type NewCase = { 
/**
 * The title; not empty.
 */
title: string, 
/**
 * The ticket number.
 */
ref: string | null, 
/**
 * The customer.
 */
customer: string | null, 
/**
 * Default: normal.
 */
priority: Priority | null, 
/**
 * The first words of the Issue: what had been searched for.
 */
issue: string | null, };

export type NewNoteWords = { 
/**
 * What it will be: a case or an article.
 */
kind: NoteKind, 
/**
 * The title as far as it is typed.
 */
title: string, 
/**
 * A case's ticket number.
 */
ref: string | null, 
/**
 * A case's customer.
 */
customer: string | null, };

export type NotChanged = { 
/**
 * Which.
 */
path: VaultPath, 
/**
 * Why.
 */
reason: string, 
/**
 * What to do next.
 */
hint: string, };

export type NotPurged = { 
/**
 * Which file.
 */
path: string, 
/**
 * Why it still names them.
 */
reason: string, };

export type NoteHistory = { 
/**
 * At most 1000.
 */
versions: Array<VersionRow>, 
/**
 * How many days they are kept.
 */
days: number, 
/**
 * Why versions are not kept just now, if they are not.
 */
trouble: string | null, 
/**
 * What was lost because the history was damaged, if something was; a sentence without a full stop.
 */
lost: string | null, };

export type NoteId = string;

export type NoteKind = "article" | "case" | "path" | "template";

export type NoteName = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * What it is.
 */
kind: NoteKind, 
/**
 * Its title.
 */
title: string, 
/**
 * What goes between `[[` and `]]` so that the link leads there and nowhere else.
 */
link: string, };

export type NotePath = { path: VaultPath, };

export type NoteView = { 
/**
 * Article, case, path or template.
 */
kind: NoteKind, 
/**
 * Its id, if it has one.
 */
id: NoteId | null, 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * The hash of the file's bytes: what an edit of a whole section started from.
 */
version: string, 
/**
 * The title.
 */
title: string, 
/**
 * Products.
 */
products: Array<string>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * An article's keys.
 */
article: ArticleFacts | null, 
/**
 * A case's keys.
 */
case: CaseFacts | null, 
/**
 * Sections in file order.
 */
sections: Array<SectionView>, 
/**
 * The journal, oldest first as in the file.
 */
journal: Array<EntryView>, 
/**
 * The articles a case used.
 */
links: Array<LinkView>, 
/**
 * The cases that used an article, newest first.
 */
cases: Array<BacklinkView>, 
/**
 * How many cases used it, by how.
 */
counts: LinkCounts, 
/**
 * How using it went; `None` when no case tried it.
 */
success: Success | null, 
/**
 * Notes whose text links here.
 */
mentioned_in: Array<MentionView>, 
/**
 * Keys Casebook does not know, as written.
 */
unknown_keys: Array<[string, string]>, 
/**
 * Whether its front matter can be edited; if not, `problems` says why.
 */
editable: boolean, 
/**
 * Other versions of this note that a program which keeps folders in step has made, because two machines changed it at once.
 */
conflict_copies: Array<VaultPath>, 
/**
 * The note this is such a version of.
 */
conflict_copy_of: VaultPath | null, 
/**
 * What is wrong with it.
 */
problems: Array<Problem>, 
/**
 * When the file was too long to show whole, how many bytes are shown.
 */
shown_bytes: number | null, };

export type Nothing = Record<symbol, never>;

export type NotificationChoice = { notifications: Notifications, };

export type Notifications = "ask" | "on" | "off";

export type OpenAddress = { url: string, };

export type OpenCases = { 
/**
 * The case at each number from 1 on; `None` where none is.
 */
slots: Array<VaultPath | null>, };

export type OpenVault = { path: string, };

export type OpenedHit = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its place among the hits, from 1.
 */
rank: number, };

export type Origin = "here" | "outside";

export type Painted = { 
/**
 * The vault's contents, or why there are none; else just the first frame.
 */
content: boolean, };

export type PaneState = { json: string, };

export type PartKind = "word" | "phrase" | "without" | "either" | "field" | "regex" | "prefix" | "also" | "pasted" | "report" | "code" | "exception" | "message" | "component" | "version" | "path" | "around";

export type PartName = { 
/**
 * What it was taken for.
 */
kind: PartKind, 
/**
 * What it says.
 */
text: string, };

export type PartedTexts = { 
/**
 * The note it is in.
 */
path: VaultPath, 
/**
 * What the edit started from.
 */
base: string, 
/**
 * What the edit says.
 */
mine: string, 
/**
 * What the file says.
 */
theirs: string, };

export type PastedHtml = { html: string, };

export type PathRow = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its id, if it has one. Progress on a path without id is lost when its file is renamed.
 */
id: NoteId | null, 
/**
 * Its title.
 */
title: string, 
/**
 * What it is about: the text before its steps, on one line, without marks.
 */
about: string, 
/**
 * Products most of its steps are about.
 */
products: Array<string>, 
/**
 * Who keeps it.
 */
owner: string | null, 
/**
 * How many steps it has, those that lead nowhere included.
 */
length: number, 
/**
 * How many steps lead to a note.
 */
steps: number, 
/**
 * How many of them are ticked.
 */
done: number, 
/**
 * How many of the ticked ones changed since.
 */
changed: number, 
/**
 * Minutes for all steps.
 */
minutes: number, 
/**
 * Minutes for the steps that are not ticked.
 */
minutes_left: number, 
/**
 * The step to go on with: the one read last if it is not ticked, else the next that is not; `None` when all are.
 */
next: number | null, 
/**
 * That step's title.
 */
next_title: string | null, 
/**
 * When the person last read on it; `None` when they never did.
 */
read_at: Moment | null, };

export type PathView = { 
/**
 * What it is about, as safe HTML.
 */
about_html: string, 
/**
 * Its steps, in order.
 */
plan: Array<StepView>, 
/**
 * Whether steps were left out because there are too many.
 */
cut: boolean, 
/**
 * What is wrong with the path's file.
 */
problems: Array<Problem>, 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its id, if it has one. Progress on a path without id is lost when its file is renamed.
 */
id: NoteId | null, 
/**
 * Its title.
 */
title: string, 
/**
 * What it is about: the text before its steps, on one line, without marks.
 */
about: string, 
/**
 * Products most of its steps are about.
 */
products: Array<string>, 
/**
 * Who keeps it.
 */
owner: string | null, 
/**
 * How many steps it has, those that lead nowhere included.
 */
length: number, 
/**
 * How many steps lead to a note.
 */
steps: number, 
/**
 * How many of them are ticked.
 */
done: number, 
/**
 * How many of the ticked ones changed since.
 */
changed: number, 
/**
 * Minutes for all steps.
 */
minutes: number, 
/**
 * Minutes for the steps that are not ticked.
 */
minutes_left: number, 
/**
 * The step to go on with: the one read last if it is not ticked, else the next that is not; `None` when all are.
 */
next: number | null, 
/**
 * That step's title.
 */
next_title: string | null, 
/**
 * When the person last read on it; `None` when they never did.
 */
read_at: Moment | null, };

export type Piece = { 
/**
 * The text it is of: a number of the window's choosing.
 */
text: number, 
/**
 * Whether it is the first.
 */
first: boolean, 
/**
 * Whether it is the last.
 */
last: boolean, };

export type Preferences = { theme?: Theme, me?: string, 
/**
 * 50 to 300 per cent.
 */
zoom?: number, dates?: string, 
/**
 * All keys that are not as declared.
 */
keys?: { [key in string]: Array<string> }, 
/**
 * Whether the box to find offers what is on the clipboard.
 */
offer_clipboard?: boolean, 
/**
 * Whether searches are kept.
 */
search_log?: boolean, 
/**
 * The product the user works with; blank for none.
 */
product?: string, 
/**
 * Whether the first run is over.
 */
introduced?: boolean, 
/**
 * Whether the sample vault goes on saying that it is one.
 */
sample_note?: boolean, };

export type Priority = "low" | "normal" | "high" | "urgent";

export type Problem = { 
/**
 * What kind of finding, stable: tools and the UI act on it.
 */
code: ProblemCode, 
/**
 * Where, as a byte range of the file; empty when it is about the whole file.
 */
range: { start: number, end: number }, 
/**
 * The line the range starts on, counted from 1; 0 when it is about the whole file.
 */
line: number, 
/**
 * What was found, in a sentence without a full stop.
 */
message: string, 
/**
 * What to do next, in a sentence without a full stop.
 */
hint: string, };

export type ProblemCode = "not-utf8" | "binary" | "too-long" | "front-matter-open" | "front-matter-invalid" | "duplicate-key" | "invalid-value" | "invalid-id" | "duplicate-id" | "journal-heading" | "duplicate-entry-id" | "dangling-link" | "dangling-wikilink" | "unreadable" | "emptied" | "symlink" | "file-name" | "settings";

export type ProblemRow = { 
/**
 * The file or folder, as text: it may not be a path Casebook can open.
 */
path: string, 
/**
 * What kind of finding, stable: tools and the UI act on it.
 */
code: ProblemCode, 
/**
 * Where, as a byte range of the file; empty when it is about the whole file.
 */
range: { start: number, end: number }, 
/**
 * The line the range starts on, counted from 1; 0 when it is about the whole file.
 */
line: number, 
/**
 * What was found, in a sentence without a full stop.
 */
message: string, 
/**
 * What to do next, in a sentence without a full stop.
 */
hint: string, };

export type Progress = { 
/**
 * Files done.
 */
done: number, 
/**
 * Files to do; 0 while they are still being counted.
 */
total: number, };

export type PromiseFilter = "some" | "none" | "late";

export type PropertyLink = { 
/**
 * As the file has it.
 */
text: string, 
/**
 * The title of the note it leads to; what it says itself when it leads nowhere.
 */
title: string, 
/**
 * Where the note is; `None` when it leads nowhere.
 */
path: VaultPath | null, 
/**
 * What the note is.
 */
kind: NoteKind | null, };

export type PurgeRequest = { 
/**
 * The name, as it was looked for.
 */
name: string, 
/**
 * Notes to remove for good, with the files kept with them; in every other note the name is masked.
 */
remove: Array<VaultPath>, };

export type Purged = { 
/**
 * Notes removed.
 */
removed: number, 
/**
 * Notes and other text files in which the name was masked.
 */
masked: number, 
/**
 * Files removed that were kept with the notes.
 */
attachments: number, 
/**
 * Drafts removed.
 */
drafts: number, 
/**
 * Earlier versions removed.
 */
versions: number, 
/**
 * Files of the trash removed.
 */
trashed: number, 
/**
 * Searches forgotten.
 */
searches: number, 
/**
 * Settings forgotten.
 */
settings: number, 
/**
 * Lines taken out of the app's log.
 */
logs: number, 
/**
 * Where the name still is: every byte of vault, local state and caches was looked at afterwards.
 */
left: Array<NotPurged>, };

export type Queue = { 
/**
 * The rows of the window.
 */
rows: Array<CaseRow>, 
/**
 * How many cases are in the list.
 */
total: number, 
/**
 * Cases of everyone that are not solved or closed.
 */
open: number, 
/**
 * The groups in the order of the list; empty when it has none.
 */
groups: Array<QueueGroup>, 
/**
 * How many come before the case asked for; `None` when it is not in the list.
 */
found: number | null, };

export type QueueGroup = { 
/**
 * What its cases wait for.
 */
waits: Waits, 
/**
 * How many it has; may be 0.
 */
count: number, };

export type QueueScope = "mine" | "team" | "solved";

export type ReadPart = { 
/**
 * What it was taken for.
 */
kind: PartKind, 
/**
 * What it says; with its kind the name by which it is switched off.
 */
text: string, 
/**
 * What was searched for beside it.
 */
also?: Array<string>, 
/**
 * Whether it is switched off: a word or a part of a report is left out then, any other part is taken for plain words.
 */
off?: boolean, };

export type Reason = "code" | "word" | "meaning" | "alike" | "solved-case" | "same-fault";

export type RecentVault = { path: string, name: string, };

export type Remembered = { 
/**
 * The search as it is kept; `None` when nothing of it may be.
 */
kept: Asked | null, 
/**
 * All that are kept, the newest first.
 */
recent: Array<Asked>, };

export type ReplyText = { 
/**
 * For a mail program.
 */
html: string, 
/**
 * For everything else.
 */
text: string, 
/**
 * Whether internal callouts were left out.
 */
left_out: boolean, };

export type ReportPiece = { 
/**
 * What the report is called.
 */
name: string, 
/**
 * A number of the window's own choice, the same for all pieces of one report.
 */
reading: number, 
/**
 * Whether it begins a report.
 */
first: boolean, 
/**
 * For the last piece: whether it ends the report, or its reading was stopped there.
 */
complete: boolean | null, };

export type SameFault = { 
/**
 * The case.
 */
path: VaultPath, 
/**
 * Its title.
 */
title: string, 
/**
 * Its ticket number.
 */
ref: string | null, 
/**
 * In what the report differs from what the case has: `version 7.5.0`, `host`.
 */
differs: Array<string>, 
/**
 * Other cases with the same fault.
 */
others: number, 
/**
 * The article that resolved it.
 */
article: SolvedWith | null, };

export type SearchAnswer = { 
/**
 * Notes that match, shown or not.
 */
total: number, 
/**
 * True when a change this process made is not in the index yet.
 */
stale?: boolean, 
/**
 * Time taken in microseconds.
 */
took_us: number, 
/**
 * How the text was read, part by part.
 */
read_as?: Array<ReadPart>, 
/**
 * What was set aside of a report, because it varies from day to day.
 */
varying?: Array<Varying>, 
/**
 * The case that tells of the same fault as the report.
 */
same_fault?: SameFault, 
/**
 * The text with the words corrected that hardly any note has, where another is clearly commoner.
 */
did_you_mean?: string, 
/**
 * Best first, articles and cases mixed by score.
 */
hits: Array<Hit>, 
/**
 * The number of the request.
 */
number: number, };

export type SearchLog = { 
/**
 * Whether searches are kept.
 */
kept: boolean, 
/**
 * How many are.
 */
searches: number, 
/**
 * When the oldest was.
 */
since: Moment | null, 
/**
 * How many led to something that was opened.
 */
opened: number, 
/**
 * How many led to one of the first three hits.
 */
first_three: number, 
/**
 * The place of what was opened, half above and half below.
 */
median_rank: number | null, 
/**
 * What nothing was found for: what was asked most comes first.
 */
without_result: Array<Unanswered>, };

export type SearchRequest = { 
/**
 * Anything: words, a code, a pasted log. Every text is a valid query.
 */
text: string, 
/**
 * Only notes of this kind.
 */
kind: NoteKind | null, 
/**
 * All of these must hold.
 */
filters: Array<Filter>, 
/**
 * At most this many cases, and this many other notes; 1 to 200.
 */
limit: number, 
/**
 * The asker's number, handed back so that a stale answer can be dropped.
 */
number: number, 
/**
 * Parts of the text that are switched off, as an answer named them.
 */
off?: Array<PartName>, };

export type Searched = { 
/**
 * Whether the report that is held was searched for, in place of the text.
 */
held?: boolean, 
/**
 * How many notes it found.
 */
hits: number, 
/**
 * What was opened of them.
 */
opened: OpenedHit | null, 
/**
 * What was typed.
 */
text: string, 
/**
 * The facets that narrowed it: one value by field.
 */
chosen: { [key in string]: string }, };

export type SectionKind = "issue" | "environment" | "cause" | "resolution" | "body";

export type SectionView = { 
/**
 * Which part it is.
 */
kind: SectionKind, 
/**
 * The heading as written.
 */
heading: string | null, 
/**
 * The Markdown under it.
 */
text: string, 
/**
 * The same, rendered and sanitised.
 */
html: string, };

export type SetMany = { "what": "status", 
/**
 * The new one.
 */
status: Status, } | { "what": "priority", 
/**
 * The new one.
 */
priority: Priority, } | { "what": "owner", 
/**
 * The new one; `None` for nobody.
 */
owner: string | null, } | { "what": "confidence", 
/**
 * The new one.
 */
confidence: Confidence, } | { "what": "audience", 
/**
 * The new one.
 */
audience: Audience, } | { "what": "tags", 
/**
 * Those to have.
 */
add: Array<string>, 
/**
 * Those not to have.
 */
remove: Array<string>, };

export type Severity = "warning" | "error";

export type ShortcutChoice = { keys: string | null, };

export type Snippet = { 
/**
 * The section it is from.
 */
section: SectionKind, 
/**
 * Plain text on one line, at most about 240 characters; inline Markdown is kept as written, fences and quotation
 * signs are left out.
 */
text: string, 
/**
 * What matched, `[start, end)` in UTF-16 code units.
 */
marks: [number, number][], 
/**
 * Whether text was left out before it.
 */
cut_before: boolean, 
/**
 * Whether text was left out after it.
 */
cut_after: boolean, };

export type SolvedWith = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its title.
 */
title: string, };

export type Status = "new" | "open" | "pending" | "on-hold" | "solved" | "closed";

export type StepPlace = { path: VaultPath, step: string, };

export type StepTick = { path: VaultPath, step: string, done: boolean, };

export type StepView = { 
/**
 * Its place on the path, counted from 1.
 */
number: number, 
/**
 * What ticking it names; `None` when it leads nowhere.
 */
key: string | null, 
/**
 * The title of the note it leads to, else what the link says.
 */
title: string, 
/**
 * Where that note is.
 */
path: VaultPath | null, 
/**
 * What it is.
 */
kind: NoteKind | null, 
/**
 * An article's confidence.
 */
confidence: Confidence | null, 
/**
 * A case's status.
 */
status: Status | null, 
/**
 * Why it is worth reading, on one line, without marks.
 */
why: string, 
/**
 * The same, as safe HTML.
 */
why_html: string, 
/**
 * How long it takes: what the path states, else by the words of the note; 0 when it leads nowhere.
 */
minutes: number, 
/**
 * When it was ticked.
 */
done: Moment | null, 
/**
 * Whether the note's text changed after that.
 */
changed: boolean, 
/**
 * Why it leads nowhere, when it does.
 */
missing: string | null, };

export type Success = { 
/**
 * Cases it resolved or came from.
 */
solved: number, 
/**
 * Those, and the cases it was tried in.
 */
tried: number, 
/**
 * When it resolved one the last time.
 */
last: Moment | null, };

export type Suggestions = { 
/**
 * Three to five articles.
 */
articles: Array<Hit>, 
/**
 * Up to three earlier cases.
 */
cases: Array<Hit>, };

export type Template = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * Its title.
 */
title: string, 
/**
 * The Markdown below its front matter, with `{{ name }}` where something is filled in.
 */
text: string, };

export type Theme = "light" | "dark" | "system";

export type ThisWindow = { window: string, };

export type TraceNote = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * What it is.
 */
kind: NoteKind, 
/**
 * Its title.
 */
title: string, 
/**
 * How often the name is in it, its path included.
 */
times: number, 
/**
 * Journal entries with the name.
 */
entries: number, 
/**
 * Whether it is a case of this customer: these are removed, the others masked, unless asked otherwise.
 */
is_theirs: boolean, 
/**
 * Files kept with it.
 */
attachments: number, };

export type Traces = { 
/**
 * Who was looked for.
 */
name: string, 
/**
 * Notes, cases of the customer first.
 */
notes: Array<TraceNote>, 
/**
 * Names that are not looked for, as they may be others' too, and each may be a purge of its own: the contacts in the
 * customer's cases, and words of the name that stand alone in notes.
 */
also: Array<string>, 
/**
 * Other files of the vault that have the name in their path or content.
 */
files: Array<VaultPath>, 
/**
 * Drafts.
 */
drafts: number, 
/**
 * Earlier versions of notes.
 */
versions: number, 
/**
 * Files in the trash.
 */
trashed: number, 
/**
 * Searches in the log.
 */
searches: number, 
/**
 * Kept views, progress and other small settings.
 */
settings: number, 
/**
 * Damaged histories that were put aside; what is in them cannot be told, so they are removed whole.
 */
put_aside: number, 
/**
 * Lines of the app's log.
 */
logs: number, };

export type TracesOf = { name: string, };

export type Trash = { 
/**
 * Each once.
 */
items: Array<TrashItem>, 
/**
 * How many days they are kept.
 */
days: number, };

export type TrashItem = { 
/**
 * What it is asked for by.
 */
place: string, 
/**
 * Where it was in the vault.
 */
path: VaultPath, 
/**
 * A note's title, else the file's name.
 */
title: string, 
/**
 * When it was removed, or found missing.
 */
at: Moment, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Whether another program removed it: then it is its last version that can be brought back.
 */
outside: boolean, };

export type TrashPlace = { place: string, };

export type Unanswered = { 
/**
 * What was asked, without names and addresses.
 */
text: string, 
/**
 * How often.
 */
times: number, 
/**
 * When the last time was.
 */
last: Moment, 
/**
 * How many notes it finds by now.
 */
now: number, };

export type UndoRequest = { undo: number, };

export type UnlinkedMention = { 
/**
 * Where it is.
 */
path: VaultPath, 
/**
 * What it is.
 */
kind: NoteKind, 
/**
 * Its title.
 */
title: string, 
/**
 * The words around, on one line.
 */
text: string, 
/**
 * The name in it, `[start, end)` in UTF-16 code units.
 */
mark: [number, number], 
/**
 * Whether it can be linked from here; if not, its file takes no edits.
 */
editable: boolean, };

export type Varying = { 
/**
 * In a word, of which there may be many: `time`, `host`.
 */
what: string, 
/**
 * Different ones.
 */
count: number, 
/**
 * The first of them.
 */
first: string, };

export type VaultPath = string;

export type VaultStatus = { 
/**
 * The name of `casebook.toml`, else the folder's.
 */
name: string, 
/**
 * The folder.
 */
root: string, 
/**
 * Notes known.
 */
notes: number, 
/**
 * Problems known.
 */
problems: number, 
/**
 * Whether this process keeps the index up to date.
 */
leader: boolean, 
/**
 * What the opening scan is doing; `None` once everything is indexed.
 */
indexing: Progress | null, 
/**
 * How many notes the model for meaning has read; `None` when it is done or not used.
 */
embedding: Progress | null, 
/**
 * Why the vault cannot be read just now, if it cannot.
 */
unavailable: string | null, 
/**
 * What is missing from the vault, when that is so much that nothing is taken over until somebody says so.
 */
missing: MissingNotes | null, 
/**
 * Why changes of other programs show late, in a sentence without a full stop, if they do.
 */
late: string | null, 
/**
 * Why versions of notes are not kept just now, if they are not.
 */
unkept: string | null, 
/**
 * Whose purge was interrupted and waits to be finished.
 */
unfinished_purge: string | null, 
/**
 * The team's products, in the order to offer them.
 */
products: Array<string>, 
/**
 * Resolution codes, in the order to offer them.
 */
resolution_codes: Array<string>, };

export type VersionAuthor = "found" | "app" | "kb" | "outside" | "restored" | "trashed";

export type VersionOf = { path: VaultPath, number: number, 
/**
 * With the file as it is now; else with the version before it.
 */
with_now: boolean, };

export type VersionRow = { 
/**
 * What it is asked for by; higher is newer.
 */
number: number, 
/**
 * When it was saved, or seen first.
 */
at: Moment, 
/**
 * How it came to be.
 */
by: VersionAuthor, 
/**
 * Who wrote it: whoever saved it here, else the author of a new journal entry.
 */
who: string | null, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * The first words that differ from the version before; `- ` goes before words that are gone.
 */
said: string | null, 
/**
 * Whether the file is this now.
 */
is_current: boolean, 
/**
 * Where the note was then, when that was elsewhere.
 */
path: VaultPath | null, };

export type ViewState = { json: string, 
/**
 * The vault's folder, which may be the one before; the open one when left out.
 */
vault?: string, };

export type Visibility = "internal" | "customer";

export type Waits = "due-soon" | "for-us" | "for-others";

export type Why = { 
/**
 * What sort of reason.
 */
reason: Reason, 
/**
 * The word, code or phrase, as the note has it.
 */
text: string, };

export type WordCount = { 
/**
 * The word as written.
 */
word: string, 
/**
 * How many notes carry it.
 */
count: number, };

export type Words = { 
/**
 * Tags.
 */
tags: Array<WordCount>, 
/**
 * Products: the team's first, then what is in use besides.
 */
products: Array<WordCount>, 
/**
 * Owners of notes.
 */
owners: Array<WordCount>, };

/** Every command of the shell: what it takes and what it answers. */
export interface Commands {
  /** How the app and its vault are. */
  get_status: { args: Nothing; result: AppStatus };
  /** Searches articles and cases. */
  search: { args: SearchRequest; result: SearchAnswer };
  /** Reads a piece of a pasted report, sent as the body of the call; with its last one it is held to be searched for. */
  take_report_piece: { args: ReportPiece; result: HeldReport | null };
  /** Reads a report that was dropped on the window; the shell knows what was dropped. */
  hold_dropped_report: { args: DroppedReport; result: HeldReport };
  /** Searches for the report that is held. */
  search_held: { args: SearchRequest; result: SearchAnswer };
  /** Stops the reading of a report. */
  stop_reading: { args: Nothing; result: Nothing };
  /** How all matches of a search are spread. */
  facets: { args: SearchRequest; result: Facets };
  /** A window of the queue. */
  list_queue: { args: CaseListRequest; result: Queue };
  /** The paths of a window of the queue. */
  list_queue_paths: { args: CaseListRequest; result: Array<VaultPath> };
  /** A window of the articles. */
  list_articles: { args: ArticleListRequest; result: ArticleList };
  /** The paths of a window of the articles. */
  list_article_paths: { args: ArticleListRequest; result: Array<VaultPath> };
  /** The values a list can be narrowed by. */
  list_choices: { args: ChoicesRequest; result: Choices };
  /** Keeps views and searches of this vault on this machine. */
  keep: { args: Kept; result: Nothing };
  /** What was kept. */
  read_kept: { args: KeptKey; result: string | null };
  /** Remembers a search without the names and addresses in it. */
  remember_search: { args: Searched; result: Remembered };
  /** What was searched for lately, the newest first. */
  recent_searches: { args: Nothing; result: Array<Asked> };
  /** What searching in this vault came to. */
  get_search_log: { args: Nothing; result: SearchLog };
  /** Forgets every search with a text. */
  forget_search: { args: ForgetSearch; result: Nothing };
  /** Forgets what was searched for. */
  forget_searches: { args: Nothing; result: Nothing };
  /** How searching by meaning is, what it costs and how far it is. */
  get_meaning: { args: Nothing; result: MeaningView };
  /** Uses the model for meaning from now on, or does not. */
  use_meaning: { args: MeaningChoice; result: MeaningView };
  /** One note, whole, as its file has it now. */
  get_note: { args: NotePath; result: NoteView };
  /** Articles and earlier cases that may help with a case. */
  suggest: { args: NotePath; result: Suggestions };
  /** Notes that may say the same as one that is about to be made. */
  find_duplicates: { args: NewNoteWords; result: Array<Hit> };
  /** What is wrong with the vault's files. */
  list_problems: { args: Nothing; result: Array<ProblemRow> };
  /** The notes changed last. */
  recent_notes: { args: Nothing; result: Array<Hit> };
  /** Notes to link to. */
  complete_notes: { args: CompleteNotes; result: Array<NoteName> };
  /** The tags, products and owners in use. */
  list_words: { args: Nothing; result: Words };
  /** The texts of `templates/`. */
  list_templates: { args: Nothing; result: Array<Template> };
  /** Markdown of a note as it will be shown. */
  render_markdown: { args: MarkdownOf; result: string };
  /** HTML from the clipboard as Markdown. */
  convert_html: { args: PastedHtml; result: string };
  /** The whole text of a file. */
  read_file_text: { args: NotePath; result: FileText };
  /** An edit and what the file says by now, brought together. */
  merge_texts: { args: PartedTexts; result: Array<MergedPart> };
  /** What an article still wants. */
  check_article: { args: NotePath; result: ArticleChecks };
  /** Notes that name an article without linking to it. */
  list_unlinked_mentions: { args: NotePath; result: Array<UnlinkedMention> };
  /** What an article learned from the cases it solved; never part of what is sent. */
  list_learned_words: { args: NotePath; result: LearnedWords };
  /** Puts what may be sent of an article on the clipboard, as rich and plain text. */
  copy_reply: { args: NotePath; result: ReplyText };
  /** Opens a note's file in the user's own editor. */
  open_in_editor: { args: NotePath; result: Nothing };
  /** Carries out one change; it is on disk when this answers. */
  change: { args: ChangeRequest; result: Changed };
  /** Undoes a change by its number. */
  undo: { args: UndoRequest; result: Changed };
  /** Stops the change of many notes that runs; what is changed by then stays and can be undone. */
  stop_changing: { args: Nothing; result: Nothing };
  /** The earlier versions of a note. */
  list_history: { args: NotePath; result: NoteHistory };
  /** What differs between a version of a note and the file now, or the version before. */
  compare_version: { args: VersionOf; result: Comparison };
  /** What was removed from the vault and can be brought back. */
  list_trash: { args: Nothing; result: Trash };
  /** Deletes one thing of the trash for good; answers with the rest. */
  delete_trashed: { args: TrashPlace; result: Trash };
  /** Deletes everything in the trash for good. */
  empty_trash: { args: Nothing; result: Trash };
  /** Everything that names a customer. */
  find_traces: { args: TracesOf; result: Traces };
  /** Takes everything that names a customer out for good. */
  purge: { args: PurgeRequest; result: Purged };
  /** Brings a purge that was interrupted to its end; answers nothing when none was. */
  finish_purge: { args: Nothing; result: Purged | null };
  /** Keeps pasted bytes, sent as the body of the call, with a note. */
  attach: { args: AttachName; result: Attached };
  /** Takes the next piece of a long text, sent as the body of the call; after the last one the text is kept with a note. */
  attach_piece: { args: AttachPiece; result: Attached | null };
  /** Keeps a file that was dropped on the window with a note; the shell knows what was dropped. */
  attach_dropped: { args: AttachDropped; result: Attached };
  /** Asks for files and keeps them with a note. */
  choose_attachments: { args: NotePath; result: Array<Attached> };
  /** Opens an attachment in the user's own program, or shows it in its folder when it could act. */
  open_attachment: { args: NotePath; result: Nothing };
  /** Keeps what is being typed. */
  save_draft: { args: DraftText; result: Nothing };
  /** What was being typed. */
  read_draft: { args: DraftKey; result: string | null };
  /** All that is being typed, the latest first. */
  list_drafts: { args: Nothing; result: Array<DraftRow> };
  /** Says which case is open, for `kb ... @`. */
  set_active_case: { args: ActiveCase; result: Nothing };
  /** What is known of the customer of a case: their other cases, what they run on. */
  customer_context: { args: NotePath; result: CustomerContext };
  /** Keeps which cases are open, by the number of their key. */
  save_open_cases: { args: OpenCases; result: Nothing };
  /** The cases that were open, by the number of their key. */
  read_open_cases: { args: Nothing; result: OpenCases };
  /** The onboarding paths, with the progress of whoever asks. */
  list_paths: { args: Nothing; result: Array<PathRow> };
  /** One onboarding path, step by step. */
  get_path: { args: NotePath; result: PathView };
  /** Ticks a step of a path, or takes the tick back. */
  tick_step: { args: StepTick; result: PathView };
  /** Remembers which step of a path is being read. */
  visit_step: { args: StepPlace; result: Nothing };
  /** Searches the sample vault before any vault is open; nothing is copied and nothing is kept. */
  try_search: { args: SearchRequest; result: SearchAnswer };
  /** One note of the sample vault before any vault is open. */
  try_note: { args: NotePath; result: NoteView };
  /** Changes what a person chose for themselves. */
  set_preferences: { args: Preferences; result: AppStatus };
  /** Takes a vault off the recent ones; its files and drafts stay. */
  forget_vault: { args: ForgetVault; result: AppStatus };
  /** Asks for a folder and opens it as the vault. */
  choose_vault: { args: Nothing; result: AppStatus };
  /** Opens a folder as the vault. */
  open_vault: { args: OpenVault; result: AppStatus };
  /** Looks whether what is missing from the vault is back. */
  look_again: { args: Nothing; result: AppStatus };
  /** Takes over that notes are missing from the vault. */
  accept_missing: { args: Nothing; result: AppStatus };
  /** Opens the user's copy of the sample vault. */
  open_sample: { args: Nothing; result: AppStatus };
  /** Opens a web or mail address in the user's own program. */
  open_external: { args: OpenAddress; result: Nothing };
  /** The text on the clipboard, its secrets masked; asked for when the box to find opens, and never kept. */
  peek_clipboard: { args: Nothing; result: ClipboardText | null };
  /** Puts text on the clipboard. */
  copy_text: { args: CopyText; result: Nothing };
  /** Says that the window has shown its first frame, or what it opens with. */
  painted: { args: Painted; result: Nothing };
  /** Keeps the widths of the panes. */
  save_pane_state: { args: PaneState; result: Nothing };
  /** The widths of the panes, as they were kept. */
  read_pane_state: { args: Nothing; result: string | null };
  /** Keeps what the window shows of this vault and how far it is scrolled. */
  save_view_state: { args: ViewState; result: Nothing };
  /** Chooses the key combination that calls Casebook from anywhere, or none. */
  set_shortcut: { args: ShortcutChoice; result: AppStatus };
  /** Says whether promises that come due are shown on the desktop. */
  set_notifications: { args: NotificationChoice; result: AppStatus };
  /** Shows a notice, to see whether the desktop does. */
  try_notification: { args: Nothing; result: Nothing };
  /** Shows a case in a window of its own. */
  pop_out: { args: NotePath; result: Nothing };
  /** Makes the window narrow and keeps it above others, or takes that back. */
  toggle_narrow: { args: ThisWindow; result: Narrow };
}
