//! The local state of one vault.

use std::path::PathBuf;

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};

use super::store::make_folder;
use super::{Local, LocalError};
use crate::model::{Moment, VaultPath};

/// What one person keeps about one vault. Cheap to clone.
#[derive(Debug, Clone)]
pub struct VaultState {
    pub(super) local: Local,
    pub(super) key: String,
}

/// Text that was typed and has not reached a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is a draft of, as the asker names it.
    pub key: String,
    /// The text.
    pub text: String,
    /// When it was kept.
    pub saved_at: Moment,
}

/// The setting that holds the active case.
const ACTIVE_CASE: &str = "active-case";
/// The setting that holds the open cases.
const OPEN_CASES: &str = "open-cases";
/// Cases with a number of their own: one for each digit but 0.
const OPEN_CASES_KEPT: usize = 9;

impl VaultState {
    pub(super) fn new(local: Local, key: String) -> Self {
        Self { local, key }
    }

    /// The random key this state is kept under.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What belongs to no one vault.
    #[must_use]
    pub fn app(&self) -> &Local {
        &self.local
    }

    /// Records that a person opened the vault: it comes first among the recent ones.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn mark_opened(&self, now: Moment) -> Result<(), LocalError> {
        let sql = "UPDATE vaults SET opened = ?2, opened_s = ?3 WHERE key = ?1";
        self.local.write("keep the recent vaults", |connection| {
            connection.execute(sql, params![self.key, now.to_string(), now.unix_seconds()]).map(drop)
        })
    }

    /// The folder of the files kept about the vault; it may not be there.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.local.folder().join("vaults").join(&self.key)
    }

    /// The folder for what is too large or too much for the file of local state, made when it is missing.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be made.
    pub fn folder(&self) -> Result<PathBuf, LocalError> {
        let path = self.files();
        make_folder(&path)?;
        Ok(path)
    }

    /// The folder for what is removed from the vault, made when it is missing.
    ///
    /// # Errors
    /// [`LocalError::Folder`] when it cannot be made.
    pub fn trash(&self) -> Result<PathBuf, LocalError> {
        let path = self.folder()?.join("trash");
        make_folder(&path)?;
        Ok(path)
    }

    /// Keeps a draft, replacing the one with the same key; blank text forgets it. It survives a crash from here on.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept; the earlier one is then still there.
    pub fn save_draft(&self, key: &str, text: &str, now: Moment) -> Result<(), LocalError> {
        if text.trim().is_empty() {
            return self.discard_draft(key);
        }
        let sql = "INSERT OR REPLACE INTO drafts (vault, key, text, saved, saved_s) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.local.write("keep a draft", |connection| {
            connection.execute(sql, params![self.key, key, text, now.to_string(), now.unix_seconds()]).map(drop)
        })
    }

    /// The draft with this key.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>, LocalError> {
        let sql = "SELECT key, text, saved FROM drafts WHERE vault = ?1 AND key = ?2";
        self.local.read("read a draft", |connection| {
            connection.query_row(sql, [self.key.as_str(), key], draft_row).optional()
        })
    }

    /// All drafts, the latest first; the text of one of more than `longest` characters is left out.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be read.
    pub fn drafts(&self, longest: u32) -> Result<Vec<Draft>, LocalError> {
        let sql = "SELECT key, CASE WHEN length(text) <= ?2 THEN text ELSE '' END, saved FROM drafts
                   WHERE vault = ?1 ORDER BY saved_s DESC, key";
        self.local.read("read the drafts", |connection| {
            connection.prepare(sql)?.query_map(params![self.key, longest], draft_row)?.collect()
        })
    }

    /// Forgets a draft whose text has reached its file or is not wanted. None with this key is no error.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be forgotten.
    pub fn discard_draft(&self, key: &str) -> Result<(), LocalError> {
        self.local.write("discard a draft", |connection| {
            let sql = "DELETE FROM drafts WHERE vault = ?1 AND key = ?2";
            connection.execute(sql, [self.key.as_str(), key]).map(drop)
        })
    }

    /// The case the app is on, which the command line calls `@`.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn active_case(&self) -> Result<Option<VaultPath>, LocalError> {
        let path = self.setting(ACTIVE_CASE)?;
        Ok(path.and_then(|path| VaultPath::new(path).ok()))
    }

    /// Sets or clears the active case.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn set_active_case(&self, case: Option<&VaultPath>) -> Result<(), LocalError> {
        self.set_setting(ACTIVE_CASE, case.map(VaultPath::as_str))
    }

    /// The cases that were open, by the number of their key; a state that cannot be read is none.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn open_cases(&self) -> Result<Vec<Option<VaultPath>>, LocalError> {
        let json = self.setting(OPEN_CASES)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Keeps which cases are open, by the number of their key; at most nine.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn set_open_cases(&self, slots: &[Option<VaultPath>]) -> Result<(), LocalError> {
        let kept = &slots[..slots.len().min(OPEN_CASES_KEPT)];
        let json = serde_json::to_string(kept).expect("paths are text");
        self.set_setting(OPEN_CASES, Some(&json))
    }

    /// A small setting of this vault.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, LocalError> {
        let sql = "SELECT value FROM settings WHERE vault = ?1 AND key = ?2";
        self.local.read("read a setting", |connection| {
            connection.query_row(sql, [self.key.as_str(), key], |row| row.get(0)).optional()
        })
    }

    /// Sets a small setting of this vault, or removes it.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<(), LocalError> {
        self.local.write("keep a setting", |connection| {
            let changed = match value {
                Some(value) => connection.execute(
                    "INSERT OR REPLACE INTO settings (vault, key, value) VALUES (?1, ?2, ?3)",
                    [self.key.as_str(), key, value],
                ),
                None => {
                    connection.execute("DELETE FROM settings WHERE vault = ?1 AND key = ?2", [self.key.as_str(), key])
                }
            };
            changed.map(drop)
        })
    }
}

fn draft_row(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft { key: row.get(0)?, text: row.get(1)?, saved_at: moment_at(row, 2)? })
}

pub(super) fn moment_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Moment> {
    let text: String = row.get(column)?;
    Moment::parse(&text)
        .map_err(|source| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(source)))
}
