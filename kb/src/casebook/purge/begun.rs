//! Purging as a whole: alone with the vault, and brought to its end. What is to be done is on disk before the first change; killed in
//! the middle, the purge is offered again at the next start of the app, and by `kb purge --finish`.

use std::sync::PoisonError;

use crate::casebook::Casebook;
use crate::casebook::error::Error;
use crate::casebook::open::Stay;
use crate::casebook::view::{PurgeRequest, Purged};
use crate::local::Presence;
use crate::vault::VaultError;

use super::whom::Whom;

impl Casebook {
    /// Purges. What was removed is not in the trash and cannot be undone; nor can any change made before.
    ///
    /// # Errors
    /// [`Error::Refused`] while another Casebook window has the vault open, or while another purge waits to be finished. Else something
    /// could not be read or written: what was done by then stays done, and [`Casebook::finish_purge`] goes on.
    pub fn purge(&self, request: &PurgeRequest) -> Result<Purged, Error> {
        Whom::of(&request.name)?;
        let _alone = self.alone()?;
        let mut request = request.clone();
        if let Some(begun) = self.unfinished_purge()? {
            if begun.name != request.name {
                return Err(Error::Refused {
                    what: format!("purging {}", request.name),
                    reason: format!("a purge of {} was interrupted", begun.name),
                    hint: "Finish that one first: in the app, or with kb purge --finish".to_owned(),
                });
            }
            request.remove.extend(begun.remove);
        }
        self.local.begin_purge(&serde_json::to_string(&request).expect("names and paths are text"))?;
        self.carry_out(&request)
    }

    /// What a purge that was interrupted was about.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn unfinished_purge(&self) -> Result<Option<PurgeRequest>, Error> {
        let Some((text, file)) = self.local.begun_purge()? else { return Ok(None) };
        let request = serde_json::from_str(&text).map_err(|error| Error::Refused {
            what: "reading what a purge was about".to_owned(),
            reason: format!("{} does not say it: {error}", file.display()),
            hint: "Remove that file, and purge the name again".to_owned(),
        })?;
        Ok(Some(request))
    }

    /// Brings a purge that was interrupted to its end; `None` when none was.
    ///
    /// # Errors
    /// As [`Casebook::purge`].
    pub fn finish_purge(&self) -> Result<Option<Purged>, Error> {
        let Some(request) = self.unfinished_purge()? else { return Ok(None) };
        let _alone = self.alone()?;
        self.take_over_removed(&request)?;
        self.carry_out(&request).map(Some)
    }

    /// What the purge had removed by then may be so much that nobody has taken it over yet.
    fn take_over_removed(&self, request: &PurgeRequest) -> Result<(), Error> {
        let Some(missing) = self.missing()? else { return Ok(()) };
        let is_gone = |path: &&_| matches!(self.vault.stamp(path), Ok(None) | Err(VaultError::NotFound { .. }));
        let removed = request.remove.iter().filter(is_gone).count();
        if missing.missing as usize <= removed { self.accept_missing() } else { Err(Error::held(missing)) }
    }

    /// The right to be the only window on the vault, for as long as the value lives.
    fn alone(&self) -> Result<Alone<'_>, Error> {
        // An app gives up its own presence first: that would be in its way.
        let mut presence = self.presence.lock().unwrap_or_else(PoisonError::into_inner);
        let was_present = presence.take().is_some();
        let alone = self.local.be_alone();
        if !matches!(alone, Ok(Some(_))) && was_present {
            *presence = self.local.be_present().ok().flatten();
        }
        drop(presence);
        let Some(lock) = alone? else {
            let (reason, hint) = match self.stay {
                Stay::Visitor => {
                    ("Casebook has this vault open", "Purge in the app, or close its windows and try again")
                }
                Stay::Resident => (
                    "another Casebook has this vault open",
                    "Close the other one, or wait for its purge, and try again",
                ),
            };
            let (what, reason, hint) = ("purging".to_owned(), reason.to_owned(), hint.to_owned());
            return Err(Error::Refused { what, reason, hint });
        };
        Ok(Alone { casebook: self, lock: Some(lock), was_present })
    }
}

struct Alone<'a> {
    casebook: &'a Casebook,
    lock: Option<Presence>,
    was_present: bool,
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        drop(self.lock.take());
        if self.was_present {
            let present = self.casebook.local.be_present().ok().flatten();
            *self.casebook.presence.lock().unwrap_or_else(PoisonError::into_inner) = present;
        }
    }
}
