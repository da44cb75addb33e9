//! Other versions of a note, made by a program that keeps folders in step because two machines changed it at once: found by
//! their names, and brought together by whoever looks at them.

use super::Casebook;
use super::error::Error;
use super::undo::Step;
use super::view::Changed;
use crate::catalog::Snapshot;
use crate::format::conflict_copy_of;
use crate::model::{Moment, VaultPath};
use crate::vault::{ContentHash, VaultError};

/// Versions of one note shown at most.
const MOST: usize = 50;

/// The other versions of the note at `path`.
pub(super) fn of(snapshot: &Snapshot<'_>, path: &VaultPath) -> Result<Vec<VaultPath>, Error> {
    let beginning = path.as_str().strip_suffix(&extension(path)).unwrap_or(path.as_str());
    let mut found = snapshot.paths_beginning_with(beginning, MOST)?;
    found.retain(|copy| named_after(copy).as_ref() == Some(path));
    Ok(found)
}

/// The note that the one at `path` is another version of, if it is there.
pub(super) fn original(snapshot: &Snapshot<'_>, path: &VaultPath) -> Result<Option<VaultPath>, Error> {
    let Some(original) = named_after(path) else { return Ok(None) };
    Ok(snapshot.note(&original)?.map(|note| note.path))
}

/// What a file is another version of, by its name.
fn named_after(path: &VaultPath) -> Option<VaultPath> {
    let name = format!("{}{}", conflict_copy_of(path.stem())?, extension(path));
    VaultPath::new(path.parent().map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"))).ok()
}

fn extension(path: &VaultPath) -> String {
    path.file_name()[path.stem().len()..].to_owned()
}

impl Casebook {
    /// Puts `text` into the note at `path` and the version of it at `copy` into the trash, each if it is still what was merged.
    pub(super) fn merge_copy(
        &self,
        path: &VaultPath,
        at: Moment,
        base: &str,
        (copy, copy_base): (&VaultPath, &str),
        text: &str,
    ) -> Result<Changed, Error> {
        if named_after(copy).as_ref() != Some(path) {
            return Err(Error::Refused {
                what: format!("merging {copy} into {path}"),
                reason: "it is no other version of that note".to_owned(),
                hint: "Choose a file that a sync program made of it".to_owned(),
            });
        }
        let invalid =
            |error| Error::Invalid { what: "version", value: copy_base.to_owned(), reason: format!("{error}") };
        let copy_base: ContentHash = copy_base.parse().map_err(invalid)?;
        let found = self.vault.read(copy, None)?.hash;
        if found != copy_base {
            return Err(VaultError::Conflict { path: copy.clone(), found: Some(found) }.into());
        }
        let changed = self.replace_file(path, at, base, text)?;
        let lock = self.vault.lock()?;
        if self.vault.read(copy, None)?.hash != copy_base {
            // Written to since: it holds more than went in, and stays.
            return Ok(changed);
        }
        let trashed = Step::Trashed { place: self.move_to_trash(&lock, copy, at)? };
        drop(lock);
        self.announce(copy)?;
        let steps = [Some(trashed), changed.undo.and_then(|number| self.undo.take(number))];
        let undo = Some(self.undo.push(Step::Several(steps.into_iter().flatten().collect())));
        Ok(Changed { undo, ..changed })
    }
}
