//! The desktop around the window: the shortcut, notices of promises, narrow windows, and what windows tell each other.
//! What the user decided is kept among the preferences.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use kb::casebook::Error;
use kb::casebook::view::{CaseListRequest, QueueScope};
use kb::local::VaultState;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::Desk;
use crate::failure::Failure;
use crate::promises::{self, Notice, Told};

/// The shortcut of those who chose none.
const SHORTCUT: &str = "Ctrl+Alt+Space";
/// The window that lasts.
const MAIN: &str = "main";
/// Cases whose promises are looked at.
const LOOKED_AT: u32 = 1_000;
/// Under which name a vault keeps which promises were told.
const TOLD: &str = "promises-told";

/// Whether promises that come due are shown on the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Notifications {
    /// The user has not been asked.
    #[default]
    Ask,
    /// They are.
    On,
    /// They are not.
    Off,
}

/// A window's size without its frame, in pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What is being typed in a window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(optional_fields, rename = "DraftText")]
pub struct Keep {
    /// Where it is typed.
    pub key: String,
    /// What is typed.
    pub text: String,
    /// The window, by a name of its own choice, so that it knows its own words when they come back.
    pub by: Option<String>,
    /// The folder of the vault it is typed in, which may be the one before; the open one when left out.
    pub vault: Option<PathBuf>,
}

/// How the desktop answered so far.
#[derive(Default)]
pub(super) struct Around {
    shortcut: Mutex<Shortcut>,
    /// Narrow windows and the size each had.
    narrowed: Mutex<BTreeMap<String, Size>>,
    tray: std::sync::atomic::AtomicBool,
}

#[derive(Default)]
struct Shortcut {
    /// What is listened for.
    heard: Option<String>,
    /// Why what the user wants is not.
    problem: Option<String>,
}

