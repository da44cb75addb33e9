//! Where a text has what was asked for: stem-aware, prefix-aware, identifiers whole. Nothing else is marked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use regex::Regex;

use super::codes;
use super::fold::{MAX_WORD, Stems, fold};
use super::language::{Language, SIGN};
use super::plan::Plan;
use super::read::{Atom, Reading};
use super::terms::Said;
use super::words::{Initials, Words, is_pictographic};

/// Words that are only marked when nothing else was asked for.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the",
    "this", "to", "was", "with",
];

/// What to look for in a text: part of every answer.
#[derive(Debug, Clone, Default)]
pub struct QueryTerms {
    words: HashSet<String>,
    codes: HashSet<String>,
    /// Words that only count side by side: phrases, and the parts of identifiers.
    sequences: Vec<Vec<String>>,
    prefix: Option<String>,
    code_prefix: Option<String>,
    patterns: Vec<Regex>,
    /// The languages the notes are written in besides English.
    languages: Vec<Language>,
}

impl QueryTerms {
    pub(super) fn new(reading: &Reading, plan: &Plan) -> Self {
        let mut terms = Self { languages: plan.languages.clone(), ..Self::default() };
        let mut words = Words::for_reading();
        for language in terms.all_languages() {
            words.speak(language);
            for atom in reading.clauses.iter().flat_map(|clause| &clause.any) {
                match atom {
                    Atom::Word { text, prefix } => terms.add_word(&mut words, text, *prefix),
                    Atom::Exact(text) => terms.add_word(&mut words, text, false),
                    Atom::Phrase(text) => {
                        let (_, parts) = stems(&mut words, text);
                        terms.add_sequence(parts);
                    }
                    Atom::Regex(_) => {}
                }
            }
        }
        for atom in reading.clauses.iter().flat_map(|clause| &clause.any) {
            if let Atom::Regex(pattern) = atom {
                let insensitive = regex::RegexBuilder::new(pattern).case_insensitive(true).size_limit(1 << 20).build();
                terms.patterns.extend(insensitive);
            }
        }
        if reading.pasted {
            let scored: HashSet<&str> = plan.terms.iter().flat_map(super::terms::PlanTerm::keys).collect();
            terms.words.retain(|word| scored.contains(word.as_str()));
            terms.codes.retain(|code| scored.contains(code.as_str()));
            terms.sequences.retain(|sequence| sequence.iter().all(|word| scored.contains(word.as_str())));
        }
        for form in plan.terms.iter().flat_map(|term| &term.others) {
            match &form.said {
                Said::Word(keys) => terms.words.extend(keys.iter().cloned()),
                Said::Code(code) => terms.codes.extend([code.clone()]),
                Said::Phrase(words) => {
                    for language in 0..words.iter().map(Vec::len).min().unwrap_or(0) {
                        terms.add_sequence(words.iter().map(|keys| keys[language].clone()).collect());
                    }
                }
            }
        }
        let small = |word: &String| SMALL_WORDS.contains(&word.split(SIGN).next().unwrap_or_default());
        let more = terms.codes.len() + terms.sequences.len() + terms.patterns.len();
        if more > 0 || !terms.words.iter().all(small) {
            terms.words.retain(|word| !small(word));
        }
        terms
    }

    fn add_word(&mut self, words: &mut Words, text: &str, prefix: bool) {
        let (wholes, parts) = stems(words, text);
        let found = codes::all(text);
        if let Some((_, code)) = found.first() {
            self.codes.insert(code.clone());
        }
        if prefix {
            let last = parts.len() + wholes.len() <= 1;
            let folded = fold(
                text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_')),
                codes::MAX_CODE,
            );
            if last {
                let mut typed = None;
                words.each(text, |range, _, _| typed = Some(fold(&text[range], MAX_WORD)));
                self.prefix = typed;
            }
            if folded.len() >= 2 && folded.bytes().any(|b| !b.is_ascii_lowercase()) {
                self.code_prefix = Some(folded);
            }
        }
        self.words.extend(wholes);
        // `C#` is not every `C`: an identifier of one word and signs counts as a whole only.
        let signs = |code: &str| code.chars().any(|c| !c.is_alphanumeric());
        if parts.len() != 1 || !found.first().is_some_and(|(_, code)| signs(code)) {
            self.add_sequence(parts);
        }
    }

