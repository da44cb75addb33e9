//! "Same fault as ZD-47391; differs in version, host": whether a case had the fault that a report tells of.

use std::collections::HashSet;

use super::error::Error;
use super::open::{Casebook, count};
use super::view::{SameFault, SolvedWith};
use crate::catalog::{NoteText, Snapshot};
use crate::report::{Comparison, MarkKind, Print, PrintOf, Report, compare, read, reports_in};

/// Cases with one fault that are counted.
const MOST: usize = 100;
/// Cases whose reports are read to see whether they tell of the same.
const READ: usize = 16;
/// Values of a difference that are named.
const NAMED: usize = 2;

/// A fault that is known, with the row of its case.
pub(super) struct Known {
    pub(super) fault: SameFault,
    pub(super) case: i64,
    /// The row of the article that resolved it.
    pub(super) article: Option<i64>,
}

impl Casebook {
    /// The case that tells of the same fault as `report`, one that was resolved before others.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn same_fault(&self, report: &Report) -> Result<Option<SameFault>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        Ok(known(&snapshot, report)?.map(|known| known.fault))
    }
}

/// The case whose report tells of the same fault; the most telling fingerprint it shares decides among several.
pub(super) fn known(snapshot: &Snapshot<'_>, report: &Report) -> Result<Option<Known>, Error> {
    let sharing = Sharing::of(snapshot, report)?;
    for (case, others) in sharing.most_telling_first().take(READ) {
        let Some(note) = snapshot.note_by_row(case)? else { continue };
        let text = snapshot.text(case)?.unwrap_or_default();
        let texts = [&text.issue, &text.environment, &text.journal_internal, &text.journal_customer];
        let mut reports = texts.iter().flat_map(|text| reports_in(text));
        let Some(kept) = reports.find(|kept| kept.is_same_fault(report)) else { continue };
        let solver = snapshot.solver(case)?;
        let article_row = solver.as_ref().map(|(row, _, _)| *row);
        let article = solver.map(|(_, path, title)| SolvedWith { path, title });
        let fault = SameFault {
            path: note.path,
            title: note.title,
            reference: note.reference,
            differs: differs(report, kept, &text),
            others: count(others),
            article,
        };
        return Ok(Some(Known { fault, case, article: article_row }));
    }
    Ok(None)
}

/// The cases that share fingerprints with a report.
struct Sharing<'r> {
    /// By fingerprint of the report, the most telling first, each with its cases in the order they are named in.
    cases: Vec<(&'r Print, Vec<i64>)>,
}

impl<'r> Sharing<'r> {
    fn of(snapshot: &Snapshot<'_>, report: &'r Report) -> Result<Self, Error> {
        let cases = report.fingerprints.iter().map(|print| Ok((print, snapshot.with_fault(&print.key, MOST)?)));
        Ok(Self { cases: cases.collect::<Result<_, Error>>()? })
    }

    /// Each case once, with how many others have as much of the report: the same exception, or more than half of its lines.
    fn most_telling_first(&self) -> impl Iterator<Item = (i64, usize)> {
        let mut seen = HashSet::new();
        let all = self.cases.iter().flat_map(|(print, rows)| rows.iter().map(move |row| (*print, rows, *row)));
        all.filter(move |(.., row)| seen.insert(*row)).map(|(print, rows, case)| {
            let has_as_much =
                |row: &&i64| **row != case && (print.of == PrintOf::Exception || self.has_most_lines(**row));
            (case, rows.iter().filter(has_as_much).count())
        })
    }

    fn has_most_lines(&self, row: i64) -> bool {
        let lines = || self.cases.iter().filter(|(print, _)| print.of == PrintOf::Line);
        lines().filter(|(_, rows)| rows.contains(&row)).count() * 2 > lines().count()
    }
}

/// In what `report` differs from the one that a case with this text has.
fn differs(report: &Report, mut kept: Report, text: &NoteText) -> Vec<String> {
    // The version is often said beside the report.
    if !kept.parts.iter().any(|part| part.kind == MarkKind::Version) {
        let environment = read(&text.environment);
        kept.parts.extend(environment.parts.into_iter().filter(|part| part.kind == MarkKind::Version));
    }
    let Comparison { differences, .. } = compare(report, &kept);
    differences
        .into_iter()
        .filter(|one| !one.left.is_empty() && !one.right.is_empty())
        .filter_map(|one| {
            let what = match one.kind {
                MarkKind::Version => "version",
                MarkKind::Host => "host",
                MarkKind::Ip => "IP address",
                MarkKind::User => "user",
                MarkKind::Email => "e-mail address",
                MarkKind::Path => "path",
                MarkKind::Code => "code",
                MarkKind::Component => "component",
                _ => return None,
            };
            let is_short = one.left.len() <= NAMED && one.right.len() <= NAMED;
            let named = is_short && matches!(one.kind, MarkKind::Version | MarkKind::Code);
            Some(if named {
                format!("{what} ({}, there {})", one.left.join(" and "), one.right.join(" and "))
            } else {
                what.to_owned()
            })
        })
        .collect()
}
