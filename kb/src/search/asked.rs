//! What is asked, as a text: what is compared with notes as a whole, letter by letter or by meaning, not word by word.

use super::ask::{Near, Nearness, Query, Question, head};
use super::fold::{MAX_WORD, fold};
use super::likeness;
use super::plan::Planner;
use super::read::{Atom, Reading};
use super::sections::{Sought, sought_in_environment};
use crate::model::NoteKind;
use tantivy::TantivyError;

/// What a letter begins with in English, German, French, Spanish and Portuguese, folded.
const GREETINGS: [&str; 5] = [
    "hi hello hey dear greetings good",
    "hallo guten liebe lieber liebes sehr moin servus",
    "bonjour bonsoir salut cher chere chers cheres",
    "hola buenos buenas estimado estimada estimados",
    "ola bom prezado prezada prezados",
];
/// A greeting has no more words than that, and half as many where no sign ends it: `Dear support team,` and `Hello all`.
const GREETING_WORDS: usize = 5;
/// Most bytes compared letter by letter.
const MAX_HEADING: usize = 400;

/// The number of the line of a pasted text that says most: the first that says anything, as the subject of a request and the
/// first line of a report are. `None` where there is one line only.
pub(super) fn heading_line(text: &str) -> Option<usize> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let says_something = |line: &str| line.chars().any(char::is_alphabetic) && !is_greeting(line.trim());
    let first = lines.clone().find(|(_, line)| says_something(line));
    let number = first.or_else(|| lines.clone().next())?.0;
    lines.nth(1).map(|_| number)
}

/// Whether a line is a greeting and nothing else.
fn is_greeting(line: &str) -> bool {
    let is_closed = line.ends_with(|c: char| c.is_ascii_punctuation());
    let most = if is_closed { GREETING_WORDS } else { GREETING_WORDS.div_ceil(2) };
    let first = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let first = fold(first, MAX_WORD);
    line.split_whitespace().count() <= most && GREETINGS.iter().any(|known| known.split(' ').any(|word| word == first))
}

/// The letters of what is asked, to be compared with those of titles.
fn letters(query: &Query, reading: &Reading) -> Vec<u16> {
    if reading.pasted && query.wanted.is_empty() {
        let text = head(&query.text).trim();
        let line = text.lines().nth(heading_line(text).unwrap_or(0)).unwrap_or_default();
        return likeness::triples(start(line, MAX_HEADING));
    }
    // Of a report what it says most loudly; of what was typed the words that are looked for.
    let mut telling = String::new();
    for (number, clause) in reading.clauses.iter().enumerate() {
        if reading.weights.get(number).is_none_or(|weight| *weight >= 1.0) && telling.len() < MAX_HEADING {
            for words in clause.any.iter().filter_map(Atom::words) {
                telling.push_str(words);
                telling.push(' ');
            }
        }
    }
    likeness::triples(start(&telling, MAX_HEADING))
}

/// What is compared as a whole.
pub(super) struct Asked<'q> {
    /// Its letters, as titles keep theirs.
    pub(super) letters: Vec<u16>,
    /// What the case it is about runs on.
    pub(super) environment: Sought,
    /// What it means; `None` without a model, and where the words say all there is.
    pub(super) meaning: Option<Meant<'q>>,
}

impl<'q> Asked<'q> {
    pub(super) fn new(query: &'q Query, reading: &Reading, planner: &mut Planner<'_>) -> Result<Self, TantivyError> {
        let environment = sought_in_environment(planner, head(&query.environment))?;
        Ok(Self { letters: letters(query, reading), environment, meaning: Meant::new(query, reading) })
    }
}

/// What a question means, where that can be compared.
pub(super) struct Meant<'q> {
    nearness: &'q dyn Nearness,
    question: Question,
}

impl<'q> Meant<'q> {
    /// `None` without a model, and for what is no more than a word or a list of identifiers: the words say all there is.
    fn new(query: &'q Query, reading: &Reading) -> Option<Self> {
        let nearness = query.nearness.as_deref()?;
        Some(Self { nearness, question: meant(reading, head(&query.text).trim())? })
    }

    /// The rows of the `limit` notes of `kind` that are nearest.
    pub(super) fn nearest(&self, kind: NoteKind, limit: usize) -> Vec<u64> {
        self.nearness.nearest(&self.question, kind, limit)
    }

    /// How near each of `rows` is, where that is known.
    pub(super) fn of(&self, rows: &[u64]) -> Vec<Option<Near>> {
        self.nearness.of(&self.question, rows)
    }

    /// How near the notes of each pair of rows are to each other, where that is known.
    pub(super) fn between(&self, pairs: &[(u64, u64)]) -> Vec<Option<f32>> {
        self.nearness.between(pairs)
    }
}

/// The words of `text` that say something together: all of a pasted one, and of a typed one what is looked for. `None` for
/// less than two words, and where none is more than an identifier.
fn meant(reading: &Reading, text: &str) -> Option<Question> {
    if reading.pasted {
        let heading = heading_line(text).and_then(|number| text.lines().nth(number)).map(str::to_owned);
        return (!text.is_empty()).then(|| Question { text: text.to_owned(), heading, pasted: true });
    }
    let words: Vec<&str> = reading.clauses.iter().flat_map(|clause| &clause.any).filter_map(Atom::words).collect();
    let is_plain = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let meant = words.join(" ");
    let several = meant.split_whitespace().count() > 1;
    (several && meant.split_whitespace().any(is_plain)).then_some(Question {
        text: meant,
        heading: None,
        pasted: false,
    })
}

fn start(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_is_the_first_line_that_says_something() {
        assert_eq!(heading_line("VPN drops every hour\nSince Monday ..."), Some(0));
        assert_eq!(heading_line("Hello,\n\nthe printer on floor 3 is offline\nthanks"), Some(2));
        assert_eq!(heading_line("Dear support team,\nthe printer is offline"), Some(1));
        assert_eq!(heading_line("Olá a todos!\nimpressora parada"), Some(1));
        assert_eq!(heading_line("---\n2026-11-30\nPrinter offline\nsince today"), Some(2));
        assert_eq!(heading_line("Latgalian dialect\nwhom may I ask for it"), Some(0));
        assert_eq!(heading_line("Hi, the printer is broken\nsince today"), Some(0));
        assert_eq!(heading_line("Hello!\nHi all,"), Some(0));
        assert_eq!(heading_line("one\ntwo"), Some(0));
        assert_eq!(heading_line("a single line of a certain length"), None);
        assert_eq!(heading_line(""), None);
        assert_eq!(heading_line("\n\n"), None);
    }

    #[test]
    fn letters_are_those_of_the_heading() {
        let pasted = Query::new("Hi,\nthe tunnel drops hourly\nmore of the story");
        let reading = Reading { pasted: true, ..Reading::default() };
        assert_eq!(letters(&pasted, &reading), likeness::triples("the tunnel drops hourly"));
    }
}
