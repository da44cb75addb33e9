//! Clears away the temporary files of saves that a crash or a power cut interrupted; the facade calls it once, on
//! opening. What they held was never acknowledged, and the drafts still have it.

use std::path::{Path, PathBuf};

use super::fs::VaultFs;
use super::names::{is_skipped, is_temp};
use super::{FileStamp, Vault, VaultError, VaultLock};
use crate::model::Moment;

/// No save takes nearly as long; on a network drive another machine's may be under way.
const STALE_NS: i64 = 3_600 * 1_000_000_000;

impl Vault {
    /// Removes our temporary files that are more than an hour older than `now`, and returns how many there were. What
    /// cannot be read or removed stays: it is hidden from everything else here.
    ///
    /// # Errors
    /// [`VaultError::Gone`] or [`VaultError::WrongLock`].
    pub fn sweep(&self, lock: &VaultLock<'_>, now: Moment) -> Result<usize, VaultError> {
        lock.check(self)?;
        let before = i64::try_from(now.timestamp().as_nanosecond()).unwrap_or(i64::MAX).saturating_sub(STALE_NS);
        let mut folders = vec![self.root().to_path_buf()];
        let mut removed = 0;
        while let Some(folder) = folders.pop() {
            removed += sweep_folder(&**self.fs(), &folder, before, &mut folders);
        }
        Ok(removed)
    }
}

fn sweep_folder(fs: &dyn VaultFs, folder: &Path, before_ns: i64, folders: &mut Vec<PathBuf>) -> usize {
    let mut removed = 0;
    for entry in fs.list(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && !is_skipped(&name) {
            folders.push(entry.path());
        } else if kind.is_file() && is_temp(&name) {
            let is_stale = entry.metadata().is_ok_and(|metadata| FileStamp::of(&metadata).mtime_ns < before_ns);
            removed += usize::from(is_stale && fs.remove(&entry.path()).is_ok());
        }
    }
    removed
}
