//! What a hit must and must not be: phrases, expressions, exclusions, fields, kinds. Asked of the index once for each
//! segment, and then known of every note.

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use super::document::{Class, filter_term};
use super::plan::Plan;
use super::schema::Fields;
use super::set::Set;
use crate::model::NoteKind;

/// What is asked of a hit besides its words.
pub(super) struct Conditions {
    content: Vec<Box<dyn Query>>,
    excluded: Vec<Box<dyn Query>>,
    fields: Vec<Box<dyn Query>>,
    kind: Option<NoteKind>,
    classes: Vec<Box<dyn Query>>,
}

impl Conditions {
    /// Takes what `plan` requires and excludes out of it.
    pub(super) fn new(
        plan: &mut Plan,
        fields: &Fields,
        filters: &[(String, String)],
        kind: Option<NoteKind>,
        exclude_row: Option<u64>,
    ) -> Self {
        let plain = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
        let filter = |value: &str| plain(Term::from_field_text(fields.filters, value));
        let mut excluded = std::mem::take(&mut plan.excluded);
        excluded.extend(exclude_row.map(|row| plain(Term::from_field_u64(fields.row, row))));
        let classes = Class::ALL.into_iter().filter(|class| kind == Some(class.kind()));
        Self {
            content: std::mem::take(&mut plan.required),
            excluded,
            fields: filters.iter().map(|(field, value)| filter(&filter_term(field, value))).collect(),
            kind,
            classes: classes.map(|class| filter(&class.term())).collect(),
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

/// The conditions as sets of one segment's notes; no set means every note. Notes that are deleted are in none.
pub(super) struct Allowed {
    notes: DocId,
    hits: Option<Set>,
    vouched: Option<Set>,
    voters: Option<Set>,
    class: Column<u64>,
}

impl Allowed {
    pub(super) fn new(
        conditions: &Conditions,
        searcher: &Searcher,
        segment: &SegmentReader,
    ) -> Result<Self, TantivyError> {
        let mut base = segment.has_deletes().then(|| alive(segment));
        if !conditions.excluded.is_empty() {
            let mut set = base.unwrap_or_else(|| full(segment));
            for query in &conditions.excluded {
                set.drop_all(&matches(query.as_ref(), searcher, segment)?);
            }
            base = Some(set);
        }
        let narrowed = |mut set: Option<Set>, queries: &[Box<dyn Query>]| -> Result<Option<Set>, TantivyError> {
            for query in queries {
                let more = matches(query.as_ref(), searcher, segment)?;
                match &mut set {
                    Some(set) => set.keep(&more),
                    None => set = Some(more),
                }
            }
            Ok(set)
        };
        let voters = narrowed(base.clone(), &conditions.content)?;
        let mut vouched = narrowed(base, &conditions.fields)?;
        if conditions.kind.is_some() {
            let mut kinds = Set::empty(segment.max_doc());
            for class in &conditions.classes {
                kinds.join(&matches(class.as_ref(), searcher, segment)?);
            }
            match &mut vouched {
                Some(set) => set.keep(&kinds),
                None => vouched = Some(kinds),
            }
        }
        let hits = narrowed(vouched.clone(), &conditions.content)?;
        let class = segment.fast_fields().u64("class")?;
        Ok(Self { notes: segment.max_doc(), hits, vouched, voters, class })
    }

    pub(super) fn class(&self, doc: DocId) -> Class {
        Class::from_number(self.class.first(doc).unwrap_or(0))
    }

    /// Whether a note that matches may be a hit.
    pub(super) fn hit(&self, doc: DocId) -> bool {
        self.hits.as_ref().is_none_or(|set| set.has(doc))
    }

    /// Whether a note a case vouches for may be a hit: the case has what was asked for.
    pub(super) fn vouched(&self, doc: DocId) -> bool {
        self.vouched.as_ref().is_none_or(|set| set.has(doc))
    }

    /// Whether a case that matches may vote.
    pub(super) fn may_vote(&self, doc: DocId) -> bool {
        self.voters.as_ref().is_none_or(|set| set.has(doc))
    }

    /// Whether every note may be a hit.
    pub(super) fn allows_all(&self) -> bool {
        self.hits.is_none()
    }

    /// The notes that may be hits, in order.
    pub(super) fn hits(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..self.notes).filter(|doc| self.hit(*doc))
    }
}

fn full(segment: &SegmentReader) -> Set {
    let mut set = Set::empty(segment.max_doc());
    (0..segment.max_doc()).for_each(|doc| set.add(doc));
    set
}

fn alive(segment: &SegmentReader) -> Set {
    let mut set = Set::empty(segment.max_doc());
    segment.doc_ids_alive().for_each(|doc| set.add(doc));
    set
}

fn matches(query: &dyn Query, searcher: &Searcher, segment: &SegmentReader) -> Result<Set, TantivyError> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut set = Set::empty(segment.max_doc());
    weight.for_each_no_score(segment, &mut |docs| docs.iter().for_each(|doc| set.add(*doc)))?;
    Ok(set)
}
