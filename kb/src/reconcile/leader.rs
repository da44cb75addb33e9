//! One leader per vault and cache: whoever holds the lock file writes the index. The operating system drops the lock
//! when its process dies, however it dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::{ReconcileError, cache};

/// The right to write the caches, held for as long as this value lives.
#[derive(Debug)]
pub struct LeaderLock {
    _file: File,
}

impl LeaderLock {
    /// Takes the lock in `home`, or returns `None` when another process or thread holds it.
    ///
    /// # Errors
    /// [`ReconcileError::Cache`] when the lock file cannot be created or locked.
    pub fn try_take(home: &Path) -> Result<Option<Self>, ReconcileError> {
        let path = home.join("leader.lock");
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cache("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(cache("lock", &path)(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_leads_and_the_lock_ends_with_its_holder() {
        let home = tempfile::tempdir().expect("a folder");
        let first = LeaderLock::try_take(home.path()).expect("lock").expect("free");
        assert!(LeaderLock::try_take(home.path()).expect("lock").is_none());
        drop(first);
        assert!(LeaderLock::try_take(home.path()).expect("lock").is_some());
    }
}
