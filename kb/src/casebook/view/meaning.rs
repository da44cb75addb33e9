//! How searching by meaning is, for the settings.

use serde::{Deserialize, Serialize};

use super::Progress;

/// Whether the model is there and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MeaningState {
    /// There is no model on this machine.
    Absent,
    /// It is there, and the user does not want it.
    Off,
    /// It is there and used.
    Ready,
    /// It is there and cannot be used.
    Failed,
}

/// The model for meaning, what it costs, and how far it is with this vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MeaningView {
    /// Whether it is there and used.
    pub state: MeaningState,
    /// Why it cannot be used and what to do, when it cannot.
    pub reason: Option<String>,
    /// The model's name.
    pub model: String,
    /// The folder it lies in, or would.
    pub folder: String,
    /// What the model takes on disk, in bytes.
    pub model_bytes: u32,
    /// What the vectors of this vault take in memory, in bytes; about as much again on disk.
    pub vector_bytes: u32,
    /// Articles and solved cases of this vault.
    pub notes: u32,
    /// Those that have vectors.
    pub embedded: u32,
    /// About how long the others take in the background, in seconds.
    pub seconds_left: u32,
    /// How far the work is while it is under way.
    pub progress: Option<Progress>,
}
