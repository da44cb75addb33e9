//! Running a plan over the segments: the best candidates of each kind, how many match, and what each term gave.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::{DocId, Searcher, TantivyError};

use super::conditions::{Allowed, Conditions};
use super::document::Class;
use super::plan::Plan;
use super::schema::Fields;
use super::score::Saturation;
use super::set::Set;
use super::tally::{Tally, add_each, tally};
use crate::model::NoteKind;

/// A note's place in one state of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) segment: usize,
    pub(super) doc: DocId,
}

/// How many candidates of each kind are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) notes: usize,
    pub(super) cases: usize,
    pub(super) voters: usize,
}

/// What running a plan found.
pub(super) struct Matches {
    /// The best of each kind, and of each kind those that meet every need.
    pub(super) places: Vec<Place>,
    /// How many notes match and may be hits.
    pub(super) total: usize,
}

/// Everything that is needed to run a plan.
pub(super) struct Run<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) allowed: Vec<Allowed>,
    plan: &'a Plan,
    saturation: Saturation,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        searcher: &'a Searcher,
        fields: Fields,
        plan: &'a Plan,
        conditions: &Conditions,
    ) -> Result<Self, TantivyError> {
        let segments = searcher.segment_readers().iter();
        let allowed = segments.map(|segment| Allowed::new(conditions, searcher, segment)).collect::<Result<_, _>>()?;
        Ok(Self { searcher, fields, allowed, plan, saturation: Saturation::new(searcher, fields)? })
    }

    /// The best notes that have any term, and with `wants_all` the best that meet every need.
    pub(super) fn best(&self, room: Room, wants_all: bool) -> Result<Matches, TantivyError> {
        let mut any = Podium::new(room);
        let mut all = Podium::new(room);
        let mut total = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let Tally { scores, has_all } = tally(self.plan, &self.saturation, number, segment, wants_all)?;
            let place = |doc| Place { segment: number, doc };
            let mut bar = any.bar();
            if allowed.allows_all() {
                total += scores.iter().filter(|score| **score > 0.0).count();
            }
            for (doc, score) in (0..).zip(&scores) {
                if *score <= 0.0 {
                    continue;
                }
                total += usize::from(!allowed.allows_all() && allowed.hit(doc));
                if *score > bar {
                    any.offer(allowed, place(doc), *score);
                    bar = any.bar();
                }
            }
            for doc in has_all.iter().flat_map(Set::iter) {
                all.offer(allowed, place(doc), scores[doc as usize]);
            }
        }
        let places = any.places().chain(all.places()).collect();
        Ok(Matches { places, total })
    }

    /// The notes of each segment that have any term and may be hits; without terms all that may be.
    pub(super) fn matching(&self) -> Result<Vec<Set>, TantivyError> {
        let mut sets = Vec::with_capacity(self.allowed.len());
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let mut set = Set::empty(segment.max_doc());
            if self.plan.terms.is_empty() {
                allowed.hits().for_each(|doc| set.add(doc));
            } else {
                let Tally { scores, .. } = tally(self.plan, &self.saturation, number, segment, false)?;
                let found = (0..).zip(&scores).filter(|(_, score)| **score > 0.0).map(|(doc, _)| doc);
                found.filter(|doc| allowed.hit(*doc)).for_each(|doc| set.add(doc));
            }
            sets.push(set);
        }
        Ok(sets)
    }

    /// Whether a note that matches may be a hit.
    pub(super) fn is_hit(&self, place: Place) -> bool {
        self.allowed[place.segment].hit(place.doc)
    }

    /// Whether a case may speak for its articles: it has what must hold.
    pub(super) fn may_vote(&self, place: Place) -> bool {
        self.allowed[place.segment].may_vote(place.doc)
    }

    /// Whether a note a case vouches for may be a hit.
    pub(super) fn is_vouched(&self, place: Place) -> bool {
        self.allowed[place.segment].vouched(place.doc)
    }

    /// The newest notes that fulfil the conditions, where no word says which is better.
    pub(super) fn newest(&self, room: Room) -> Result<Matches, TantivyError> {
        let (mut notes, mut cases) = (Best::new(room.notes), Best::new(room.cases));
        let mut total = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let allowed = &self.allowed[number];
            let at = segment.fast_fields().i64("at")?;
            for doc in allowed.hits() {
                total += 1;
                let best = if allowed.class(doc).kind() == NoteKind::Case { &mut cases } else { &mut notes };
                best.offer(at.first(doc).unwrap_or(0), Place { segment: number, doc });
            }
        }
        Ok(Matches { places: notes.places().chain(cases.places()).collect(), total })
    }

    /// What each term gives each note. `places` are sorted.
    pub(super) fn contributions(&self, places: &[Place]) -> Result<Vec<Vec<f32>>, TantivyError> {
        let mut rows = vec![vec![0.0; self.plan.terms.len()]; places.len()];
        self.each_contribution(places, |at, term, score, _| rows[at][term] += score)?;
        Ok(rows)
    }

    /// By which of its forms each term is in each note, where that is not its own. `places` are sorted.
    pub(super) fn forms(&self, places: &[Place]) -> Result<HashMap<(usize, usize), usize>, TantivyError> {
        let mut forms = HashMap::new();
        if self.plan.terms.iter().any(|term| !term.others.is_empty()) {
            self.each_contribution(places, |at, term, _, form| {
                if form > 0 {
                    forms.insert((at, term), form);
                }
            })?;
        }
        Ok(forms)
    }

    fn each_contribution(
        &self,
        places: &[Place],
        mut give: impl FnMut(usize, usize, f32, usize),
    ) -> Result<(), TantivyError> {
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let from = places.partition_point(|place| place.segment < number);
            let to = places.partition_point(|place| place.segment <= number);
            let docs: Vec<DocId> = places[from..to].iter().map(|place| place.doc).collect();
            for (at, term) in self.plan.terms.iter().enumerate().filter(|_| !docs.is_empty()) {
                add_each(term, &self.saturation, number, segment, &docs, |doc, score, form| {
                    give(from + doc, at, score, form);
                })?;
            }
        }
        Ok(())
    }
}

