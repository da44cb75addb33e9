//! What is wrong with the vault: what parsing and walking found, and what only all files together show.

use rusqlite::{Connection, Row};

use super::codec::{self, code_at, small_at};
use super::{CatalogError, Snapshot};
use crate::model::{Problem, ProblemCode};

/// A problem and the file or folder it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundProblem {
    /// As text: it may not be a path a note can have.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Notes.
    pub notes: u32,
    /// Articles among them.
    pub articles: u32,
    /// Cases among them.
    pub cases: u32,
    /// Problems of every kind.
    pub problems: u32,
    /// Notes the index does not hold as they are.
    pub dirty: u32,
}

/// Ids several files carry.
const TWICE: &str = "SELECT id FROM notes WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1";

impl Snapshot<'_> {
    /// The problems of the vault, or of one file, by path and line; at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn problems(&self, of: Option<&str>, limit: usize) -> Result<Vec<FoundProblem>, CatalogError> {
        self.ask("list problems", |connection| {
            let mut found = Vec::new();
            stored(connection, of, &mut found)?;
            duplicate_ids(connection, of, &mut found)?;
            dangling_links(connection, of, &mut found)?;
            dangling_wikilinks(connection, of, &mut found)?;
            found.sort_by(|a, b| {
                let place = |found: &FoundProblem| (found.problem.line, found.problem.range.start, found.problem.code);
                a.path.cmp(&b.path).then_with(|| place(a).cmp(&place(b)))
            });
            found.truncate(limit);
            Ok(found)
        })
    }

    /// The files and folders of which the walk found this.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn found(&self, code: ProblemCode) -> Result<Vec<String>, CatalogError> {
        self.ask("list findings", |connection| {
            let mut statement = connection.prepare_cached("SELECT path FROM findings WHERE code = ?1 ORDER BY path")?;
            let rows = statement.query_map([code.as_str()], |row| row.get(0))?;
            rows.collect()
        })
    }

    /// How many notes and problems there are in this snapshot; [`Catalog::counts`](super::Catalog::counts) remembers.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn counts(&self) -> Result<Counts, CatalogError> {
        self.ask("count notes", count)
    }
}

pub(super) fn count(connection: &Connection) -> rusqlite::Result<Counts> {
    let problems = format!(
        "SELECT (SELECT count(*) FROM problems) + (SELECT count(*) FROM findings)
              + (SELECT count(*) FROM links WHERE dangling) + (SELECT count(*) FROM wikilinks WHERE dangling)
              + (SELECT count(*) FROM notes WHERE id IN ({TWICE}))"
    );
    let count =
        |sql: &str| -> rusqlite::Result<u32> { connection.prepare_cached(sql)?.query_row([], |row| small_at(row, 0)) };
    Ok(Counts {
        notes: count("SELECT count(*) FROM notes")?,
        articles: count("SELECT count(*) FROM notes WHERE kind = 0")?,
        cases: count(
            "SELECT (SELECT count(*) FROM notes WHERE kind = 1 AND status < 4)
                           + (SELECT count(*) FROM notes WHERE kind = 1 AND status >= 4)",
        )?,
        problems: count(&problems)?,
        dirty: count("SELECT count(*) FROM dirty")?,
    })
}

fn stored(connection: &Connection, of: Option<&str>, found: &mut Vec<FoundProblem>) -> rusqlite::Result<()> {
    let notes = "SELECT n.path, p.code, p.line, p.start, p.\"end\", p.message, p.hint
                 FROM problems p JOIN notes n ON n.row = p.row WHERE ?1 IS NULL OR n.path = ?1";
    let walk = "SELECT path, code, line, start, \"end\", message, hint FROM findings WHERE ?1 IS NULL OR path = ?1";
    for sql in [notes, walk] {
        each(connection, sql, of, |row| {
            let problem = Problem {
                code: code_at(row, 1)?,
                line: position(row, 2)?,
                range: position(row, 3)?..position(row, 4)?,
                message: row.get(5)?,
                hint: row.get(6)?,
            };
            found.push(FoundProblem { path: row.get(0)?, problem });
            Ok(())
        })?;
    }
    Ok(())
}

fn duplicate_ids(connection: &Connection, of: Option<&str>, found: &mut Vec<FoundProblem>) -> rusqlite::Result<()> {
    let sql = if of.is_some() {
        "SELECT id, path FROM notes WHERE id = (SELECT id FROM notes WHERE path = ?1) ORDER BY id, path".to_owned()
    } else {
        format!("SELECT id, path FROM notes WHERE id IN ({TWICE}) AND ?1 IS NULL ORDER BY id, path")
    };
    let mut holders: Vec<(String, String)> = Vec::new();
    each(connection, &sql, of, |row| {
        holders.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    for group in holders.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        for (position, (id, path)) in group.iter().enumerate() {
            if of.is_some_and(|of| of != path) {
                continue;
            }
            let other = &group[usize::from(position == 0)].1;
            let others = match group.len() - 2 {
                0 => String::new(),
                1 => " and 1 other file".to_owned(),
                more => format!(" and {more} other files"),
            };
            let problem = Problem::whole(
                ProblemCode::DuplicateId,
                format!("its id {id} is also that of {other}{others}"),
                "give all but one of them another id, or delete the copy; until then nothing can be linked to it",
            );
            found.push(FoundProblem { path: path.clone(), problem });
        }
    }
    Ok(())
}

fn dangling_links(connection: &Connection, of: Option<&str>, found: &mut Vec<FoundProblem>) -> rusqlite::Result<()> {
    let sql = match of {
        None => "SELECT n.path, l.article FROM links l JOIN notes n ON n.row = l.row WHERE l.dangling AND ?1 IS NULL",
        Some(_) => {
            "SELECT n.path, l.article FROM notes n JOIN links l ON l.row = n.row WHERE n.path = ?1 AND l.dangling ORDER BY l.ord"
        }
    };
    each(connection, sql, of, |row| {
        let article: String = row.get(1)?;
        let problem = Problem::whole(
            ProblemCode::DanglingLink,
            format!("it links to the article {article}, which no file carries as its id"),
            "restore the article, or remove the link from the case",
        );
        found.push(FoundProblem { path: row.get(0)?, problem });
        Ok(())
    })
}

fn dangling_wikilinks(
    connection: &Connection,
    of: Option<&str>,
    found: &mut Vec<FoundProblem>,
) -> rusqlite::Result<()> {
    let sql = match of {
        None => {
            "SELECT n.path, w.target, w.line, w.start, w.\"end\" FROM wikilinks w JOIN notes n ON n.row = w.row
             WHERE w.dangling AND ?1 IS NULL"
        }
        Some(_) => {
            "SELECT n.path, w.target, w.line, w.start, w.\"end\" FROM notes n JOIN wikilinks w ON w.row = n.row
             WHERE n.path = ?1 AND w.dangling"
        }
    };
    each(connection, sql, of, |row| {
        let target: String = row.get(1)?;
        let problem = Problem {
            code: ProblemCode::DanglingWikilink,
            line: position(row, 2)?,
            range: position(row, 3)?..position(row, 4)?,
            message: format!("[[{target}]] leads to no note"),
            hint: "correct the name, or write the note it should lead to".to_owned(),
        };
        found.push(FoundProblem { path: row.get(0)?, problem });
        Ok(())
    })
}

fn each(
    connection: &Connection,
    sql: &str,
    of: Option<&str>,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([of])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn position(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(codec::LAST))
}
