//! What a word that is in hardly any note may have been meant to be.
//!
//! The index has stems, so two ways lead to a correction: stems like the stem of what was typed, found by a
//! Levenshtein automaton run over the dictionary, and every slip of one letter undone in the typed word itself, which
//! also reaches endings that stems have lost (`installatoin`).

use std::collections::BTreeMap;

use tantivy::TantivyError;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Term};

use super::any_of::AnyOf;
use super::fold::{MAX_WORD, fold};
use super::language::{Language, SIGN};
use super::plan::Planner;
use super::widen::Correction;
use super::words::Words;

/// Shortest word that is corrected, in letters.
const SHORTEST: usize = 4;
/// Shortest word in which two slips are forgiven.
const SHORTEST_FOR_TWO: usize = 8;
/// A word in more notes than these is meant as it stands.
const RARE: u64 = 2;
/// So is one that more than one note in so many has.
const RARE_SHARE: u64 = 10_000;
/// Most corrections of one word that are searched for.
const MOST: usize = 3;
/// Most dictionary entries looked at.
const MAX_SCANNED: usize = 2_000;
/// How much commoner a correction has to be than a word some note has, to be offered.
const CLEARLY: u64 = 10;
/// Longest word of which every slip is undone.
const LONGEST: usize = 24;
/// Shortest identifier another is offered for.
const SHORTEST_CODE: usize = 6;

/// A way a word may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The dictionary's entry.
    pub(super) key: String,
    /// How many notes have it.
    pub(super) count: u64,
    /// How many slips away it is.
    pub(super) slips: u8,
    /// The word, folded, where it is what was typed with one slip undone.
    pub(super) word: Option<String>,
}

impl Planner<'_> {
    /// Whether a word is one to correct where `count` notes have it: only letters, and hardly anywhere.
    pub(super) fn is_doubtful(&self, folded: &str, count: u64) -> bool {
        folded.chars().count() >= SHORTEST
            && folded.chars().all(char::is_alphabetic)
            && (count == 0 || (count <= RARE && count * RARE_SHARE < self.docs))
    }

    /// What the folded `word`, whose keys in the dictionary are `keys`, may be meant to be: the nearest, the
    /// commonest of them first. Of a word that some note has, `is_known`, only the nearest stems are looked at: most
    /// rare words are right, and looking further is what takes time.
    pub(super) fn spellings(
        &mut self,
        word: &str,
        keys: &[String],
        is_known: bool,
    ) -> Result<Vec<Spelling>, TantivyError> {
        let slips = if !is_known && word.chars().count() >= SHORTEST_FOR_TWO { 2 } else { 1 };
        let mut found: BTreeMap<String, Spelling> = BTreeMap::new();
        for key in keys {
            let (stem, tag) = key.split_at(key.find(SIGN).unwrap_or(key.len()));
            if stem.chars().count() < 3 {
                continue;
            }
            for distance in 1..=slips {
                for (near, count) in self.near(self.fields.text, key, distance)? {
                    let near_stem = near.split(SIGN).next().unwrap_or_default();
                    let has_tag = near.len() - near_stem.len() == tag.len() && near.ends_with(tag);
                    let is_word = near_stem.chars().count() >= 3 && near_stem.chars().all(char::is_alphabetic);
                    if has_tag && is_word && !keys.contains(&near) {
                        let spelling = Spelling { key: near.clone(), count, slips: distance, word: None };
                        found.entry(near).or_insert(spelling);
                    }
                }
                if !found.is_empty() {
                    break;
                }
            }
        }
        let undone = if is_known { BTreeMap::new() } else { self.slips_undone(word) };
        let wanted: Vec<&str> =
            undone.keys().map(String::as_str).filter(|key| !keys.iter().any(|k| k == key)).collect();
        for (key, count) in self.counts(self.fields.text, &wanted)? {
            let word = undone.get(&key).cloned();
            found.insert(key.clone(), Spelling { key, count, slips: 1, word });
        }
        let nearest = found.values().map(|spelling| spelling.slips).min().unwrap_or(0);
        let mut spellings: Vec<Spelling> = found.into_values().filter(|s| s.slips == nearest).collect();
        spellings.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
        spellings.truncate(MOST);
        Ok(spellings)
    }

    /// The identifier of the index that may be meant by one it does not have. Versions and plain numbers of few
    /// digits are as likely to be meant as they stand.
    pub(super) fn nearest_code(&self, folded: &str) -> Result<Option<Spelling>, TantivyError> {
        let is_version = folded.contains('.') && folded.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'v'));
        if folded.chars().count() < SHORTEST_CODE || is_version {
            return Ok(None);
        }
        let mut near: Vec<(String, u64)> = self.near(self.fields.codes, folded, 1)?.into_iter().collect();
        near.retain(|(code, _)| code != folded);
        near.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(near.into_iter().next().map(|(key, count)| Spelling { key, count, slips: 1, word: None }))
    }

    /// The dictionary's words at most `slips` away that begin with the same letter, and how many notes have each.
    fn near(&self, field: Field, word: &str, slips: u8) -> Result<BTreeMap<String, u64>, TantivyError> {
        let mut near: BTreeMap<String, u64> = BTreeMap::new();
        let Some(first) = word.chars().next().map(|first| first.to_string()) else { return Ok(near) };
        let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), slips, true);
        for segment in self.searcher.segment_readers() {
            let dictionary = segment.inverted_index(field)?;
            let mut stream = dictionary.terms().search(automaton.automaton()?).ge(first.as_bytes()).into_stream()?;
            for _ in 0..MAX_SCANNED {
                if !stream.advance() || !stream.key().starts_with(first.as_bytes()) {
                    break;
                }
                if let Ok(key) = std::str::from_utf8(stream.key()) {
                    *near.entry(key.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(near)
    }

    /// Those of `keys`, which are sorted, that the dictionary has, and how many notes have each.
    fn counts(&self, field: Field, keys: &[&str]) -> Result<BTreeMap<String, u64>, TantivyError> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let dictionary = segment.inverted_index(field)?;
            let mut found = dictionary.terms().search(AnyOf::new(keys)).into_stream()?;
            while found.advance() {
                if let Ok(key) = std::str::from_utf8(found.key()) {
                    *counts.entry(key.to_owned()).or_default() += u64::from(found.value().doc_freq);
                }
            }
        }
        Ok(counts)
    }

    /// What the dictionary would have for `word` with one slip undone anywhere but in its first letter, and the word
    /// that gives: letters put back in order before one put in, one replaced, one taken out.
    fn slips_undone(&mut self, word: &str) -> BTreeMap<String, String> {
        let mut keys = BTreeMap::new();
        if !word.is_ascii() || word.len() > LONGEST {
            return keys;
        }
        for undone in undone(word) {
            for key in self.keys(&undone) {
                keys.entry(key).or_insert_with(|| undone.clone());
            }
        }
        keys
    }
}

