//! Where the caches of a vault lie, and which of them count. A *store* is one catalog and the index that goes with it, in
//! a folder named by its id; the file `current` names the store in use, so that a rebuild can grow beside it and be
//! swapped in.
#![expect(clippy::disallowed_methods, reason = "the cache folder's own files; no vault file is touched here")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing::warn;

use super::brake::Missing;
use super::error::{ReconcileError, cache};
use crate::catalog::{Catalog, CatalogError};
use crate::format::HeadingWords;
use crate::search::{self, IndexReader, SearchError, SearchIndex};

/// The cache folder of one vault.
#[derive(Debug, Clone)]
pub struct Caches {
    home: PathBuf,
}

/// One catalog and the index that goes with it.
pub struct Store {
    /// Names the store; the index carries it in every commit.
    pub id: String,
    /// Answers from SQLite.
    pub catalog: Catalog,
    /// Answers from tantivy, as of its last reload.
    pub index: IndexReader,
    /// Where the leader takes its writer from.
    pub(super) writable: SearchIndex,
}

/// A store opened for writing.
pub(super) struct Opened {
    pub(super) store: Store,
    /// Whether the system was started anew since it was last written.
    pub(super) after_restart: bool,
}

/// The catalog's note that a follower asked for a rebuild. It names a store, and so ends with that store.
const REBUILD_KEY: &str = "rebuild_requested";
/// The catalog's note of what the brake holds back, for followers.
const MISSING_KEY: &str = "missing";
/// The catalog's note that a follower accepts what is held back.
const ACCEPT_KEY: &str = "accept_missing";
/// The catalog's note by which headings its texts were told apart.
const HEADINGS_KEY: &str = "headings";

impl Store {
    /// Asks whoever leads to build a new store.
    ///
    /// # Errors
    /// The catalog cannot be written.
    pub fn request_rebuild(&self) -> Result<(), ReconcileError> {
        self.note(REBUILD_KEY, &self.id)
    }

    /// What the brake holds back, as whoever leads noted it.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn missing(&self) -> Result<Option<Missing>, ReconcileError> {
        Ok(self.catalog.read()?.value(MISSING_KEY)?.as_deref().and_then(Missing::from_text))
    }

    /// Asks whoever leads to take over that notes are missing.
    ///
    /// # Errors
    /// The catalog cannot be written.
    pub fn request_acceptance(&self) -> Result<(), ReconcileError> {
        self.note(ACCEPT_KEY, "yes")
    }

    /// Notes what the brake holds back, or that it holds nothing. An acceptance that was asked for is used up by it.
    pub(super) fn note_missing(&self, missing: Option<Missing>) -> Result<(), ReconcileError> {
        if self.missing()? != missing {
            self.note(MISSING_KEY, &missing.map(Missing::to_text).unwrap_or_default())?;
        }
        if self.acceptance_requested()? { self.note(ACCEPT_KEY, "") } else { Ok(()) }
    }

    pub(super) fn acceptance_requested(&self) -> Result<bool, ReconcileError> {
        Ok(self.catalog.read()?.value(ACCEPT_KEY)?.as_deref() == Some("yes"))
    }

    /// Whether its texts were told apart by these headings.
    pub(super) fn has_headings(&self, headings: &HeadingWords) -> Result<bool, ReconcileError> {
        Ok(self.catalog.read()?.value(HEADINGS_KEY)? == Some(fingerprint(headings)))
    }

    fn note(&self, key: &str, value: &str) -> Result<(), ReconcileError> {
        let mut batch = self.catalog.begin()?;
        batch.set_value(key, value)?;
        Ok(batch.commit()?)
    }

    pub(super) fn forget_rebuild(&self) -> Result<(), ReconcileError> {
        self.note(REBUILD_KEY, "")
    }

    pub(super) fn rebuild_requested(&self) -> Result<bool, ReconcileError> {
        Ok(self.catalog.read()?.value(REBUILD_KEY)?.as_deref() == Some(self.id.as_str()))
    }
}

impl Caches {
    /// The caches of the vault at `vault_root` (canonical) below `cache_root`; makes the folder.
    ///
    /// # Errors
    /// [`ReconcileError::Cache`] when the folder cannot be made.
    pub fn of(cache_root: &Path, vault_root: &Path) -> Result<Self, ReconcileError> {
        let key = blake3::hash(vault_root.as_os_str().as_encoded_bytes()).to_hex();
        let home = cache_root.join(&key[..16]);
        fs::create_dir_all(home.join("stores")).map_err(cache("create", &home))?;
        Ok(Self { home })
    }

