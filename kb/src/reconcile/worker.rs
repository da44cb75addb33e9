//! The leader's thread: the one writer of catalog and index. It takes jobs (paths to look at, a whole scan, a
//! rebuild), takes each through the crash protocol, and says what changed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::{error, info, warn};

use super::brake::{Lately, Missing};
use super::error::ReconcileError;
use super::leader::LeaderLock;
use super::look::{Emptied, Looker};
use super::store::{Caches, Opened, Store};
use crate::causes::with_causes;
use crate::format::HeadingWords;
use crate::model::VaultPath;
use crate::search::{IndexWriter, Load, SearchError};
use crate::vault::Vault;
use backlog::{Backlog, Job};
use hold::Brake;
use notice::Notice;

mod backlog;
mod commit;
mod hold;
mod notice;
mod room;
mod sweep;

/// How often the leader asks SQLite whether another process recorded pending paths.
const PENDING_POLL: Duration = Duration::from_millis(50);
/// How long after a failure the same work is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(2);
/// After so many failures in a row whoever waits is told to go on with what there is, and caches that are at fault are built anew.
const FAILURES: u32 = 2;

/// What the leader says. The facade turns these into events and answers.
pub enum Outlet {
    /// Notes changed, and both catalog and index know it.
    Changed {
        /// The notes.
        paths: Vec<VaultPath>,
        /// Whether every one of them was announced by this process's facade.
        ours: bool,
    },
    /// `Some((done, total))` while a scan runs, `None` when it is finished.
    Indexing(Option<(usize, usize)>),
    /// Why vault or caches cannot be used just now; `None` when they can again.
    Unavailable(Option<String>),
    /// So many notes are missing that nothing is taken over until somebody says so; `None` when something is again.
    Held(Option<Missing>),
    /// Why changes of other programs show late, in a sentence without a full stop; `None` when they do not.
    Late(Option<String>),
    /// The store to read from: said before anything else is, so that whoever hears of notes can ask for them.
    Opened(Arc<Store>),
    /// A rebuilt store took over.
    Swapped(Arc<Store>),
}

/// The points between which a crash must lose nothing. Tests kill the process at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The catalog has the change, marked dirty; the index does not.
    CatalogCommitted,
    /// The index has it too; the catalog still says dirty.
    IndexCommitted,
    /// Both agree; readers do not see it yet.
    DirtyCleared,
    /// Readers see it.
    Reloaded,
}

/// What the leader needs to start.
pub struct Start {
    /// The vault.
    pub vault: Vault,
    /// Its caches.
    pub caches: Caches,
    /// The right to write them.
    pub lock: LeaderLock,
    /// The headings that count as sections.
    pub headings: HeadingWords,
    /// Reads `casebook.toml` again, on the leader's thread; answers the headings that count from then on.
    pub read_settings: Box<dyn Fn() -> HeadingWords + Send>,
    /// Makes names for new stores: letters and digits, never the same twice.
    pub new_store_id: Box<dyn Fn() -> String + Send>,
    /// Nanoseconds since 1970 now, to judge the stamps of files by.
    pub now_ns: Box<dyn Fn() -> i64 + Send>,
    /// Hears what happens, on the leader's thread.
    pub outlet: Box<dyn Fn(Outlet) + Send>,
    /// Called at each step of the crash protocol.
    pub at_step: Box<dyn Fn(Step) + Send>,
    /// Whether to watch the vault for outside changes.
    pub watch: bool,
}

/// What a rebuild did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Files seen.
    pub files: u32,
    /// Notes indexed.
    pub indexed: u64,
    /// Problems found.
    pub problems: u32,
}

impl Rebuilt {
    /// What a store holds.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn of(store: &Store) -> Result<Self, ReconcileError> {
        let counts = store.catalog.read()?.counts()?;
        Ok(Self { files: counts.notes, indexed: store.index.len(), problems: counts.problems })
    }
}

