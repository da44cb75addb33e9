//! The file of local state and how it is opened.

use std::fs::DirBuilder;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use super::LocalError;
use crate::sqlite::{Marks, is_race};

/// Every format there has been, oldest first. A released one is never edited.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);
const STEPS: &[M<'static>] =
    &[M::up(include_str!("schema/1.sql")), M::up(include_str!("schema/2.sql")), M::up(include_str!("schema/3.sql"))];
const NEWEST: i64 = STEPS.len() as i64;
/// `PRAGMA application_id`: "CSBL".
const APPLICATION_ID: i64 = 0x4353_424c;
/// How long one process waits for another's write.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// The user's data directory. Cheap to clone; shared by every thread; several processes may have it open.
#[derive(Debug, Clone)]
pub struct Local {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    file: PathBuf,
    connection: Mutex<Connection>,
}

impl Local {
    /// Opens the state in `folder`, making both when they are missing. On Unix a new folder is its owner's alone.
    ///
    /// # Errors
    /// [`LocalError`]; the file is never replaced: it is the only copy of what the user wrote.
    pub fn open(folder: &Path) -> Result<Self, LocalError> {
        make_folder(folder)?;
        let file = Self::file_in(folder);
        let mut tries = 0;
        let connection = loop {
            match prepare_file(&file) {
                // Another process made the file at the same moment: look again.
                Err(LocalError::Refused { source, .. }) if tries < 20 && is_race(&source) => tries += 1,
                other => break other?,
            }
            std::thread::sleep(Duration::from_millis(25));
        };
        let inner = Inner { folder: folder.to_path_buf(), file, connection: Mutex::new(connection) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The file of local state in `folder`: what to put aside when it is damaged.
    #[must_use]
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join("local.db")
    }

    pub(super) fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Runs `action` in one write transaction; nothing is kept when it fails.
    pub(super) fn write<T>(
        &self,
        doing: &'static str,
        action: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LocalError> {
        let mut connection = self.inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let result = connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let value = action(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        result.map_err(|source| from_sqlite(&self.inner.file, doing, source))
    }

    /// Runs `action` outside of any transaction.
    pub(super) fn with<T>(
        &self,
        doing: &'static str,
        action: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LocalError> {
        let mut connection = self.inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
        action(&mut connection).map_err(|source| from_sqlite(&self.inner.file, doing, source))
    }

    pub(super) fn read<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LocalError> {
        let connection = self.inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
        question(&connection).map_err(|source| from_sqlite(&self.inner.file, doing, source))
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), LocalError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| LocalError::Folder { path: path.to_path_buf(), source })
}

pub(super) fn from_sqlite(file: &Path, doing: &'static str, source: rusqlite::Error) -> LocalError {
    use rusqlite::Error as E;
    let file = file.to_path_buf();
    let damage = match &source {
        E::SqliteFailure(failure, _) => {
            matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        }
        E::FromSqlConversionFailure(..) | E::InvalidColumnType(..) | E::Utf8Error(..) => true,
        _ => false,
    };
    if damage {
        LocalError::Damaged { file, source: Some(source) }
    } else {
        LocalError::Refused { file, doing, source }
    }
}

pub(super) fn prepare_file(file: &Path) -> Result<Connection, LocalError> {
    let refuse = |source| from_sqlite(file, "open it", source);
    let damaged = || LocalError::Damaged { file: file.to_path_buf(), source: None };
    let open = || {
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;")?;
        Ok(connection)
    };
    let mut connection = open().map_err(refuse)?;
    let Marks { version: found, owner, has_tables } = Marks::of(&mut connection).map_err(refuse)?;
    if has_tables && owner != APPLICATION_ID {
        return Err(damaged());
    }
    if found > NEWEST {
        return Err(LocalError::Newer { file: file.to_path_buf(), found, known: NEWEST });
    }
    if found < NEWEST {
        connection.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}")).map_err(refuse)?;
        MIGRATIONS.to_latest(&mut connection).map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => refuse(err),
            _ => damaged(),
        })?;
    }
    Ok(connection)
}
