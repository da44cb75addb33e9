//! From a reading to index terms with weights: what is scored, what is required, what counts as "all words".

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{Searcher, TantivyError};

use super::codes;
use super::complete::Endings;
use super::document::language_term;
use super::fold::{MAX_WORD, fold};
use super::language::Language;
use super::parts::{Off, Part, PartKind};
use super::read::{Atom, Clause, Reading};
use super::schema::Fields;
use super::score::{CODE_PART_WEIGHT, CODE_WEIGHT};
use super::synonyms::Synonyms;
use super::terms::{Other, PlanTerm, Said};
use super::widen::Correction;
use super::words::Words;

/// Most terms of a pasted text that are scored: beyond the telling ones more cost time and relevance both.
pub(super) const MAX_PASTED_TERMS: usize = 32;
/// Most terms of a typed query.
const MAX_TERMS: usize = 96;
/// A query ready to run.
pub(super) struct Plan {
    pub(super) terms: Vec<PlanTerm>,
    /// For each clause the sets of terms any of which grants it.
    pub(super) needs: Vec<Vec<Vec<usize>>>,
    /// What every hit must match: phrases and regular expressions.
    pub(super) required: Vec<Box<dyn Query>>,
    /// What no hit may match.
    pub(super) excluded: Vec<Box<dyn Query>>,
    /// The unfinished last word, if the index has words that begin with it.
    pub(super) prefix: Option<String>,
    /// What hardly any note has, and what it may be meant to be.
    pub(super) corrections: Vec<Correction>,
    /// What other words were searched for too: what was typed, and the team's words for the same.
    pub(super) widened: Vec<Part>,
    /// The languages the notes are written in besides English.
    pub(super) languages: Vec<Language>,
}

impl Plan {
    /// What a note would score that is about nothing but what is asked.
    pub(super) fn whole(&self) -> f32 {
        self.terms.iter().map(|term| term.value).sum()
    }
}

/// Makes plans over one state of the index.
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) docs: u64,
    pub(super) synonyms: &'a Synonyms,
    pub(super) words: Words,
    languages: Vec<Language>,
    pub(super) terms: Vec<PlanTerm>,
    pub(super) known: HashMap<(bool, String), Option<usize>>,
    pub(super) prefix: Option<String>,
    pub(super) corrections: Vec<Correction>,
}

/// How an atom of the query is asked for.
#[derive(Clone, Copy)]
pub(super) struct Manner<'m> {
    /// Whether its last word may go on.
    prefix: bool,
    /// Whether a word that is hardly anywhere may be misspelled.
    pub(super) may_err: bool,
    /// What means the same.
    pub(super) others: &'m [Other],
    /// Whether only the whole counts.
    exact: bool,
    /// What it is worth beside a plain word.
    weight: f32,
}

impl Manner<'_> {
    const LITERAL: Self = Self { prefix: false, may_err: false, others: &[], exact: false, weight: 1.0 };
}

