//! Opening the history, and mending it once it has shown damage: what can be told from the damage stays, and a file that cannot be
//! trusted is put aside, never deleted.
#![expect(clippy::disallowed_methods, reason = "the history's own files; no vault file is touched here")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::{M, Migrations};

use super::{History, forget, text};
use crate::local::LocalError;
use crate::local::store::from_sqlite;
use crate::sqlite::Marks;

const STEPS: &[M<'static>] = &[M::up(include_str!("1.sql"))];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);
/// `PRAGMA application_id`: "CSBH".
const APPLICATION_ID: i64 = 0x4353_4248;
/// How long one process waits for another's write.
const BUSY: Duration = Duration::from_secs(5);

/// What became of a history that was damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mended {
    /// It was sound after all: somebody else had mended it, or it lies elsewhere now.
    Sound,
    /// So many versions could not be read any more and are gone; the others stay.
    Lost(usize),
    /// The whole file could not be trusted. It has this name now, and another was begun.
    Begun(PathBuf),
}

impl History {
    /// Opens the history in `folder`, making it when it is missing. One that shows damage at once is put aside.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be opened, or was made by a newer Casebook.
    pub fn open(folder: &Path) -> Result<(Self, Mended), LocalError> {
        match prepare(&file_in(folder)) {
            Err(LocalError::Damaged { .. }) => Self::mend(folder),
            opened => Ok((Self::over(folder, opened?), Mended::Sound)),
        }
    }

    /// Opens the history in `folder` after it has shown damage. Every page and every text is looked at: texts that are not what
    /// they were are taken out with their versions; when it is more than that, the file is put aside and another begun.
    /// Processes that do this at once do it one after the other.
    ///
    /// # Errors
    /// As [`History::open`]; or it cannot be put aside.
    pub fn mend(folder: &Path) -> Result<(Self, Mended), LocalError> {
        // On a system that cannot lock a folder two could put the file aside at once: one version of it more would lie there.
        let _one_at_a_time = File::open(folder).and_then(|folder| folder.lock().map(|()| folder)).ok();
        let file = file_in(folder);
        let sound = prepare(&file).and_then(|connection| {
            let history = Self::over(folder, connection);
            let lost = history.take_out_unreadable()?;
            Ok((history, if lost == 0 { Mended::Sound } else { Mended::Lost(lost) }))
        });
        if !matches!(sound, Err(LocalError::Damaged { .. })) {
            return sound;
        }
        let aside = (1..).map(|n| folder.join(format!("history-damaged-{n}.db"))).find(|place| !place.exists());
        let aside = aside.expect("numbers do not end");
        fs::rename(&file, &aside).map_err(|source| LocalError::Folder { path: aside.clone(), source })?;
        // The journal of the damaged file would be played back into the new one.
        let _ = fs::remove_file(folder.join("history.db-journal"));
        Ok((Self::over(folder, prepare(&file)?), Mended::Begun(aside)))
    }

    fn over(folder: &Path, connection: Connection) -> Self {
        Self { file: file_in(folder), connection: Mutex::new(connection) }
    }

    /// Takes out every version whose text is not what it was; says how many.
    fn take_out_unreadable(&self) -> Result<usize, LocalError> {
        let sound: String = self.read("look through it", |connection| {
            connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        })?;
        if sound != "ok" {
            return Err(LocalError::Damaged { file: self.file.clone(), source: None });
        }
        self.write("take out what cannot be read", |connection| {
            let mut statement = connection.prepare("SELECT number, hash FROM versions")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let all: Vec<(u32, [u8; 32])> = rows.collect::<rusqlite::Result<_>>()?;
            let unreadable: Vec<_> = all.iter().filter(|(_, hash)| text(connection, hash).is_err()).collect();
            unreadable.iter().try_for_each(|(number, hash)| forget(connection, *number, hash))?;
            Ok(unreadable.len())
        })
    }
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("history.db")
}

/// An error of SQLite's about the history. A file without its tables is damaged as well (somebody emptied it), and so is one that
/// lacks the text of a version.
pub(super) fn failed(file: &Path, doing: &'static str, source: rusqlite::Error) -> LocalError {
    let is_emptied = || source.to_string().contains("no such table");
    if matches!(source, rusqlite::Error::QueryReturnedNoRows)
        || (source.sqlite_error_code() == Some(ErrorCode::Unknown) && is_emptied())
    {
        return LocalError::Damaged { file: file.to_path_buf(), source: Some(source) };
    }
    from_sqlite(file, doing, source)
}

fn prepare(file: &Path) -> Result<Connection, LocalError> {
    let refuse = |source| failed(file, "open it", source);
    let damaged = || LocalError::Damaged { file: file.to_path_buf(), source: None };
    let open = || {
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch("PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;")?;
        Ok(connection)
    };
    let mut connection = open().map_err(refuse)?;
    let Marks { version: found, owner, has_tables } = Marks::of(&mut connection).map_err(refuse)?;
    if has_tables && owner != APPLICATION_ID {
        return Err(damaged());
    }
    let newest = i64::try_from(STEPS.len()).expect("a few steps");
    if found > newest {
        return Err(LocalError::Newer { file: file.to_path_buf(), found, known: newest });
    }
    if !has_tables {
        // Only now: of a file with tables it changes nothing, and yet is written, which takes room there may not be.
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL").map_err(refuse)?;
    }
    if found < newest {
        connection.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}")).map_err(refuse)?;
        MIGRATIONS.to_latest(&mut connection).map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => refuse(err),
            _ => damaged(),
        })?;
    }
    Ok(connection)
}
