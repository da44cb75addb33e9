//! From a reading to index terms with weights: what is scored, what is required, what counts as "all words".

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{Searcher, TantivyError};

use super::codes;
use super::complete::Endings;
use super::document::language_term;
use super::fold::{MAX_WORD, fold};
use super::language::{Language, SIGN};
use super::read::{Atom, Clause, Reading};
use super::schema::Fields;
use super::score::{CODE_PART_WEIGHT, CODE_WEIGHT, SYNONYM_WEIGHT, TYPO_WEIGHT};
use super::spelling::respelled;
use super::synonyms::{Synonyms, stems};
use super::terms::{Other, PlanTerm, Said};
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
    pub(super) widened: Vec<Widened>,
    /// The languages the notes are written in besides English.
    pub(super) languages: Vec<Language>,
}

/// What was asked for, and what means the same.
pub(super) struct Widened {
    pub(super) asked: String,
    pub(super) others: Vec<String>,
}

/// What means the same as a clause, by its number.
type Others = HashMap<usize, Vec<Other>>;

/// A word or identifier that hardly any note has, and what may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// The same respelled, folded: a guess where the note's own spelling is not at hand.
    pub guess: String,
    /// What the index has for it.
    pub(super) key: String,
    /// Whether notes with it are among the hits; identifiers are only offered.
    pub searched: bool,
    /// Whether it is so much commoner that it is worth offering.
    pub clear: bool,
}

/// Makes plans over one state of the index.
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) docs: u64,
    synonyms: &'a Synonyms,
    words: Words,
    languages: Vec<Language>,
    pub(super) terms: Vec<PlanTerm>,
    pub(super) known: HashMap<(bool, String), Option<usize>>,
    pub(super) prefix: Option<String>,
    corrections: Vec<Correction>,
}

/// How an atom of the query is asked for.
#[derive(Clone, Copy)]
struct Manner<'m> {
    /// Whether its last word may go on.
    prefix: bool,
    /// Whether a word that is hardly anywhere may be misspelled.
    may_err: bool,
    /// What means the same.
    others: &'m [Other],
}

