//! Joins catalog and vectors: which notes have a vector, which lack one, what is near a text. One thread of the leader embeds
//! what lacks vectors, on one core, behind every search; everyone else reads what it keeps.

mod bell;
mod follow;
mod text;
mod work;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard, TryLockError};

use tracing::{info, warn};

use super::error::ReconcileError;
use super::store::Store;
use crate::meaning::{Embedder, Like, Matrix, MeaningError, Metric, Model, Near, Recent, Toward, Vector};
use crate::model::NoteKind;
use crate::search::Question;

use bell::Bell;
use follow::Followed;
pub use work::{Embedded, Embedding};

/// How long a note takes on one core until it has been measured, in thousandths of a second.
const NOTE_MS: u32 = 60;

/// Notes prepared for questions in one go.
const PREPARED: usize = 64;

/// What a question's heading counts beside the whole of it.
const HEADING: f32 = 0.2;

/// Where the model is.
#[derive(Clone)]
pub enum ModelPlace {
    /// In this folder, if it is there at all.
    Folder(PathBuf),
    /// Here.
    Given(Arc<dyn Embedder>),
}

/// What is known of the meaning of a vault's notes. Shared by the thread that embeds and all who ask.
pub struct Meaning {
    place: ModelPlace,
    /// Where the vectors are kept.
    file: PathBuf,
    wanted: AtomicBool,
    model: Mutex<Loaded>,
    /// What the embedding thread has, or what was read of what another process keeps.
    held: RwLock<Held>,
    /// Set while a thread of this process keeps `held` up to date.
    is_kept: AtomicBool,
    /// Whether nothing is learned from links: to measure what that is worth.
    without_links: AtomicBool,
    followed: Mutex<Followed>,
    recent: Recent,
    bell: Bell,
    note_ms: AtomicU32,
}

/// Vectors in memory, and the store whose rows they belong to: the same row of another store is another note.
#[derive(Default)]
struct Held {
    store: String,
    matrix: Matrix,
}

enum Loaded {
    /// Nobody needed it, or there was none when somebody last looked.
    NotYet,
    Ready(Arc<dyn Embedder>),
    Failed(String),
}

/// How the model is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelState {
    /// There is none.
    Absent,
    /// It is there and the user does not want it.
    Off,
    /// It is there.
    Ready,
    /// It is there and cannot be used; why, and what to do.
    Failed(String),
}

impl Meaning {
    /// With the vectors in `file`; nothing is opened or loaded yet.
    #[must_use]
    pub fn new(place: ModelPlace, file: PathBuf, wanted: bool) -> Self {
        Self {
            place,
            file,
            wanted: AtomicBool::new(wanted),
            model: Mutex::new(Loaded::NotYet),
            held: RwLock::default(),
            is_kept: AtomicBool::new(false),
            without_links: AtomicBool::new(false),
            followed: Mutex::default(),
            recent: Recent::default(),
            bell: Bell::default(),
            note_ms: AtomicU32::new(NOTE_MS),
        }
    }

    /// The `limit` notes of `kind` nearest to what is asked, nearest first; none without a model. `store` is the one whose rows are
    /// asked of.
    #[must_use]
    pub fn nearest(&self, store: &Store, asked: &Question, kind: NoteKind, limit: usize) -> Vec<Near> {
        let _asking = self.bell.ask();
        let Some(vector) = self.question(store, asked) else { return Vec::new() };
        self.read(store, |matrix| matrix.nearest(&vector, kind, limit)).unwrap_or_default()
    }

    /// How near each of `rows` is to what is asked, in their order; `None` for notes without vectors, and without a model.
    #[must_use]
    pub fn similarities(&self, store: &Store, asked: &Question, rows: &[i64]) -> Vec<Option<Near>> {
        let _asking = self.bell.ask();
        let near = self
            .question(store, asked)
            .and_then(|vector| self.read(store, |matrix| matrix.similarities(&vector, rows)));
        near.unwrap_or_else(|| vec![None; rows.len()])
    }

    /// The cosine of the angle between the notes of each pair of rows, in their order; `None` where one has no vectors.
    #[must_use]
    pub fn between(&self, store: &Store, pairs: &[(i64, i64)]) -> Vec<Option<f32>> {
        let _asking = self.bell.ask();
        let all = |matrix: &Matrix| pairs.iter().map(|(one, two)| matrix.between(*one, *two)).collect();
        self.read(store, all).unwrap_or_else(|| vec![None; pairs.len()])
    }

