//! Running a plan over the segments: the best candidates of each kind, how many match, and what each term gave.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query, TermQuery, Weight};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use super::document::{Class, filter_term};
use super::plan::{Plan, PlanTerm, TermKind};
use super::schema::Fields;
use super::score::{JOURNAL_WEIGHT, Statistics};
use crate::model::NoteKind;

/// A note's place in one state of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) segment: usize,
    pub(super) doc: DocId,
}

/// One set of a segment's notes.
type Set = Vec<u64>;

fn has(set: &[u64], doc: DocId) -> bool {
    set.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
}

/// What a hit must and must not be, ready to be asked for every note.
pub(super) struct Conditions {
    content: Vec<Box<dyn Query>>,
    excluded: Vec<Box<dyn Query>>,
    fields: Vec<Box<dyn Query>>,
    pub(super) kind: Option<NoteKind>,
    pub(super) exclude_row: Option<u64>,
}

impl Conditions {
    pub(super) fn new(plan: &mut Plan, fields: &Fields, filters: &[(String, String)], kind: Option<NoteKind>) -> Self {
        let filter = |(field, value): &(String, String)| {
            let term = Term::from_field_text(fields.filters, &filter_term(field, value));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
        };
        Self {
            content: std::mem::take(&mut plan.required),
            excluded: std::mem::take(&mut plan.excluded),
            fields: filters.iter().map(filter).collect(),
            kind,
            exclude_row: None,
        }
    }

    /// Whether a phrase or a regular expression is asked for.
    pub(super) fn asks_content(&self) -> bool {
        !self.content.is_empty()
    }

    /// Whether something is asked for that words do not say.
    pub(super) fn any_required(&self) -> bool {
        !self.content.is_empty() || !self.fields.is_empty()
    }
}

/// The conditions as sets of one segment's notes.
pub(super) struct Allowed {
    content: Option<Set>,
    excluded: Option<Set>,
    fields: Option<Set>,
    class: tantivy::columnar::Column<u64>,
    row: tantivy::columnar::Column<u64>,
    kind: Option<NoteKind>,
    exclude_row: Option<u64>,
}

impl Allowed {
    fn new(conditions: &Conditions, searcher: &Searcher, segment: &SegmentReader) -> Result<Self, TantivyError> {
        let all = |queries: &[Box<dyn Query>]| -> Result<Option<Set>, TantivyError> {
            let mut together: Option<Set> = None;
            for query in queries {
                let set = matches(query.as_ref(), searcher, segment)?;
                together = Some(match together {
                    None => set,
                    Some(before) => before.iter().zip(&set).map(|(a, b)| a & b).collect(),
                });
            }
            Ok(together)
        };
        let mut excluded: Option<Set> = None;
        for query in &conditions.excluded {
            let set = matches(query.as_ref(), searcher, segment)?;
            excluded = Some(match excluded {
                None => set,
                Some(before) => before.iter().zip(&set).map(|(a, b)| a | b).collect(),
            });
        }
        Ok(Self {
            content: all(&conditions.content)?,
            excluded,
            fields: all(&conditions.fields)?,
            class: segment.fast_fields().u64("class")?,
            row: segment.fast_fields().u64("row")?,
            kind: conditions.kind,
            exclude_row: conditions.exclude_row,
        })
    }

    pub(super) fn class(&self, doc: DocId) -> Class {
        Class::from_number(self.class.first(doc).unwrap_or(0))
    }

    /// Whether a note that matches may be a hit.
    fn hit(&self, doc: DocId, class: Class) -> bool {
        self.vouched(doc, class) && self.content.as_deref().is_none_or(|set| has(set, doc))
    }

    /// Whether a note a case vouches for may be a hit: the case has what was asked for.
    fn vouched(&self, doc: DocId, class: Class) -> bool {
        self.kind.is_none_or(|kind| class.kind() == kind)
            && self.fields.as_deref().is_none_or(|set| has(set, doc))
            && self.not_excluded(doc)
    }

    /// Whether a case that matches may vote.
    fn may_vote(&self, doc: DocId) -> bool {
        self.not_excluded(doc) && self.content.as_deref().is_none_or(|set| has(set, doc))
    }

    fn not_excluded(&self, doc: DocId) -> bool {
        self.excluded.as_deref().is_none_or(|set| !has(set, doc))
            && self.exclude_row.is_none_or(|row| self.row.first(doc) != Some(row))
    }
}

fn matches(query: &dyn Query, searcher: &Searcher, segment: &SegmentReader) -> Result<Set, TantivyError> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut set = vec![0_u64; segment.max_doc() as usize / 64 + 1];
    weight.for_each_no_score(segment, &mut |docs| {
        for doc in docs {
            set[*doc as usize / 64] |= 1 << (doc % 64);
        }
    })?;
    Ok(set)
}

