//! A question from text to scored rows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::query::RegexQuery;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError};

use super::collect::{Matches, Place, Room, Run};
use super::conditions::Conditions;
use super::document::Class;
use super::error::SearchError;
use super::highlight::QueryTerms;
use super::index::IndexReader;
use super::plan::{Plan, Planner, whole_term_pattern};
use super::read::read;
use super::schema::Fields;
use super::score::{ALL_WORDS_BONUS, ALL_WORDS_FIRST, ALL_WORDS_MAX};
use super::synonyms::Synonyms;
use super::terms::TermKind;
use super::votes;
use super::widen::Correction;
use crate::model::NoteKind;

/// Most of a query's text that is read, in bytes: what follows in a pasted log says no more.
const MAX_QUERY_BYTES: usize = 64 * 1024;
/// A word that adds less than this share of what the strongest one adds is no reason: "at", "the".
const LEAST_TELLING: f32 = 0.25;
/// Most reasons given for a hit.
const MAX_REASONS: usize = 5;
/// Fewest candidates looked at before votes reorder them.
const CANDIDATES: usize = 50;

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
    /// What means the same.
    pub synonyms: Arc<Synonyms>,
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
    /// What was recognised in the text beyond words.
    pub read_as: Vec<String>,
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
    /// The rows of the cases whose votes raised it, strongest first.
    pub solved_by_votes: Vec<u64>,
}

/// A part of the query that a note has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// An identifier, whole.
    Code(String),
    /// A word.
    Word(String),
}

/// A note that may become a hit.
struct Candidate {
    place: Place,
    class: Class,
    row: u64,
    at: i64,
    prior: f32,
    id: Option<u64>,
    resolves: Vec<u64>,
    own: f32,
    gain: f32,
    bonus: f32,
    has_all: bool,
    voters: Vec<u64>,
}

impl Candidate {
    fn score(&self) -> f32 {
        (self.own + self.gain + self.bonus) * self.prior
    }
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
    let text = head(&query.text);
    let planner = Planner::new(searcher, fields, &query.synonyms)?;
    let is_regex = |regex: &str| RegexQuery::from_pattern(&whole_term_pattern(regex), fields.text).is_ok();
    let mut reading = read(text, query.last_word_is_prefix, &|code| planner.has_code(code), &is_regex);
    let mut plan = planner.plan(&reading)?;
    reading.read_as.extend(plan.prefix.as_ref().map(|typed| format!("prefix {typed}")));
    reading.read_as.extend(plan.widened.iter().map(|wide| format!("{}: also {}", wide.asked, wide.others.join(", "))));
    let terms = QueryTerms::new(&reading, &plan);
    let corrections = std::mem::take(&mut plan.corrections);
    let mut filters = std::mem::take(&mut reading.filters);
    filters.extend(query.filters.iter().cloned());
    let kind = query.kind.or(reading.kind);
    let conditions = Conditions::new(&mut plan, &fields, &filters, kind, query.exclude_row);
    if let (Some(asked), Some(said)) = (query.kind, reading.kind)
        && asked != said
    {
        return Ok(Answer { total: 0, hits: Vec::new(), read_as: reading.read_as, terms, corrections });
    }

    let asks_words = !plan.needs.is_empty();
    let run = Run::new(searcher, fields, &plan, &conditions)?;
    let found = if plan.terms.is_empty() {
        // Words that no note has are not answered by the filters beside them.
        if !conditions.any_required() || (asks_words && !conditions.asks_content()) {
            Found::default()
        } else {
            newest(&run, query)?
        }
    } else {
        best(&run, &plan, query, kind)?
    };
    Ok(Answer { total: found.total, hits: found.hits, read_as: reading.read_as, terms, corrections })
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
        hits.push((candidate.at, scored(&candidate, Vec::new())));
    }
    hits.sort_by_key(|(at, hit)| (std::cmp::Reverse(*at), hit.row));
    Ok(Found { total, hits: hits.into_iter().map(|(_, hit)| hit).collect() })
}

/// What may become a hit, with what the words and the votes give each.
struct Pool {
    candidates: Vec<Candidate>,
    /// What each term gives each candidate.
    contributions: Vec<Vec<f32>>,
    /// Notes that match by themselves, whether or not they are candidates.
    total: usize,
}

impl Pool {
    /// The hits among the candidates, in no order.
    fn hits(&self, run: &Run<'_>) -> Vec<usize> {
        let is_hit = |at: &usize| Self::by_itself(run, &self.candidates[*at]) || self.is_vouched(run, *at);
        (0..self.candidates.len()).filter(is_hit).collect()
    }

