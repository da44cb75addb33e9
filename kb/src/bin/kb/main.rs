//! The `kb` command: the facade in a terminal. It opens a vault, asks or changes one thing, and ends; while the app is open
//! it follows it. What it prints and how it ends is a contract, written down in `docs/cli.md`.
#![expect(clippy::print_stderr, reason = "printing is what a command is for")]

mod args;
mod eval;
mod failure;
mod human;
mod kept;
mod read_report;
mod run;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::Args;
use failure::Failure;
use run::Outcome;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let wants_help = !error.use_stderr();
            if !wants_help && std::env::args().any(|arg| arg == "--json") {
                return report(&Failure::usage(&error), true);
            }
            let _ = error.print();
            return ExitCode::from(if wants_help { 0 } else { failure::USAGE });
        }
    };
    log_to_stderr();
    let json = args.json;
    match run::run(args) {
        Ok(outcome) => print(&outcome, json),
        Err(failure) => report(&failure, json),
    }
}

/// Prints an answer and says whether anything was found.
fn print(outcome: &Outcome, json: bool) -> ExitCode {
    let text = if json { outcome.json.to_string() } else { outcome.text.trim_end().to_owned() };
    let mut out = std::io::stdout().lock();
    let written = if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") };
    match written.and_then(|()| out.flush()) {
        // A reader that closed its end (`kb search x | head -1`) has what it wanted.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(failure::IO),
        _ => ExitCode::from(u8::from(!outcome.found)),
    }
}

fn report(failure: &Failure, json: bool) -> ExitCode {
    if json {
        eprintln!("{}", failure.json());
    } else {
        eprintln!("kb: {}", failure.message);
        if !failure.hint.is_empty() {
            eprintln!("Hint: {}.", failure.hint);
        }
    }
    ExitCode::from(failure.exit)
}

/// Warnings go to standard error; `KB_LOG` asks for more, such as `KB_LOG=kb=info`.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KB_LOG").unwrap_or_else(|_| "error".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time().try_init();
}
