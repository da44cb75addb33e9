//! Searching: the index finds and scores, the catalog says what was found, and the passages that matched are shown.

use std::sync::Arc;
use std::time::Instant;

use super::alike::{Shingles, like_an_earlier};
use super::error::Error;
use super::fault::{self, Known};
use super::open::{Casebook, count};
use super::reading::{self, Reading};
use super::spelling;
use super::versions::Asked;
use super::view::{Choice, FacetView, Facets, Hit, Reason, SearchAnswer, SearchRequest, Snippet, Why};
use crate::catalog::{HydratedRow, Label, NoteText, Snapshot};
use crate::model::{Moment, NoteKind, SectionKind, VaultPath};
use crate::reconcile::Store;
use crate::search::{self, Marker, Match, Query, QueryTerms, Scored, Synonyms};

/// Hits of one kind at most, whatever is asked for.
const MOST: u32 = 200;
/// What the matches of a search are counted by.
const FACETS: &[&str] = &["kind", "status", "confidence", "product", "tag", "customer", "year"];
/// Values of one field counted at most.
const FACET_VALUES: usize = 12;
/// What it is worth that an article is about the version that was stated, beside all the words of the question.
const FITS: f32 = 0.05;
/// What it costs an article that it is not.
const FITS_NOT: f32 = 0.1;
/// Cases that spoke for an article named at most.
const VOTERS: usize = 2;
/// Hits that the find box asks for: what is measured is put in order as they are.
const SHOWN: usize = 50;

/// What is left out of a ranking, to measure what it is worth.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Without {
    /// What solved cases say for their articles.
    pub(crate) cases: bool,
    /// What is near in meaning.
    pub(crate) meaning: bool,
}

