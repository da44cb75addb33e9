//! The vectors of a vault, kept: one SQLite file beside the vault's stores. A vector is kept by the hash of its text, so
//! that a rebuilt store, a renamed file or an edit of another section costs no second run of the model.
//!
//! It is a cache. A file that is damaged, of another format or of another model is made anew, and so nothing here has to be
//! migrated. One process writes, the vault's leader; others read.
#![expect(clippy::disallowed_methods, reason = "a file of the cache folder; no vault file is touched here")]

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, Transaction, params};

use super::MeaningError;
use super::matrix::MatrixRow;
use super::vector::{DIMENSIONS, Packed, TextKey};
use crate::model::NoteKind;

/// Says that the file is one of ours: "KBmv".
const APPLICATION_ID: i64 = 0x4B42_6D76;
/// Grows when the tables change; an older file is made anew.
const FORMAT: i64 = 1;
/// How long one process waits for another's write.
const BUSY: Duration = Duration::from_secs(10);

/// `notes` says which vectors a row of the catalog has, as of which contents of its file; rows belong to the store named in
/// `meta`. `vectors` outlives them.
const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE vectors (id INTEGER PRIMARY KEY, text BLOB NOT NULL UNIQUE, scale REAL NOT NULL, numbers BLOB NOT NULL);
CREATE TABLE notes (
    row     INTEGER PRIMARY KEY,
    kind    INTEGER NOT NULL,
    content BLOB NOT NULL,
    title   INTEGER NOT NULL,
    whole   INTEGER NOT NULL
)";

/// A note's vectors as they are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptNote {
    /// The note and its vectors.
    pub note: MatrixRow,
    /// The hash of its file when they were made.
    pub content: [u8; 32],
    /// Its title's key.
    pub title_key: TextKey,
    /// The key of its whole text.
    pub whole_key: TextKey,
}

/// The open file.
#[derive(Debug)]
pub struct Vectors {
    file: PathBuf,
    connection: Connection,
}

impl Vectors {
    /// Opens the file to write, or makes it: for vectors of the model `model` and rows of the store `store`. What belongs to
    /// another model is thrown away; of another store, only which rows had what. Answers with what it holds.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file can be neither used nor made anew.
    pub fn open(file: &Path, model: &str, store: &str) -> Result<(Self, Vec<MatrixRow>), MeaningError> {
        match prepare(file, model, store) {
            Err(error) if is_damage(&error) => {
                tracing::warn!(file = %file.display(), %error, "the kept vectors cannot be read and are made anew");
                throw_away(file).map_err(MeaningError::kept(file, "put a new file in its place"))?;
                let (connection, rows) = prepare(file, model, store).map_err(MeaningError::kept(file, "make it"))?;
                Ok((Self { file: file.to_owned(), connection }, rows))
            }
            opened => {
                let (connection, rows) = opened.map_err(MeaningError::kept(file, "open it"))?;
                Ok((Self { file: file.to_owned(), connection }, rows))
            }
        }
    }

    /// Forgets every vector, for good: each was made of a text. Where there is no file there is nothing to forget.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be written.
    pub fn forget_all(file: &Path) -> Result<(), MeaningError> {
        if !file.exists() {
            return Ok(());
        }
        let forget = || {
            let connection = Connection::open(file)?;
            connection.busy_timeout(BUSY)?;
            connection.execute_batch(
                "PRAGMA secure_delete = ON; DELETE FROM notes; DELETE FROM vectors; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);",
            )
        };
        forget().map_err(MeaningError::kept(file, "forget what it holds"))
    }

    /// Opens the file to read what the leader keeps there; `None` when there is nothing of this model and this store that can
    /// be read.
    #[must_use]
    pub fn follow(file: &Path, model: &str, store: &str) -> Option<Self> {
        // Without the right to write, SQLite could not share the file with a process that writes it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).ok()?;
        connection.busy_timeout(BUSY).ok()?;
        let says = |key, wanted| value(&connection, key).is_ok_and(|found| found.as_deref() == Some(wanted));
        let is_ours = is_ours(&connection).unwrap_or(false) && says("model", model) && says("store", store);
        is_ours.then(|| Self { file: file.to_owned(), connection })
    }

    /// A number that changes when another process has written.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be read.
    pub fn version(&self) -> Result<i64, MeaningError> {
        pragma(&self.connection, "data_version").map_err(self.failed("look for changes"))
    }

    /// Every note's vectors.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be read.
    pub fn rows(&self) -> Result<Vec<MatrixRow>, MeaningError> {
        rows(&self.connection).map_err(self.failed("read them"))
    }

