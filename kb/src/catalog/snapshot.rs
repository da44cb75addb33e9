//! A consistent view of the catalog. What can be asked is in the neighbouring files, by subject.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::{Catalog, CatalogError};

/// The catalog as it was when the snapshot was taken.
#[derive(Debug)]
pub struct Snapshot<'a> {
    catalog: &'a Catalog,
    /// `None` only while dropping.
    connection: Option<Connection>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn begin(catalog: &'a Catalog, connection: Connection) -> rusqlite::Result<Self> {
        connection.execute_batch("BEGIN")?;
        // A deferred transaction sees the file as of its first read.
        connection.prepare_cached("SELECT 1 FROM meta LIMIT 1")?.query_row([], |_| Ok(())).optional()?;
        Ok(Self { catalog, connection: Some(connection) })
    }

    /// A setting kept with [`Batch::set_value`](super::Batch::set_value).
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn value(&self, key: &str) -> Result<Option<String>, CatalogError> {
        self.ask("read a setting", |connection| {
            connection
                .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
                .query_row([key], |row| row.get(0))
                .optional()
        })
    }

    pub(super) fn file(&self) -> &Path {
        self.catalog.file()
    }

    pub(super) fn ask<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, CatalogError> {
        let connection = self.connection.as_ref().expect("taken only by drop");
        question(connection).map_err(|source| CatalogError::from_sqlite(self.file(), doing, source))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("COMMIT").is_ok()
        {
            self.catalog.give_back(connection);
        }
    }
}
