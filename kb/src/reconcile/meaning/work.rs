//! The work of embedding: what lacks vectors gets them, what is gone loses them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tracing::{info, warn};

use super::super::error::ReconcileError;
use super::super::store::Store;
use super::text::whole;
use super::{Held, Meaning};
use crate::catalog::Meant;
use crate::meaning::{Embedder, KeptNote, Matrix, MatrixRow, Packed, TextKey, Vectors};

/// Notes embedded between two writes at most, and the time that may pass.
const BATCH: usize = 32;
const BATCH_TIME: Duration = Duration::from_millis(700);
/// How long a round goes on before it looks whether a note changed that should come first.
const ROUND: Duration = Duration::from_secs(3);

/// How much of the machine embedding may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Haste {
    /// Somebody waits for the end.
    Waited,
    /// One core of the lowest priority, and none while somebody asks.
    Quiet,
}

/// What there was to embed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Embedded {
    /// Articles and solved cases.
    pub notes: usize,
    /// Those that got vectors now.
    pub fresh: usize,
}

/// Hears how many notes of how many have vectors; `None` when there is no more to do.
type Progress = Box<dyn Fn(Option<(usize, usize)>) + Send>;

/// The leader's thread that embeds. Dropping it ends the thread after the text it is at.
pub struct Embedding {
    meaning: Arc<Meaning>,
    thread: Option<JoinHandle<()>>,
}

impl Embedding {
    /// Starts the thread. It begins when [`Meaning::look`] is called; `store` answers with the store in use.
    ///
    /// # Errors
    /// [`ReconcileError::Stopped`] when the system gives no thread.
    pub fn start(
        meaning: Arc<Meaning>,
        store: Box<dyn Fn() -> Option<Arc<Store>> + Send>,
        progress: Progress,
    ) -> Result<Self, ReconcileError> {
        meaning.bell.begin();
        let shared = Arc::clone(&meaning);
        let run = move || {
            let mut worker = Worker::default();
            while shared.bell.wait() {
                let Some(store) = store() else { continue };
                match worker.round(&shared, &store, Haste::Quiet, &progress) {
                    Ok(done) if done.fresh > 0 => info!(notes = done.notes, fresh = done.fresh, "notes were embedded"),
                    Ok(_) => {}
                    Err(error) => {
                        warn!(%error, "embedding stopped; it goes on with the next change");
                        worker = Worker::default();
                    }
                }
                if !shared.bell.has_rung() {
                    progress(None);
                }
            }
            shared.is_kept.store(false, Ordering::Release);
        };
        let thread = std::thread::Builder::new().name("meaning".to_owned()).spawn(run);
        let thread = thread.map_err(|source| ReconcileError::Stopped { reason: source.to_string() })?;
        Ok(Self { meaning, thread: Some(thread) })
    }
}

