//! The Casebook window: a thin Tauri shell over the `kb` core.
//!
//! It owns the window, the plugins and what the command line says. It holds no rule about articles or cases:
//! those live in `kb`, where they are tested without a desktop.

use std::process::ExitCode;

use tauri::Manager;

use args::Request;

pub mod args;
mod plugins;
#[cfg(unix)]
mod signals;

/// Runs the app until its last window closes and returns the status for the shell: 2 for a wrong command line,
/// 1 when the window cannot be opened.
#[must_use]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "before the window exists there is only the terminal")]
pub fn run() -> ExitCode {
    let opening = match args::parse(std::env::args_os().skip(1)) {
        Ok(Request::Open(opening)) => opening,
        Ok(Request::Help) => {
            print!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Request::Version) => {
            println!("Casebook {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("casebook: {error}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let builder = plugins::install(tauri::Builder::default()).manage(opening).setup(|app| {
        #[cfg(unix)]
        signals::end_on_request(app.handle().clone())?;
        Ok(())
    });
    let app = builder.build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("casebook: the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Brings the main window to the front: what a second start of the app does instead of opening another.
fn show_main_window(app: &tauri::AppHandle) {
    let Some(window) = app.get_webview_window("main") else { return };
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::warn!(%error, "the window does not come to the front");
        }
    }
}
