//! What may become a hit: the best by words, the nearest in meaning, the articles that solved cases speak for; each scored.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED, TantivyError};

use super::ask::{MAX_REASONS, Near, Query};
use super::asked::Asked;
use super::collect::{Matches, Place, Room, Run};
use super::document::Class;
use super::dropped::Dropped;
use super::likeness::alike;
use super::plan::Plan;
use super::score::{ALL_WORDS_BONUS, ALL_WORDS_FIRST, ALL_WORDS_MAX};
use super::sections::{shares, sought_in_issue};
use super::witness::{
    BEHIND_ARTICLES, Has, WORDS_OF_CASE, beside_articles, doubt, fit, fit_of_case, is_named, read_together, telling,
    together, trust_in_words, words_of_case,
};
use crate::model::NoteKind;

/// Fewest candidates looked at before cases and meaning reorder them.
const CANDIDATES: usize = 50;
/// Notes of each kind that may become hits because they are near in meaning.
const NEAR: usize = 100;
/// From which cosine on a note that has none of the words is a hit.
const NEAR_ENOUGH: f32 = 0.4;

/// A note that may become a hit.
pub(super) struct Candidate {
    pub(super) place: Place,
    pub(super) class: Class,
    pub(super) row: u64,
    pub(super) at: i64,
    prior: f32,
    id: Option<u64>,
    resolves: Vec<u64>,
    /// What its own words give.
    own: f32,
    /// The letters of its title.
    title: Vec<u16>,
    /// What it has of the question besides words: how alike its title is, and which sections say it.
    has: Has,
    /// How near it is in meaning, where that is known.
    pub(super) near: Option<Near>,
    /// Whether a solved case speaks for it.
    is_vouched: bool,
    pub(super) has_all: bool,
    pub(super) score: f32,
    pub(super) voters: Vec<u64>,
}

impl Candidate {
    /// What equals are ordered by: the id first, which a rebuild does not change, as it may the row.
    pub(super) fn identity(&self) -> (Option<u64>, u64) {
        (self.id, self.row)
    }

    /// Whether it has anything of what is asked.
    fn fits(&self) -> bool {
        self.own > 0.0 || self.near.is_some_and(|near| near.cosine >= NEAR_ENOUGH)
    }
}

/// What may become a hit, with what the words and the votes give each.
pub(super) struct Pool {
    pub(super) candidates: Vec<Candidate>,
    /// What each term gives each candidate.
    pub(super) contributions: Vec<Vec<f32>>,
    /// Notes that match by themselves, whether or not they are candidates.
    pub(super) total: usize,
}

impl Pool {
    /// The hits among the candidates, in no order.
    pub(super) fn hits(&self, run: &Run<'_>) -> Vec<usize> {
        (0..self.candidates.len()).filter(|at| is_hit(run, &self.candidates[*at])).collect()
    }

