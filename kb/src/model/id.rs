//! Identifiers of notes and journal entries. Opaque: nothing may read meaning out of them.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The id a note carries in its front matter: ours are ULIDs, a hand-written `KB-42` is as good.
///
/// Never empty, no control characters, at most 128 bytes, no white space around it. Compared exactly, case included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct NoteId(String);

/// Why a text cannot be a [`NoteId`] or an [`EntryId`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} cannot be an id: an id is 1 to 128 bytes without spaces around it or control characters")]
pub struct InvalidId(pub String);

impl NoteId {
    /// Longest id accepted, in bytes.
    pub const MAX_BYTES: usize = 128;

    /// Checks `text` and keeps it as it is.
    ///
    /// # Errors
    /// [`InvalidId`] for an empty, padded, over-long or control-character text.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        if is_plain(&text, Self::MAX_BYTES) { Ok(Self(text)) } else { Err(InvalidId(text)) }
    }

    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters in lower case: the end of a file name, so that two people never make the same one.
    #[must_use]
    pub fn tail(&self) -> String {
        let chars: Vec<char> = self.0.chars().filter(char::is_ascii_alphanumeric).collect();
        chars[chars.len().saturating_sub(4)..].iter().map(char::to_ascii_lowercase).collect()
    }
}

/// The `^k3f9` at the end of a journal heading, without the caret: unique within its case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(String);

impl EntryId {
    /// Checks that `text` is 1 to 32 ASCII letters, digits or `-`.
    ///
    /// # Errors
    /// [`InvalidId`] for anything else.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        let fits = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits { Ok(Self(text)) } else { Err(InvalidId(text)) }
    }

    /// The id without its caret.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(text: &str, max_bytes: usize) -> bool {
    !text.is_empty() && text.len() <= max_bytes && text.trim() == text && !text.chars().any(char::is_control)
}

macro_rules! text_newtype {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}
text_newtype!(NoteId);
text_newtype!(EntryId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_written_ids_are_as_good_as_ours() {
        for id in ["KB-42", "01JD3V8M6Q4T7X9K2B5N8R0W1Y", "élan 7"] {
            assert_eq!(NoteId::new(id).expect("valid").as_str(), id);
        }
    }

    #[test]
    fn empty_padded_and_control_characters_are_refused() {
        for id in ["", " a", "a\n", "a\u{0}b", &"x".repeat(129)] {
            assert!(NoteId::new(id).is_err(), "{id:?}");
        }
    }

    #[test]
    fn the_tail_is_the_last_four_letters_or_digits_in_lower_case() {
        let tail = |id: &str| NoteId::new(id).expect("valid").tail();
        assert_eq!(tail("01JD3V8M6Q4T7X9K2B5N8R0W1Y"), "0w1y");
        assert_eq!(tail("KB-42"), "kb42");
        assert_eq!(tail("Ä1"), "1");
    }
}
