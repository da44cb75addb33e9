//! What can go wrong with a measurement.

use std::path::PathBuf;

use thiserror::Error;

use crate::casebook;

/// Why nothing was measured.
#[derive(Debug, Error)]
pub enum EvalError {
    /// A file of the data cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line of the data is not what it should be.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing to measure.
    #[error("no query of {} has a right answer among the articles", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The folder for the vault of this measurement cannot be made or written.
    #[error("cannot write the vault of this measurement: {source}")]
    Scratch {
        /// What the system says.
        source: std::io::Error,
    },
    /// The vault cannot be opened or asked.
    #[error(transparent)]
    Casebook(#[from] casebook::Error),
    /// The model for meaning cannot be used.
    #[error("the model for meaning cannot be used: {reason}")]
    Model {
        /// Why.
        reason: String,
    },
    /// A baseline failed.
    #[error("the baseline {name} failed: {reason}")]
    Baseline {
        /// Which.
        name: &'static str,
        /// What it said.
        reason: String,
    },
}

impl EvalError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Read { .. } => {
                "Name a folder with corpus.jsonl, queries.jsonl and qrels.tsv; cases.jsonl may be missing".to_owned()
            }
            Self::Line { .. } => "Mend the line: `kb eval --help` says what a line holds".to_owned(),
            Self::Empty { .. } => "Check that qrels.tsv names ids that queries.jsonl and corpus.jsonl have".to_owned(),
            Self::Scratch { .. } => "Check that the folder for temporary files has room".to_owned(),
            Self::Casebook(error) => error.hint(),
            Self::Model { .. } => "Get it anew with `cargo xtask model`, or measure with --no-model".to_owned(),
            Self::Baseline { .. } => "Leave out --baselines, and tell us".to_owned(),
        }
    }
}