impl Casebook {
    /// Searches articles and cases. The last word may be unfinished; every text is a valid query.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a filter on a field that does not exist; else what the caches say.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, Error> {
        let started = Instant::now();
        let _asking = self.lead.shared.meaning.ask();
        let stale = self.await_own_changes()?;
        let reading = self.checked_query(request)?;
        self.answered(request, reading, stale, started)
    }

    pub(super) fn answered(
        &self,
        request: &SearchRequest,
        reading: Reading,
        stale: bool,
        started: Instant,
    ) -> Result<SearchAnswer, Error> {
        let Reading { query, parts: mut read_as, varying, report } = reading;
        let store = self.store()?;
        let mut answer = store.index.search(&query)?;
        let mut hits = hits(&store, &answer.hits, &answer.terms, &mut Asked::in_search(&request.text))?;
        let corrected = spelling::corrected(&store, &request.text, &answer, &mut hits)?;
        read_as.extend(std::mem::take(&mut answer.parts).into_iter().map(reading::told));
        read_as.extend(corrected.read_as);
        let known = report.map(|report| fault::known(&store.catalog.read()?, &report)).transpose()?.flatten();
        let added = match &known {
            Some(known) => first(&store, &mut hits, known, &query)?,
            None => 0,
        };
        Ok(SearchAnswer {
            did_you_mean: corrected.text,
            total: count(answer.total + added),
            stale,
            took_us: u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX),
            read_as,
            varying,
            same_fault: known.map(|known| known.fault),
            hits,
            number: request.number,
        })
    }

    /// How all matches of a search are spread, shown or not.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn facets(&self, request: &SearchRequest) -> Result<Facets, Error> {
        let store = self.store()?;
        let counted = store.index.facets(&self.checked_query(request)?.query, FACETS, FACET_VALUES)?;
        let snapshot = store.catalog.read()?;
        let mut facets = Vec::with_capacity(counted.len());
        for facet in counted {
            let label = match facet.field {
                "product" => Some(Label::Product),
                "tag" => Some(Label::Tag),
                "customer" => Some(Label::Customer),
                _ => None,
            };
            let mut values = Vec::with_capacity(facet.values.len());
            for (value, found) in facet.values {
                let written = label.map(|label| snapshot.label_as_written(label, &value)).transpose()?.flatten();
                values.push(Choice { value: written.unwrap_or(value), count: count(found) });
            }
            facets.push(FacetView { field: facet.field.to_owned(), values });
        }
        Ok(Facets { facets, number: request.number })
    }

    /// The best matches of a complete text about something that runs on `environment`, without the note at `except`.
    pub(crate) fn matches(
        &self,
        text: String,
        environment: &str,
        kind: NoteKind,
        limit: usize,
        except: Option<&VaultPath>,
    ) -> Result<Vec<Hit>, Error> {
        let store = self.store()?;
        let except = match except {
            Some(path) => store.catalog.read()?.note(path)?.map(|note| note.row.cast_unsigned()),
            None => None,
        };
        let environment = environment.to_owned();
        let query = Query { kind: Some(kind), limit, exclude_row: except, environment, ..self.as_written(text) };
        let answer = store.index.search(&query)?;
        let said = format!("{}\n{}", query.text, query.environment);
        hits(&store, &answer.hits, &answer.terms, &mut Asked::in_case(&said))
    }

    /// The rows of the articles that answer a text, best first, ranked as [`search`](Self::search) ranks them: what is measured.
    pub(crate) fn ranked_articles(&self, text: &str, limit: usize, without: Without) -> Result<Vec<u64>, Error> {
        let mut query = Query { kind: Some(NoteKind::Article), limit, ..self.as_typed(text) };
        query.without_votes = without.cases;
        self.lead.shared.meaning.without_links(&*self.store()?, without.cases)?;
        query.nearness = query.nearness.filter(|_| !without.meaning);
        let query = reading::read(query, &[]).query;
        let store = self.store()?;
        let answer = store.index.search(&query)?;
        let (shown, rest) = answer.hits.split_at(answer.hits.len().min(SHOWN));
        let shown = ordered(&store, shown, &answer.terms, &mut Asked::in_search(&query.text))?;
        Ok(shown.into_iter().map(|(row, _)| row).chain(rest.iter().map(|hit| hit.row)).collect())
    }

    /// The catalog's row of the note at `path`.
    pub(crate) fn row_of(&self, path: &VaultPath) -> Result<Option<u64>, Error> {
        Ok(self.store()?.catalog.read()?.note(path)?.map(|note| note.row.cast_unsigned()))
    }

    /// The notes changed last, as hits without a match; `when` says when that was.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn recent(&self, limit: usize) -> Result<Vec<Hit>, Error> {
        let store = self.store()?;
        let rows = store.catalog.read()?.recent(limit)?;
        Ok(rows.into_iter().map(|(row, at)| Hit { when: Some(at), ..bare_hit(row) }).collect())
    }

    /// What means the same in this vault, as its settings say now.
    fn synonyms(&self) -> Arc<Synonyms> {
        Arc::clone(&self.lead.settings.said().synonyms)
    }

    /// The question as the index takes it.
    fn checked_query(&self, request: &SearchRequest) -> Result<Reading, Error> {
        let query = self.filtered(request)?;
        Ok(reading::read(query, &request.off))
    }

    /// The question without how its text is read.
    pub(super) fn filtered(&self, request: &SearchRequest) -> Result<Query, Error> {
        let mut filters = Vec::with_capacity(request.filters.len());
        for filter in &request.filters {
            if !search::FIELDS.contains(&filter.field.as_str()) {
                return Err(Error::Invalid {
                    what: "a filter's field",
                    value: filter.field.clone(),
                    reason: format!("use one of {}", search::FIELDS.join(", ")),
                });
            }
            filters.push((filter.field.clone(), filter.value.clone()));
        }
        let limit = request.limit.clamp(1, MOST) as usize;
        Ok(Query { kind: request.kind, filters, limit, ..self.as_typed(&request.text) })
    }

    /// A text that may still be going on.
    fn as_typed(&self, text: &str) -> Query {
        Query { last_word_is_prefix: true, ..self.as_written(text) }
    }

    /// A text that is complete, or all there is.
    pub(super) fn as_written(&self, text: impl Into<String>) -> Query {
        Query { synonyms: self.synonyms(), nearness: self.nearness(), ..Query::new(text) }
    }
}

/// What was found, as the catalog knows it and with what matched.
pub(super) fn hits(
    store: &Store,
    scored: &[Scored],
    terms: &QueryTerms,
    asked: &mut Asked<'_>,
) -> Result<Vec<Hit>, Error> {
    Ok(ordered(store, scored, terms, asked)?.into_iter().map(|(_, hit)| hit).collect())
}

