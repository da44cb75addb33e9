//! What to search for: the most telling terms of a report, first things first.

use std::collections::HashSet;

use serde::Serialize;

use super::{MarkKind, Report, Role};

/// Why a term tells something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// An error code.
    Code,
    /// The exception that caused the others, or the only one.
    RootCause,
    /// Another exception.
    Exception,
    /// A word of a message.
    Message,
    /// What wrote the line.
    Component,
    /// A version.
    Version,
}

/// A term to search for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// As the report spells it; an exception without its packages.
    pub text: String,
    /// Why.
    pub why: Why,
}

const TERMS: usize = 32;

impl Report {
    /// At most 32 terms, the most telling first, each once.
    #[must_use]
    pub fn terms(&self) -> Vec<Term> {
        let (mut terms, mut seen) = (Vec::new(), HashSet::new());
        let mut add = |text: &str, why, most: usize| {
            let room = terms.len() < TERMS && terms.iter().filter(|term: &&Term| term.why == why).count() < most;
            if room && !text.is_empty() && seen.insert(text.to_lowercase()) {
                terms.push(Term { text: text.to_owned(), why });
            }
        };
        for part in self.parts.iter().filter(|part| part.kind == MarkKind::Code) {
            add(&part.text, Why::Code, 8);
        }
        for exception in &self.exceptions {
            let is_root = matches!(exception.role, Role::RootCause | Role::Only);
            let name = exception.name.rsplit(['.', ':', '$']).next().unwrap_or_default();
            add(name, if is_root { Why::RootCause } else { Why::Exception }, 5);
        }
        let messages = self.exceptions.iter().rev().map(|exception| exception.message.clone());
        // Rare failures tell more than the noise around them.
        let mut failures: Vec<_> = self.templates.iter().filter(|template| template.failure).collect();
        failures.sort_by_key(|template| template.count);
        let told = failures.into_iter().take(20).map(|template| template.text.clone());
        let mut others: Vec<String> = Vec::new();
        if self.exceptions.is_empty() && !self.templates.iter().any(|template| template.failure) {
            others = self.templates.iter().take(20).map(|template| template.text.clone()).collect();
        }
        for message in messages.chain(told).chain(others) {
            for word in words(&message) {
                add(word, Why::Message, 16);
            }
        }
        for part in self.parts.iter().filter(|part| part.kind == MarkKind::Component) {
            add(&part.text, Why::Component, 4);
        }
        for part in self.parts.iter().filter(|part| part.kind == MarkKind::Version) {
            add(&part.text, Why::Version, 2);
        }
        terms
    }
}

/// Words that say something: no placeholders, levels or little words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    const LITTLE: [&str; 22] = [
        "the",
        "and",
        "for",
        "with",
        "from",
        "was",
        "not",
        "has",
        "error",
        "warn",
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
    ];
    text.split_whitespace()
        .filter(|word| !word.contains('<'))
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-'))
        .filter(|word| word.len() > 2 && word.len() < 40 && !LITTLE.contains(&word.to_lowercase().as_str()))
}
