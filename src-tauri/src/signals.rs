//! Ends the app in good order when the system asks: at log-out, at shutdown, at Ctrl+C in its terminal.
//!
//! Without this a signal would end the process where it stands: nothing in the vault would be lost (saves are
//! atomic), but the window's place and what waits to be written to the caches would be.

use std::io;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use tauri::AppHandle;

/// Waits in a thread of its own for the first such signal and then exits through the event loop. The next one ends
/// the process at once, for when the orderly way hangs.
///
/// # Errors
/// When the system refuses the handlers or the thread.
pub(crate) fn end_on_request(app: AppHandle) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let wait = move || {
        let mut signals = signals.forever();
        if signals.next().is_some() {
            app.exit(0);
        }
        if let Some(signal) = signals.next() {
            let _known_signals_have_a_default = emulate_default_handler(signal);
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(())
}