/// An ASCII word with one slip undone, in every way.
fn undone(word: &str) -> impl Iterator<Item = String> {
    let splits = || (1..=word.len()).map(|at| word.split_at(at));
    let letters = || ('a'..='z').map(String::from);
    let swapped = splits().filter(|(_, after)| after.len() > 1).map(|(before, after)| {
        let (first, rest) = after.split_at(1);
        let (second, rest) = rest.split_at(1);
        [before, second, first, rest].concat()
    });
    let put_in = splits().flat_map(move |(before, after)| letters().map(move |new| [before, &new, after].concat()));
    let replaced = splits()
        .filter(|(_, after)| !after.is_empty())
        .flat_map(move |(before, after)| letters().map(move |new| [before, &new, &after[1..]].concat()));
    let taken_out =
        splits().filter(|(_, after)| !after.is_empty()).map(|(before, after)| [before, &after[1..]].concat());
    swapped.chain(put_in).chain(replaced).chain(taken_out)
}

impl Spelling {
    /// Whether it is so much commoner than what was typed, which `own` notes have, that it is worth offering.
    pub(super) fn is_clear(&self, own: u64) -> bool {
        self.count > 0 && (own == 0 || self.count >= own * CLEARLY)
    }
}

impl Correction {
    /// How `text` writes it; of several forms the one most like what was typed.
    #[must_use]
    pub fn spelled_in<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut words = Words::for_reading();
        words.speak(self.key.find(SIGN).map_or(Language::English, |at| Language::tagged(&self.key[at..])));
        let typed = fold(&self.typed, MAX_WORD);
        let mut best: Option<(usize, &str)> = None;
        words.each(text, |range, _, key| {
            if key != self.key {
                return;
            }
            let word = &text[range];
            let likeness = likeness(&typed, &fold(word, MAX_WORD));
            if best.is_none_or(|(before, _)| likeness > before) {
                best = Some((likeness, word));
            }
        });
        best.map(|(_, word)| word)
    }
}

/// How many characters two words have in common from both ends, less those one has more.
fn likeness(one: &str, other: &str) -> usize {
    let begin = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let end = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    (begin + end + one.len().min(other.len())).saturating_sub(one.len().max(other.len()))
}

/// `word` respelled so that its stem, now `stem`, becomes `wanted`: its ending is kept.
pub(super) fn respelled(word: &str, stem: &str, wanted: &str) -> String {
    let common = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
    let lost = stem.chars().count() - common;
    let ending: String = word.chars().skip(common).collect();
    let kept = wanted.chars().count().saturating_sub(lost);
    let begun: String = wanted.chars().take(kept).collect();
    begun + &ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_written_as_the_note_writes_it() {
        let correction = |typed: &str, key: &str| Correction {
            typed: typed.to_owned(),
            guess: String::new(),
            key: key.to_owned(),
            searched: true,
            clear: true,
        };
        let text = "The Connections, a connection, connected.";
        assert_eq!(correction("conection", "connect").spelled_in(text), Some("connection"));
        assert_eq!(correction("conected", "connect").spelled_in(text), Some("connected"));
        assert_eq!(correction("verbindug", "verbind\u{2}d").spelled_in("Die Verbindung"), Some("Verbindung"));
        assert_eq!(correction("x", "spooler").spelled_in(text), None);
    }

    #[test]
    fn a_respelled_word_keeps_its_ending() {
        assert_eq!(respelled("conection", "conect", "connect"), "connection");
        assert_eq!(respelled("batery", "bateri", "batteri"), "battery");
        assert_eq!(respelled("spoler", "spoler", "spooler"), "spooler");
        assert_eq!(respelled("x", "x", ""), "");
    }
}
