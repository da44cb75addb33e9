//! What the words of a plan give each note of a segment, a term at a time.
//!
//! Every list of postings is read through once and adds to one number a note. On the sizes a vault has that beats
//! skipping (WAND): the best of three kinds are wanted at once, the number of all matches is wanted exactly, and a
//! query has many terms, since each unfinished word stands for two dozen.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TantivyError};

use super::plan::Plan;
use super::schema::Fields;
use super::score::Saturation;
use super::set::Set;
use super::terms::{Found, PlanTerm, Source};

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
        if term.others.is_empty() {
            add_form(term.value, &term.sources, saturation, number, segment, |doc, score| {
                scores[doc as usize] += score;
                if let Some(set) = &mut sets[at] {
                    set.add(doc);
                }
            })?;
            continue;
        }
        for (doc, score) in best_of_forms(term, saturation, number, segment)? {
            scores[doc as usize] += score;
            if let Some(set) = &mut sets[at] {
                set.add(doc);
            }
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

/// Calls `give` with what one form gives each note of a segment, field by field: the sum counts.
fn add_form(
    value: f32,
    sources: &[Source],
    saturation: &Saturation,
    number: usize,
    segment: &SegmentReader,
    mut give: impl FnMut(DocId, f32),
) -> Result<(), TantivyError> {
    for source in sources {
        let norms = norms(source, segment)?;
        let halves = saturation.of(source.field);
        let weight = value * source.weight;
        let half = |doc: DocId| halves[usize::from(norms.fieldnorm_id(doc))];
        match source.lists.get(number) {
            Some(Found::Postings(info)) => {
                let index = segment.inverted_index(source.field)?;
                let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                while !postings.docs().is_empty() {
                    for (doc, times) in postings.docs().iter().zip(postings.freqs()) {
                        give(*doc, weight * saturated(*times, half(*doc)));
                    }
                    postings.advance();
                }
            }
            Some(Found::Notes(notes)) => notes.iter().for_each(|doc| give(*doc, weight * saturated(1, half(*doc)))),
            Some(Found::Nowhere) | None => {}
        }
    }
    Ok(())
}

/// What the best form of a term gives each note of a segment that has one, in no order.
fn best_of_forms(
    term: &PlanTerm,
    saturation: &Saturation,
    number: usize,
    segment: &SegmentReader,
) -> Result<Vec<(DocId, f32)>, TantivyError> {
    let notes = segment.max_doc() as usize;
    let (mut best, mut form) = (vec![0.0_f32; notes], vec![0.0_f32; notes]);
    let (mut with_any, mut with_form): (Vec<DocId>, Vec<DocId>) = (Vec::new(), Vec::new());
    for sources in term.forms() {
        add_form(term.value, sources, saturation, number, segment, |doc, score| {
            if form[doc as usize] <= 0.0 {
                with_form.push(doc);
            }
            form[doc as usize] += score;
        })?;
        for doc in with_form.drain(..) {
            let score = std::mem::take(&mut form[doc as usize]);
            if best[doc as usize] <= 0.0 {
                with_any.push(doc);
            }
            best[doc as usize] = best[doc as usize].max(score);
        }
    }
    Ok(with_any.into_iter().map(|doc| (doc, best[doc as usize])).collect())
}

/// What `term` gives each note of a segment in `docs`, which are in order, and by which of its forms; called in that
/// order, once for each note that has it.
pub(super) fn add_each(
    term: &PlanTerm,
    saturation: &Saturation,
    number: usize,
    segment: &SegmentReader,
    docs: &[DocId],
    mut give: impl FnMut(usize, f32, usize),
) -> Result<(), TantivyError> {
    let mut best = vec![(0.0_f32, 0_usize); docs.len()];
    for (form, sources) in term.forms().enumerate() {
        let mut gives = vec![0.0; docs.len()];
        for source in sources {
            let norms = norms(source, segment)?;
            let halves = saturation.of(source.field);
            let weight = term.value * source.weight;
            let mut add = |at: usize, doc: DocId, times: u32| {
                gives[at] += weight * saturated(times, halves[usize::from(norms.fieldnorm_id(doc))]);
            };
            match source.lists.get(number) {
                Some(Found::Postings(info)) => {
                    let index = segment.inverted_index(source.field)?;
                    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                    for (at, doc) in docs.iter().enumerate() {
                        if postings.doc() < *doc {
                            postings.seek(*doc);
                        }
                        if postings.doc() == *doc {
                            add(at, *doc, postings.term_freq());
                        }
                    }
                }
                Some(Found::Notes(notes)) => {
                    for (at, doc) in docs.iter().enumerate().filter(|(_, doc)| notes.binary_search(doc).is_ok()) {
                        add(at, *doc, 1);
                    }
                }
                Some(Found::Nowhere) | None => {}
            }
        }
        for (best, score) in best.iter_mut().zip(gives) {
            if score > best.0 {
                *best = (score, form);
            }
        }
    }
    best.into_iter().enumerate().filter(|(_, (score, _))| *score > 0.0).for_each(|(at, (score, form))| {
        give(at, score, form);
    });
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
