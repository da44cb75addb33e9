//! From a reading to index terms with weights: what is scored, what is required, what counts as "all words".

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{Searcher, TantivyError};

use super::codes;
use super::fold::{MAX_WORD, fold};
use super::read::{Atom, Clause, Reading};
use super::schema::Fields;
use super::score::{CODE_PART_WEIGHT, CODE_WEIGHT, PREFIX_WEIGHT, rarity, rarity_power};
use super::words::Words;

/// Most terms of a pasted text that are scored: beyond the telling ones more cost time and relevance both.
pub(super) const MAX_PASTED_TERMS: usize = 32;
/// Most terms of a typed query.
const MAX_TERMS: usize = 96;
/// Most ways the last word is completed.
const MAX_COMPLETIONS: usize = 24;
/// Most dictionary entries of a segment looked at for completions.
const MAX_SCANNED: usize = 4_000;

/// Endings a stem may have lost: `upgradi` is on its way to `upgrading`, whose stem is `upgrad`.
const ENDINGS: &[&str] =
    &["ing", "ings", "ed", "es", "ers", "ments", "ations", "ions", "ives", "able", "ability", "ally", "ities", "ness"];

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
    /// What BM25 with its own rarity is multiplied by.
    pub(super) boost: f32,
    /// Times it was asked for.
    times: f32,
    /// How much it says on the whole: for choosing among many.
    pub(super) value: f32,
    /// Whether the journal has it too.
    pub(super) in_journal: bool,
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
    terms: Vec<PlanTerm>,
    known: HashMap<(bool, String), Option<usize>>,
    prefix: Option<String>,
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

    /// Adds the ways the last word may end.
    fn complete(
        &mut self,
        text: &str,
        pieces: &[Piece],
        exact: &[usize],
        ways: &mut Vec<Vec<usize>>,
    ) -> Result<(), TantivyError> {
        let Some(last) = pieces.last() else { return Ok(()) };
        let typed = fold(&text[last.range.clone()], MAX_WORD);
        let before: Vec<usize> = exact.iter().copied().filter(|t| self.terms[*t].text != last.stem).collect();
        let mut endings = self.completions(self.fields.text, &typed)?;
        endings.extend(self.completions(self.fields.journal, &typed)?);
        for (base, rest) in (4..typed.len()).rev().take(5).filter_map(|cut| typed.split_at_checked(cut)) {
            if ENDINGS.iter().any(|ending| ending.starts_with(rest)) {
                let count = self.count(self.fields.text, base)?;
                if count > 0 {
                    endings.insert(base.to_owned(), count);
                }
            }
        }
        endings.remove(&last.stem);
        if !endings.is_empty() {
            self.prefix = Some(typed.clone());
        }
        for term in self.add_completions(TermKind::Word, endings, &text[last.range.clone()])? {
            ways.push(before.iter().copied().chain([term]).collect());
        }
        let typed_code = fold(trimmed(text), codes::MAX_CODE);
        if typed_code.len() >= 2 && typed_code.bytes().any(|b| !b.is_ascii_lowercase()) {
            let mut endings = self.completions(self.fields.codes, &typed_code)?;
            endings.retain(|code, _| !self.known.contains_key(&(true, code.clone())));
            for term in self.add_completions(TermKind::Code, endings, "")? {
                ways.push(vec![term]);
            }
        }
        Ok(())
    }

    fn add_completions(
        &mut self,
        kind: TermKind,
        endings: HashMap<String, u64>,
        shown: &str,
    ) -> Result<Vec<usize>, TantivyError> {
        let together: u64 = endings.values().sum();
        let target = PREFIX_WEIGHT * rarity_power(rarity(together.min(self.docs), self.docs));
        let mut endings: Vec<(String, u64)> = endings.into_iter().collect();
        endings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        endings.truncate(MAX_COMPLETIONS);
        let mut added = Vec::new();
        for (ending, count) in endings {
            let own = rarity_power(rarity(count, self.docs));
            let shown = if kind == TermKind::Code { ending.clone() } else { shown.to_owned() };
            if let Some(term) = self.term(kind, &ending, &shown, target / own.max(0.01))? {
                added.push(term);
            }
        }
        Ok(added)
    }

    /// The dictionary's words that begin with `prefix`, and how many notes have each.
    fn completions(&self, field: Field, prefix: &str) -> Result<HashMap<String, u64>, TantivyError> {
        let mut found: HashMap<String, u64> = HashMap::new();
        if prefix.is_empty() {
            return Ok(found);
        }
        for segment in self.searcher.segment_readers() {
            let dictionary = segment.inverted_index(field)?;
            let mut stream = dictionary.terms().range().ge(prefix.as_bytes()).into_stream()?;
            for _ in 0..MAX_SCANNED {
                if !stream.advance() || !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    let count = u64::from(stream.value().doc_freq);
                    match found.get_mut(word) {
                        Some(sum) => *sum += count,
                        None => {
                            found.insert(word.to_owned(), count);
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    fn count(&self, field: Field, text: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&Term::from_field_text(field, text))
    }

    /// The term of `text`, made if the index has it; asked for again it weighs more.
    fn term(&mut self, kind: TermKind, text: &str, shown: &str, weight: f32) -> Result<Option<usize>, TantivyError> {
        let key = (kind == TermKind::Code, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            if let Some(term) = known {
                self.terms[*term].times += 1.0;
            }
            return Ok(*known);
        }
        let (field, journal) = match kind {
            TermKind::Word => (self.fields.text, self.count(self.fields.journal, text)?),
            TermKind::Code => (self.fields.codes, 0),
        };
        let count = self.count(field, text)?;
        let made = (count + journal > 0).then(|| {
            let rare = rarity(count.max(journal).min(self.docs), self.docs);
            let boost = weight * rarity_power(rare) / rare;
            self.terms.push(PlanTerm {
                kind,
                text: text.to_owned(),
                shown: shown.to_owned(),
                boost,
                times: 1.0,
                value: weight * rarity_power(rare),
                in_journal: journal > 0,
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
struct Piece {
    range: std::ops::Range<usize>,
    place: usize,
    stem: String,
    camel_whole: bool,
    camel_part: bool,
}

impl Piece {
    /// Whether it says something apart from its identifier.
    fn is_telling(&self) -> bool {
        self.stem.len() >= 3 && self.stem.bytes().all(|b| !b.is_ascii_digit())
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_ascii_punctuation() && !matches!(c, '.' | '-' | '#' | '+' | '/' | '\\' | '_' | '%' | '$')
    })
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
            let again = 1.0 + term.times.ln();
            term.boost *= again;
            term.value *= again;
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
