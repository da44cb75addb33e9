//! What can go wrong with local state.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why local state could not be read or kept.
#[derive(Debug, Error)]
pub enum LocalError {
    /// A folder could not be made.
    #[error("the folder {} could not be made", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A newer Casebook made the file.
    #[error("{} has format {found}, this version knows up to {known}", file.display())]
    Newer {
        /// The file of local state.
        file: PathBuf,
        /// The format it has.
        found: i64,
        /// The newest format this version knows.
        known: i64,
    },
    /// The file holds what no Casebook wrote. It is the user's: put it aside, never delete it.
    #[error("{} is damaged", file.display())]
    Damaged {
        /// The file of local state.
        file: PathBuf,
        /// What showed it, when SQLite did.
        source: Option<rusqlite::Error>,
    },
    /// SQLite refused: locked for too long, no permission, disk full, input or output failed.
    #[error("{} could not be used to {doing}", file.display())]
    Refused {
        /// The file of local state.
        file: PathBuf,
        /// What was being done, as in "could not be used to ...".
        doing: &'static str,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
}

impl LocalError {
    /// Whether the file was removed or replaced while it was open: opened anew, it is another one.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        use rusqlite::ffi::SQLITE_READONLY_DBMOVED;
        let Self::Refused { source, .. } = self else { return false };
        source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_READONLY_DBMOVED)
    }

    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Folder { .. } | Self::Refused { .. } => {
                "Check that your data folder can be written and has room, then try again"
            }
            Self::Newer { .. } => "Update Casebook: your drafts and preferences are kept as they are",
            Self::Damaged { .. } => "Move the file away and start again; it holds drafts, so keep it",
        }
    }
}
