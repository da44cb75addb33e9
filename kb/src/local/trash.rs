//! What was removed from a vault: files in a folder, each below the second it was removed in and the folder it was in. So
//! the files say when and from where by their places, and no list can be lost.
#![expect(clippy::disallowed_methods, reason = "the trash's own files; no vault file is touched here")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{LocalError, VaultState};
use crate::model::VaultPath;

/// How long what is in the trash is kept, in days.
pub const TRASH_DAYS: i64 = 30;

/// One file in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    /// What it is asked for by: its place in the trash.
    pub place: VaultPath,
    /// The file itself.
    pub file: PathBuf,
    /// Where it was in the vault.
    pub path: VaultPath,
    /// When it was removed, in seconds since 1970.
    pub at_s: i64,
    /// Its size in bytes.
    pub size: u64,
}

impl VaultState {
    /// A folder of the trash that does not exist yet, for a file that is removed from `path` in the second `at_s`.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when the trash itself cannot be made.
    pub fn trash_folder_for(&self, path: &VaultPath, at_s: i64) -> Result<PathBuf, LocalError> {
        let trash = self.trash()?;
        let names = std::iter::once(at_s.to_string()).chain((2..).map(|number| format!("{at_s}-{number}")));
        let free = names.map(|name| trash.join(name)).find(|folder| !folder.exists()).expect("numbers do not end");
        Ok(path.parent().map_or(free.clone(), |parent| free.join(parent)))
    }

    /// What is in the trash, the latest first. A file that lies there otherwise counts as from the vault's top folder.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be listed.
    pub fn trashed(&self) -> Result<Vec<Trashed>, LocalError> {
        let trash = self.trash()?;
        let mut found = Vec::new();
        let mut folders = vec![trash.clone()];
        while let Some(folder) = folders.pop() {
            let failed = |source| LocalError::Folder { path: folder.clone(), source };
            for entry in fs::read_dir(&folder).map_err(failed)?.flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                    Ok(kind) if kind.is_file() => found.extend(trashed(&trash, entry.path())),
                    _ => {}
                }
            }
        }
        found.sort_by(|a, b| b.at_s.cmp(&a.at_s).then_with(|| a.place.cmp(&b.place)));
        Ok(found)
    }

    /// Deletes a file of the trash for good, and the folders that held nothing else. None there is no error.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be deleted.
    pub fn delete_trashed(&self, place: &VaultPath) -> Result<(), LocalError> {
        let trash = self.trash()?;
        let file = place.under(&trash);
        match fs::remove_file(&file) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(LocalError::Folder { path: file, source });
            }
            _ => {}
        }
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != trash && fs::remove_dir(folder).is_ok()) {
            folder = empty.parent();
        }
        Ok(())
    }
}

fn trashed(trash: &Path, file: PathBuf) -> Option<Trashed> {
    let parts: Option<Vec<&str>> = file.strip_prefix(trash).ok()?.iter().map(|part| part.to_str()).collect();
    let place = VaultPath::new(parts?.join("/")).ok()?;
    let metadata = fs::metadata(&file).ok()?;
    let dated = place.as_str().split_once('/').and_then(|(second, path)| {
        let second = second.split_once('-').map_or(second, |(second, _)| second);
        Some((second.parse().ok()?, VaultPath::new(path).ok()?))
    });
    let (at_s, path) = match dated {
        Some(dated) => dated,
        None => {
            let changed = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            (changed.as_secs().cast_signed(), VaultPath::new(place.file_name()).ok()?)
        }
    };
    Some(Trashed { size: metadata.len(), place, file, path, at_s })
}
