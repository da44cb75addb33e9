//! What can be undone: the last changes of this process, by number.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::format::Edit;
use crate::model::VaultPath;
use crate::vault::ContentHash;

/// Changes remembered at most.
const REMEMBERED: usize = 200;

/// How to undo one change.
pub(super) enum Step {
    /// Apply the inverse edits to the file as it is then. The hashes are those of the file before and after.
    Edited { path: VaultPath, inverse: Vec<Edit>, before: ContentHash, after: ContentHash },
    /// Put the bytes back that were there before, if the file is still as it was left.
    Replaced { path: VaultPath, hash: ContentHash, was: Vec<u8> },
    /// Move the file to the trash, if it is still as it was created.
    Created { path: VaultPath, hash: ContentHash },
    /// Bring back from the trash.
    Trashed { place: String },
    /// Undo each of these edits: one change of many notes.
    Many(Vec<(VaultPath, Vec<Edit>)>),
    /// All of these, in this order.
    Several(Vec<Step>),
}

/// The remembered changes.
#[derive(Default)]
pub(super) struct Undo {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    last: u32,
    steps: VecDeque<(u32, Step)>,
}

impl Undo {
    /// Remembers a change and returns its number.
    pub(super) fn push(&self, step: Step) -> u32 {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.last += 1;
        let number = inner.last;
        inner.steps.push_back((number, step));
        if inner.steps.len() > REMEMBERED {
            inner.steps.pop_front();
        }
        number
    }

    /// Forgets a change and returns it.
    pub(super) fn take(&self, number: u32) -> Option<Step> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let at = inner.steps.iter().position(|(known, _)| *known == number)?;
        inner.steps.remove(at).map(|(_, step)| step)
    }

    /// Makes one step of two of the same kind on the same file; the number of the step that takes back `later`, or `None`
    /// when the two left the file as it was: then there is nothing to take back.
    pub(super) fn join(&self, earlier: u32, later: u32) -> Option<u32> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |inner: &Inner, number| inner.steps.iter().position(|(known, _)| *known == number);
        let (Some(first), Some(second)) = (place(&inner, earlier), place(&inner, later)) else { return Some(later) };
        if first == second {
            return Some(later);
        }
        let joined = match (&inner.steps[first].1, &inner.steps[second].1) {
            (
                Step::Edited { path, inverse: old, before, .. },
                Step::Edited { path: other, inverse: new, after, .. },
            ) if path == other => (before != after).then(|| {
                // Taken back in turn: the later one first.
                let inverse = new.iter().chain(old).cloned().collect();
                Step::Edited { path: path.clone(), inverse, before: *before, after: *after }
            }),
            (Step::Replaced { path, was, .. }, Step::Replaced { path: other, hash, .. }) if path == other => {
                (ContentHash::of(was) != *hash).then(|| Step::Replaced {
                    path: path.clone(),
                    hash: *hash,
                    was: was.clone(),
                })
            }
            _ => return Some(later),
        };
        let remains = joined.is_some();
        match joined {
            Some(joined) => inner.steps[second].1 = joined,
            None => drop(inner.steps.remove(second)),
        }
        inner.steps.retain(|(number, _)| *number != earlier);
        remains.then_some(later)
    }

    /// Forgets every change: what they would bring back is not to come back.
    pub(super) fn forget(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).steps.clear();
    }

    /// Remembers a change again whose undoing failed.
    pub(super) fn put_back(&self, number: u32, step: Step) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).steps.push_back((number, step));
    }
}
