//! The thread that keeps versions. Nobody waits for it: what is saved is handed over, and what it cannot keep is noted, never
//! a reason not to save. What it missed (it was behind, the disk was full, the history was lost) it makes up for by going
//! through the catalog: a note that is not what its last version says is kept as it is found.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::{info, warn};

use super::super::error::Error;
use super::super::world::World;
use crate::format::{self, Context, HeadingWords};
use crate::local::{By, History, LocalError, Mended, NewVersion};
use crate::model::{NoteId, VaultPath};
use crate::reconcile::{INDEXED_BYTES, Store, cut_to_text};
use crate::vault::{ContentHash, Vault, VaultError};

/// The largest file a version is kept of, in bytes.
pub(super) const LARGEST: u64 = 16 << 20;
/// Versions that wait to be kept at most; what comes on top is made up for later.
const WAITING: usize = 64;
/// After how long what was missed is made up for when nothing else happens.
const AGAIN: Duration = Duration::from_secs(20);
/// Notes and bytes kept in one go while the catalog is gone through.
const TOGETHER: (usize, usize) = (1_000, 4 << 20);

/// A version that was read or saved just now.
pub(in super::super) struct Seen {
    pub(in super::super) path: VaultPath,
    /// `None` when nobody has parsed it yet, or it has none.
    pub(in super::super) id: Option<NoteId>,
    /// Whether that is known.
    pub(in super::super) is_parsed: bool,
    pub(in super::super) bytes: Vec<u8>,
    pub(in super::super) hash: ContentHash,
    pub(in super::super) by: By,
    pub(in super::super) who: Option<String>,
}

pub(super) enum Job {
    Keep(Vec<Seen>),
    /// Look at what is on disk now.
    Look(Vec<VaultPath>),
    /// Go through the catalog.
    CatchUp,
    /// Look at the history itself: it has shown damage.
    Mend,
    Drain(Sender<()>),
    Stop,
}

/// What the thread works on.
pub(in super::super) struct Ground {
    pub(in super::super) vault: Vault,
    pub(in super::super) folder: PathBuf,
    pub(in super::super) world: Arc<dyn World>,
    pub(in super::super) store: Box<dyn Fn() -> Option<Arc<Store>> + Send>,
    pub(in super::super) headings: Box<dyn Fn() -> HeadingWords + Send>,
}

/// A handle on the thread. Dropping it keeps what was handed over and ends the thread.
pub(in super::super) struct Keeper {
    hand: Hand,
    pub(super) history: Arc<Mutex<Option<Arc<History>>>>,
    thread: Option<JoinHandle<()>>,
}

/// Hands jobs over; any number of them.
#[derive(Clone)]
pub(in super::super) struct Hand {
    jobs: SyncSender<Job>,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Something could not be handed over.
    behind: AtomicBool,
    stop: AtomicBool,
    trouble: Mutex<Option<String>>,
    /// What was lost of the history since it was opened, in a sentence without a full stop.
    lost: Mutex<Option<String>>,
}

impl Keeper {
    pub(in super::super) fn start(ground: Ground) -> Self {
        let (jobs, inbox) = sync_channel(WAITING);
        let state = Arc::new(State::default());
        let history = Arc::new(Mutex::new(None));
        let hand = Hand { jobs, state: Arc::clone(&state) };
        let work = Work { ground, history: Arc::clone(&history), state };
        let thread = std::thread::Builder::new().name("history".to_owned()).spawn(move || work.run(&inbox));
        let thread = thread.inspect_err(|error| warn!(%error, "no versions are kept")).ok();
        Self { hand, history, thread }
    }

    pub(in super::super) fn hand(&self) -> &Hand {
        &self.hand
    }

    /// Why versions are not kept, if they are not.
    pub(in super::super) fn trouble(&self) -> Option<String> {
        self.hand.state.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was lost of the history, if something was: since it was opened, or with a file that was put aside.
    pub(in super::super) fn lost(&self) -> Option<String> {
        let lost = self.hand.state.lost.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner).clone();
        lost.or_else(|| Some(begun_anew(history?.put_aside().iter().max()?)))
    }

    /// Asks the history, once everything handed over so far is in it. One that shows damage is mended and asked again.
    ///
    /// # Errors
    /// It cannot be used.
    pub(in super::super) fn ask<T>(&self, ask: impl Fn(&History) -> Result<T, LocalError>) -> Result<T, Error> {
        let history = self.history()?;
        let answer = ask(&history);
        drop(history);
        match answer {
            Err(error) if is_mendable(&error) => {
                let _there_is_nobody_to_mend_it = self.hand.jobs.send(Job::Mend);
                Ok(ask(&*self.history()?)?)
            }
            answer => Ok(answer?),
        }
    }

