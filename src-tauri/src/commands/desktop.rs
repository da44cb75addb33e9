//! Commands about the desktop around the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Nothing;
use super::app::{AppStatus, get_status};
use super::notes::NotePath;
use crate::desk::{Desk, Notifications};
use crate::failure::Failure;
use crate::promises::Notice;

/// Characters of the name a window gives itself.
const LABEL: usize = 40;

/// The desktop around the window.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DesktopStatus {
    /// The shortcut the user wants, if any.
    shortcut: Option<String>,
    /// Why it does not work.
    shortcut_problem: Option<String>,
    /// Whether promises that come due are shown on the desktop.
    notifications: Notifications,
    /// Whether the desktop shows Casebook in its tray.
    tray: bool,
}

/// Which shortcut to use; none switches it off.
#[derive(Debug, Deserialize, TS)]
pub struct ShortcutChoice {
    keys: Option<String>,
}

/// What the user said about notices.
#[derive(Debug, Deserialize, TS)]
pub struct NotificationChoice {
    notifications: Notifications,
}

/// The window that asks.
#[derive(Debug, Deserialize, TS)]
pub struct ThisWindow {
    window: String,
}

/// Whether the window is narrow now.
#[derive(Debug, Serialize, TS)]
pub struct Narrow {
    narrow: bool,
}

pub(super) fn status(desk: &Desk) -> Result<DesktopStatus, Failure> {
    Ok(DesktopStatus {
        shortcut: desk.wanted_shortcut()?,
        shortcut_problem: desk.shortcut_problem(),
        notifications: desk.notifications()?,
        tray: desk.has_tray(),
    })
}

pub(super) fn set_shortcut(desk: &Desk, choice: &ShortcutChoice) -> Result<AppStatus, Failure> {
    desk.choose_shortcut(choice.keys.as_deref())?;
    get_status(desk, &Nothing {})
}

pub(super) fn set_notifications(desk: &Desk, choice: &NotificationChoice) -> Result<AppStatus, Failure> {
    desk.set_notifications(choice.notifications)?;
    get_status(desk, &Nothing {})
}

pub(super) fn try_notification(desk: &Desk, _: &Nothing) -> Result<Nothing, Failure> {
    desk.show_notice(&Notice {
        summary: "Casebook".to_owned(),
        body: "This is how a promise that comes due is shown".to_owned(),
        case: None,
    })?;
    Ok(Nothing {})
}

pub(super) fn pop_out(desk: &Desk, note: &NotePath) -> Result<Nothing, Failure> {
    desk.pop_out(&note.path)?;
    Ok(Nothing {})
}

pub(super) fn toggle_narrow(desk: &Desk, request: &ThisWindow) -> Result<Narrow, Failure> {
    if request.window.chars().count() > LABEL {
        return Err(Failure::new("invalid", "no window has so long a name", "Report this"));
    }
    Ok(Narrow { narrow: desk.toggle_narrow(&request.window)? })
}
