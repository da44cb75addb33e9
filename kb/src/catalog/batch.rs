//! Writing: one transaction that puts and removes notes and keeps every derived flag true.
//!
//! A link or wikilink knows whether it leads anywhere (`dangling`). That is kept true by looking, whenever a note
//! gains or loses an id or a name, at the links that use just this id or name.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::codec::{list, pack, stored};
use super::names::{What, is_attachment, key, leaf, names_of};
use super::record::{NoteRecord, StoredStamp};
use super::{CatalogError, Dirty, codec, labels};
use crate::model::{Note, NoteKind, Problem, VaultPath};

/// One write transaction. Dropped without [`commit`](Self::commit) it leaves the catalog as it was; after an error
/// it must be dropped.
#[derive(Debug)]
pub struct Batch<'a> {
    connection: MutexGuard<'a, Connection>,
    file: PathBuf,
    open: bool,
    /// Whether any link may lead nowhere: a vault without one skips looking for those a new note mends.
    dangling_links: bool,
    dangling_wikilinks: bool,
    /// Whether there may be findings: without one there are none to replace.
    findings: bool,
}

/// Where a note was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutRow {
    /// Its row.
    pub row: i64,
    /// Whether the row was made for it: nothing can know it yet.
    pub is_new: bool,
}

/// What a row was known as before it changed.
struct Known {
    row: i64,
    id: Option<String>,
    names: Vec<(String, What)>,
}

impl<'a> Batch<'a> {
    pub(super) fn begin(connection: MutexGuard<'a, Connection>, file: &Path) -> Result<Self, CatalogError> {
        let file = file.to_path_buf();
        let mut batch =
            Self { connection, file, open: false, dangling_links: true, dangling_wikilinks: true, findings: true };
        batch.act("start writing", |batch| {
            batch.connection.execute_batch("BEGIN IMMEDIATE")?;
            batch.open = true;
            batch.dangling_links = batch.any("SELECT EXISTS (SELECT 1 FROM links WHERE dangling)", params![])?;
            batch.dangling_wikilinks =
                batch.any("SELECT EXISTS (SELECT 1 FROM wikilinks WHERE dangling)", params![])?;
            batch.findings = batch.any("SELECT EXISTS (SELECT 1 FROM findings)", params![])?;
            Ok(())
        })?;
        Ok(batch)
    }