    /// The rows that have vectors, each with the hash its file had.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be read.
    pub fn known(&self) -> Result<HashMap<i64, [u8; 32]>, MeaningError> {
        let read = || -> rusqlite::Result<HashMap<i64, [u8; 32]>> {
            let mut statement = self.connection.prepare_cached("SELECT row, content FROM notes")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(self.failed("list the notes that have vectors"))
    }

    /// The vector of a text that was met before.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be read.
    pub fn vector(&self, text: &TextKey) -> Result<Option<Packed>, MeaningError> {
        let read = || {
            self.connection
                .prepare_cached("SELECT scale, numbers FROM vectors WHERE text = ?1")?
                .query_row([text], |row| packed_at(row, 0))
                .optional()
        };
        read().map_err(self.failed("look a text up"))
    }

    /// Keeps the vectors of notes, all or none.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be written.
    pub fn keep(&mut self, notes: &[KeptNote]) -> Result<(), MeaningError> {
        self.write("keep vectors", |transaction| {
            let mut put = transaction.prepare_cached("INSERT OR REPLACE INTO notes VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for kept in notes {
                let title = vector_id(transaction, &kept.title_key, &kept.note.title)?;
                let whole = vector_id(transaction, &kept.whole_key, &kept.note.whole)?;
                put.execute(params![kept.note.row, kept.note.kind as i64, kept.content, title, whole])?;
            }
            Ok(())
        })
    }

    /// Forgets which vectors these notes had.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be written.
    pub fn forget(&mut self, rows: &[i64]) -> Result<(), MeaningError> {
        self.write("forget notes", |transaction| {
            let mut forget = transaction.prepare_cached("DELETE FROM notes WHERE row = ?1")?;
            rows.iter().try_for_each(|row| forget.execute([row]).map(drop))
        })
    }

    /// Removes the vectors no note uses any more; says how many.
    ///
    /// # Errors
    /// [`MeaningError::Kept`] when the file cannot be written.
    pub fn sweep(&mut self) -> Result<usize, MeaningError> {
        self.write("remove what no note uses", |transaction| {
            let sql = "DELETE FROM vectors WHERE id NOT IN (SELECT title FROM notes UNION SELECT whole FROM notes)";
            transaction.execute(sql, [])
        })
    }

    /// The file's size in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        fs::metadata(&self.file).map_or(0, |meta| meta.len())
    }

    fn write<T>(
        &mut self,
        doing: &'static str,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, MeaningError> {
        let file = self.file.clone();
        let run = || {
            let transaction = self.connection.transaction()?;
            let changed = change(&transaction)?;
            transaction.commit()?;
            Ok(changed)
        };
        run().map_err(MeaningError::kept(&file, doing))
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(rusqlite::Error) -> MeaningError {
        MeaningError::kept(&self.file, doing)
    }
}

/// Opens or makes the file and reads all of it: what is damaged shows here.
fn prepare(file: &Path, model: &str, store: &str) -> rusqlite::Result<(Connection, Vec<MatrixRow>)> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    let is_new = pragma(&connection, "schema_version")? == 0;
    if !is_new && !is_ours(&connection)? {
        return Err(odd(0, Type::Integer, "not a file of this version of Casebook"));
    }
    // What a power cut takes of it is made again.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192")?;
    let transaction = connection.transaction()?;
    if is_new {
        transaction.execute_batch(TABLES)?;
        transaction
            .execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}"))?;
    }
    if value(&transaction, "model")?.as_deref() != Some(model) {
        transaction.execute_batch("DELETE FROM notes; DELETE FROM vectors")?;
    }
    if value(&transaction, "store")?.as_deref() != Some(store) {
        transaction.execute("DELETE FROM notes", [])?;
    }
    for (key, value) in [("model", model), ("store", store)] {
        transaction.execute("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [key, value])?;
    }
    transaction.commit()?;
    let rows = rows(&connection)?;
    Ok((connection, rows))
}

fn rows(connection: &Connection) -> rusqlite::Result<Vec<MatrixRow>> {
    let sql = "SELECT n.row, n.kind, t.scale, t.numbers, w.scale, w.numbers
               FROM notes n JOIN vectors t ON t.id = n.title JOIN vectors w ON w.id = n.whole ORDER BY n.row";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        let kind: i64 = row.get(1)?;
        let kind = NoteKind::ALL.iter().copied().find(|known| *known as i64 == kind);
        let kind = kind.ok_or_else(|| odd(1, Type::Integer, "not a kind of note"))?;
        Ok(MatrixRow { row: row.get(0)?, kind, title: packed_at(row, 2)?, whole: packed_at(row, 4)? })
    })?;
    found.collect()
}

/// The number of a text's vector, which is kept if it is not yet.
fn vector_id(transaction: &Transaction<'_>, text: &TextKey, vector: &Packed) -> rusqlite::Result<i64> {
    let numbers: Vec<u8> = vector.values.iter().map(|number| number.cast_unsigned()).collect();
    transaction
        .prepare_cached("INSERT INTO vectors (text, scale, numbers) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![text, f64::from(vector.scale), numbers])?;
    transaction.prepare_cached("SELECT id FROM vectors WHERE text = ?1")?.query_row([text], |row| row.get(0))
}

fn packed_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Packed> {
    let scale: f64 = row.get(column)?;
    let numbers: [u8; DIMENSIONS] = row.get(column + 1)?;
    #[expect(clippy::cast_possible_truncation, reason = "it was a 32-bit number when it was kept")]
    let scale = scale as f32;
    if !scale.is_finite() {
        return Err(odd(column, Type::Real, "not a factor"));
    }
    Ok(Packed { scale, values: Box::new(numbers.map(u8::cast_signed)) })
}

fn is_ours(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(pragma(connection, "application_id")? == APPLICATION_ID && pragma(connection, "user_version")? == FORMAT)
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}

fn value(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()
}

fn odd(column: usize, kind: Type, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.into())
}

/// Whether the error says that the contents are wrong, rather than that the file cannot be used just now.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(failure, _) => matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase),
        E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::InvalidColumnType(..) => true,
        _ => false,
    }
}

/// Removes the file and the two SQLite keeps beside it.
fn throw_away(file: &Path) -> rusqlite::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error)));
            }
            _ => {}
        }
    }
    Ok(())
}
