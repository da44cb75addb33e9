//! Finding notes: by path, row, id or what somebody typed; and making rows of hits.

use rusqlite::{Connection, OptionalExtension, ToSql};

use super::record::NoteText;
use super::rows::{HydratedRow, NoteRow, columns, note_row};
use super::{CatalogError, Snapshot, codec, links};
use crate::model::{Moment, NoteId, NoteKind, VaultPath};

/// More notes than this are never offered for one reference.
const MOST_MATCHES: usize = 20;

impl Snapshot<'_> {
    /// The note at `path`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn note(&self, path: &VaultPath) -> Result<Option<NoteRow>, CatalogError> {
        let sql = concat!("SELECT ", columns!(), " FROM notes n WHERE n.path = ?1");
        self.ask("find a note", |connection| one(connection, sql, &path.as_str()))
    }

    /// The note with this row.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn note_by_row(&self, row: i64) -> Result<Option<NoteRow>, CatalogError> {
        self.ask("find a note", |connection| self::row(connection, row))
    }

    /// Rows with what their links add, in the order asked for. Rows that are gone drop out.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn hydrate(&self, rows: &[i64]) -> Result<Vec<HydratedRow>, CatalogError> {
        self.ask("read found notes", |connection| {
            let mut hydrated = Vec::with_capacity(rows.len());
            for row in rows {
                let Some(note) = one(connection, BY_ROW, row)? else { continue };
                let (mut resolved_cases, mut resolved_by) = (None, None);
                match (&note.kind, &note.id) {
                    (NoteKind::Article, Some(id)) => resolved_cases = Some(links::solved_by(connection, id)?),
                    (NoteKind::Case, _) => resolved_by = links::solver_of(connection, *row)?,
                    _ => {}
                }
                hydrated.push(HydratedRow { note, resolved_cases, resolved_by });
            }
            Ok(hydrated)
        })
    }

    /// A note's searchable text.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn text(&self, row: i64) -> Result<Option<NoteText>, CatalogError> {
        let sql = "SELECT issue, environment, cause, resolution, body, journal_internal, journal_customer
                   FROM texts WHERE row = ?1";
        self.ask("read a note's text", |connection| {
            let read = |row: &rusqlite::Row<'_>| {
                Ok(NoteText {
                    issue: row.get(0)?,
                    environment: row.get(1)?,
                    cause: row.get(2)?,
                    resolution: row.get(3)?,
                    body: row.get(4)?,
                    journal_internal: row.get(5)?,
                    journal_customer: row.get(6)?,
                })
            };
            connection.prepare_cached(sql)?.query_row([row], read).optional()
        })
    }

    /// The notes a typed reference may mean: those whose id, ticket number (without regard to case) or path it is;
    /// when there are none, those whose id begins with it. Ordered by path, at most twenty. One means it is clear,
    /// more that it is ambiguous.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn find(&self, reference: &str) -> Result<Vec<NoteRow>, CatalogError> {
        let reference = reference.trim();
        if reference.is_empty() {
            return Ok(Vec::new());
        }
        let exact = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.row IN (
               SELECT row FROM notes WHERE path = ?1
               UNION SELECT row FROM notes WHERE id = ?1
               UNION SELECT row FROM notes WHERE reference = ?1 COLLATE NOCASE)
             ORDER BY n.path LIMIT ?2"
        );
        let prefix = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.id IS NOT NULL AND n.id >= ?1 AND n.id < ?2
             ORDER BY n.path LIMIT ?3"
        );
        let most = codec::stored(MOST_MATCHES);
        self.ask("look a reference up", |connection| {
            let found = all(connection, exact, &[&reference, &most])?;
            if !found.is_empty() {
                return Ok(found);
            }
            // No id holds a character after U+10FFFF, so this is the end of the prefix's range.
            let end = format!("{reference}\u{10FFFF}");
            all(connection, prefix, &[&reference, &end, &most])
        })
    }

    /// Where the files with this id are, by path. More than one makes the id ambiguous.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn by_id(&self, id: &NoteId) -> Result<Vec<VaultPath>, CatalogError> {
        self.ask("look an id up", |connection| {
            let mut statement = connection.prepare_cached("SELECT path FROM notes WHERE id = ?1 ORDER BY path")?;
            let rows = statement.query_map([id.as_str()], |row| codec::path_at(row, 0))?;
            rows.collect()
        })
    }

    /// The paths that begin with `prefix`, in order; at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn paths_beginning_with(&self, prefix: &str, limit: usize) -> Result<Vec<VaultPath>, CatalogError> {
        let sql = "SELECT path FROM notes WHERE path >= ?1 AND path < ?2 ORDER BY path LIMIT ?3";
        let end = format!("{prefix}\u{10FFFF}");
        self.ask("list paths", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map((prefix, end, codec::stored(limit)), |row| codec::path_at(row, 0))?;
            rows.collect()
        })
    }

    /// Onboarding paths, by title; at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn paths(&self, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let sql = concat!("SELECT ", columns!(), " FROM notes n WHERE n.kind = 2 ORDER BY n.title, n.path LIMIT ?1");
        self.ask("list onboarding paths", |connection| all(connection, sql, &[&codec::stored(limit)]))
    }

    /// The articles and cases that changed last, and when: a case's last entry or its opening, an article's `updated`. Where a note names
    /// no such moment its file's time counts, which a copy of the vault loses.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn recent(&self, limit: usize) -> Result<Vec<(HydratedRow, Moment)>, CatalogError> {
        let moments: Vec<(i64, Moment)> = self.ask("list recent notes", |connection| {
            let mut statement = connection.prepare_cached(RECENT)?;
            let given = (codec::stored(limit), codec::OFFSET_BITS, codec::OFFSET_BIAS);
            let rows =
                statement.query_map(given, |row| Ok(codec::moment_at(row, 1)?.map(|moment| (row.get(0), moment))))?;
            rows.filter_map(Result::transpose).map(|row| row.and_then(|(row, at)| Ok((row?, at)))).collect()
        })?;
        let rows: Vec<i64> = moments.iter().map(|(row, _)| *row).collect();
        let hydrated = self.hydrate(&rows)?;
        let at = |found: &HydratedRow| moments.iter().find(|(row, _)| *row == found.note.row).map(|(_, at)| *at);
        Ok(hydrated.into_iter().filter_map(|found| at(&found).map(|at| (found, at))).collect())
    }
}

