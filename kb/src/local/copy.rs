//! The state of one vault as a file of its own, and back: what backups keep.
//!
//! A copy is made by SQLite from one moment, while others write. It holds this vault's rows and the preferences; what is
//! kept about other vaults is taken out of it, free pages included. Taken in again, it goes under a key of its own through
//! SQL, row by row: no file is put in another's place, so that a journal left beside the old one can never be applied to it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, params};

use super::store::{BUSY, from_sqlite, prepare_file};
use super::{Local, LocalError, VaultPlace, VaultState};
use crate::model::Moment;

/// How every SQLite file begins.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

impl VaultState {
    /// Writes what is kept about this vault into the new file `to`.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read or written, or the copy is not sound.
    pub fn copy_into(&self, to: &Path) -> Result<(), LocalError> {
        let place = to.to_string_lossy().into_owned();
        self.local.with("copy it", |connection| connection.execute("VACUUM INTO ?1", [&place]).map(drop))?;
        let failed = |source| from_sqlite(to, "keep one vault's state", source);
        let copy = Connection::open(to).map_err(failed)?;
        let prune = || -> rusqlite::Result<String> {
            copy.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON;")?;
            for table in tables_of_vaults(&copy, "main")? {
                copy.execute(&format!("DELETE FROM {table} WHERE vault IS NOT ?1"), [&self.key])?;
            }
            copy.execute("DELETE FROM vaults WHERE key IS NOT ?1", [&self.key])?;
            copy.execute_batch("VACUUM")?;
            copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))
        };
        if prune().map_err(failed)? == "ok" {
            Ok(())
        } else {
            Err(LocalError::Damaged { file: to.to_path_buf(), source: None })
        }
    }
}

impl VaultState {
    /// Copies a database that is kept about the vault, such as its history, into the new file `to` as of one moment; says
    /// false, and copies nothing, when `from` is no database that can be read.
    ///
    /// # Errors
    /// [`LocalError`] when it is locked for too long, or `to` cannot be written.
    pub fn copy_database(&self, from: &Path, to: &Path) -> Result<bool, LocalError> {
        let mut start = [0; HEADER.len()];
        let is_one = File::open(from).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == *HEADER);
        if !is_one {
            return Ok(false);
        }
        let copied = Connection::open(from).and_then(|connection| {
            connection.busy_timeout(BUSY)?;
            connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])
        });
        match copied.map_err(|source| from_sqlite(from, "copy it", source)) {
            Ok(_) => Ok(true),
            Err(LocalError::Damaged { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Local {
    /// Takes in the copy in the file `from` as the state of a vault that was put back at `place`, under `new_key`.
    /// Preferences that are set here already stay.
    ///
    /// # Errors
    /// [`LocalError`] when the copy is none, or cannot be kept; then nothing of it is.
    pub fn take_in(
        &self,
        from: &Path,
        place: VaultPlace<'_>,
        now: Moment,
        new_key: &str,
    ) -> Result<VaultState, LocalError> {
        // Brings a copy of an earlier version to the tables of this one.
        let copy = prepare_file(from)?;
        let old: String = copy
            .query_row("SELECT key FROM vaults", [], |row| row.get(0))
            .map_err(|source| from_sqlite(from, "find the vault in it", source))?;
        drop(copy);
        let path = from.to_string_lossy().into_owned();
        let root = super::registry::root_text(place.root);
        self.with("take a backup in", |connection| {
            connection.execute("ATTACH ?1 AS kept", [&path])?;
            let copied = take_rows(connection, &old, new_key, &root, place, now);
            connection.execute_batch("DETACH kept")?;
            copied
        })?;
        Ok(VaultState::new(self.clone(), new_key.to_owned()))
    }
}

fn take_rows(
    connection: &mut Connection,
    old: &str,
    new_key: &str,
    root: &str,
    place: VaultPlace<'_>,
    now: Moment,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute("UPDATE vaults SET root = NULL WHERE root = ?1", [root])?;
    transaction.execute(
        "INSERT INTO vaults (key, id, root, name, seen) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![new_key, place.id, root, place.name, now.unix_seconds()],
    )?;
    for table in tables_of_vaults(&transaction, "kept")? {
        let columns = columns_to_copy(&transaction, &table)?;
        let names = columns.join(", ");
        let values: Vec<&str> = columns.iter().map(|name| if name == "vault" { "?1" } else { name.as_str() }).collect();
        let sql = format!(
            "INSERT INTO main.{table} ({names}) SELECT {} FROM kept.{table} WHERE vault = ?2",
            values.join(", ")
        );
        transaction.execute(&sql, [new_key, old])?;
    }
    transaction.execute("INSERT OR IGNORE INTO main.preferences SELECT * FROM kept.preferences", [])?;
    transaction.commit()
}

/// The tables with a column that says whose a row is.
fn tables_of_vaults(connection: &Connection, schema: &str) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "SELECT m.name FROM {schema}.sqlite_schema m
         WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name, '{schema}') WHERE name = 'vault')
         ORDER BY m.name"
    );
    connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
}

/// All columns but the row's own number, which another row may have here.
fn columns_to_copy(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_info(?1, 'kept') WHERE NOT (pk = 1 AND type = 'INTEGER')";
    connection.prepare(sql)?.query_map([table], |row| row.get(0))?.collect()
}
