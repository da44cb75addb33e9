//! The queue.

use super::lookup::all;
use super::rows::{NoteRow, columns};
use super::{CatalogError, Snapshot, codec};
use crate::model::VaultPath;

/// Which cases are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work<'a> {
    /// One owner's cases that need work. Owners compare exactly.
    Of(&'a str),
    /// Everyone's cases that need work.
    Team,
    /// Solved and closed cases.
    Done,
}

const OPEN: &str = "SELECT count(*) FROM notes WHERE kind = 1 AND status < 4";

impl Snapshot<'_> {
    /// Cases in the order to work on them: the soonest promise first (none last), then the higher priority, then the
    /// longer open. Solved and closed ones: the latest first.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn queue(&self, work: Work<'_>, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let team = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = 1 AND n.status < 4
             ORDER BY n.promised IS NULL, n.promised, n.priority DESC, n.opened IS NULL, n.opened, n.path LIMIT ?1"
        );
        let own = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = 1 AND n.status < 4 AND n.owner = ?2
             ORDER BY n.promised IS NULL, n.promised, n.priority DESC, n.opened IS NULL, n.opened, n.path LIMIT ?1"
        );
        let done = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = 1 AND n.status >= 4
             ORDER BY coalesce(n.solved, n.last_entry, n.opened, 0) DESC, n.path LIMIT ?1"
        );
        let limit = codec::stored(limit);
        self.ask("list cases", |connection| match work {
            Work::Of(owner) => all(connection, own, &[&limit, &owner]),
            Work::Team => all(connection, team, &[&limit]),
            Work::Done => all(connection, done, &[&limit]),
        })
    }

    /// The other cases of the customer of the case at `path`, named exactly alike: open ones first, then the latest.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn cases_of(&self, customer: &str, path: &VaultPath, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = 1 AND n.customer = ?1 AND n.path <> ?2
             ORDER BY n.status >= 4, coalesce(n.solved, n.last_entry, n.opened, 0) DESC, n.path LIMIT ?3"
        );
        let limit = codec::stored(limit);
        self.ask("list a customer's cases", |connection| all(connection, sql, &[&customer, &path.as_str(), &limit]))
    }

    /// How many other cases the customer of the case at `path` has.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn count_cases_of(&self, customer: &str, path: &VaultPath) -> Result<u32, CatalogError> {
        let sql = "SELECT count(*) FROM notes WHERE kind = 1 AND customer = ?1 AND path <> ?2";
        self.ask("count a customer's cases", |connection| {
            connection.prepare_cached(sql)?.query_row([customer, path.as_str()], |row| row.get(0))
        })
    }

    /// How many cases there are in all.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn queue_size(&self, work: Work<'_>) -> Result<u32, CatalogError> {
        let own = "SELECT count(*) FROM notes WHERE kind = 1 AND status < 4 AND owner = ?1";
        let done = "SELECT count(*) FROM notes WHERE kind = 1 AND status >= 4";
        self.ask("count cases", |connection| match work {
            Work::Of(owner) => connection.prepare_cached(own)?.query_row([owner], |row| row.get(0)),
            Work::Team => connection.prepare_cached(OPEN)?.query_row([], |row| row.get(0)),
            Work::Done => connection.prepare_cached(done)?.query_row([], |row| row.get(0)),
        })
    }
}
