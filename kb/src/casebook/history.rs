//! Earlier versions of notes: kept as notes are saved, found and changed by others; listed, compared and brought back. What is
//! promised is in `docs/decisions/0011-versions-beside-the-vault.md`.

mod changed;
mod compare;
mod keeper;

pub(super) use keeper::{Ground, Keeper, Seen};

use super::Casebook;
use super::error::Error;
use super::open::Stay;
use super::undo::Step;
use super::view::{Changed, Comparison, Event, NoteHistory, VersionAuthor, VersionRow};
use crate::local::{By, HISTORY_DAYS, Version};
use crate::model::{Moment, NoteId, VaultPath};
use crate::vault::{Base, ContentHash, FileRead, VaultError};

/// Bytes of earlier versions unpacked for one list at most, to say what changed; older ones are listed without.
const COMPARED_BYTES: usize = 4 << 20;

impl Casebook {
    /// The versions of the note at `path`, the newest first.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn history(&self, path: &VaultPath) -> Result<NoteHistory, Error> {
        let (id, now) = match self.read_note(path, Some(keeper::LARGEST)) {
            Ok((read, parsed)) => (parsed.note.id, Some(*read.hash.as_bytes())),
            Err(Error::Vault(VaultError::NotFound { .. })) => (None, None),
            Err(error) => return Err(error),
        };
        let id = id.filter(|id| self.is_alone(id, path));
        let (versions, texts) = self.keeper.ask(|history| {
            let versions = history.versions(path, id.as_ref())?;
            let mut texts = Vec::new();
            let mut budget = COMPARED_BYTES;
            for version in &versions {
                budget = budget.saturating_sub(version.size as usize);
                if budget == 0 {
                    break;
                }
                let text = history.version(version.number)?.map(|(_, bytes)| bytes).unwrap_or_default();
                texts.push(String::from_utf8_lossy(&text).into_owned());
            }
            Ok((versions, texts))
        })?;
        let rows = versions.iter().enumerate().map(|(place, version)| {
            let pair = texts.get(place).zip(texts.get(place + 1));
            let who = version.who.clone().or_else(|| changed::author(pair?.1, pair?.0));
            VersionRow {
                number: version.number,
                at: version.at,
                by: author(version.by),
                who,
                bytes: version.size,
                said: pair.and_then(|(new, old)| changed::first_words(old, new)),
                is_current: Some(version.hash) == now,
                path: (version.path != *path).then(|| version.path.clone()),
            }
        });
        Ok(NoteHistory {
            versions: rows.collect(),
            days: HISTORY_DAYS.unsigned_abs().try_into().unwrap_or(u32::MAX),
            trouble: self.keeper.trouble(),
            lost: self.keeper.lost(),
        })
    }

    /// The text of a version of the note at `path`. What is no text in it is replaced.
    ///
    /// # Errors
    /// It is not kept any more, or belongs to another note.
    pub fn version(&self, path: &VaultPath, number: u32) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&self.version_of(path, number)?.1).into_owned())
    }

    /// What differs between a version of the note at `path` and the file as it is now, or the version before it.
    ///
    /// # Errors
    /// It is not kept any more, or the file cannot be read.
    pub fn compare_version(&self, path: &VaultPath, number: u32, with_now: bool) -> Result<Comparison, Error> {
        let (version, bytes) = self.version_of(path, number)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if with_now {
            let now = match self.vault.read(path, Some(keeper::LARGEST)) {
                Ok(read) => String::from_utf8_lossy(&read.bytes).into_owned(),
                Err(VaultError::NotFound { .. }) => String::new(),
                Err(error) => return Err(error.into()),
            };
            return Ok(compare::compare(&text, &now));
        }
        let before = self.keeper.ask(|history| {
            let before = history.versions(&version.path, version.id.as_ref())?;
            let before = before.iter().find(|other| other.number < version.number);
            Ok(before.map(|before| history.version(before.number)).transpose()?.flatten())
        })?;
        // Of the first one nothing is new: it is shown as it is.
        let Some((_, before)) = before else { return Ok(compare::alone(&text)) };
        Ok(compare::compare(&String::from_utf8_lossy(&before), &text))
    }

    /// Writes a version back, if the file is still `base`; without a base, if there is no file. What it replaces is kept.
    pub(super) fn restore_version(
        &self,
        path: &VaultPath,
        at: Moment,
        number: u32,
        base: Option<&str>,
    ) -> Result<Changed, Error> {
        let (_, bytes) = self.version_of(path, number)?;
        let done = |undo| Changed {
            path: path.clone(),
            id: None,
            entry: None,
            at,
            undo,
            possible_duplicates: Vec::new(),
            many: None,
        };
        let Some(base) = base else {
            let lock = self.vault.lock()?;
            let saved = self.vault.save(&lock, path, Base::Absent, &bytes)?;
            drop(lock);
            self.keep_saved(path, None, None, bytes, saved.hash, By::Restored);
            self.announce(path)?;
            return Ok(done(Some(self.undo.push(Step::Created { path: path.clone(), hash: saved.hash }))));
        };
        let invalid = |reason| Error::Invalid { what: "version", value: base.to_owned(), reason };
        let base: ContentHash = base.parse().map_err(|error: crate::vault::InvalidHash| invalid(error.to_string()))?;
        let lock = self.vault.lock()?;
        let read = self.vault.read(path, None)?;
        if read.hash != base {
            return Err(VaultError::Conflict { path: path.clone(), found: Some(read.hash) }.into());
        }
        if read.bytes == bytes {
            return Ok(done(None));
        }
        let saved = self.vault.save(&lock, path, Base::Hash(base), &bytes)?;
        drop(lock);
        self.keep_saved(path, None, Some(&read), bytes, saved.hash, By::Restored);
        self.announce(path)?;
        let step = Step::Replaced { path: path.clone(), hash: saved.hash, was: read.bytes };
        Ok(done(Some(self.undo.push(step))))
    }

    /// Hands over what was saved, and what was there before: that may be nobody's otherwise.
    pub(super) fn keep_saved(
        &self,
        path: &VaultPath,
        id: Option<&NoteId>,
        before: Option<&FileRead>,
        bytes: Vec<u8>,
        hash: ContentHash,
        by: By,
    ) {
        if !crate::vault::Vault::is_note(path) {
            return;
        }
        let seen = |bytes, hash, by, who| {
            let (path, id) = (path.clone(), id.cloned());
            Seen { path, id, is_parsed: false, bytes, hash, by, who }
        };
        let before =
            before.filter(|read| !read.truncated).map(|read| seen(read.bytes.clone(), read.hash, By::Outside, None));
        let after = seen(bytes, hash, by, Some(self.author()));
        self.keeper.hand().keep(before.into_iter().chain([after]).collect());
    }

    /// How a save of this process is called.
    pub(super) fn saved_by(&self) -> By {
        match self.stay {
            Stay::Resident => By::App,
            Stay::Visitor => By::Command,
        }
    }

    /// Keeps what is opened as it is: whatever another program makes of it later.
    pub(super) fn keep_read(&self, path: &VaultPath, id: Option<&NoteId>, read: &FileRead) {
        if self.stay == Stay::Resident && !read.truncated && crate::vault::Vault::is_note(path) {
            let (bytes, hash, by) = (read.bytes.clone(), read.hash, By::Found);
            let (path, id) = (path.clone(), id.cloned());
            self.keeper.hand().keep(vec![Seen { path, id, is_parsed: true, bytes, hash, by, who: None }]);
        }
    }

    /// Lets the keeper hear what changes.
    pub(super) fn keep_from_now_on(&self) {
        let hand = self.keeper.hand().clone();
        self.subscribe(move |event| match event {
            // At our own changes too: what was read for one may be what another program wrote right after it.
            Event::NotesChanged { paths, .. } if !paths.is_empty() => hand.look(paths.clone()),
            Event::NotesChanged { .. } | Event::Indexing { progress: None } => hand.catch_up(),
            _ => {}
        });
    }

    fn version_of(&self, path: &VaultPath, number: u32) -> Result<(Version, Vec<u8>), Error> {
        let found = self.keeper.ask(|history| history.version(number))?;
        let missing = || Error::NotFound { what: "version", text: format!("{number} of {path}") };
        let (version, bytes) = found.ok_or_else(missing)?;
        if version.path != *path {
            let id = self.read_note(path, None)?.1.note.id;
            if id.is_none() || id != version.id {
                return Err(missing());
            }
        }
        Ok((version, bytes))
    }

    /// Whether no other note has this id: two with one would have each other's versions.
    fn is_alone(&self, id: &NoteId, path: &VaultPath) -> bool {
        let twins = self.store().and_then(|store| Ok(store.catalog.read()?.by_id(id)?));
        twins.is_ok_and(|twins| twins.iter().all(|twin| twin == path))
    }
}

fn author(by: By) -> VersionAuthor {
    match by {
        By::Found => VersionAuthor::Found,
        By::App => VersionAuthor::App,
        By::Command => VersionAuthor::Kb,
        By::Outside => VersionAuthor::Outside,
        By::Restored => VersionAuthor::Restored,
        By::Trashed => VersionAuthor::Trashed,
    }
}
