//! The versions of the notes of one vault: what their files held, packed, each text once. Bounded in time and size; of a
//! note that is still there the last version stays, for it is what an outside change would replace.
//!
//! Used by the facade's keeper, in a thread of its own: nothing waits for it and nothing fails with it. A file that is damaged is put
//! aside and another begun. What is taken out is overwritten with zeros (`secure_delete`).

mod bound;
mod opening;
mod pack;
mod purge;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::LocalError;
use super::vault::moment_at;
use crate::model::{Moment, NoteId, VaultPath};
pub use opening::Mended;
use opening::failed;

/// How long a version is kept, in days.
pub const HISTORY_DAYS: i64 = 30;
/// What the history of one vault takes on disk at most, in bytes; by how much a batch goes beyond is taken away at once.
pub const HISTORY_BYTES: u64 = 200 << 20;
/// Of versions saved by Casebook itself one in so many seconds is kept, and the last.
const APART_S: i64 = 5 * 60;
/// Versions of one note listed at most.
const LISTED: usize = 1_000;

/// How a version came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It was there when Casebook first looked.
    Found,
    /// Saved in the app.
    App,
    /// Saved by the `kb` command.
    Command,
    /// Another program wrote it.
    Outside,
    /// An earlier version, brought back.
    Restored,
    /// It was moved to the trash.
    Trashed,
}

impl By {
    const ALL: [Self; 6] = [Self::Found, Self::App, Self::Command, Self::Outside, Self::Restored, Self::Trashed];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::App => "app",
            Self::Command => "kb",
            Self::Outside => "outside",
            Self::Restored => "restored",
            Self::Trashed => "trashed",
        }
    }

    /// Whether it is one of many that a person saves while writing.
    const fn is_a_save(self) -> bool {
        matches!(self, Self::App | Self::Command)
    }
}

/// A version to keep.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Where the note is.
    pub path: VaultPath,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// What the file held.
    pub bytes: Vec<u8>,
    /// BLAKE3 of it.
    pub hash: [u8; 32],
    /// When.
    pub at: Moment,
    /// How it came to be.
    pub by: By,
    /// Who wrote it, when that is known.
    pub who: Option<String>,
}

/// A version that is kept; its text is read by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub number: u32,
    /// Where the note was.
    pub path: VaultPath,
    /// The id it had.
    pub id: Option<NoteId>,
    /// BLAKE3 of its text.
    pub hash: [u8; 32],
    /// Of its text, in bytes.
    pub size: u32,
    /// When.
    pub at: Moment,
    /// How it came to be.
    pub by: By,
    /// Who wrote it, when that is known.
    pub who: Option<String>,
    /// Whether it is kept beside others of the same minutes.
    pub pinned: bool,
}

/// The open file.
#[derive(Debug)]
pub struct History {
    file: PathBuf,
    connection: Mutex<Connection>,
}

impl History {
    /// Keeps versions, all or none. One whose text is the note's last is not kept twice.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be kept.
    pub fn keep(&self, versions: &[NewVersion]) -> Result<(), LocalError> {
        self.write("keep versions", |connection| versions.iter().try_for_each(|new| keep(connection, new)))
    }