    fn add_sequence(&mut self, mut parts: Vec<String>) {
        match parts.len() {
            0 => {}
            1 => self.words.extend(parts.pop()),
            _ => self.sequences.push(parts),
        }
    }

    fn all_languages(&self) -> Vec<Language> {
        [Language::English].into_iter().chain(self.languages.iter().copied()).collect()
    }

    /// Whether there is nothing to mark in any text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.codes.is_empty()
            && self.sequences.is_empty()
            && self.patterns.is_empty()
            && self.prefix.is_none()
            && self.code_prefix.is_none()
    }
}

/// The stems of a text: camel-case words as wholes, and everything in parts.
fn stems(words: &mut Words, text: &str) -> (Vec<String>, Vec<String>) {
    let mut all: Vec<(usize, String)> = Vec::new();
    words.each(text, |_, place, stem| all.push((place, stem.to_owned())));
    let mut wholes = Vec::new();
    let mut parts = Vec::new();
    for at in 0..all.len() {
        let is_whole = all.get(at + 1).is_some_and(|next| next.0 == all[at].0);
        if is_whole { wholes.push(all[at].1.clone()) } else { parts.push(all[at].1.clone()) }
    }
    (wholes, parts)
}

/// One place where a text has what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    /// The same number for the same thing found.
    pub(super) what: u64,
    /// How much it is worth showing.
    pub(super) worth: u32,
}

/// Joins marks that overlap.
pub(super) fn merged(marks: &[Mark]) -> Vec<Mark> {
    let mut sorted = marks.to_vec();
    sorted.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let mut joined: Vec<Mark> = Vec::with_capacity(sorted.len());
    for mark in sorted {
        match joined.last_mut() {
            Some(last) if mark.range.start < last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
                last.worth = last.worth.max(mark.worth);
            }
            _ => joined.push(mark),
        }
    }
    joined
}

/// Finds what was asked for in one text after another. It remembers the words it has met: the texts of one answer have most of
/// theirs in common.
pub struct Marker<'a> {
    terms: &'a QueryTerms,
    languages: Vec<Language>,
    words: Words,
    /// `None` when words have to be looked at whatever they begin with.
    initials: Option<Initials>,
    /// The words of sequences, and those that begin one.
    in_sequences: HashSet<&'a str>,
    firsts: HashSet<&'a str>,
    met: HashMap<String, Met>,
}

/// What a folded word has of what was asked for.
struct Met {
    /// The number of what it is; `None` when it is nothing.
    what: Option<u64>,
    /// The words of sequences it is.
    parts: Vec<String>,
}

/// Words remembered at most.
const MOST_MET: usize = 20_000;

impl<'a> Marker<'a> {
    /// For the terms of one answer.
    #[must_use]
    pub fn new(terms: &'a QueryTerms) -> Self {
        let in_sequences: HashSet<&str> = terms.sequences.iter().flatten().map(String::as_str).collect();
        let firsts = terms.sequences.iter().filter_map(|sequence| sequence.first()).map(String::as_str).collect();
        let asked = terms.words.iter().chain(&terms.prefix).map(String::as_str);
        let initials = terms.patterns.is_empty().then(|| Initials::of(asked.chain(in_sequences.iter().copied())));
        let mut words = Words::for_reading();
        let is_lone = |word: &str| {
            let mut chars = word.split(SIGN).next().unwrap_or_default().chars();
            chars.next().is_some_and(is_pictographic) && chars.next().is_none()
        };
        if terms.words.iter().chain(&terms.prefix).any(|word| is_lone(word)) {
            words.count_singles();
        }
        let languages = terms.all_languages();
        Self { terms, languages, words, initials, in_sequences, firsts, met: HashMap::new() }
    }

