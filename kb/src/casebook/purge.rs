//! Finding and purging what names somebody: a customer who asks to be forgotten. Everything is listed first; then the cases go for
//! good, the name is masked where a note stays, and what Casebook keeps besides (versions, trash, drafts, searches, caches) is cleared
//! of it. At the end every byte is looked at again, and where the name still is, is said.
//!
//! What is to be done is noted before it is begun (`begun`), so that a purge that was interrupted is brought to its end.
//!
//! Out of reach: backups, the history of a version control system, copies on other machines, free blocks of the file system.

mod begun;
mod bytes;
mod logs;
mod whom;

use std::collections::BTreeSet;
use std::io::Read;
use std::time::{Duration, Instant};

use super::Casebook;
use super::attach::folder_name;
use super::error::Error;
use super::open::count;
use super::view::{NotPurged, PurgeRequest, Purged, TraceNote, Traces};
use crate::format::{self, Context};
use crate::local::{History, LocalError, LocalTraces, Trashed};
use crate::meaning::Vectors;
use crate::model::{Note, VaultPath};
use crate::vault::{Base, FileRead, Vault, VaultError};
use whom::Whom;

/// The largest file the name is masked in, in bytes.
const LARGEST: u64 = 64 << 20;
/// How long whoever leads may take to hear of what was removed.
const HEARING: Duration = Duration::from_secs(60);

impl Casebook {
    /// Everything that names `name`: in the vault and in what Casebook keeps of it on this machine. Catalog, index and
    /// vectors are made anew by a purge whatever they hold.
    ///
    /// # Errors
    /// The name is too short, or something cannot be read.
    pub fn find_traces(&self, name: &str) -> Result<Traces, Error> {
        let who = Whom::of(name)?;
        let mut traces = Traces { name: who.name.clone(), ..self.kept_traces(&who)? };
        let files = self.vault.files();
        let mut also = BTreeSet::new();
        for path in &files {
            let Ok(read) = self.vault.read(path, Some(LARGEST)) else { continue };
            if !Vault::is_note(path) {
                if who.is_in_path(path) || who.is_in(&read.bytes) {
                    traces.files.push(path.clone());
                }
                continue;
            }
            let text = String::from_utf8_lossy(&read.bytes);
            also.extend(who.words_alone_in(&text).map(str::to_owned));
            let times = who.names.times_in(&text) + usize::from(who.is_in_path(path));
            if times == 0 {
                continue;
            }
            let note = self.parse(path, &read).note;
            let entries = note
                .journal
                .iter()
                .filter(|entry| who.names.times_in(&entry.text) + who.names.times_in(&entry.author) > 0);
            let is_theirs = who.has(&note);
            let contact = note.as_case().and_then(|case| case.contact.clone()).filter(|_| is_theirs);
            also.extend(contact);
            traces.notes.push(TraceNote {
                path: path.clone(),
                kind: note.kind(),
                times: count(times),
                entries: count(entries.count()),
                is_theirs,
                attachments: count(attachments(&note, &files).count()),
                title: note.title,
            });
        }
        traces.also = also.into_iter().collect();
        traces.notes.sort_by_key(|note| !note.is_theirs);
        Ok(traces)
    }

    /// Does what is noted to be done, or what of it is not done yet.
    fn carry_out(&self, request: &PurgeRequest) -> Result<Purged, Error> {
        let who = Whom::of(&request.name)?;
        let remove: BTreeSet<&VaultPath> = request.remove.iter().collect();
        let mut purged = Purged::default();
        self.undo.forget();
        self.purge_vault(&who, &remove, &mut purged)?;
        self.await_taken_over()?;
        self.purge_kept(&who, &remove, &mut purged)?;
        Vectors::forget_all(&self.lead.caches.vectors()).map_err(|error| Error::Refused {
            what: "forgetting the vectors".to_owned(),
            reason: error.to_string(),
            hint: "Close other Casebook windows and purge again".to_owned(),
        })?;
        self.reindex()?;
        self.lead.caches.forget_others()?;
        self.purge_kept(&who, &remove, &mut purged)?;
        self.local.end_purge()?;
        let told: Vec<String> = purged.left.iter().map(|left| left.path.clone()).collect();
        let left =
            self.left(&who)?.into_iter().filter(|left| !told.iter().any(|told| left.path.ends_with(told.as_str())));
        purged.left.extend(left);
        Ok(purged)
    }