/// A handle on the leader's thread. Dropping it stops the thread and gives up the lead.
pub struct Reconciler {
    jobs: Sender<Job>,
    thread: Option<JoinHandle<()>>,
}

impl Reconciler {
    /// Opens the caches for writing (building them anew where they cannot be trusted) and starts the thread, which begins
    /// with the opening scan. Returns with the store readable: complete or not, it answers.
    ///
    /// # Errors
    /// The caches cannot be opened or made, or the vault cannot be watched or is gone.
    pub fn start(start: Start) -> Result<Self, ReconcileError> {
        let (jobs, inbox) = mpsc::channel();
        let (store, after_restart) = match start.caches.open_to_write()? {
            Ok(Opened { store, after_restart }) => (Arc::new(store), after_restart),
            Err(reason) => {
                info!(%reason, "building the caches anew");
                let store = Arc::new(start.caches.create(&(start.new_store_id)(), &start.headings)?);
                start.caches.make_current(&store)?;
                (store, false)
            }
        };
        let writer = Some(store.writable.writer(Load::Live)?);
        let settings = !store.has_headings(&start.headings)?;
        let backlog = Backlog { scan: true, settings, watch: start.watch, ..Backlog::default() };
        let emptied = Emptied { all: after_restart, paths: Arc::new(hold::emptied(&store)?) };
        let worker = Worker {
            start,
            store: Arc::clone(&store),
            writer,
            inbox,
            backlog,
            data_version: None,
            jobs: jobs.clone(),
            notice: Notice::default(),
            held: None,
            lately: Lately::default(),
            emptied,
            counted: false,
            settings_stamp: None,
            failures: 0,
            has_built_anew: false,
            is_doubtful: after_restart && Caches::know_starts(),
        };
        (worker.start.outlet)(Outlet::Opened(store));
        let thread = std::thread::Builder::new()
            .name("reconcile".to_owned())
            .spawn(move || worker.run())
            .map_err(|source| ReconcileError::Stopped { reason: source.to_string() })?;
        Ok(Self { jobs, thread: Some(thread) })
    }

    /// Asks for a look at `paths`; returns at once.
    pub fn touched(&self, paths: Vec<VaultPath>) {
        let _ = self.jobs.send(Job::Touched { paths, ours: true });
    }

    /// Asks for a scan of the whole vault; returns at once.
    pub fn rescan(&self) {
        let _ = self.jobs.send(Job::Rescan);
    }

    /// Takes over that notes are missing; returns at once.
    pub fn accept_missing(&self) {
        let _ = self.jobs.send(Job::Accept);
    }

    /// Waits until everything asked for so far, the opening scan included, is in catalog and index, or that has failed twice:
    /// [`Outlet::Unavailable`] was said then.
    pub fn drain(&self) {
        let (done, finished) = mpsc::channel();
        if self.jobs.send(Job::Drain { done }).is_ok() {
            let _ = finished.recv();
        }
    }

    /// Builds a new store beside the one in use and swaps it in.
    ///
    /// # Errors
    /// The new store could not be built; the one in use stays.
    pub fn rebuild(&self) -> Result<Rebuilt, ReconcileError> {
        let stopped = || ReconcileError::Stopped { reason: "its thread has ended".to_owned() };
        let (done, finished) = mpsc::channel();
        self.jobs.send(Job::Rebuild { done }).map_err(|_| stopped())?;
        finished.recv().map_err(|_| stopped())?
    }
}

