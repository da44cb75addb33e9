//! The values the facade answers with. They cross to the UI as JSON and to `kb --json` as they are, so every
//! name here is a public contract: `ui/src/lib/bindings.ts` is generated from this module.
//!
//! Text positions are UTF-16 code units, which is what a web view counts in.

mod change;
mod check;
mod customer;
mod history;
mod learn;
mod list;
mod meaning;
mod note;
mod purge;
mod read;
mod write;

use serde::{Deserialize, Serialize};

use crate::model::{Audience, Confidence, Moment, NoteId, NoteKind, Priority, Problem, SectionKind, Status, VaultPath};

pub use change::{Attached, Change, Changed, ManyChanged, NewArticle, NewCase, NewNoteWords, NotChanged, SetMany};
pub use check::{ArticleChecks, Check, CheckCode, CheckPlace, ReplyText};
pub use customer::{CustomerCase, CustomerContext, EnvironmentFact, OpenCases};
pub use history::{Comparison, DiffKind, DiffPiece, NoteHistory, Trash, TrashItem, VersionAuthor, VersionRow};
pub use learn::{PathRow, PathView, StepView};
pub use list::{
    ArticleFilter, ArticleList, ArticleListRequest, ArticleSort, Asked, CaseFilter, CaseListRequest, CaseSort, Choice,
    Choices, ChoicesRequest, FacetView, Facets, OpenedHit, PromiseFilter, Queue, QueueGroup, QueueScope, Remembered,
    SearchLog, Searched, Unanswered, Waits,
};
pub use meaning::{MeaningState, MeaningView};
pub use note::{
    ArticleFacts, BacklinkView, CaseFacts, EntryView, LearnedFrom, LearnedWord, LearnedWords, LinkCounts, LinkView,
    MentionView, NoteView, PropertyLink, SectionView, Success, UnlinkedMention,
};
pub use purge::{NotPurged, PurgeRequest, Purged, TraceNote, Traces};
pub use read::{HeldReport, PartKind, PartName, ReadPart, ReportPiece, SameFault, SolvedWith, Varying};
pub use write::{DraftNote, DraftRow, FileText, MergedPart, NoteName, PartedTexts, Template, WordCount, Words};

/// One field and the value it must have: `status` = `open`, `product` = `EdgeVPN`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Filter {
    /// One of the known field names; an unknown one is refused.
    pub field: String,
    /// The value, compared without regard to case.
    pub value: String,
}

/// A search as the box or `kb search` asks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SearchRequest {
    /// Anything: words, a code, a pasted log. Every text is a valid query.
    pub text: String,
    /// Only notes of this kind.
    pub kind: Option<NoteKind>,
    /// All of these must hold.
    pub filters: Vec<Filter>,
    /// At most this many cases, and this many other notes; 1 to 200.
    pub limit: u32,
    /// The asker's number, handed back so that a stale answer can be dropped.
    pub number: u32,
    /// Parts of the text that are switched off, as an answer named them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<PartName>>"))]
    pub off: Vec<PartName>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SearchAnswer {
    /// Notes that match, shown or not.
    pub total: u32,
    /// True when a change this process made is not in the index yet.
    #[serde(default, skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<bool>"))]
    pub stale: bool,
    /// Time taken in microseconds.
    pub took_us: u32,
    /// How the text was read, part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<ReadPart>>"))]
    pub read_as: Vec<ReadPart>,
    /// What was set aside of a report, because it varies from day to day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<Varying>>"))]
    pub varying: Vec<Varying>,
    /// The case that tells of the same fault as the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub same_fault: Option<SameFault>,
    /// The text with the words corrected that hardly any note has, where another is clearly commoner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub did_you_mean: Option<String>,
    /// Best first, articles and cases mixed by score.
    pub hits: Vec<Hit>,
    /// The number of the request.
    pub number: u32,
}

/// One note that matched, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Hit {
    /// Article, case, path or template.
    pub kind: NoteKind,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// Where it is.
    pub path: VaultPath,
    /// Its title.
    pub title: String,
    /// Stretches of the title that matched, `[start, end)` in UTF-16 code units.
    #[cfg_attr(feature = "bindings", ts(type = "[number, number][]"))]
    pub title_marks: Vec<[u32; 2]>,
    /// A passage that shows the match, if the match is not in the title alone.
    pub snippet: Option<Snippet>,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// What brought it here, strongest first.
    pub why: Vec<Why>,
    /// An article's confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// A case's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How many cases an article resolved or came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_cases: Option<u32>,
    /// A case's ticket number.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A case's customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// An article's versions, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<String>>"))]
    pub applies_to: Vec<String>,
    /// What an article says about the version that was asked about: `Fixed in 7.4.2; the case says 7.4.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub version_note: Option<String>,
    /// When it was last of note: a case's solution or opening, an article's update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Moment>,
    /// The title of the article that resolved a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<String>,
}

