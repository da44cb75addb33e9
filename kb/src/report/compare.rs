//! Whether two reports tell of the same fault, and what differs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{MarkKind, Report};

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
    /// Both have a fingerprint, and it is the same.
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
    Comparison { same_fault: left.fingerprint.is_some() && left.fingerprint == right.fingerprint, differences }
}

fn values(report: &Report, kind: MarkKind) -> BTreeSet<&str> {
    report.parts.iter().filter(|part| part.kind == kind).map(|part| part.text.as_str()).collect()
}
