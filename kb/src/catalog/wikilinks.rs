//! Where wikilinks lead and who links here.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::codec::{list_at, path_at};
use super::names::{key, leaf, names_of};
use super::rows::{NoteRow, columns, note_row};
use super::{CatalogError, Snapshot, codec};
use crate::model::VaultPath;

impl Snapshot<'_> {
    /// The note a wikilink's target means: the one with that path, else whose path ends so, else with that title,
    /// else that alias, else one whose name, title or alias is the target's last part. Of several the shortest path.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn resolve_wikilink(&self, target: &str) -> Result<Option<VaultPath>, CatalogError> {
        self.ask("follow a wikilink", |connection| resolve(connection, &key(target)))
    }

    /// The notes whose text links to `path` by wikilink, by path, each once, itself excluded.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn mentions(&self, path: &VaultPath, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let known = "SELECT row, title, aliases FROM notes WHERE path = ?1";
        let by_key = "SELECT row, key FROM wikilinks WHERE key = ?1";
        let by_leaf = "SELECT row, key FROM wikilinks WHERE leaf = ?1";
        let note = concat!("SELECT ", columns!(), " FROM notes n WHERE n.row = ?1");
        self.ask("list mentions", |connection| {
            let mut statement = connection.prepare_cached(known)?;
            let mut rows = statement.query([path.as_str()])?;
            let Some(row) = rows.next()? else { return Ok(Vec::new()) };
            let own: i64 = row.get(0)?;
            let names = names_of(path, &row.get::<_, String>(1)?, &list_at(row, 2)?);

            let mut leads_here: HashMap<String, bool> = HashMap::new();
            let mut found: BTreeMap<String, NoteRow> = BTreeMap::new();
            let mut seen = std::collections::HashSet::from([own]);
            for (name, sql) in names.iter().flat_map(|(name, _)| [(name, by_key), (name, by_leaf)]) {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query([name])?;
                while let Some(row) = rows.next()? {
                    let (from, target): (i64, String) = (row.get(0)?, row.get(1)?);
                    if seen.contains(&from) {
                        continue;
                    }
                    let here = match leads_here.get(&target) {
                        Some(here) => *here,
                        None => {
                            let here = resolve(connection, &target)?.as_ref() == Some(path);
                            leads_here.insert(target, here);
                            here
                        }
                    };
                    if here && seen.insert(from) {
                        let mention = connection.prepare_cached(note)?.query_row([from], note_row)?;
                        found.insert(mention.path.as_str().to_owned(), mention);
                    }
                }
            }
            Ok(found.into_values().take(limit).collect())
        })
    }
}

/// Follows a folded target.
fn resolve(connection: &Connection, target: &str) -> rusqlite::Result<Option<VaultPath>> {
    let sql = "SELECT n.path, n.path_key, m.name, m.what FROM names m JOIN notes n ON n.row = m.row
               WHERE m.name IN (?1, ?2) LIMIT 1000";
    if target.is_empty() {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((target, leaf(target)))?;
    let mut best: Option<(i64, usize, VaultPath)> = None;
    while let Some(row) = rows.next()? {
        let path = path_at(row, 0)?;
        let path_key: String = row.get(1)?;
        let whole = row.get_ref(2)?.as_str()? == target;
        let ends_so = path_key.strip_suffix(target).is_some_and(|rest| rest.ends_with('/'));
        let rank = match codec::small_at(row, 3)? {
            _ if path_key == target => 0,
            0 if ends_so => 1,
            what if whole => 2 + i64::from(what),
            what => 5 + i64::from(what),
        };
        let candidate = (rank, path.as_str().len(), path);
        if best.as_ref().is_none_or(|best| candidate < *best) {
            best = Some(candidate);
        }
    }
    Ok(best.map(|(_, _, path)| path))
}
