//! What can go wrong with an archive.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a backup was not made, or not restored. Nothing that was there before is changed by either.
#[derive(Debug, Error)]
pub enum BackupError {
    /// Something has the name already.
    #[error("{} is there already", path.display())]
    Taken {
        /// The archive to be, or the folder to restore to.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("could not {op} {}: {source}", path.display())]
    Io {
        /// What was tried.
        op: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// It is no archive of ours, or not whole.
    #[error("{} cannot be restored: {reason}", archive.display())]
    Damaged {
        /// The archive.
        archive: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What was written is not what was read back.
    #[error("{} was not made: read back, {reason}", archive.display())]
    Unverified {
        /// The archive to be.
        archive: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl BackupError {
    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "Choose another name; nothing is ever replaced",
            Self::Io { .. } => "Check the permissions and the space of the disk, then try again",
            Self::Damaged { .. } => "Use another backup; nothing was restored from this one",
            Self::Unverified { .. } => "Check the disk the backup is to be on, or choose another one",
        }
    }

    pub(super) fn io(op: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self::Io { op, path, source }
    }
}
