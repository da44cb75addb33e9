//! Cases in windows of their own: which are open is kept with the vault, so that a restart brings them back. Their places
//! and sizes are kept by label, as for every window.

use std::collections::BTreeMap;

use kb::casebook::Error;
use kb::model::VaultPath;
use serde::{Deserialize, Serialize};

use super::{Desk, Size};
use crate::failure::Failure;

/// Under which name a vault keeps them.
const KEPT: &str = "pop-outs";
/// Windows brought back at most.
const MOST: usize = 12;

/// A window with one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PopOut {
    case: VaultPath,
    /// The size it had before it was made narrow; `None` while it is not.
    #[serde(default)]
    narrowed: Option<Size>,
}

/// By the label of the window.
type PopOuts = BTreeMap<String, PopOut>;

impl Desk {
    /// Shows a case in a window of its own.
    ///
    /// # Errors
    /// There is no such case, or the desktop gives no window.
    pub fn pop_out(&self, case: &VaultPath) -> Result<(), Failure> {
        // Not a file, or not a case: an error now, not an empty window.
        self.casebook()?.note(case)?;
        let label = self.open_window(case, None)?;
        self.change_pop_outs(|kept| {
            kept.entry(label).or_insert(PopOut { case: case.clone(), narrowed: None });
        })
    }

    /// Opens the windows again that were open at the end of the last time, each narrow if it was.
    ///
    /// # Errors
    /// What was kept cannot be read. A window that does not open is left out and named in the log.
    pub fn reopen_pop_outs(&self) -> Result<(), Failure> {
        let casebook = self.casebook()?;
        let mut kept = self.pop_outs()?;
        kept.retain(|_, pop_out| casebook.note(&pop_out.case).is_ok());
        for (label, pop_out) in kept.iter().take(MOST) {
            let opened = self.open_window(&pop_out.case, Some(label)).and_then(|_| match pop_out.narrowed {
                Some(former) => self.narrow_again(label, former),
                None => Ok(()),
            });
            if let Err(failure) = opened {
                tracing::warn!(message = failure.message, "a window is not as it was");
            }
        }
        self.change_pop_outs(|all| *all = kept)
    }

    /// The user closed a window with one case: a restart does not bring it back.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn pop_out_closed(&self, label: &str) -> Result<(), Failure> {
        self.change_pop_outs(|kept| drop(kept.remove(label)))
    }

    /// Keeps whether a window with one case is narrow.
    pub(super) fn keep_narrow_pop_out(&self, label: &str, narrowed: Option<Size>) -> Result<(), Failure> {
        self.change_pop_outs(|kept| {
            if let Some(pop_out) = kept.get_mut(label) {
                pop_out.narrowed = narrowed;
            }
        })
    }

    fn open_window(&self, case: &VaultPath, label: Option<&str>) -> Result<String, Failure> {
        self.desktop.pop_out(case, label).map_err(|reason| {
            Failure::new("io", format!("no window for {case}: {reason}"), "Go on working in the main window")
        })
    }

    /// What was kept; what no Casebook wrote counts as nothing.
    fn pop_outs(&self) -> Result<PopOuts, Failure> {
        let kept = self.casebook()?.local().setting(KEPT).map_err(Error::from)?;
        Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    fn change_pop_outs(&self, change: impl FnOnce(&mut PopOuts)) -> Result<(), Failure> {
        let before = self.pop_outs()?;
        let mut kept = before.clone();
        change(&mut kept);
        if kept != before {
            let json = serde_json::to_string(&kept).expect("plain values with text keys");
            self.casebook()?.local().set_setting(KEPT, Some(&json)).map_err(Error::from)?;
        }
        Ok(())
    }
}
