//! What is missing from the vault at once: asking for another look, or taking it over.

use std::time::{Duration, Instant};

use super::Casebook;
use super::error::Error;
use super::open::count;
use super::view::MissingNotes;
use crate::reconcile::{Missing, ReconcileError};

/// How long a follower waits for the leader to take over what it accepts.
const TAKEN_OVER: Duration = Duration::from_secs(60);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);

impl From<Missing> for MissingNotes {
    fn from(Missing { known, missing }: Missing) -> Self {
        Self { known: count(known), missing: count(missing) }
    }
}

impl Casebook {
    /// How much is missing, when that is so much that nothing is taken over until somebody says so.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn missing(&self) -> Result<Option<MissingNotes>, Error> {
        if self.leads() {
            return Ok(self.lead.shared.missing());
        }
        Ok(self.store()?.missing()?.map(MissingNotes::from))
    }

    /// Looks whether what is missing is back, and returns when it has.
    pub fn look_again(&self) {
        self.rescan();
        self.settle();
    }

    /// Takes over that notes are missing: they leave the lists and the index. Returns when that is done, by whoever leads.
    ///
    /// # Errors
    /// The leader could not be told, or did not do it within a minute.
    pub fn accept_missing(&self) -> Result<(), Error> {
        if let Some(reconciler) = self.lead.reconciler() {
            reconciler.accept_missing();
            reconciler.drain();
            return Ok(());
        }
        self.store()?.request_acceptance()?;
        let deadline = Instant::now() + TAKEN_OVER;
        while self.missing()?.is_some() {
            if self.lead.try_lead()? {
                return self.accept_missing();
            }
            if Instant::now() >= deadline {
                let reason = "the leading Casebook did not take it over".to_owned();
                return Err(ReconcileError::Stopped { reason }.into());
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }
}
