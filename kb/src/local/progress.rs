//! How far a person is on the onboarding paths of one vault: which steps are ticked, and where they last were. What a path
//! or a step is called, and what tells one state of a text from another, the asker decides.

use rusqlite::params;

use super::vault::moment_at;
use super::{LocalError, VaultState};
use crate::model::Moment;

/// A step that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The step.
    pub step: String,
    /// The state it was read in.
    pub seen: String,
    /// When it was ticked.
    pub at: Moment,
}

/// Where a person last was on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path.
    pub path: String,
    /// The step.
    pub step: String,
    /// When.
    pub at: Moment,
}

impl VaultState {
    /// The steps of a path that are ticked.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn ticks(&self, path: &str) -> Result<Vec<Tick>, LocalError> {
        let sql = "SELECT step, seen, at FROM ticks WHERE vault = ?1 AND path = ?2 ORDER BY step";
        self.local.read("read progress", |connection| {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([self.key.as_str(), path], |row| {
                Ok(Tick { step: row.get(0)?, seen: row.get(1)?, at: moment_at(row, 2)? })
            })?;
            rows.collect()
        })
    }

    /// Ticks a step, read in the state `seen`. A second tick replaces the first.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn tick(&self, path: &str, step: &str, seen: &str, now: Moment) -> Result<(), LocalError> {
        let sql = "INSERT OR REPLACE INTO ticks (vault, path, step, seen, at) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.local.write("keep progress", |connection| {
            connection.execute(sql, params![self.key, path, step, seen, now.to_string()]).map(drop)
        })
    }

    /// Takes a tick back. One that is not there is no error.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn untick(&self, path: &str, step: &str) -> Result<(), LocalError> {
        let sql = "DELETE FROM ticks WHERE vault = ?1 AND path = ?2 AND step = ?3";
        self.local
            .write("keep progress", |connection| connection.execute(sql, [self.key.as_str(), path, step]).map(drop))
    }

    /// Remembers which step of a path was read last.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn keep_place(&self, path: &str, step: &str, now: Moment) -> Result<(), LocalError> {
        let sql = "INSERT OR REPLACE INTO places (vault, path, step, at) VALUES (?1, ?2, ?3, ?4)";
        self.local.write("keep the place on a path", |connection| {
            connection.execute(sql, params![self.key, path, step, now.to_string()]).map(drop)
        })
    }

    /// Where the person last was, one place for each path.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn places(&self) -> Result<Vec<Place>, LocalError> {
        let sql = "SELECT path, step, at FROM places WHERE vault = ?1 ORDER BY path";
        self.local.read("read the places on paths", |connection| {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([self.key.as_str()], |row| {
                Ok(Place { path: row.get(0)?, step: row.get(1)?, at: moment_at(row, 2)? })
            })?;
            rows.collect()
        })
    }
}
