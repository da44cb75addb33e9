//! What to search for: what a report says of its fault, first things first.

use std::collections::HashSet;

use serde::Serialize;

use super::value::Template;
use super::{MarkKind, Report, Role, Shape};

/// What a clue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// An error code.
    Code,
    /// The exception that caused the others, or the only one.
    RootCause,
    /// Another exception.
    Exception,
    /// What a line or an exception says.
    Message,
    /// What was written around the report.
    Words,
    /// What wrote a line.
    Component,
    /// A file.
    Path,
    /// A version.
    Version,
}

impl Why {
    /// Clues of this kind, at most.
    fn most(self) -> usize {
        match self {
            Self::Code => 6,
            Self::RootCause | Self::Exception | Self::Message => 3,
            Self::Component | Self::Path | Self::Version => 2,
            Self::Words => 1,
        }
    }

    /// Whether a clue counts as a whole only: half a code is another code.
    #[must_use]
    pub fn is_exact(self) -> bool {
        !matches!(self, Self::Message | Self::Words)
    }
}

/// Something in a report that is worth searching for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clue {
    /// What it is.
    pub why: Why,
    /// As it is shown: a code as written, an exception without its packages, a message without what varies.
    pub text: String,
    /// What to search for.
    pub terms: Vec<String>,
}

/// Terms of a report, at most.
const TERMS: usize = 32;
/// Words of one message.
const WORDS: usize = 10;
/// Words around a report.
const AROUND: usize = 16;
/// A message as shown, in bytes.
const SHOWN: usize = 120;

/// Clues as they are gathered.
#[derive(Default)]
struct Clues {
    found: Vec<Clue>,
    seen: HashSet<String>,
    terms: usize,
}

impl Clues {
    fn add<'t>(&mut self, why: Why, text: &str, terms: impl Iterator<Item = &'t str>) {
        if text.is_empty() || self.found.iter().filter(|clue| clue.why == why).count() >= why.most() {
            return;
        }
        let mut fresh = Vec::new();
        for term in terms {
            if self.terms < TERMS && self.seen.insert(term.to_lowercase()) {
                self.terms += 1;
                fresh.push(term.to_owned());
            }
        }
        if !fresh.is_empty() {
            self.found.push(Clue { why, text: text.to_owned(), terms: fresh });
        }
    }

    fn message(&mut self, message: &str) {
        let shown = without_placeholders(message);
        self.add(Why::Message, super::trace::cut(&shown, SHOWN), words(message).take(WORDS));
    }
}

impl Report {
    /// What to search for, the most telling first; at most 32 terms, each once.
    #[must_use]
    pub fn clues(&self) -> Vec<Clue> {
        let mut clues = Clues::default();
        for code in self.named(MarkKind::Code).filter(|code| is_telling(code)) {
            clues.add(Why::Code, code, std::iter::once(code));
        }
        let is_root = |role: Role| matches!(role, Role::RootCause | Role::Only);
        let exceptions = || self.exceptions.iter().map(|exception| (exception, is_root(exception.role)));
        for (why, exception) in exceptions()
            .filter(|(_, root)| *root)
            .map(|(exception, _)| (Why::RootCause, exception))
            .chain(exceptions().filter(|(_, root)| !root).map(|(exception, _)| (Why::Exception, exception)))
        {
            let name = exception.name.rsplit(['.', ':', '$']).next().unwrap_or_default();
            clues.add(why, name, std::iter::once(name));
        }
        for (exception, _) in exceptions().filter(|(_, root)| *root).chain(exceptions().filter(|(_, root)| !root)) {
            clues.message(&super::template(&exception.message));
        }
        for template in self.telling_lines() {
            clues.message(&template.message);
        }
        for component in self.named(MarkKind::Component) {
            clues.add(Why::Component, component, std::iter::once(component));
        }
        let around: Vec<&str> = self.around().flat_map(words).take(AROUND).collect();
        let shown = around.iter().take(6).copied().collect::<Vec<_>>().join(" ");
        clues.add(Why::Words, &shown, around.into_iter());
        for version in self.named(MarkKind::Version) {
            clues.add(Why::Version, version, std::iter::once(version));
        }
        for path in self.named(MarkKind::Path) {
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
            clues.add(Why::Path, path, std::iter::once(name).filter(|name| name.len() > 2));
        }
        clues.found
    }

    fn named(&self, kind: MarkKind) -> impl Iterator<Item = &str> {
        self.parts.iter().filter(move |part| part.kind == kind).map(|part| part.text.as_str())
    }

    /// Lines that programs wrote and that tell of a failure, the rarest first: they tell more than the noise around them.
    /// Where none does, what else they wrote.
    fn telling_lines(&self) -> Vec<&Template> {
        let written = || {
            self.templates
                .iter()
                .filter(|line| line.shape != Shape::Text && !line.shape.is_trace() && !line.names_exception)
        };
        let mut lines: Vec<&Template> = written().filter(|line| line.failure).collect();
        lines.sort_by_key(|line| line.count);
        if lines.is_empty() && self.exceptions.is_empty() {
            lines = written().collect();
        }
        lines
    }

    /// What people wrote around what programs wrote.
    fn around(&self) -> impl Iterator<Item = &str> {
        let lines = self.templates.iter().filter(|line| line.shape == Shape::Text && !line.names_exception);
        lines.map(|line| line.message.as_str())
    }
}

/// Whether a code says something by itself: an exit code of one digit does not, nor that all went well.
fn is_telling(code: &str) -> bool {
    let is_fine = code.len() == 3 && code.starts_with(['1', '2', '3']) && code.bytes().all(|b| b.is_ascii_digit());
    code.len() > 2 && !is_fine
}

/// A message as a person reads it: what varies is left out.
fn without_placeholders(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find('<') {
        let word = rest[at + 1..].bytes().take_while(u8::is_ascii_lowercase).count();
        let end = at + 1 + word;
        let is_placeholder = word > 1 && rest.as_bytes().get(end) == Some(&b'>');
        out.push_str(&rest[..if is_placeholder { at } else { end }]);
        if is_placeholder {
            out.push('\u{2026}');
        }
        rest = &rest[if is_placeholder { end + 1 } else { end }..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that say something: no placeholders, levels or little words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    const LITTLE: [&str; 37] = [
        "the",
        "and",
        "for",
        "with",
        "from",
        "was",
        "not",
        "has",
        "error",
        "fehler",
        "erreur",
        "erro",
        "warn",
        "warnung",
        "grave",
        "warning",
        "info",
        "fatal",
        "debug",
        "main",
        "that",
        "this",
        "are",
        "line",
        "file",
        "exception",
        "caused",
        "you",
        "your",
        "please",
        "hello",
        "thanks",
        "have",
        "when",
        "our",
        "its",
        "but",
    ];
    text.split_whitespace()
        .filter(|word| !word.contains('<'))
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-'))
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.len() > 2 && word.len() < 40 && !LITTLE.contains(&word.to_lowercase().as_str()))
}
