//! One leader, any number of followers: joining, announcing a change, and waiting for one's own changes to be found.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tracing::{info, warn};

use super::error::Error;
use super::open::{Casebook, Lead, Stay};
use crate::model::VaultPath;
use crate::reconcile::{Missing, Rebuilt, ReconcileError, Store};

/// How long a follower's search waits for the leader to take in what this process changed.
const OWN_CHANGES: Duration = Duration::from_secs(1);
/// How long a newcomer waits for a leader that is just making the first store.
const FIRST_STORE: Duration = Duration::from_secs(10);
/// How long a follower waits for the rebuild it asked for.
const REBUILD: Duration = Duration::from_secs(3600);
/// How often a waiting follower looks.
const LOOK: Duration = Duration::from_millis(10);
/// How often a resident follower tries to take the lead.
const TAKE_OVER: Duration = Duration::from_millis(250);

impl Casebook {
    /// Leads if nobody does, else follows.
    pub(super) fn join(&self) -> Result<(), Error> {
        if self.lead.try_lead()? {
            match self.stay {
                Stay::Visitor => self.settle(),
                Stay::Resident => self.sweep_leftovers(),
            }
            return Ok(());
        }
        self.lead.follow(FIRST_STORE)?;
        if self.stay == Stay::Resident {
            take_over_later(&self.lead);
        }
        Ok(())
    }

    /// Removes what crashed saves left behind, beside everything else: it is hidden from all and not worth an error.
    fn sweep_leftovers(&self) {
        let (vault, now) = (self.vault.clone(), self.world.now());
        let sweep = move || match vault.lock().and_then(|lock| vault.sweep(&lock, now)) {
            Ok(0) => {}
            Ok(count) => info!(count, "removed temporary files of saves that a crash ended"),
            Err(error) => warn!(%error, "temporary files of crashed saves stay"),
        };
        if let Err(error) = std::thread::Builder::new().name("sweep".to_owned()).spawn(sweep) {
            warn!(%error, "temporary files of crashed saves stay");
        }
    }

    /// Whether this process leads.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.lead.reconciler().is_some()
    }

    /// The store to read from. A follower gets the newest commit, and the store a rebuild swapped in.
    pub(crate) fn store(&self) -> Result<Arc<Store>, Error> {
        if !self.leads() {
            self.lead.follow(FIRST_STORE)?;
        }
        let store = self.lead.shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        store.ok_or_else(|| ReconcileError::NoStore { path: self.lead.caches.home().to_owned() }.into())
    }

    /// Waits, when this process leads, until everything so far is in catalog and index.
    pub fn settle(&self) {
        if let Some(reconciler) = self.lead.reconciler() {
            reconciler.drain();
        }
    }

    /// Asks for a look at every file, when this process leads; returns at once.
    pub fn rescan(&self) {
        if let Some(reconciler) = self.lead.reconciler() {
            reconciler.rescan();
        }
    }

    /// Tells whoever leads that `path` changed.
    pub(super) fn announce(&self, path: &VaultPath) -> Result<(), Error> {
        if let Some(reconciler) = self.lead.reconciler() {
            reconciler.touched(vec![path.clone()]);
            return Ok(());
        }
        // The change is on disk already: a catalog that cannot be written now costs a scan later, not the change.
        let recorded = self.store().and_then(|store| Ok(store.catalog.add_pending(std::slice::from_ref(path))?));
        if let Err(error) = recorded {
            warn!(%path, %error, "the change is saved; it will be found after the next scan");
        }
        Ok(())
    }

    /// Waits up to a second until the leader has taken in what followers changed; says whether something is missing.
    /// When the leader is gone, this process takes the lead. For a leader something is missing while it cannot take anything in.
    pub(super) fn await_own_changes(&self) -> Result<bool, Error> {
        if self.leads() {
            return Ok(self.lead.shared.is_unavailable());
        }
        let deadline = Instant::now() + OWN_CHANGES;
        loop {
            if self.store()?.catalog.pending()?.is_empty() {
                return Ok(false);
            }
            if self.lead.try_lead()? {
                self.settle();
                return Ok(self.lead.shared.is_unavailable());
            }
            if Instant::now() >= deadline {
                return Ok(true);
            }
            std::thread::sleep(LOOK);
        }
    }
}

impl Lead {
    /// Opens or refreshes the store for reading.
    fn follow(&self, patience: Duration) -> Result<(), ReconcileError> {
        let deadline = Instant::now() + patience;
        loop {
            let current = self.caches.current();
            let held = self.shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
            match held {
                Some(store) if current.as_deref() == Some(store.id.as_str()) => {
                    store.index.reload()?;
                    return Ok(());
                }
                _ => match self.caches.open() {
                    Ok(store) => {
                        self.shared.use_store(Arc::new(store));
                        return Ok(());
                    }
                    Err(error) if Instant::now() >= deadline => return Err(error),
                    Err(_) => {}
                },
            }
            if self.try_lead()? {
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
    }

    /// What whoever leads holds back.
    fn held_back(&self) -> Result<Option<Missing>, ReconcileError> {
        let store = self.shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        store.map_or(Ok(None), |store| store.missing())
    }

    /// Rebuilds here, or asks the leader to and waits for the new store.
    pub(super) fn rebuild(&self) -> Result<Rebuilt, ReconcileError> {
        if let Some(reconciler) = self.reconciler() {
            return reconciler.rebuild();
        }
        self.follow(FIRST_STORE)?;
        let before = self.caches.current();
        let store = self.shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(store) = store {
            store.request_rebuild()?;
        }
        let deadline = Instant::now() + REBUILD;
        while self.caches.current() == before {
            if self.try_lead()? {
                return self.rebuild();
            }
            if let Some(missing) = self.held_back()? {
                return Err(ReconcileError::Held(missing));
            }
            if Instant::now() >= deadline {
                return Err(ReconcileError::Stopped { reason: "the leading Casebook did not rebuild".to_owned() });
            }
            std::thread::sleep(LOOK);
        }
        self.follow(FIRST_STORE)?;
        let store = self.shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        let store = store.ok_or_else(|| ReconcileError::NoStore { path: self.caches.home().to_owned() })?;
        Rebuilt::of(&store)
    }
}

/// Keeps trying to take the lead for as long as the vault is open: the leader was a command that is about to end.
fn take_over_later(lead: &Arc<Lead>) {
    let waiting = Arc::downgrade(lead);
    let keep_trying = move || {
        while let Some(lead) = waiting.upgrade() {
            match lead.try_lead() {
                Ok(true) => {
                    info!("took over the lead");
                    return;
                }
                Ok(false) => {}
                Err(error) => warn!(%error, "cannot take the lead"),
            }
            drop(lead);
            std::thread::sleep(TAKE_OVER);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("take-over".to_owned()).spawn(keep_trying) {
        warn!(%error, "this window follows and will not take over the lead");
    }
}