/// The best of each kind so far.
struct Podium {
    notes: Best<Score>,
    cases: Best<Score>,
    voters: Best<Score>,
}

impl Podium {
    fn new(room: Room) -> Self {
        Self { notes: Best::new(room.notes), cases: Best::new(room.cases), voters: Best::new(room.voters) }
    }

    /// What a note must score more than to get anywhere.
    fn bar(&self) -> f32 {
        let bars = [&self.notes, &self.cases, &self.voters].map(|best| match best.lowest() {
            _ if best.room == 0 => f32::INFINITY,
            Some(score) => score.0,
            None => 0.0,
        });
        bars.into_iter().fold(f32::INFINITY, f32::min)
    }

    fn offer(&mut self, allowed: &Allowed, place: Place, score: f32) {
        let class = allowed.class(place.doc);
        if class == Class::SolvedCase && allowed.may_vote(place.doc) {
            self.voters.offer(Score(score), place);
        }
        if allowed.hit(place.doc) {
            let best = if class.kind() == NoteKind::Case { &mut self.cases } else { &mut self.notes };
            best.offer(Score(score), place);
        }
    }

    fn places(self) -> impl Iterator<Item = Place> {
        self.notes.places().chain(self.cases.places()).chain(self.voters.places())
    }
}

/// The best so far; among equals the first.
struct Best<K> {
    room: usize,
    heap: BinaryHeap<Reverse<(K, Reverse<Place>)>>,
}

impl<K: Ord> Best<K> {
    fn new(room: usize) -> Self {
        Self { room, heap: BinaryHeap::with_capacity(room.min(1_000) + 1) }
    }

    /// The lowest that is in; `None` while there is room.
    fn lowest(&self) -> Option<&K> {
        if self.heap.len() < self.room { None } else { self.heap.peek().map(|Reverse((key, _))| key) }
    }

    fn offer(&mut self, key: K, place: Place) {
        if self.room > 0 && self.lowest().is_none_or(|lowest| key > *lowest) {
            self.heap.push(Reverse((key, Reverse(place))));
            if self.heap.len() > self.room {
                self.heap.pop();
            }
        }
    }

    fn places(self) -> impl Iterator<Item = Place> {
        self.heap.into_iter().map(|Reverse((_, Reverse(place)))| place)
    }
}

/// A score in total order.
#[derive(PartialEq)]
struct Score(f32);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
