//! The plainest embedder there is, for tests of everything around the model: each word has a direction of its own, a text
//! points where its words point together. Texts with words in common are near each other, others are not.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::vector::{DIMENSIONS, Vector};
use super::{Embedder, MeaningError};

/// An embedder that counts how often it ran.
#[derive(Debug)]
pub(crate) struct Bag {
    key: String,
    runs: AtomicUsize,
}

impl Bag {
    pub(crate) fn new(key: &str) -> Self {
        Self { key: key.to_owned(), runs: AtomicUsize::new(0) }
    }

    pub(crate) fn runs(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }
}

impl Embedder for Bag {
    fn key(&self) -> &str {
        &self.key
    }

    fn embed(&self, text: &str) -> Result<Vector, MeaningError> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let mut sum = [0.0_f32; DIMENSIONS];
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let mut bytes = [0; 2 * DIMENSIONS];
            blake3::Hasher::new().update(word.to_lowercase().as_bytes()).finalize_xof().fill(&mut bytes);
            for (sum, pair) in sum.iter_mut().zip(bytes.chunks(2)) {
                *sum += f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
            }
        }
        Ok(Vector::of(&sum))
    }
}
