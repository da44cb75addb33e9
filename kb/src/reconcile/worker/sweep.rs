//! A scan of the whole vault in batches: files are read and parsed on every core, one thread writes. Between batches
//! live changes are served, so that a note saved during a long scan is found at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use tracing::{info, warn};

use super::super::error::ReconcileError;
use super::super::look::{Found, look};
use super::super::scan::{Plan, Planned, plan};
use super::commit::Open;
use super::{Outlet, Rebuilt, Worker};
use crate::search::Load;
use crate::vault::VaultError;

/// Notes in the first batch, which makes the newest cases findable at once.
const FIRST_BATCH: usize = 512;
/// Notes in a later batch at most: a commit costs the same however much it holds.
const LARGEST_BATCH: usize = 16_384;
/// Files from which on a scan uses a writer made for many.
const BULK: usize = 2_000;
/// Parsed notes waiting for the writer at most, which bounds memory whatever the number of files.
const IN_FLIGHT: usize = 256;
/// Changed notes that are named one by one; more are announced as "many".
const NAMED_AT_MOST: usize = 200;

impl Worker {
    /// Brings the whole vault into catalog and index, beginning with what a crash left half done.
    pub(super) fn sweep(&mut self) -> Result<(), ReconcileError> {
        self.start.vault.available()?;
        (self.start.outlet)(Outlet::Indexing(Some((0, 0))));
        let recovered = self.recover()?;
        let Plan { read, gone, findings, seen } = plan(&self.start.vault, &self.store.catalog)?;
        let mut changed = recovered;
        let mut batch = self.store.catalog.begin()?;
        batch.clear_findings()?;
        for finding in findings {
            batch.put_findings(&finding.path, &[finding.problem])?;
        }
        batch.commit()?;
        changed += self.settle(&gone.iter().cloned().collect())?.len();
        changed += self.read_in_batches(&read)?;
        info!(seen, read = read.len(), changed, gone = gone.len(), "scan finished");
        (self.start.outlet)(Outlet::Indexing(None));
        (self.start.outlet)(Outlet::Unavailable(None));
        if changed > 0 {
            let paths = if read.len() + gone.len() <= NAMED_AT_MOST {
                read.into_iter().map(|planned| planned.path).chain(gone).collect()
            } else {
                Vec::new()
            };
            (self.start.outlet)(Outlet::Changed { paths, ours: false });
        }
        Ok(())
    }

    /// Indexes again what the catalog holds but the index may not; says how many rows that were.
    fn recover(&mut self) -> Result<usize, ReconcileError> {
        let mut recovered = 0;
        loop {
            let dirty = self.store.catalog.dirty(LARGEST_BATCH)?;
            if dirty.is_empty() {
                return Ok(recovered);
            }
            info!(rows = dirty.len(), "indexing again what a crash left half done");
            recovered += dirty.len();
            let store = Arc::clone(&self.store);
            let mut open = Open::begin(&store)?;
            for row in &dirty {
                self.owe(&mut open, row)?;
                if row.hash.is_some() {
                    let found = look(&self.start.vault, &row.path, None, &self.start.headings)?;
                    self.take(&mut open, &row.path, found)?;
                }
            }
            self.commit(open)?;
        }
    }

    fn read_in_batches(&mut self, read: &[Planned]) -> Result<usize, ReconcileError> {
        let (mut done, mut size, mut changed) = (0, FIRST_BATCH, 0);
        let bulk = read.len() >= BULK;
        if bulk {
            self.exchange_writer(Load::Bulk)?;
        }
        while done < read.len() && !self.backlog.stop {
            let slice = &read[done..(done + size).min(read.len())];
            changed += self.read_batch(slice, done, read.len())?;
            done += slice.len();
            size = (size * 4).min(LARGEST_BATCH);
            (self.start.outlet)(Outlet::Indexing(Some((done, read.len()))));
            self.take_jobs();
            self.settle_touched()?;
        }
        if bulk {
            self.exchange_writer(Load::Live)?;
        }
        Ok(changed)
    }

    /// Gives the writer back, its merges finished, and takes one of another size.
    fn exchange_writer(&mut self, load: Load) -> Result<(), ReconcileError> {
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        self.writer = Some(self.store.writable.writer(load)?);
        Ok(())
    }

    /// Reads and parses `slice` on every core and commits it as one batch.
    fn read_batch(&mut self, slice: &[Planned], before: usize, total: usize) -> Result<usize, ReconcileError> {
        let vault = self.start.vault.clone();
        let headings = self.start.headings.clone();
        let store = Arc::clone(&self.store);
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (send, found) = sync_channel::<(usize, Result<Found, VaultError>)>(IN_FLIGHT);
            for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
                let (send, next, vault, headings) = (send.clone(), &next, &vault, &headings);
                scope.spawn(move || {
                    while let Some((at, planned)) = take_next(next, slice) {
                        let seen = look(vault, &planned.path, planned.known, headings);
                        if send.send((at, seen)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut open = Open::begin(&store)?;
            let mut changed = 0;
            for (count, (at, seen)) in found.iter().enumerate() {
                changed += usize::from(self.take(&mut open, &slice[at].path, seen?)?);
                if count % 500 == 499 {
                    (self.start.outlet)(Outlet::Indexing(Some((before + count + 1, total))));
                }
            }
            self.commit(open)?;
            Ok(changed)
        })
    }

    /// Builds a new store beside the one in use from the files alone, and swaps it in.
    pub(super) fn rebuild(&mut self) -> Result<Rebuilt, ReconcileError> {
        let store = Arc::new(self.start.caches.create(&(self.start.new_store_id)())?);
        let old_store = std::mem::replace(&mut self.store, Arc::clone(&store));
        let old_writer = self.writer.take();
        let built = self.sweep().and_then(|()| self.start.caches.make_current(&store));
        if let Err(problem) = built {
            warn!(%problem, "the rebuild failed; the store in use stays");
            self.store = old_store;
            self.writer = old_writer;
            (self.start.outlet)(Outlet::Indexing(None));
            return Err(problem);
        }
        drop(old_writer);
        self.data_version = None;
        // What followers changed while the new store grew is recorded in the old one.
        let missed = old_store.catalog.pending()?.into_iter().map(|pending| pending.path).collect();
        self.settle(&missed)?;
        (self.start.outlet)(Outlet::Swapped(store));
        Rebuilt::of(&self.store)
    }
}

fn take_next<'a>(next: &AtomicUsize, slice: &'a [Planned]) -> Option<(usize, &'a Planned)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    slice.get(at).map(|planned| (at, planned))
}
