//! What an archive says about itself.

use serde::{Deserialize, Serialize};

use crate::model::Moment;

/// The format written, and the newest that is read.
pub(super) const FORMAT: u32 = 1;

/// What the archive is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The vault's name.
    pub name: String,
    /// The vault's id, if it has one.
    pub id: Option<String>,
    /// When it was made.
    pub made: Moment,
}

/// One file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its place in the archive.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// The BLAKE3 sum of its bytes, in hexadecimal.
    pub blake3: String,
}

/// Something that could not go into the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its place in the vault, for people to read.
    pub path: String,
    /// Why, in a sentence without a full stop.
    pub reason: String,
}

/// The last entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of the format.
    pub format: u32,
    /// What it is of.
    #[serde(flatten)]
    pub about: About,
    /// Its files, in the order they lie in it.
    pub files: Vec<Kept>,
    /// Its folders, outermost first.
    pub folders: Vec<String>,
    /// Its symbolic links and where they lead.
    pub links: Vec<(String, String)>,
    /// What is not in it.
    pub skipped: Vec<Skipped>,
}
