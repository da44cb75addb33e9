//! What else the words of a query may stand for: the team's synonyms, and where hardly any note has a word or an
//! identifier what it may have been meant to be.

use std::collections::HashMap;

use tantivy::TantivyError;

use super::codes;
use super::fold::{MAX_WORD, fold};
use super::language::SIGN;
use super::parts::{Off, Part, PartKind};
use super::plan::{Manner, Piece, Planner};
use super::read::{Atom, Clause, Reading};
use super::score::{SYNONYM_WEIGHT, TYPO_WEIGHT};
use super::spelling::respelled;
use super::synonyms::stems;
use super::terms::{Other, Said};

/// What means the same as a clause, by its number.
pub(super) type Others = HashMap<usize, Vec<Other>>;

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

impl Planner<'_> {
    /// What means the same as each clause, and what of it is worth telling.
    pub(super) fn synonyms_of(&mut self, reading: &Reading, off: Off<'_>) -> (Others, Vec<Part>) {
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
            let asked = texts[start..start + len].join(" ");
            let is_off = off.has(PartKind::Also, &asked);
            // A lone word that is switched off says so where it is planned.
            if !is_off || len > 1 {
                widened.push(Part { also: members, off: is_off, ..Part::new(PartKind::Also, asked) });
            }
            if is_off {
                continue;
            }
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

    /// What else a word may stand for: its synonyms, and where hardly any note has it what it may be meant to be.
    pub(super) fn others_of(
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
        for (rank, spelling) in self.spellings(&word, &piece.keys, own > 0)?.into_iter().enumerate() {
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
    pub(super) fn offer_code(&mut self, typed: &str, code: &str) -> Result<(), TantivyError> {
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
}

/// The word of a clause that is one; else nothing.
fn only_word(clause: &Clause) -> &str {
    match clause.any.as_slice() {
        [Atom::Word { text, .. }] => codes::bare(text),
        _ => "",
    }
}