    /// The versions of the note at `path` with this id, the newest first. A note that was renamed is known by its id; a
    /// version without one belongs to whatever is at its path.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn versions(&self, path: &VaultPath, id: Option<&NoteId>) -> Result<Vec<Version>, LocalError> {
        let sql = format!(
            "{COLUMNS} WHERE (path = ?1 AND (id IS NULL OR ?2 IS NULL OR id = ?2)) OR id = ?2
             ORDER BY number DESC LIMIT {LISTED}"
        );
        self.read("list versions", |connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![path.as_str(), id.map(NoteId::as_str)], version)?;
            rows.collect()
        })
    }

    /// One version and its text.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn version(&self, number: u32) -> Result<Option<(Version, Vec<u8>)>, LocalError> {
        let sql = format!("{COLUMNS} WHERE number = ?1");
        self.read("read a version", |connection| {
            let found = connection.query_row(&sql, [number], version).optional()?;
            found.map(|version| Ok((text(connection, &version.hash)?, version))).transpose()
        })
        .map(|found| found.map(|(bytes, version)| (version, bytes)))
    }

    /// The hash of the last version at each path: what need not be kept again.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn lasts(&self) -> Result<HashMap<String, [u8; 32]>, LocalError> {
        self.read("list the last versions", |connection| {
            // SQLite takes the other columns from the row that has the greatest number.
            let mut statement =
                connection.prepare_cached("SELECT path, hash, max(number) FROM versions GROUP BY path")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// Texts kept.
    #[cfg(test)]
    fn texts(&self) -> u32 {
        self.read("count texts", |connection| connection.query_row("SELECT count(*) FROM texts", [], |row| row.get(0)))
            .expect("counted")
    }

    /// Notes that no file has held since a moment, each by its last version, the latest to go first.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn gone(&self) -> Result<Vec<(Version, i64)>, LocalError> {
        let sql = format!(
            "{} FROM versions AS v WHERE gone_s IS NOT NULL
             AND number = (SELECT max(number) FROM versions WHERE path = v.path) ORDER BY gone_s DESC, number DESC LIMIT {LISTED}",
            COLUMNS.replace(" FROM versions", ", gone_s")
        );
        self.read("list notes that are gone", |connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], |row| Ok((version(row)?, row.get(10)?)))?;
            rows.collect()
        })
    }

    /// The paths of notes that were there when last looked.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn paths(&self) -> Result<Vec<VaultPath>, LocalError> {
        self.read("list paths", |connection| {
            let mut statement = connection.prepare_cached("SELECT DISTINCT path FROM versions WHERE gone_s IS NULL")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flat_map(VaultPath::new).collect())
        })
    }

    /// Notes that no note is at these paths any more, or is again (`at` is `None`).
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be noted.
    pub fn mark_gone(&self, paths: &[VaultPath], at: Option<Moment>) -> Result<(), LocalError> {
        self.write("note what is gone", |connection| {
            let mut statement = connection.prepare_cached(
                "UPDATE versions SET gone_s = iif(?2 IS NULL, NULL, coalesce(gone_s, ?2)) WHERE path = ?1",
            )?;
            paths
                .iter()
                .try_for_each(|path| statement.execute(params![path.as_str(), at.map(Moment::unix_seconds)]).map(drop))
        })
    }

    fn write<T>(
        &self,
        doing: &'static str,
        action: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LocalError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let result = connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let value = action(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        result.map_err(|source| failed(&self.file, doing, source))
    }

    fn read<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LocalError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        question(&connection).map_err(|source| failed(&self.file, doing, source))
    }
}

const COLUMNS: &str = "SELECT number, path, id, hash, size, at, by, who, pinned, at_s FROM versions";

