//! Whether two reports tell of the same fault, and what differs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{MarkKind, Print, PrintOf, Report};

/// Values of one kind that only one report has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs: a version, a host.
    pub kind: MarkKind,
    /// Only in the first report.
    pub left: Vec<String>,
    /// Only in the second.
    pub right: Vec<String>,
}

/// Two reports beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// They share a fingerprint.
    pub same_fault: bool,
    /// What differs, codes and exceptions first. Times and ids always do and are left out.
    pub differences: Vec<Difference>,
}

/// Compares two reports.
#[must_use]
pub fn compare(left: &Report, right: &Report) -> Comparison {
    let kinds = [
        MarkKind::Code,
        MarkKind::Exception,
        MarkKind::Version,
        MarkKind::Component,
        MarkKind::Path,
        MarkKind::Host,
        MarkKind::Ip,
        MarkKind::User,
        MarkKind::Email,
    ];
    let differences = kinds
        .into_iter()
        .filter_map(|kind| {
            let (ours, theirs) = (values(left, kind), values(right, kind));
            let only =
                |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.difference(b).map(|text| (*text).to_owned()).collect();
            let difference = Difference { kind, left: only(&ours, &theirs), right: only(&theirs, &ours) };
            (!difference.left.is_empty() || !difference.right.is_empty()).then_some(difference)
        })
        .collect();
    Comparison { same_fault: left.is_same_fault(right), differences }
}

impl Report {
    /// Whether both tell of the same fault, whatever else they tell of: one exception is enough, of lines it takes more than
    /// half of those of the shorter report, since many faults share a line.
    #[must_use]
    pub fn is_same_fault(&self, other: &Self) -> bool {
        self.speaks_for(other) || other.speaks_for(self)
    }

    /// Whether what this report is recognised by is among what `other` has.
    fn speaks_for(&self, other: &Self) -> bool {
        let lines = |report: &Self| report.fingerprints.iter().filter(|print| print.of == PrintOf::Line).count();
        let shared: Vec<&Print> = self.kept_fingerprints().filter(|kept| other.fingerprints.contains(kept)).collect();
        shared.first().is_some_and(|first| match first.of {
            PrintOf::Exception => true,
            PrintOf::Line => shared.len() * 2 > lines(self).min(lines(other)),
        })
    }

    /// What another report is recognised by: a line speaks for one that has no exception, since many faults say the
    /// same before they fail.
    pub fn kept_fingerprints(&self) -> impl Iterator<Item = &Print> {
        let of = self.fingerprints.first().map_or(PrintOf::Line, |print| print.of);
        self.fingerprints.iter().filter(move |print| print.of == of)
    }
}

fn values(report: &Report, kind: MarkKind) -> BTreeSet<&str> {
    report.parts.iter().filter(|part| part.kind == kind).map(|part| part.text.as_str()).collect()
}