/// The best so far of one kind.
struct Best {
    room: usize,
    heap: BinaryHeap<Reverse<(Order, Place)>>,
}

#[derive(PartialEq)]
struct Order(f32);

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Best {
    fn new(room: usize) -> Self {
        Self { room, heap: BinaryHeap::with_capacity(room + 1) }
    }

    /// What a note must score more than to get in.
    fn bar(&self) -> f32 {
        if self.room == 0 {
            f32::INFINITY
        } else if self.heap.len() < self.room {
            0.0
        } else {
            self.heap.peek().map_or(0.0, |Reverse((order, _))| order.0)
        }
    }

    fn offer(&mut self, score: f32, place: Place) {
        if score > self.bar() {
            self.heap.push(Reverse((Order(score), place)));
            if self.heap.len() > self.room {
                self.heap.pop();
            }
        }
    }
}

/// How many candidates of each kind are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) notes: usize,
    pub(super) cases: usize,
    pub(super) voters: usize,
}

/// Everything that is needed to run a plan.
pub(super) struct Run<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) allowed: Vec<Allowed>,
    weights: Vec<Vec<Box<dyn Weight>>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        searcher: &'a Searcher,
        fields: Fields,
        plan: &Plan,
        conditions: &Conditions,
    ) -> Result<Self, TantivyError> {
        let segments = searcher.segment_readers();
        let allowed =
            segments.iter().map(|segment| Allowed::new(conditions, searcher, segment)).collect::<Result<_, _>>()?;
        let statistics = Statistics { searcher, fields };
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
        let weigh = |term: &PlanTerm| -> Result<Vec<Box<dyn Weight>>, TantivyError> {
            term_queries(term, &fields).into_iter().map(|query| query.weight(scoring)).collect()
        };
        let weights = plan.terms.iter().map(weigh).collect::<Result<_, _>>()?;
        Ok(Self { searcher, fields, allowed, weights })
    }

    /// The best notes that match any term, and the best that match all needs, of each kind.
    pub(super) fn best(&self, query: &dyn Query, room: Room) -> Result<Vec<Place>, TantivyError> {
        let statistics = Statistics { searcher: self.searcher, fields: self.fields };
        let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, self.searcher))?;
        let mut notes = Best::new(room.notes);
        let mut cases = Best::new(room.cases);
        let mut voters = Best::new(room.voters);
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let alive = segment.alive_bitset();
            let bar = |notes: &Best, cases: &Best, voters: &Best| notes.bar().min(cases.bar()).min(voters.bar());
            let start = bar(&notes, &cases, &voters);
            weight.for_each_pruning(start, segment, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let class = allowed.class(doc);
                    let place = Place { segment: number, doc };
                    if class == Class::SolvedCase && allowed.may_vote(doc) {
                        voters.offer(score, place);
                    }
                    if allowed.hit(doc, class) {
                        let best = if class.kind() == NoteKind::Case { &mut cases } else { &mut notes };
                        best.offer(score, place);
                    }
                }
                bar(&notes, &cases, &voters)
            })?;
        }
        let all = [notes, cases, voters].into_iter().flat_map(|best| best.heap);
        Ok(all.map(|Reverse((_, place))| place).collect())
    }

    /// The room given, but none for kinds no note is of: they would never fill up and so never let anything be skipped.
    pub(super) fn room(&self, notes: usize, cases: usize, voters: usize) -> Result<Room, TantivyError> {
        let any = |classes: &[Class]| -> Result<bool, TantivyError> {
            for class in classes {
                if self.searcher.doc_freq(&Term::from_field_text(self.fields.filters, &class.term()))? > 0 {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        Ok(Room {
            notes: if any(&[Class::Article, Class::Path, Class::Template])? { notes } else { 0 },
            cases: if any(&[Class::Case, Class::SolvedCase])? { cases } else { 0 },
            voters: if any(&[Class::SolvedCase])? { voters } else { 0 },
        })
    }

    /// Whether a note that matches may be a hit.
    pub(super) fn is_hit(&self, place: Place) -> bool {
        let allowed = &self.allowed[place.segment];
        allowed.hit(place.doc, allowed.class(place.doc))
    }

    /// Whether a note a case vouches for may be a hit.
    pub(super) fn is_vouched(&self, place: Place) -> bool {
        let allowed = &self.allowed[place.segment];
        allowed.vouched(place.doc, allowed.class(place.doc))
    }

    /// How many notes match any of `queries` and all conditions.
    pub(super) fn count(&self, queries: &[&dyn Query], also: &[Place]) -> Result<usize, TantivyError> {
        let mut total = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let mut set = match queries {
                [] => vec![u64::MAX; segment.max_doc() as usize / 64 + 1],
                _ => vec![0; segment.max_doc() as usize / 64 + 1],
            };
            for query in queries {
                for (bits, more) in set.iter_mut().zip(matches(*query, self.searcher, segment)?) {
                    *bits |= more;
                }
            }
            let extra = |doc| also.contains(&Place { segment: number, doc });
            total += each_of(&set, segment.max_doc())
                .filter(|doc| !segment.is_deleted(*doc) && !extra(*doc) && allowed.hit(*doc, allowed.class(*doc)))
                .count();
        }
        Ok(total + also.len())
    }

    /// The newest notes that fulfil the conditions, where no word says which is better.
    pub(super) fn newest(&self, room: Room) -> Result<Vec<Place>, TantivyError> {
        let mut found: Vec<(i64, Place, bool)> = Vec::new();
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let at = segment.fast_fields().i64("at")?;
            for doc in segment.doc_ids_alive() {
                let class = allowed.class(doc);
                if allowed.hit(doc, class) {
                    let is_case = class.kind() == NoteKind::Case;
                    found.push((at.first(doc).unwrap_or(0), Place { segment: number, doc }, is_case));
                }
            }
        }
        found.sort_by_key(|(at, place, _)| (Reverse(*at), *place));
        let (cases, notes): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, _, is_case)| *is_case);
        let notes = notes.into_iter().take(room.notes);
        Ok(notes.chain(cases.into_iter().take(room.cases)).map(|(_, place, _)| place).collect())
    }

    /// What each term gives each note. `places` are sorted.
    pub(super) fn contributions(&self, places: &[Place]) -> Result<Vec<Vec<f32>>, TantivyError> {
        let mut rows = vec![vec![0.0; self.weights.len()]; places.len()];
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let from = places.partition_point(|place| place.segment < number);
            let to = places.partition_point(|place| place.segment <= number);
            if from == to {
                continue;
            }
            for (term, weights) in self.weights.iter().enumerate() {
                for weight in weights {
                    let mut scorer = weight.scorer(segment, 1.0)?;
                    for at in from..to {
                        let doc = places[at].doc;
                        if scorer.doc() < doc {
                            scorer.seek(doc);
                        }
                        if scorer.doc() == doc {
                            rows[at][term] += scorer.score();
                        }
                    }
                }
            }
        }
        Ok(rows)
    }
}

