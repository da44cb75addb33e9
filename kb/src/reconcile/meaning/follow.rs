//! Reading the vectors another process keeps: what a follower does, and a command that leads for a moment.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use tracing::warn;

use super::super::store::Store;
use super::{Held, Meaning};
use crate::meaning::{Matrix, MeaningError, Vectors};

/// How often what is kept is read again while it changes: reading it all takes a moment in a large vault.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// The file another process writes, as of when it was last read.
#[derive(Debug, Default)]
pub(super) struct Followed {
    open: Option<(String, Vectors)>,
    version: Option<i64>,
    read: Option<Instant>,
}

impl Meaning {
    /// Brings the matrix to what is kept for `store`, if that changed and some time has passed.
    pub(super) fn read_what_is_kept(&self, model: &str, store: &Store) {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if followed.open.as_ref().is_some_and(|(of, _)| *of != store.id) {
            *followed = Followed::default();
        }
        if followed.read.is_some_and(|read| read.elapsed() < AGAIN_AFTER) {
            return;
        }
        if followed.open.is_none() {
            followed.open = Vectors::follow(&self.file, model, &store.id).map(|vectors| (store.id.clone(), vectors));
        }
        followed.read = Some(Instant::now());
        match followed.news() {
            Ok(Some(matrix)) => *self.write() = Held { store: store.id.clone(), matrix },
            Ok(None) => {}
            Err(error) => {
                warn!(%error, "the kept vectors cannot be read just now");
                *followed = Followed { read: followed.read, ..Followed::default() };
            }
        }
        if let Err(error) = self.learn(store) {
            warn!(%error, "nothing is learned from links just now");
        }
    }
}

impl Followed {
    /// Everything, when it changed since it was last read. A file that has gone, or is of another store, holds nothing.
    fn news(&mut self) -> Result<Option<Matrix>, MeaningError> {
        let Some((_, vectors)) = &self.open else {
            return Ok(Some(Matrix::default()));
        };
        let version = Some(vectors.version()?);
        if version == self.version {
            return Ok(None);
        }
        let mut matrix = Matrix::default();
        vectors.rows()?.iter().for_each(|row| matrix.put(row));
        self.version = version;
        Ok(Some(matrix))
    }
}