    /// The history, once everything handed over so far is in it.
    fn history(&self) -> Result<Arc<History>, Error> {
        let (done, finished) = channel();
        if self.hand.jobs.send(Job::Drain(done)).is_ok() {
            let _ = finished.recv();
        }
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner).clone();
        history.ok_or_else(|| Error::Refused {
            what: "reading earlier versions".to_owned(),
            reason: self.trouble().unwrap_or_else(|| "they cannot be opened".to_owned()),
            hint: "Check that your data folder can be read and written".to_owned(),
        })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.hand.state.stop.store(true, Ordering::Relaxed);
        let _ = self.hand.jobs.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Hand {
    /// Hands over what was read and saved.
    pub(in super::super) fn keep(&self, seen: Vec<Seen>) {
        self.send(Job::Keep(seen));
    }

    pub(in super::super) fn look(&self, paths: Vec<VaultPath>) {
        self.send(Job::Look(paths));
    }

    pub(in super::super) fn catch_up(&self) {
        self.send(Job::CatchUp);
    }

    fn send(&self, job: Job) {
        if let Err(TrySendError::Full(_)) = self.jobs.try_send(job) {
            self.state.behind.store(true, Ordering::Relaxed);
            // It may have done everything that waited just before it could read this; while it has not, it reads it after its next job.
            let _it_has_more_to_do = self.jobs.try_send(Job::CatchUp);
        }
    }
}

struct Work {
    ground: Ground,
    history: Arc<Mutex<Option<Arc<History>>>>,
    state: Arc<State>,
}

impl Work {
    fn run(&self, inbox: &Receiver<Job>) {
        let mut next = inbox.recv().ok();
        while let Some(job) = next {
            let worked = match job {
                Job::Stop => return,
                Job::CatchUp => {
                    self.state.behind.store(false, Ordering::Relaxed);
                    self.note(self.catch_up(inbox))
                }
                job => self.take(job),
            };
            // Once something works again, or there is room again, what was missed is made up for.
            if worked && self.state.behind.swap(false, Ordering::Relaxed) {
                self.note(self.catch_up(inbox));
            }
            next = self.next(inbox);
        }
    }

    /// The next job. What could not be done, or was not even handed over, is tried again after a while when no job comes before that.
    fn next(&self, inbox: &Receiver<Job>) -> Option<Job> {
        // A stop that came while it caught up was taken off the line.
        if self.state.stop.load(Ordering::Relaxed) {
            return inbox.try_recv().ok();
        }
        if !self.state.behind.load(Ordering::Relaxed) {
            return inbox.recv().ok();
        }
        match inbox.recv_timeout(AGAIN) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Timeout) => Some(Job::CatchUp),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Does one job; says whether that went well.
    fn take(&self, job: Job) -> bool {
        match job {
            Job::Keep(seen) => self.note(self.keep(seen)),
            Job::Look(paths) => self.note(self.look(&paths)),
            Job::Mend => self.note(self.mend()),
            Job::Drain(done) => {
                let worked = self.note(self.open().map(drop));
                let _ = done.send(());
                worked
            }
            Job::CatchUp | Job::Stop => true,
        }
    }

    /// Does what waits, in the midst of catching up: nobody waits for all of that.
    fn serve(&self, inbox: &Receiver<Job>) {
        while let Ok(job) = inbox.try_recv() {
            if matches!(job, Job::CatchUp) {
                self.state.behind.store(true, Ordering::Relaxed);
            }
            self.take(job);
        }
    }

    /// Says once what is wrong, and forgets it when it is not any more; whether it went well.
    fn note(&self, done: Result<(), LocalError>) -> bool {
        if done.is_err() {
            self.state.behind.store(true, Ordering::Relaxed);
        }
        let news = done.err().map(|error| super::super::error::Error::Local(error).message());
        let mut trouble = self.state.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reason) = news.as_ref().filter(|news| trouble.as_ref() != Some(news)) {
            warn!(%reason, "versions are not kept");
        }
        *trouble = news;
        trouble.is_none()
    }

    fn open(&self) -> Result<Arc<History>, LocalError> {
        let mut held = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(history) = held.as_ref() {
            return Ok(Arc::clone(history));
        }
        Ok(self.take_in(&mut held, History::open(&self.ground.folder)?))
    }

    /// Opens the history anew and looks at every byte of it.
    fn mend(&self) -> Result<(), LocalError> {
        let mut held = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        *held = None;
        // What is in it as it is now, and what was never in it, is found out.
        self.state.behind.store(true, Ordering::Relaxed);
        self.take_in(&mut held, History::mend(&self.ground.folder)?);
        Ok(())
    }

    fn take_in(&self, held: &mut Option<Arc<History>>, (history, mended): (History, Mended)) -> Arc<History> {
        let lost = match mended {
            Mended::Sound => None,
            Mended::Lost(count) => Some(format!("{count} earlier versions were damaged and are gone")),
            Mended::Begun(aside) => Some(begun_anew(&aside)),
        };
        if let Some(lost) = lost {
            warn!(%lost, "the history was damaged");
            *self.state.lost.lock().unwrap_or_else(PoisonError::into_inner) = Some(lost);
            self.state.behind.store(true, Ordering::Relaxed);
        }
        let history = Arc::new(history);
        *held = Some(Arc::clone(&history));
        history
    }

