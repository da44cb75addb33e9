//! A question from text to scored rows.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::query::RegexQuery;
use tantivy::{Searcher, TantivyError};

use super::asked::Asked;
use super::collect::{Matches, Place, Room, Run};
use super::conditions::Conditions;
use super::error::SearchError;
use super::highlight::QueryTerms;
use super::index::IndexReader;
use super::parts::{Off, Part, PartKind, Wanted};
use super::plan::{Plan, Planner, whole_term_pattern};
use super::pool::{Candidate, candidates, pool};
use super::read::{Reading, read, read_wanted};
use super::schema::Fields;
use super::score::ALL_WORDS_FIRST;
use super::synonyms::Synonyms;
use super::terms::TermKind;
use super::widen::Correction;
use crate::model::NoteKind;

/// Most of a query's text that is read, in bytes: what follows in a pasted log says no more.
const MAX_QUERY_BYTES: usize = 64 * 1024;
/// A word that adds less than this share of what the strongest one adds is no reason: "at", "the".
const LEAST_TELLING: f32 = 0.25;
/// How far notes with all words stand before those without.
const CLEAR: f32 = 0.2;
/// Most reasons given for a hit.
pub(super) const MAX_REASONS: usize = 5;
/// From which cosine on two texts say much the same, and that is named as a reason.
const ALIKE: f32 = 0.55;

/// How near notes are in meaning to the question: known to whoever asks, since an index of words knows nothing of it.
pub trait Nearness: std::fmt::Debug + Send + Sync {
    /// The rows of the `limit` notes of `kind` that are nearest to what is asked.
    fn nearest(&self, asked: &Question, kind: NoteKind, limit: usize) -> Vec<u64>;
    /// How near each of `rows` is to what is asked; `None` where that is not known.
    fn of(&self, asked: &Question, rows: &[u64]) -> Vec<Option<Near>>;
    /// The cosine of the angle between the notes of each pair of rows; `None` where that is not known.
    fn between(&self, pairs: &[(u64, u64)]) -> Vec<Option<f32>>;
}

/// A question as a text whose meaning counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// All of it.
    pub text: String,
    /// The line that says most, where it has several.
    pub heading: Option<String>,
    /// Whether it is a text and no line.
    pub pasted: bool,
}

/// How near a note is to a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The cosine of the angle between them, -1 to 1.
    pub cosine: f32,
    /// How much of that says nothing: a note that is near to questions of all kinds is so to this one too, whether it answers it
    /// or not.
    pub usual: f32,
}

/// A question. Every text is a valid one.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// What was typed or pasted.
    pub text: String,
    /// Only notes of this kind.
    pub kind: Option<NoteKind>,
    /// Field and value pairs that must hold, besides those in the text.
    pub filters: Vec<(String, String)>,
    /// At most this many hits of cases, and this many of other notes.
    pub limit: usize,
    /// True while typing: the last word may go on.
    pub last_word_is_prefix: bool,
    /// A row that is not wanted: the case one searches for.
    pub exclude_row: Option<u64>,
    /// Whether solved cases do not vote for their articles: for comparing.
    pub without_votes: bool,
    /// What the case asked about runs on: its words count little, and more where a note's Environment has them.
    pub environment: String,
    /// What means the same.
    pub synonyms: Arc<Synonyms>,
    /// How near notes are in meaning; none where there is no model.
    pub nearness: Option<Arc<dyn Nearness>>,
    /// What is looked for instead of what the text says, most telling first, where it was read elsewhere; empty otherwise.
    pub wanted: Vec<Wanted>,
    /// The parts of the text that are switched off, by kind and name.
    pub off: Vec<(PartKind, String)>,
}

impl Query {
    /// Asks for `text`, complete as it is, at most 50 hits of each kind.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), limit: 50, ..Self::default() }
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Notes that match any word and fulfil every condition, shown or not.
    pub total: usize,
    /// Best first.
    pub hits: Vec<Scored>,
    /// What was recognised in the text; nothing for what was read elsewhere.
    pub parts: Vec<Part>,
    /// What to highlight.
    pub terms: QueryTerms,
    /// Words that hardly any note has, with what they may be meant to be.
    pub corrections: Vec<Correction>,
}

/// One hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The catalog's row.
    pub row: u64,
    /// What it is.
    pub kind: NoteKind,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// What of the query the note has, strongest first, at most five.
    pub why: Vec<Match>,
    /// The rows of the solved cases that speak for it, strongest first, where they made its score.
    pub spoken_for_by: Vec<u64>,
    /// Whether it says much the same as the question, in whatever words.
    pub is_alike: bool,
}

/// A part of the query that a note has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// An identifier, whole.
    Code(String),
    /// A word.
    Word(String),
}

impl IndexReader {
    /// Answers `query` from the commit last loaded.
    ///
    /// # Errors
    /// Only for the index's sake ([`SearchError::Damaged`], [`SearchError::Io`]): no text is a wrong question.
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        search(&self.searcher(), self.fields(), query).map_err(|source| self.failed(source))
    }
}

