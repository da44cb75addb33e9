//! What may help with a case: articles and earlier cases that speak of the same, from its issue, environment and latest
//! entries. Asked for by the knowledge pane and `kb suggest`.

use crate::casebook::view::{Hit, Suggestions};
use crate::casebook::{Casebook, Error};
use crate::model::{Note, NoteKind, SectionKind, Status, VaultPath};

/// Articles suggested at most: more than a glance takes in stops nobody from searching.
const ARTICLES: usize = 5;
/// Earlier cases suggested at most.
const CASES: usize = 3;
/// Journal entries that count, the latest.
const ENTRIES: usize = 3;
/// Of each entry, bytes that count: a pasted log says what it has to say early.
const ENTRY_BYTES: usize = 2_000;

impl Casebook {
    /// Suggestions for the case at `path`; empty while it says nothing yet.
    ///
    /// # Errors
    /// The case cannot be read, or the caches cannot answer.
    pub fn suggest(&self, path: &VaultPath) -> Result<Suggestions, Error> {
        let (text, note) = self.parsed(path)?;
        let (asked, environment) = (telling_words(&text, &note), section(&text, &note, SectionKind::Environment));
        if asked.trim().is_empty() {
            return Ok(Suggestions { articles: Vec::new(), cases: Vec::new() });
        }
        let articles = self.matches(asked.clone(), &environment, NoteKind::Article, ARTICLES, None)?;
        let cases = self.matches(asked, &environment, NoteKind::Case, CASES * 3, Some(path))?;
        Ok(Suggestions { articles, cases: solved_first(cases) })
    }
}

/// The words of a case that tell what it is about. Names of customers and people are not among them.
fn telling_words(text: &str, note: &Note) -> String {
    let mut words = format!("{}\n{}", note.title, section(text, note, SectionKind::Issue));
    for entry in note.journal.iter().rev().filter(|entry| entry.channel != crate::model::Channel::Status).take(ENTRIES)
    {
        words.push('\n');
        words.push_str(&entry.text[..entry.text.floor_char_boundary(ENTRY_BYTES)]);
    }
    words
}

/// What the sections of a kind say.
fn section(text: &str, note: &Note, kind: SectionKind) -> String {
    let sections = note.sections.iter().filter(|section| section.kind == kind);
    sections.filter_map(|section| text.get(section.text.clone())).collect::<Vec<_>>().join("\n")
}

/// Solved cases before open ones, else as they were found: only a solved case carries a fix.
fn solved_first(mut cases: Vec<Hit>) -> Vec<Hit> {
    cases.sort_by_key(|case| !case.status.is_some_and(Status::is_done));
    cases.truncate(CASES);
    cases
}
