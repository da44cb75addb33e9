//! The lock every change of vault files is made under: on the root folder's own handle, so that no lock file appears
//! among the user's notes.

use std::fs::{File, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use super::folder::is_absent;
use super::{Vault, VaultError};

/// How long [`Vault::lock`] waits. A save holds the lock for two or three flushes of the disk.
const PATIENCE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(10);

/// Proof that no other thread or process changes the vault through this module. Released when dropped, and by the
/// system when the process dies.
#[derive(Debug)]
pub struct VaultLock<'vault> {
    vault: &'vault Vault,
    _handle: File,
}

impl Vault {
    /// Takes the lock, waiting up to 5 seconds. Programs that know nothing of it, and other machines on a network drive,
    /// are not kept out: that is what the base of a save is for.
    ///
    /// # Errors
    /// [`VaultError::Busy`] after the wait, [`VaultError::Gone`], or why the folder could not be locked.
    pub fn lock(&self) -> Result<VaultLock<'_>, VaultError> {
        self.lock_within(PATIENCE)
    }

    /// Takes the lock, waiting up to `patience`.
    ///
    /// # Errors
    /// As [`Vault::lock`].
    pub fn lock_within(&self, patience: Duration) -> Result<VaultLock<'_>, VaultError> {
        let gone = || VaultError::Gone { root: self.root().to_path_buf() };
        let failed = |error| if is_absent(&error) { gone() } else { VaultError::io("lock", self.root())(error) };
        // A handle of its own for each lock: locks belong to the handle, so two threads exclude each other as well.
        let handle = File::open(self.root()).map_err(failed)?;
        if !self.is_root(&handle.metadata().map_err(failed)?) {
            return Err(gone());
        }
        let start = Instant::now();
        loop {
            match handle.try_lock() {
                Ok(()) => return Ok(VaultLock { vault: self, _handle: handle }),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                    return Err(VaultError::Busy { root: self.root().to_path_buf(), waited: patience });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(STEP),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }
}

impl VaultLock<'_> {
    pub(super) fn check(&self, vault: &Vault) -> Result<(), VaultError> {
        if self.vault.is_same(vault) {
            vault.available()
        } else {
            Err(VaultError::WrongLock { root: vault.root().to_path_buf() })
        }
    }
}