/// As [`hits`], with their rows.
fn ordered(
    store: &Store,
    scored: &[Scored],
    terms: &QueryTerms,
    asked: &mut Asked<'_>,
) -> Result<Vec<(u64, Hit)>, Error> {
    let snapshot = store.catalog.read()?;
    let (mut hits, mut texts) = (Vec::with_capacity(scored.len()), Vec::with_capacity(scored.len()));
    let mut marker = Marker::new(terms);
    for found in scored {
        let row = found.row.cast_signed();
        let Some(hydrated) = snapshot.hydrate(&[row])?.pop() else { continue };
        let version = asked.note(&hydrated.note);
        let text = snapshot.text(row)?.unwrap_or_default();
        let mut hit = bare_hit(hydrated);
        hit.score = found.score + version.as_ref().map_or(0.0, |note| if note.fits { FITS } else { -FITS_NOT });
        hit.version_note = version.map(|note| note.text);
        hit.title_marks = utf16_marks(&hit.title, &marker.highlight(&hit.title));
        hit.snippet = snippet(&text, &mut marker);
        hit.why = why(&snapshot, found)?;
        texts.push(Shingles::of([
            hit.title.as_str(),
            &text.issue,
            &text.resolution,
            &text.body,
            &text.journal_internal,
        ]));
        hits.push((found.row, hit));
    }
    prefer_used_and_new(&mut hits);
    Ok(put_in_order(hits, texts))
}

/// What having been of use and being new is worth beside all words of a question: among equals it decides, and little else.
fn prefer_used_and_new(hits: &mut [(u64, Hit)]) {
    const USED: f32 = 0.02;
    const NEW: f32 = 0.01;
    const YEAR: f64 = 365.25 * 86_400.0;
    let at = |hit: &Hit| hit.when.map(Moment::unix_seconds);
    let newest = hits.iter().filter_map(|(_, hit)| at(hit)).max().unwrap_or(0);
    for (_, hit) in hits {
        // Ten cases are most of what a thousand are; a year makes half as new.
        let cases = hit.resolved_cases.unwrap_or(0) as f32;
        let years = at(hit).map_or(f64::INFINITY, |at| (newest - at) as f64 / YEAR);
        hit.score += USED * cases / (cases + 3.0) + NEW * 0.5_f64.powf(years) as f32;
    }
}

/// Best first, as far as versions change that, and behind them those that say nearly the same as a better one of their kind.
fn put_in_order(hits: Vec<(u64, Hit)>, texts: Vec<Shingles>) -> Vec<(u64, Hit)> {
    let mut both: Vec<((u64, Hit), Shingles)> = hits.into_iter().zip(texts).collect();
    both.sort_by(|((_, one), _), ((_, two), _)| two.score.total_cmp(&one.score));
    let (hits, texts): (Vec<(u64, Hit)>, Vec<Shingles>) = both.into_iter().unzip();
    let like = like_an_earlier(&texts);
    let titles: Vec<(NoteKind, String)> = hits.iter().map(|(_, hit)| (hit.kind, hit.title.clone())).collect();
    let (mut first, mut copies) = (Vec::with_capacity(hits.len()), Vec::new());
    for ((row, mut hit), like) in hits.into_iter().zip(like) {
        match like.map(|earlier| &titles[earlier]).filter(|(kind, _)| *kind == hit.kind) {
            Some((_, title)) => {
                hit.why.push(Why { reason: Reason::Alike, text: title.clone() });
                copies.push((row, hit));
            }
            None => first.push((row, hit)),
        }
    }
    first.extend(copies);
    first
}

