//! Notes that may say the same as one that is about to be made (KCS: search once more before saving new). While it is typed
//! and when it is saved the answer is the same.

use super::Casebook;
use super::error::Error;
use super::search::{bare_hit, hits};
use super::versions::Asked;
use super::view::{Hit, NewNoteWords};
use crate::catalog::{HydratedRow, Snapshot};
use crate::model::{NoteKind, VaultPath};
use crate::search::{Query, Scored};

/// Notes of one kind named at most.
const DUPLICATES: usize = 3;
/// Of those that match best so many are looked at: some are of the customer.
const LOOKED_AT: usize = 20;

impl Casebook {
    /// Notes that may say the same as one with these words, the surest first. For a case: those with its ticket number, then
    /// earlier ones, the same customer's first, then articles that may solve it. For an article: articles, then cases.
    ///
    /// # Errors
    /// The caches cannot answer.
    pub fn possible_duplicates(&self, new: &NewNoteWords) -> Result<Vec<Hit>, Error> {
        let title = new.title.trim();
        let store = self.store()?;
        let mut found = Vec::new();
        if new.kind == NoteKind::Case
            && let Some(reference) = new.reference.as_deref().map(str::trim).filter(|text| !text.is_empty())
        {
            found.extend(with_number(&store.catalog.read()?, reference)?);
        }
        if title.is_empty() {
            return Ok(found);
        }
        let (first, second) = match new.kind {
            NoteKind::Case => (NoteKind::Case, NoteKind::Article),
            _ => (NoteKind::Article, NoteKind::Case),
        };
        for kind in [first, second] {
            let query = Query { kind: Some(kind), limit: LOOKED_AT, ..self.as_written(title) };
            let answer = store.index.search(&query)?;
            let alike: Vec<Scored> = answer.hits.into_iter().filter(|hit| says_most_of(hit, title)).collect();
            let mut alike = hits(&store, &alike, &answer.terms, &mut Asked::in_search(title))?;
            if let Some(customer) = new.customer.as_deref().map(|name| name.trim().to_lowercase()) {
                let is_theirs = |hit: &Hit| hit.customer.as_ref().is_some_and(|name| name.to_lowercase() == customer);
                alike.sort_by_key(|hit| !is_theirs(hit));
            }
            alike.retain(|hit| !is_known(&found, &hit.path));
            alike.truncate(DUPLICATES);
            found.append(&mut alike);
        }
        Ok(found)
    }
}

fn is_known(found: &[Hit], path: &VaultPath) -> bool {
    found.iter().any(|hit| hit.path == *path)
}

/// The cases with this very ticket number.
fn with_number(snapshot: &Snapshot<'_>, reference: &str) -> Result<Vec<Hit>, Error> {
    let mut found = Vec::new();
    for note in snapshot.find(reference)? {
        let same = note.reference.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(reference));
        if same && found.len() < DUPLICATES {
            let row: Option<HydratedRow> = snapshot.hydrate(&[note.row])?.pop();
            found.extend(row.map(bare_hit));
        }
    }
    Ok(found)
}

/// Whether a hit has at least half of the words of `title`, but never fewer than two: one shared word is no duplicate.
fn says_most_of(hit: &Scored, title: &str) -> bool {
    let words = title.split_whitespace().filter(|word| word.chars().count() > 2).count();
    hit.why.len() >= 2.max(words.min(5).div_ceil(2))
}
