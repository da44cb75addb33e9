//! What is on disk now, for one path: the one way a file becomes a note.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::NoteText;
use crate::format::{self, Context, HeadingWords};
use crate::model::{Note, Problem, ProblemCode, VaultPath};
use crate::search::Entry;
use crate::vault::{ContentHash, FileStamp, Vault, VaultError};

use super::document::{entry, faults, note_text};

/// How much of a file is indexed, in bytes. A problem on the note says when there is more.
pub const INDEXED_BYTES: u64 = 1_000_000;

/// What was found.
pub(super) enum Found {
    /// The content is what the catalog knows; the stamp may be newer.
    Same(FileStamp),
    /// New or changed content.
    Fresh(Box<Fresh>),
    /// Nothing is there.
    Absent,
    /// Something is there that cannot be read.
    Unreadable(Problem),
}

impl Found {
    /// About how much memory it holds: the source, its searchable text, and the index's own copy.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Fresh(fresh) => 4_096 + fresh.source.len() * 4,
            Self::Same(_) | Self::Absent | Self::Unreadable(_) => 256,
        }
    }
}

/// A file that was read and parsed.
pub(super) struct Fresh {
    pub(super) stamp: FileStamp,
    pub(super) hash: ContentHash,
    pub(super) note: Note,
    pub(super) source: String,
    pub(super) text: NoteText,
    pub(super) entry: Entry,
    pub(super) faults: Vec<String>,
}

/// What it takes to look at files. Every thread that does has its own.
#[derive(Clone)]
pub(super) struct Looker {
    pub(super) vault: Vault,
    pub(super) headings: HeadingWords,
    pub(super) emptied: Emptied,
}

/// Which files count as emptied by the system rather than by anybody. A power cut leaves what was being written as a file
/// without a byte: such a file is not what the note says now.
#[derive(Clone, Default)]
pub(super) struct Emptied {
    /// Every one found empty: in the first scan after the system was started anew.
    pub(super) all: bool,
    /// Those found so before.
    pub(super) paths: Arc<BTreeSet<VaultPath>>,
}

impl Emptied {
    /// Whether the file at `path`, empty now and known to have held something else, is one of them.
    fn has(&self, path: &VaultPath, known: Option<ContentHash>, now: ContentHash) -> bool {
        known.is_some_and(|known| known != now) && (self.all || self.paths.contains(path))
    }
}

impl Looker {
    /// Reads `path` and compares it with what is known.
    ///
    /// # Errors
    /// [`VaultError`] only when the vault itself is gone; trouble with one file is [`Found::Unreadable`].
    pub(super) fn look(&self, path: &VaultPath, known: Option<ContentHash>) -> Result<Found, VaultError> {
        let Self { vault, headings, emptied } = self;
        let read = match vault.read(path, Some(INDEXED_BYTES)) {
            Ok(read) => read,
            Err(VaultError::NotFound { .. }) => {
                vault.available()?;
                return Ok(Found::Absent);
            }
            Err(error) => {
                vault.available()?;
                return Ok(Found::Unreadable(Problem::whole(
                    ProblemCode::Unreadable,
                    error.to_string(),
                    error.hint().to_owned(),
                )));
            }
        };
        if known == Some(read.hash) {
            return Ok(Found::Same(read.stamp));
        }
        if read.bytes.is_empty() && emptied.has(path, known, read.hash) {
            return Ok(Found::Unreadable(Problem::whole(
                ProblemCode::Emptied,
                "The file has been empty since the system stopped; what was known of it is kept",
                "Put it back from a backup or its history; or write something into it, or remove it, if it is meant to be empty",
            )));
        }
        let bytes = if read.truncated { cut_to_text(&read.bytes) } else { &read.bytes };
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
        let parsed = format::parse(bytes, &context);
        let mut note = parsed.note;
        if read.truncated {
            note.problems.push(Problem::whole(
                ProblemCode::TooLong,
                format!("The file is {} bytes; only its first {INDEXED_BYTES} are searched", read.stamp.size),
                "Move long logs to attachments and keep the telling lines in the note".to_owned(),
            ));
        }
        let text = note_text(&parsed.text, &note);
        let entry = entry(&note, &text);
        let faults = faults(&note, &text);
        let (stamp, hash) = (read.stamp, read.hash);
        Ok(Found::Fresh(Box::new(Fresh { stamp, hash, note, source: parsed.text, text, entry, faults })))
    }
}

/// Drops the UTF-8 character that a cut at a byte count may have left half.
#[must_use]
pub fn cut_to_text(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_leaves_half_a_character() {
        for text in ["aé", "a€", "a😀", "plain"] {
            for end in 0..=text.len() {
                let cut = cut_to_text(&text.as_bytes()[..end]);
                assert!(std::str::from_utf8(cut).is_ok(), "{text} cut at {end}");
                assert!(end - cut.len() < 4);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_anyway_are_left_alone() {
        let bytes = [0xff, b'a', 0xfe, b'b'];
        assert_eq!(cut_to_text(&bytes), bytes);
    }
}