impl Drop for Embedding {
    fn drop(&mut self) {
        self.meaning.bell.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Meaning {
    /// Embeds everything that lacks vectors, here and now. Only who leads may.
    ///
    /// # Errors
    /// The catalog cannot be read, the vectors cannot be kept, or the model cannot be run.
    pub fn embed_now(
        &self,
        store: &Store,
        progress: impl Fn(Option<(usize, usize)>) + Send + 'static,
    ) -> Result<Embedded, ReconcileError> {
        let done = Worker::default().round(self, store, Haste::Waited, &(Box::new(progress) as Progress));
        self.is_kept.store(false, Ordering::Release);
        done
    }
}

/// What the one who embeds holds.
#[derive(Default)]
struct Worker {
    open: Option<Open>,
}

struct Open {
    store: String,
    vectors: Vectors,
    /// The rows with vectors and the hash their file had.
    known: HashMap<i64, [u8; 32]>,
}

impl Worker {
    /// Brings vectors and matrix to what the catalog says.
    fn round(
        &mut self,
        meaning: &Meaning,
        store: &Store,
        haste: Haste,
        progress: &Progress,
    ) -> Result<Embedded, ReconcileError> {
        let Some(embedder) = meaning.embedder() else { return Ok(Embedded::default()) };
        let open = self.open(meaning, &*embedder, store)?;
        let meant = store.catalog.read()?.meant()?;
        let forgot = open.forget_all_but(meaning, &meant)?;
        let lacking: Vec<Meant> =
            meant.iter().filter(|meant| open.known.get(&meant.row) != Some(&meant.hash)).copied().collect();
        let notes = meant.len();
        let pass = Pass { meaning, store, embedder: &*embedder, haste, progress, notes, began: Instant::now() };
        let fresh = pass.embed(open, &lacking)?;
        if meaning.learn(store)? && haste == Haste::Quiet {
            meaning.prepare(store);
        }
        if fresh == lacking.len() && (forgot || fresh > 0) {
            open.vectors.sweep()?;
        }
        Ok(Embedded { notes, fresh })
    }

    /// The vectors of this store, opened when they are not yet.
    fn open(&mut self, meaning: &Meaning, embedder: &dyn Embedder, store: &Store) -> Result<&mut Open, ReconcileError> {
        if self.open.as_ref().is_none_or(|open| open.store != store.id) {
            self.open = None;
            let (vectors, rows) = Vectors::open(&meaning.file, embedder.key(), &store.id)?;
            let mut matrix = Matrix::default();
            rows.iter().for_each(|row| matrix.put(row));
            let known = vectors.known()?;
            *meaning.write() = Held { store: store.id.clone(), matrix };
            meaning.is_kept.store(true, Ordering::Release);
            self.open = Some(Open { store: store.id.clone(), vectors, known });
        }
        Ok(self.open.as_mut().expect("opened just now"))
    }
}

impl Open {
    /// Forgets the notes that are gone, or are no longer among those whose meaning counts; says whether there were any.
    fn forget_all_but(&mut self, meaning: &Meaning, meant: &[Meant]) -> Result<bool, ReconcileError> {
        let there: HashSet<i64> = meant.iter().map(|meant| meant.row).collect();
        let gone: Vec<i64> = self.known.keys().filter(|row| !there.contains(row)).copied().collect();
        if gone.is_empty() {
            return Ok(false);
        }
        self.vectors.forget(&gone)?;
        let matrix = &mut meaning.write().matrix;
        for row in gone {
            self.known.remove(&row);
            matrix.remove(row);
        }
        Ok(true)
    }

    fn keep(&mut self, meaning: &Meaning, batch: &[KeptNote]) -> Result<(), ReconcileError> {
        self.vectors.keep(batch)?;
        let matrix = &mut meaning.write().matrix;
        for kept in batch {
            matrix.put(&kept.note);
            self.known.insert(kept.note.row, kept.content);
        }
        Ok(())
    }
}

/// One walk over what lacks vectors.
struct Pass<'a> {
    meaning: &'a Meaning,
    store: &'a Store,
    embedder: &'a dyn Embedder,
    haste: Haste,
    progress: &'a Progress,
    /// How many notes there are in all.
    notes: usize,
    began: Instant,
}

impl Pass<'_> {
    /// Embeds in order until all have vectors, the thread is to end, or something else should come first; says how many were
    /// dealt with.
    fn embed(&self, open: &mut Open, lacking: &[Meant]) -> Result<usize, ReconcileError> {
        let (mut done, mut batch, mut since) = (0, Vec::new(), Instant::now());
        for meant in lacking {
            if !self.may_go_on() {
                break;
            }
            if let Some(kept) = self.kept(open, meant)? {
                batch.push(kept);
            }
            done += 1;
            if batch.len() >= BATCH || since.elapsed() >= BATCH_TIME {
                open.keep(self.meaning, &batch)?;
                batch.clear();
                since = Instant::now();
                (self.progress)(Some((self.notes - (lacking.len() - done), self.notes)));
            }
        }
        open.keep(self.meaning, &batch)?;
        Ok(done)
    }

    fn may_go_on(&self) -> bool {
        let bell = &self.meaning.bell;
        self.haste == Haste::Waited
            || bell.give_way()
                && self.meaning.wanted.load(Ordering::Relaxed)
                && !(bell.has_rung() && self.began.elapsed() >= ROUND)
    }

    /// A note with its vectors; `None` when it changed since it was listed: then it is listed again.
    fn kept(&self, open: &Open, meant: &Meant) -> Result<Option<KeptNote>, ReconcileError> {
        let (note, text) = {
            let snapshot = self.store.catalog.read()?;
            (snapshot.note_by_row(meant.row)?, snapshot.text(meant.row)?.unwrap_or_default())
        };
        let Some(note) = note.filter(|note| note.hash == meant.hash) else { return Ok(None) };
        let began = Instant::now();
        let (title_key, title, ran) = self.vector(open, &note.title)?;
        let (whole_key, whole, ran_too) = self.vector(open, &whole(&note.title, &text))?;
        if ran && ran_too {
            self.measure(began.elapsed());
        }
        let row = MatrixRow { row: meant.row, kind: meant.kind, title, whole };
        Ok(Some(KeptNote { note: row, content: meant.hash, title_key, whole_key }))
    }

    /// A text's vector, and whether the model had to be run for it.
    fn vector(&self, open: &Open, text: &str) -> Result<(TextKey, Packed, bool), ReconcileError> {
        let key = *blake3::hash(text.as_bytes()).as_bytes();
        if let Some(known) = open.vectors.vector(&key)? {
            return Ok((key, known, false));
        }
        let vector = match self.haste {
            Haste::Waited => self.embedder.embed(text)?,
            Haste::Quiet => self.embedder.embed_quietly(text)?,
        };
        Ok((key, vector.pack(), true))
    }

    /// Keeps a moving mean of what a note takes.
    fn measure(&self, took: Duration) {
        let took = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let before = self.meaning.note_ms.load(Ordering::Relaxed);
        self.meaning.note_ms.store((before.saturating_mul(7).saturating_add(took) / 8).max(1), Ordering::Relaxed);
    }
}
