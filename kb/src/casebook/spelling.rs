//! "Did you mean": corrections of a search, written as the notes that were found write them.

use super::error::Error;
use super::view::{Hit, PartKind, ReadPart, Reason};
use crate::reconcile::Store;
use crate::search::{Answer, Correction, Match};

/// Notes looked into for how a word is written, per correction.
const LOOKED_INTO: usize = 3;

/// What corrections make of a search.
#[derive(Default)]
pub(super) struct Corrected {
    /// The text with what is clearly commoner put in, where that is anything.
    pub(super) text: Option<String>,
    /// What was searched for beside what was typed.
    pub(super) read_as: Vec<ReadPart>,
}

/// Corrects `text` and names the reasons of `hits` as their notes write them.
pub(super) fn corrected(store: &Store, text: &str, answer: &Answer, hits: &mut [Hit]) -> Result<Corrected, Error> {
    let mut corrected = Corrected::default();
    if answer.corrections.is_empty() {
        return Ok(corrected);
    }
    let snapshot = store.catalog.read()?;
    let mut fixed = text.to_owned();
    let mut searched: Vec<(&str, Vec<String>)> = Vec::new();
    for correction in &answer.corrections {
        let has_it = |why: &Match| matches!(why, Match::Word(word) if *word == correction.guess);
        let found = answer.hits.iter().filter(|hit| hit.why.iter().any(has_it)).take(LOOKED_INTO);
        let mut written = None;
        for hit in found {
            let row = hit.row.cast_signed();
            let title = snapshot.note_by_row(row)?.map(|note| note.title).unwrap_or_default();
            let texts = snapshot.text(row)?.map(|text| {
                [
                    text.issue,
                    text.resolution,
                    text.cause,
                    text.environment,
                    text.body,
                    text.journal_internal,
                    text.journal_customer,
                ]
            });
            let mut all = texts.into_iter().flatten().chain([title]);
            written = all.find_map(|text| correction.spelled_in(&text).map(str::to_owned));
            if written.is_some() {
                break;
            }
        }
        let word = as_typed(correction, &written.unwrap_or_else(|| correction.guess.clone()));
        for why in hits.iter_mut().flat_map(|hit| &mut hit.why) {
            if why.reason == Reason::Word && why.text == correction.guess {
                why.text.clone_from(&word);
            }
        }
        if correction.clear {
            fixed = with_word(&fixed, &correction.typed, &word);
        }
        if correction.searched {
            match searched.iter_mut().find(|(typed, _)| *typed == correction.typed) {
                Some((_, words)) => words.push(word),
                None => searched.push((&correction.typed, vec![word])),
            }
        }
    }
    corrected.text = (fixed != text).then_some(fixed);
    let part = |(typed, also): (&str, Vec<String>)| ReadPart {
        kind: PartKind::Also,
        text: typed.to_owned(),
        also,
        off: false,
    };
    corrected.read_as = searched.into_iter().map(part).collect();
    Ok(corrected)
}

/// A word as a note writes it, but small where only its place in the note made it big.
fn as_typed(correction: &Correction, word: &str) -> String {
    let is_small = |text: &str| text.chars().next().is_some_and(char::is_lowercase);
    let rest_is_small = word.chars().skip(1).all(|c| !c.is_uppercase());
    if is_small(&correction.typed) && rest_is_small { word.to_lowercase() } else { word.to_owned() }
}

/// `text` with each `typed` that stands by itself replaced.
fn with_word(text: &str, typed: &str, word: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(typed).filter(|_| !typed.is_empty()) {
        let (before, from) = rest.split_at(at);
        let after = &from[typed.len()..];
        let by_itself = !out.chars().chain(before.chars()).next_back().is_some_and(char::is_alphanumeric)
            && !after.starts_with(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if by_itself { word } else { typed });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_replaced_where_it_stands_by_itself() {
        assert_eq!(
            with_word("vpn conection, preconection conection", "conection", "connection"),
            "vpn connection, preconection connection"
        );
        assert_eq!(with_word("\u{e9}conection", "conection", "x"), "\u{e9}conection");
        assert_eq!(with_word("text", "", "x"), "text");
    }
}
