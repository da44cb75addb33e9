//! The clipboard: what the app puts there, and what others did. What the app itself copied is not offered to be searched for;
//! only a hash of it is remembered, and only until the app ends.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use super::Desk;
use crate::failure::Failure;

/// The last text the app put on the clipboard, as a hash with a key of this run.
#[derive(Default)]
pub(super) struct Copied {
    hasher: RandomState,
    last: Mutex<Option<u64>>,
}

impl Copied {
    fn note(&self, text: &str) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.hash(text));
    }

    fn is(&self, text: &str) -> bool {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) == Some(self.hash(text))
    }

    /// Desktops change line ends, and some add one at the end.
    fn hash(&self, text: &str) -> u64 {
        let lines: Vec<&str> = text.trim().lines().collect();
        self.hasher.hash_one(lines)
    }
}

impl Desk {
    /// Puts text on the clipboard.
    ///
    /// # Errors
    /// `io` when the desktop does not take it.
    pub fn copy(&self, text: &str) -> Result<(), Failure> {
        self.desktop.copy(text).map_err(|reason| not_copied(&reason))?;
        self.copied.note(text);
        Ok(())
    }

    /// Puts HTML on the clipboard, and plain text for programs that take no HTML.
    ///
    /// # Errors
    /// `io` when the desktop does not take it.
    pub fn copy_rich(&self, html: &str, text: &str) -> Result<(), Failure> {
        self.desktop.copy_rich(html, text).map_err(|reason| not_copied(&reason))?;
        self.copied.note(text);
        Ok(())
    }

    /// The text on the clipboard, unless the app put it there.
    #[must_use]
    pub fn foreign_clipboard(&self) -> Option<String> {
        self.desktop.clipboard_text().filter(|text| !self.copied.is(text))
    }
}

fn not_copied(reason: &str) -> Failure {
    Failure::new("io", format!("cannot copy: {reason}"), "Select the text and copy it yourself")
}

#[cfg(test)]
mod tests {
    use super::Copied;

    #[test]
    fn what_was_copied_last_is_known_again_whatever_its_line_ends() {
        let copied = Copied::default();
        assert!(!copied.is("") && !copied.is("one\ntwo"));
        copied.note("one\ntwo\n");
        assert!(copied.is("one\r\ntwo") && !copied.is("one two"));
        copied.note("three");
        assert!(copied.is("three") && !copied.is("one\ntwo"));
    }
}