    /// The folder itself, where the leader's lock lies.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Where the vectors of the vault's notes are kept: beside the stores, so that they outlive a rebuild.
    #[must_use]
    pub fn vectors(&self) -> PathBuf {
        self.home.join("vectors.db")
    }

    /// The id of the store in use.
    #[must_use]
    pub fn current(&self) -> Option<String> {
        let id = fs::read_to_string(self.home.join("current")).ok()?;
        let id = id.trim();
        (!id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| id.to_owned())
    }

    /// Opens the store in use for reading: what a follower does.
    ///
    /// # Errors
    /// [`ReconcileError::NoStore`] when no leader has made one yet; else what its parts say.
    pub fn open(&self) -> Result<Store, ReconcileError> {
        let id = self.current().ok_or_else(|| ReconcileError::NoStore { path: self.home.clone() })?;
        let catalog = Catalog::open(&self.dir(&id).join("catalog.db"), &id)?;
        let index = search::open(&self.dir(&id).join("index"))?;
        Ok(Store { index: index.reader()?, writable: index, catalog, id })
    }

    /// Opens the store in use for writing, or returns why it has to be built anew. What a rebuild cannot mend (a lock, a
    /// permission, a full disk) is an error, never a reason to build.
    ///
    /// A store that was made with other headings than the team's holds other sections of the same files; that is for
    /// whoever writes it to see to, once it is clear that the files are there.
    pub(super) fn open_to_write(&self) -> Result<Result<Opened, String>, ReconcileError> {
        let Some(id) = self.current() else { return Ok(Err("there is none yet".to_owned())) };
        if !self.dir(&id).is_dir() {
            return Ok(Err(format!("store {id} is missing")));
        }
        let catalog = match Catalog::open(&self.dir(&id).join("catalog.db"), &id) {
            Ok(catalog) => catalog,
            Err(error @ (CatalogError::Damaged { .. } | CatalogError::Newer { .. })) => {
                return Ok(Err(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let after_restart = !is_of_this_boot(&self.dir(&id));
        let opened = search::open(&self.dir(&id).join("index")).and_then(|index| {
            if after_restart {
                index.verify()?;
            }
            Ok((index.payload()?, index.reader()?, index))
        });
        let (payload, reader, index) = match opened {
            Ok(parts) => parts,
            Err(error @ (SearchError::Damaged { .. } | SearchError::Outdated { .. } | SearchError::Missing { .. })) => {
                return Ok(Err(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        // The index may be one commit ahead: a crash before the catalog heard of it. Its rows are still dirty then.
        let generation = catalog.meta()?.generation;
        match payload {
            Some(ref payload)
                if payload.store_id == id && (generation..=generation + 1).contains(&payload.generation) => {}
            None if generation == 0 => {}
            found => return Ok(Err(format!("catalog is at {id}/{generation}, the index at {found:?}"))),
        }
        note_boot(&self.dir(&id))?;
        Ok(Ok(Opened { store: Store { id, catalog, index: reader, writable: index }, after_restart }))
    }

    /// Whether this system says when it was started anew; where it does not, every opening counts as the first since.
    pub(super) fn know_starts() -> bool {
        this_boot().is_some()
    }

    /// Makes an empty store named `id` beside the one in use.
    pub(super) fn create(&self, id: &str, headings: &HeadingWords) -> Result<Store, ReconcileError> {
        let dir = self.dir(id);
        let index_dir = dir.join("index");
        fs::create_dir_all(&index_dir).map_err(cache("create", &index_dir))?;
        let catalog = Catalog::open(&dir.join("catalog.db"), id)?;
        let mut batch = catalog.begin()?;
        batch.set_value(HEADINGS_KEY, &fingerprint(headings))?;
        batch.commit()?;
        let index = search::create(&index_dir)?;
        note_boot(&dir)?;
        Ok(Store { id: id.to_owned(), catalog, index: index.reader()?, writable: index })
    }

    /// Makes `store` the one in use; the one before it is set aside, and what was set aside earlier removed.
    pub(super) fn make_current(&self, store: &Arc<Store>) -> Result<(), ReconcileError> {
        let file = self.home.join("current");
        let draft = self.home.join("current.new");
        fs::write(&draft, &store.id).map_err(cache("write", &draft))?;
        fs::rename(&draft, &file).map_err(cache("replace", &file))?;
        self.tidy(&store.id);
        Ok(())
    }

    /// Removes every store but `keep` and the newest of the others, which stays for a look at what went wrong.
    fn tidy(&self, keep: &str) {
        let Ok(entries) = fs::read_dir(self.home.join("stores")) else { return };
        let mut others: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| !path.ends_with(keep)).collect();
        others.sort_by_key(|path| fs::metadata(path).and_then(|meta| meta.modified()).ok());
        others.pop();
        for old in others {
            if let Err(error) = fs::remove_dir_all(&old) {
                warn!(path = %old.display(), %error, "an old store could not be removed");
            }
        }
    }

    /// Removes every store but the one in use, for good; other processes that still read one keep what they have open.
    ///
    /// # Errors
    /// [`ReconcileError::Cache`] when one cannot be removed.
    pub fn forget_others(&self) -> Result<(), ReconcileError> {
        let Some(current) = self.current() else { return Ok(()) };
        let stores = self.home.join("stores");
        for entry in fs::read_dir(&stores).map_err(cache("list", &stores))?.flatten() {
            let path = entry.path();
            if !path.ends_with(&current) {
                fs::remove_dir_all(&path).map_err(cache("remove", &path))?;
            }
        }
        Ok(())
    }

    fn dir(&self, id: &str) -> PathBuf {
        self.home.join("stores").join(id)
    }
}

/// The same for the same headings.
fn fingerprint(headings: &HeadingWords) -> String {
    blake3::hash(format!("{headings:?}").as_bytes()).to_hex().to_string()
}

/// Names the run of the operating system; `None` where it does not say.
fn this_boot() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

/// Whether the store was last written under the system that still runs: then what was written is there, on disk or not.
fn is_of_this_boot(dir: &Path) -> bool {
    this_boot().is_some_and(|boot| fs::read_to_string(dir.join("boot")).is_ok_and(|noted| noted == boot))
}

/// Notes under which run of the system the store is written.
fn note_boot(dir: &Path) -> Result<(), ReconcileError> {
    let file = dir.join("boot");
    fs::write(&file, this_boot().unwrap_or_default()).map_err(cache("write", &file))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store with one index file whose middle byte is another than was written.
    fn broken_store() -> (tempfile::TempDir, Caches) {
        let folder = tempfile::tempdir().expect("a folder");
        let caches = Caches::of(folder.path(), Path::new("/vault")).expect("made");
        let store = Arc::new(caches.create("S1", &HeadingWords::default()).expect("made"));
        caches.make_current(&store).expect("named");
        let mut writer = store.writable.writer(search::Load::Live).expect("a writer");
        writer.add(1, search::IndexDoc::new(crate::model::NoteKind::Article, "Rekey").entry()).expect("added");
        writer.commit(&search::Payload { store_id: "S1".to_owned(), generation: 0 }).expect("committed");
        let files = fs::read_dir(caches.dir("S1").join("index")).expect("listed").flatten();
        let terms = files.map(|file| file.path()).find(|path| path.extension().is_some_and(|kind| kind == "idx"));
        let terms = terms.expect("postings");
        let mut bytes = fs::read(&terms).expect("read");
        let middle = bytes.len() / 3;
        bytes[middle] ^= 1;
        fs::write(&terms, bytes).expect("written");
        (folder, caches)
    }

    #[test]
    fn after_the_system_ran_anew_an_index_that_is_not_what_was_written_is_built_anew() {
        let (_folder, caches) = broken_store();
        fs::write(caches.dir("S1").join("boot"), "another run").expect("written");
        let reason = caches.open_to_write().expect("no trouble with the machine").err().expect("a reason to build");
        assert!(reason.contains("damaged"), "{reason}");
        fs::remove_file(caches.dir("S1").join("boot")).expect("removed");
        assert!(caches.open_to_write().expect("no trouble with the machine").is_err());
    }

    #[test]
    fn a_sound_store_is_trusted_after_a_new_run_and_noted() {
        let folder = tempfile::tempdir().expect("a folder");
        let caches = Caches::of(folder.path(), Path::new("/vault")).expect("made");
        caches.make_current(&Arc::new(caches.create("S1", &HeadingWords::default()).expect("made"))).expect("named");
        fs::write(caches.dir("S1").join("boot"), "another run").expect("written");
        assert!(caches.open_to_write().expect("opens").is_ok());
        assert_eq!(is_of_this_boot(&caches.dir("S1")), this_boot().is_some());
    }
}