/// Puts the article that ended the fault, then the case that had it, before all hits; says how many of them are new.
/// What was narrowed stays narrow: with filters only what was found moves.
fn first(store: &Store, hits: &mut Vec<Hit>, known: &Known, query: &Query) -> Result<usize, Error> {
    let snapshot = store.catalog.read()?;
    let top = hits.first().map_or(1.0, |hit| hit.score);
    let name = known.fault.reference.clone().unwrap_or_else(|| known.fault.title.clone());
    let mut added = 0;
    for row in [Some(known.case), known.article].into_iter().flatten() {
        let Some(hydrated) = snapshot.hydrate(&[row])?.pop() else { continue };
        let mut hit = match hits.iter().position(|hit| hit.path == hydrated.note.path) {
            Some(at) => hits.remove(at),
            None if query.filters.is_empty() && query.kind.is_none_or(|kind| kind == hydrated.note.kind) => {
                added += 1;
                bare_hit(hydrated)
            }
            None => continue,
        };
        hit.score = top;
        hit.why.insert(0, Why { reason: Reason::SameFault, text: name.clone() });
        hits.insert(0, hit);
    }
    Ok(added)
}

/// A hit without score and match.
pub(super) fn bare_hit(row: HydratedRow) -> Hit {
    let note = row.note;
    let is_case = note.kind == NoteKind::Case;
    Hit {
        kind: note.kind,
        id: note.id,
        path: note.path,
        title: note.title,
        title_marks: Vec::new(),
        snippet: None,
        score: 0.0,
        why: Vec::new(),
        confidence: note.confidence,
        status: note.status,
        resolved_cases: row.resolved_cases,
        reference: note.reference,
        customer: note.customer,
        applies_to: note.applies_to,
        version_note: None,
        when: if is_case { note.solved.or(note.opened) } else { note.updated },
        resolved_by: row.resolved_by,
    }
}

fn snippet(text: &NoteText, marker: &mut Marker<'_>) -> Option<Snippet> {
    let sections = [
        (SectionKind::Issue, text.issue.as_str()),
        (SectionKind::Resolution, text.resolution.as_str()),
        (SectionKind::Cause, text.cause.as_str()),
        (SectionKind::Environment, text.environment.as_str()),
        (SectionKind::Body, text.body.as_str()),
        (SectionKind::Body, text.journal_internal.as_str()),
        (SectionKind::Body, text.journal_customer.as_str()),
    ];
    marker.snippet(&sections).map(|found| Snippet {
        section: found.section,
        marks: utf16_marks(&found.text, &found.marks),
        text: found.text,
        cut_before: found.cut_before,
        cut_after: found.cut_after,
    })
}

fn why(snapshot: &Snapshot<'_>, found: &Scored) -> Result<Vec<Why>, Error> {
    // A part of an identifier says nothing beside the whole.
    let part_of_another = |text: &str| {
        found
            .why
            .iter()
            .any(|other| matches!(other, Match::Code(whole) if whole.len() > text.len() && whole.contains(text)))
    };
    let mut why: Vec<Why> = found
        .why
        .iter()
        .filter(|matched| !matches!(matched, Match::Code(text) if part_of_another(text)))
        .map(|matched| match matched {
            Match::Code(text) => Why { reason: Reason::Code, text: text.clone() },
            Match::Word(text) => Why { reason: Reason::Word, text: text.clone() },
        })
        .collect();
    if found.is_alike {
        why.push(Why { reason: Reason::Meaning, text: "similar meaning".to_owned() });
    }
    for row in found.spoken_for_by.iter().take(VOTERS) {
        if let Some(case) = snapshot.note_by_row(row.cast_signed())? {
            why.push(Why { reason: Reason::SolvedCase, text: case.reference.unwrap_or(case.title) });
        }
    }
    Ok(why)
}

/// Byte ranges of `text` as UTF-16 code units, which is what a web view counts in.
pub(super) fn utf16_marks(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<[u32; 2]> {
    let (mut byte, mut unit) = (0, 0_u32);
    let mut units_at = |end: usize| {
        let stretch = text.get(byte..end).unwrap_or_default();
        unit += count(stretch.encode_utf16().count());
        byte = end.max(byte);
        unit
    };
    ranges.iter().map(|range| [units_at(range.start), units_at(range.end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_as_a_web_view_does() {
        let text = "é😀 rekey";
        let start = text.find("rekey").expect("there");
        assert_eq!(utf16_marks(text, &[0..2, start..text.len()]), vec![[0, 1], [4, 9]]);
        assert_eq!(utf16_marks(text, &[]), Vec::<[u32; 2]>::new());
    }
}
