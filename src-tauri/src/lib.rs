//! The Casebook window: a thin Tauri shell over the `kb` core.
//!
//! It owns the windows, the plugins, the commands' names and what the command line says. It holds no rule about articles
//! or cases: those live in `kb`, where they are tested without a desktop.

use std::process::ExitCode;
use std::sync::Arc;

use kb::casebook::{Places, SystemWorld};
use tauri::{DragDropEvent, Manager, WindowEvent};

use args::{Request, Start};
use desk::Desk;
use desktop::AppDesktop;

pub mod args;
pub mod commands;
pub mod desk;
mod desktop;
mod empty;
pub mod events;
pub mod failure;
pub mod ipc;
mod plugins;
pub mod promises;
mod protocol;
mod sample;
#[cfg(unix)]
mod signals;
mod start;
mod trial;
pub mod watchdog;

/// Runs the app until its last window closes and returns the status for the shell: 2 for a wrong command line,
/// 1 when the window cannot be opened.
#[must_use]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "before the window exists there is only the terminal")]
pub fn run() -> ExitCode {
    let start = match args::parse(std::env::args_os().skip(1)) {
        Ok(Request::Open(start)) => start,
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
    let app = if std::env::var_os(empty::SWITCH).is_some() { empty::build() } else { build(start) };
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

/// Everything there is once: its data are compiled into the program.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

fn build(start: Start) -> tauri::Result<tauri::App> {
    plugins::install(tauri::Builder::default())
        .setup(move |app| {
            #[cfg(unix)]
            signals::end_on_request(app.handle().clone())?;
            set_up(app, start)?;
            Ok(())
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
        .build(context())
}

/// Puts up an empty desk and leaves the rest to threads: the window waits for nothing. A vault that cannot be opened is
/// said in the window, not here: the user may want another.
fn set_up(app: &tauri::App, start: Start) -> Result<(), Box<dyn std::error::Error>> {
    let places = Places::from_env(|name| std::env::var_os(name))?;
    let sample = app.path().resource_dir().ok().map(|folder| folder.join("sample-vault"));
    let desktop = Arc::new(AppDesktop::new(app.handle().clone()));
    let desk = Arc::new(Desk::new(places, Arc::new(SystemWorld), desktop, sample));
    desk.expect_vault();
    app.manage(Arc::clone(&desk));
    start::begin(app.handle().clone(), desk, start)?;
    Ok(())
}