/// Each part is read off an index; the last two only meet notes without a moment. The file's time becomes a moment in UTC, as
/// `codec::pack` writes it.
const RECENT: &str = "
WITH last (row, at) AS (
    SELECT * FROM (SELECT row, max(last_entry, coalesce(opened, last_entry)) FROM notes
        WHERE kind = 1 AND last_entry IS NOT NULL ORDER BY last_entry DESC, path LIMIT ?1)
    UNION
    SELECT * FROM (SELECT row, max(opened, coalesce(last_entry, opened)) FROM notes
        WHERE kind = 1 AND opened IS NOT NULL ORDER BY opened DESC, path LIMIT ?1)
    UNION
    SELECT * FROM (SELECT row, updated FROM notes
        WHERE kind = 0 AND coalesce(updated, 0) > 0 ORDER BY coalesce(updated, 0) DESC, path LIMIT ?1)
    UNION
    SELECT * FROM (SELECT row, ((mtime_ns / 1000000000) << ?2) + ?3 FROM notes
        WHERE kind = 1 AND last_entry IS NULL AND opened IS NULL ORDER BY mtime_ns DESC, path LIMIT ?1)
    UNION
    SELECT * FROM (SELECT row, ((mtime_ns / 1000000000) << ?2) + ?3 FROM notes
        WHERE kind = 0 AND coalesce(updated, 0) = 0 ORDER BY mtime_ns DESC, path LIMIT ?1)
)
SELECT row, at FROM last ORDER BY at DESC, row LIMIT ?1";

const BY_ROW: &str = concat!("SELECT ", columns!(), " FROM notes n WHERE n.row = ?1");

/// The note with this row.
pub(super) fn row(connection: &Connection, row: i64) -> rusqlite::Result<Option<NoteRow>> {
    one(connection, BY_ROW, &row)
}

fn one(connection: &Connection, sql: &str, value: &dyn ToSql) -> rusqlite::Result<Option<NoteRow>> {
    connection.prepare_cached(sql)?.query_row([value], note_row).optional()
}

pub(super) fn all(connection: &Connection, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<Vec<NoteRow>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(values, note_row)?;
    rows.collect()
}
