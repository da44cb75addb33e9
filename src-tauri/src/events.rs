//! What the shell itself has to tell its windows; what happens in the vault comes as `kb`'s events.

use kb::model::VaultPath;
use serde::Serialize;
use ts_rs::TS;

use crate::commands::Chosen;

/// Something the desktop or another window did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum DeskEvent {
    /// The status is another one: a vault was opened, or could not be.
    StatusChanged,
    /// The user changed what they chose for themselves, in any window.
    PreferencesChanged {
        /// How windows look and answer now.
        chosen: Chosen,
        /// Whose name goes into entries.
        me: String,
        /// The user's own name.
        name: String,
        /// Whether the sample vault still says that it is one.
        sample_note: bool,
    },
    /// The find box is wanted.
    FindAsked,
    /// A new case is wanted.
    NewCaseAsked,
    /// This case is wanted.
    CaseAsked {
        /// Where it is.
        path: VaultPath,
    },
    /// A window kept what is typed in it.
    DraftKept {
        /// Where it is typed.
        key: String,
        /// What is typed; blank when it went where it belongs.
        text: String,
        /// The window, by a name of its own choice.
        by: Option<String>,
    },
}
