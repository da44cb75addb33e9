//! The trash of a vault: what was removed here, and notes that other programs removed, by their last version. Brought back it goes
//! to where it was; what is there now stays.

use std::collections::HashSet;
use std::io::Read;

use tracing::{info, warn};

use super::Casebook;
use super::error::Error;
use super::undo::Step;
use super::view::{Changed, Trash, TrashItem};
use crate::format::{self, Context};
use crate::local::{By, History, TRASH_DAYS, Trashed, Version};
use crate::model::{Moment, VaultPath};
use crate::vault::{FileRead, Staged, Vault, VaultError, VaultLock};

/// Of a file in the trash, bytes that are read for its title.
const TITLE_BYTES: u64 = 16 * 1024;
/// What the place of a note begins with that another program removed.
const GONE: &str = "gone:";
/// Names tried for what is brought back to a place that is taken.
const SAME_NAMES: usize = 1000;

impl Casebook {
    /// What can be brought back, the latest first.
    ///
    /// # Errors
    /// The trash or the history cannot be read.
    pub fn trash(&self) -> Result<Trash, Error> {
        let mut items: Vec<TrashItem> =
            self.local.trashed()?.into_iter().map(|trashed| self.trash_item(trashed)).collect();
        items.extend(self.gone()?.into_iter().map(|(version, at_s)| TrashItem {
            place: format!("{GONE}{}", version.number),
            title: version.path.stem().to_owned(),
            at: self.moment(at_s),
            bytes: version.size,
            path: version.path,
            outside: true,
        }));
        items.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.place.cmp(&b.place)));
        Ok(Trash { items, days: TRASH_DAYS.unsigned_abs().try_into().unwrap_or(u32::MAX) })
    }

    /// Deletes one thing of the trash for good; one that is not there any more is no error.
    ///
    /// # Errors
    /// It cannot be deleted.
    pub fn delete_trashed(&self, place: &str) -> Result<(), Error> {
        match gone_number(place) {
            Some(number) => {
                let found = self.keeper.ask(|history| history.version(number))?;
                let Some((version, _)) = found else { return Ok(()) };
                self.keeper.ask(|history| history.purge(&history.naming(|other, _| other.path == version.path)?))
            }
            None => Ok(self.local.delete_trashed(&place_of(place)?)?),
        }
    }

    /// Deletes everything in the trash for good; answers how much that was.
    ///
    /// # Errors
    /// Something cannot be deleted; what came before it is gone.
    pub fn empty_trash(&self) -> Result<u32, Error> {
        let items = self.trash()?.items;
        items.iter().try_for_each(|item| self.delete_trashed(&item.place))?;
        Ok(super::open::count(items.len()))
    }

    /// Deletes what has been in the trash for longer than it is kept.
    pub(super) fn expire_trash(&self) {
        let before = self.now().plus_seconds(-TRASH_DAYS * 86_400).unix_seconds();
        let old = self.local.trashed().map(|all| all.into_iter().filter(|one| one.at_s < before).collect::<Vec<_>>());
        let deleted = old.and_then(|old| {
            old.iter().try_for_each(|one| self.local.delete_trashed(&one.place))?;
            Ok(old.len())
        });
        match deleted {
            Ok(0) => {}
            Ok(count) => info!(count, "deleted what was in the trash for thirty days"),
            Err(error) => warn!(%error, "what is old in the trash stays"),
        }
    }

    /// Moves a note to the trash: one undoable change.
    pub(super) fn trash_note(&self, path: &VaultPath, at: Moment) -> Result<Changed, Error> {
        if !Vault::is_note(path) {
            return Err(Error::Refused {
                what: format!("moving {path} to the trash"),
                reason: "it is no note".to_owned(),
                hint: "Remove it in its folder".to_owned(),
            });
        }
        let lock = self.vault.lock()?;
        let place = self.move_to_trash(&lock, path, at)?;
        drop(lock);
        self.announce(path)?;
        let undo = Some(self.undo.push(Step::Trashed { place }));
        let path = path.clone();
        Ok(Changed { path, id: None, entry: None, at, undo, possible_duplicates: Vec::new(), many: None })
    }

    /// Moves a file to the trash and keeps what it held as a version; answers what it is asked for by there.
    pub(super) fn move_to_trash(&self, lock: &VaultLock<'_>, path: &VaultPath, at: Moment) -> Result<String, Error> {
        let read = if Vault::is_note(path) { self.vault.read(path, None).ok() } else { None };
        let folder = self.local.trash_folder_for(path, at.unix_seconds())?;
        let file = self.vault.trash(lock, path, &folder)?;
        if let Some(FileRead { bytes, hash, .. }) = read {
            self.keep_saved(path, None, None, bytes, hash, By::Trashed);
        }
        let trash = self.local.trash()?;
        let below = file.strip_prefix(&trash).ok().and_then(|below| below.to_str()).unwrap_or_default();
        Ok(below.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// Brings something back to where it was, under a free name when that is taken.
    pub(super) fn restore_trashed(&self, place: &str, at: Moment) -> Result<Changed, Error> {
        let missing = || Error::NotFound { what: "removed file", text: place.to_owned() };
        let (was_at, mut content): (VaultPath, Box<dyn Read>) = match gone_number(place) {
            Some(number) => {
                let (version, bytes) = self.keeper.ask(|history| history.version(number))?.ok_or_else(missing)?;
                (version.path, Box::new(std::io::Cursor::new(bytes)))
            }
            None => {
                let place = place_of(place)?;
                let trashed = self.local.trashed()?.into_iter().find(|one| one.place == place).ok_or_else(missing)?;
                let file = Vault::open_outside(&trashed.file)?;
                (trashed.path, Box::new(file))
            }
        };
        let staged = self.vault.stage(&was_at, &mut content)?;
        drop(content);
        let hash = staged.hash();
        let path = self.place_free(&was_at, staged)?;
        if gone_number(place).is_none() {
            self.local.delete_trashed(&place_of(place)?)?;
        }
        if Vault::is_note(&path) {
            self.announce(&path)?;
            self.keeper.hand().look(vec![path.clone()]);
        }
        let undo = Some(self.undo.push(Step::Created { path: path.clone(), hash }));
        Ok(Changed { path, id: None, entry: None, at, undo, possible_duplicates: Vec::new(), many: None })
    }

    /// Gives the copy its old name, or that name with a number.
    fn place_free(&self, was_at: &VaultPath, staged: Staged) -> Result<VaultPath, Error> {
        let lock = self.vault.lock()?;
        let numbered = (2..SAME_NAMES).map(|number| format::numbered_name(was_at.file_name(), number));
        let names = std::iter::once(was_at.file_name().to_owned()).chain(numbered);
        let paths = names.filter_map(|name| {
            VaultPath::new(was_at.parent().map_or(name.clone(), |parent| format!("{parent}/{name}"))).ok()
        });
        for path in paths {
            if matches!(self.vault.read(&path, Some(0)), Err(VaultError::NotFound { .. })) {
                self.vault.place(&lock, &path, staged)?;
                return Ok(path);
            }
        }
        Err(VaultError::Exists { path: was_at.clone() }.into())
    }

    /// Notes that another program removed: not those that are somewhere else now, by their id or their text.
    fn gone(&self) -> Result<Vec<(Version, i64)>, Error> {
        let mut gone = self.keeper.ask(History::gone)?;
        gone.retain(|(version, _)| version.by != By::Trashed);
        if gone.is_empty() {
            return Ok(gone);
        }
        let store = self.store()?;
        let texts: HashSet<[u8; 32]> = store.catalog.stamps().flatten().map(|row| row.hash).collect();
        let snapshot = store.catalog.read()?;
        let mut found = Vec::new();
        for (version, at_s) in gone {
            let is_renamed =
                version.id.as_ref().map_or(Ok(false), |id| snapshot.by_id(id).map(|paths| !paths.is_empty()))?;
            if !is_renamed && !texts.contains(&version.hash) && snapshot.note(&version.path)?.is_none() {
                found.push((version, at_s));
            }
        }
        Ok(found)
    }

    fn trash_item(&self, trashed: Trashed) -> TrashItem {
        let title = Vault::is_note(&trashed.path).then(|| {
            let mut beginning = Vec::new();
            Vault::open_outside(&trashed.file).ok()?.take(TITLE_BYTES).read_to_end(&mut beginning).ok()?;
            let said = self.said();
            let headings = &said.settings.headings;
            let path = &trashed.path;
            let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
            Some(format::parse(crate::reconcile::cut_to_text(&beginning), &context).note.title)
        });
        TrashItem {
            title: title.flatten().unwrap_or_else(|| trashed.path.file_name().to_owned()),
            place: trashed.place.as_str().to_owned(),
            at: self.moment(trashed.at_s),
            bytes: u32::try_from(trashed.size).unwrap_or(u32::MAX),
            path: trashed.path,
            outside: false,
        }
    }

    /// A second as a moment here and now.
    fn moment(&self, second: i64) -> Moment {
        let now = self.now();
        now.plus_seconds(second - now.unix_seconds())
    }
}

fn gone_number(place: &str) -> Option<u32> {
    place.strip_prefix(GONE)?.parse().ok()
}

fn place_of(place: &str) -> Result<VaultPath, Error> {
    VaultPath::new(place).map_err(|error| VaultError::Invalid(error).into())
}
