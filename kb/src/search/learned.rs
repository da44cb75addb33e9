//! What an article learned: the words and identifiers its solved cases say and it does not, the most telling first.
//!
//! For showing only: a question lets the cases themselves vote (see `witness`) and copies nothing. Words are weighed as a
//! question weighs them, by their rarity and by where the cases say them; those that more cases say come first. An identifier is
//! learned of one case, a word of two: what one case says once is its own affair more often than the article's.

use std::collections::{HashMap, HashSet};

use tantivy::TantivyError;
use tantivy::schema::Term;

use super::codes;
use super::dropped;
use super::error::SearchError;
use super::fold::{MAX_WORD, fold};
use super::index::IndexReader;
use super::language::{self, Language};
use super::score::{JOURNAL_WEIGHT, rarity};
use crate::redact::{is_address, is_host};

use super::words::{Words, is_pictographic};

/// An identifier that more than this share of the notes have tells nothing.
const COMMON: f32 = 0.1;
/// Nor does a word that more than this share have.
const COMMON_WORD: f32 = 0.05;
/// Cases that must say a word.
const WITNESSES: usize = 2;
/// Words that say little wherever they stand, beside the small words of each language: times, greetings, and
/// what any case says of people at work, picked by hand. Folded.
const EVERYDAY: [&str; 107] = [
    // English
    "per",
    "via",
    "sharp",
    "again",
    "since",
    "still",
    "every",
    "each",
    "once",
    "twice",
    "today",
    "yesterday",
    "week",
    "month",
    "please",
    "thanks",
    "hello",
    "regards",
    "nothing",
    "something",
    "anything",
    "everything",
    "always",
    "never",
    "often",
    "soon",
    "because",
    "colleague",
    "colleagues",
    "user",
    "users",
    "customer",
    "customers",
    "ticket",
    "complain",
    "complains",
    "complained",
    "fix",
    "fixed",
    "fixes",
    "lose",
    "loses",
    "lost",
    "count",
    "counts",
    "happen",
    "happens",
    "happened",
    "help",
    "helped",
    "helps",
    "work",
    "works",
    "worked",
    "working",
    "try",
    "tries",
    "tried",
    "ask",
    "asked",
    "asks",
    "say",
    "says",
    "said",
    "tell",
    "tells",
    "told",
    "call",
    "called",
    // German
    "jede",
    "jeden",
    "seit",
    "heute",
    "gestern",
    "immer",
    "wieder",
    "bitte",
    "danke",
    "etwas",
    "kollege",
    "kollegen",
    "kunde",
    "kunden",
    // French
    "chaque",
    "depuis",
    "hier",
    "toujours",
    "encore",
    "merci",
    "bonjour",
    "rien",
    // Spanish
    "cada",
    "desde",
    "hoy",
    "ayer",
    "siempre",
    "gracias",
    "hola",
    "nada",
    "otra",
    // Portuguese
    "ontem",
    "hoje",
    "sempre",
    "obrigado",
    "obrigada",
    "ola",
    "outra",
];
/// In a vault of fewer notes no word is common.
const FEW: u64 = 40;
/// Shorter words are no symptoms. In characters.
const SHORTEST: usize = 3;

/// What a note says.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    /// Its title and sections, with its names.
    pub text: Vec<&'a str>,
    /// Its journal.
    pub journal: Vec<&'a str>,
}

/// A word that cases say and their article does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// As a case has it.
    pub word: String,
    /// The cases that say it, by their place among those that were given.
    pub cases: Vec<usize>,
    /// How much it tells; comparable within one answer only.
    weight: f32,
}

