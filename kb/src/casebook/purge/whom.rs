//! Whom a purge is about: the name, and everything that counts as it.

use std::collections::BTreeSet;

use super::bytes::Needle;
use crate::casebook::error::Error;
use crate::format;
use crate::local::Version;
use crate::model::{Note, VaultPath};
use crate::redact::{Names, Who, parts_of};

/// The shortest name that is looked for: less would be in half of all words.
const SHORTEST: usize = 3;
/// Shortest word of a name that may name somebody alone, in letters.
const TELLING_WORD: usize = 5;

/// Whom to look for, in every way.
pub(super) struct Whom {
    pub(super) name: String,
    pub(super) names: Names,
    /// The telling words of a name that has several.
    words: Vec<(String, Names)>,
    pub(super) needle: Needle,
}

impl Whom {
    pub(super) fn of(name: &str) -> Result<Self, Error> {
        let name = name.trim();
        if name.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST {
            let reason = format!("a name has at least {SHORTEST} letters");
            return Err(Error::Invalid { what: "name", value: name.to_owned(), reason });
        }
        let names = Names::new().with_whole(Who::Customer, name);
        let words: Vec<&str> = parts_of(name).filter(|word| word.chars().count() >= TELLING_WORD).collect();
        let words = if parts_of(name).nth(1).is_some() { words } else { Vec::new() };
        let words = words.into_iter().map(|word| (word.to_owned(), Names::new().with_whole(Who::Customer, word)));
        Ok(Self { name: name.to_owned(), names, words: words.collect(), needle: Needle::of(name) })
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.names.times_in(&String::from_utf8_lossy(bytes)) > 0
    }

    pub(super) fn is_in_text(&self, text: &str) -> bool {
        self.is_in(text.as_bytes())
    }

    pub(super) fn is_in_path(&self, path: &VaultPath) -> bool {
        self.is_in_text(path.as_str())
    }

    pub(super) fn is_version(&self, version: &Version, bytes: &[u8], removed: &BTreeSet<&VaultPath>) -> bool {
        removed.contains(&version.path)
            || self.is_in_path(&version.path)
            || version.who.as_deref().is_some_and(|who| self.is_in_text(who))
            || self.is_in(bytes)
    }

    /// Words of the name that are in a text also without the rest of it.
    pub(super) fn words_alone_in(&self, text: &str) -> impl Iterator<Item = &str> {
        let rest = if self.words.is_empty() { String::new() } else { self.names.left_out_of(text) };
        self.words.iter().filter(move |(_, names)| names.times_in(&rest) > 0).map(|(word, _)| word.as_str())
    }

    /// Whether the note is a case of this customer.
    pub(super) fn has(&self, note: &Note) -> bool {
        let customer = note.as_case().and_then(|case| case.customer.as_deref());
        customer.is_some_and(|customer| customer.trim().to_lowercase() == self.name.to_lowercase())
    }

    /// The path with the name masked in the file's own name; `None` when a folder has it.
    pub(super) fn path_without(&self, path: &VaultPath) -> Option<VaultPath> {
        let (stem, extension) = path.file_name().rsplit_once('.')?;
        let stem = format::slug(&self.names.masked_in(&stem.replace(['-', '_'], " ")));
        let name = format!("{stem}.{extension}");
        let masked = VaultPath::new(path.parent().map_or(name.clone(), |parent| format!("{parent}/{name}"))).ok()?;
        (!self.is_in_path(&masked)).then_some(masked)
    }
}
