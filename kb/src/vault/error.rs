//! What can go wrong with vault files: what was tried, on what, why it failed, and what to do next.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::ContentHash;
use crate::model::{InvalidPath, VaultPath};

/// Why a vault, or a file in it, could not be opened, read or changed. Only [`VaultError::Unconfirmed`] leaves a change
/// behind.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The folder asked for is no folder, or not there.
    #[error("cannot open {} as a vault: it is not a folder", root.display())]
    NotAFolder {
        /// The folder asked for.
        root: PathBuf,
    },
    /// The folder was there when the vault was opened and is not any more, or another one took its place.
    #[error("the vault folder {} is gone, or another folder has taken its place", root.display())]
    Gone {
        /// The folder as it was opened.
        root: PathBuf,
    },
    /// No such file.
    #[error("there is no file {path} in the vault")]
    NotFound {
        /// The file asked for.
        path: VaultPath,
    },
    /// A folder, a pipe, a device or a link where a file is needed.
    #[error("{path} is not an ordinary file")]
    NotAFile {
        /// The path asked for.
        path: VaultPath,
    },
    /// What is on disk is not what the change started from.
    #[error("{path} {}", if found.is_some() { "has another version on disk now, so it was left as it is" } else { "was removed from disk meanwhile, so nothing was saved" })]
    Conflict {
        /// The file.
        path: VaultPath,
        /// What is on disk now; `None` when the file is gone.
        found: Option<ContentHash>,
    },
    /// Something has the new name already.
    #[error("{path} already exists")]
    Exists {
        /// The name that is taken.
        path: VaultPath,
    },
    /// Another process or thread kept the vault locked.
    #[error("the vault {} stayed locked by another program for {} s", root.display(), waited.as_secs_f32())]
    Busy {
        /// The vault's folder.
        root: PathBuf,
        /// How long it was waited for.
        waited: Duration,
    },
    /// A symbolic link leads out of the vault.
    #[error("{path} leads out of the vault, to {}", target.display())]
    Outside {
        /// The path asked for.
        path: VaultPath,
        /// Where it leads.
        target: PathBuf,
    },
    /// The path runs through a hidden file or folder, or `node_modules`.
    #[error("{path} is in a hidden place and so no part of the vault")]
    Hidden {
        /// The path asked for.
        path: VaultPath,
    },
    /// The lock handed in was taken on another vault.
    #[error("the lock held is not that of the vault {}", root.display())]
    WrongLock {
        /// The vault the change was meant for.
        root: PathBuf,
    },
    /// The text is not a path inside a vault.
    #[error(transparent)]
    Invalid(#[from] InvalidPath),
    /// The disk, or the user's share of it, is full.
    #[error("could not {op} {}: no space is left on the disk", path.display())]
    NoSpace {
        /// What was tried.
        op: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The file, its folder or the whole disk may not be changed, or not be read.
    #[error("could not {op} {}: {source}", path.display())]
    Denied {
        /// What was tried.
        op: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The change is made, but the disk would not confirm that it outlives a power cut.
    #[error("the change to {path} was made, but the disk did not confirm it: {source}")]
    Unconfirmed {
        /// The file.
        path: VaultPath,
        /// Why it failed.
        source: io::Error,
    },
    /// Any other failure of the file system.
    #[error("could not {op} {}: {source}", path.display())]
    Io {
        /// What was tried.
        op: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Changes made by other programs cannot be noticed.
    #[error("could not watch {}: {source}", root.display())]
    Watch {
        /// The vault's folder.
        root: PathBuf,
        /// Why it failed.
        source: notify::Error,
    },
}

impl VaultError {
    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "Choose an existing folder",
            Self::Gone { .. } => "Put the folder or its drive back, or open the vault at its new place",
            Self::NotFound { .. } => "It may have been renamed or removed; search for it",
            Self::NotAFile { .. } => "Move it out of the way, or use another name",
            Self::Conflict { found: Some(_), .. } => "Compare both versions and keep what you need; yours is not lost",
            Self::Conflict { found: None, .. } => "Save it as a new file to keep it; yours is not lost",
            Self::Exists { .. } => "Use another name",
            Self::Busy { .. } => "Try again in a moment; close the other program if it does not finish",
            Self::Outside { .. } => "Copy the file into the vault instead of linking to it",
            Self::Hidden { .. } => "Use a name without a leading dot, outside node_modules",
            Self::WrongLock { .. } => "Report this: it is a mistake in the program",
            Self::Invalid(_) => "Use a relative path with / between its parts and no . or ..",
            Self::NoSpace { .. } => "Free some space and try again; the file on disk is as it was",
            Self::Denied { .. } => "Check the permissions of the file and its folder, and that the disk is writable",
            Self::Unconfirmed { .. } => "Check the disk and the file before going on",
            Self::Io { source, .. } if source.kind() == io::ErrorKind::InvalidFilename => "Use a shorter name",
            Self::Io { .. } => "Check the disk and try again; the file on disk is as it was",
            Self::Watch { source, .. } if matches!(source.kind, notify::ErrorKind::MaxFilesWatch) => {
                "Raise the system's limit of watched folders (fs.inotify.max_user_watches)"
            }
            Self::Watch { .. } => "Scan the vault again to see what other programs changed",
        }
    }

    /// Whether it says that there is no file at a path, rather than that one could not be reached.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::NotAFile { .. } | Self::Outside { .. } | Self::Hidden { .. })
    }

    /// Names `op` ("save", "list") and `path`, and sorts out the failures a user can act on.
    pub(crate) fn io(op: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { op, path, source },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied { op, path, source },
            _ => Self::Io { op, path, source },
        }
    }
}
