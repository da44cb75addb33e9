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
    /// Apply the inverse edits to the file as it is then.
    Edited { path: VaultPath, inverse: Vec<Edit> },
    /// Move the file to the trash, if it is still as it was created.
    Created { path: VaultPath, hash: ContentHash },
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

    /// Remembers a change again whose undoing failed.
    pub(super) fn put_back(&self, number: u32, step: Step) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).steps.push_back((number, step));
    }
}
