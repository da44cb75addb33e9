//! The vectors of the last few questions: typing and paging ask the same text again.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::{Embedder, MeaningError, Vector};

/// Questions remembered.
const KEPT: usize = 16;

/// The last questions and their vectors.
#[derive(Debug, Default)]
pub struct Recent(Mutex<VecDeque<(String, Vector)>>);

impl Recent {
    /// The vector of `text`, remembered or made now. Two who ask at once may both make it; neither waits for the other.
    ///
    /// # Errors
    /// [`MeaningError`] when the model cannot be run.
    pub fn vector(&self, embedder: &dyn Embedder, text: &str) -> Result<Vector, MeaningError> {
        if let Some(known) = self.find(text) {
            return Ok(known);
        }
        let vector = embedder.embed(text)?;
        let mut kept = self.lock();
        kept.retain(|(known, _)| known != text);
        kept.truncate(KEPT - 1);
        kept.push_front((text.to_owned(), vector.clone()));
        Ok(vector)
    }

    fn find(&self, text: &str) -> Option<Vector> {
        let mut kept = self.lock();
        let at = kept.iter().position(|(known, _)| known == text)?;
        let found = kept.remove(at)?;
        let vector = found.1.clone();
        kept.push_front(found);
        Some(vector)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, Vector)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
