//! What an article learned from the cases it solved, as its page shows it: internal, and each word can be dropped.

use std::collections::HashSet;

use super::Casebook;
use super::error::Error;
use super::view::{LearnedFrom, LearnedWord, LearnedWords};
use crate::catalog::{NoteRow, NoteText};
use crate::model::{LinkUse, VaultPath};
use crate::reconcile::note_text;
use crate::search::Told;

/// Cases read, the newest.
const CASES: usize = 100;
/// Words named.
const WORDS: usize = 40;
/// Cases named for a word.
const FROM: usize = 3;

impl Casebook {
    /// The words the solved cases of an article say and the article does not, the most telling first, names of customers
    /// and people last; and those it was told not to learn.
    ///
    /// # Errors
    /// The article cannot be read, or the caches cannot answer.
    pub fn learned_words(&self, path: &VaultPath) -> Result<LearnedWords, Error> {
        let (text, note) = self.parsed(path)?;
        let dropped = note.as_article().map(|article| article.not_learned.clone()).unwrap_or_default();
        let Some(id) = note.id.as_ref().filter(|_| note.as_article().is_some()) else {
            return Ok(LearnedWords { words: Vec::new(), dropped, cases: 0 });
        };
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let mut cases: Vec<(NoteRow, NoteText)> = Vec::new();
        for found in snapshot.cases_using(id, CASES)?.0 {
            let solved = matches!(found.how, LinkUse::ResolvedBy | LinkUse::Created);
            if solved && !cases.iter().any(|(case, _)| case.path == found.case.path) {
                cases.extend(snapshot.text(found.case.row)?.map(|text| (found.case, text)));
            }
        }
        let own = note_text(&text, &note);
        let names = note.tags.iter().chain(&note.aliases).chain(&note.products);
        let mut article = told(&note.title, &own);
        article.text.extend(names.map(String::as_str));
        let texts: Vec<Told<'_>> = cases.iter().map(|(case, text)| told(&case.title, text)).collect();
        let mut learned = store.index.learned(&article, &texts, &dropped, WORDS)?;
        let people = people(&cases);
        learned.sort_by_key(|learned| people.contains(&learned.word.to_lowercase()));
        let from = |case: &usize| {
            let (case, _) = &cases[*case];
            LearnedFrom { path: case.path.clone(), reference: case.reference.clone(), title: case.title.clone() }
        };
        let words = learned.into_iter().map(|learned| LearnedWord {
            cases: u32::try_from(learned.cases.len()).unwrap_or(u32::MAX),
            from: learned.cases.iter().take(FROM).map(from).collect(),
            word: learned.word,
        });
        Ok(LearnedWords { words: words.collect(), dropped, cases: u32::try_from(cases.len()).unwrap_or(u32::MAX) })
    }
}

fn told<'a>(title: &'a str, text: &'a NoteText) -> Told<'a> {
    let sections = [title, &text.issue, &text.environment, &text.cause, &text.resolution, &text.body];
    Told { text: sections.to_vec(), journal: vec![&text.journal_customer, &text.journal_internal] }
}

/// The parts of the names of customers and people: they name who had the trouble, not what it is.
fn people(cases: &[(NoteRow, NoteText)]) -> HashSet<String> {
    let names = cases.iter().flat_map(|(case, _)| [&case.customer, &case.owner]).flatten();
    let parts = names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}
