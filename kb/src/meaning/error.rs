//! What can go wrong with the model and the vectors.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why the model or the kept vectors could not be used. Searching goes on without them in every case.
#[derive(Debug, Error)]
pub enum MeaningError {
    /// A file of the model is there and cannot be read.
    #[error("cannot read the model's file {path}: {source}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Only a part of the model is there.
    #[error("the model in {folder} is not complete: {missing} is missing", folder = folder.display())]
    Incomplete {
        /// The model's folder.
        folder: PathBuf,
        /// The file that is not there.
        missing: &'static str,
    },
    /// A file of the model is not what it should be.
    #[error("the model's file {path} cannot be used: {reason}", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, as far as it is known.
        reason: String,
    },
    /// The model could not be run on a text.
    #[error("the model could not turn a text of {bytes} bytes into a vector: {reason}")]
    Failed {
        /// How long the text is.
        bytes: usize,
        /// What the runtime said.
        reason: String,
    },
    /// The file of kept vectors could not be used.
    #[error("the vectors in {file} could not be used to {doing}: {source}", file = file.display())]
    Kept {
        /// The file.
        file: PathBuf,
        /// What was being done, as in "could not be used to ...".
        doing: &'static str,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
}

impl MeaningError {
    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "Check that you may read the file; searching works without it meanwhile",
            Self::Incomplete { .. } | Self::Damaged { .. } => {
                "Get the model anew with cargo xtask model; searching works without it meanwhile"
            }
            Self::Failed { .. } => "Get the model anew with cargo xtask model, or switch meaning off in the settings",
            Self::Kept { .. } => "Check that the cache folder can be written and has room, then start Casebook again",
        }
    }

    pub(super) fn kept(file: &Path, doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        let file = file.to_path_buf();
        move |source| Self::Kept { file, doing, source }
    }
}