fn search(searcher: &Searcher, fields: Fields, query: &Query) -> Result<Answer, TantivyError> {
    let mut planner = Planner::new(searcher, fields, &query.synonyms)?;
    let mut reading = reading(&planner, fields, query);
    let whole = Asked::new(query, &reading, &mut planner)?;
    let mut plan = planner.plan(&reading, Off(&query.off))?;
    if let (Some(_), Some(last)) = (&plan.prefix, reading.open_end()) {
        let part = Part::new(PartKind::Prefix, last);
        reading.parts.push(part);
    }
    reading.parts.append(&mut plan.widened);
    let terms = QueryTerms::new(&reading, &plan);
    let corrections = std::mem::take(&mut plan.corrections);
    let mut filters = std::mem::take(&mut reading.filters);
    filters.extend(query.filters.iter().cloned());
    let kind = query.kind.or(reading.kind);
    let conditions = Conditions::new(&mut plan, &fields, &filters, kind, query.exclude_row);
    if let (Some(asked), Some(said)) = (query.kind, reading.kind)
        && asked != said
    {
        return Ok(Answer { total: 0, hits: Vec::new(), parts: reading.parts, terms, corrections });
    }

    let asks_words = !plan.needs.is_empty();
    let run = Run::new(searcher, fields, &plan, &conditions)?;
    let found = if plan.terms.is_empty() && whole.meaning.is_none() {
        // Words that no note has are not answered by the filters beside them.
        if !conditions.any_required() || (asks_words && !conditions.asks_content()) {
            Found::default()
        } else {
            newest(&run, query)?
        }
    } else {
        best(&run, &plan, query, kind, &whole)?
    };
    Ok(Answer { total: found.total, hits: found.hits, parts: reading.parts, terms, corrections })
}

/// How a query is read.
pub(super) fn reading(planner: &Planner<'_>, fields: Fields, query: &Query) -> Reading {
    if !query.wanted.is_empty() {
        return read_wanted(&query.wanted);
    }
    let is_regex = |regex: &str| RegexQuery::from_pattern(&whole_term_pattern(regex), fields.text).is_ok();
    let is_code = |code: &str| planner.has_code(code);
    let reading = read(head(&query.text), query.last_word_is_prefix, Off(&query.off), &is_code, &is_regex);
    reading.with_surroundings(head(&query.environment))
}

/// As much of a query as is read.
pub(super) fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_QUERY_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[derive(Default)]
struct Found {
    total: usize,
    hits: Vec<Scored>,
}

fn newest(run: &Run<'_>, query: &Query) -> Result<Found, TantivyError> {
    let room = Room { notes: query.limit, cases: query.limit, voters: 0 };
    let Matches { places, total } = run.newest(room)?;
    let mut hits = Vec::new();
    for candidate in candidates(run, places)? {
        hits.push((candidate.at, candidate.identity(), scored(&candidate, Vec::new())));
    }
    hits.sort_by_key(|(at, identity, _)| (std::cmp::Reverse(*at), *identity));
    Ok(Found { total, hits: hits.into_iter().map(|(.., hit)| hit).collect() })
}

fn best(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
    whole: &Asked<'_>,
) -> Result<Found, TantivyError> {
    let found = pool(run, plan, query, kind, whole)?;
    let ranked_all = plan.needs.len() <= ALL_WORDS_FIRST;
    let mut order = found.hits(run);
    order.sort_by(|a, b| {
        let (a, b) = (&found.candidates[*a], &found.candidates[*b]);
        (ranked_all && b.has_all)
            .cmp(&(ranked_all && a.has_all))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| b.at.cmp(&a.at))
            .then_with(|| a.identity().cmp(&b.identity()))
    });
    let total = found.total + found.beyond_words(run).count();
    let places: Vec<Place> = found.candidates.iter().map(|candidate| candidate.place).collect();
    let forms = run.forms(&places)?;
    let (mut cases, mut notes, mut with_all) = (0, 0, 0);
    let mut hits = Vec::new();
    for at in order {
        let candidate = &found.candidates[at];
        let seen = if candidate.class.kind() == NoteKind::Case { &mut cases } else { &mut notes };
        *seen += 1;
        if *seen <= query.limit {
            with_all += usize::from(ranked_all && candidate.has_all);
            hits.push(scored(
                candidate,
                why(plan, &found.contributions[at], |term| forms.get(&(at, term)).copied().unwrap_or(0)),
            ));
        }
    }
    raise_first_tier(&mut hits, with_all);
    Ok(Found { total, hits })
}

/// Scores follow the order: notes with all words stand clear of those without, by more than a version may change.
fn raise_first_tier(hits: &mut [Scored], with_all: usize) {
    let (all, rest) = hits.split_at_mut(with_all);
    let (Some(lowest), Some(best)) = (all.last(), rest.first()) else { return };
    let lift = (best.score + CLEAR - lowest.score).max(0.0);
    all.iter_mut().for_each(|hit| hit.score += lift);
}

fn scored(candidate: &Candidate, why: Vec<Match>) -> Scored {
    Scored {
        row: candidate.row,
        kind: candidate.class.kind(),
        score: candidate.score,
        why,
        spoken_for_by: candidate.voters.clone(),
        is_alike: candidate.near.is_some_and(|near| near.cosine >= ALIKE),
    }
}

fn why(plan: &Plan, row: &[f32], form: impl Fn(usize) -> usize) -> Vec<Match> {
    let mut terms: Vec<usize> = (0..row.len()).filter(|term| row[*term] > 0.0).collect();
    let is_code = |term: usize| plan.terms[term].kind == TermKind::Code;
    terms.sort_by(|a, b| is_code(*b).cmp(&is_code(*a)).then(row[*b].total_cmp(&row[*a])));
    let strongest = row.iter().copied().fold(0.0, f32::max);
    terms.retain(|term| is_code(*term) || row[*term] >= strongest * LEAST_TELLING);
    let mut seen = HashSet::new();
    let mut reasons = Vec::new();
    for term in terms {
        let shown = plan.terms[term].shown_as(form(term));
        if reasons.len() < MAX_REASONS && seen.insert(shown.to_lowercase()) {
            reasons.push(if is_code(term) { Match::Code(shown.to_owned()) } else { Match::Word(shown.to_owned()) });
        }
    }
    reasons
}
