//! From a reading to index terms with weights: what is scored, what is required, what counts as "all words".

use std::collections::HashMap;

use tantivy::postings::TermInfo;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{Searcher, TantivyError};

use super::codes;
use super::fold::{MAX_WORD, fold};
use super::read::{Atom, Clause, Reading};
use super::schema::Fields;
use super::score::{CODE_PART_WEIGHT, CODE_WEIGHT, JOURNAL_WEIGHT, rarity, rarity_power};
use super::words::Words;

/// Most terms of a pasted text that are scored: beyond the telling ones more cost time and relevance both.
pub(super) const MAX_PASTED_TERMS: usize = 32;
/// Most terms of a typed query.
const MAX_TERMS: usize = 96;
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
    /// The folded, stemmed word or folded code.
    pub(super) text: String,
    /// What to show for it: as typed, or the code the note has.
    pub(super) shown: String,
    /// Times it was asked for.
    times: f32,
    /// How much it says on the whole: its rarity and its weight in the query.
    pub(super) value: f32,
    /// Where it stands.
    pub(super) sources: Vec<Source>,
}

/// A term's postings in one field.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) field: Field,
    /// What standing here is worth beside standing in the note's own text.
    pub(super) weight: f32,
    /// By segment.
    pub(super) lists: Vec<Option<TermInfo>>,
}

impl Source {
    fn count(&self) -> u64 {
        self.lists.iter().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }
}

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
}

