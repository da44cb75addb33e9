//! The log of searches in one vault: what was asked, how much it found, what was opened and at which place. What a text may
//! say is the asker's to see to; here it is only counted and bounded.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::vault::moment_at;
use super::{LocalError, VaultState};
use crate::model::{Moment, VaultPath};

/// Searches kept of a vault.
pub const SEARCHES_KEPT: usize = 2_000;
/// Within so many seconds a text that goes on is one search with its beginning.
const TYPED_ON: i64 = 120;
/// Within so many seconds the same text is the same search.
const ASKED_AGAIN: i64 = 1_800;

/// One search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// What was asked.
    pub text: String,
    /// The facets that narrowed it, one value by field.
    pub chosen: BTreeMap<String, String>,
    /// Whether the text is only the beginning of what was asked.
    pub pasted: bool,
    /// How many notes it found.
    pub hits: u32,
    /// What was opened, and its place among the hits from 1.
    pub opened: Option<(VaultPath, u32)>,
}

/// A search as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSearch {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// What it was.
    pub search: Searched,
}

impl VaultState {
    /// Keeps a search. The same text again, or one that only goes on from it, is the same search: what is known of it is
    /// renewed. Beyond [`SEARCHES_KEPT`] the oldest go.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be kept.
    pub fn log_search(&self, search: &Searched, now: Moment) -> Result<(), LocalError> {
        self.log_within(SEARCHES_KEPT, search, now)
    }

    pub(super) fn log_within(&self, most: usize, search: &Searched, now: Moment) -> Result<(), LocalError> {
        let chosen = serde_json::to_string(&search.chosen).expect("texts are JSON");
        self.local.write("keep a search", |connection| {
            let same = newest(connection, &self.key)?.filter(|last| is_same(last, search, now));
            let opened = search.opened.as_ref().or(same.as_ref().and_then(|last| last.search.opened.as_ref()));
            let (path, rank) = opened.map_or((None, None), |(path, rank)| (Some(path.as_str()), Some(*rank)));
            let values = params![
                same.as_ref().map(|last| last.number),
                self.key,
                search.text,
                chosen,
                search.pasted,
                now.to_string(),
                now.unix_seconds(),
                search.hits,
                path,
                rank,
            ];
            let sql =
                "INSERT OR REPLACE INTO searches (number, vault, text, chosen, pasted, at, at_s, hits, opened, rank)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            connection.execute(sql, values)?;
            let bound = "DELETE FROM searches WHERE vault = ?1 AND number <= (
                         SELECT number FROM searches WHERE vault = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)";
            connection.execute(bound, params![self.key, i64::try_from(most).unwrap_or(i64::MAX)]).map(drop)
        })
    }

    /// What was searched for, the newest first.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn searches(&self) -> Result<Vec<KeptSearch>, LocalError> {
        let sql = format!("{COLUMNS} WHERE vault = ?1 ORDER BY number DESC");
        self.local.read("read the searches", |connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map([self.key.as_str()], kept)?;
            rows.collect()
        })
    }

    /// Forgets every search with this text, however it is written.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be forgotten.
    pub fn forget_search(&self, text: &str) -> Result<(), LocalError> {
        let wanted = text.to_lowercase();
        let numbers: Vec<i64> = self
            .searches()?
            .into_iter()
            .filter(|kept| kept.search.text.to_lowercase() == wanted)
            .map(|kept| kept.number)
            .collect();
        self.local.write("forget a search", |connection| {
            for number in &numbers {
                connection
                    .execute("DELETE FROM searches WHERE vault = ?1 AND number = ?2", params![self.key, number])?;
            }
            Ok(())
        })
    }

    /// Forgets every search in this vault.
    ///
    /// # Errors
    /// [`LocalError`] when they cannot be forgotten.
    pub fn forget_searches(&self) -> Result<(), LocalError> {
        self.local.write("forget the searches", |connection| {
            connection.execute("DELETE FROM searches WHERE vault = ?1", [self.key.as_str()]).map(drop)
        })
    }
}

const COLUMNS: &str = "SELECT number, text, chosen, pasted, at, hits, opened, rank FROM searches";

fn newest(connection: &Connection, vault: &str) -> rusqlite::Result<Option<KeptSearch>> {
    let sql = format!("{COLUMNS} WHERE vault = ?1 ORDER BY number DESC LIMIT 1");
    connection.query_row(&sql, [vault], kept).optional()
}

fn is_same(last: &KeptSearch, search: &Searched, now: Moment) -> bool {
    let age = now.unix_seconds() - last.at.unix_seconds();
    let (was, is) = (last.search.text.as_str(), search.text.as_str());
    if was == is && last.search.chosen == search.chosen {
        return (0..ASKED_AGAIN).contains(&age);
    }
    let goes_on = !was.is_empty() && !is.is_empty() && (is.starts_with(was) || was.starts_with(is));
    goes_on && last.search.opened.is_none() && (0..TYPED_ON).contains(&age)
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptSearch> {
    let chosen: String = row.get(2)?;
    let path: Option<String> = row.get(6)?;
    let rank: Option<u32> = row.get(7)?;
    Ok(KeptSearch {
        number: row.get(0)?,
        at: moment_at(row, 4)?,
        search: Searched {
            text: row.get(1)?,
            chosen: serde_json::from_str(&chosen).unwrap_or_default(),
            pasted: row.get(3)?,
            hits: row.get(5)?,
            opened: path.and_then(|path| VaultPath::new(path).ok()).zip(rank),
        },
    })
}
