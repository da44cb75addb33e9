//! How the matches of a query are spread over kinds, states, products and the like: counted over all of them, not over
//! the hits that are shown.
//!
//! A field that is filtered by is counted as if it were not, so that its other values show what choosing them would give.
//! Articles that only solved cases vouch for are counted: they are hits too.

use std::collections::HashMap;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError};

use super::ask::{Query, reading};
use super::asked::Asked;
use super::collect::Run;
use super::conditions::Conditions;
use super::error::SearchError;
use super::index::IndexReader;
use super::parts::Off;
use super::plan::Planner;
use super::pool::beyond_words;
use super::schema::Fields;
use super::set::Set;

/// How many matches have each value of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field, as in `field:value`.
    pub field: &'static str,
    /// Values, folded, with how many matches have them; the most frequent first, then by value.
    pub values: Vec<(String, usize)>,
}

impl IndexReader {
    /// Counts all matches of `query` by each of `fields`, at most `most` values of each.
    ///
    /// # Errors
    /// Only for the index's sake, as for [`search`](Self::search).
    pub fn facets(&self, query: &Query, fields: &[&'static str], most: usize) -> Result<Vec<Facet>, SearchError> {
        facets(&self.searcher(), self.fields(), query, fields, most).map_err(|source| self.failed(source))
    }
}

fn facets(
    searcher: &Searcher,
    fields: Fields,
    query: &Query,
    asked: &[&'static str],
    most: usize,
) -> Result<Vec<Facet>, TantivyError> {
    let all = matching(searcher, fields, query)?;
    let mut facets = Vec::with_capacity(asked.len());
    for field in asked {
        let is_narrowed =
            query.filters.iter().any(|(name, _)| name == field) || (*field == "kind" && query.kind.is_some());
        let counts = if is_narrowed {
            let mut wider = query.clone();
            wider.filters.retain(|(name, _)| name != field);
            wider.kind = wider.kind.filter(|_| *field != "kind");
            count(searcher, fields, &matching(searcher, fields, &wider)?, field)?
        } else {
            count(searcher, fields, &all, field)?
        };
        let mut values: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(most);
        facets.push(Facet { field, values });
    }
    Ok(facets)
}

/// The matches in each segment.
fn matching(searcher: &Searcher, fields: Fields, query: &Query) -> Result<Vec<Set>, TantivyError> {
    let mut planner = Planner::new(searcher, fields, &query.synonyms)?;
    let reading = reading(&planner, fields, query);
    let whole = Asked::new(query, &reading, &mut planner)?;
    let mut plan = planner.plan(&reading, Off(&query.off))?;
    let filters: Vec<(String, String)> = reading.filters.iter().chain(&query.filters).cloned().collect();
    let none = || searcher.segment_readers().iter().map(|segment| Set::empty(segment.max_doc())).collect();
    if query.kind.is_some() && reading.kind.is_some() && query.kind != reading.kind {
        return Ok(none());
    }
    let kind = query.kind.or(reading.kind);
    let conditions = Conditions::new(&mut plan, &fields, &filters, kind, query.exclude_row);
    let asks_words = !plan.needs.is_empty();
    if plan.terms.is_empty()
        && whole.meaning.is_none()
        && (!conditions.any_required() || (asks_words && !conditions.asks_content()))
    {
        return Ok(none());
    }
    let run = Run::new(searcher, fields, &plan, &conditions)?;
    let by_words = !plan.terms.is_empty();
    let mut sets = if by_words || whole.meaning.is_none() { run.matching()? } else { none() };
    if by_words || whole.meaning.is_some() {
        let beyond = beyond_words(&run, &plan, query, kind, &whole)?;
        beyond.into_iter().for_each(|place| sets[place.segment].add(place.doc));
    }
    Ok(sets)
}

fn count(
    searcher: &Searcher,
    fields: Fields,
    matching: &[Set],
    field: &str,
) -> Result<HashMap<String, usize>, TantivyError> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (segment, set) in searcher.segment_readers().iter().zip(matching) {
        if field == "kind" {
            let classes = segment.fast_fields().u64("class")?;
            for doc in set.iter() {
                let class = super::document::Class::from_number(classes.first(doc).unwrap_or(0));
                *counts.entry(class.kind().as_str().to_owned()).or_default() += 1;
            }
            continue;
        }
        let inverted = segment.inverted_index(fields.filters)?;
        let (start, end) = (format!("{field}\u{1}"), format!("{field}\u{2}"));
        let mut terms = inverted.terms().range().ge(&start).lt(&end).into_stream()?;
        while terms.advance() {
            let Some(value) = terms.key().get(start.len()..).and_then(|value| std::str::from_utf8(value).ok()) else {
                continue;
            };
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            let mut found = 0;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                found += usize::from(set.has(doc));
                doc = postings.advance();
            }
            *counts.entry(value.to_owned()).or_default() += found;
        }
    }
    Ok(counts)
}
