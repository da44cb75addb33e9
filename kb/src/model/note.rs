//! A note: one parsed file of the vault, whatever its kind.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    Audience, Channel, Confidence, EntryId, Fix, Governance, LinkUse, Moment, NoteId, NoteKind, Priority, Problem,
    Status, Visibility,
};

/// One file as it was read. Ranges are byte ranges of the file's text after any byte order mark was kept in place:
/// they index the very string that was parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The id of the front matter, if it has one that can be read.
    pub id: Option<NoteId>,
    /// The `title` key, else the first heading, else the fallback the caller gave (the file's name).
    pub title: String,
    /// What the file is, with the keys of that kind.
    pub meta: NoteMeta,
    /// `products`.
    pub products: Vec<String>,
    /// `tags`, without `#`.
    pub tags: Vec<String>,
    /// Other names it had or is known by.
    pub aliases: Vec<String>,
    /// An article's related notes, as written: `[[wikilinks]]`.
    pub see_also: Vec<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// Where it was imported from.
    pub source: Option<Source>,
    /// How the front matter was found.
    pub front_matter: FrontMatter,
    /// Keys Casebook does not know, as their source text: shown, never changed.
    pub unknown_keys: BTreeMap<String, String>,
    /// The sections in file order. Text before the first known section, and unknown sections, are
    /// [`SectionKind::Body`]; the journal is not among them.
    pub sections: Vec<Section>,
    /// Journal entries in file order.
    pub journal: Vec<JournalEntry>,
    /// Case to article links, in file order.
    pub links: Vec<Link>,
    /// `[[wikilinks]]` in file order; of the front matter only those of properties that hold links.
    pub wikilinks: Vec<Wikilink>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The keys of one kind of note.
#[derive(Debug, Clone, PartialEq)]
pub enum NoteMeta {
    /// An article: the reusable part only.
    Article(Box<ArticleMeta>),
    /// A case: one customer problem.
    Case(Box<CaseMeta>),
    /// An onboarding path.
    Path,
    /// A template.
    Template,
}

/// An article's keys.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleMeta {
    /// Default: work in progress.
    pub confidence: Confidence,
    /// Default: internal.
    pub audience: Audience,
    /// Default: experience.
    pub governance: Governance,
    /// Permanent fix or workaround, when said.
    pub fix: Option<Fix>,
    /// Versions it applies to, as written (`7.4.0 - 7.4.1`).
    pub applies_to: Vec<String>,
    /// Version that ends the trouble, as written.
    pub fixed_in: Option<String>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// When it wants a look.
    pub review_by: Option<Moment>,
    /// Open flags: comments that ask for work.
    pub flags: Vec<String>,
    /// Words it does not learn from the cases it solved (`not-learned`).
    pub not_learned: Vec<String>,
    /// The article that took over from this one.
    pub merged_into: Option<NoteId>,
}

/// A case's keys.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseMeta {
    /// Its number in the ticket system (`ref`).
    pub reference: Option<String>,
    /// The ticket's address.
    pub url: Option<String>,
    /// Default: new.
    pub status: Status,
    /// Default: normal.
    pub priority: Priority,
    /// The customer's organisation.
    pub customer: Option<String>,
    /// The person who reported it.
    pub contact: Option<String>,
    /// The SLA policy's name.
    pub sla: Option<String>,
    /// The support tier.
    pub tier: Option<String>,
    /// The case this one belongs to (`parent`).
    pub parent: Option<String>,
    /// Where it was escalated to.
    pub escalated: Option<Escalation>,
    /// Whether it is restricted (`security`).
    pub security: bool,
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
}

/// Where a case was escalated to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Escalation {
    /// Its number there.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The team or system.
    pub to: Option<String>,
    /// Since when.
    pub since: Option<Moment>,
}

/// Where a note was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The system's name.
    pub system: Option<String>,
    /// Its id there.
    pub id: Option<String>,
    /// The state it was imported as of.
    pub as_of: Option<Moment>,
}

