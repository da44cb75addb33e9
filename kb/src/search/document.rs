//! What the caller hands over for a note, and what becomes of it in the index.

use foldhash::HashSet;
use tantivy::TantivyDocument;

use super::codes;
use super::dropped;
use super::fold::fold_value;
use super::language::{self, Language};
use super::likeness;
use super::schema::{Fields, TITLE_TIMES};
use crate::model::{NoteId, NoteKind};

/// Most identifiers kept of one note: a log has no end of them.
const MAX_CODES: usize = 20_000;

/// One note, as the catalog knows it. Texts are borrowed; nothing of them is stored.
#[derive(Debug, Clone)]
pub struct IndexDoc<'a> {
    /// What it is.
    pub kind: NoteKind,
    /// Its id, if it has one that is not ambiguous.
    pub id: Option<&'a NoteId>,
    /// Its title; counts three times.
    pub title: &'a str,
    /// The requestor's words.
    pub issue: &'a str,
    /// What it runs on.
    pub environment: &'a str,
    /// Why it happens.
    pub cause: &'a str,
    /// What ends it.
    pub resolution: &'a str,
    /// Everything else.
    pub body: &'a str,
    /// The journal's internal entries, one after the other.
    pub journal_internal: &'a str,
    /// The journal's customer-visible entries.
    pub journal_customer: &'a str,
    /// Tags without `#`.
    pub tags: &'a [String],
    /// Other names.
    pub aliases: &'a [String],
    /// A case's `resolved-by` and `created` articles: it votes for them.
    pub resolves: &'a [NoteId],
    /// Words an article does not learn from the cases it solved.
    pub not_learned: &'a [String],
    /// Field and value pairs to filter by (`status`, `open`); values are folded here.
    pub filters: &'a [(String, String)],
    /// When it was last of note, in Unix seconds: breaks ties, newest first.
    pub at: i64,
}

impl<'a> IndexDoc<'a> {
    /// A note with nothing but its kind and title.
    #[must_use]
    pub fn new(kind: NoteKind, title: &'a str) -> Self {
        Self {
            kind,
            id: None,
            title,
            issue: "",
            environment: "",
            cause: "",
            resolution: "",
            body: "",
            journal_internal: "",
            journal_customer: "",
            tags: &[],
            aliases: &[],
            resolves: &[],
            not_learned: &[],
            filters: &[],
            at: 0,
        }
    }

    /// Makes the entry of the index, but for its row. Identifiers are found here, so that many threads can do it.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let fields = Fields::known();
        let sections = [self.issue, self.environment, self.cause, self.resolution, self.body];
        let journal = [self.journal_customer, self.journal_internal];
        let bytes: usize = sections.iter().chain(&journal).map(|text| text.len()).sum();
        let mut doc = TantivyDocument::with_capacity(bytes + bytes / 4 + 512);
        let language = self.language();
        let mut add = |field, text: &str| match language {
            Language::English => doc.add_text(field, text),
            other => doc.add_text(field, [other.tag(), text].concat()),
        };
        for _ in 0..TITLE_TIMES {
            add(fields.text, self.title);
        }
        let names = self.tags.iter().chain(self.aliases).map(String::as_str);
        for text in names.clone().chain(sections).filter(|text| !text.is_empty()) {
            add(fields.text, text);
        }
        for text in journal.iter().filter(|text| !text.is_empty()) {
            add(fields.journal, text);
        }
        for (field, text) in [(fields.issue, self.issue), (fields.environment, self.environment)] {
            if !text.is_empty() {
                add(field, text);
            }
        }
        for (_, product) in self.filters.iter().filter(|(field, _)| field == "product") {
            add(fields.environment, product);
        }
        let own_name = self.id.map(NoteId::as_str);
        let texts = [self.title].into_iter().chain(own_name).chain(names).chain(sections).chain(journal);
        doc.add_text(fields.codes, code_lines(texts));
        for (field, value) in self.filters {
            doc.add_text(fields.filters, filter_term(field, value));
        }
        if let Some(id) = self.id {
            doc.add_u64(fields.id, id_number(id));
        }
        for id in self.resolves {
            doc.add_u64(fields.resolves, id_number(id));
        }
        for triple in likeness::triples(self.title) {
            doc.add_u64(fields.title, u64::from(triple));
        }
        let class = Class::of(self.kind, !self.resolves.is_empty());
        doc.add_text(fields.filters, class.term());
        if language != Language::English {
            doc.add_text(fields.filters, language_term(language));
        }
        for term in dropped::terms(self.not_learned) {
            doc.add_text(fields.filters, term);
        }
        doc.add_u64(fields.class, class as u64);
        doc.add_u64(fields.prior, prior(self.filters));
        doc.add_i64(fields.at, self.at);
        Entry(doc)
    }
}