    /// Puts a note in, replacing all that was known of the file, and marks it for indexing. A known path keeps its
    /// row.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn put(&mut self, record: &NoteRecord<'_>) -> Result<PutRow, CatalogError> {
        self.act("put a note in", |batch| batch.put_note(record))
    }

    /// Records that a known file was looked at and holds the same bytes. Does nothing for an unknown one.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn touch(&mut self, path: &VaultPath, stamp: StoredStamp, scanned_ns: i64) -> Result<(), CatalogError> {
        let sql =
            "UPDATE notes SET size = ?2, mtime_ns = ?3, ctime_ns = ?4, inode = ?5, scanned_ns = ?6 WHERE path = ?1";
        self.act("note a file's stamp", |batch| {
            let (size, inode) = (stamp.size.cast_signed(), stamp.inode.cast_signed());
            batch.run(sql, params![path.as_str(), size, stamp.mtime_ns, stamp.ctime_ns, inode, scanned_ns])
        })
    }

    /// Removes a note and leaves its row among the dirty ones, so that its entry leaves the index too. Returns the
    /// row, `None` for an unknown path.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn remove(&mut self, path: &VaultPath) -> Result<Option<i64>, CatalogError> {
        self.act("remove a note", |batch| {
            let Some(known) = batch.known(path)? else { return Ok(None) };
            batch.run("DELETE FROM notes WHERE row = ?1", params![known.row])?;
            batch.rename(known.row, &known.names, &[])?;
            batch.change_id(known.id.as_deref(), None)?;
            let sql = "INSERT OR REPLACE INTO dirty (row, path, hash) VALUES (?1, ?2, NULL)";
            batch.run(sql, params![known.row, path.as_str()])?;
            Ok(Some(known.row))
        })
    }

    /// Replaces what walking the vault found about one file or folder; no problems removes it. `path` is text: it
    /// may not be a path a note can have.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn put_findings(&mut self, path: &str, problems: &[Problem]) -> Result<(), CatalogError> {
        let sql = "INSERT INTO findings (path, ord, code, line, start, \"end\", message, hint)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        if !self.findings && problems.is_empty() {
            return Ok(());
        }
        self.findings = true;
        self.act("record a finding", |batch| {
            batch.run("DELETE FROM findings WHERE path = ?1", params![path])?;
            problems.iter().enumerate().try_for_each(|(ord, problem)| batch.put_problem(sql, &path, ord, problem))
        })
    }

    /// Forgets all that walking the vault found: a complete scan puts what still holds.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn clear_findings(&mut self) -> Result<(), CatalogError> {
        self.act("clear the findings", |batch| batch.run("DELETE FROM findings", params![]))
    }

    /// Keeps a small setting with the catalog, such as the fingerprint of the rules the notes were parsed by.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be written.
    pub fn set_value(&mut self, name: &str, value: &str) -> Result<(), CatalogError> {
        let sql =
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.act("keep a setting", |batch| batch.run(sql, params![name, value]))
    }

    /// Makes it all durable at once.
    ///
    /// # Errors
    /// [`CatalogError`] when it cannot be; then nothing has changed.
    pub fn commit(mut self) -> Result<(), CatalogError> {
        self.act("finish writing", |batch| {
            batch.connection.execute_batch("COMMIT")?;
            batch.open = false;
            Ok(())
        })
    }

    pub(super) fn clear_dirty(&mut self, rows: &[Dirty]) -> Result<(), CatalogError> {
        self.act("record what was indexed", |batch| {
            let sql = "DELETE FROM dirty WHERE row = ?1 AND hash IS ?2";
            rows.iter().try_for_each(|dirty| batch.run(sql, params![dirty.row, dirty.hash]))
        })
    }

    pub(super) fn add_pending(&mut self, paths: &[VaultPath]) -> Result<i64, CatalogError> {
        self.act("add pending files", |batch| {
            let sql = "INSERT INTO pending (path) VALUES (?1)";
            paths.iter().try_for_each(|path| batch.run(sql, params![path.as_str()]))?;
            Ok(if paths.is_empty() { 0 } else { batch.connection.last_insert_rowid() })
        })
    }

    pub(super) fn clear_pending(&mut self, ids: HashSet<i64>) -> Result<(), CatalogError> {
        self.act("clear pending files", |batch| {
            ids.into_iter().try_for_each(|id| batch.run("DELETE FROM pending WHERE id = ?1", params![id]))
        })
    }

    fn put_note(&mut self, record: &NoteRecord<'_>) -> rusqlite::Result<PutRow> {
        let NoteRecord { path, note, .. } = *record;
        let names = names_of(path, &note.title, &note.aliases);
        let id = note.id.as_ref().map(crate::model::NoteId::as_str);
        let (row, known) = match self.write_row(INSERT_NOTE, record)? {
            Some(row) => (row, None),
            None => {
                let known = self.known(path)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                self.write_row(UPDATE_NOTE, record)?;
                for sql in [
                    "DELETE FROM links WHERE row = ?1",
                    "DELETE FROM wikilinks WHERE row = ?1",
                    "DELETE FROM problems WHERE row = ?1",
                    "DELETE FROM labels WHERE row = ?1",
                    "DELETE FROM faults WHERE row = ?1",
                ] {
                    self.run(sql, params![known.row])?;
                }
                (known.row, Some(known))
            }
        };
        let (old_id, old_names) = known.as_ref().map_or((None, &[][..]), |known| (known.id.as_deref(), &known.names));
        self.rename(row, old_names, &names)?;
        self.change_id(old_id, id)?;
        let is_new = known.is_none();
        self.put_text(row, record, is_new)?;
        self.put_labels(row, note)?;
        for print in record.faults {
            self.run("INSERT OR IGNORE INTO faults (print, row) VALUES (?1, ?2)", params![print, row])?;
        }
        if note.kind() != NoteKind::Template {
            self.put_links(row, note)?;
            self.put_wikilinks(row, record)?;
        }
        let sql = "INSERT INTO problems (row, ord, code, line, start, \"end\", message, hint)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        for (ord, problem) in note.problems.iter().enumerate() {
            self.put_problem(sql, &row, ord, problem)?;
        }
        let sql = "INSERT OR REPLACE INTO dirty (row, path, hash) VALUES (?1, ?2, ?3)";
        self.run(sql, params![row, path.as_str(), record.hash])?;
        Ok(PutRow { row, is_new })
    }

    /// Runs an insert or update of the note's own row; returns the row it wrote.
    fn write_row(&self, sql: &str, record: &NoteRecord<'_>) -> rusqlite::Result<Option<i64>> {
        let NoteRecord { path, stamp, note, .. } = *record;
        let (case, article) = (note.as_case(), note.as_article());
        let last_entry = note.journal.iter().map(|entry| entry.at).max();
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = params![
            path.as_str(),
            key(path.as_str()),
            stamp.size.cast_signed(),
            stamp.mtime_ns,
            stamp.ctime_ns,
            stamp.inode.cast_signed(),
            record.scanned_ns,
            record.hash,
            note.kind() as i64,
            note.id.as_ref().map(crate::model::NoteId::as_str),
            note.title,
            list(&note.aliases),
            note.owner,
            list(&note.products),
            list(&note.tags),
            article.map(|article| article.confidence as i64),
            article.map(|article| article.audience as i64),
            article.and_then(|article| list(&article.applies_to)),
            article.and_then(|article| article.updated.or(article.created)).map(pack),
            case.map(|case| case.status as i64),
            case.map(|case| case.priority as i64),
            case.and_then(|case| case.reference.as_deref()),
            case.and_then(|case| case.customer.as_deref()),
            case.and_then(|case| case.opened).map(pack),
            case.and_then(|case| case.solved).map(pack),
            case.and_then(|case| case.promised).map(pack),
            last_entry.map(pack),
            case.and_then(|case| case.next.as_deref()),
            key(&note.title),
            labels::hay(note),
            article.and_then(|article| article.review_by).map(pack),
            article.map_or(0, |article| stored(article.flags.len())),
            article.and_then(|article| article.fixed_in.as_deref()),
        ];
        statement.query_row(values, |row| row.get(0)).optional()
    }

    fn put_text(&self, row: i64, record: &NoteRecord<'_>, is_new: bool) -> rusqlite::Result<()> {
        let text = record.text;
        let sql = if is_new {
            "INSERT INTO texts (row, issue, environment, cause, resolution, body, journal_internal, journal_customer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        } else {
            "UPDATE texts SET (issue, environment, cause, resolution, body, journal_internal, journal_customer)
             = (?2, ?3, ?4, ?5, ?6, ?7, ?8) WHERE row = ?1"
        };
        self.run(
            sql,
            params![
                row,
                text.issue,
                text.environment,
                text.cause,
                text.resolution,
                text.body,
                text.journal_internal,
                text.journal_customer
            ],
        )
    }

    fn put_labels(&self, row: i64, note: &Note) -> rusqlite::Result<()> {
        let sql = "INSERT OR IGNORE INTO labels (what, key, row, value) VALUES (?1, ?2, ?3, ?4)";
        for (label, value) in labels::of(note) {
            self.run(sql, params![label as i64, labels::fold(value), row, value.trim()])?;
        }
        Ok(())
    }

    fn put_links(&mut self, row: i64, note: &Note) -> rusqlite::Result<()> {
        let sql = "INSERT INTO links (row, ord, article, how, at, query, dangling)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, NOT EXISTS (SELECT 1 FROM notes WHERE id = ?3)) RETURNING dangling";
        let mut statement = self.connection.prepare_cached(sql)?;
        for (ord, link) in note.links.iter().enumerate() {
            let (article, at) = (link.article.as_str(), link.at.map(pack));
            let values = params![row, stored(ord), article, link.how as i64, at, link.query];
            self.dangling_links |= statement.query_row(values, |row| row.get::<_, bool>(0))?;
        }
        Ok(())
    }

    fn put_wikilinks(&mut self, row: i64, record: &NoteRecord<'_>) -> rusqlite::Result<()> {
        let sql = "INSERT INTO wikilinks (row, ord, target, key, leaf, line, start, \"end\", checked, dangling)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                           ?9 AND NOT EXISTS (SELECT 1 FROM names WHERE name = ?4)
                              AND NOT EXISTS (SELECT 1 FROM names WHERE name = ?5))
                   RETURNING dangling";
        let mut statement = self.connection.prepare_cached(sql)?;
        let source = record.source.as_bytes();
        let (mut line, mut counted) = (1, 0);
        for (ord, wikilink) in record.note.wikilinks.iter().enumerate() {
            let start = wikilink.range.start.min(source.len());
            if start >= counted {
                line += source[counted..start].iter().filter(|&&byte| byte == b'\n').count();
                counted = start;
            }
            let key = key(&wikilink.target);
            if key.is_empty() {
                continue;
            }
            let leaf = Some(leaf(&key)).filter(|leaf| *leaf != key && !leaf.is_empty());
            let (start, end) = (stored(wikilink.range.start), stored(wikilink.range.end));
            let checked = !is_attachment(&key);
            let values = params![row, stored(ord), wikilink.target, key, leaf, stored(line), start, end, checked];
            self.dangling_wikilinks |= statement.query_row(values, |row| row.get::<_, bool>(0))?;
        }
        Ok(())
    }

    fn put_problem(&self, sql: &str, owner: &dyn ToSql, ord: usize, problem: &Problem) -> rusqlite::Result<()> {
        let (start, end) = (stored(problem.range.start), stored(problem.range.end));
        let line = stored(problem.line);
        self.run(
            sql,
            params![owner, stored(ord), problem.code.as_str(), line, start, end, problem.message, problem.hint],
        )
    }

    fn known(&self, path: &VaultPath) -> rusqlite::Result<Option<Known>> {
        let sql = "SELECT row, id, title, aliases FROM notes WHERE path = ?1";
        self.connection
            .prepare_cached(sql)?
            .query_row([path.as_str()], |row| {
                let title: String = row.get(2)?;
                let names = names_of(path, &title, &codec::list_at(row, 3)?);
                Ok(Known { row: row.get(0)?, id: row.get(1)?, names })
            })
            .optional()
    }

    /// Changes what a row may be called, and which wikilinks lead nowhere because of it.
    fn rename(&mut self, row: i64, old: &[(String, What)], new: &[(String, What)]) -> rusqlite::Result<()> {
        for (name, what) in old.iter().filter(|known| !new.contains(known)) {
            self.run("DELETE FROM names WHERE name = ?1 AND row = ?2 AND what = ?3", params![name, row, *what as i64])?;
        }
        for (name, what) in new.iter().filter(|known| !old.contains(known)) {
            self.run("INSERT INTO names (name, row, what) VALUES (?1, ?2, ?3)", params![name, row, *what as i64])?;
            if self.dangling_wikilinks {
                self.run("UPDATE wikilinks SET dangling = 0 WHERE dangling AND key = ?1", params![name])?;
                self.run("UPDATE wikilinks SET dangling = 0 WHERE dangling AND leaf = ?1", params![name])?;
            }
        }
        for (name, _) in old {
            let lost = new.iter().all(|(kept, _)| kept != name)
                && !self.any("SELECT EXISTS (SELECT 1 FROM names WHERE name = ?1)", params![name])?;
            if lost {
                let by_key = self.change(
                    "UPDATE wikilinks SET dangling = 1 WHERE key = ?1 AND checked
                     AND NOT EXISTS (SELECT 1 FROM names WHERE name = wikilinks.leaf)",
                    params![name],
                )?;
                let by_leaf = self.change(
                    "UPDATE wikilinks SET dangling = 1 WHERE leaf = ?1 AND checked
                     AND NOT EXISTS (SELECT 1 FROM names WHERE name = wikilinks.key)",
                    params![name],
                )?;
                self.dangling_wikilinks |= by_key + by_leaf > 0;
            }
        }
        Ok(())
    }

    /// Keeps the flags of the links to an id that a row lost and of those to one it gained; the row is written.
    fn change_id(&mut self, old: Option<&str>, new: Option<&str>) -> rusqlite::Result<()> {
        if old == new {
            return Ok(());
        }
        if let Some(id) = new.filter(|_| self.dangling_links) {
            self.run("UPDATE links SET dangling = 0 WHERE dangling AND article = ?1", params![id])?;
        }
        if let Some(id) = old
            && !self.any("SELECT EXISTS (SELECT 1 FROM notes WHERE id = ?1)", params![id])?
        {
            self.dangling_links |= self.change("UPDATE links SET dangling = 1 WHERE article = ?1", params![id])? > 0;
        }
        Ok(())
    }

    fn act<T>(
        &mut self,
        doing: &'static str,
        action: impl FnOnce(&mut Self) -> rusqlite::Result<T>,
    ) -> Result<T, CatalogError> {
        action(self).map_err(|source| CatalogError::from_sqlite(&self.file, doing, source))
    }

    fn run(&self, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        self.change(sql, values).map(drop)
    }

    fn change(&self, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(values)
    }

    fn any(&self, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<bool> {
        self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if self.open {
            // SQLite has rolled back already when this fails.
            self.connection.execute_batch("ROLLBACK").ok();
        }
    }
}

// Values by position: naming 33 of them costs as much as the row.
const INSERT_NOTE: &str = "
INSERT INTO notes (path, path_key, size, mtime_ns, ctime_ns, inode, scanned_ns, hash, kind, id, title, aliases, owner,
    products, tags, confidence, audience, applies_to, updated, status, priority, reference, customer,
    opened, solved, promised, last_entry, next, title_key, hay, review_by, flags, fixed_in)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
    ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)
ON CONFLICT (path) DO NOTHING RETURNING row";

const UPDATE_NOTE: &str = "
UPDATE notes SET (path_key, size, mtime_ns, ctime_ns, inode, scanned_ns, hash, kind, id, title, aliases, owner, products,
    tags, confidence, audience, applies_to, updated, status, priority, reference, customer, opened, solved,
    promised, last_entry, next, title_key, hay, review_by, flags, fixed_in)
= (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
    ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)
WHERE path = ?1 RETURNING row";
