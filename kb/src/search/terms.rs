//! The terms of a plan: what is looked up for a word or identifier, in which forms, and what each is worth.
//!
//! A term is one need. It has its own form (in every language the notes are written in) and may have others:
//! synonyms, and corrections of a word that hardly any note has. A note gets the best of them, not their sum.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::{Field, Term};
use tantivy::{DocId, TantivyError};

use super::plan::Planner;
use super::score::{JOURNAL_WEIGHT, rarity, rarity_power};

/// What kind of term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKind {
    Word,
    Code,
}

/// A term and how much it says.
#[derive(Debug)]
pub(super) struct PlanTerm {
    pub(super) kind: TermKind,
    /// The folded, stemmed word or folded code; a word also in the other languages.
    pub(super) keys: Vec<String>,
    /// What to show for it: as typed, or the code the note has.
    pub(super) shown: String,
    /// Times it was asked for.
    pub(super) times: f32,
    /// How much it says on the whole: its rarity and its weight in the query.
    pub(super) value: f32,
    /// Where it stands.
    pub(super) sources: Vec<Source>,
    /// Where what means the same stands.
    pub(super) others: Vec<Form>,
}

impl PlanTerm {
    /// Where each of its forms stands, its own first.
    pub(super) fn forms(&self) -> impl Iterator<Item = &[Source]> {
        [self.sources.as_slice()].into_iter().chain(self.others.iter().map(|form| form.sources.as_slice()))
    }

    /// What the dictionary has for it: of a word, in every language.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// What to show for the form of that number.
    pub(super) fn shown_as(&self, form: usize) -> &str {
        let other = form.checked_sub(1).and_then(|other| self.others.get(other));
        other.map_or(&self.shown, |other| &other.shown)
    }
}

/// Another way to say a term.
#[derive(Debug)]
pub(super) struct Form {
    /// What to show for it.
    pub(super) shown: String,
    pub(super) said: Said,
    /// Where it stands, at weights beside the term's own form.
    pub(super) sources: Vec<Source>,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A word, by its keys in the dictionary.
    Word(Vec<String>),
    /// An identifier.
    Code(String),
    /// Words side by side, each by its keys.
    Phrase(Vec<Vec<String>>),
}

/// Another form before it is looked up.
#[derive(Debug, Clone)]
pub(super) struct Other {
    pub(super) said: Said,
    pub(super) shown: String,
    /// What it is worth beside the term's own form.
    pub(super) weight: f32,
}

/// Where something stands in one field.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) field: Field,
    /// What standing here is worth beside standing in the note's own text.
    pub(super) weight: f32,
    /// By segment.
    pub(super) lists: Vec<Found>,
}

/// The notes of one segment that have something.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Nowhere,
    Postings(TermInfo),
    /// Notes with a phrase, in order.
    Notes(Arc<[DocId]>),
}

impl Found {
    fn count(&self) -> u64 {
        match self {
            Self::Nowhere => 0,
            Self::Postings(info) => u64::from(info.doc_freq),
            Self::Notes(notes) => notes.len() as u64,
        }
    }
}

impl Source {
    fn count(&self) -> u64 {
        self.lists.iter().map(Found::count).sum()
    }
}

