//! Who has a vault open on this machine, and a purge that was begun. An app says for as long as it has the vault open that it has:
//! only when no other has may what names somebody be taken out, for a window that holds an old text could save it again.
#![expect(clippy::disallowed_methods, reason = "files kept about a vault; no vault file is touched here")]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{LocalError, VaultState};

/// Locked by every app that has the vault open, shared, and by a purge for itself alone.
const LOCK: &str = "open.lock";
/// What a purge is about to take out; there from before its first change until after its last.
const JOURNAL: &str = "purge.json";

/// That an app has the vault open, or that nobody else has, for as long as this value lives. The system gives it up when the
/// process dies, however it dies.
#[derive(Debug)]
pub struct Presence {
    /// `None` where files cannot be locked.
    _file: Option<File>,
}

impl VaultState {
    /// Says that an app has the vault open; `None` while a purge has it for itself.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when the file for it cannot be made or locked.
    pub fn be_present(&self) -> Result<Option<Presence>, LocalError> {
        self.locked(File::try_lock_shared)
    }

    /// Has the vault for this process alone; `None` while an app has it open, or another purge is at work.
    ///
    /// # Errors
    /// As [`VaultState::be_present`].
    pub fn be_alone(&self) -> Result<Option<Presence>, LocalError> {
        self.locked(File::try_lock)
    }

    fn locked(&self, lock: impl Fn(&File) -> Result<(), TryLockError>) -> Result<Option<Presence>, LocalError> {
        let path = self.folder()?.join(LOCK);
        let failed = |source| LocalError::Folder { path: path.clone(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match lock(&file) {
            Ok(()) => Ok(Some(Presence { _file: Some(file) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            // Some network drives lock nothing.
            Err(TryLockError::Error(source)) if source.kind() == io::ErrorKind::Unsupported => {
                Ok(Some(Presence { _file: None }))
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Notes what a purge is about to take out: on disk when this returns.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be noted.
    pub fn begin_purge(&self, what: &str) -> Result<(), LocalError> {
        let folder = self.folder()?;
        let (place, new) = (folder.join(JOURNAL), folder.join("purge.json.new"));
        let write = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(what.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &place)?;
            sync_folder(&folder)
        };
        write().map_err(|source| LocalError::Folder { path: place.clone(), source })
    }

    /// What a purge that did not come to its end was about to take out, and the file that says so.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be read.
    pub fn begun_purge(&self) -> Result<Option<(String, PathBuf)>, LocalError> {
        let place = self.files().join(JOURNAL);
        match fs::read(&place) {
            Ok(bytes) => Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), place))),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(LocalError::Folder { path: place, source }),
        }
    }

    /// Forgets what the purge was about: it is done.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when the file cannot be removed.
    pub fn end_purge(&self) -> Result<(), LocalError> {
        let folder = self.folder()?;
        for name in ["purge.json.new", JOURNAL] {
            let place = folder.join(name);
            match fs::remove_file(&place) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(LocalError::Folder { path: place, source });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
