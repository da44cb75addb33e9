//! A question from text to scored rows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::query::RegexQuery;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError};

use super::collect::{Matches, Place, Room, Run};
use super::conditions::Conditions;
use super::document::Class;
use super::dropped::Dropped;
use super::error::SearchError;
use super::highlight::QueryTerms;
use super::index::IndexReader;
use super::parts::{Off, Part, PartKind, Wanted};
use super::plan::{Plan, Planner, whole_term_pattern};
use super::read::{Reading, read, read_wanted};
use super::schema::Fields;
use super::score::{ALL_WORDS_BONUS, ALL_WORDS_FIRST, ALL_WORDS_MAX};
use super::synonyms::Synonyms;
use super::terms::TermKind;
use super::widen::Correction;
use super::witness::{BEHIND_ARTICLES, fit, is_named, together};
use crate::model::NoteKind;

/// Most of a query's text that is read, in bytes: what follows in a pasted log says no more.
const MAX_QUERY_BYTES: usize = 64 * 1024;
/// A word that adds less than this share of what the strongest one adds is no reason: "at", "the".
const LEAST_TELLING: f32 = 0.25;
/// Most reasons given for a hit.
const MAX_REASONS: usize = 5;
/// Fewest candidates looked at before cases and meaning reorder them.
const CANDIDATES: usize = 50;
/// Notes of each kind that may become hits because they are near in meaning.
const NEAR: usize = 50;
/// From which cosine on a note that has none of the words is a hit.
const NEAR_ENOUGH: f32 = 0.4;
/// From which cosine on two texts say much the same, and that is named as a reason.
const ALIKE: f32 = 0.55;

/// How near notes are in meaning to the question: known to whoever asks, since an index of words knows nothing of it.
pub trait Nearness: std::fmt::Debug + Send + Sync {
    /// The `limit` rows of `kind` that are nearest to `text`, and how near: cosines.
    fn nearest(&self, text: &str, kind: NoteKind, limit: usize) -> Vec<(u64, f32)>;
    /// How near each of `rows` is to `text`; `None` where that is not known.
    fn of(&self, text: &str, rows: &[u64]) -> Vec<Option<f32>>;
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

/// What a question means, where that can be compared.
pub(super) struct Meant<'q> {
    nearness: &'q dyn Nearness,
    text: String,
}

impl<'q> Meant<'q> {
    /// `None` without a model, and for what is no more than a word or a list of identifiers: the words say all there is.
    pub(super) fn new(query: &'q Query, reading: &Reading) -> Option<Self> {
        let nearness = query.nearness.as_deref()?;
        let text = reading.meant(head(&query.text))?;
        Some(Self { nearness, text })
    }
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
    /// What its own words give.
    own: f32,
    /// How near it is in meaning, where that is known.
    near: Option<f32>,
    /// Whether a solved case speaks for it.
    is_vouched: bool,
    has_all: bool,
    score: f32,
    voters: Vec<u64>,
}

