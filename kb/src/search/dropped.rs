//! Words that an article does not learn from the cases it solved, because somebody said that it is not about them.
//!
//! They stand in the index with the article itself, so that dropping one writes one document: for each a filter term of
//! every key the dictionary may have for it. A question looks up the keys of its own words among them, and only where
//! some article has dropped anything.

use std::collections::{HashMap, HashSet};

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED, TantivyError};

use super::codes;
use super::collect::{Place, Run};
use super::language::Language;
use super::plan::Plan;
use super::terms::Said;
use super::words::Words;

/// What every note that has dropped a word has.
const ANY: &str = "\u{1}dropped\u{1}";

/// The filter terms of a note that does not learn `words`.
pub(super) fn terms(words: &[String]) -> Vec<String> {
    if words.is_empty() {
        return Vec::new();
    }
    let keys: HashSet<String> = words.iter().flat_map(|word| keys(word)).collect();
    let mut terms: Vec<String> = keys.iter().map(|key| [ANY, key].concat()).collect();
    terms.push(ANY.to_owned());
    terms.sort_unstable();
    terms
}

/// What the dictionary may have for a word: the identifier it is with those in it (`2746` in `0x2746`), and the word it is in
/// every language. The words an identifier consists of are words of their own.
pub(super) fn keys(word: &str) -> Vec<String> {
    let mut keys: Vec<String> = codes::all(word).into_iter().map(|(_, code)| code).collect();
    let mut reader = Words::for_reading();
    for language in [Language::English].into_iter().chain(Language::OTHERS) {
        reader.speak(language);
        let (mut first, mut end, mut one) = (None, 0, true);
        reader.each(word, |range, _, key| {
            if first.is_none() {
                (first, end) = (Some(key.to_owned()), range.end);
            }
            one &= range.end <= end;
        });
        keys.extend(first.filter(|_| one));
    }
    keys
}

/// Which terms of a plan the articles do not take from cases.
#[derive(Default)]
pub(super) struct Dropped {
    by_article: HashMap<Place, Vec<usize>>,
}

impl Dropped {
    /// Looks up the terms of `plan`: in its own words, and in what means the same.
    pub(super) fn of(run: &Run<'_>, plan: &Plan) -> Result<Self, TantivyError> {
        let mut dropped = Self::default();
        let term = |key: &str| Term::from_field_text(run.fields.filters, &[ANY, key].concat());
        if run.searcher.doc_freq(&term(""))? == 0 {
            return Ok(dropped);
        }
        for (at, planned) in plan.terms.iter().enumerate() {
            let others = planned.others.iter().flat_map(|form| match &form.said {
                Said::Word(keys) => keys.as_slice(),
                Said::Code(code) => std::slice::from_ref(code),
                Said::Phrase(_) => &[],
            });
            for key in planned.keys.iter().chain(others) {
                for (segment, reader) in run.searcher.segment_readers().iter().enumerate() {
                    let index = reader.inverted_index(run.fields.filters)?;
                    let Some(mut found) = index.read_postings(&term(key), IndexRecordOption::Basic)? else { continue };
                    while found.doc() != TERMINATED {
                        dropped.by_article.entry(Place { segment, doc: found.doc() }).or_default().push(at);
                        found.advance();
                    }
                }
            }
        }
        Ok(dropped)
    }

    /// What is left of what a case gives by term, where the article at `article` does not take all of it from cases.
    pub(super) fn left_of(&self, article: Place, case: &[f32]) -> Option<Vec<f32>> {
        let terms = self.by_article.get(&article)?;
        let mut left = case.to_vec();
        terms.iter().for_each(|term| left[*term] = 0.0);
        (left != case).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_dropped_in_every_form_and_language() {
        let keys = keys("Verbindungen");
        for form in ["verbindungen", "verbind\u{2}d"] {
            assert!(keys.iter().any(|key| key == form), "{keys:?}");
        }
        assert!(super::keys("rekeying").contains(&"rekey".to_owned()));
    }

    #[test]
    fn an_identifier_is_dropped_whole_and_its_parts_stay() {
        assert_eq!(keys("edge-gw-03"), ["edge-gw-03"]);
        assert!(keys("0x2746").contains(&"2746".to_owned()), "or half of it would go on leading there");
        assert!(keys("TlsRekey").contains(&"tlsrekey".to_owned()));
        assert!(!keys("TlsRekey").contains(&"tls".to_owned()));
    }

    #[test]
    fn nothing_dropped_leaves_no_trace() {
        assert!(terms(&[]).is_empty());
        assert!(terms(&["vpn".to_owned()]).contains(&ANY.to_owned()));
    }
}