impl<'a> Planner<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: Fields, synonyms: &'a Synonyms) -> Result<Self, TantivyError> {
        let docs = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
        let mut languages = Vec::new();
        for language in Language::OTHERS {
            if searcher.doc_freq(&Term::from_field_text(fields.filters, &language_term(language)))? > 0 {
                languages.push(language);
            }
        }
        Ok(Self {
            searcher,
            fields,
            docs,
            synonyms,
            words: Words::for_reading(),
            languages,
            terms: Vec::new(),
            known: HashMap::new(),
            prefix: None,
            corrections: Vec::new(),
        })
    }

    /// Whether the index has the identifier.
    pub(super) fn has_code(&self, code: &str) -> bool {
        let term = Term::from_field_text(self.fields.codes, &fold(code, codes::MAX_CODE));
        self.searcher.doc_freq(&term).is_ok_and(|count| count > 0)
    }

    pub(super) fn plan(mut self, reading: &Reading, off: Off<'_>) -> Result<Plan, TantivyError> {
        let mut needs = Vec::new();
        let mut required = Vec::new();
        let (others, mut widened) = self.synonyms_of(reading, off);
        for (number, clause) in reading.clauses.iter().enumerate() {
            let mut ways = Vec::new();
            let others = others.get(&number).map_or(&[][..], Vec::as_slice);
            let weight = reading.weights.get(number).copied().unwrap_or(1.0);
            for atom in &clause.any {
                let as_it_stands =
                    matches!(atom, Atom::Word { text, .. } if off.has(PartKind::Also, codes::bare(text)));
                let manner = Manner { may_err: !reading.pasted && !as_it_stands, others, weight, ..Manner::LITERAL };
                self.atom(atom, manner, &mut ways)?;
                if let (true, Atom::Word { text, .. }) = (as_it_stands, atom) {
                    widened.push(Part { off: true, ..Part::new(PartKind::Also, codes::bare(text)) });
                }
            }
            needs.push(ways);
            if clause.any.iter().any(|atom| matches!(atom, Atom::Phrase(_) | Atom::Regex(_))) {
                required.push(self.any_of(clause));
            }
        }
        let excluded = reading.excluded.iter().map(|atom| self.matching(atom)).collect();
        let limit = if reading.pasted { MAX_PASTED_TERMS } else { MAX_TERMS };
        let (terms, needs) = keep_best(self.terms, needs, limit);
        Ok(Plan {
            terms,
            needs,
            required,
            excluded,
            prefix: self.prefix,
            corrections: self.corrections,
            widened,
            languages: self.languages,
        })
    }

    /// Adds what scores for an atom, and the sets of terms that count as having it.
    fn atom(&mut self, atom: &Atom, manner: Manner<'_>, ways: &mut Vec<Vec<usize>>) -> Result<(), TantivyError> {
        match atom {
            Atom::Word { text, prefix } => self.word(text, Manner { prefix: *prefix, ..manner }, ways),
            Atom::Exact(text) => self.word(text, Manner { may_err: false, exact: true, ..manner }, ways),
            Atom::Phrase(text) => {
                for word in text.split_whitespace() {
                    let mut parts = Vec::new();
                    self.word(word, Manner::LITERAL, &mut parts)?;
                    ways.extend(parts);
                }
                Ok(())
            }
            Atom::Regex(_) => Ok(()),
        }
    }

    fn word(&mut self, text: &str, manner: Manner<'_>, ways: &mut Vec<Vec<usize>>) -> Result<(), TantivyError> {
        let pieces = self.pieces(text);
        let codes = codes::all(text);
        let mut found_whole = false;
        let mut same_word = false;
        for (i, (range, code)) in codes.iter().enumerate() {
            if manner.exact && i > 0 {
                break;
            }
            let (weight, others) = if i == 0 { (CODE_WEIGHT, manner.others) } else { (CODE_PART_WEIGHT, &[][..]) };
            let shown = text.get(range.clone()).unwrap_or(text);
            let term = self.term(&Said::Code(code.clone()), shown, weight * manner.weight, others)?;
            if let (Some(term), 0) = (term, i) {
                found_whole = true;
                same_word = pieces.len() == 1 && fold(&text[pieces[0].range.clone()], MAX_WORD) == *code;
                ways.push(vec![term]);
            }
        }
        let composite = pieces.len() > 1 || (found_whole && !same_word);
        let mut parts = Vec::new();
        // Once the identifier itself is known, its bare digits and letters elsewhere are not it.
        let mut all_there = !found_whole || same_word || pieces.iter().all(Piece::is_telling);
        let completed = match pieces.last() {
            Some(last) if manner.prefix => self.endings(text, last)?,
            _ => Endings::default(),
        };
        let is_whole = |piece: &Piece| piece.camel_whole || pieces.len() == 1;
        for piece in pieces.iter().filter(|piece| !manner.exact || is_whole(piece)) {
            let weight = match (composite, piece.is_telling()) {
                (true, false) if found_whole => 0.1,
                (true, false) => 0.5,
                (true, true) if piece.camel_part => 0.5,
                _ => 1.0,
            };
            let others = match codes.is_empty() {
                true if pieces.len() == 1 => self.others_of(text, piece, manner, completed.is_empty())?,
                true => manner.others.to_vec(),
                false => Vec::new(),
            };
            let said = Said::Word(piece.keys.clone());
            let term = self.term(&said, &text[piece.range.clone()], weight * manner.weight, &others)?;
            match term {
                Some(term) if piece.camel_whole => ways.push(vec![term]),
                Some(term) => parts.push(term),
                None if piece.camel_whole => {}
                None => all_there = false,
            }
        }
        if let (true, Some(last)) = (manner.prefix, pieces.last()) {
            self.complete(text, last, completed, &parts, ways)?;
        }
        if all_there && !parts.is_empty() {
            ways.push(parts);
        }
        if let (true, Some((range, code))) = (manner.may_err && !found_whole && ways.is_empty(), codes.first()) {
            self.offer_code(&text[range.clone()], code)?;
        }
        Ok(())
    }

    pub(super) fn count(&self, field: Field, text: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&Term::from_field_text(field, text))
    }

    /// What the dictionary has for a folded word: by language, English first.
    pub(super) fn keys(&mut self, folded: &str) -> Vec<String> {
        // `alle` is no form of `all` where notes are written in German.
        let is_foreign = self.languages.iter().any(|language| language.has_small_word(folded));
        let mut keys = vec![if is_foreign { folded.to_owned() } else { self.words.key(Language::English, folded) }];
        for language in &self.languages {
            keys.push(self.words.key(*language, folded));
        }
        keys
    }

    /// The languages the notes are written in, English first.
    pub(super) fn languages(&self) -> Vec<Language> {
        [Language::English].into_iter().chain(self.languages.iter().copied()).collect()
    }

    pub(super) fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut whole_end = 0;
        self.words.each(text, |range, place, stem| {
            if let Some(last) = pieces.last_mut()
                && last.place == place
            {
                last.camel_whole = true;
                whole_end = last.range.end;
            }
            let camel_part = range.end <= whole_end;
            let keys = vec![stem.to_owned()];
            pieces.push(Piece { range, place, keys, camel_whole: false, camel_part });
        });
        if !self.languages.is_empty() {
            for piece in &mut pieces {
                piece.keys = self.keys(&fold(&text[piece.range.clone()], MAX_WORD));
            }
        }
        pieces
    }

    /// What matches any atom of a clause, without scores.
    fn any_of(&mut self, clause: &Clause) -> Box<dyn Query> {
        any(clause.any.iter().map(|atom| self.matching(atom)).collect())
    }

    /// What matches an atom, without scores: as a whole, not in scattered parts.
    fn matching(&mut self, atom: &Atom) -> Box<dyn Query> {
        match atom {
            Atom::Regex(pattern) => {
                let pattern = whole_term_pattern(pattern);
                let fields = [self.fields.text, self.fields.journal, self.fields.codes];
                any(fields
                    .into_iter()
                    .filter_map(|field| RegexQuery::from_pattern(&pattern, field).ok())
                    .map(|query| Box::new(query) as Box<dyn Query>)
                    .collect())
            }
            Atom::Phrase(text) | Atom::Word { text, .. } | Atom::Exact(text) => {
                let mut ways: Vec<Box<dyn Query>> = Vec::new();
                if let (Atom::Word { .. }, Some((_, code))) = (atom, codes::all(text).into_iter().next()) {
                    ways.push(plain(Term::from_field_text(self.fields.codes, &code)));
                }
                let pieces: Vec<Piece> = self.pieces(text).into_iter().filter(|piece| !piece.camel_whole).collect();
                for field in [self.fields.text, self.fields.journal] {
                    for language in 0..=self.languages.len() {
                        let terms: Vec<Term> =
                            pieces.iter().map(|p| Term::from_field_text(field, &p.keys[language])).collect();
                        match terms.as_slice() {
                            [] => {}
                            [only] => ways.push(plain(only.clone())),
                            _ => ways.push(Box::new(PhraseQuery::new(terms))),
                        }
                    }
                }
                any(ways)
            }
        }
    }
}

