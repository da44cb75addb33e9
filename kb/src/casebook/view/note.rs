//! One note, whole, as it crosses to the UI.

use serde::{Deserialize, Serialize};

use super::CaseRow;
use crate::model::{
    Audience, Channel, Confidence, EntryId, Escalation, Fix, Governance, Link, LinkUse, Moment, NoteId, NoteKind,
    Priority, Problem, SectionKind, Status, VaultPath, Visibility,
};

/// One note, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteView {
    /// Article, case, path or template.
    pub kind: NoteKind,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// Where it is.
    pub path: VaultPath,
    /// The hash of the file's bytes: what an edit of a whole section started from.
    pub version: String,
    /// The title.
    pub title: String,
    /// Products.
    pub products: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// An article's keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleFacts>,
    /// A case's keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseFacts>,
    /// Sections in file order.
    pub sections: Vec<SectionView>,
    /// The journal, oldest first as in the file.
    pub journal: Vec<EntryView>,
    /// The articles a case used.
    pub links: Vec<LinkView>,
    /// The cases that used an article, newest first.
    pub cases: Vec<BacklinkView>,
    /// How many cases used it, by how.
    pub counts: LinkCounts,
    /// How using it went; `None` when no case tried it.
    pub success: Option<Success>,
    /// Notes whose text links here.
    pub mentioned_in: Vec<MentionView>,
    /// Keys Casebook does not know, as written.
    pub unknown_keys: Vec<[String; 2]>,
    /// Whether its front matter can be edited; if not, `problems` says why.
    pub editable: bool,
    /// Other versions of this note that a program which keeps folders in step has made, because two machines changed it at once.
    pub conflict_copies: Vec<VaultPath>,
    /// The note this is such a version of.
    pub conflict_copy_of: Option<VaultPath>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// When the file was too long to show whole, how many bytes are shown.
    pub shown_bytes: Option<u32>,
}

/// An article's keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleFacts {
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who may read it.
    pub audience: Audience,
    /// Who may change it.
    pub governance: Governance,
    /// Permanent fix or workaround.
    pub fix: Option<Fix>,
    /// Versions it applies to.
    pub applies_to: Vec<String>,
    /// Version that ends the trouble.
    pub fixed_in: Option<String>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// When it wants a look.
    pub review_by: Option<Moment>,
    /// Open flags.
    pub flags: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Related notes.
    pub see_also: Vec<PropertyLink>,
    /// The article that took over from this one.
    pub merged_into: Option<PropertyLink>,
}

/// A link that a property holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PropertyLink {
    /// As the file has it.
    pub text: String,
    /// The title of the note it leads to; what it says itself when it leads nowhere.
    pub title: String,
    /// Where the note is; `None` when it leads nowhere.
    pub path: Option<VaultPath>,
    /// What the note is.
    pub kind: Option<NoteKind>,
}

/// How using an article went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Success {
    /// Cases it resolved or came from.
    pub solved: u32,
    /// Those, and the cases it was tried in.
    pub tried: u32,
    /// When it resolved one the last time.
    pub last: Option<Moment>,
}

/// A case's keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseFacts {
    /// The ticket number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The ticket's address.
    pub url: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// How soon it matters.
    pub priority: Priority,
    /// The customer.
    pub customer: Option<String>,
    /// The contact.
    pub contact: Option<String>,
    /// The SLA policy's name.
    pub sla: Option<String>,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// When it was solved.
    pub solved: Option<Moment>,
    /// The resolution code.
    pub resolution: Option<String>,
    /// The next step.
    pub next: Option<String>,
    /// When the customer was promised to hear again.
    pub promised: Option<Moment>,
    /// Where it was escalated to.
    pub escalated: Option<Escalation>,
}

/// One section, as text and as safe HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SectionView {
    /// Which part it is.
    pub kind: SectionKind,
    /// The heading as written.
    pub heading: Option<String>,
    /// The Markdown under it.
    pub text: String,
    /// The same, rendered and sanitised.
    pub html: String,
}

/// One journal entry, as text and as safe HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EntryView {
    /// Its id, if it has one.
    pub id: Option<EntryId>,
    /// When.
    pub at: Moment,
    /// Who.
    pub author: String,
    /// Who reads it.
    pub visibility: Visibility,
    /// Where it came from.
    pub channel: Channel,
    /// The Markdown.
    pub text: String,
    /// The same, rendered and sanitised.
    pub html: String,
}

/// One article a case used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LinkView {
    /// The link as the case has it.
    #[serde(flatten)]
    pub link: Link,
    /// The article's title; `None` when no file carries the id.
    pub title: Option<String>,
    /// Where the article is.
    pub path: Option<VaultPath>,
    /// How far it can be trusted.
    pub confidence: Option<Confidence>,
}

/// One case that used an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BacklinkView {
    /// The case.
    pub case: CaseRow,
    /// How it used the article.
    pub how: LinkUse,
    /// When.
    pub at: Option<Moment>,
}

/// A note whose text links here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MentionView {
    /// Where it is.
    pub path: VaultPath,
    /// What it is.
    pub kind: NoteKind,
    /// Its title.
    pub title: String,
}

/// A note that names an article without linking to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct UnlinkedMention {
    /// Where it is.
    pub path: VaultPath,
    /// What it is.
    pub kind: NoteKind,
    /// Its title.
    pub title: String,
    /// The words around, on one line.
    pub text: String,
    /// The name in it, `[start, end)` in UTF-16 code units.
    #[cfg_attr(feature = "bindings", ts(type = "[number, number]"))]
    pub mark: [u32; 2],
    /// Whether it can be linked from here; if not, its file takes no edits.
    pub editable: bool,
}

/// What an article learned from the cases it solved. Internal: nothing that leaves the house has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LearnedWords {
    /// What the cases say and the article does not, the most telling first.
    pub words: Vec<LearnedWord>,
    /// What it was told not to learn, as its file has it.
    pub dropped: Vec<String>,
    /// How many cases it learns from.
    pub cases: u32,
}

/// A word an article learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LearnedWord {
    /// The word or identifier, as a case has it.
    pub word: String,
    /// How many of the cases say it.
    pub cases: u32,
    /// The newest of them.
    pub from: Vec<LearnedFrom>,
}

/// A case a word was learned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LearnedFrom {
    /// Where it is.
    pub path: VaultPath,
    /// The ticket number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
}

/// How many cases used an article, by how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LinkCounts {
    /// It resolved them.
    pub resolved_by: u32,
    /// It was tried.
    pub tried: u32,
    /// It was referred to.
    pub referenced: u32,
    /// It was created from them.
    pub created: u32,
}
