//! "Same fault as ZD-47391; differs in version, host": whether a case had the fault that a report tells of.

use super::error::Error;
use super::open::{Casebook, count};
use super::view::{SameFault, SolvedWith};
use crate::catalog::{NoteText, Snapshot};
use crate::report::{Comparison, MarkKind, Report, compare, read, reports_in};

/// Cases with one fault that are counted.
const MOST: usize = 100;
/// Of those, cases whose reports are read to see whether they tell of the same.
const READ: usize = 8;
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

/// The most telling fingerprint that a case has decides, where its report tells of the same fault as a whole.
pub(super) fn known(snapshot: &Snapshot<'_>, report: &Report) -> Result<Option<Known>, Error> {
    for print in &report.fingerprints {
        let rows = snapshot.with_fault(&print.key, MOST)?;
        for case in rows.iter().take(READ).copied() {
            let Some(note) = snapshot.note_by_row(case)? else { continue };
            let text = snapshot.text(case)?.unwrap_or_default();
            let texts = [&text.issue, &text.environment, &text.journal_internal, &text.journal_customer];
            let is_it =
                |kept: &Report| kept.kept_fingerprints().any(|one| one.key == print.key) && kept.is_same_fault(report);
            let Some(kept) = texts.iter().flat_map(|text| reports_in(text)).find(is_it) else { continue };
            let solver = snapshot.solver(case)?;
            let article_row = solver.as_ref().map(|(row, _, _)| *row);
            let article = solver.map(|(_, path, title)| SolvedWith { path, title });
            let fault = SameFault {
                path: note.path,
                title: note.title,
                reference: note.reference,
                differs: differs(report, kept, &text),
                others: count(rows.len() - 1),
                article,
            };
            return Ok(Some(Known { fault, case, article: article_row }));
        }
    }
    Ok(None)
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
