//! The lock every change of vault files is made under: on the root folder's own handle, so that no lock file appears
//! among the user's notes.

use std::fs::{File, TryLockError};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::folder::is_absent;
use super::{Vault, VaultError};

/// How long [`Vault::lock`] waits. A save holds the lock for two or three flushes of the disk.
const PATIENCE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(10);
/// What keeps this process's threads apart on file systems without locks.
static LOCKLESS: Mutex<()> = Mutex::new(());

/// Proof that no other thread or process changes the vault through this module. Released when dropped, and by the
/// system when the process dies.
#[derive(Debug)]
pub struct VaultLock<'vault> {
    vault: &'vault Vault,
    _handle: File,
    _lockless: Option<MutexGuard<'static, ()>>,
}

impl Vault {
    /// Takes the lock, waiting up to 5 seconds. Programs that know nothing of it, and other machines on a network drive,
    /// are not kept out: that is what the base of a save is for. On a file system without locks (some network drives) that
    /// goes for other Casebook processes too.
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
                Ok(()) => return Ok(VaultLock { vault: self, _handle: handle, _lockless: None }),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                    return Err(VaultError::Busy { root: self.root().to_path_buf(), waited: patience });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(STEP),
                Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                    let alone = LOCKLESS.lock().unwrap_or_else(PoisonError::into_inner);
                    return Ok(VaultLock { vault: self, _handle: handle, _lockless: Some(alone) });
                }
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

/// Whether the file system cannot lock at all, rather than not now.
fn has_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    let no_lock_server = error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error());
    #[cfg(not(unix))]
    let no_lock_server = false;
    no_lock_server || error.kind() == io::ErrorKind::Unsupported
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::io::Errno;

    use super::has_no_locks;

    #[test]
    fn a_drive_without_locks_is_told_from_one_that_refuses() {
        assert!(
            has_no_locks(&Errno::NOLCK.into())
                && has_no_locks(&Errno::NOTSUP.into())
                && has_no_locks(&Errno::NOSYS.into())
        );
        assert!(!has_no_locks(&Errno::IO.into()) && !has_no_locks(&Errno::ACCESS.into()));
    }
}