    fn by_itself(run: &Run<'_>, candidate: &Candidate) -> bool {
        candidate.own > 0.0 && run.is_hit(candidate.place)
    }

    /// Whether a candidate is a hit only because solved cases vouch for it.
    fn is_vouched(&self, run: &Run<'_>, at: usize) -> bool {
        let candidate = &self.candidates[at];
        candidate.gain > 0.0 && run.is_vouched(candidate.place) && !Self::by_itself(run, candidate)
    }

    fn vouched(&self, run: &Run<'_>) -> impl Iterator<Item = Place> {
        (0..self.candidates.len()).filter(|at| self.is_vouched(run, *at)).map(|at| self.candidates[at].place)
    }
}

/// The notes that are hits only because solved cases vouch for them.
pub(super) fn vouched(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
) -> Result<Vec<Place>, TantivyError> {
    Ok(pool(run, plan, query, kind)?.vouched(run).collect())
}

fn pool(run: &Run<'_>, plan: &Plan, query: &Query, kind: Option<NoteKind>) -> Result<Pool, TantivyError> {
    let votes = !query.without_votes && kind.is_none_or(|kind| kind == NoteKind::Article);
    let wanted = query.limit.max(CANDIDATES);
    let room = Room {
        notes: if kind == Some(NoteKind::Case) { 0 } else { wanted },
        cases: if kind.is_none_or(|kind| kind == NoteKind::Case) { wanted } else { 0 },
        // As many as cases, so that who votes does not hang on which cases are asked for.
        voters: if votes { wanted } else { 0 },
    };
    let wants_all = (2..=ALL_WORDS_MAX).contains(&plan.needs.len());
    let Matches { places, total } = run.best(room, wants_all)?;
    let mut pool = candidates(run, places)?;
    if votes {
        let known: HashSet<Place> = pool.iter().map(|candidate| candidate.place).collect();
        let ids: HashSet<u64> = pool.iter().flat_map(|candidate| candidate.resolves.iter().copied()).collect();
        let vouched = articles_of(run, &ids, &known)?;
        pool.extend(candidates(run, vouched)?);
        pool.sort_by_key(|candidate| candidate.place);
    }
    let places: Vec<Place> = pool.iter().map(|candidate| candidate.place).collect();
    let contributions = run.contributions(&places)?;
    for (candidate, row) in pool.iter_mut().zip(&contributions) {
        candidate.own = row.iter().sum();
        candidate.has_all = has_all(plan, row);
    }
    if votes {
        vote(&mut pool, &contributions);
    }
    Ok(Pool { candidates: pool, contributions, total })
}

fn best(run: &Run<'_>, plan: &Plan, query: &Query, kind: Option<NoteKind>) -> Result<Found, TantivyError> {
    let mut found = pool(run, plan, query, kind)?;
    let ranked_all = plan.needs.len() <= ALL_WORDS_FIRST;
    if !ranked_all && plan.needs.len() <= ALL_WORDS_MAX {
        let top = found.candidates.iter().map(|candidate| candidate.own).fold(0.0, f32::max);
        for candidate in found.candidates.iter_mut().filter(|candidate| candidate.has_all) {
            candidate.bonus = top * ALL_WORDS_BONUS;
        }
    }
    let mut order = found.hits(run);
    order.sort_by(|a, b| {
        let (a, b) = (&found.candidates[*a], &found.candidates[*b]);
        (ranked_all && b.has_all)
            .cmp(&(ranked_all && a.has_all))
            .then_with(|| b.score().total_cmp(&a.score()))
            .then_with(|| b.at.cmp(&a.at))
            .then_with(|| a.row.cmp(&b.row))
    });
    let total = found.total + found.vouched(run).count();
    let places: Vec<Place> = found.candidates.iter().map(|candidate| candidate.place).collect();
    let forms = run.forms(&places)?;
    let (mut cases, mut notes) = (0, 0);
    let mut hits = Vec::new();
    for at in order {
        let candidate = &found.candidates[at];
        let seen = if candidate.class.kind() == NoteKind::Case { &mut cases } else { &mut notes };
        *seen += 1;
        if *seen <= query.limit {
            hits.push(scored(
                candidate,
                why(plan, &found.contributions[at], |term| forms.get(&(at, term)).copied().unwrap_or(0)),
            ));
        }
    }
    raise_first_tier(&mut hits);
    Ok(Found { total, hits })
}