/// How the front matter was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrontMatter {
    /// There is none.
    Missing,
    /// It was read; the range covers both fences and their line ends.
    Parsed {
        /// From the opening fence to the end of the closing fence's line.
        range: Range<usize>,
    },
    /// There is one that does not parse: shown, searchable, never rewritten.
    Opaque {
        /// From the opening fence to the end of the closing fence's line, or of the file.
        range: Range<usize>,
    },
}

/// Which part of a note a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The requestor's own words.
    Issue,
    /// What it runs on; true before and after the fix.
    Environment,
    /// Why it happens.
    Cause,
    /// What ends it.
    Resolution,
    /// Anything else: ordinary Markdown.
    Body,
}

impl SectionKind {
    /// The kind as it is written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Environment => "environment",
            Self::Cause => "cause",
            Self::Resolution => "resolution",
            Self::Body => "body",
        }
    }
}

/// A stretch of a note under one heading of level 1 or 2, subsections included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which part it is.
    pub kind: SectionKind,
    /// The heading's text as written; `None` for text before the first heading.
    pub heading: Option<String>,
    /// From the heading's line to the next section's.
    pub range: Range<usize>,
    /// The text under the heading, leading and trailing blank lines excluded.
    pub text: Range<usize>,
}

/// One time-stamped entry of a case's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Unique within the case; `None` when the heading carries none.
    pub id: Option<EntryId>,
    /// When.
    pub at: Moment,
    /// Who.
    pub author: String,
    /// Who reads it.
    pub visibility: Visibility,
    /// Where it came from.
    pub channel: Channel,
    /// The text, escapes removed.
    pub text: String,
    /// The entry from its heading to the next entry's; `0..0` for one that is not in a file yet.
    pub range: Range<usize>,
}

/// How a case used an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Link {
    /// The article's id.
    pub article: NoteId,
    /// How it was used.
    pub how: LinkUse,
    /// When it was linked.
    pub at: Option<Moment>,
    /// What had been searched for.
    pub query: Option<String>,
}

/// A `[[target#heading|label]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wikilink {
    /// What it names: a title, an alias, a file name or a path; empty for a heading of the same note.
    pub target: String,
    /// `#heading` or `#^block`, without the `#`.
    pub fragment: Option<String>,
    /// The text shown instead.
    pub label: Option<String>,
    /// Whether it is an embed (`![[...]]`).
    pub embed: bool,
    /// From the opening bracket (or `!`) to the closing one.
    pub range: Range<usize>,
}

impl Note {
    /// What the file is.
    #[must_use]
    pub fn kind(&self) -> NoteKind {
        match self.meta {
            NoteMeta::Article(_) => NoteKind::Article,
            NoteMeta::Case(_) => NoteKind::Case,
            NoteMeta::Path => NoteKind::Path,
            NoteMeta::Template => NoteKind::Template,
        }
    }

    /// The case's keys, if it is one.
    #[must_use]
    pub fn as_case(&self) -> Option<&CaseMeta> {
        if let NoteMeta::Case(case) = &self.meta { Some(case) } else { None }
    }

    /// The article's keys, if it is one.
    #[must_use]
    pub fn as_article(&self) -> Option<&ArticleMeta> {
        if let NoteMeta::Article(article) = &self.meta { Some(article) } else { None }
    }

    /// The first section of `kind`.
    #[must_use]
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == kind)
    }
}

impl Default for ArticleMeta {
    fn default() -> Self {
        Self {
            confidence: Confidence::Wip,
            audience: Audience::Internal,
            governance: Governance::Experience,
            fix: None,
            applies_to: Vec::new(),
            fixed_in: None,
            created: None,
            updated: None,
            review_by: None,
            flags: Vec::new(),
            not_learned: Vec::new(),
            merged_into: None,
        }
    }
}

impl Default for CaseMeta {
    fn default() -> Self {
        Self {
            reference: None,
            url: None,
            status: Status::New,
            priority: Priority::Normal,
            customer: None,
            contact: None,
            sla: None,
            tier: None,
            parent: None,
            escalated: None,
            security: false,
            opened: None,
            solved: None,
            resolution: None,
            next: None,
            promised: None,
        }
    }
}