/// Makes plans over one state of the index.
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) docs: u64,
    words: Words,
    pub(super) terms: Vec<PlanTerm>,
    pub(super) known: HashMap<(bool, String), Option<usize>>,
    pub(super) prefix: Option<String>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: Fields) -> Self {
        let docs = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
        Self {
            searcher,
            fields,
            docs,
            words: Words::for_reading(),
            terms: Vec::new(),
            known: HashMap::new(),
            prefix: None,
        }
    }

    /// Whether the index has the identifier.
    pub(super) fn has_code(&self, code: &str) -> bool {
        let term = Term::from_field_text(self.fields.codes, &fold(code, codes::MAX_CODE));
        self.searcher.doc_freq(&term).is_ok_and(|count| count > 0)
    }

    pub(super) fn plan(mut self, reading: &Reading) -> Result<Plan, TantivyError> {
        let mut needs = Vec::new();
        let mut required = Vec::new();
        for clause in &reading.clauses {
            let mut ways = Vec::new();
            for atom in &clause.any {
                self.atom(atom, &mut ways)?;
            }
            needs.push(ways);
            if clause.any.iter().any(|atom| !matches!(atom, Atom::Word { .. })) {
                required.push(self.any_of(clause));
            }
        }
        let excluded = reading.excluded.iter().map(|atom| self.matching(atom)).collect();
        let limit = if reading.pasted { MAX_PASTED_TERMS } else { MAX_TERMS };
        let (terms, needs) = keep_best(self.terms, needs, limit);
        Ok(Plan { terms, needs, required, excluded, prefix: self.prefix })
    }

    /// Adds what scores for an atom, and the sets of terms that count as having it.
    fn atom(&mut self, atom: &Atom, ways: &mut Vec<Vec<usize>>) -> Result<(), TantivyError> {
        match atom {
            Atom::Word { text, prefix } => self.word(text, *prefix, ways),
            Atom::Phrase(text) => {
                for word in text.split_whitespace() {
                    let mut parts = Vec::new();
                    self.word(word, false, &mut parts)?;
                    ways.extend(parts);
                }
                Ok(())
            }
            Atom::Regex(_) => Ok(()),
        }
    }

    fn word(&mut self, text: &str, prefix: bool, ways: &mut Vec<Vec<usize>>) -> Result<(), TantivyError> {
        let pieces = self.pieces(text);
        let mut found_whole = false;
        let mut same_word = false;
        for (i, (range, code)) in codes::all(text).into_iter().enumerate() {
            let weight = if i == 0 { CODE_WEIGHT } else { CODE_PART_WEIGHT };
            let shown = text.get(range).unwrap_or(text);
            let term = self.term(TermKind::Code, &code, shown, weight)?;
            if let (Some(term), 0) = (term, i) {
                found_whole = true;
                same_word = pieces.len() == 1 && fold(&text[pieces[0].range.clone()], MAX_WORD) == code;
                ways.push(vec![term]);
            }
        }
        let composite = pieces.len() > 1 || (found_whole && !same_word);
        let mut parts = Vec::new();
        // Once the identifier itself is known, its bare digits and letters elsewhere are not it.
        let mut all_there = !found_whole || same_word || pieces.iter().all(Piece::is_telling);
        for piece in &pieces {
            let weight = match (composite, piece.is_telling()) {
                (true, false) if found_whole => 0.1,
                (true, false) => 0.5,
                (true, true) if piece.camel_part => 0.5,
                _ => 1.0,
            };
            let term = self.term(TermKind::Word, &piece.stem, &text[piece.range.clone()], weight)?;
            match term {
                Some(term) if piece.camel_whole => ways.push(vec![term]),
                Some(term) => parts.push(term),
                None if piece.camel_whole => {}
                None => all_there = false,
            }
        }
        if prefix {
            self.complete(text, &pieces, &parts, ways)?;
        }
        if all_there && !parts.is_empty() {
            ways.push(parts);
        }
        Ok(())
    }

    pub(super) fn count(&self, field: Field, text: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&Term::from_field_text(field, text))
    }

    fn lists(&self, field: Field, text: &str) -> Result<Vec<Option<TermInfo>>, TantivyError> {
        let term = Term::from_field_text(field, text);
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| Ok(segment.inverted_index(field)?.get_term_info(&term)?)).collect()
    }

    /// The term of `text`, made if the index has it; asked for again it weighs more.
    pub(super) fn term(
        &mut self,
        kind: TermKind,
        text: &str,
        shown: &str,
        weight: f32,
    ) -> Result<Option<usize>, TantivyError> {
        let key = (kind == TermKind::Code, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            if let Some(term) = known {
                self.terms[*term].times += 1.0;
            }
            return Ok(*known);
        }
        let places: &[(Field, f32)] = match kind {
            TermKind::Word => &[(self.fields.text, 1.0), (self.fields.journal, JOURNAL_WEIGHT)],
            TermKind::Code => &[(self.fields.codes, 1.0)],
        };
        let mut sources = Vec::with_capacity(places.len());
        for (field, weight) in places {
            let source = Source { field: *field, weight: *weight, lists: self.lists(*field, text)? };
            if source.count() > 0 {
                sources.push(source);
            }
        }
        let count = sources.iter().map(Source::count).max();
        let made = count.map(|count| {
            let value = weight * rarity_power(rarity(count.min(self.docs), self.docs));
            self.terms.push(PlanTerm {
                kind,
                text: text.to_owned(),
                shown: shown.to_owned(),
                times: 1.0,
                value,
                sources,
            });
            self.terms.len() - 1
        });
        self.known.insert(key, made);
        Ok(made)
    }

    fn pieces(&mut self, text: &str) -> Vec<Piece> {
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
            pieces.push(Piece { range, place, stem: stem.to_owned(), camel_whole: false, camel_part });
        });
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
            Atom::Phrase(text) | Atom::Word { text, .. } => {
                let mut ways: Vec<Box<dyn Query>> = Vec::new();
                if let (Atom::Word { .. }, Some((_, code))) = (atom, codes::all(text).into_iter().next()) {
                    ways.push(plain(Term::from_field_text(self.fields.codes, &code)));
                }
                let pieces: Vec<Piece> = self.pieces(text).into_iter().filter(|piece| !piece.camel_whole).collect();
                for field in [self.fields.text, self.fields.journal] {
                    let terms: Vec<Term> = pieces.iter().map(|p| Term::from_field_text(field, &p.stem)).collect();
                    match terms.as_slice() {
                        [] => {}
                        [only] => ways.push(plain(only.clone())),
                        _ => ways.push(Box::new(PhraseQuery::new(terms))),
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
    pub(super) stem: String,
    camel_whole: bool,
    camel_part: bool,
}

impl Piece {
    /// Whether it says something apart from its identifier.
    fn is_telling(&self) -> bool {
        self.stem.len() >= 3 && self.stem.bytes().all(|b| !b.is_ascii_digit())
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
    format!("{}({inner}){}", if from_start { "" } else { ".*" }, if to_end { "" } else { ".*" })
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