/// Scores follow the order: a note with all words never shows a lower one than a note without.
fn raise_first_tier(hits: &mut [Scored]) {
    for at in (1..hits.len()).rev() {
        if hits[at - 1].score < hits[at].score {
            hits[at - 1].score = hits[at].score;
        }
    }
}

fn scored(candidate: &Candidate, why: Vec<Match>) -> Scored {
    Scored {
        row: candidate.row,
        kind: candidate.class.kind(),
        score: candidate.score(),
        why,
        solved_by_votes: candidate.voters.clone(),
    }
}

/// Lets the solved cases vote for their articles.
fn vote(pool: &mut [Candidate], contributions: &[Vec<f32>]) {
    let top = pool.iter().filter(|c| c.class == Class::Article).map(|c| c.own).fold(0.0, f32::max);
    let mut articles: HashMap<u64, usize> = HashMap::new();
    for (at, candidate) in pool.iter().enumerate() {
        if let Some(id) = candidate.id.filter(|_| candidate.class == Class::Article) {
            articles.insert(id, at);
        }
    }
    let mut witnesses: HashMap<usize, Vec<usize>> = HashMap::new();
    for (case, candidate) in pool.iter().enumerate().filter(|(_, c)| c.class == Class::SolvedCase && c.own > 0.0) {
        for article in candidate.resolves.iter().filter_map(|id| articles.get(id)) {
            witnesses.entry(*article).or_default().push(case);
        }
    }
    let mut voters: Vec<usize> = (0..pool.len()).filter(|at| pool[*at].class == Class::SolvedCase).collect();
    voters.sort_by(|a, b| pool[*b].own.total_cmp(&pool[*a].own));
    voters.truncate(CANDIDATES);
    for (article, mut cases) in witnesses {
        cases.sort_by(|a, b| pool[*b].own.total_cmp(&pool[*a].own).then(pool[*a].row.cmp(&pool[*b].row)));
        let Some(best) = cases.first().copied() else { continue };
        let rivals = voters.iter().filter(|case| !cases.contains(case)).map(|case| pool[*case].own);
        let trust = votes::trust(pool[best].own, top, rivals);
        let gain = votes::gain(&contributions[article], &contributions[best], trust);
        if gain > 0.0 {
            pool[article].gain = gain;
            pool[article].has_all |= pool[best].has_all;
            pool[article].voters = cases.iter().take(MAX_REASONS).map(|case| pool[*case].row).collect();
        }
    }
}

fn has_all(plan: &Plan, row: &[f32]) -> bool {
    plan.needs.iter().all(|ways| ways.iter().any(|way| way.iter().all(|term| row[*term] > 0.0)))
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

/// The columns of the notes at `places`, each once, sorted by place.
fn candidates(run: &Run<'_>, mut places: Vec<Place>) -> Result<Vec<Candidate>, TantivyError> {
    places.sort_unstable();
    places.dedup();
    let mut found = Vec::with_capacity(places.len());
    for segment in places.chunk_by(|a, b| a.segment == b.segment) {
        let Some(number) = segment.first().map(|place| place.segment) else { continue };
        let columns = run.searcher.segment_readers()[number].fast_fields();
        let (row, id, resolves) = (columns.u64("row")?, columns.u64("id")?, columns.u64("resolves")?);
        let (prior, at) = (columns.u64("prior")?, columns.i64("at")?);
        for place in segment {
            found.push(Candidate {
                place: *place,
                class: run.allowed[number].class(place.doc),
                row: row.first(place.doc).unwrap_or(0),
                at: at.first(place.doc).unwrap_or(0),
                prior: prior.first(place.doc).unwrap_or(100) as f32 / 100.0,
                id: id.first(place.doc),
                resolves: resolves.values_for_doc(place.doc).collect(),
                own: 0.0,
                gain: 0.0,
                bonus: 0.0,
                has_all: false,
                voters: Vec::new(),
            });
        }
    }
    Ok(found)
}

/// Where the articles with these ids are, except those known already.
fn articles_of(run: &Run<'_>, ids: &HashSet<u64>, known: &HashSet<Place>) -> Result<Vec<Place>, TantivyError> {
    let mut places = Vec::new();
    for (number, segment) in run.searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(run.fields.id)?;
        for id in ids {
            let term = Term::from_field_u64(run.fields.id, *id);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let place = Place { segment: number, doc };
                if !segment.is_deleted(doc) && !known.contains(&place) {
                    places.push(place);
                }
                doc = postings.advance();
            }
        }
    }
    Ok(places)
}
