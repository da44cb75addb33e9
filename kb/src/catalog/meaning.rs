//! The notes whose meaning is worth knowing: articles, and the cases that an article solved.

use super::record::ContentHash;
use super::{CatalogError, Snapshot};
use crate::model::NoteKind;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meant {
    /// Its row.
    pub row: i64,
    /// Article or case.
    pub kind: NoteKind,
    /// The hash of its bytes.
    pub hash: ContentHash,
}

impl Snapshot<'_> {
    /// Every article, the last changed first, then every case with a link that says what solved it, the last solved first.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn meant(&self) -> Result<Vec<Meant>, CatalogError> {
        let articles = "SELECT row, hash FROM notes WHERE kind = 0 ORDER BY coalesce(updated, 0) DESC, path";
        let cases = "SELECT row, hash FROM notes WHERE row IN (SELECT row FROM links WHERE how IN (0, 3)) AND kind = 1
                     ORDER BY coalesce(solved, last_entry, opened, 0) DESC, path";
        self.ask("list articles and solved cases", |connection| {
            let mut meant = Vec::new();
            for (kind, sql) in [(NoteKind::Article, articles), (NoteKind::Case, cases)] {
                let mut statement = connection.prepare_cached(sql)?;
                let rows = statement.query_map([], |row| Ok(Meant { row: row.get(0)?, kind, hash: row.get(1)? }))?;
                for row in rows {
                    meant.push(row?);
                }
            }
            Ok(meant)
        })
    }

    /// Each solved case with each article that resolved it or came from it, by their rows, in order.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn solutions(&self) -> Result<Vec<(i64, i64)>, CatalogError> {
        let sql = "SELECT DISTINCT c.row, a.row FROM links l
                   JOIN notes c ON c.row = l.row AND c.kind = 1
                   JOIN notes a ON a.id = l.article AND a.kind = 0
                   WHERE l.how IN (0, 3) ORDER BY c.row, a.row";
        self.ask("list which articles solved which cases", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }
}
