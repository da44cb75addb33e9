//! Why the index could not be opened, written or asked.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use thiserror::Error;

/// What can go wrong with an index. Only [`SearchError::Outdated`] and [`SearchError::Damaged`] are mended by
/// building the index anew; the others are about the machine and are reported.
#[derive(Debug, Error)]
pub enum SearchError {
    /// There is no index in the folder.
    #[error("there is no search index at {path}")]
    Missing {
        /// The index folder.
        path: PathBuf,
    },
    /// It was made by a version that cut or stored texts differently.
    #[error("the search index at {path} was made by another version ({found}; this one writes {wanted}): rebuild it")]
    Outdated {
        /// The index folder.
        path: PathBuf,
        /// The version found, or what stands in its place.
        found: String,
        /// The version this program writes.
        wanted: String,
    },
    /// Its files do not hold together.
    #[error("the search index at {path} is damaged: rebuild it")]
    Damaged {
        /// The index folder.
        path: PathBuf,
        /// What was found to be wrong.
        #[source]
        source: TantivyError,
    },
    /// Another writer has it.
    #[error("another process is writing the search index at {path}")]
    Locked {
        /// The index folder.
        path: PathBuf,
    },
    /// The disk or the rights to it.
    #[error("cannot use the search index at {path}")]
    Io {
        /// The index folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Anything else tantivy could not do.
    #[error("the search index at {path} failed")]
    Failed {
        /// The index folder.
        path: PathBuf,
        /// What it said.
        #[source]
        source: TantivyError,
    },
}

impl SearchError {
    /// Whether building the index anew is the way out.
    #[must_use]
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Outdated { .. } | Self::Damaged { .. })
    }

    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } | Self::Outdated { .. } | Self::Damaged { .. } => {
                "Start Casebook again or run kb reindex: the index is built anew from the files"
            }
            Self::Locked { .. } => "Close the other Casebook, or wait until it is done",
            Self::Io { .. } => "Check that the cache folder can be written and has room, then try again",
            Self::Failed { .. } => "Run kb reindex; report this if it stays",
        }
    }

    /// Sorts what tantivy reports. A file that is missing although the index names it, the whole folder, or what cannot be
    /// decoded, is damage; a lock, a right or a full disk is not.
    pub(super) fn from_tantivy(path: &Path, source: TantivyError) -> Self {
        let path = path.to_owned();
        let again = |source: &io::Error| io::Error::new(source.kind(), source.to_string());
        match &source {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked { path },
            TantivyError::LockFailure(LockError::IoError(io), _) if io.kind() != io::ErrorKind::NotFound => {
                Self::Io { path, source: again(io) }
            }
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => Self::Missing { path },
            TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
                if io_error.kind() != io::ErrorKind::NotFound =>
            {
                Self::Io { path, source: again(io_error) }
            }
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) if !is_decoding(io_error) => {
                Self::Io { path, source: again(io_error) }
            }
            TantivyError::IoError(io) if !is_decoding(io) => Self::Io { path, source: again(io) },
            TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) | TantivyError::IncompatibleIndex(_) => {
                Self::Outdated {
                    path,
                    found: "another tantivy format".to_owned(),
                    wanted: tantivy::version_string().to_owned(),
                }
            }
            TantivyError::DataCorruption(_)
            | TantivyError::OpenReadError(_)
            | TantivyError::OpenWriteError(OpenWriteError::IoError { .. })
            | TantivyError::LockFailure(LockError::IoError(_), _)
            | TantivyError::IoError(_)
            | TantivyError::SchemaError(_)
            | TantivyError::FieldNotFound(_) => Self::Damaged { path, source },
            _ => Self::Failed { path, source },
        }
    }
}

/// Errors of reading that say the bytes, not the disk, are wrong.
fn is_decoding(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, NotFound, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | InvalidData | InvalidInput | NotFound)
}