    /// Uses the history. One that shows damage is mended, one whose file was taken away opened anew; then it is used again.
    fn using<T>(&self, use_it: impl Fn(&History) -> Result<T, LocalError>) -> Result<T, LocalError> {
        let done = use_it(&*self.open()?);
        match done {
            Err(error) if is_mendable(&error) => {
                self.mend()?;
                use_it(&*self.open()?)
            }
            done => done,
        }
    }

    fn keep(&self, seen: Vec<Seen>) -> Result<(), LocalError> {
        let at = self.ground.world.now();
        let versions: Vec<NewVersion> = seen
            .into_iter()
            .filter(|seen| seen.bytes.len() as u64 <= LARGEST)
            .map(|seen| {
                let is_known = seen.is_parsed || seen.id.is_some();
                let id = if is_known { seen.id } else { self.id_in(&seen.path, &seen.bytes) };
                let Seen { path, bytes, hash, by, who, .. } = seen;
                NewVersion { path, id, bytes, hash: *hash.as_bytes(), at, by, who }
            })
            .collect();
        self.using(|history| history.keep(&versions))
    }

    fn look(&self, paths: &[VaultPath]) -> Result<(), LocalError> {
        for path in paths {
            match self.read(path, By::Outside) {
                Some(seen) => self.keep(vec![seen])?,
                None if matches!(self.ground.vault.stamp(path), Ok(None)) => {
                    let now = self.ground.world.now();
                    self.using(|history| history.mark_gone(std::slice::from_ref(path), Some(now)))?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Keeps every note whose text the history lacks, and notes which are gone.
    fn catch_up(&self, inbox: &Receiver<Job>) -> Result<(), LocalError> {
        let Some(store) = (self.ground.store)() else { return Ok(()) };
        let now = self.ground.world.now();
        let known = self.using(History::lasts)?;
        let (mut there, mut together, mut bytes) = (std::collections::HashSet::new(), Vec::new(), 0);
        let mut kept = 0;
        let mut complete = true;
        for row in store.catalog.stamps() {
            if self.state.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    // A catalog that is locked for a moment, as after a crash: the rest is gone through later.
                    warn!(%error, "the history goes through the catalog again");
                    self.state.behind.store(true, Ordering::Relaxed);
                    complete = false;
                    break;
                }
            };
            let last = known.get(row.path.as_str());
            if last != Some(&row.hash)
                && let Some(mut seen) = self.read(&row.path, By::Found)
            {
                // Parsing takes longer than all else about a version; of what the catalog has read it is done.
                if *seen.hash.as_bytes() == row.hash {
                    (seen.id, seen.is_parsed) = (row.id, true);
                }
                bytes += seen.bytes.len();
                kept += 1;
                together.push(seen);
            }
            there.insert(row.path);
            if together.len() >= TOGETHER.0 || bytes >= TOGETHER.1 {
                self.keep(std::mem::take(&mut together))?;
                bytes = 0;
                self.serve(inbox);
            }
        }
        self.keep(together)?;
        if complete {
            let gone: Vec<VaultPath> =
                self.using(History::paths)?.into_iter().filter(|path| !there.contains(path)).collect();
            let gone: Vec<VaultPath> =
                gone.into_iter().filter(|path| matches!(self.ground.vault.stamp(path), Ok(None))).collect();
            self.using(|history| history.mark_gone(&gone, Some(now)))?;
        }
        if kept > 0 {
            info!(kept, "the history has every note as it is now");
        }
        self.using(|history| history.tidy(now))
    }

    fn read(&self, path: &VaultPath, by: By) -> Option<Seen> {
        match self.ground.vault.read(path, Some(LARGEST)) {
            Ok(read) if !read.truncated => {
                let (path, bytes, hash) = (path.clone(), read.bytes, read.hash);
                Some(Seen { path, id: None, is_parsed: false, bytes, hash, by, who: None })
            }
            Ok(_) | Err(VaultError::NotFound { .. }) => None,
            Err(error) => {
                warn!(%path, %error, "a version is not kept");
                None
            }
        }
    }

    fn id_in(&self, path: &VaultPath, bytes: &[u8]) -> Option<NoteId> {
        let headings = (self.ground.headings)();
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings: &headings };
        let beginning = &bytes[..bytes.len().min(usize::try_from(INDEXED_BYTES).unwrap_or(usize::MAX))];
        format::parse(cut_to_text(beginning), &context).note.id
    }
}

/// Whether opening the history anew, and looking at all of it, may help.
fn is_mendable(error: &LocalError) -> bool {
    matches!(error, LocalError::Damaged { .. }) || error.is_moved()
}

fn begun_anew(aside: &Path) -> String {
    format!("The history was damaged and another was begun; the damaged one is kept as {}", aside.display())
}
