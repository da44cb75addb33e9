//! What the vault offers somebody who writes.

use serde::{Deserialize, Serialize};

use crate::model::{Moment, NoteKind, VaultPath};

/// A note to link to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteName {
    /// Where it is.
    pub path: VaultPath,
    /// What it is.
    pub kind: NoteKind,
    /// Its title.
    pub title: String,
    /// What goes between `[[` and `]]` so that the link leads there and nowhere else.
    pub link: String,
}

/// Text that was typed and has not reached its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DraftRow {
    /// What it is a draft of, as whoever kept it names it.
    pub key: String,
    /// What was kept, in the keeper's own form; empty where that has more than 16,384 characters.
    pub text: String,
    /// When it was kept.
    pub at: Moment,
    /// The note it is for; none where it is for a new one, or the note is gone.
    pub note: Option<DraftNote>,
}

/// The note a draft is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DraftNote {
    /// Where it is.
    pub path: VaultPath,
    /// What it is.
    pub kind: NoteKind,
    /// Its title.
    pub title: String,
}

/// A word and how many notes carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WordCount {
    /// The word as written.
    pub word: String,
    /// How many notes carry it.
    pub count: u32,
}

/// The words of the vault's properties, each the most used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Words {
    /// Tags.
    pub tags: Vec<WordCount>,
    /// Products: the team's first, then what is in use besides.
    pub products: Vec<WordCount>,
    /// Owners of notes.
    pub owners: Vec<WordCount>,
}

/// A reply or another text to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Template {
    /// Where it is.
    pub path: VaultPath,
    /// Its title.
    pub title: String,
    /// The Markdown below its front matter, with `{{ name }}` where something is filled in.
    pub text: String,
}

/// Three versions of a text: an edit and the file have parted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PartedTexts {
    /// The note it is in.
    pub path: VaultPath,
    /// What the edit started from.
    pub base: String,
    /// What the edit says.
    pub mine: String,
    /// What the file says.
    pub theirs: String,
}

/// A stretch of a merged text, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum MergedPart {
    /// What both say, or what one of them changed.
    Agreed {
        /// The text.
        text: String,
    },
    /// What both changed, each in another way. An empty text is one that is not there.
    Parted {
        /// Which part of the note it is in: `Resolution`, `property status`.
        what: String,
        /// What it said before both.
        base: String,
        /// What the edit says.
        mine: String,
        /// What the file says.
        theirs: String,
    },
}

/// A file's text as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileText {
    /// The hash of its bytes: what an edit of the whole file starts from.
    pub version: String,
    /// The whole text, front matter included.
    pub text: String,
}
