//! The catalog's file: opening it, the one writer, the pool of readers, and the small tables that belong to no note.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::batch::Batch;
use super::problems::{Counts, count};
use super::record::ContentHash;
use super::schema::{APPLICATION_ID, MIGRATIONS, NEWEST};
use super::snapshot::Snapshot;
use super::stamps::Stamps;
use super::{CatalogError, codec};
use crate::model::VaultPath;
use crate::sqlite::{Marks, is_race};

/// How long one process waits for another's write.
const BUSY: Duration = Duration::from_secs(10);
/// Connections kept for readers; more are opened when needed and closed after use.
const IDLE_READERS: usize = 8;
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 64;

/// An open catalog. Shared by every thread of a process; several processes may have it open.
#[derive(Debug)]
pub struct Catalog {
    file: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    data_version: AtomicI64,
    counted: Mutex<Option<Counted>>,
}

/// What was counted last, and the connection that tells whether it still holds.
#[derive(Debug)]
struct Counted {
    /// Never writes, so its `data_version` moves with every commit of anyone.
    reader: Connection,
    version: i64,
    counts: Counts,
}

/// What the catalog knows about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Random, given when the file was made: an index that names another one belongs to another catalog.
    pub store_id: String,
    /// The generation of the last index commit whose rows were cleared; 0 before the first.
    pub generation: u64,
}

/// A row the index does not hold as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dirty {
    /// The note's row.
    pub row: i64,
    /// Where it is, or was.
    pub path: VaultPath,
    /// The contents to index; `None` when the note is gone and its entry has to go too.
    pub hash: Option<ContentHash>,
}

/// A file another process says it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Grows with every addition.
    pub id: i64,
    /// The file.
    pub path: VaultPath,
}

impl Catalog {
    /// Opens the catalog in `file`, making it when it is missing or empty; its folder must exist. `store_id` is kept
    /// when the file is made and ignored otherwise.
    ///
    /// # Errors
    /// [`CatalogError::Newer`] and [`CatalogError::Damaged`] ask for the file to be put aside and made again;
    /// [`CatalogError::Refused`] is about locks, permissions and the disk.
    pub fn open(file: &Path, store_id: &str) -> Result<Self, CatalogError> {
        let refuse = |source| CatalogError::from_sqlite(file, "open it", source);
        let mut tries = 0;
        let writer = loop {
            match prepare_file(file, store_id) {
                // Another process made the file at the same moment: look again.
                Err(CatalogError::Refused { source, .. }) if tries < 20 && is_race(&source) => tries += 1,
                other => break other?,
            }
            std::thread::sleep(Duration::from_millis(25));
        };
        let data_version = data_version_of(&writer).map_err(refuse)?;
        let catalog = Self {
            file: file.to_path_buf(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            data_version: AtomicI64::new(data_version),
            counted: Mutex::new(None),
        };
        catalog.meta()?;
        Ok(catalog)
    }

    /// The file and the two SQLite keeps beside it, to be put aside together.
    #[must_use]
    pub fn files_of(file: &Path) -> [PathBuf; 3] {
        let beside = |suffix: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        [file.to_path_buf(), beside("-wal"), beside("-shm")]
    }

    /// Where the catalog is.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Starts writing: waits for this process's other batch and, up to ten seconds, for another process's.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn begin(&self) -> Result<Batch<'_>, CatalogError> {
        Batch::begin(self.lock_writer(), &self.file)
    }