/// A passage with its matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Snippet {
    /// The section it is from.
    pub section: SectionKind,
    /// Plain text on one line, at most about 240 characters; inline Markdown is kept as written, fences and quotation
    /// signs are left out.
    pub text: String,
    /// What matched, `[start, end)` in UTF-16 code units.
    #[cfg_attr(feature = "bindings", ts(type = "[number, number][]"))]
    pub marks: Vec<[u32; 2]>,
    /// Whether text was left out before it.
    pub cut_before: bool,
    /// Whether text was left out after it.
    pub cut_after: bool,
}

/// A reason for a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Why {
    /// What sort of reason.
    pub reason: Reason,
    /// The word, code or phrase, as the note has it.
    pub text: String,
}

/// The closed list of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// An identifier matched whole.
    Code,
    /// A word matched.
    Word,
    /// It says much the same, in whatever words.
    Meaning,
    /// It says nearly the same as a better hit, whose title this is.
    Alike,
    /// A case it resolved matches; the text is that case's reference or title.
    SolvedCase,
    /// The report tells of the fault that this case had, or that this article ended there; the text is that case's
    /// reference or title.
    SameFault,
}

/// One case in the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseRow {
    /// Where it is.
    pub path: VaultPath,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// The ticket number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How soon it matters.
    pub priority: Priority,
    /// The customer.
    pub customer: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// When it was solved.
    pub solved: Option<Moment>,
    /// What the customer was promised, when.
    pub promised: Option<Moment>,
    /// The next step.
    pub next: Option<String>,
    /// When the last journal entry was made.
    pub last_entry: Option<Moment>,
}

/// One article in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleRow {
    /// Where it is.
    pub path: VaultPath,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// The title.
    pub title: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who may read it.
    pub audience: Audience,
    /// Whose it is.
    pub owner: Option<String>,
    /// Products it is about.
    pub products: Vec<String>,
    /// How many cases it resolved or came from.
    pub resolved_cases: u32,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// Whether a flag is open or its review is due.
    pub needs_review: bool,
}

/// Suggestions for a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Suggestions {
    /// Three to five articles.
    pub articles: Vec<Hit>,
    /// Up to three earlier cases.
    pub cases: Vec<Hit>,
}

/// The state of an open vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VaultStatus {
    /// The name of `casebook.toml`, else the folder's.
    pub name: String,
    /// The folder.
    pub root: String,
    /// Notes known.
    pub notes: u32,
    /// Problems known.
    pub problems: u32,
    /// Whether this process keeps the index up to date.
    pub leader: bool,
    /// What the opening scan is doing; `None` once everything is indexed.
    pub indexing: Option<Progress>,
    /// How many notes the model for meaning has read; `None` when it is done or not used.
    pub embedding: Option<Progress>,
    /// Why the vault cannot be read just now, if it cannot.
    pub unavailable: Option<String>,
    /// What is missing from the vault, when that is so much that nothing is taken over until somebody says so.
    pub missing: Option<MissingNotes>,
    /// Why changes of other programs show late, in a sentence without a full stop, if they do.
    pub late: Option<String>,
    /// Why versions of notes are not kept just now, if they are not.
    pub unkept: Option<String>,
    /// Whose purge was interrupted and waits to be finished.
    pub unfinished_purge: Option<String>,
    /// The team's products, in the order to offer them.
    pub products: Vec<String>,
    /// Resolution codes, in the order to offer them.
    pub resolution_codes: Vec<String>,
}

/// More notes are missing at once than anybody removes by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MissingNotes {
    /// Notes known before.
    pub known: u32,
    /// Those of them whose text is nowhere in the vault any more.
    pub missing: u32,
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Progress {
    /// Files done.
    pub done: u32,
    /// Files to do; 0 while they are still being counted.
    pub total: u32,
}

/// One problem of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProblemRow {
    /// The file or folder, as text: it may not be a path Casebook can open.
    pub path: String,
    /// What is wrong.
    #[serde(flatten)]
    pub problem: Problem,
}

/// What happened, as subscribers hear it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Notes changed and the index knows it.
    NotesChanged {
        /// The notes; empty when there were too many to list.
        paths: Vec<VaultPath>,
        /// Who changed them.
        origin: Origin,
    },
    /// The opening scan or a rebuild moved on.
    Indexing {
        /// How far; `None` when it is finished.
        progress: Option<Progress>,
    },
    /// The model for meaning has read more notes.
    Embedding {
        /// How many; `None` when it is done.
        progress: Option<Progress>,
    },
    /// A change of many notes moved on.
    Changing {
        /// How far; `None` when it is finished.
        progress: Option<Progress>,
    },
    /// The reading of a long report moved on, in kilobytes.
    Reading {
        /// How far; `None` when it is finished.
        progress: Option<Progress>,
    },
    /// So much is missing from the vault that nothing is taken over until somebody says so, or something is again.
    Missing {
        /// How much; `None` when it is back or accepted.
        missing: Option<MissingNotes>,
    },
    /// Changes of other programs show late, or at once again.
    Late {
        /// Why, in a sentence without a full stop; `None` when they show at once.
        late: Option<String>,
    },
    /// The vault cannot be read, or can be again.
    Availability {
        /// Why not; `None` when it can.
        unavailable: Option<String>,
    },
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// This process, by the facade.
    Here,
    /// Another program, or another Casebook process.
    Outside,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands skip_serializing_if a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