    /// The hits that have none of the words: those near in meaning, and those solved cases speak for.
    pub(super) fn beyond_words(&self, run: &Run<'_>) -> impl Iterator<Item = Place> {
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
    asked: &Asked<'_>,
) -> Result<Vec<Place>, TantivyError> {
    Ok(pool(run, plan, query, kind, asked)?.beyond_words(run).collect())
}

/// What may become a hit of `query`, scored.
pub(super) fn pool(
    run: &Run<'_>,
    plan: &Plan,
    query: &Query,
    kind: Option<NoteKind>,
    asked: &Asked<'_>,
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
    if let Some(meaning) = &asked.meaning {
        let kinds = [(NoteKind::Article, room.notes > 0), (NoteKind::Case, votes || room.cases > 0)];
        for (kind, _) in kinds.into_iter().filter(|(_, wanted)| *wanted) {
            places.extend(places_of(run, run.fields.row, meaning.nearest(kind, NEAR).iter())?);
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
        candidate.has.title = alike(&candidate.title, &asked.letters);
        candidate.own = row.iter().sum();
        candidate.has_all = has_all(plan, row);
    }
    let in_issue = shares(run, run.fields.issue, &sought_in_issue(plan), &places)?;
    let in_environment = shares(run, run.fields.environment, &asked.environment, &places)?;
    for (candidate, (issue, environment)) in pool.iter_mut().zip(in_issue.into_iter().zip(in_environment)) {
        candidate.has = Has { issue, environment, ..candidate.has };
    }
    if let Some(meaning) = &asked.meaning {
        let rows: Vec<u64> = pool.iter().map(|candidate| candidate.row).collect();
        for (candidate, near) in pool.iter_mut().zip(meaning.of(&rows)) {
            candidate.near = near;
        }
    }
    let dropped = if votes { Dropped::of(run, plan)? } else { Dropped::default() };
    let witnesses = witnesses(run, &pool, votes);
    let between = between(&pool, &witnesses, asked);
    // What a case says for the article at a place: all of it, unless words of it were dropped there.
    let says = |article: usize, case: usize| {
        let all = &contributions[case];
        dropped.left_of(places[article], all).map_or(Cow::Borrowed(all.as_slice()), Cow::Owned)
    };
    score(&mut pool, plan, &witnesses, &between, &contributions, &says);
    Ok(Pool { candidates: pool, contributions, total })
}

/// The cases in the pool that speak for each article, by its id; none without `votes`.
fn witnesses(run: &Run<'_>, pool: &[Candidate], votes: bool) -> HashMap<u64, Vec<usize>> {
    let mut witnesses: HashMap<u64, Vec<usize>> = HashMap::new();
    let speaks = |c: &Candidate| votes && c.class == Class::SolvedCase && run.may_vote(c.place);
    for (at, case) in pool.iter().enumerate().filter(|(_, case)| speaks(case)) {
        for article in &case.resolves {
            witnesses.entry(*article).or_default().push(at);
        }
    }
    // What they say is summed in this order.
    for speakers in witnesses.values_mut() {
        speakers.sort_by_key(|case| pool[*case].identity());
    }
    witnesses
}

/// How near articles and the cases that speak for them are to each other, by their places in the pool, where that is known.
fn between(
    pool: &[Candidate],
    witnesses: &HashMap<u64, Vec<usize>>,
    asked: &Asked<'_>,
) -> HashMap<(usize, usize), f32> {
    let Some(meaning) = &asked.meaning else { return HashMap::new() };
    let articles = pool.iter().enumerate().filter(|(_, candidate)| candidate.class == Class::Article);
    let of_article = |(at, article): (usize, &Candidate)| {
        let cases = article.id.and_then(|id| witnesses.get(&id)).into_iter().flatten();
        cases.map(move |case| (at, *case)).collect::<Vec<_>>()
    };
    let pairs: Vec<(usize, usize)> = articles.flat_map(of_article).collect();
    let rows: Vec<(u64, u64)> = pairs.iter().map(|(one, two)| (pool[*one].row, pool[*two].row)).collect();
    let known = pairs.into_iter().zip(meaning.between(&rows));
    known.filter_map(|(pair, cosine)| cosine.map(|cosine| (pair, cosine))).collect()
}

/// Says how well each of the pool fits; `witnesses` speak for articles, to which they are as near as `between` says. `contributions`
/// is what each gives by term, `for_article` what a case gives for an article.
fn score<'c>(
    pool: &mut [Candidate],
    plan: &Plan,
    witnesses: &HashMap<u64, Vec<usize>>,
    between: &HashMap<(usize, usize), f32>,
    contributions: &[Vec<f32>],
    for_article: &dyn Fn(usize, usize) -> Cow<'c, [f32]>,
) {
    let most = |is_case: bool| {
        let of_kind = pool.iter().filter(|c| (c.class.kind() == NoteKind::Case) == is_case);
        of_kind.map(|c| c.own).fold(0.0, f32::max)
    };
    let (articles, cases) = (most(false), most(true));
    let best = if articles > 0.0 { articles } else { cases.max(f32::MIN_POSITIVE) };
    let with_meaning = pool.iter().any(|candidate| candidate.near.is_some());
    let trust = if with_meaning { trust_in_words(best, plan.whole()) } else { 1.0 };
    let doubt = doubt(with_meaning);
    let most = best / trust;
    let mut known: Vec<f32> = pool.iter().filter_map(|candidate| candidate.near).map(telling).collect();
    known.sort_by(f32::total_cmp);
    let usual = known.iter().sum::<f32>() / known.len().max(1) as f32;
    let means = |candidate: &Candidate| candidate.near.map_or(usual, telling);
    let nearest = pool.iter().filter(|c| c.class == Class::Article).map(means).reduce(f32::max);
    let case_means = |meaning: f32| nearest.map_or(meaning, |nearest| beside_articles(meaning, nearest));
    let case_has = |words: f32, has: Has| Has { words: WORDS_OF_CASE * beside_articles(words, best) / most, ..has };
    let has_bonus = (ALL_WORDS_FIRST + 1..=ALL_WORDS_MAX).contains(&plan.needs.len());
    for at in 0..pool.len() {
        let candidate = &pool[at];
        let own = if candidate.class.kind() == NoteKind::Case {
            fit(case_has(candidate.own, candidate.has), case_means(means(candidate)))
        } else {
            fit(Has { words: candidate.own / most, ..candidate.has }, means(candidate))
        };
        let speakers = candidate.id.filter(|_| candidate.class == Class::Article).and_then(|id| witnesses.get(&id));
        // A case of whose words none is left does not speak.
        let heard = |case: usize| {
            let row = for_article(at, case);
            let words = words_of_case(&row, &contributions[at]);
            let was_dropped = words <= 0.0 && pool[case].own > 0.0;
            (!was_dropped).then(|| (case, words, has_all(plan, &row)))
        };
        let speakers: Vec<(usize, f32, bool)> =
            speakers.into_iter().flatten().filter_map(|case| heard(*case)).collect();
        let says = |(case, words, _): &(usize, f32, bool)| {
            let both = between
                .get(&(at, *case))
                .and_then(|between| Some(read_together(pool[*case].near?, candidate.near?, *between)));
            let meaning = both.map_or_else(|| means(&pool[*case]), telling);
            fit_of_case(case_has(*words, pool[*case].has), case_means(meaning))
        };
        let said: Vec<f32> = speakers.iter().map(says).collect();
        let whole = together(own, &said, doubt);
        let named = said.iter().zip(&speakers).filter(|(case, _)| is_named(**case, whole, doubt));
        let mut named: Vec<(f32, &Candidate)> = named.map(|(fit, (case, ..))| (*fit, &pool[*case])).collect();
        named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.identity().cmp(&b.1.identity())));
        let voters = named.into_iter().take(MAX_REASONS).map(|(_, case)| case.row).collect();
        let has_all = candidate.has_all || speakers.iter().any(|(.., has_all)| *has_all);
        let is_vouched = speakers.iter().any(|(case, ..)| pool[*case].fits());
        let bonus = if has_bonus && has_all { ALL_WORDS_BONUS } else { 0.0 };
        let behind = if candidate.class.kind() == NoteKind::Case { BEHIND_ARTICLES } else { 0.0 };
        let candidate = &mut pool[at];
        candidate.has_all = has_all;
        candidate.is_vouched = is_vouched;
        candidate.voters = voters;
        candidate.score = whole + bonus + candidate.prior - 1.0 - behind;
    }
}

