//! What tells one state of a file from another: a cheap stamp from the file system, and a hash of the content.
//!
//! The stamp decides whether a file is worth reading again; only the hash decides whether it changed.

use std::fmt;
use std::fs::Metadata;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What the file system says about one state of a file. Two equal stamps of files older than the clock's grain mean the
/// same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FileStamp {
    /// Length in bytes.
    pub size: u64,
    /// Last change of the content, nanoseconds since 1970; editors and `touch` may set it to anything.
    pub mtime_ns: i64,
    /// Last change of content or metadata, nanoseconds since 1970; only the kernel sets it. 0 where there is none.
    pub ctime_ns: i64,
    /// The file's number on its file system: a save by rename gives a new one. 0 where there is none.
    pub inode: u64,
}

impl FileStamp {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let nanos = |seconds: i64, part: i64| seconds.saturating_mul(1_000_000_000).saturating_add(part);
        Self {
            size: metadata.size(),
            mtime_ns: nanos(metadata.mtime(), metadata.mtime_nsec()),
            ctime_ns: nanos(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        let since = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let mtime_ns = since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX));
        Self { size: metadata.len(), mtime_ns, ctime_ns: 0, inode: 0 }
    }
}

/// The BLAKE3 hash of a file's bytes; 64 hexadecimal digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

/// Why a text is not a [`ContentHash`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a content hash: it takes 64 hexadecimal digits")]
pub struct InvalidHash(pub String);

impl ContentHash {
    /// Hashes `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Takes a hash back from where its bytes were stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn finished(hasher: &blake3::Hasher) -> Self {
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = InvalidHash;
    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        blake3::Hash::from_hex(text).map(|hash| Self(*hash.as_bytes())).map_err(|_| InvalidHash(text.to_owned()))
    }
}

impl TryFrom<String> for ContentHash {
    type Error = InvalidHash;
    fn try_from(text: String) -> Result<Self, InvalidHash> {
        text.parse()
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> String {
        hash.to_string()
    }
}
