//! A name looked for in bytes: in files as they are, whatever their format, so that what was promised can be checked.
#![expect(clippy::disallowed_methods, reason = "looks through every byte that was written; changes nothing")]

use std::fs;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use crate::format;

/// From this many bytes on a name counts wherever it is; a shorter one only where no letter touches it.
const TELLING: usize = 6;

/// The name as it is written, in any case of ASCII letters, and as file names have it.
pub(super) struct Needle(AhoCorasick);

impl Needle {
    pub(super) fn of(name: &str) -> Self {
        let mut spellings = vec![name.to_owned(), name.to_lowercase(), name.to_uppercase()];
        if name.is_ascii() {
            spellings.push(format::slug(name));
        }
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(spellings);
        Self(finder.expect("a few short names make a finder"))
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
        self.0.find_iter(bytes).any(|found| {
            found.len() >= TELLING || !(is_letter(found.start().checked_sub(1)) || is_letter(Some(found.end())))
        })
    }

    /// The files at and below `folder`, hidden ones too, that have the name in their own name or in their bytes, and why.
    pub(super) fn files_below(&self, folder: &Path) -> Vec<(PathBuf, String)> {
        let mut folders = vec![folder.to_path_buf()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    found.push((folder, format!("it cannot be listed: {error}")));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let path = entry.path();
                if self.is_in(entry.file_name().as_encoded_bytes()) {
                    found.push((path.clone(), "its name has it".to_owned()));
                }
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_file() => match fs::read(&path) {
                        Ok(bytes) if !self.is_in(&bytes) => {}
                        Ok(_) => found.push((path, "it has the name".to_owned())),
                        Err(error) => found.push((path, format!("it cannot be read: {error}"))),
                    },
                    _ => {}
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_not_found_within_words_and_a_long_one_everywhere() {
        let (ana, northwind) = (Needle::of("Ana"), Needle::of("Northwind"));
        assert!(ana.is_in(b"ask ana: yes") && !ana.is_in(b"banana") && !ana.is_in(b"analog"));
        assert!(northwind.is_in(b"\0NORTHWINDs\0") && !northwind.is_in(b"north wind"));
    }

    #[test]
    fn a_name_in_another_script_is_looked_for_as_it_is_written() {
        assert!(!Needle::of("Нордвинд").is_in(b"a note"));
        assert!(Needle::of("Нордвинд").is_in("от нордвинд".as_bytes()));
    }
}