impl Desk {
    /// The shortcut the user wants; `None` for none.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn wanted_shortcut(&self) -> Result<Option<String>, Failure> {
        let told = self.local()?.text_preference("shortcut").map_err(Error::from)?;
        Ok(Some(told.unwrap_or_else(|| SHORTCUT.to_owned())).filter(|keys| !keys.is_empty()))
    }

    /// Why the shortcut the user wants does not work.
    #[must_use]
    pub fn shortcut_problem(&self) -> Option<String> {
        self.around.shortcut.lock().unwrap_or_else(PoisonError::into_inner).problem.clone()
    }

    /// Listens for the shortcut the user wants. One that is refused stays off, and the settings say why.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn start_shortcut(&self) -> Result<(), Failure> {
        let wanted = self.wanted_shortcut()?;
        let problem = self.desktop.use_shortcut(wanted.as_deref()).err();
        if let Some(problem) = &problem {
            tracing::warn!(problem, "the shortcut is off");
        }
        let mut shortcut = self.around.shortcut.lock().unwrap_or_else(PoisonError::into_inner);
        *shortcut = Shortcut { heard: wanted.filter(|_| problem.is_none()), problem };
        Ok(())
    }

    /// Chooses another shortcut, or none.
    ///
    /// # Errors
    /// `refused` when the desktop does not give it; the one before stays.
    pub fn choose_shortcut(&self, keys: Option<&str>) -> Result<(), Failure> {
        let keys = keys.map(str::trim).filter(|keys| !keys.is_empty());
        let mut shortcut = self.around.shortcut.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(reason) = self.desktop.use_shortcut(keys) {
            let before = shortcut.heard.clone();
            let back = self.desktop.use_shortcut(before.as_deref());
            shortcut.problem = back.err().or_else(|| shortcut.problem.take());
            let what = keys.unwrap_or("no shortcut");
            return Err(Failure::new(
                "refused",
                format!("{what} cannot be used everywhere: {reason}"),
                "Choose another combination, or switch the shortcut off",
            ));
        }
        *shortcut = Shortcut { heard: keys.map(str::to_owned), problem: None };
        drop(shortcut);
        self.local()?.set_preference("shortcut", Some(&keys.unwrap_or_default().into())).map_err(Error::from)?;
        Ok(())
    }

    /// Whether promises that come due are shown on the desktop.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn notifications(&self) -> Result<Notifications, Failure> {
        let told = self.local()?.preference("notifications").map_err(Error::from)?;
        Ok(told.and_then(|word| serde_json::from_value(word).ok()).unwrap_or_default())
    }

    /// Keeps what the user said about notices.
    ///
    /// # Errors
    /// The preferences cannot be written.
    pub fn set_notifications(&self, notifications: Notifications) -> Result<(), Failure> {
        self.local()?.set_preference("notifications", Some(&json!(notifications))).map_err(Error::from)?;
        Ok(())
    }

    /// Shows the promises of the user's own cases that come due, each once; answers how many notices that were.
    ///
    /// # Errors
    /// The queue or the local state cannot be read, or the desktop shows no notices.
    pub fn tell_promises(&self) -> Result<usize, Failure> {
        let Ok(casebook) = self.casebook() else { return Ok(0) };
        if self.notifications()? != Notifications::On {
            return Ok(0);
        }
        let kept = casebook.local().setting(TOLD).map_err(Error::from)?.unwrap_or_default();
        let before: Told = kept.lines().map(str::to_owned).collect();
        let mut told = before.clone();
        let mine = CaseListRequest { scope: QueueScope::Mine, limit: LOOKED_AT, ..CaseListRequest::default() };
        let cases = casebook.queue(&mine)?.rows;
        let notices = promises::due(self.world.now(), &cases, &mut told);
        for notice in &notices {
            self.show_notice(notice)?;
        }
        if told != before {
            let lines: Vec<String> = told.into_iter().collect();
            casebook.local().set_setting(TOLD, Some(&lines.join("\n"))).map_err(Error::from)?;
        }
        Ok(notices.len())
    }

    /// Shows one notice.
    ///
    /// # Errors
    /// `io` when the desktop shows no notices.
    pub fn show_notice(&self, notice: &Notice) -> Result<(), Failure> {
        self.desktop.notify(notice).map_err(|reason| {
            Failure::new(
                "io",
                format!("the desktop shows no notice: {reason}"),
                "Check the desktop's notification settings; the queue shows every promise too",
            )
        })
    }

    /// Makes a window narrow and keeps it above others, or takes that back; says whether it is narrow now.
    ///
    /// # Errors
    /// `io` when the desktop does not do it.
    pub fn toggle_narrow(&self, window: &str) -> Result<bool, Failure> {
        // No lock is held while the desktop works: the window's thread takes it when a window closes.
        let narrowed = || self.around.narrowed.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |reason| {
            Failure::new("io", format!("the window keeps its size: {reason}"), "Change its size with the mouse instead")
        };
        let had = narrowed().remove(window);
        let size = match had {
            Some(size) => {
                self.desktop.widen(window, size).map_err(failed)?;
                None
            }
            None => Some(self.desktop.narrow(window).map_err(failed)?),
        };
        if let Some(size) = size {
            narrowed().insert(window.to_owned(), size);
        }
        self.keep_narrow(window, size)?;
        Ok(size.is_some())
    }

    fn keep_narrow(&self, window: &str, size: Option<Size>) -> Result<(), Failure> {
        if window != MAIN {
            return self.keep_narrow_pop_out(window, size);
        }
        let kept = size.map(|size| json!(size));
        self.local()?.set_preference("narrow", kept.as_ref()).map_err(Error::from)?;
        Ok(())
    }

    /// Makes a window narrow that was so the last time, and had this size before.
    pub(super) fn narrow_again(&self, window: &str, former: Size) -> Result<(), Failure> {
        if self.toggle_narrow(window)? {
            // What the window has been given by now is its narrow size, not the one to go back to.
            self.around.narrowed.lock().unwrap_or_else(PoisonError::into_inner).insert(window.to_owned(), former);
            self.keep_narrow(window, Some(former))?;
        }
        Ok(())
    }

    /// Makes the main window narrow again when it was at the end of the last time.
    ///
    /// # Errors
    /// The preferences cannot be read, or the desktop does not do it.
    pub fn restore_narrow(&self) -> Result<(), Failure> {
        let kept: Option<Value> = self.local()?.preference("narrow").map_err(Error::from)?;
        let Some(former) = kept.and_then(|size| serde_json::from_value::<Size>(size).ok()) else { return Ok(()) };
        self.narrow_again(MAIN, former)
    }

    /// Forgets a window that was closed.
    pub fn forget_window(&self, window: &str) {
        if window != MAIN {
            self.around.narrowed.lock().unwrap_or_else(PoisonError::into_inner).remove(window);
        }
    }

    /// What is kept on this machine of the vault in this folder; of the open one when none is named. A window asks while it
    /// does not know yet that another vault is open.
    ///
    /// # Errors
    /// No vault is open, or none was ever opened there.
    pub fn state_of(&self, vault: Option<&Path>) -> Result<VaultState, Failure> {
        let open = self.casebook()?;
        match vault.filter(|vault| *vault != open.root()) {
            None => Ok(open.local().clone()),
            Some(other) => self.local()?.known_at(other).map_err(Error::from)?.ok_or_else(|| {
                let message = format!("no vault was opened at {}", other.display());
                Failure::new("not-found", message, "Copy what you typed before you close the window")
            }),
        }
    }

    /// Whether the desktop shows Casebook in its tray.
    #[must_use]
    pub fn has_tray(&self) -> bool {
        self.around.tray.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Says that it does.
    pub fn note_tray(&self) {
        self.around.tray.store(true, std::sync::atomic::Ordering::Relaxed);
    }

    /// Keeps what is being typed and tells the other windows. What was typed in the vault before stays there.
    ///
    /// # Errors
    /// No vault is open, or it cannot be kept.
    pub fn keep_draft(&self, keep: &Keep) -> Result<(), Failure> {
        let Keep { key, text, by, vault } = keep.clone();
        let state = self.state_of(vault.as_deref())?;
        state.save_draft(&key, &text, self.world.now()).map_err(Error::from)?;
        if self.casebook().is_ok_and(|open| open.local().key() != state.key()) {
            return Ok(());
        }
        self.desktop.say(&crate::events::DeskEvent::DraftKept { key, text, by });
        Ok(())
    }
}
