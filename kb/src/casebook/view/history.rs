//! Earlier versions, and what is in the trash.

use serde::{Deserialize, Serialize};

use crate::model::{Moment, VaultPath};

/// How a version came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum VersionAuthor {
    /// It was there when Casebook first looked.
    Found,
    /// Saved in the app.
    App,
    /// Saved by the `kb` command.
    Kb,
    /// Another program wrote it.
    Outside,
    /// An earlier version, brought back.
    Restored,
    /// It was moved to the trash.
    Trashed,
}

/// One version of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VersionRow {
    /// What it is asked for by; higher is newer.
    pub number: u32,
    /// When it was saved, or seen first.
    pub at: Moment,
    /// How it came to be.
    pub by: VersionAuthor,
    /// Who wrote it: whoever saved it here, else the author of a new journal entry.
    pub who: Option<String>,
    /// Its size in bytes.
    pub bytes: u32,
    /// The first words that differ from the version before; `- ` goes before words that are gone.
    pub said: Option<String>,
    /// Whether the file is this now.
    pub is_current: bool,
    /// Where the note was then, when that was elsewhere.
    pub path: Option<VaultPath>,
}

/// The versions of a note, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteHistory {
    /// At most 1000.
    pub versions: Vec<VersionRow>,
    /// How many days they are kept.
    pub days: u32,
    /// Why versions are not kept just now, if they are not.
    pub trouble: Option<String>,
    /// What was lost because the history was damaged, if something was; a sentence without a full stop.
    pub lost: Option<String>,
}

/// What a piece of a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DiffKind {
    /// In both texts.
    Same,
    /// Only in the newer.
    Added,
    /// Only in the older.
    Removed,
    /// Lines that are the same, not shown.
    LeftOut,
}

/// One piece of a comparison, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DiffPiece {
    /// What it is.
    pub kind: DiffKind,
    /// Its text, as the file has it; empty for what is left out.
    pub text: String,
    /// Lines left out.
    pub lines: u32,
}

/// What differs between two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Comparison {
    /// At most 256 KB of text.
    pub pieces: Vec<DiffPiece>,
    /// Whether anything does, or there is nothing to compare with.
    pub differs: bool,
    /// Whether there is more than is shown.
    pub cut: bool,
}

/// One thing that can be brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TrashItem {
    /// What it is asked for by.
    pub place: String,
    /// Where it was in the vault.
    pub path: VaultPath,
    /// A note's title, else the file's name.
    pub title: String,
    /// When it was removed, or found missing.
    pub at: Moment,
    /// Its size in bytes.
    pub bytes: u32,
    /// Whether another program removed it: then it is its last version that can be brought back.
    pub outside: bool,
}

/// What is in the trash of a vault, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Trash {
    /// Each once.
    pub items: Vec<TrashItem>,
    /// How many days they are kept.
    pub days: u32,
}