fn keep(connection: &Connection, new: &NewVersion) -> rusqlite::Result<()> {
    let path = new.path.as_str();
    let again = "UPDATE versions SET gone_s = NULL WHERE path = ?1 AND gone_s IS NOT NULL";
    connection.prepare_cached(again)?.execute([path])?;
    let last = last_of(connection, new)?;
    if let Some(last) = last.as_ref().filter(|last| last.hash == new.hash) {
        // Whoever wrote it knows better than whoever found it; what is trashed or was brought back stays.
        let takes_over = match new.by {
            By::App | By::Command => matches!(last.by, By::Found | By::Outside),
            By::Trashed => true,
            By::Found | By::Outside | By::Restored => false,
        };
        let (by, who) = if takes_over { (new.by, &new.who) } else { (last.by, &last.who) };
        let pinned = last.pinned || matches!(new.by, By::Trashed | By::Restored);
        // Most of what is looked at is as it was: then nothing is written.
        if (by, pinned, path) == (last.by, last.pinned, last.path.as_str()) {
            return Ok(());
        }
        let sql = "UPDATE versions SET by = ?2, who = ?3, pinned = ?4, path = ?5 WHERE number = ?1";
        return connection.execute(sql, params![last.number, by.as_str(), who, pinned, path]).map(drop);
    }
    // Of a note that is known, what is found is what another program wrote: whoever looks first keeps it.
    let by = if new.by == By::Found && last.is_some() { By::Outside } else { new.by };
    if let Some(last) = last {
        if by.is_a_save() {
            thin(connection, &last)?;
        } else {
            connection.execute("UPDATE versions SET pinned = 1 WHERE number = ?1", [last.number])?;
        }
    }
    let is_known = connection.prepare_cached("SELECT 1 FROM texts WHERE hash = ?1")?.exists([new.hash])?;
    if !is_known {
        let mut insert = connection.prepare_cached("INSERT INTO texts VALUES (?1, ?2)")?;
        insert.execute(params![new.hash, pack::packed(&new.bytes)])?;
    }
    let sql = "INSERT INTO versions (path, id, hash, size, at, at_s, by, who, pinned)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    connection.prepare_cached(sql)?.execute(params![
        path,
        new.id.as_ref().map(NoteId::as_str),
        new.hash,
        u32::try_from(new.bytes.len()).unwrap_or(u32::MAX),
        new.at.to_string(),
        new.at.unix_seconds(),
        by.as_str(),
        new.who,
        !by.is_a_save() && by != By::Found,
    ])?;
    Ok(())
}

/// The version before a new one: of the same path, else of the note that was renamed.
fn last_of(connection: &Connection, new: &NewVersion) -> rusqlite::Result<Option<Version>> {
    let ask = |column: &str, value: &str| {
        let sql = format!("{COLUMNS} WHERE {column} = ?1 ORDER BY number DESC LIMIT 1");
        connection.prepare_cached(&sql)?.query_row([value], version).optional()
    };
    match (ask("path", new.path.as_str())?, &new.id) {
        (None, Some(id)) => ask("id", id.as_str()),
        (found, _) => Ok(found),
    }
}

/// Takes the last version away when it follows the one before it too soon: another is about to take its place.
fn thin(connection: &Connection, last: &Version) -> rusqlite::Result<()> {
    if last.pinned || !last.by.is_a_save() {
        return Ok(());
    }
    let sql = "SELECT at_s FROM versions WHERE path = ?1 AND number < ?2 ORDER BY number DESC LIMIT 1";
    let before: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row(params![last.path.as_str(), last.number], |row| row.get(0))
        .optional()?;
    if before.is_some_and(|before| (0..APART_S).contains(&(last.at.unix_seconds() - before))) {
        forget(connection, last.number, &last.hash)?;
    }
    Ok(())
}

/// Forgets a version, and its text when no other has it.
fn forget(connection: &Connection, number: u32, hash: &[u8; 32]) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM versions WHERE number = ?1")?.execute([number])?;
    let sql = "DELETE FROM texts WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE hash = ?1)";
    connection.prepare_cached(sql)?.execute([hash]).map(drop)
}

fn text(connection: &Connection, hash: &[u8; 32]) -> rusqlite::Result<Vec<u8>> {
    let mut statement = connection.prepare_cached("SELECT packed FROM texts WHERE hash = ?1")?;
    statement.query_row([hash], |row| pack::unpacked(row.get_ref(0)?.as_blob()?, hash))
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    let (path, id, by): (String, Option<String>, String) = (row.get(1)?, row.get(2)?, row.get(6)?);
    let odd = |column| rusqlite::Error::InvalidColumnType(column, String::new(), rusqlite::types::Type::Text);
    Ok(Version {
        number: row.get(0)?,
        path: VaultPath::new(path).map_err(|_| odd(1))?,
        id: id.map(|id| NoteId::new(id).map_err(|_| odd(2))).transpose()?,
        hash: row.get(3)?,
        size: row.get(4)?,
        at: moment_at(row, 5)?,
        by: By::ALL.into_iter().find(|known| known.as_str() == by).ok_or_else(|| odd(6))?,
        who: row.get(7)?,
        pinned: row.get(8)?,
    })
}
