//! A scan of the whole vault in batches: files are read and parsed on every core, one thread writes. Between batches
//! live changes are served, so that a note saved during a long scan is found at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use tracing::{info, warn};

use super::super::brake::held_back;
use super::super::error::ReconcileError;
use super::super::look::{Found, Looker};
use super::super::scan::{Plan, Planned, plan};
use super::commit::Open;
use super::hold::Brake;
use super::room::Room;
use super::{Outlet, Rebuilt, Worker};
use crate::model::VaultPath;
use crate::search::Load;
use crate::vault::VaultError;

/// Notes in the first batch, which makes the newest cases findable at once.
const FIRST_BATCH: usize = 512;
/// Bytes of notes in a later batch, as [`Found::bytes`] counts them. Each commit makes segments, and what they have in
/// common is written in each; but until it, SQLite keeps what was written beside the catalog.
const BATCH_BYTES: usize = 384 << 20;
/// Notes that a crash left half done, taken up at a time.
const RECOVERED: usize = 16_384;
/// Files from which on a scan uses a writer made for many.
const BULK: usize = 2_000;
/// Bytes of notes read and not written yet at most, which bounds memory whatever the number of files and their sizes.
const BYTES_IN_FLIGHT: usize = 32 << 20;
/// Changed notes that are named one by one; more are announced as "many".
const NAMED_AT_MOST: usize = 200;

/// A file that was looked at.
struct Seen {
    /// Its place in the plan.
    at: usize,
    /// What it takes of the room.
    bytes: usize,
    found: Result<Found, VaultError>,
}

