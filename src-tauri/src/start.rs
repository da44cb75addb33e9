//! What goes on beside the window from its start on, each in a thread of its own: opening the vault, then, once the first
//! frame is there, the shortcut, the tray and the look for promises that come due.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::args::Start;
use crate::desk::Desk;
use crate::desktop::{self, tray};
use crate::events::DeskEvent;
use crate::watchdog;

/// How often the queue is looked through for promises that come due.
const LOOK: Duration = Duration::from_secs(60);

/// Starts it all and returns.
///
/// # Errors
/// The system refuses a thread.
pub(crate) fn begin(app: AppHandle, desk: Arc<Desk>, start: Start) -> io::Result<()> {
    let opener = Arc::clone(&desk);
    thread::Builder::new().name("open".to_owned()).spawn(move || {
        report("the window's former size", opener.restore_narrow());
        opener.open_asked(&start.opening);
        // A page that has drawn itself listens.
        if !opener.first_frame.wait(watchdog::PATIENCE) {
            return;
        }
        if opener.casebook().is_ok() {
            report("windows with one case", opener.reopen_pop_outs());
        }
        if start.find {
            opener.desktop().say(&DeskEvent::FindAsked);
        }
    })?;
    thread::Builder::new().name("after-start".to_owned()).spawn(move || after_first_frame(&app, &desk))?;
    Ok(())
}

/// Does what another start of the app asks of this one: comes to the front with the vault or the find box it names.
pub(crate) fn obey(app: &AppHandle, desk: &Arc<Desk>, start: Start) {
    desktop::show_main(app);
    let desk = Arc::clone(desk);
    let obey = move || {
        if start.opening != crate::args::Opening::Last {
            desk.open_asked(&start.opening);
        }
        if start.find {
            desk.desktop().say(&DeskEvent::FindAsked);
        }
    };
    if let Err(error) = thread::Builder::new().name("obey".to_owned()).spawn(obey) {
        tracing::error!(%error, "a second start is not obeyed");
    }
}

fn after_first_frame(app: &AppHandle, desk: &Arc<Desk>) {
    let told = std::env::var("CASEBOOK_FIRST_FRAME_SECONDS").ok();
    if !desk.first_frame.wait(watchdog::patience(told.as_deref())) {
        say_blank(app);
        // It may still come: a machine can be very slow.
        while !desk.first_frame.wait(LOOK) {}
    }
    report("the shortcut", desk.start_shortcut());
    if tray::show(app) {
        desk.note_tray();
    }
    desk.desktop().say(&DeskEvent::StatusChanged);
    loop {
        report("promises", desk.tell_promises());
        thread::sleep(LOOK);
    }
}

/// A native dialog does not need what draws the page.
#[expect(clippy::print_stderr, reason = "the window shows nothing: the terminal is where it can be said")]
fn say_blank(app: &AppHandle) {
    eprintln!("casebook: {}", watchdog::BLANK);
    app.dialog()
        .message(watchdog::BLANK)
        .title("Casebook shows nothing yet")
        .kind(MessageDialogKind::Warning)
        .show(|_| {});
}

fn report<T>(what: &str, outcome: Result<T, crate::failure::Failure>) {
    if let Err(failure) = outcome {
        tracing::warn!(message = failure.message, hint = failure.hint, "{what}: not now");
    }
}
