//! State that belongs to no one vault: recent vaults and preferences.

use std::path::PathBuf;

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::registry::root_text;
use super::vault::moment_at;
use super::{Local, LocalError};
use crate::model::Moment;

/// A vault a person opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentVault {
    /// Its folder. It may be gone.
    pub root: PathBuf,
    /// The name it had.
    pub name: String,
    /// When it was last opened.
    pub opened_at: Moment,
}

impl Local {
    /// Vaults a person opened, the latest first.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn recent_vaults(&self, limit: usize) -> Result<Vec<RecentVault>, LocalError> {
        let sql = "SELECT root, name, opened FROM vaults WHERE opened IS NOT NULL AND root IS NOT NULL
                   ORDER BY opened_s DESC, root";
        self.read("list recent vaults", |connection| {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let root = PathBuf::from(row.get::<_, String>(0)?);
                Ok(RecentVault { root, name: row.get(1)?, opened_at: moment_at(row, 2)? })
            })?;
            // A place that is not Unicode is kept escaped and cannot be opened from a list.
            rows.filter(|row| row.as_ref().map_or(true, |recent| recent.root.is_absolute())).take(limit).collect()
        })
    }

    /// Takes a vault off the recent ones. Its drafts stay.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn forget_recent(&self, root: &std::path::Path) -> Result<(), LocalError> {
        self.write("forget a recent vault", |connection| {
            let sql = "UPDATE vaults SET opened = NULL, opened_s = NULL WHERE root = ?1";
            connection.execute(sql, [root_text(root)]).map(drop)
        })
    }

    /// A preference.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn preference(&self, key: &str) -> Result<Option<Value>, LocalError> {
        self.read("read a preference", |connection| {
            let sql = "SELECT value FROM preferences WHERE key = ?1";
            connection.query_row(sql, [key], |row| value_at(row, 0)).optional()
        })
    }

    /// A preference that is a text; any other value counts as none.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn text_preference(&self, key: &str) -> Result<Option<String>, LocalError> {
        Ok(self.preference(key)?.and_then(|value| value.as_str().map(str::to_owned)))
    }

    /// Sets a preference, or removes it.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn set_preference(&self, key: &str, value: Option<&Value>) -> Result<(), LocalError> {
        self.write("keep a preference", |connection| {
            let changed = match value {
                Some(value) => {
                    let sql = "INSERT OR REPLACE INTO preferences (key, value) VALUES (?1, ?2)";
                    connection.execute(sql, params![key, value.to_string()])
                }
                None => connection.execute("DELETE FROM preferences WHERE key = ?1", [key]),
            };
            changed.map(drop)
        })
    }
}

fn value_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    serde_json::from_str(row.get_ref(column)?.as_str()?)
        .map_err(|source| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(source)))
}
