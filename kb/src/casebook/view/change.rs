//! Changes to ask for, and what was done.

use serde::{Deserialize, Serialize};

use super::Hit;
use crate::model::{
    Audience, Channel, Confidence, EntryId, LinkUse, Moment, NoteId, NoteKind, Priority, SectionKind, Status,
    VaultPath, Visibility,
};

/// A change to ask for. Each is one undoable step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Change {
    /// Creates a case.
    NewCase(NewCase),
    /// Creates an article.
    NewArticle(NewArticle),
    /// Appends a journal entry.
    AddEntry {
        /// The case.
        case: VaultPath,
        /// Who reads it.
        visibility: Visibility,
        /// Where it came from.
        channel: Channel,
        /// The Markdown.
        text: String,
    },
    /// Replaces the text of one of the user's own journal entries; when, channel and reader stay.
    EditEntry {
        /// The case.
        case: VaultPath,
        /// The entry.
        entry: EntryId,
        /// The text it had when the edit began; another text on disk is a conflict.
        from: String,
        /// The new text.
        to: String,
    },
    /// Removes one of the user's own journal entries.
    RemoveEntry {
        /// The case.
        case: VaultPath,
        /// The entry.
        entry: EntryId,
        /// The text it had when it was last seen; another text on disk is a conflict.
        from: String,
    },
    /// Frames an article from a case and links it as created.
    FrameArticle {
        /// The case.
        case: VaultPath,
    },
    /// Sets the status and appends a `status` entry.
    SetStatus {
        /// The case.
        case: VaultPath,
        /// The new status.
        status: Status,
        /// The resolution code, when it is solved.
        resolution: Option<String>,
        /// Why, for the journal.
        reason: Option<String>,
        /// The article that resolved it: linked in the same step.
        resolved_by: Option<VaultPath>,
    },
    /// Sets or clears one key of the front matter.
    SetKey {
        /// The note.
        path: VaultPath,
        /// A known key such as `next` or `priority`.
        key: String,
        /// The value as text; `None` removes the key.
        value: Option<String>,
    },
    /// Sets or clears one key that holds a list.
    SetList {
        /// The note.
        path: VaultPath,
        /// A known key such as `tags` or `aliases`.
        key: String,
        /// The values; none removes the key. They may hold commas.
        values: Vec<String>,
    },
    /// Replaces the whole text of a file.
    ReplaceFile {
        /// The file.
        path: VaultPath,
        /// The `version` the edit began with; another content on disk is a conflict.
        base: String,
        /// The new text. Lines that stay keep their line ends, new ones get the file's.
        text: String,
    },
    /// Puts a text into a note into which another version of it went, and that version into the trash.
    MergeCopy {
        /// The note.
        path: VaultPath,
        /// The `version` of it that was merged; another content on disk is a conflict.
        base: String,
        /// The other version of it.
        copy: VaultPath,
        /// The `version` of that which was merged; another content on disk is a conflict.
        copy_base: String,
        /// The merged text.
        text: String,
    },
    /// Writes an earlier version of a note back. What it replaces is kept.
    RestoreVersion {
        /// The note.
        path: VaultPath,
        /// The version's number.
        number: u32,
        /// The `version` of the file as it was seen; another content on disk is a conflict. `None` when there is no file.
        base: Option<String>,
    },
    /// Moves a note to the trash.
    Trash {
        /// The note.
        path: VaultPath,
    },
    /// Brings something in the trash back to where it was; nothing is replaced.
    RestoreTrashed {
        /// What it is asked for by.
        place: String,
    },
    /// Flags an article: says what is wrong with it, which makes it a work item.
    FlagArticle {
        /// The article.
        article: VaultPath,
        /// What is wrong; not empty.
        text: String,
    },
    /// Takes a flag away: what it said is mended.
    UnflagArticle {
        /// The article.
        article: VaultPath,
        /// The flag as it is written.
        flag: String,
    },
    /// Says of a word which an article learned from its cases that the article is not about it, or takes that back.
    SetLearned {
        /// The article.
        article: VaultPath,
        /// The word, as it is shown or as `not-learned` has it.
        word: String,
        /// Whether it is learned.
        learned: bool,
    },
    /// Replaces one section's text.
    ReplaceSection {
        /// The note.
        path: VaultPath,
        /// Which section.
        section: SectionKind,
        /// The text it had when the edit began; another text on disk is a conflict.
        from: String,
        /// The new text.
        to: String,
    },
    /// Links an article to a case.
    LinkArticle {
        /// The case.
        case: VaultPath,
        /// The article; it gets an id if it has none.
        article: VaultPath,
        /// How it was used.
        how: LinkUse,
        /// What had been searched for.
        query: Option<String>,
    },
    /// Removes a link.
    UnlinkArticle {
        /// The case.
        case: VaultPath,
        /// The article's id.
        article: NoteId,
        /// Which use; `None` removes every one.
        how: Option<LinkUse>,
    },
    /// Makes a link of the first place where a note names an article without linking to it; a case refers to the article
    /// by a link of its own.
    LinkMention {
        /// The note that names it.
        path: VaultPath,
        /// The article.
        article: VaultPath,
    },
    /// Changes one thing of many notes, in one undoable step. Each that cannot be changed is named in the answer.
    ChangeMany {
        /// The notes; at most 1000.
        paths: Vec<VaultPath>,
        /// What changes.
        set: SetMany,
    },
}