/// A word inside an atom.
pub(super) struct Piece {
    pub(super) range: std::ops::Range<usize>,
    place: usize,
    /// What the dictionary may have for it: by language, English first.
    pub(super) keys: Vec<String>,
    pub(super) camel_whole: bool,
    camel_part: bool,
}

impl Piece {
    /// Whether it says something apart from its identifier.
    fn is_telling(&self) -> bool {
        let stem = self.keys.first().map_or("", String::as_str);
        stem.len() >= 3 && stem.bytes().all(|b| !b.is_ascii_digit())
    }
}

fn plain(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn any(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Should, query)).collect()))
}

/// Terms are folded and a match may lie anywhere in one.
pub(super) fn whole_term_pattern(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len() + 6);
    let mut escaped = false;
    for c in pattern.chars() {
        if escaped {
            folded.push(c);
        } else {
            folded.extend(c.to_lowercase());
        }
        escaped = c == '\\' && !escaped;
    }
    let from_start = folded.starts_with('^');
    let to_end = folded.ends_with('$') && !folded.ends_with("\\$");
    let inner = folded.trim_start_matches('^');
    let inner = if to_end { &inner[..inner.len().saturating_sub(1)] } else { inner };
    // Behind a word stands what tells its language.
    let end = if to_end { "(\u{2}.)?" } else { ".*" };
    format!("{}({inner}){end}", if from_start { "" } else { ".*" })
}

/// Keeps the terms that say most, and renumbers the needs; a need that lost a term is weighed without it.
fn keep_best(terms: Vec<PlanTerm>, needs: Vec<Vec<Vec<usize>>>, limit: usize) -> (Vec<PlanTerm>, Vec<Vec<Vec<usize>>>) {
    let mut terms: Vec<PlanTerm> = terms
        .into_iter()
        .map(|mut term| {
            term.value *= 1.0 + term.times.ln();
            term
        })
        .collect();
    if terms.len() <= limit {
        return (terms, needs);
    }
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by(|a, b| terms[*b].value.total_cmp(&terms[*a].value).then(a.cmp(b)));
    order.truncate(limit);
    order.sort_unstable();
    let place: HashMap<usize, usize> = order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let mut old = 0;
    terms.retain(|_| {
        old += 1;
        place.contains_key(&(old - 1))
    });
    let renumbered = |way: &Vec<usize>| way.iter().map(|term| place.get(term).copied()).collect::<Option<Vec<_>>>();
    let needs = needs.iter().map(|ways| ways.iter().filter_map(renumbered).collect()).collect();
    (terms, needs)
}
