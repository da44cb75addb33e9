//! Taking out for good what names somebody.
#![expect(clippy::disallowed_methods, reason = "files of the history that were put aside")]

use std::fs;
use std::path::PathBuf;

use super::{COLUMNS, History, Version, forget, text, version};
use crate::local::LocalError;

impl History {
    /// The versions of which `names` says that they are meant, by where they were and what they held.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn naming(&self, names: impl Fn(&Version, &[u8]) -> bool) -> Result<Vec<Version>, LocalError> {
        self.read("look through the versions", |connection| {
            let mut statement = connection.prepare(&format!("{COLUMNS} ORDER BY hash, number"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            // The text looked at last, and its hash: versions with one text follow each other.
            let mut held: Option<([u8; 32], Vec<u8>)> = None;
            while let Some(row) = rows.next()? {
                let version = version(row)?;
                if held.as_ref().is_none_or(|(hash, _)| *hash != version.hash) {
                    held = Some((version.hash, text(connection, &version.hash)?));
                }
                if held.as_ref().is_some_and(|(_, bytes)| names(&version, bytes)) {
                    found.push(version);
                }
            }
            Ok(found)
        })
    }

    /// Takes versions out for good: what is left of the file is written anew.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be done; some may be gone already.
    pub fn purge(&self, versions: &[Version]) -> Result<(), LocalError> {
        self.write("take versions out", |connection| {
            versions.iter().try_for_each(|version| forget(connection, version.number, &version.hash))
        })?;
        self.read("write what is left anew", |connection| connection.execute_batch("VACUUM"))
    }

    /// Histories that were put aside because they were damaged: nobody can tell what is in them.
    #[must_use]
    pub fn put_aside(&self) -> Vec<PathBuf> {
        let folder = self.file.parent().expect("a file lies in a folder");
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let is_aside = |name: &str| name.starts_with("history-damaged-");
        entries.filter(|entry| entry.file_name().to_str().is_some_and(is_aside)).map(|entry| entry.path()).collect()
    }

    /// Removes those.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when one cannot be removed.
    pub fn remove_put_aside(&self) -> Result<(), LocalError> {
        self.put_aside().into_iter().try_for_each(|path| {
            fs::remove_file(&path).map_err(|source| LocalError::Folder { path: path.clone(), source })
        })
    }
}