    /// While the guard lives, embedding in the background waits.
    #[must_use]
    pub fn ask(&self) -> bell::Asking<'_> {
        self.bell.ask()
    }

    /// Asks the thread that embeds to see whether notes lack vectors; returns at once.
    pub fn look(&self) {
        self.bell.ring();
    }

    /// Uses the model from now on, or does not.
    pub fn want(&self, wanted: bool) {
        self.wanted.store(wanted, Ordering::Relaxed);
        let mut loaded = self.loaded();
        // Who switches it on again may have got the model anew.
        if matches!(*loaded, Loaded::Failed(_)) {
            *loaded = Loaded::NotYet;
        }
        drop(loaded);
        self.look();
    }

    /// The folder the model lies in, or would.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            ModelPlace::Folder(folder) => Some(folder),
            ModelPlace::Given(_) => None,
        }
    }

    /// How the model is, without loading it.
    #[must_use]
    pub fn state(&self) -> ModelState {
        if !self.is_there() {
            return ModelState::Absent;
        }
        if !self.wanted.load(Ordering::Relaxed) {
            return ModelState::Off;
        }
        match &*self.loaded() {
            Loaded::Failed(reason) => ModelState::Failed(reason.clone()),
            Loaded::NotYet | Loaded::Ready(_) => ModelState::Ready,
        }
    }

    /// Notes with vectors, and the memory these take in bytes.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        (held.matrix.len(), held.matrix.bytes())
    }

    /// About how long `notes` notes take in the background, in seconds.
    #[must_use]
    pub fn seconds_for(&self, notes: usize) -> u32 {
        let each = u64::from(self.note_ms.load(Ordering::Relaxed));
        u32::try_from((notes as u64 * each).div_ceil(1_000)).unwrap_or(u32::MAX)
    }

    /// Has links teach nothing from now on, or again, and learns anew: to measure what that is worth.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub(crate) fn without_links(&self, store: &Store, without: bool) -> Result<(), ReconcileError> {
        if self.without_links.swap(without, Ordering::Relaxed) != without {
            self.learn(store)?;
        }
        Ok(())
    }

    /// Measures as the links of the store teach; says whether they have become others.
    fn learn(&self, store: &Store) -> Result<bool, ReconcileError> {
        let without = self.without_links.load(Ordering::Relaxed);
        let links = if without { Vec::new() } else { store.catalog.read()?.solutions()? };
        let Some(lesson) = self.read(store, |matrix| matrix.lesson(&links)).flatten() else { return Ok(false) };
        let metric = Metric::learn(&lesson.differences);
        let mut held = self.write();
        // Rows of another store are other notes.
        if held.store == store.id {
            held.matrix.learn(lesson, metric);
        }
        Ok(true)
    }

    /// Works out in the background, as far as nobody asks, what the first question would have to wait for.
    fn prepare(&self, store: &Store) {
        let some = |from| self.read(store, |matrix| matrix.prepare(from, PREPARED)).unwrap_or(false);
        let mut from = 0;
        while self.bell.give_way() && some(from) {
            from += PREPARED;
        }
    }

    /// The vector of a question as it is compared, when there is anything to compare it with.
    fn question(&self, store: &Store, asked: &Question) -> Option<Toward> {
        if asked.text.trim().is_empty() {
            return None;
        }
        let embedder = self.ready()?;
        if !self.is_kept.load(Ordering::Acquire) {
            self.read_what_is_kept(embedder.key(), store);
        }
        if self.read(store, Matrix::is_empty).unwrap_or(true) {
            return None;
        }
        let like = if asked.pasted { Like::Notes } else { Like::Titles };
        match self.vector(&*embedder, asked) {
            Ok(vector) => self.read(store, |matrix| matrix.toward(&vector, like)),
            Err(error) => {
                self.fail(&error);
                None
            }
        }
    }

    /// The vector of a question: where it has a heading, that counts beside the whole, which drowns it.
    fn vector(&self, embedder: &dyn Embedder, asked: &Question) -> Result<Vector, MeaningError> {
        let whole = self.recent.vector(embedder, &asked.text)?;
        let Some(heading) = &asked.heading else { return Ok(whole) };
        let heading = self.recent.vector(embedder, heading)?;
        let both = whole.values().iter().zip(heading.values());
        let mut mixed = *whole.values();
        for (mixed, (whole, heading)) in mixed.iter_mut().zip(both) {
            *mixed = (1.0 - HEADING) * whole + HEADING * heading;
        }
        Ok(Vector::mixed(mixed))
    }

    /// Asks the vectors of this store, if they are those in memory.
    fn read<T>(&self, store: &Store, ask: impl FnOnce(&Matrix) -> T) -> Option<T> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        (held.store == store.id).then(|| ask(&held.matrix))
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The model if it can be had without waiting for another thread that is loading it.
    fn ready(&self) -> Option<Arc<dyn Embedder>> {
        match self.model.try_lock() {
            Ok(loaded) => self.load(loaded),
            Err(TryLockError::Poisoned(poisoned)) => self.load(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// The model, loaded now if need be.
    fn embedder(&self) -> Option<Arc<dyn Embedder>> {
        self.load(self.loaded())
    }

    fn load(&self, mut loaded: MutexGuard<'_, Loaded>) -> Option<Arc<dyn Embedder>> {
        if !self.wanted.load(Ordering::Relaxed) {
            return None;
        }
        match &*loaded {
            Loaded::Ready(embedder) => return Some(Arc::clone(embedder)),
            Loaded::Failed(_) => return None,
            Loaded::NotYet => {}
        }
        let opened = match &self.place {
            ModelPlace::Given(embedder) => Ok(Some(Arc::clone(embedder))),
            ModelPlace::Folder(folder) => {
                Model::open(folder).map(|model| model.map(|model| Arc::new(model) as Arc<dyn Embedder>))
            }
        };
        match opened {
            Ok(Some(embedder)) => {
                info!(model = embedder.key(), "the model for meaning is loaded");
                *loaded = Loaded::Ready(Arc::clone(&embedder));
                Some(embedder)
            }
            Ok(None) => None,
            Err(error) => {
                *loaded = failed(&error);
                None
            }
        }
    }

    fn fail(&self, error: &MeaningError) {
        *self.loaded() = failed(error);
    }

    fn is_there(&self) -> bool {
        match &self.place {
            ModelPlace::Given(_) => true,
            ModelPlace::Folder(folder) => Model::is_in(folder),
        }
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(error: &MeaningError) -> Loaded {
    warn!(%error, "searching goes on without meaning");
    Loaded::Failed(format!("{error}. {}", error.hint()))
}