fn each_of(set: &[u64], end: DocId) -> impl Iterator<Item = DocId> + '_ {
    set.iter().enumerate().flat_map(move |(block, bits)| {
        let mut bits = *bits;
        std::iter::from_fn(move || {
            (bits != 0).then(|| {
                let bit = bits.trailing_zeros();
                bits &= bits - 1;
                block as u32 * 64 + bit
            })
        })
        .filter(move |doc| *doc < end)
    })
}

/// A term as queries: in the note, and in its journal.
pub(super) fn term_queries(term: &PlanTerm, fields: &Fields) -> Vec<Box<dyn Query>> {
    let query = |field, boost: f32| {
        let term = TermQuery::new(Term::from_field_text(field, &term.text), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(term), boost)) as Box<dyn Query>
    };
    match term.kind {
        TermKind::Code => vec![query(fields.codes, term.boost)],
        TermKind::Word if term.in_journal => {
            vec![query(fields.text, term.boost), query(fields.journal, term.boost * JOURNAL_WEIGHT)]
        }
        TermKind::Word => vec![query(fields.text, term.boost)],
    }
}

/// Any of the terms.
pub(super) fn any_term(plan: &Plan, fields: &Fields) -> BooleanQuery {
    BooleanQuery::union(plan.terms.iter().flat_map(|term| term_queries(term, fields)).collect())
}

/// All needs; `None` when one cannot be met.
pub(super) fn all_needs(plan: &Plan, fields: &Fields) -> Option<BooleanQuery> {
    let mut needs: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for ways in &plan.needs {
        let any_field = |term: &usize| -> Box<dyn Query> {
            let mut queries = term_queries(&plan.terms[*term], fields);
            if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
        };
        let way = |terms: &Vec<usize>| -> Box<dyn Query> {
            match terms.as_slice() {
                [only] => any_field(only),
                _ => Box::new(BooleanQuery::intersection(terms.iter().map(any_field).collect())),
            }
        };
        let need: Box<dyn Query> = match ways.as_slice() {
            [] => return None,
            [only] => way(only),
            _ => Box::new(BooleanQuery::union(ways.iter().map(way).collect())),
        };
        needs.push((Occur::Must, need));
    }
    Some(BooleanQuery::new(needs))
}