fn has_all(plan: &Plan, row: &[f32]) -> bool {
    plan.needs.iter().all(|ways| ways.iter().any(|way| way.iter().all(|term| row[*term] > 0.0)))
}

/// The columns of the notes at `places`, each once, sorted by place.
pub(super) fn candidates(run: &Run<'_>, mut places: Vec<Place>) -> Result<Vec<Candidate>, TantivyError> {
    places.sort_unstable();
    places.dedup();
    let mut found = Vec::with_capacity(places.len());
    for segment in places.chunk_by(|a, b| a.segment == b.segment) {
        let Some(number) = segment.first().map(|place| place.segment) else { continue };
        let columns = run.searcher.segment_readers()[number].fast_fields();
        let (row, id, resolves) = (columns.u64("row")?, columns.u64("id")?, columns.u64("resolves")?);
        let (prior, at, title) = (columns.u64("prior")?, columns.i64("at")?, columns.u64("title")?);
        for place in segment {
            found.push(Candidate {
                place: *place,
                class: run.allowed[number].class(place.doc),
                row: row.first(place.doc).unwrap_or(0),
                at: at.first(place.doc).unwrap_or(0),
                prior: prior.first(place.doc).unwrap_or(100) as f32 / 100.0,
                id: id.first(place.doc),
                resolves: resolves.values_for_doc(place.doc).collect(),
                title: title.values_for_doc(place.doc).filter_map(|triple| u16::try_from(triple).ok()).collect(),
                own: 0.0,
                has: Has::default(),
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
