//! The brake: when so much is missing at once that nobody will have meant it, nothing is taken over until somebody says so.
//!
//! An unmounted drive is an empty folder, a wrong folder is one full of other notes, and a sync that goes wrong deletes in
//! bulk; taken over, each would empty the lists and the index. The leader stops instead, keeps what it knows, and asks.

use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use super::error::ReconcileError;
use super::scan::Plan;
use crate::vault::{Vault, VaultError};

/// Up to so many notes may go at once, however small the vault.
const FEW: usize = 20;
/// One in so many may go at once, however many that are.
const ONE_IN: usize = 20;
/// Notes that go within this time of each other go at once.
const AT_ONCE: Duration = Duration::from_secs(60);

/// What the brake holds back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Notes known before.
    pub known: usize,
    /// Those of them whose text is nowhere in the vault any more.
    pub missing: usize,
}

impl Missing {
    /// For the catalog, where other processes find it.
    pub(super) fn to_text(self) -> String {
        format!("{} {}", self.missing, self.known)
    }

    /// Back from the catalog; `None` for what says that nothing is missing.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (missing, known) = text.split_once(' ')?;
        Some(Self { missing: missing.parse().ok()?, known: known.parse().ok()? })
    }
}

/// Whether the loss is more than anybody causes by hand: everything, or more than a few and than a small part.
fn is_too_much(Missing { known, missing }: Missing, seen: usize) -> bool {
    missing > 0 && (seen == 0 || (missing > FEW && missing * ONE_IN > known))
}

/// What a scan would take for gone, if that is too much. `lately` went already, shortly before.
///
/// A note that is found under another name is not missing: when it matters, what is new in the vault is read for that.
pub(super) fn held_back(vault: &Vault, plan: &Plan, lately: usize) -> Result<Option<Missing>, ReconcileError> {
    let known = plan.known + lately;
    let all = Missing { known, missing: plan.gone.len() + lately };
    if plan.gone.is_empty() || !is_too_much(all, plan.seen) {
        return Ok(None);
    }
    let mut elsewhere = BTreeSet::new();
    for planned in plan.read.iter().filter(|planned| planned.known.is_none()) {
        match vault.read(&planned.path, Some(0)) {
            Ok(read) => drop(elsewhere.insert(*read.hash.as_bytes())),
            Err(error @ VaultError::Gone { .. }) => return Err(error.into()),
            Err(_) => {}
        }
    }
    let missing = plan.gone.iter().filter(|gone| !elsewhere.contains(&gone.hash)).count() + lately;
    let missing = Missing { known, missing };
    Ok(is_too_much(missing, plan.seen).then_some(missing))
}

/// The notes that other programs removed a short while ago, counted.
#[derive(Debug, Default)]
pub(super) struct Lately(VecDeque<(Instant, usize)>);

impl Lately {
    pub(super) fn count(&mut self) -> usize {
        while self.0.front().is_some_and(|(when, _)| when.elapsed() > AT_ONCE) {
            self.0.pop_front();
        }
        self.0.iter().map(|(_, count)| count).sum()
    }

    pub(super) fn add(&mut self, count: usize) {
        if count > 0 {
            self.0.push_back((Instant::now(), count));
        }
    }

    /// Whether `more` on top of these are so many that only a scan can say whether they are too many.
    pub(super) fn calls_for_a_scan(&mut self, more: usize) -> bool {
        more > 0 && self.count() + more > FEW
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_may_go_and_so_may_a_small_part() {
        for (known, missing, seen, too_much) in [
            (100, 20, 80, false),
            (100, 21, 79, true),
            (1_000, 50, 950, false),
            (1_000, 51, 949, true),
            (3, 2, 1, false),
            (3, 3, 0, true),
            (1, 1, 0, true),
            (0, 0, 0, false),
            // Another folder: it is not empty, and nothing of what was known is in it.
            (300, 300, 900, true),
        ] {
            assert_eq!(is_too_much(Missing { known, missing }, seen), too_much, "{missing} of {known}, {seen} seen");
        }
    }

    #[test]
    fn many_small_losses_one_after_another_call_for_a_scan() {
        let mut lately = Lately::default();
        assert!(!lately.calls_for_a_scan(15));
        lately.add(15);
        assert!(!lately.calls_for_a_scan(0) && !lately.calls_for_a_scan(5));
        assert!(lately.calls_for_a_scan(6));
        lately.forget();
        assert!(!lately.calls_for_a_scan(6));
    }

    #[test]
    fn what_is_missing_survives_as_text() {
        let missing = Missing { known: 340, missing: 312 };
        assert_eq!(Missing::from_text(&missing.to_text()), Some(missing));
        assert_eq!(Missing::from_text(""), None);
    }
}
