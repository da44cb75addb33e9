//! Which local state belongs to which vault: bound to the vault's id and to its place, under a random key.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Local, LocalError, VaultState};
use crate::model::Moment;

/// A vault as it was found on opening.
#[derive(Debug, Clone, Copy)]
pub struct VaultPlace<'a> {
    /// Its folder, canonical.
    pub root: &'a Path,
    /// The id in its `casebook.toml`, when it has one.
    pub id: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
}

impl Local {
    /// The state of the vault at a place. A vault that was moved (its id is known, its old place is gone or taken by
    /// another vault) gets its state back; a copy of a vault that still lies at its old place gets its own. `new_key`
    /// is used for a vault not seen before: random, letters and digits, unlike any earlier one.
    ///
    /// # Errors
    /// [`LocalError`] when the state cannot be read or kept.
    pub fn vault(&self, place: VaultPlace<'_>, now: Moment, new_key: &str) -> Result<VaultState, LocalError> {
        let root = root_text(place.root);
        let key = self.write("find the vault's state", |connection| {
            let key = match at_root(connection, &root, place.id)? {
                Some(key) => key,
                None => match moved_here(connection, place.id)? {
                    Some(key) => key,
                    None => {
                        let sql = "INSERT INTO vaults (key, name, seen) VALUES (?1, '', 0)";
                        connection.execute(sql, [new_key])?;
                        new_key.to_owned()
                    }
                },
            };
            let sql = "UPDATE vaults SET root = ?2, id = coalesce(?3, id), name = ?4, seen = ?5 WHERE key = ?1";
            connection.execute(sql, params![key, root, place.id, place.name, now.unix_seconds()])?;
            Ok(key)
        })?;
        Ok(VaultState::new(self.clone(), key))
    }
}

impl Local {
    /// The state of the vault last seen at a place; `None` when none was.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn known_at(&self, root: &Path) -> Result<Option<VaultState>, LocalError> {
        let key: Option<String> = self.read("find the vault's state", |connection| {
            connection
                .query_row("SELECT key FROM vaults WHERE root = ?1", [root_text(root)], |row| row.get(0))
                .optional()
        })?;
        Ok(key.map(|key| VaultState::new(self.clone(), key)))
    }
}

/// The vault last seen at this place, if it can be this one. One with another id has left: it loses the place.
fn at_root(connection: &Connection, root: &str, id: Option<&str>) -> rusqlite::Result<Option<String>> {
    let known: Option<(String, Option<String>)> = connection
        .query_row("SELECT key, id FROM vaults WHERE root = ?1", [root], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((key, known)) = known else { return Ok(None) };
    match (known.as_deref(), id) {
        (Some(known), Some(id)) if known != id => {
            connection.execute("UPDATE vaults SET root = NULL WHERE key = ?1", [key])?;
            Ok(None)
        }
        _ => Ok(Some(key)),
    }
}

/// The vault with this id that is no longer where it was; of several the one seen last.
fn moved_here(connection: &Connection, id: Option<&str>) -> rusqlite::Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let mut statement = connection.prepare("SELECT key, root FROM vaults WHERE id = ?1 ORDER BY seen DESC, key")?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let root: Option<String> = row.get(1)?;
        // A place that cannot be looked at is taken to be there still. So is one kept in its escaped form.
        let gone = root
            .is_none_or(|root| Path::new(&root).is_absolute() && matches!(Path::new(&root).try_exists(), Ok(false)));
        if gone {
            return row.get(0).map(Some);
        }
    }
    Ok(None)
}

/// The path as text; one that is not Unicode in a quoted, escaped form, which no absolute path looks like.
pub(super) fn root_text(root: &Path) -> String {
    root.to_str().map_or_else(|| format!("{root:?}"), str::to_owned)
}
