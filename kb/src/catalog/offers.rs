//! What the vault offers somebody who writes: names to link to, words in use, notes of a kind.

use rusqlite::Connection;

use super::codec::stored;
use super::names::key;
use super::rows::{NoteRow, columns};
use super::{CatalogError, Snapshot, lookup};
use crate::model::NoteKind;

/// A word and how many notes carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCount {
    /// The word as written.
    pub word: String,
    /// How many notes carry it.
    pub count: u32,
}

impl Snapshot<'_> {
    /// Notes with a file name, title or alias that starts with `text` (case and Unicode composition aside), articles
    /// first, then by title; each once, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn named_like(&self, text: &str, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.row IN (SELECT row FROM names WHERE name >= ?1 AND name < ?2 LIMIT 2000)
             ORDER BY n.kind, n.title COLLATE NOCASE, n.path LIMIT ?3"
        );
        let start = key(text);
        // No name holds a character after U+10FFFF, so this is the end of the prefix's range.
        let end = format!("{start}\u{10FFFF}");
        self.ask("look names up", |connection| lookup::all(connection, sql, &[&start, &end, &stored(limit)]))
    }

    /// Notes of a kind by title, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn of_kind(&self, kind: NoteKind, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = ?1 ORDER BY n.title COLLATE NOCASE, n.path LIMIT ?2"
        );
        let number = kind as i64;
        self.ask("list notes of a kind", |connection| lookup::all(connection, sql, &[&number, &stored(limit)]))
    }

    /// The tags in use, the most used first, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn tags(&self, limit: usize) -> Result<Vec<WordCount>, CatalogError> {
        let sql = "SELECT j.value, count(*) AS uses FROM notes n, json_each(n.tags) j WHERE n.tags IS NOT NULL
                   GROUP BY j.value ORDER BY uses DESC, j.value LIMIT ?1";
        self.ask("list tags", |connection| counted(connection, sql, limit))
    }

    /// The products in use, the most used first, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn products(&self, limit: usize) -> Result<Vec<WordCount>, CatalogError> {
        let sql = "SELECT j.value, count(*) AS uses FROM notes n, json_each(n.products) j WHERE n.products IS NOT NULL
                   GROUP BY j.value ORDER BY uses DESC, j.value LIMIT ?1";
        self.ask("list products", |connection| counted(connection, sql, limit))
    }

    /// The owners of notes, the busiest first, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn owners(&self, limit: usize) -> Result<Vec<WordCount>, CatalogError> {
        let sql = "SELECT owner, count(*) AS uses FROM notes WHERE owner IS NOT NULL
                   GROUP BY owner ORDER BY uses DESC, owner LIMIT ?1";
        self.ask("list owners", |connection| counted(connection, sql, limit))
    }

    /// The customers of cases, the one with most cases first, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn customers(&self, limit: usize) -> Result<Vec<WordCount>, CatalogError> {
        let sql = "SELECT customer, count(*) AS uses FROM notes WHERE customer IS NOT NULL
                   GROUP BY customer ORDER BY uses DESC, customer LIMIT ?1";
        self.ask("list customers", |connection| counted(connection, sql, limit))
    }
}

fn counted(connection: &Connection, sql: &str, limit: usize) -> rusqlite::Result<Vec<WordCount>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([stored(limit)], |row| Ok(WordCount { word: row.get(0)?, count: row.get(1)? }))?;
    rows.collect()
}
