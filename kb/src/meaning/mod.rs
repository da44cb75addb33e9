//! What texts mean, as numbers: a small model turns a text into a vector, and texts that say the same lie near each other
//! whatever words they use. The vectors of a vault are kept beside its caches and compared in memory.
//!
//! Used by `reconcile`, which knows which notes have vectors, and by the facade, which asks what is near. It knows no
//! catalog and no file of the vault: it takes texts and row numbers. The model is optional; without it nothing here runs.

#[cfg(test)]
pub(crate) mod bag;
mod error;
mod kept;
mod matrix;
mod metric;
mod model;
mod recent;
mod usual;
mod vector;

#[cfg(test)]
mod tests;

pub use error::MeaningError;
pub use kept::{KeptNote, Vectors};
pub use matrix::{Lesson, Matrix, MatrixRow, Near, Toward};
pub use metric::Metric;
pub use model::{MODEL_BYTES, MODEL_FILES, MODEL_NAME, Model, TOKENS};
pub use recent::Recent;
pub use usual::Like;
pub use vector::{DIMENSIONS, Packed, TextKey, Vector};

/// Turns texts into vectors.
pub trait Embedder: Send + Sync {
    /// Names model and version: vectors of another one mean something else.
    fn key(&self) -> &str;

    /// The vector of a text, as fast as it goes: somebody waits for it.
    ///
    /// # Errors
    /// [`MeaningError`] when the model cannot be run.
    fn embed(&self, text: &str) -> Result<Vector, MeaningError>;

    /// The same vector, made on one core that gives way to everything else.
    ///
    /// # Errors
    /// As [`embed`](Self::embed).
    fn embed_quietly(&self, text: &str) -> Result<Vector, MeaningError> {
        self.embed(text)
    }

    /// The vectors of several texts, each the same as alone.
    ///
    /// # Errors
    /// As [`embed`](Self::embed); none is returned then.
    fn embed_all(&self, texts: &[&str]) -> Result<Vec<Vector>, MeaningError> {
        texts.iter().map(|text| self.embed(text)).collect()
    }
}
