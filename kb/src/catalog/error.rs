//! What can go wrong with the catalog's file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the catalog could not do something. Only [`Newer`](Self::Newer) and [`Damaged`](Self::Damaged) mean that the
/// file has to be put aside and made again from the vault; a lock, a permission or a full disk never does.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// A newer Casebook made the file.
    #[error("the catalog {} has format {found}, this version knows up to {known}", file.display())]
    Newer {
        /// The catalog's file.
        file: PathBuf,
        /// The format it has.
        found: i64,
        /// The newest format this version knows.
        known: i64,
    },
    /// The file is not a catalog or holds what no Casebook wrote.
    #[error("the catalog {} is damaged", file.display())]
    Damaged {
        /// The catalog's file.
        file: PathBuf,
        /// What showed it, when SQLite did.
        source: Option<rusqlite::Error>,
    },
    /// SQLite refused: locked by another process for too long, no permission, disk full, input or output failed.
    #[error("the catalog {} could not be used to {doing}", file.display())]
    Refused {
        /// The catalog's file.
        file: PathBuf,
        /// What was being done, as in "could not be used to ...".
        doing: &'static str,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
}

impl CatalogError {
    /// Whether the file has to be put aside and made again.
    #[must_use]
    pub fn asks_for_rebuild(&self) -> bool {
        matches!(self, Self::Newer { .. } | Self::Damaged { .. })
    }

    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "Update Casebook, or run kb reindex to build the caches for this version",
            Self::Damaged { .. } => "Start Casebook again: it builds the caches anew from the files",
            Self::Refused { .. } => "Check that the cache folder can be written and has room, then try again",
        }
    }

    pub(super) fn from_sqlite(file: &Path, doing: &'static str, source: rusqlite::Error) -> Self {
        let file = file.to_path_buf();
        if is_damage(&source) {
            Self::Damaged { file, source: Some(source) }
        } else {
            Self::Refused { file, doing, source }
        }
    }
}

/// Whether the error says that the file's contents are wrong, rather than that it cannot be used just now.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(failure, _) => matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase),
        E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::InvalidColumnType(..)
        | E::Utf8Error(..) => true,
        _ => false,
    }
}