impl IndexDoc<'_> {
    /// The language of the note, by its title, its sections and its journal.
    fn language(&self) -> Language {
        let texts = [self.title, self.issue, self.resolution, self.cause, self.environment, self.body];
        language::detect(texts.into_iter().chain([self.journal_customer, self.journal_internal]))
    }
}

/// The filter term of every note in a language.
pub(super) fn language_term(language: Language) -> String {
    format!("\u{1}language\u{1}{}", language.tag())
}

/// A note as the index takes it, made by [`IndexDoc::entry`]. Its row is told when it is put in.
#[derive(Debug, Clone)]
pub struct Entry(TantivyDocument);

impl Entry {
    pub(super) fn of_row(mut self, row: u64) -> TantivyDocument {
        self.0.add_u64(Fields::known().row, row);
        self.0
    }
}

/// The identifiers of all texts, each once, one a line.
fn code_lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut seen: HashSet<String> = HashSet::default();
    let mut lines = String::new();
    for text in texts {
        codes::each(text, |_, code| {
            if seen.len() < MAX_CODES && !seen.contains(code) {
                lines.push_str(code);
                lines.push('\n');
                seen.insert(code.to_owned());
            }
        });
    }
    lines
}

/// How much an article's confidence weighs, in percent: enough to order equals, too little to bury a match.
fn prior(filters: &[(String, String)]) -> u64 {
    let confidence = filters.iter().find(|(field, _)| field == "confidence").map(|(_, value)| value.as_str());
    match confidence {
        Some("validated") => 103,
        Some("wip") => 97,
        Some("archived") => 80,
        _ => 100,
    }
}

/// The term a filter is kept and asked by.
pub(super) fn filter_term(field: &str, value: &str) -> String {
    format!("{field}\u{1}{}", fold_value(value))
}

/// A number for an id. Two ids of one number are as unlikely as a broken disk, and cost a misplaced vote.
pub(super) fn id_number(id: &NoteId) -> u64 {
    let hash = blake3::hash(id.as_str().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The kinds as the index tells them apart: a case that resolves something can vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Article = 0,
    Case = 1,
    SolvedCase = 2,
    Path = 3,
    Template = 4,
}

impl Class {
    /// Every class.
    pub(super) const ALL: [Self; 5] = [Self::Article, Self::Case, Self::SolvedCase, Self::Path, Self::Template];

    fn of(kind: NoteKind, resolves: bool) -> Self {
        match kind {
            NoteKind::Article => Self::Article,
            NoteKind::Case if resolves => Self::SolvedCase,
            NoteKind::Case => Self::Case,
            NoteKind::Path => Self::Path,
            NoteKind::Template => Self::Template,
        }
    }

    /// The filter term every note of this class has.
    pub(super) fn term(self) -> String {
        filter_term("\u{1}class", &(self as u64).to_string())
    }

    /// Reads the number the index holds.
    pub(super) fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Case,
            2 => Self::SolvedCase,
            3 => Self::Path,
            4 => Self::Template,
            _ => Self::Article,
        }
    }

    /// The kind of note.
    pub(super) fn kind(self) -> NoteKind {
        match self {
            Self::Article => NoteKind::Article,
            Self::Case | Self::SolvedCase => NoteKind::Case,
            Self::Path => NoteKind::Path,
            Self::Template => NoteKind::Template,
        }
    }
}