impl Drop for Reconciler {
    fn drop(&mut self) {
        let _ = self.jobs.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Worker {
    start: Start,
    store: Arc<Store>,
    /// Absent while it is exchanged for one of another size, and after it could not be rolled back.
    writer: Option<IndexWriter>,
    inbox: Receiver<Job>,
    backlog: Backlog,
    data_version: Option<i64>,
    /// Where the watcher's events go.
    jobs: Sender<Job>,
    notice: Notice,
    held: Option<Missing>,
    lately: Lately,
    emptied: Emptied,
    /// Whether the vault was walked before: only the first time nobody knows how much there is.
    counted: bool,
    /// Of `casebook.toml`, where nothing tells of its changes.
    settings_stamp: Option<crate::vault::FileStamp>,
    /// Turns that failed since the last that did not.
    failures: u32,
    /// Whether caches that failed were built anew and have not been whole since: that helps once or not at all.
    has_built_anew: bool,
    /// Whether the catalog has lain on a disk while the system was down. A bit that changed there is in no checksum: SQLite keeps none.
    is_doubtful: bool,
}

impl Worker {
    fn run(mut self) {
        while !self.backlog.stop {
            match self.turn() {
                Ok(()) => self.failures = 0,
                Err(problem) => self.rest_after(&problem),
            }
        }
    }

    /// Does everything in the backlog, then waits for more.
    fn turn(&mut self) -> Result<(), ReconcileError> {
        self.take_jobs();
        if std::mem::take(&mut self.backlog.gone) {
            // A watcher dies with its folder; another is set up once the folder is back.
            self.notice = Notice::default();
            self.backlog.watch = self.start.watch;
            self.start.vault.available()?;
        }
        if self.backlog.watch {
            self.start.vault.available()?;
            self.notice = Notice::start(&self.start.vault, &self.jobs);
            self.backlog.watch = false;
            (self.start.outlet)(Outlet::Late(self.notice.why_late()));
        }
        if let Some(reason) = self.backlog.deaf.take() {
            self.notice.look_too(reason);
            (self.start.outlet)(Outlet::Late(self.notice.why_late()));
        }
        if self.notice.is_due() {
            self.look_round();
        }
        if std::mem::take(&mut self.backlog.accept) {
            self.sweep(Brake::Off)?;
        }
        if std::mem::take(&mut self.backlog.anew) {
            self.rebuild_unless_held()?;
        }
        // Taken off first: a scan asked for while this one runs is another one.
        if std::mem::take(&mut self.backlog.scan) {
            self.sweep(Brake::On)?;
            // A file that was found emptied is known by the catalog alone, which then has to do.
            self.backlog.anew |= std::mem::take(&mut self.is_doubtful) && self.emptied.paths.is_empty();
            self.count_both()?;
        }
        // A vault that is not there has no settings either: what held before holds on.
        if std::mem::take(&mut self.backlog.settings) && self.held.is_none() {
            self.take_settings()?;
        }
        self.settle_touched()?;
        self.settle_pending()?;
        for done in std::mem::take(&mut self.backlog.rebuild) {
            let _ = done.send(self.rebuild());
        }
        if self.backlog.stop || self.backlog.has_work() {
            return Ok(());
        }
        for done in std::mem::take(&mut self.backlog.drains) {
            let _ = done.send(());
        }
        match self.inbox.recv_timeout(PENDING_POLL) {
            Ok(job) => self.backlog.add(job),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.backlog.stop = true,
        }
        Ok(())
    }

    /// Has catalog and index built anew when they do not hold as many notes: whatever did that, the search would give one twice or not.
    fn count_both(&mut self) -> Result<(), ReconcileError> {
        let (notes, indexed) = (self.store.catalog.counts()?.notes, self.store.index.len());
        if u64::from(notes) == indexed {
            self.has_built_anew = false;
        } else if self.held.is_none() && !std::mem::replace(&mut self.has_built_anew, true) {
            warn!(notes, indexed, "catalog and index differ: building both anew");
            self.backlog.anew = true;
        }
        Ok(())
    }

    /// Reads `casebook.toml` again and says that everything may be another. Other headings make other sections of the same
    /// text, so every note is read anew.
    fn take_settings(&mut self) -> Result<(), ReconcileError> {
        self.start.headings = (self.start.read_settings)();
        (self.start.outlet)(Outlet::Changed { paths: Vec::new(), ours: false });
        if !self.store.has_headings(&self.start.headings)? {
            info!("other headings count as sections: reading every note anew");
            self.rebuild_unless_held()?;
        }
        Ok(())
    }

    fn looker(&self) -> Looker {
        Looker { vault: self.start.vault.clone(), headings: self.start.headings.clone(), emptied: self.emptied.clone() }
    }

    fn take_jobs(&mut self) {
        while let Ok(job) = self.inbox.try_recv() {
            self.backlog.add(job);
        }
    }

    /// Looks at the touched paths and says which. They leave the backlog only when both catalog and index have them.
    fn settle_touched(&mut self) -> Result<BTreeSet<VaultPath>, ReconcileError> {
        let mut settled = BTreeSet::new();
        while self.backlog.has_touched() {
            let lost = self.mind_losses()?;
            let ours = self.backlog.outside.is_empty();
            let paths: BTreeSet<VaultPath> = self.backlog.ours.union(&self.backlog.outside).cloned().collect();
            let changed = self.settle(&paths)?;
            self.backlog.ours.retain(|path| !paths.contains(path));
            self.backlog.outside.retain(|path| !paths.contains(path));
            self.lately.add(lost);
            if !changed.is_empty() {
                (self.start.outlet)(Outlet::Changed { paths: changed, ours });
            }
            settled.extend(paths);
            self.take_jobs();
        }
        Ok(settled)
    }

    /// Looks at the paths other processes changed and asks for the rebuild they may have asked for.
    fn settle_pending(&mut self) -> Result<(), ReconcileError> {
        let version = self.store.catalog.data_version()?;
        if self.data_version == Some(version) {
            return Ok(());
        }
        let pending = self.store.catalog.pending()?;
        if !pending.is_empty() {
            let paths = pending.iter().map(|pending| pending.path.clone()).collect();
            let changed = self.settle(&paths)?;
            self.store.catalog.clear_pending(&pending)?;
            if !changed.is_empty() {
                (self.start.outlet)(Outlet::Changed { paths: changed, ours: false });
            }
        }
        if self.store.acceptance_requested()? {
            self.sweep(Brake::Off)?;
        }
        if self.store.rebuild_requested()? {
            return self.rebuild_unless_held();
        }
        // As it was before anything was read: what others added meanwhile shows as another version.
        self.data_version = Some(version);
        Ok(())
    }

    /// Says what is wrong, forgets nothing, and waits: for a job, or until it is worth another try. What is said holds until a scan has
    /// come to its end.
    fn rest_after(&mut self, problem: &ReconcileError) {
        self.failures += 1;
        let reason = with_causes(problem);
        error!(%reason, "reconciling failed; it will be tried again");
        (self.start.outlet)(Outlet::Unavailable(Some(format!("{reason}. {}", problem.hint()))));
        (self.start.outlet)(Outlet::Indexing(None));
        if let Some(Err(error)) = self.writer.as_mut().map(IndexWriter::rollback) {
            warn!(%error, "the index is opened for writing anew");
            // Half rolled back it has given its lock away, and could not even be asked again.
            self.writer = None;
        }
        if self.failures >= FAILURES {
            for done in std::mem::take(&mut self.backlog.drains) {
                let _ = done.send(());
            }
            if problem.is_of_the_caches() && !std::mem::replace(&mut self.has_built_anew, true) {
                self.backlog.anew = true;
            }
        }
        self.backlog.scan = true;
        if let Ok(job) = self.inbox.recv_timeout(RETRY_AFTER) {
            self.backlog.add(job);
        }
    }
}

/// The writer, taken anew when an exchange failed half way.
fn ready<'a>(writer: &'a mut Option<IndexWriter>, store: &Store) -> Result<&'a mut IndexWriter, SearchError> {
    match writer {
        Some(writer) => Ok(writer),
        none => Ok(none.insert(store.writable.writer(Load::Live)?)),
    }
}
