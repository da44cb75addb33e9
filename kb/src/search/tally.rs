//! What the words of a plan give each note of a segment, a term at a time.
//!
//! Every list of postings is read through once and adds to one number a note. On the sizes a vault has that beats
//! skipping (WAND): the best of three kinds are wanted at once, the number of all matches is wanted exactly, and a
//! query has many terms, since each unfinished word stands for two dozen.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TantivyError};

use super::plan::{Plan, PlanTerm, Source};
use super::schema::Fields;
use super::score::Saturation;
use super::set::Set;

/// One segment's notes and what they score.
pub(super) struct Tally {
    /// By note; 0 where no word stands.
    pub(super) scores: Vec<f32>,
    /// The notes that meet every need, where that was asked for and can be.
    pub(super) has_all: Option<Set>,
}

/// Adds up `plan` over a segment. `wants_all` asks also for the notes that meet every need.
pub(super) fn tally(
    plan: &Plan,
    saturation: &Saturation,
    number: usize,
    segment: &SegmentReader,
    wants_all: bool,
) -> Result<Tally, TantivyError> {
    let mut scores = vec![0.0; segment.max_doc() as usize];
    let mut sets: Vec<Option<Set>> = plan.terms.iter().map(|_| None).collect();
    let needed = |term: usize| wants_all && plan.needs.iter().flatten().any(|way| way.contains(&term));
    for (at, term) in plan.terms.iter().enumerate() {
        if needed(at) {
            sets[at] = Some(Set::empty(segment.max_doc()));
        }
        for source in &term.sources {
            let Some(list) = List::open(source, number, segment, saturation)? else { continue };
            list.add_to(&mut scores, term.value * source.weight, sets[at].as_mut())?;
        }
    }
    let has_all = wants_all.then(|| all_needs(plan, &sets, segment.max_doc()));
    Ok(Tally { scores, has_all })
}

/// The notes that meet every need, from the notes that have each term.
fn all_needs(plan: &Plan, sets: &[Option<Set>], notes: DocId) -> Set {
    let mut all: Option<Set> = None;
    for ways in &plan.needs {
        let mut met = Set::empty(notes);
        for way in ways {
            let mut terms = way.iter().filter_map(|term| sets.get(*term)?.as_ref());
            let Some(first) = terms.next() else { continue };
            let mut with = first.clone();
            terms.for_each(|more| with.keep(more));
            met.join(&with);
        }
        match &mut all {
            Some(all) => all.keep(&met),
            None => all = Some(met),
        }
    }
    all.unwrap_or_else(|| Set::empty(notes))
}

/// What `term` gives each note of a segment in `docs`, which are in order; added to `gives` in that order.
pub(super) fn add_each(
    term: &PlanTerm,
    saturation: &Saturation,
    number: usize,
    segment: &SegmentReader,
    docs: &[DocId],
    mut give: impl FnMut(usize, f32),
) -> Result<(), TantivyError> {
    for source in &term.sources {
        let Some(info) = source.lists.get(number).and_then(Option::as_ref) else { continue };
        let index = segment.inverted_index(source.field)?;
        let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let norms = norms(source, segment)?;
        let halves = saturation.of(source.field);
        for (at, doc) in docs.iter().enumerate() {
            if postings.doc() < *doc {
                postings.seek(*doc);
            }
            if postings.doc() == *doc {
                let norm = halves[usize::from(norms.fieldnorm_id(*doc))];
                give(at, term.value * source.weight * saturated(postings.term_freq(), norm));
            }
        }
    }
    Ok(())
}

/// How much a word that stands `times` times counts, from 0 to 1, in a note where `half` times count half.
fn saturated(times: u32, half: f32) -> f32 {
    let times = times as f32;
    times / (times + half)
}

fn norms(source: &Source, segment: &SegmentReader) -> Result<FieldNormReader, TantivyError> {
    let known = segment.fieldnorms_readers().get_field(source.field)?;
    Ok(known.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)))
}

/// One term's postings in one field of one segment.
struct List<'a> {
    postings: BlockSegmentPostings,
    norms: FieldNormReader,
    halves: &'a [f32; 256],
}

impl<'a> List<'a> {
    fn open(
        source: &Source,
        number: usize,
        segment: &SegmentReader,
        saturation: &'a Saturation,
    ) -> Result<Option<Self>, TantivyError> {
        let Some(info) = source.lists.get(number).and_then(Option::as_ref) else { return Ok(None) };
        let index = segment.inverted_index(source.field)?;
        let postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        Ok(Some(Self { postings, norms: norms(source, segment)?, halves: saturation.of(source.field) }))
    }

    fn add_to(mut self, scores: &mut [f32], weight: f32, mut set: Option<&mut Set>) -> Result<(), TantivyError> {
        while !self.postings.docs().is_empty() {
            let docs = self.postings.docs();
            for (doc, times) in docs.iter().zip(self.postings.freqs()) {
                let half = self.halves[usize::from(self.norms.fieldnorm_id(*doc))];
                scores[*doc as usize] += weight * saturated(*times, half);
            }
            if let Some(set) = &mut set {
                docs.iter().for_each(|doc| set.add(*doc));
            }
            self.postings.advance();
        }
        Ok(())
    }
}

impl Saturation {
    /// The figures for the index as it is.
    pub(super) fn new(searcher: &Searcher, fields: Fields) -> Result<Self, TantivyError> {
        let notes = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum::<u64>();
        let mut words = 0;
        for segment in searcher.segment_readers() {
            words += segment.inverted_index(fields.text)?.total_num_tokens();
        }
        Ok(Self::of_average(words as f32 / notes.max(1) as f32, fields.codes))
    }
}
