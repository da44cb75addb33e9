//! The Casebook window: a thin Tauri shell over the `kb` core.
//!
//! It owns the window, the plugins, the commands' names and what the command line says. It holds no rule about articles
//! or cases: those live in `kb`, where they are tested without a desktop.

use std::process::ExitCode;
use std::sync::Arc;

use kb::casebook::{Places, SystemWorld};
use tauri::{DragDropEvent, Manager, WindowEvent};

use args::{Opening, Request};
use desk::Desk;
use desktop::AppDesktop;

pub mod args;
pub mod commands;
pub mod desk;
mod desktop;
pub mod failure;
pub mod ipc;
mod plugins;
mod protocol;
mod sample;
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
    let app = plugins::install(tauri::Builder::default())
        .setup(move |app| {
            #[cfg(unix)]
            signals::end_on_request(app.handle().clone())?;
            Ok(set_up(app, &opening)?)
        })
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
                window.state::<Arc<Desk>>().note_dropped(paths);
            }
        })
        .invoke_handler(ipc::handle)
        .register_asynchronous_uri_scheme_protocol("kb", |context, request, responder| {
            let desk = Arc::clone(context.app_handle().state::<Arc<Desk>>().inner());
            tauri::async_runtime::spawn_blocking(move || responder.respond(protocol::serve(&desk, &request)));
        })
        .build(tauri::generate_context!());
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

/// Puts the desk up with the vault asked for on it. A vault that cannot be opened is said in the window, not here: the
/// user may want another.
fn set_up(app: &tauri::App, opening: &Opening) -> Result<(), kb::casebook::NoHome> {
    let places = Places::from_env(|name| std::env::var_os(name))?;
    let sample = app.path().resource_dir().ok().map(|folder| folder.join("sample-vault"));
    let desktop = Arc::new(AppDesktop(app.handle().clone()));
    let desk = Desk::new(places, Arc::new(SystemWorld), desktop, sample);
    let opened = match opening {
        Opening::Last => desk.open_last(),
        Opening::Sample => desk.open_sample(),
        Opening::Vault(folder) => desk.open_vault(folder),
    };
    if let Err(failure) = opened {
        tracing::error!(message = failure.message, "the vault is not opened");
        desk.keep_problem(failure);
    }
    app.manage(Arc::new(desk));
    Ok(())
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
