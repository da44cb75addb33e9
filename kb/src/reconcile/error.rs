//! What can stop the reconciliation of a vault with its caches.

use std::path::PathBuf;

use thiserror::Error;

use super::brake::Missing;
use crate::catalog::CatalogError;
use crate::meaning::MeaningError;
use crate::search::SearchError;
use crate::vault::VaultError;

/// Why the caches could not be opened or brought up to date.
#[derive(Debug, Error)]
pub enum ReconcileError {
    /// The vault could not be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The catalog could not be read or written.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The index could not be read or written.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The model or the vectors could not be used.
    #[error(transparent)]
    Meaning(#[from] MeaningError),
    /// A file or folder of the caches could not be used.
    #[error("cannot {op} {path}: {source}", path = path.display())]
    Cache {
        /// What was tried, such as `create`.
        op: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// There are no caches yet, and another process that should be making them has not.
    #[error("the caches in {path} are not there yet", path = path.display())]
    NoStore {
        /// Where they would be.
        path: PathBuf,
    },
    /// So many notes are missing that nothing is taken over until somebody says so.
    #[error("{} of the {} notes known are missing from the vault, so nothing was taken over", .0.missing, .0.known)]
    Held(Missing),
    /// The reconciling thread is gone.
    #[error("indexing has stopped: {reason}")]
    Stopped {
        /// Why, as far as it is known.
        reason: String,
    },
}

/// What to do while the brake holds.
const HELD: &str = "Put the folder or its drive back; if the notes are meant to be gone, say so with Take it over in the window, or kb --accept-missing";

impl ReconcileError {
    /// Whether the caches themselves are at fault, not a lock, the rights or the disk: they can be built anew from the files.
    pub(super) fn is_of_the_caches(&self) -> bool {
        match self {
            Self::Search(error) => !matches!(error, SearchError::Io { .. } | SearchError::Locked { .. }),
            Self::Catalog(error) => matches!(error, CatalogError::Damaged { .. }),
            _ => false,
        }
    }

    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Vault(error) => error.hint().to_owned(),
            Self::Catalog(error) => error.hint().to_owned(),
            Self::Search(error) => error.hint().to_owned(),
            Self::Meaning(error) => error.hint().to_owned(),
            Self::Cache { .. } => "Check that the cache folder can be written and has room, then try again".to_owned(),
            Self::NoStore { .. } => "Wait until the other Casebook has opened the vault, then try again".to_owned(),
            Self::Held(_) => HELD.to_owned(),
            Self::Stopped { .. } => "Start Casebook again; the vault's files are not touched by this".to_owned(),
        }
    }
}

/// Attaches an operation and a path to an I/O error of a cache file.
pub(super) fn cache(op: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> ReconcileError {
    let path = path.to_owned();
    move |source| ReconcileError::Cache { op, path, source }
}