    fn purge_vault(&self, who: &Whom, remove: &BTreeSet<&VaultPath>, purged: &mut Purged) -> Result<(), Error> {
        let files = self.vault.files();
        for path in files.iter().filter(|path| remove.contains(path)) {
            self.delete_note(path, &files, purged)?;
        }
        for path in files.iter().filter(|path| !remove.contains(path)) {
            // What was kept with a note that is gone is gone too.
            let Ok(read) = self.vault.read(path, Some(LARGEST)) else { continue };
            if !who.is_in(&read.bytes) && !who.is_in_path(path) {
                continue;
            }
            match self.mask(who, path, &read) {
                Ok(()) => purged.masked += 1,
                Err(Error::Refused { reason, .. }) => purged.left.push(NotPurged { path: path.to_string(), reason }),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Deletes a note for good, and the files kept with it.
    fn delete_note(&self, path: &VaultPath, files: &[VaultPath], purged: &mut Purged) -> Result<(), Error> {
        let read = self.vault.read(path, Some(LARGEST))?;
        let note = self.parse(path, &read).note;
        let lock = self.vault.lock()?;
        for file in attachments(&note, files) {
            match self.vault.delete(&lock, file) {
                Ok(()) => purged.attachments += 1,
                Err(VaultError::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.vault.delete(&lock, path)?;
        drop(lock);
        self.announce(path)?;
        purged.removed += 1;
        Ok(())
    }

    /// Masks the name in a file that stays, and in its name. The masked text goes to disk before the file gets another name.
    fn mask(&self, who: &Whom, path: &VaultPath, read: &FileRead) -> Result<(), Error> {
        let refused = |reason: &str| Error::Refused {
            what: format!("masking a name in {path}"),
            reason: reason.to_owned(),
            hint: "Take the name out in an editor, then purge again".to_owned(),
        };
        if read.truncated {
            return Err(refused("it is too large to be masked"));
        }
        let lock = self.vault.lock()?;
        if who.is_in(&read.bytes) {
            if Vault::is_settings(path) {
                return Err(refused("it is the team's settings, which Casebook does not rewrite"));
            }
            let text = std::str::from_utf8(&read.bytes).map_err(|_| refused("it is no text"))?;
            let masked = who.names.masked_in(text);
            if Vault::is_note(path) {
                let now = FileRead { bytes: masked.clone().into_bytes(), ..read.clone() };
                let (was, is) = (self.parse(path, read), self.parse(path, &now));
                if is.note.problems.len() > was.note.problems.len() {
                    return Err(refused("its front matter could not be read any more"));
                }
            }
            self.vault.save(&lock, path, Base::Hash(read.hash), masked.as_bytes())?;
        }
        if who.is_in_path(path) {
            let renamed = who.path_without(path).ok_or_else(|| refused("its path has the name"))?;
            self.vault.rename(&lock, path, &renamed)?;
            drop(lock);
            self.announce(&renamed)?;
        }
        self.announce(path)
    }

    /// Waits until the catalog knows what is gone, so that nobody takes it for a loss.
    fn await_taken_over(&self) -> Result<(), Error> {
        self.settle();
        let deadline = Instant::now() + HEARING;
        while self.await_own_changes()? && Instant::now() < deadline {}
        Ok(())
    }

    fn kept_traces(&self, who: &Whom) -> Result<Traces, Error> {
        let none = BTreeSet::new();
        let LocalTraces { drafts, searches, settings } = self.local.naming(|text| who.is_in_text(text))?;
        let versions =
            self.keeper.ask(|history| history.naming(|version, bytes| who.is_version(version, bytes, &none)))?;
        Ok(Traces {
            name: String::new(),
            notes: Vec::new(),
            also: Vec::new(),
            files: Vec::new(),
            drafts,
            versions: count(versions.len()),
            trashed: count(self.trashed_of(who, &none)?.len()),
            searches,
            settings,
            put_aside: count(self.keeper.ask(|history| Ok(history.put_aside().len()))?),
            logs: self.logs.as_deref().map_or(0, |folder| count(logs::naming(folder, |text| who.is_in_text(text)))),
        })
    }

    /// Clears local state. Done before the caches are made anew, and again after: somebody may have kept something meanwhile.
    fn purge_kept(&self, who: &Whom, removed: &BTreeSet<&VaultPath>, purged: &mut Purged) -> Result<(), Error> {
        let names = |text: &str| who.is_in_text(text) || removed.iter().any(|path| text.contains(path.as_str()));
        let LocalTraces { drafts, searches, settings } = self.local.purge(names)?;
        purged.drafts += drafts;
        purged.searches += searches;
        purged.settings += settings;
        for trashed in self.trashed_of(who, removed)? {
            self.local.delete_trashed(&trashed.place)?;
            purged.trashed += 1;
        }
        purged.versions += count(self.keeper.ask(|history| {
            let versions = history.naming(|version, bytes| who.is_version(version, bytes, removed))?;
            history.purge(&versions)?;
            Ok(versions.len())
        })?);
        self.keeper.ask(History::remove_put_aside)?;
        if let Some(folder) = &self.logs {
            purged.logs +=
                count(logs::take_out(folder, names).map_err(|(path, source)| LocalError::Folder { path, source })?);
        }
        Ok(())
    }

    fn trashed_of(&self, who: &Whom, removed: &BTreeSet<&VaultPath>) -> Result<Vec<Trashed>, Error> {
        let mut found = self.local.trashed()?;
        let has = |one: &Trashed| {
            let mut bytes = Vec::new();
            let read = Vault::open_outside(&one.file).map(|file| file.take(LARGEST).read_to_end(&mut bytes));
            matches!(read, Ok(Ok(_))) && who.is_in(&bytes)
        };
        found.retain(|one| removed.contains(&one.path) || who.is_in_path(&one.path) || has(one));
        Ok(found)
    }

    /// Where the name still is, byte by byte.
    fn left(&self, who: &Whom) -> Result<Vec<NotPurged>, Error> {
        let places = [self.vault.root().to_path_buf(), self.local.folder()?, self.lead.caches.home().to_path_buf()];
        let found = places
            .iter()
            .chain(self.logs.iter().filter(|folder| folder.is_dir()))
            .flat_map(|place| who.needle.files_below(place));
        Ok(found.map(|(path, reason)| NotPurged { path: path.display().to_string(), reason }).collect())
    }

    fn parse(&self, path: &VaultPath, read: &FileRead) -> format::Parsed {
        let said = self.said();
        let headings = &said.settings.headings;
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
        format::parse(&read.bytes, &context)
    }
}

/// The files kept with a note.
fn attachments<'f>(note: &Note, files: &'f [VaultPath]) -> impl Iterator<Item = &'f VaultPath> {
    let folder = note.id.as_ref().map(|id| format!("attachments/{}/", folder_name(id)));
    files.iter().filter(move |path| folder.as_ref().is_some_and(|folder| path.as_str().starts_with(folder)))
}
