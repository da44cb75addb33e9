//! Which cases tell of the same fault, by the fingerprints of the error reports in them.

use rusqlite::OptionalExtension;

use super::codec::path_at;
use super::{CatalogError, Snapshot, codec};
use crate::model::VaultPath;

impl Snapshot<'_> {
    /// The article that resolved a case: where it is, and its row.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn solver(&self, case: i64) -> Result<Option<(i64, VaultPath, String)>, CatalogError> {
        let sql = "SELECT a.row, a.path, a.title FROM links l JOIN notes a ON a.id = l.article
                   WHERE l.row = ?1 AND l.how IN (0, 3) AND a.kind = 0 ORDER BY l.how, l.ord, a.path LIMIT 1";
        self.ask("see what resolved a case", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_row([case], |row| Ok((row.get(0)?, path_at(row, 1)?, row.get(2)?))).optional()
        })
    }

    /// The cases with this fingerprint: those that an article resolved first, then the newest; at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn with_fault(&self, print: &str, limit: usize) -> Result<Vec<i64>, CatalogError> {
        let sql = "SELECT f.row FROM faults f JOIN notes n ON n.row = f.row WHERE f.print = ?1
                   ORDER BY EXISTS (SELECT 1 FROM links l WHERE l.row = f.row AND l.how IN (0, 3) AND NOT l.dangling) DESC,
                            coalesce(n.solved, n.last_entry, n.opened, 0) DESC, n.path
                   LIMIT ?2";
        self.ask("look for the same fault", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map((print, codec::stored(limit)), |row| row.get(0))?;
            rows.collect()
        })
    }
}