    /// The byte ranges of `text` that have what was asked for: in order, never overlapping, on character boundaries.
    pub fn highlight(&mut self, text: &str) -> Vec<Range<usize>> {
        merged(&self.marks(text)).into_iter().map(|mark| mark.range).collect()
    }

    pub(super) fn marks(&mut self, text: &str) -> Vec<Mark> {
        let terms = self.terms;
        let mut found = Vec::new();
        if terms.is_empty() {
            return found;
        }
        self.mark_words(text, &mut found);
        if !terms.codes.is_empty() || terms.code_prefix.is_some() || !terms.patterns.is_empty() {
            codes::each(text, |range, code| {
                let typed = terms.code_prefix.as_ref().is_some_and(|prefix| code.starts_with(prefix.as_str()));
                if terms.codes.contains(code) || typed || terms.patterns.iter().any(|pattern| pattern.is_match(code)) {
                    found.push(Mark { range, what: number(code), worth: 4 });
                }
            });
        }
        found
    }

    /// Marks words, phrases and what matches an expression.
    fn mark_words(&mut self, text: &str, found: &mut Vec<Mark>) {
        let Self { terms, languages, words, initials, in_sequences, firsts, met } = self;
        if met.len() > MOST_MET {
            met.clear();
        }
        let mut tokens: Vec<(Range<usize>, usize, String)> = Vec::new();
        words.each_folded(text, initials.as_ref(), |stems, range, place, word| {
            if !met.contains_key(word) {
                met.insert(word.to_owned(), terms.meet(languages, in_sequences, stems, word));
            }
            let Some(Met { what, parts }) = met.get(word) else { return };
            tokens.extend(parts.iter().map(|part| (range.clone(), place, part.clone())));
            found.extend(what.map(|what| Mark { range, what, worth: 2 }));
        });
        for (at, _) in tokens.iter().enumerate().filter(|(_, (_, _, stem))| firsts.contains(stem.as_str())) {
            for sequence in &terms.sequences {
                if let Some(end) = sequence_end(&tokens, at, sequence) {
                    let what = number(&sequence.join(" "));
                    found.push(Mark { range: tokens[at].0.start..end, what, worth: 3 });
                }
            }
        }
    }
}

impl QueryTerms {
    /// What a folded word has of what was asked for. A text does not say its language: a word is what was asked for if it is in any
    /// of `languages`.
    fn meet(&self, languages: &[Language], in_sequences: &HashSet<&str>, stems: &mut Stems, word: &str) -> Met {
        let is_typed = self.prefix.as_ref().is_some_and(|prefix| word.starts_with(prefix.as_str()))
            || self.patterns.iter().any(|pattern| pattern.is_match(word));
        let mut met = Met { what: None, parts: Vec::new() };
        let mut first = None;
        let mut key = String::new();
        for language in languages {
            stems.key_into(*language, word, &mut key);
            first = first.or_else(|| is_typed.then(|| number(&key)));
            if met.what.is_none() && self.words.contains(&key) {
                met.what = Some(number(&key));
            }
            if in_sequences.contains(key.as_str()) {
                met.parts.push(key.clone());
            }
        }
        met.what = met.what.or(first);
        met
    }
}

/// Where `sequence` ends if it begins at token `at` and its words stand side by side.
fn sequence_end(tokens: &[(Range<usize>, usize, String)], at: usize, sequence: &[String]) -> Option<usize> {
    let (first, rest) = sequence.split_first()?;
    let (range, place, stem) = tokens.get(at)?;
    if stem != first {
        return None;
    }
    let mut end = range.end;
    let mut from = at + 1;
    for (place, wanted) in (place + 1..).zip(rest) {
        let found = (from..tokens.len()).take_while(|i| tokens[*i].1 <= place).find(|i| {
            let (_, here, stem) = &tokens[*i];
            *here == place && stem == wanted
        })?;
        end = tokens[found].0.end;
        from = found + 1;
    }
    Some(end)
}

/// A number for what was found, whatever the language it was found in.
fn number(text: &str) -> u64 {
    let mut bytes = text.bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    while let Some(byte) = bytes.next() {
        if char::from(byte) == SIGN {
            bytes.next();
            continue;
        }
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash
}
