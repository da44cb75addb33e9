//! Notices of the desktop. `notify-rust` and not the Tauri plugin over it: the plugin drops both the error of a desktop that
//! shows none and the click on one it shows.

use notify_rust::Notification;
use tauri::{AppHandle, Manager};

use crate::desk::Desk;
use crate::events::DeskEvent;
use crate::promises::Notice;

/// What a click on the notice itself is called.
#[cfg(all(unix, not(target_os = "macos")))]
const CLICK: &str = "default";

/// Shows a notice; a click on it brings Casebook to the front with the case it is about.
///
/// # Errors
/// A sentence why the desktop does not show it.
pub(super) fn show(app: &AppHandle, notice: &Notice) -> Result<(), String> {
    let mut notification = Notification::new();
    notification.appname("Casebook").summary(&notice.summary).body(&notice.body).icon("casebook");
    #[cfg(all(unix, not(target_os = "macos")))]
    notification.action(CLICK, "Open");
    let shown = notification.show().map_err(|error| error.to_string())?;
    #[cfg(all(unix, not(target_os = "macos")))]
    {
        let (app, case) = (app.clone(), notice.case.clone());
        // Ends with the notice.
        let wait = move || {
            shown.wait_for_action(|action| {
                if action == CLICK {
                    clicked(&app, case);
                }
            });
        };
        if let Err(error) = std::thread::Builder::new().name("notice".to_owned()).spawn(wait) {
            tracing::warn!(%error, "a click on the notice will do nothing");
        }
    }
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    let _ = (app, shown);
    Ok(())
}

#[cfg(all(unix, not(target_os = "macos")))]
fn clicked(app: &AppHandle, case: Option<kb::model::VaultPath>) {
    super::show_main(app);
    if let Some(path) = case {
        app.state::<std::sync::Arc<Desk>>().desktop().say(&DeskEvent::CaseAsked { path });
    }
}
