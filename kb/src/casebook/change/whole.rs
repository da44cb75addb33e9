//! Editing a file as a whole: the one change that starts from the hash of all its bytes.

use super::super::Casebook;
use super::super::error::Error;
use super::super::undo::Step;
use super::super::view::Changed;
use crate::format;
use crate::model::{Moment, VaultPath};
use crate::vault::{Base, ContentHash, VaultError};

impl Casebook {
    pub(in crate::casebook) fn replace_file(
        &self,
        path: &VaultPath,
        at: Moment,
        base: &str,
        text: &str,
    ) -> Result<Changed, Error> {
        let invalid = |reason: String| Error::Invalid { what: "version", value: base.to_owned(), reason };
        let base: ContentHash = base.parse().map_err(|error| invalid(format!("{error}")))?;
        let lock = self.vault.lock()?;
        let read = self.vault.read(path, None)?;
        if read.hash != base {
            return Err(VaultError::Conflict { path: path.clone(), found: Some(read.hash) }.into());
        }
        let was = String::from_utf8(read.bytes.clone()).map_err(|_| Error::Refused {
            what: format!("editing {path} as a whole"),
            reason: "it is not UTF-8 text".to_owned(),
            hint: "Open it in your own editor".to_owned(),
        })?;
        let text = format::with_line_ends_of(&was, text);
        if text == was {
            return Ok(changed(path, at, None));
        }
        let saved = self.vault.save(&lock, path, Base::Hash(base), text.as_bytes())?;
        drop(lock);
        self.keep_saved(path, None, Some(&read), text.into_bytes(), saved.hash, self.saved_by());
        self.announce(path)?;
        let step = Step::Replaced { path: path.clone(), hash: saved.hash, was: read.bytes };
        Ok(changed(path, at, Some(self.undo.push(step))))
    }

    /// Takes a replacement back if the file is still as it was left.
    pub(super) fn put_back(
        &self,
        path: &VaultPath,
        at: Moment,
        left: ContentHash,
        was: &[u8],
    ) -> Result<Changed, Error> {
        let lock = self.vault.lock()?;
        let read = self.vault.read(path, None)?;
        if read.hash != left {
            return Err(Error::Refused {
                what: format!("taking back the edit of {path}"),
                reason: "the file has been changed since".to_owned(),
                hint: "Edit the file to what it should say".to_owned(),
            });
        }
        let saved = self.vault.save(&lock, path, Base::Hash(left), was)?;
        drop(lock);
        self.keep_saved(path, None, Some(&read), was.to_vec(), saved.hash, self.saved_by());
        self.announce(path)?;
        let step = Step::Replaced { path: path.clone(), hash: saved.hash, was: read.bytes };
        Ok(changed(path, at, Some(self.undo.push(step))))
    }
}

fn changed(path: &VaultPath, at: Moment, undo: Option<u32>) -> Changed {
    Changed { path: path.clone(), id: None, entry: None, at, undo, possible_duplicates: Vec::new(), many: None }
}