impl Candidate {
    /// Whether it has anything of what is asked.
    fn fits(&self) -> bool {
        self.own > 0.0 || self.near.is_some_and(|near| near >= NEAR_ENOUGH)
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
    let planner = Planner::new(searcher, fields, &query.synonyms)?;
    let mut reading = reading(&planner, fields, query);
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
    let meaning = Meant::new(query, &reading);
    let found = if plan.terms.is_empty() && meaning.is_none() {
        // Words that no note has are not answered by the filters beside them.
        if !conditions.any_required() || (asks_words && !conditions.asks_content()) {
            Found::default()
        } else {
            newest(&run, query)?
        }
    } else {
        best(&run, &plan, query, kind, meaning.as_ref())?
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
    read(head(&query.text), query.last_word_is_prefix, Off(&query.off), &is_code, &is_regex)
}

/// As much of a query as is read.
fn head(text: &str) -> &str {
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
        (0..self.candidates.len()).filter(|at| is_hit(run, &self.candidates[*at])).collect()
    }

    /// The hits that have none of the words: those near in meaning, and those solved cases speak for.
    fn beyond_words(&self, run: &Run<'_>) -> impl Iterator<Item = Place> {
        let beyond = |candidate: &&Candidate| is_hit(run, candidate) && !has_words(run, candidate);
        self.candidates.iter().filter(beyond).map(|candidate| candidate.place)
    }
}

fn has_words(run: &Run<'_>, candidate: &Candidate) -> bool {
    candidate.own > 0.0 && run.is_hit(candidate.place)
}

fn is_hit(run: &Run<'_>, candidate: &Candidate) -> bool {
    (candidate.fits() && run.is_hit(candidate.place)) || (candidate.is_vouched && run.is_vouched(candidate.place))
}

/// The hits that have none of the words.
pub(super) fn beyond_words(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
    meaning: Option<&Meant<'_>>,
) -> Result<Vec<Place>, TantivyError> {
    Ok(pool(run, plan, query, kind, meaning)?.beyond_words(run).collect())
}

fn pool(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
    meaning: Option<&Meant<'_>>,
) -> Result<Pool, TantivyError> {
    let votes = !query.without_votes && kind.is_none_or(|kind| kind == NoteKind::Article);
    let wanted = query.limit.max(CANDIDATES);
    let room = Room {
        notes: if kind == Some(NoteKind::Case) { 0 } else { wanted },
        cases: if kind.is_none_or(|kind| kind == NoteKind::Case) { wanted } else { 0 },
        // As many as cases, so that who votes does not hang on which cases are asked for.
        voters: if votes { wanted } else { 0 },
    };
    let wants_all = (2..=ALL_WORDS_MAX).contains(&plan.needs.len());
    let Matches { mut places, total } = run.best(room, wants_all)?;
    if let Some(meaning) = meaning {
        let kinds = [(NoteKind::Article, room.notes > 0), (NoteKind::Case, votes || room.cases > 0)];
        for (kind, _) in kinds.into_iter().filter(|(_, wanted)| *wanted) {
            let near = meaning.nearness.nearest(&meaning.text, kind, NEAR);
            places.extend(places_of(run, run.fields.row, near.iter().map(|(row, _)| row))?);
        }
    }
    let mut pool = candidates(run, places)?;
    if votes {
        let known: HashSet<Place> = pool.iter().map(|candidate| candidate.place).collect();
        let ids: HashSet<u64> = pool.iter().flat_map(|candidate| candidate.resolves.iter().copied()).collect();
        let mut vouched = places_of(run, run.fields.id, ids.iter())?;
        vouched.retain(|place| !known.contains(place));
        pool.extend(candidates(run, vouched)?);
        pool.sort_by_key(|candidate| candidate.place);
    }
    let places: Vec<Place> = pool.iter().map(|candidate| candidate.place).collect();
    let contributions = run.contributions(&places)?;
    for (candidate, row) in pool.iter_mut().zip(&contributions) {
        candidate.own = row.iter().sum();
        candidate.has_all = has_all(plan, row);
    }
    if let Some(meaning) = meaning {
        let rows: Vec<u64> = pool.iter().map(|candidate| candidate.row).collect();
        for (candidate, near) in pool.iter_mut().zip(meaning.nearness.of(&meaning.text, &rows)) {
            candidate.near = near;
        }
    }
    let dropped = if votes { Dropped::of(run, plan)? } else { Dropped::default() };
    score(run, &mut pool, plan, votes, &|article, case| dropped.left_of(article, &contributions[case]));
    Ok(Pool { candidates: pool, contributions, total })
}

fn best(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
    meaning: Option<&Meant<'_>>,
) -> Result<Found, TantivyError> {
    let found = pool(run, plan, query, kind, meaning)?;
    let ranked_all = plan.needs.len() <= ALL_WORDS_FIRST;
    let mut order = found.hits(run);
    order.sort_by(|a, b| {
        let (a, b) = (&found.candidates[*a], &found.candidates[*b]);
        (ranked_all && b.has_all)
            .cmp(&(ranked_all && a.has_all))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| b.at.cmp(&a.at))
            .then_with(|| a.row.cmp(&b.row))
    });
    let total = found.total + found.beyond_words(run).count();
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
        score: candidate.score,
        why,
        spoken_for_by: candidate.voters.clone(),
        is_alike: candidate.near.is_some_and(|near| near >= ALIKE),
    }
}

