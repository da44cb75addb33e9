//! One batch through the crash protocol: catalog (dirty), index, catalog (clean), readers.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use super::super::error::ReconcileError;
use super::super::look::{Found, Fresh};
use super::super::scan::stored;
use super::super::store::Store;
use super::{Step, Worker, ready};
use crate::catalog::{Batch, Dirty, NoteRecord, PutRow};
use crate::model::VaultPath;
use crate::search::Payload;
use crate::vault::ContentHash;

/// A batch under way: what the catalog will hold, and the rows the index owes for it.
pub(super) struct Open<'a> {
    batch: Batch<'a>,
    owed: Vec<Dirty>,
}

impl Worker {
    /// Brings catalog and index to what the disk has for `paths`; returns those whose content changed.
    pub(super) fn settle(&mut self, paths: &BTreeSet<VaultPath>) -> Result<Vec<VaultPath>, ReconcileError> {
        let store = Arc::clone(&self.store);
        let mut changed = Vec::new();
        let mut open = Open::begin(&store)?;
        let looker = self.looker();
        for path in paths {
            let known = store.catalog.read()?.note(path)?.map(|row| ContentHash::from_bytes(row.hash));
            let found = looker.look(path, known)?;
            if self.take(&mut open, path, found)? {
                changed.push(path.clone());
            }
        }
        self.commit(open)?;
        Ok(changed)
    }

    /// Puts what was found for one path into the batch and the index; says whether its content changed.
    pub(super) fn take(&mut self, open: &mut Open<'_>, path: &VaultPath, found: Found) -> Result<bool, ReconcileError> {
        match found {
            Found::Same(stamp) => {
                open.batch.touch(path, stored(&stamp), (self.start.now_ns)())?;
                Ok(false)
            }
            Found::Fresh(fresh) => {
                open.batch.put_findings(path.as_str(), &[])?;
                self.put(open, path, *fresh)?;
                Ok(true)
            }
            Found::Absent => {
                open.batch.put_findings(path.as_str(), &[])?;
                self.remove(open, path)
            }
            Found::Unreadable(problem) => {
                // What was known of it stays: a file that cannot be read just now is not a file that is gone.
                open.batch.put_findings(path.as_str(), &[problem])?;
                Ok(false)
            }
        }
    }

    fn put(&mut self, open: &mut Open<'_>, path: &VaultPath, fresh: Fresh) -> Result<(), ReconcileError> {
        let PutRow { row, is_new } = open.batch.put(&NoteRecord {
            path,
            stamp: stored(&fresh.stamp),
            scanned_ns: (self.start.now_ns)(),
            hash: fresh.hash.as_bytes(),
            note: &fresh.note,
            source: &fresh.source,
            text: &fresh.text,
            faults: &fresh.faults,
        })?;
        let writer = ready(&mut self.writer, &self.store)?;
        if is_new {
            writer.add(row.cast_unsigned(), fresh.entry)?;
        } else {
            writer.put(row.cast_unsigned(), fresh.entry)?;
        }
        open.owed.push(Dirty { row, path: path.clone(), hash: Some(*fresh.hash.as_bytes()) });
        Ok(())
    }

    fn remove(&mut self, open: &mut Open<'_>, path: &VaultPath) -> Result<bool, ReconcileError> {
        let Some(row) = open.batch.remove(path)? else { return Ok(false) };
        ready(&mut self.writer, &self.store)?.delete(row.cast_unsigned());
        open.owed.push(Dirty { row, path: path.clone(), hash: None });
        Ok(true)
    }

    /// Takes what a crash left half done out of the index, to be put in again where there still is a file.
    pub(super) fn owe(&mut self, open: &mut Open<'_>, dirty: &Dirty) -> Result<(), ReconcileError> {
        ready(&mut self.writer, &self.store)?.delete(dirty.row.cast_unsigned());
        open.owed.push(dirty.clone());
        Ok(())
    }

    /// Commits the batch to the catalog, then the index, then marks the catalog clean, then lets readers see it. The index
    /// is written while the catalog is: much of either is waiting, and nothing of it shows before its own commit.
    pub(super) fn commit(&mut self, open: Open<'_>) -> Result<(), ReconcileError> {
        let Open { batch, owed } = open;
        if owed.is_empty() {
            return Ok(batch.commit()?);
        }
        let generation = self.store.catalog.meta()?.generation + 1;
        let payload = Payload { store_id: self.store.id.clone(), generation };
        let at_step = &self.start.at_step;
        let writer = ready(&mut self.writer, &self.store)?;
        thread::scope(|scope| {
            let prepare = thread::Builder::new().name("prepare".to_owned()).spawn_scoped(scope, || writer.prepare());
            let prepare = prepare.map_err(|source| ReconcileError::Stopped { reason: source.to_string() })?;
            batch.commit()?;
            at_step(Step::CatalogCommitted);
            let prepared = prepare.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            prepared.commit(payload)?;
            Ok::<_, ReconcileError>(())
        })?;
        at_step(Step::IndexCommitted);
        self.store.catalog.clear_dirty(&owed, generation)?;
        at_step(Step::DirtyCleared);
        self.store.index.reload()?;
        at_step(Step::Reloaded);
        Ok(())
    }
}

impl<'a> Open<'a> {
    pub(super) fn begin(store: &'a Store) -> Result<Self, ReconcileError> {
        Ok(Self { batch: store.catalog.begin()?, owed: Vec::new() })
    }
}