impl Worker {
    /// Brings the whole vault into catalog and index, beginning with what a crash left half done.
    pub(super) fn sweep(&mut self, brake: Brake) -> Result<(), ReconcileError> {
        let began = Instant::now();
        self.start.vault.available()?;
        if !std::mem::replace(&mut self.counted, true) {
            (self.start.outlet)(Outlet::Indexing(Some((0, 0))));
        }
        let found = plan(&self.start.vault, &self.store.catalog)?;
        self.notice.looked(began.elapsed());
        if brake == Brake::On
            && let Some(missing) = held_back(&self.start.vault, &found, self.lately.count())?
        {
            return self.hold(missing);
        }
        let Plan { read, gone, findings, seen, .. } = found;
        let gone: Vec<VaultPath> = gone.into_iter().map(|gone| gone.path).collect();
        if !read.is_empty() {
            (self.start.outlet)(Outlet::Indexing(Some((0, read.len()))));
        }
        let mut changed = self.recover()?;
        let mut batch = self.store.catalog.begin()?;
        batch.clear_findings()?;
        for finding in findings {
            batch.put_findings(&finding.path, &[finding.problem])?;
        }
        batch.commit()?;
        changed += self.settle(&gone.iter().cloned().collect())?.len();
        changed += self.read_in_batches(&read)?;
        self.release()?;
        self.note_emptied()?;
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
            let dirty = self.store.catalog.dirty(RECOVERED)?;
            if dirty.is_empty() {
                return Ok(recovered);
            }
            info!(rows = dirty.len(), "indexing again what a crash left half done");
            recovered += dirty.len();
            let store = Arc::clone(&self.store);
            let mut open = Open::begin(&store)?;
            let looker = self.looker();
            for row in &dirty {
                self.owe(&mut open, row)?;
                if row.hash.is_some() {
                    let found = looker.look(&row.path, None)?;
                    self.take(&mut open, &row.path, found)?;
                }
            }
            self.commit(open)?;
        }
    }

    /// Reads and parses on every core, without a pause for the commits; one thread writes, in batches.
    fn read_in_batches(&mut self, read: &[Planned]) -> Result<usize, ReconcileError> {
        let bulk = read.len() >= BULK;
        if bulk {
            self.exchange_writer(Load::Bulk)?;
        }
        let looker = self.looker();
        let (next, room) = (AtomicUsize::new(0), Room::new(BYTES_IN_FLIGHT));
        let changed = thread::scope(|scope| {
            let (send, found) = channel();
            for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
                let (send, next, room, looker) = (send.clone(), &next, &room, &looker);
                let look = move || {
                    while let Some((at, planned)) = take_next(next, read) {
                        let seen = looker.look(&planned.path, planned.known);
                        let bytes = seen.as_ref().map_or(0, Found::bytes);
                        if !room.take(bytes) || send.send(Seen { at, bytes, found: seen }).is_err() {
                            break;
                        }
                    }
                };
                let thread = thread::Builder::new().name("look".to_owned()).spawn_scoped(scope, look);
                thread.map_err(|source| ReconcileError::Stopped { reason: source.to_string() })?;
            }
            drop(send);
            let changed = self.write_in_batches(read, &found, &room, &looker);
            room.close();
            changed
        })?;
        if bulk {
            self.exchange_writer(Load::Live)?;
        }
        Ok(changed)
    }

    /// Commits what the lookers find. A live change waits for the end of a batch, which comes early because of it.
    fn write_in_batches(
        &mut self,
        read: &[Planned],
        found: &Receiver<Seen>,
        room: &Room,
        looker: &Looker,
    ) -> Result<usize, ReconcileError> {
        let (mut done, mut changed) = (0, 0);
        // A file that changed meanwhile may have been read before: what was seen then would undo the change.
        let mut settled: BTreeSet<VaultPath> = BTreeSet::new();
        while done < read.len() && !self.backlog.stop {
            let store = Arc::clone(&self.store);
            let mut open = Open::begin(&store)?;
            let (start, mut bytes) = (done, 0);
            for seen in found {
                let path = &read[seen.at].path;
                let looked = if settled.contains(path) { looker.look(path, None) } else { seen.found };
                changed += usize::from(self.take(&mut open, path, looked?)?);
                room.give_back(seen.bytes);
                bytes += seen.bytes;
                done += 1;
                if done == FIRST_BATCH || bytes >= BATCH_BYTES {
                    break;
                }
                if done % 512 == 0 {
                    (self.start.outlet)(Outlet::Indexing(Some((done, read.len()))));
                    self.take_jobs();
                    if self.backlog.has_touched() || self.backlog.stop {
                        break;
                    }
                }
            }
            self.commit(open)?;
            if done == start {
                return Err(ReconcileError::Stopped { reason: "no thread reads files any more".to_owned() });
            }
            (self.start.outlet)(Outlet::Indexing(Some((done, read.len()))));
            self.take_jobs();
            settled.append(&mut self.settle_touched()?);
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

    /// Builds a new store beside the one in use from the files alone, and swaps it in.
    pub(super) fn rebuild(&mut self) -> Result<Rebuilt, ReconcileError> {
        self.check_before_rebuild()?;
        let store = Arc::new(self.start.caches.create(&(self.start.new_store_id)(), &self.start.headings)?);
        let old_store = std::mem::replace(&mut self.store, Arc::clone(&store));
        let old_writer = self.writer.take();
        let built = self.sweep(Brake::Off).and_then(|()| self.start.caches.make_current(&store));
        if let Err(problem) = built {
            warn!(%problem, "the rebuild failed; the store in use stays");
            self.store = old_store;
            self.writer = old_writer;
            (self.start.outlet)(Outlet::Indexing(None));
            return Err(problem);
        }
        drop(old_writer);
        self.data_version = None;
        // What followers changed while the new store grew is recorded in the old one, as far as that can still be read.
        let missed = match old_store.catalog.pending() {
            Ok(pending) => self.settle(&pending.into_iter().map(|pending| pending.path).collect()).map(drop),
            Err(error) => {
                warn!(%error, "what changed while the new store grew is looked for");
                self.backlog.scan = true;
                Ok(())
            }
        };
        // Whatever became of that: nobody reads the old one from now on.
        (self.start.outlet)(Outlet::Swapped(store));
        missed.and_then(|()| Rebuilt::of(&self.store))
    }
}

fn take_next<'a>(next: &AtomicUsize, slice: &'a [Planned]) -> Option<(usize, &'a Planned)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    slice.get(at).map(|planned| (at, planned))
}