/// One thing that can be changed of many notes at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum SetMany {
    /// The status of cases; the journal says so.
    Status {
        /// The new one.
        status: Status,
    },
    /// The priority of cases.
    Priority {
        /// The new one.
        priority: Priority,
    },
    /// Whose they are.
    Owner {
        /// The new one; `None` for nobody.
        owner: Option<String>,
    },
    /// The confidence of articles.
    Confidence {
        /// The new one.
        confidence: Confidence,
    },
    /// The audience of articles.
    Audience {
        /// The new one.
        audience: Audience,
    },
    /// Adds and removes tags; the others stay.
    Tags {
        /// Those to have.
        add: Vec<String>,
        /// Those not to have.
        remove: Vec<String>,
    },
}

/// What a new case starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NewCase {
    /// The title; not empty.
    pub title: String,
    /// The ticket number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The customer.
    pub customer: Option<String>,
    /// Default: normal.
    pub priority: Option<Priority>,
    /// The first words of the Issue: what had been searched for.
    pub issue: Option<String>,
}

/// What a new article starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NewArticle {
    /// The title; not empty.
    pub title: String,
    /// The Markdown below the front matter; empty gives the four headings.
    pub body: Option<String>,
}

/// The words of a note that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NewNoteWords {
    /// What it will be: a case or an article.
    pub kind: NoteKind,
    /// The title as far as it is typed.
    pub title: String,
    /// A case's ticket number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// A case's customer.
    pub customer: Option<String>,
}

impl NewNoteWords {
    /// An article with this title.
    #[must_use]
    pub fn article(title: &str) -> Self {
        Self { kind: NoteKind::Article, title: title.to_owned(), reference: None, customer: None }
    }
}

/// A file that is kept with a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Attached {
    /// Where it is.
    pub path: VaultPath,
    /// The Markdown that leads from the note to it: a picture or a link.
    pub link: String,
    /// Whether it is a picture the window shows.
    pub is_image: bool,
    /// When it was kept.
    pub at: Moment,
    /// Hand this to `undo`; `None` when the note had the same file already.
    pub undo: Option<u32>,
}

/// A change that is on disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Changed {
    /// The note that changed or was created.
    pub path: VaultPath,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// The journal entry that was added.
    pub entry: Option<EntryId>,
    /// When it was done.
    pub at: Moment,
    /// Hand this to `undo`; `None` when it cannot be undone.
    pub undo: Option<u32>,
    /// For a new note: notes that may say the same.
    pub possible_duplicates: Vec<Hit>,
    /// For a change of many notes, and for undoing one: how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub many: Option<ManyChanged>,
}

/// How a change of many notes went.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ManyChanged {
    /// Notes that are changed on disk.
    pub changed: u32,
    /// Notes that were so already.
    pub same: u32,
    /// Notes that are as they were, and why.
    pub refused: Vec<NotChanged>,
    /// Notes that were not reached, because the change was stopped.
    pub left: u32,
}

/// A note that was not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NotChanged {
    /// Which.
    pub path: VaultPath,
    /// Why.
    pub reason: String,
    /// What to do next.
    pub hint: String,
}
