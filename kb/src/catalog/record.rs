//! What goes into the catalog for one note.

use crate::model::{Note, VaultPath};

/// The BLAKE3 hash of a file's bytes.
pub type ContentHash = [u8; 32];

/// What the file system says about a file: when all of it is unchanged, the bytes are taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StoredStamp {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of the contents, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Time of the last change of the entry, in nanoseconds since 1970; 0 where there is none.
    pub ctime_ns: i64,
    /// The file's number in its file system; 0 where there is none.
    pub inode: u64,
}

/// One note as it was read and parsed.
#[derive(Debug, Clone, Copy)]
pub struct NoteRecord<'a> {
    /// Where it is.
    pub path: &'a VaultPath,
    /// What the file system said before it was read.
    pub stamp: StoredStamp,
    /// When it was read, in nanoseconds since 1970.
    pub scanned_ns: i64,
    /// The hash of all its bytes.
    pub hash: &'a ContentHash,
    /// What parsing made of it.
    pub note: &'a Note,
    /// The very text that was parsed: the note's ranges index it.
    pub source: &'a str,
    /// Its searchable text, already cut to what is indexed.
    pub text: &'a NoteText,
    /// What the error reports in it are recognised by; a few, and none but for a case.
    pub faults: &'a [String],
}

/// A note's searchable text by section. All sections of one kind are joined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteText {
    /// The requestor's words.
    pub issue: String,
    /// What it runs on.
    pub environment: String,
    /// Why it happens.
    pub cause: String,
    /// What ends it.
    pub resolution: String,
    /// Everything else.
    pub body: String,
    /// Journal entries only colleagues read.
    pub journal_internal: String,
    /// Journal entries the customer reads.
    pub journal_customer: String,
}
