//! What the vault offers somebody who writes.

use serde::{Deserialize, Serialize};

use crate::model::{NoteKind, VaultPath};

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

/// A file's text as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileText {
    /// The hash of its bytes: what an edit of the whole file starts from.
    pub version: String,
    /// The whole text, front matter included.
    pub text: String,
}