impl Planner<'_> {
    /// The term of what is said, made if the index has it or what means the same; asked for again it weighs more.
    pub(super) fn term(
        &mut self,
        said: &Said,
        shown: &str,
        weight: f32,
        others: &[Other],
    ) -> Result<Option<usize>, TantivyError> {
        let (kind, keys) = match said {
            Said::Code(code) => (TermKind::Code, vec![code.clone()]),
            Said::Word(keys) => (TermKind::Word, keys.clone()),
            Said::Phrase(words) => (TermKind::Word, vec![words.iter().flatten().cloned().collect()]),
        };
        let key = (kind == TermKind::Code, keys.first().cloned().unwrap_or_default());
        if let Some(known) = self.known.get(&key) {
            if let Some(term) = known {
                self.terms[*term].times += 1.0;
            }
            return Ok(*known);
        }
        let sources = self.sources(said)?;
        let own = self.power(&sources);
        let mut forms: Vec<(f32, f32, Form)> = Vec::new();
        for other in others {
            let sources = self.sources(&other.said)?;
            if let Some(power) = self.power(&sources) {
                let form = Form { shown: other.shown.clone(), said: other.said.clone(), sources };
                forms.push((other.weight, power, form));
            }
        }
        let best = forms.iter().map(|(_, power, _)| *power).max_by(f32::total_cmp);
        let made = own.or(best).map(|power| {
            let scaled = |(weight, other, mut form): (f32, f32, Form)| {
                // However rare, another form is worth less than what was asked for.
                let scale = weight * (other / power.max(f32::MIN_POSITIVE)).min(1.0);
                form.sources.iter_mut().for_each(|source| source.weight *= scale);
                form
            };
            self.terms.push(PlanTerm {
                kind,
                keys,
                shown: shown.to_owned(),
                times: 1.0,
                value: weight * power,
                sources,
                others: forms.into_iter().map(scaled).collect(),
            });
            self.terms.len() - 1
        });
        self.known.insert(key, made);
        Ok(made)
    }

    /// How much something says by its rarity; `None` where it stands nowhere.
    fn power(&self, sources: &[Source]) -> Option<f32> {
        let in_field = |field: Field| sources.iter().filter(|s| s.field == field).map(Source::count).sum::<u64>();
        let count = sources.iter().map(|source| in_field(source.field)).max()?;
        Some(rarity_power(rarity(count.min(self.docs), self.docs)))
    }

    /// Where something stands; only fields that have it.
    fn sources(&self, said: &Said) -> Result<Vec<Source>, TantivyError> {
        let words = [(self.fields.text, 1.0), (self.fields.journal, JOURNAL_WEIGHT)];
        let mut sources = Vec::new();
        match said {
            Said::Code(code) => sources.push(self.source(self.fields.codes, 1.0, code)?),
            Said::Word(keys) => {
                for key in keys {
                    for (field, weight) in words {
                        sources.push(self.source(field, weight, key)?);
                    }
                }
            }
            Said::Phrase(phrase) => {
                let languages = phrase.iter().map(Vec::len).min().unwrap_or(0);
                for language in 0..languages {
                    for (field, weight) in words {
                        let terms = phrase.iter().map(|keys| Term::from_field_text(field, &keys[language])).collect();
                        sources.push(Source { field, weight, lists: self.side_by_side(terms)? });
                    }
                }
            }
        }
        sources.retain(|source| source.count() > 0);
        Ok(sources)
    }

    fn source(&self, field: Field, weight: f32, text: &str) -> Result<Source, TantivyError> {
        let term = Term::from_field_text(field, text);
        let mut lists = Vec::with_capacity(self.searcher.segment_readers().len());
        for segment in self.searcher.segment_readers() {
            let info = segment.inverted_index(field)?.get_term_info(&term)?;
            lists.push(info.map_or(Found::Nowhere, Found::Postings));
        }
        Ok(Source { field, weight, lists })
    }

    /// The notes of each segment in which two terms and more stand side by side.
    fn side_by_side(&self, terms: Vec<Term>) -> Result<Vec<Found>, TantivyError> {
        let weight = PhraseQuery::new(terms).weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let mut lists = Vec::with_capacity(self.searcher.segment_readers().len());
        for segment in self.searcher.segment_readers() {
            let mut notes: Vec<DocId> = Vec::new();
            weight.for_each_no_score(segment, &mut |docs| notes.extend_from_slice(docs))?;
            lists.push(if notes.is_empty() { Found::Nowhere } else { Found::Notes(notes.into()) });
        }
        Ok(lists)
    }
}
