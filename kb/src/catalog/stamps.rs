//! The catalog's half of a scan: every known file in the order of its path.

use std::collections::VecDeque;

use super::record::{ContentHash, StoredStamp};
use super::{Catalog, CatalogError, codec};
use crate::model::{NoteId, VaultPath};

const PAGE: i64 = 2_000;

/// One known file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Where it is.
    pub path: VaultPath,
    /// Its row.
    pub row: i64,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// What the file system said when it was last read.
    pub stamp: StoredStamp,
    /// The hash of its bytes then.
    pub hash: ContentHash,
    /// When that was, in nanoseconds since 1970.
    pub scanned_ns: i64,
}

/// Every known file, ordered by the bytes of its path. Ends after the first error.
#[derive(Debug)]
pub struct Stamps<'a> {
    catalog: &'a Catalog,
    page: VecDeque<Stamped>,
    after: String,
    finished: bool,
}

impl<'a> Stamps<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, page: VecDeque::new(), after: String::new(), finished: false }
    }

    fn load(&mut self) -> Result<(), CatalogError> {
        let sql = "SELECT path, row, size, mtime_ns, ctime_ns, inode, hash, scanned_ns, id FROM notes
                   WHERE path > ?1 ORDER BY path LIMIT ?2";
        let page: Vec<Stamped> = self.catalog.read()?.ask("list known files", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map((&self.after, PAGE), |row| {
                let stamp = StoredStamp {
                    size: row.get::<_, i64>(2)?.cast_unsigned(),
                    mtime_ns: row.get(3)?,
                    ctime_ns: row.get(4)?,
                    inode: row.get::<_, i64>(5)?.cast_unsigned(),
                };
                let path = codec::path_at(row, 0)?;
                let id = codec::id_at(row, 8)?;
                Ok(Stamped { path, row: row.get(1)?, id, stamp, hash: row.get(6)?, scanned_ns: row.get(7)? })
            })?;
            rows.collect()
        })?;
        match page.last() {
            Some(last) => last.path.as_str().clone_into(&mut self.after),
            None => self.finished = true,
        }
        self.page = page.into();
        Ok(())
    }
}

impl Iterator for Stamps<'_> {
    type Item = Result<Stamped, CatalogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty()
            && !self.finished
            && let Err(error) = self.load()
        {
            self.finished = true;
            return Some(Err(error));
        }
        self.page.pop_front().map(Ok)
    }
}