impl IndexReader {
    /// What `article` learns from `cases`, the most telling first, without `dropped` and at most `limit`.
    ///
    /// # Errors
    /// As [`IndexReader::search`].
    pub fn learned(
        &self,
        article: &Told<'_>,
        cases: &[Told<'_>],
        dropped: &[String],
        limit: usize,
    ) -> Result<Vec<Learned>, SearchError> {
        self.learn(article, cases, dropped, limit).map_err(|source| self.failed(source))
    }

    fn learn(
        &self,
        article: &Told<'_>,
        cases: &[Told<'_>],
        dropped: &[String],
        limit: usize,
    ) -> Result<Vec<Learned>, TantivyError> {
        let mut school =
            School { dropped: dropped.iter().flat_map(|word| dropped::keys(word)).collect(), ..School::default() };
        for (number, case) in cases.iter().enumerate() {
            school.listen(number, case, article);
        }
        let (searcher, fields) = (self.searcher(), self.fields());
        let notes = searcher.num_docs();
        let mut learned = Vec::new();
        for (key, heard) in school.heard {
            let mut count = 0;
            let (first, last) =
                if heard.is_code { (fields.codes, fields.codes) } else { (fields.text, fields.journal) };
            for field in [first, last] {
                count = count.max(searcher.doc_freq(&Term::from_field_text(field, &key))?);
            }
            let common = if heard.is_code { COMMON } else { COMMON_WORD };
            let is_common = notes >= FEW && count as f32 > notes as f32 * common;
            let is_said_once = !heard.is_code && heard.cases.len() < WITNESSES;
            if is_common || is_said_once {
                continue;
            }
            let weight = rarity(count.clamp(1, notes.max(1)), notes.max(1)) * heard.weight;
            learned.push(Learned { word: heard.word, cases: heard.cases, weight });
        }
        learned.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
        learned.truncate(limit);
        Ok(learned)
    }
}

/// What was heard in cases so far.
#[derive(Default)]
struct School {
    dropped: HashSet<String>,
    /// The article's words and identifiers, by the language they are read in.
    known: HashMap<Language, HashSet<String>>,
    /// By what the dictionary has for it.
    heard: HashMap<String, Heard>,
}

struct Heard {
    word: String,
    is_code: bool,
    cases: Vec<usize>,
    weight: f32,
}

impl School {
    fn listen(&mut self, number: usize, case: &Told<'_>, article: &Told<'_>) {
        let language = language::detect(case.text.iter().chain(&case.journal).copied());
        let known = self.known.remove(&language).unwrap_or_else(|| all_keys(language, article));
        let mut said: HashMap<String, f32> = HashMap::new();
        let parts = [(&case.text, 1.0), (&case.journal, JOURNAL_WEIGHT)];
        for (text, weight) in parts.iter().flat_map(|(texts, weight)| texts.iter().map(move |text| (*text, *weight))) {
            each_key(language, text, |key, word, is_code| {
                if known.contains(key) || self.dropped.contains(key) {
                    return;
                }
                let told = said.entry(key.to_owned()).or_default();
                *told = told.max(weight);
                let heard = self.heard.entry(key.to_owned()).or_insert_with(|| Heard {
                    word: word.to_owned(),
                    is_code,
                    cases: Vec::new(),
                    weight: 0.0,
                });
                // At the beginning of a sentence a word has a capital that is not its own.
                if heard.word != word && heard.word.to_lowercase() == word {
                    word.clone_into(&mut heard.word);
                }
            });
        }
        for (key, weight) in said {
            if let Some(heard) = self.heard.get_mut(&key) {
                heard.cases.push(number);
                heard.weight += weight;
            }
        }
        self.known.insert(language, known);
    }
}

fn all_keys(language: Language, note: &Told<'_>) -> HashSet<String> {
    let mut keys = HashSet::new();
    for text in note.text.iter().chain(&note.journal) {
        let mut reader = Words::for_reading();
        reader.speak(language);
        reader.each(text, |_, _, key| {
            keys.insert(key.to_owned());
        });
        codes::each(text, |_, code| {
            keys.insert(code.to_owned());
        });
    }
    keys
}

/// Calls `each` with the identifiers of a text, whole, and with the words between them that may be symptoms: what the
/// dictionary has for it, how it is written, whether it is an identifier.
fn each_key(language: Language, text: &str, mut each: impl FnMut(&str, &str, bool)) {
    let mut end = 0;
    let mut identifiers = Vec::new();
    codes::each(text, |range, code| {
        let written = &text[range.clone()];
        // A word in capitals is shown as the word it is; what is all digits, or a time, counts something.
        let is_time = written.starts_with(|c: char| c.is_ascii_digit()) && written.contains([':', 'T']);
        let is_mixed = written.chars().any(char::is_alphabetic) && written.chars().any(|c| !c.is_alphabetic());
        let telling = is_mixed && !is_time && !is_host(written) && !is_address(written);
        if range.start >= end && telling {
            end = range.end;
            identifiers.push(range);
            each(code, written, true);
        }
    });
    let mut reader = Words::for_reading();
    reader.speak(language);
    let (mut identifiers, mut whole) = (identifiers.into_iter().peekable(), 0);
    reader.each(text, |range, _, key| {
        while identifiers.next_if(|identifier| identifier.end <= range.start).is_some() {}
        let inside = identifiers.peek().is_some_and(|identifier| identifier.start < range.end);
        let is_part = range.end <= whole;
        whole = whole.max(range.end);
        let written = &text[range.clone()];
        if inside || is_part || !may_tell(written) {
            return;
        }
        each(key, written, false);
    });
}

fn may_tell(word: &str) -> bool {
    if word.chars().all(is_pictographic) {
        return true;
    }
    let folded = fold(word, MAX_WORD);
    word.chars().count() >= SHORTEST
        && word.chars().any(char::is_alphabetic)
        && !language::is_small_word(&folded)
        && !EVERYDAY.contains(&folded.as_str())
}