impl Manner<'_> {
    const LITERAL: Self = Self { prefix: false, may_err: false, others: &[] };
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

    pub(super) fn plan(mut self, reading: &Reading) -> Result<Plan, TantivyError> {
        let mut needs = Vec::new();
        let mut required = Vec::new();
        let (others, widened) = self.synonyms_of(reading);
        for (number, clause) in reading.clauses.iter().enumerate() {
            let mut ways = Vec::new();
            let others = others.get(&number).map_or(&[][..], Vec::as_slice);
            for atom in &clause.any {
                self.atom(atom, !reading.pasted, others, &mut ways)?;
            }
            needs.push(ways);
            if clause.any.iter().any(|atom| !matches!(atom, Atom::Word { .. })) {
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

    /// What means the same as each clause, and what of it is worth telling.
    fn synonyms_of(&mut self, reading: &Reading) -> (Others, Vec<Widened>) {
        let mut others = Others::new();
        let mut widened = Vec::new();
        if self.synonyms.is_empty() {
            return (others, widened);
        }
        let texts: Vec<&str> = reading.clauses.iter().map(only_word).collect();
        let asked: Vec<Vec<String>> = texts.iter().map(|text| stems(&mut self.words, text)).collect();
        for (start, len, members) in self.synonyms.find(&asked) {
            let same: Vec<Other> = members
                .iter()
                .filter_map(|member| {
                    Some(Other { said: self.said(member)?, shown: member.clone(), weight: SYNONYM_WEIGHT })
                })
                .collect();
            widened.push(Widened { asked: texts[start..start + len].join(" "), others: members });
            for clause in start..start + len {
                others.insert(clause, same.clone());
            }
        }
        (others, widened)
    }

    /// How a text that means something is looked up: whole where it is an identifier, else as its words side by side.
    fn said(&mut self, text: &str) -> Option<Said> {
        if let Some((range, code)) = codes::all(text).into_iter().next()
            && range == (0..text.len())
        {
            return Some(Said::Code(code));
        }
        let mut words: Vec<Vec<String>> =
            self.pieces(text).into_iter().filter(|piece| !piece.camel_whole).map(|piece| piece.keys).collect();
        match words.len() {
            0 => None,
            1 => words.pop().map(Said::Word),
            _ => Some(Said::Phrase(words)),
        }
    }

    /// Adds what scores for an atom, and the sets of terms that count as having it.
    fn atom(
        &mut self,
        atom: &Atom,
        may_err: bool,
        others: &[Other],
        ways: &mut Vec<Vec<usize>>,
    ) -> Result<(), TantivyError> {
        match atom {
            Atom::Word { text, prefix } => self.word(text, Manner { prefix: *prefix, may_err, others }, ways),
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
            let (weight, others) = if i == 0 { (CODE_WEIGHT, manner.others) } else { (CODE_PART_WEIGHT, &[][..]) };
            let shown = text.get(range.clone()).unwrap_or(text);
            let term = self.term(&Said::Code(code.clone()), shown, weight, others)?;
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
        for piece in &pieces {
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
            let term = self.term(&Said::Word(piece.keys.clone()), &text[piece.range.clone()], weight, &others)?;
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

    /// What else a word may stand for: its synonyms, and where hardly any note has it what it may be meant to be.
    fn others_of(
        &mut self,
        text: &str,
        piece: &Piece,
        manner: Manner<'_>,
        is_finished: bool,
    ) -> Result<Vec<Other>, TantivyError> {
        let mut others = manner.others.to_vec();
        let typed = &text[piece.range.clone()];
        let word = fold(typed, MAX_WORD);
        if !manner.may_err || !is_finished || !others.is_empty() {
            return Ok(others);
        }
        let mut own = 0;
        for key in &piece.keys {
            own += self.count(self.fields.text, key)?.max(self.count(self.fields.journal, key)?);
        }
        if !self.is_doubtful(&word, own) {
            return Ok(others);
        }
        for (rank, spelling) in self.spellings(&word, &piece.keys)?.into_iter().enumerate() {
            let stem = spelling.key.split(SIGN).next().unwrap_or_default().to_owned();
            let tag = &spelling.key[stem.len()..];
            let own_key = piece.keys.iter().find(|key| key.ends_with(tag) && (tag.is_empty() != key.contains(SIGN)));
            let own_stem = own_key.map_or(word.as_str(), |key| key.trim_end_matches(tag));
            let guess = spelling.word.clone().unwrap_or_else(|| respelled(&word, own_stem, &stem));
            let clear = rank == 0 && spelling.is_clear(own);
            let said = Said::Word(vec![spelling.key.clone()]);
            others.push(Other { said, shown: guess.clone(), weight: TYPO_WEIGHT });
            let (typed, key) = (typed.to_owned(), spelling.key);
            self.corrections.push(Correction { typed, guess, key, searched: true, clear });
        }
        Ok(others)
    }

    /// Offers the identifier that may be meant by one the index does not have. It is not searched for.
    fn offer_code(&mut self, typed: &str, code: &str) -> Result<(), TantivyError> {
        if let Some(near) = self.nearest_code(code)? {
            self.corrections.push(Correction {
                typed: typed.to_owned(),
                guess: near.key.clone(),
                key: near.key,
                searched: false,
                clear: true,
            });
        }
        Ok(())
    }

    pub(super) fn count(&self, field: Field, text: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&Term::from_field_text(field, text))
    }

    /// What the dictionary has for a folded word: by language, English first.
    pub(super) fn keys(&mut self, folded: &str) -> Vec<String> {
        let mut keys = vec![self.words.key(Language::English, folded)];
        for language in &self.languages {
            keys.push(self.words.key(*language, folded));
        }
        keys
    }

    /// The languages the notes are written in, English first.
    pub(super) fn languages(&self) -> Vec<Language> {
        [Language::English].into_iter().chain(self.languages.iter().copied()).collect()
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
            Atom::Phrase(text) | Atom::Word { text, .. } => {
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
    camel_whole: bool,
    camel_part: bool,
}

impl Piece {
    /// Whether it says something apart from its identifier.
    fn is_telling(&self) -> bool {
        let stem = self.keys.first().map_or("", String::as_str);
        stem.len() >= 3 && stem.bytes().all(|b| !b.is_ascii_digit())
    }
}

/// The text of a clause that is one word; else nothing.
fn only_word(clause: &Clause) -> &str {
    match clause.any.as_slice() {
        [Atom::Word { text, .. }] => text,
        _ => "",
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
