//! Links between cases and articles, from both sides.

use rusqlite::{Connection, OptionalExtension};

use super::codec::{self, moment_at, needed, path_at, word_at};
use super::rows::{COLUMN_COUNT, NoteRow, columns, note_row};
use super::{CatalogError, Snapshot};
use crate::model::{Confidence, Link, LinkUse, Moment, NoteId, VaultPath};

/// One article a case used, and what is known of it. When several files carry the id it is the first by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedArticle {
    /// The link as the case has it.
    pub link: Link,
    /// The article's title; `None` when no file carries the id.
    pub title: Option<String>,
    /// Where it is.
    pub path: Option<VaultPath>,
    /// How far it can be trusted.
    pub confidence: Option<Confidence>,
}

/// One case that used an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseUse {
    /// The case.
    pub case: NoteRow,
    /// How it used the article.
    pub how: LinkUse,
    /// When it was linked.
    pub at: Option<Moment>,
}

/// How many cases used an article, by how. A case that used it twice in one way counts once there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UseCounts {
    /// It resolved them.
    pub resolved_by: u32,
    /// It was tried.
    pub tried: u32,
    /// It was referred to.
    pub referenced: u32,
    /// It was created from them.
    pub created: u32,
}

/// How using an article went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SuccessRow {
    /// Cases it resolved or came from, as `solved_by` counts them.
    pub solved: u32,
    /// Those, and the cases it was tried in.
    pub tried: u32,
    /// When it resolved one the last time: when it was linked, else when the case was solved.
    pub last: Option<Moment>,
}

impl Snapshot<'_> {
    /// How using the article with this id went.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn success_of(&self, article: &NoteId) -> Result<SuccessRow, CatalogError> {
        let sql = "SELECT count(DISTINCT CASE WHEN l.how != ?4 THEN l.row END), count(DISTINCT l.row),
                          max(CASE WHEN l.how != ?4 THEN coalesce(l.at, n.solved) END)
                   FROM links l JOIN notes n ON n.row = l.row WHERE l.article = ?1 AND l.how IN (?2, ?3, ?4)";
        let [resolved, created, tried] = [LinkUse::ResolvedBy, LinkUse::Created, LinkUse::Tried].map(|how| how as i64);
        self.ask("see how using an article went", |connection| {
            connection.prepare_cached(sql)?.query_row((article.as_str(), resolved, created, tried), |row| {
                let (solved, tried) = (codec::small_at(row, 0)?, codec::small_at(row, 1)?);
                Ok(SuccessRow { solved, tried, last: moment_at(row, 2)? })
            })
        })
    }

    /// A link with what is known of its article.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn linked(&self, link: &Link) -> Result<LinkedArticle, CatalogError> {
        let sql = "SELECT title, path, confidence FROM notes WHERE id = ?1 ORDER BY path LIMIT 1";
        self.ask("look a link's article up", |connection| {
            let found = connection
                .prepare_cached(sql)?
                .query_row([link.article.as_str()], |row| Ok((row.get(0)?, path_at(row, 1)?, word_at(row, 2)?)));
            let (title, path, confidence) = match found.optional()? {
                Some((title, path, confidence)) => (Some(title), Some(path), confidence),
                None => (None, None, None),
            };
            Ok(LinkedArticle { link: link.clone(), title, path, confidence })
        })
    }

    /// The cases that used the article with this id, the latest use first, and how many there are in all.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn cases_using(&self, article: &NoteId, limit: usize) -> Result<(Vec<CaseUse>, UseCounts), CatalogError> {
        let cases = concat!(
            "SELECT ",
            columns!(),
            ", l.how, l.at FROM links l JOIN notes n ON n.row = l.row WHERE l.article = ?1
             ORDER BY coalesce(l.at, n.solved, n.opened, 0) DESC, n.path, l.ord LIMIT ?2"
        );
        let counts = "SELECT how, count(DISTINCT row) FROM links WHERE article = ?1 GROUP BY how";
        self.ask("list an article's cases", |connection| {
            let mut statement = connection.prepare_cached(cases)?;
            let rows = statement.query_map((article.as_str(), codec::stored(limit)), |row| {
                let how = needed(word_at(row, COLUMN_COUNT)?, COLUMN_COUNT)?;
                Ok(CaseUse { case: note_row(row)?, how, at: moment_at(row, COLUMN_COUNT + 1)? })
            })?;
            let uses = rows.collect::<rusqlite::Result<_>>()?;
            let mut sums = UseCounts::default();
            let mut statement = connection.prepare_cached(counts)?;
            let mut rows = statement.query([article.as_str()])?;
            while let Some(row) = rows.next()? {
                let sum = match needed(word_at(row, 0)?, 0)? {
                    LinkUse::ResolvedBy => &mut sums.resolved_by,
                    LinkUse::Tried => &mut sums.tried,
                    LinkUse::Referenced => &mut sums.referenced,
                    LinkUse::Created => &mut sums.created,
                };
                *sum = codec::small_at(row, 1)?;
            }
            Ok((uses, sums))
        })
    }
}

/// How many cases the article resolved or came from.
pub(super) fn solved_by(connection: &Connection, article: &NoteId) -> rusqlite::Result<u32> {
    let sql = "SELECT count(DISTINCT row) FROM links WHERE article = ?1 AND how IN (0, 3)";
    connection.prepare_cached(sql)?.query_row([article.as_str()], |row| codec::small_at(row, 0))
}

/// The title of the article that resolved the case, else of the one created from it.
pub(super) fn solver_of(connection: &Connection, case: i64) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT a.title FROM links l JOIN notes a ON a.id = l.article
               WHERE l.row = ?1 AND l.how IN (0, 3) ORDER BY l.how, l.ord, a.path LIMIT 1";
    connection.prepare_cached(sql)?.query_row([case], |row| row.get(0)).optional()
}
