//! What the leader does while the brake holds, and how it comes to hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use tracing::{info, warn};

use super::super::brake::{self, Missing};
use super::super::error::ReconcileError;
use super::super::scan::plan;
use super::super::store::Store;
use super::{Outlet, Worker};
use crate::model::{ProblemCode, VaultPath};

/// Whether a scan asks before it takes over that much is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Brake {
    /// It does.
    On,
    /// Somebody has said that it is meant.
    Off,
}

/// The files that were found emptied before.
pub(super) fn emptied(store: &Store) -> Result<BTreeSet<VaultPath>, ReconcileError> {
    let paths = store.catalog.read()?.found(ProblemCode::Emptied)?;
    Ok(paths.into_iter().filter_map(|path| VaultPath::new(path).ok()).collect())
}

impl Worker {
    /// Takes nothing over from now on, and says so.
    pub(super) fn hold(&mut self, missing: Missing) -> Result<(), ReconcileError> {
        if self.held != Some(missing) {
            warn!(
                missing = missing.missing,
                known = missing.known,
                "so many notes are missing that nothing is taken over"
            );
        }
        self.held = Some(missing);
        self.store.note_missing(Some(missing))?;
        (self.start.outlet)(Outlet::Indexing(None));
        (self.start.outlet)(Outlet::Unavailable(None));
        (self.start.outlet)(Outlet::Held(Some(missing)));
        Ok(())
    }

    /// Goes on as ever: what was missing is back, or is meant to be gone.
    pub(super) fn release(&mut self) -> Result<(), ReconcileError> {
        self.store.note_missing(None)?;
        self.lately.forget();
        if self.held.take().is_some() {
            info!("taking over what the vault holds again");
            // What it said was not asked for while it may have been away.
            self.backlog.settings = true;
            (self.start.outlet)(Outlet::Held(None));
        }
        Ok(())
    }

    /// Looks at the whole vault where nothing tells of changes.
    pub(super) fn look_round(&mut self) {
        let settings = VaultPath::new("casebook.toml").expect("a plain file name");
        let stamp = self.start.vault.stamp(&settings).ok().flatten();
        self.backlog.settings |= stamp != std::mem::replace(&mut self.settings_stamp, stamp);
        self.backlog.scan = true;
    }

    /// Sees to it that what other programs touched is taken over only if it does not add up to a loss that calls for a scan;
    /// says how many notes are lost by it.
    pub(super) fn mind_losses(&mut self) -> Result<usize, ReconcileError> {
        let outside = &self.backlog.outside;
        if outside.is_empty() {
            return Ok(0);
        }
        if self.held.is_some() {
            self.backlog.outside.clear();
            self.backlog.scan = true;
            return Ok(0);
        }
        let snapshot = self.store.catalog.read()?;
        let mut lost = 0;
        for path in outside {
            if matches!(self.start.vault.stamp(path), Ok(None)) && snapshot.note(path)?.is_some() {
                lost += 1;
            }
        }
        drop(snapshot);
        if self.lately.calls_for_a_scan(lost) {
            self.backlog.outside.clear();
            self.backlog.scan = true;
            return Ok(0);
        }
        Ok(lost)
    }

    /// Builds a new store; while the brake holds that waits until it does not.
    pub(super) fn rebuild_unless_held(&mut self) -> Result<(), ReconcileError> {
        match self.rebuild() {
            Err(ReconcileError::Held(_)) => self.store.forget_rebuild(),
            built => built.map(drop),
        }
    }

    /// Refuses to build a store from a vault that may be the wrong one.
    pub(super) fn check_before_rebuild(&mut self) -> Result<(), ReconcileError> {
        let found = plan(&self.start.vault, &self.store.catalog)?;
        match brake::held_back(&self.start.vault, &found, 0)? {
            None => Ok(()),
            Some(missing) => {
                self.hold(missing)?;
                Err(ReconcileError::Held(missing))
            }
        }
    }

    /// What is empty now stays under suspicion for as long as it is; what becomes empty later is meant.
    pub(super) fn note_emptied(&mut self) -> Result<(), ReconcileError> {
        self.emptied.all = false;
        self.emptied.paths = Arc::new(emptied(&self.store)?);
        Ok(())
    }
}