/// Says how well each of the pool fits; with `votes` solved cases speak for their articles. `left` is what a case gives by term
/// for the article at a place, where that is less than what it says.
fn score(
    run: &Run<'_>,
    pool: &mut [Candidate],
    plan: &Plan,
    votes: bool,
    left: &dyn Fn(Place, usize) -> Option<Vec<f32>>,
) {
    let most = |is_case: bool| {
        let of_kind = pool.iter().filter(|c| (c.class.kind() == NoteKind::Case) == is_case);
        of_kind.map(|c| c.own).fold(0.0, f32::max)
    };
    let (articles, cases) = (most(false), most(true));
    let most = if articles > 0.0 { articles } else { cases.max(f32::MIN_POSITIVE) };
    let known: Vec<f32> = pool.iter().filter_map(|candidate| candidate.near).collect();
    let usual = known.iter().sum::<f32>() / known.len().max(1) as f32;
    let near = |candidate: &Candidate| candidate.near.unwrap_or(usual);
    let mut witnesses: HashMap<u64, Vec<usize>> = HashMap::new();
    let speaks = |c: &Candidate| votes && c.class == Class::SolvedCase && run.may_vote(c.place);
    for (at, case) in pool.iter().enumerate().filter(|(_, case)| speaks(case)) {
        for article in &case.resolves {
            witnesses.entry(*article).or_default().push(at);
        }
    }
    let has_bonus = (ALL_WORDS_FIRST + 1..=ALL_WORDS_MAX).contains(&plan.needs.len());
    for at in 0..pool.len() {
        let candidate = &pool[at];
        let own = fit(candidate.own / most, near(candidate));
        let speakers = candidate.id.filter(|_| candidate.class == Class::Article).and_then(|id| witnesses.get(&id));
        // A case of whose words none is left does not speak.
        let heard = |case: usize| match left(candidate.place, case) {
            None => Some((case, pool[case].own, pool[case].has_all)),
            Some(row) => Some((case, row.iter().sum::<f32>(), has_all(plan, &row))).filter(|(_, own, _)| *own > 0.0),
        };
        let speakers: Vec<(usize, f32, bool)> =
            speakers.into_iter().flatten().filter_map(|case| heard(*case)).collect();
        let said: Vec<f32> = speakers.iter().map(|(case, own, _)| fit(own / most, near(&pool[*case]))).collect();
        let whole = together(own, &said);
        let named = said.iter().zip(&speakers).filter(|(case, _)| is_named(**case, whole));
        let mut named: Vec<(f32, u64)> = named.map(|(fit, (case, ..))| (*fit, pool[*case].row)).collect();
        named.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let has_all = candidate.has_all || speakers.iter().any(|(.., has_all)| *has_all);
        let is_vouched = speakers.iter().any(|(case, ..)| pool[*case].fits());
        let bonus = if has_bonus && has_all { ALL_WORDS_BONUS } else { 0.0 };
        let behind = if candidate.class.kind() == NoteKind::Case { BEHIND_ARTICLES } else { 0.0 };
        let candidate = &mut pool[at];
        candidate.has_all = has_all;
        candidate.is_vouched = is_vouched;
        candidate.voters = named.into_iter().take(MAX_REASONS).map(|(_, row)| row).collect();
        candidate.score = whole + bonus + candidate.prior - 1.0 - behind;
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
                near: None,
                is_vouched: false,
                has_all: false,
                score: 0.0,
                voters: Vec::new(),
            });
        }
    }
    Ok(found)
}

/// Where the notes are that have one of `values` in `field`.
fn places_of<'v>(
    run: &Run<'_>,
    field: Field,
    values: impl Iterator<Item = &'v u64>,
) -> Result<Vec<Place>, TantivyError> {
    let terms: Vec<Term> = values.map(|value| Term::from_field_u64(field, *value)).collect();
    let mut places = Vec::new();
    for (number, segment) in run.searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(field)?;
        for term in &terms {
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc) {
                    places.push(Place { segment: number, doc });
                }
                doc = postings.advance();
            }
        }
    }
    Ok(places)
}