    /// A view of the catalog as it is now, unaffected by later writes. Never waits for the writer. Hold it briefly:
    /// the file grows while one is held.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn read(&self) -> Result<Snapshot<'_>, CatalogError> {
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.file).map_err(|source| self.error("read", source))?,
        };
        Snapshot::begin(self, connection).map_err(|source| self.error("read", source))
    }

    /// How many notes and problems there are: counted again only when something was written since. Counting takes a tenth
    /// of a second in a vault of 100,000 notes.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn counts(&self) -> Result<Counts, CatalogError> {
        let failed = |source| self.error("count notes", source);
        let mut counted = lock(&self.counted);
        let (reader, before) = match counted.take() {
            Some(Counted { reader, version, counts }) => (reader, Some((version, counts))),
            None => (connect(&self.file).map_err(failed)?, None),
        };
        // Asked for before counting: what is written meanwhile shows as another version the next time.
        let version = data_version_of(&reader).map_err(failed)?;
        let counts = match before {
            Some((known, counts)) if known == version => counts,
            _ => count(&reader).map_err(failed)?,
        };
        *counted = Some(Counted { reader, version, counts });
        Ok(counts)
    }

    /// Every note's path, stamp and hash, ordered by the bytes of the path, a page at a time: a long walk holds no
    /// snapshot, so what is written behind it is not seen and what is written ahead of it is.
    #[must_use]
    pub fn stamps(&self) -> Stamps<'_> {
        Stamps::new(self)
    }

    /// What the catalog knows about itself.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read or lacks its store id.
    pub fn meta(&self) -> Result<Meta, CatalogError> {
        let snapshot = self.read()?;
        let damaged = || CatalogError::Damaged { file: self.file.clone(), source: None };
        let store_id = snapshot.value("store_id")?.ok_or_else(damaged)?;
        let generation = snapshot.value("generation")?.map_or(Ok(0), |text| text.parse().map_err(|_| damaged()))?;
        Ok(Meta { store_id, generation })
    }

    /// Rows to index or to take out of the index, oldest row first, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn dirty(&self, limit: usize) -> Result<Vec<Dirty>, CatalogError> {
        self.read()?.ask("list what has to be indexed", |connection| {
            let mut statement = connection.prepare_cached("SELECT row, path, hash FROM dirty ORDER BY row LIMIT ?1")?;
            let rows = statement.query_map([codec::stored(limit)], |row| {
                Ok(Dirty { row: row.get(0)?, path: codec::path_at(row, 1)?, hash: row.get(2)? })
            })?;
            rows.collect()
        })
    }

    /// Records, in one transaction, that the index holds `rows` as they are given (and holds no more those without a
    /// hash) and that its last commit is `generation`. A row that changed meanwhile stays dirty.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written; then nothing is cleared.
    pub fn clear_dirty(&self, rows: &[Dirty], generation: u64) -> Result<(), CatalogError> {
        let mut batch = self.begin()?;
        batch.clear_dirty(rows)?;
        batch.set_value("generation", &generation.to_string())?;
        batch.commit()
    }

    /// Tells the leader, whatever process it is, that these files changed. Returns the number of the last addition,
    /// 0 for none.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn add_pending(&self, paths: &[VaultPath]) -> Result<i64, CatalogError> {
        let mut batch = self.begin()?;
        let last = batch.add_pending(paths)?;
        batch.commit()?;
        Ok(last)
    }

    /// Files others say they changed, oldest first.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn pending(&self) -> Result<Vec<Pending>, CatalogError> {
        self.read()?.ask("list pending files", |connection| {
            let mut statement = connection.prepare_cached("SELECT id, path FROM pending ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok(Pending { id: row.get(0)?, path: codec::path_at(row, 1)? }))?;
            rows.collect()
        })
    }

    /// Forgets exactly these additions; the same path added since stays.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn clear_pending(&self, done: &[Pending]) -> Result<(), CatalogError> {
        let ids: HashSet<i64> = done.iter().map(|pending| pending.id).collect();
        let mut batch = self.begin()?;
        batch.clear_pending(ids)?;
        batch.commit()
    }

    /// A number that changes when another process has written. While this process writes it is the last one known.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn data_version(&self) -> Result<i64, CatalogError> {
        let writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(self.data_version.load(Ordering::Relaxed)),
        };
        let version = data_version_of(&writer).map_err(|source| self.error("look for changes", source))?;
        self.data_version.store(version, Ordering::Relaxed);
        Ok(version)
    }

    pub(super) fn error(&self, doing: &'static str, source: rusqlite::Error) -> CatalogError {
        CatalogError::from_sqlite(&self.file, doing, source)
    }

    pub(super) fn give_back(&self, connection: Connection) {
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
    }

    fn lock_writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }
}

/// A connection holds no half-done state: a batch or snapshot that was dropped by a panic has rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn data_version_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384",
    )?;
    Ok(connection)
}

/// Opens the writer's connection, having made or migrated the tables.
fn prepare_file(file: &Path, store_id: &str) -> Result<Connection, CatalogError> {
    let refuse = |source| CatalogError::from_sqlite(file, "open it", source);
    let mut connection = connect(file).map_err(refuse)?;
    let damaged = || CatalogError::Damaged { file: file.to_path_buf(), source: None };

    let Marks { version: found, owner, has_tables } = Marks::of(&mut connection).map_err(refuse)?;
    if has_tables && owner != APPLICATION_ID {
        return Err(damaged());
    }
    if found > NEWEST {
        return Err(CatalogError::Newer { file: file.to_path_buf(), found, known: NEWEST });
    }
    connection
        .execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;
             PRAGMA cache_size = -32768",
        )
        .map_err(refuse)?;
    if found < NEWEST {
        connection.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}")).map_err(refuse)?;
        MIGRATIONS.to_latest(&mut connection).map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => refuse(err),
            _ => damaged(),
        })?;
    }
    let sql = "INSERT INTO meta (key, value) VALUES ('store_id', ?1) ON CONFLICT DO NOTHING";
    let known: Option<String> = connection
        .query_row("SELECT value FROM meta WHERE key = 'store_id'", [], |row| row.get(0))
        .optional()
        .map_err(|source| if is_missing_table(&source) { damaged() } else { refuse(source) })?;
    if known.is_none() {
        connection.execute(sql, params![store_id]).map_err(refuse)?;
    }
    Ok(connection)
}

fn is_missing_table(error: &rusqlite::Error) -> bool {
    error.to_string().contains("no such table")
}
