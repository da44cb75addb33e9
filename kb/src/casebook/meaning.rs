//! Searching by meaning, as the facade offers it: what is near a text, how the model is, and whether the user wants it.

use std::sync::Arc;

use super::error::Error;
use super::open::{Casebook, count};
use super::view::{Event, MeaningState, MeaningView, Progress, VaultStatus};
use crate::local::VaultState;
use crate::meaning::{MODEL_BYTES, MODEL_NAME, Near};
use crate::model::NoteKind;
use crate::reconcile::{Embedded, Meaning, ModelState, Store};
use crate::search::{self, Nearness, Question};

/// The preference that is `false` when the user does not want the model used.
const WANTED: &str = "meaning";

/// Whether the user wants the model used when it is there: yes, until they say no.
pub(super) fn is_wanted(local: &VaultState) -> Result<bool, Error> {
    Ok(local.app().preference(WANTED)?.and_then(|value| value.as_bool()).unwrap_or(true))
}

/// How near the notes of one store are to a question.
struct InStore {
    meaning: Arc<Meaning>,
    store: Arc<Store>,
}

impl std::fmt::Debug for InStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InStore").field("store", &self.store.id).finish_non_exhaustive()
    }
}

impl Nearness for InStore {
    fn nearest(&self, asked: &Question, kind: NoteKind, limit: usize) -> Vec<u64> {
        let near = self.meaning.nearest(&self.store, asked, kind, limit);
        near.into_iter().map(|near| near.row.cast_unsigned()).collect()
    }

    fn of(&self, asked: &Question, rows: &[u64]) -> Vec<Option<search::Near>> {
        let rows: Vec<i64> = rows.iter().map(|row| row.cast_signed()).collect();
        let near = self.meaning.similarities(&self.store, asked, &rows).into_iter();
        near.map(|near| near.map(|near| search::Near { cosine: near.of_note(), usual: near.usual })).collect()
    }

    fn between(&self, pairs: &[(u64, u64)]) -> Vec<Option<f32>> {
        let pairs: Vec<(i64, i64)> = pairs.iter().map(|(one, two)| (one.cast_signed(), two.cast_signed())).collect();
        self.meaning.between(&self.store, &pairs)
    }
}

impl Casebook {
    /// How near notes are in meaning, for searching; `None` without a model that can be used.
    pub(super) fn nearness(&self) -> Option<Arc<dyn Nearness>> {
        let meaning = Arc::clone(&self.lead.shared.meaning);
        let store = self.store().ok().filter(|_| meaning.state() == ModelState::Ready)?;
        Some(Arc::new(InStore { store, meaning }))
    }

    /// The `limit` notes of `kind` (articles, or cases that an article solved) whose title or whole text is nearest to `text`,
    /// nearest first. None without the model. A text that is new takes about ten milliseconds; the last few are remembered.
    ///
    /// # Errors
    /// There is no store to ask.
    pub fn nearest(&self, text: &str, kind: NoteKind, limit: usize) -> Result<Vec<Near>, Error> {
        let asked = Question { text: text.to_owned(), heading: None, pasted: false };
        Ok(self.lead.shared.meaning.nearest(&*self.store()?, &asked, kind, limit))
    }

    /// How near each of these rows is to `text`, in their order; `None` where a note has no vectors, and without the model.
    ///
    /// # Errors
    /// There is no store to ask.
    pub fn similarities(&self, text: &str, rows: &[i64]) -> Result<Vec<Option<Near>>, Error> {
        let asked = Question { text: text.to_owned(), heading: None, pasted: false };
        Ok(self.lead.shared.meaning.similarities(&*self.store()?, &asked, rows))
    }

    /// The title of the note with this row, as [`nearest`](Self::nearest) answers with; `None` when it is gone.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn title_of_row(&self, row: i64) -> Result<Option<String>, Error> {
        Ok(self.store()?.catalog.read()?.note_by_row(row)?.map(|note| note.title))
    }

    /// How the model is, what it costs, and how far it is with this vault. A model that has come meanwhile is noticed here.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn meaning(&self) -> Result<MeaningView, Error> {
        let meaning = &self.lead.shared.meaning;
        let notes = self.store()?.catalog.read()?.meant()?.len();
        let (embedded, bytes) = meaning.held();
        let (state, reason) = match meaning.state() {
            ModelState::Absent => (MeaningState::Absent, None),
            ModelState::Off => (MeaningState::Off, None),
            ModelState::Ready => (MeaningState::Ready, None),
            ModelState::Failed(reason) => (MeaningState::Failed, Some(reason)),
        };
        let VaultStatus { indexing, embedding: progress, .. } = self.status()?;
        if state == MeaningState::Ready && embedded < notes && indexing.is_none() && progress.is_none() {
            meaning.look();
        }
        Ok(MeaningView {
            state,
            reason,
            model: MODEL_NAME.to_owned(),
            folder: meaning.folder().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default(),
            model_bytes: MODEL_BYTES,
            vector_bytes: count(bytes),
            notes: count(notes),
            embedded: count(embedded),
            seconds_left: meaning.seconds_for(notes.saturating_sub(embedded)),
            progress,
        })
    }

    /// Uses the model from now on, or does not; kept for every vault.
    ///
    /// # Errors
    /// The preference cannot be kept.
    pub fn use_meaning(&self, wanted: bool) -> Result<(), Error> {
        self.local.app().set_preference(WANTED, (!wanted).then_some(&false.into()))?;
        self.lead.shared.meaning.want(wanted);
        Ok(())
    }

    /// Embeds what lacks vectors, here and now, telling subscribers how far it is. Does nothing without a model, and in a process
    /// that follows: its leader does it.
    ///
    /// # Errors
    /// The catalog cannot be read, the vectors cannot be kept, or the model cannot be run.
    pub fn embed(&self) -> Result<Embedded, Error> {
        if !self.leads() {
            return Ok(Embedded::default());
        }
        let (store, shared) = (self.store()?, std::sync::Arc::clone(&self.lead.shared));
        let tell = move |progress: Option<(usize, usize)>| {
            let progress = progress.map(|(done, total)| Progress { done: count(done), total: count(total) });
            shared.tell(&Event::Embedding { progress });
        };
        Ok(self.lead.shared.meaning.embed_now(&store, tell)?)
    }
}
