//! Removing files for good, and listing all of them: what a purge needs and nothing else should.

use std::fs;
use std::path::Path;

use super::folder::is_absent;
use super::names::is_skipped;
use super::save::parent;
use super::{Vault, VaultError, VaultLock};
use crate::model::VaultPath;

impl Vault {
    /// Every ordinary file that is not hidden: notes, attachments and the rest. What cannot be listed is left out.
    #[must_use]
    pub fn files(&self) -> Vec<VaultPath> {
        let mut folders = vec![self.root().to_path_buf()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in self.fs().list(&folder).into_iter().flatten().flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !is_skipped(&entry.file_name()) => folders.push(entry.path()),
                    Ok(kind) if kind.is_file() => found.extend(self.path_of(&entry.path())),
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }

    /// Deletes a file for good; it does not go to the trash. Its folder goes too when nothing else is in it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::NotAFile`] for folders and links, or why it failed.
    pub fn delete(&self, lock: &VaultLock<'_>, path: &VaultPath) -> Result<(), VaultError> {
        lock.check(self)?;
        let place = self.own_name(path)?;
        self.fs().remove(&place).map_err(VaultError::io("delete", &place))?;
        self.confirm(path, parent(&place))?;
        // Only an attachment has a folder of its own; one that holds anything stays.
        if path.top_folder() == Some("attachments") {
            remove_if_empty(parent(&place));
        }
        Ok(())
    }
}

fn remove_if_empty(folder: &Path) {
    match fs::remove_dir(folder) {
        Err(error) if !is_absent(&error) => tracing::debug!(folder = %folder.display(), %error, "a folder stays"),
        _ => {}
    }
}
