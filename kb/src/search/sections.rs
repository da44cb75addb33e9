//! Where in a note the words stand: what is asked in its Issue, the surroundings in its Environment.
//!
//! A requestor's words are best found where a note keeps requestors' words, and a product where a note says what it runs on
//! (KCS Practices Guide, the structure of an article). Worked out for candidates only, so it orders notes and finds none.

use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, TERMINATED, TantivyError};

use super::collect::{Place, Run};
use super::plan::{Plan, Planner};
use super::score::{rarity, rarity_power};
use super::terms::TermKind;

/// Words looked for in a section, each in every language, and what each says.
pub(super) type Sought = Vec<(Vec<String>, f32)>;

/// Most words of the surroundings that count.
const MAX_SURROUNDINGS: usize = 32;

/// The words of a plan.
pub(super) fn sought_in_issue(plan: &Plan) -> Sought {
    let words = plan.terms.iter().filter(|term| term.kind == TermKind::Word);
    words.map(|term| (term.keys.clone(), term.value)).collect()
}

/// The words of what a case says it runs on, by how rare they are where notes say that.
pub(super) fn sought_in_environment(planner: &mut Planner<'_>, text: &str) -> Result<Sought, TantivyError> {
    let mut sought: Sought = Vec::new();
    for piece in text.split_whitespace().flat_map(|word| planner.pieces(word)).collect::<Vec<_>>() {
        if sought.len() < MAX_SURROUNDINGS && !sought.iter().any(|(keys, _)| *keys == piece.keys) {
            let mut notes = 0;
            for key in &piece.keys {
                notes = notes.max(planner.count(planner.fields.environment, key)?);
            }
            sought.push((piece.keys, rarity_power(rarity(notes, planner.docs))));
        }
    }
    Ok(sought)
}

/// For each of `places`, which are sorted, how much of what is sought stands in `field`: a share, 0 to 1.
pub(super) fn shares(run: &Run<'_>, field: Field, sought: &Sought, places: &[Place]) -> Result<Vec<f32>, TantivyError> {
    let mut shares = vec![0.0; places.len()];
    let whole: f32 = sought.iter().map(|(_, value)| value).sum();
    if whole <= 0.0 {
        return Ok(shares);
    }
    for (number, segment) in run.searcher.segment_readers().iter().enumerate() {
        let from = places.partition_point(|place| place.segment < number);
        let to = places.partition_point(|place| place.segment <= number);
        let docs: Vec<DocId> = places[from..to].iter().map(|place| place.doc).collect();
        if docs.is_empty() {
            continue;
        }
        let index = segment.inverted_index(field)?;
        for (keys, value) in sought {
            let mut has = vec![false; docs.len()];
            for key in keys {
                let term = Term::from_field_text(field, key);
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                for (at, doc) in docs.iter().enumerate() {
                    if postings.doc() < *doc {
                        postings.seek(*doc);
                    }
                    if postings.doc() == TERMINATED {
                        break;
                    }
                    has[at] |= postings.doc() == *doc;
                }
            }
            for (share, _) in shares[from..to].iter_mut().zip(&has).filter(|(_, has)| **has) {
                *share += value / whole;
            }
        }
    }
    Ok(shares)
}
