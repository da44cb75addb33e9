//! Everything that names a customer, and what became of it.

use serde::{Deserialize, Serialize};

use crate::model::{NoteKind, VaultPath};

/// A note that names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TraceNote {
    /// Where it is.
    pub path: VaultPath,
    /// What it is.
    pub kind: NoteKind,
    /// Its title.
    pub title: String,
    /// How often the name is in it, its path included.
    pub times: u32,
    /// Journal entries with the name.
    pub entries: u32,
    /// Whether it is a case of this customer: these are removed, the others masked, unless asked otherwise.
    pub is_theirs: bool,
    /// Files kept with it.
    pub attachments: u32,
}

/// Everything that names somebody, of one vault and on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Traces {
    /// Who was looked for.
    pub name: String,
    /// Notes, cases of the customer first.
    pub notes: Vec<TraceNote>,
    /// Names that are not looked for, as they may be others' too, and each may be a purge of its own: the contacts in the
    /// customer's cases, and words of the name that stand alone in notes.
    pub also: Vec<String>,
    /// Other files of the vault that have the name in their path or content.
    pub files: Vec<VaultPath>,
    /// Drafts.
    pub drafts: u32,
    /// Earlier versions of notes.
    pub versions: u32,
    /// Files in the trash.
    pub trashed: u32,
    /// Searches in the log.
    pub searches: u32,
    /// Kept views, progress and other small settings.
    pub settings: u32,
    /// Damaged histories that were put aside; what is in them cannot be told, so they are removed whole.
    pub put_aside: u32,
    /// Lines of the app's log.
    pub logs: u32,
}

/// Whom to purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PurgeRequest {
    /// The name, as it was looked for.
    pub name: String,
    /// Notes to remove for good, with the files kept with them; in every other note the name is masked.
    pub remove: Vec<VaultPath>,
}

/// What could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NotPurged {
    /// Which file.
    pub path: String,
    /// Why it still names them.
    pub reason: String,
}

/// What a purge did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Purged {
    /// Notes removed.
    pub removed: u32,
    /// Notes and other text files in which the name was masked.
    pub masked: u32,
    /// Files removed that were kept with the notes.
    pub attachments: u32,
    /// Drafts removed.
    pub drafts: u32,
    /// Earlier versions removed.
    pub versions: u32,
    /// Files of the trash removed.
    pub trashed: u32,
    /// Searches forgotten.
    pub searches: u32,
    /// Settings forgotten.
    pub settings: u32,
    /// Lines taken out of the app's log.
    pub logs: u32,
    /// Where the name still is: every byte of vault, local state and caches was looked at afterwards.
    pub left: Vec<NotPurged>,
}
