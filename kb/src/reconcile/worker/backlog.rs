//! What the leader is asked to do, and what of it is waiting to be done.

use std::collections::BTreeSet;
use std::sync::mpsc::Sender;

use super::super::error::ReconcileError;
use super::Rebuilt;
use crate::model::VaultPath;

/// What the leader is asked to do.
pub(super) enum Job {
    Touched {
        paths: Vec<VaultPath>,
        ours: bool,
    },
    Settings,
    Rescan,
    /// What is missing is meant to be.
    Accept,
    /// Some changes will not be noticed from now on.
    Deaf {
        reason: String,
    },
    VaultGone,
    Rebuild {
        done: Sender<Result<Rebuilt, ReconcileError>>,
    },
    Drain {
        done: Sender<()>,
    },
    Stop,
}

/// What is waiting to be done.
#[derive(Default)]
pub(super) struct Backlog {
    pub(super) ours: BTreeSet<VaultPath>,
    pub(super) outside: BTreeSet<VaultPath>,
    pub(super) scan: bool,
    /// Whether what is missing is taken over.
    pub(super) accept: bool,
    /// Whether the caches are at fault, or may be, and have to be built anew.
    pub(super) anew: bool,
    /// Why some changes are not noticed any more.
    pub(super) deaf: Option<String>,
    /// Whether `casebook.toml` may have changed.
    pub(super) settings: bool,
    /// Whether a watcher has to be set up before anything else is done.
    pub(super) watch: bool,
    pub(super) rebuild: Vec<Sender<Result<Rebuilt, ReconcileError>>>,
    pub(super) drains: Vec<Sender<()>>,
    pub(super) gone: bool,
    pub(super) stop: bool,
}

impl Backlog {
    /// Whether anything came in while the last turn was under way.
    pub(super) fn has_work(&self) -> bool {
        self.scan
            || self.accept
            || self.anew
            || self.settings
            || self.gone
            || self.has_touched()
            || !self.rebuild.is_empty()
    }

    /// Whether a note is waiting that somebody has just changed.
    pub(super) fn has_touched(&self) -> bool {
        !(self.ours.is_empty() && self.outside.is_empty())
    }

    pub(super) fn add(&mut self, job: Job) {
        match job {
            Job::Touched { paths, ours: true } => self.ours.extend(paths),
            Job::Touched { paths, ours: false } => self.outside.extend(paths),
            Job::Settings => self.settings = true,
            Job::Rescan => (self.scan, self.settings) = (true, true),
            Job::Accept => self.accept = true,
            Job::Deaf { reason } => (self.scan, self.deaf) = (true, Some(reason)),
            Job::VaultGone => self.gone = true,
            Job::Rebuild { done } => self.rebuild.push(done),
            Job::Drain { done } => self.drains.push(done),
            Job::Stop => self.stop = true,
        }
    }
}
