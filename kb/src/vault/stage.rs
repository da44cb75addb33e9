//! Files brought in from outside, of any size: copied beside their new place without the lock, named under it.
//!
//! Used by the facade for attachments. It never replaces a file and never reads one into memory.

use std::io::Read;
use std::path::Path;

use super::disk::{self, Full, Temp};
use super::fs::Onto;
use super::save::parent;
use super::{ContentHash, Saved, Vault, VaultError, VaultLock};
use crate::model::VaultPath;

/// A copy that lies hidden beside its new place; gone when dropped.
pub struct Staged {
    full: Full,
    hash: ContentHash,
}

impl Staged {
    /// The hash of what was copied.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        self.hash
    }
}

impl Vault {
    /// Copies all of `from` into the folder `path` will be in, and waits until it is on disk. Takes no lock: copying may
    /// take long, and nobody sees the copy yet.
    ///
    /// # Errors
    /// Why it could not be read or written; nothing is left behind.
    pub fn stage(&self, path: &VaultPath, from: &mut dyn Read) -> Result<Staged, VaultError> {
        let target = self.locate_name(path)?;
        let failed = || VaultError::io("copy into the vault", &target);
        disk::make_folders(&**self.fs(), parent(&target)).map_err(failed())?;
        let temp = Temp::create(self.fs(), parent(&target), None).map_err(failed())?;
        let (full, hash) = temp.fill_from(from).map_err(failed())?;
        Ok(Staged { full, hash })
    }

    /// Gives a copy its name; `path` is in the folder it was staged for.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when the name is taken; [`VaultError::Unconfirmed`] when the file is in place but may not
    /// survive a power cut.
    pub fn place(&self, lock: &VaultLock<'_>, path: &VaultPath, staged: Staged) -> Result<Saved, VaultError> {
        lock.check(self)?;
        let target = self.locate_name(path)?;
        match staged.full.place(&target, Onto::Nothing) {
            Ok(stamp) => self.confirm_new(path, parent(&target)).map(|()| Saved { stamp, hash: staged.hash }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(VaultError::Exists { path: path.clone() })
            }
            Err(error) => Err(VaultError::io("create", &target)(error)),
        }
    }

    /// Opens an ordinary file outside the vault for [`Vault::stage`]. Anything else is not even opened: a pipe would
    /// wait.
    ///
    /// # Errors
    /// It is no ordinary file, or why it could not be opened.
    pub fn open_outside(place: &Path) -> Result<std::fs::File, VaultError> {
        let failed = || VaultError::io("read", place);
        if !std::fs::metadata(place).map_err(failed())?.is_file() {
            return Err(failed()(std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is not an ordinary file")));
        }
        std::fs::File::open(place).map_err(failed())
    }
}
