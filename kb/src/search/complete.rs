//! The unfinished last word of a query, and the words of the index it may become.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::TantivyError;
use tantivy::schema::Field;

use super::codes;
use super::fold::{MAX_WORD, fold};
use super::plan::{Piece, Planner};
use super::score::{PREFIX_OF_WORD_WEIGHT, PREFIX_WEIGHT, rarity, rarity_power};
use super::terms::Said;

/// Most ways the last word is completed.
const MAX_COMPLETIONS: usize = 24;
/// About how many dictionary entries are looked at for completions: of each segment its share, and no fewer than
/// [`LEAST_SCANNED`].
const MAX_SCANNED: u64 = 4_000;
const LEAST_SCANNED: u64 = 100;

impl Planner<'_> {
    /// The ways the last word, `last` of `text`, may end.
    pub(super) fn endings(&self, text: &str, last: &Piece) -> Result<Endings, TantivyError> {
        let typed = fold(&text[last.range.clone()], MAX_WORD);
        let mut endings = self.completions(self.fields.text, &typed)?;
        endings.join(self.completions(self.fields.journal, &typed)?);
        for language in self.languages() {
            for (base, rest) in (4..typed.len()).rev().take(5).filter_map(|cut| typed.split_at_checked(cut)) {
                if language.endings().iter().any(|ending| ending.starts_with(rest)) {
                    let base = format!("{base}{}", language.tag());
                    let count = self.count(self.fields.text, &base)?;
                    if count > 0 {
                        endings.add(base, count);
                    }
                }
            }
        }
        last.keys.iter().for_each(|key| endings.forget(key));
        Ok(endings)
    }

    /// Adds the ways the last word may end, and those of the identifier it is part of.
    pub(super) fn complete(
        &mut self,
        text: &str,
        last: &Piece,
        endings: Endings,
        exact: &[usize],
        ways: &mut Vec<Vec<usize>>,
    ) -> Result<(), TantivyError> {
        let before: Vec<usize> =
            exact.iter().copied().filter(|t| self.terms[*t].keys.first() != last.keys.first()).collect();
        if !endings.is_empty() {
            self.prefix = Some(fold(&text[last.range.clone()], MAX_WORD));
        }
        let word = |key: &str| Said::Word(vec![key.to_owned()]);
        let weight = if exact.is_empty() { PREFIX_WEIGHT } else { PREFIX_OF_WORD_WEIGHT };
        for term in self.add_completions(word, endings, Some(&text[last.range.clone()]), weight)? {
            ways.push(before.iter().copied().chain([term]).collect());
        }
        let typed_code = fold(trimmed(text), codes::MAX_CODE);
        if typed_code.len() >= 2 && typed_code.bytes().any(|b| !b.is_ascii_lowercase()) {
            let mut endings = self.completions(self.fields.codes, &typed_code)?;
            endings.by_word.retain(|code, _| !self.known.contains_key(&(true, code.clone())));
            for term in self.add_completions(|code| Said::Code(code.to_owned()), endings, None, PREFIX_WEIGHT)? {
                ways.push(vec![term]);
            }
        }
        Ok(())
    }

    /// Adds a term for each ending, shown as `shown` or as it is; together they weigh `weight`.
    fn add_completions(
        &mut self,
        said: impl Fn(&str) -> Said,
        endings: Endings,
        shown: Option<&str>,
        weight: f32,
    ) -> Result<Vec<usize>, TantivyError> {
        let target = weight * rarity_power(rarity(endings.together.min(self.docs), self.docs));
        let mut endings: Vec<(String, u64)> = endings.by_word.into_iter().collect();
        endings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        endings.truncate(MAX_COMPLETIONS);
        let mut added = Vec::new();
        for (ending, count) in endings {
            let own = rarity_power(rarity(count, self.docs));
            if let Some(term) = self.term(&said(&ending), shown.unwrap_or(&ending), target / own.max(0.01), &[])? {
                added.push(term);
            }
        }
        Ok(added)
    }

    /// The dictionary's words that begin with `prefix`.
    fn completions(&self, field: Field, prefix: &str) -> Result<Endings, TantivyError> {
        let mut found = Endings::default();
        if prefix.is_empty() {
            return Ok(found);
        }
        for segment in self.searcher.segment_readers() {
            let dictionary = segment.inverted_index(field)?;
            let mut stream = dictionary.terms().range().ge(prefix.as_bytes()).into_stream()?;
            let mut common: BinaryHeap<Reverse<(u32, Vec<u8>)>> = BinaryHeap::new();
            let share = MAX_SCANNED * u64::from(segment.max_doc()) / self.docs.max(1);
            for _ in 0..share.clamp(LEAST_SCANNED, MAX_SCANNED) {
                if !stream.advance() || !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                let count = stream.value().doc_freq;
                found.together += u64::from(count);
                if common.len() < MAX_COMPLETIONS || common.peek().is_some_and(|Reverse((least, _))| count > *least) {
                    common.push(Reverse((count, stream.key().to_vec())));
                    if common.len() > MAX_COMPLETIONS {
                        common.pop();
                    }
                }
            }
            for Reverse((count, word)) in common {
                if let Ok(word) = String::from_utf8(word) {
                    *found.by_word.entry(word).or_default() += u64::from(count);
                }
            }
        }
        Ok(found)
    }
}

/// Ways an unfinished word may go on.
#[derive(Default)]
pub(super) struct Endings {
    /// The commonest, and how many notes have each.
    by_word: HashMap<String, u64>,
    /// How many notes have one of them, rare ones included; a note with two counts twice.
    together: u64,
}

impl Endings {
    pub(super) fn is_empty(&self) -> bool {
        self.by_word.is_empty()
    }

    fn add(&mut self, word: String, count: u64) {
        let known = self.by_word.entry(word).or_default();
        self.together += count.saturating_sub(*known);
        *known = count.max(*known);
    }

    /// Adds the endings of another field, where the same notes may have the same words.
    fn join(&mut self, other: Self) {
        self.together = self.together.max(other.together);
        for (word, count) in other.by_word {
            let known = self.by_word.entry(word).or_default();
            *known = count.max(*known);
        }
    }

    fn forget(&mut self, word: &str) {
        if let Some(count) = self.by_word.remove(word) {
            self.together = self.together.saturating_sub(count);
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_ascii_punctuation() && !matches!(c, '.' | '-' | '#' | '+' | '/' | '\\' | '_' | '%' | '$')
    })
}
