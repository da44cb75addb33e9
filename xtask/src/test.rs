//! `cargo xtask test`: all that must hold, in the order that fails soonest. CI runs exactly this.

use std::time::{Duration, Instant};

use xtask::process;

use crate::cargo::{self, cargo};
use crate::faults;
use crate::setup;
use crate::system::Need;
use crate::trouble::Trouble;
use crate::ui;

struct Step {
    heading: &'static str,
    perform: fn() -> Result<(), Trouble>,
}

const STEPS: [Step; 11] = [
    Step { heading: "Set-up", perform: set_up },
    Step { heading: "Rust format", perform: || Ok(process::run(&mut cargo(["fmt", "--all", "--check"]))?) },
    Step { heading: "UI format and types", perform: || ui::script("lint").and_then(|()| ui::script("check")) },
    Step { heading: "UI tests", perform: || ui::script("test") },
    // Before anything of the app compiles: the page is embedded into it.
    Step { heading: "UI build", perform: ui::build },
    Step { heading: "Lints", perform: lints },
    Step { heading: "Docs", perform: docs },
    Step { heading: "Bindings fresh", perform: bindings },
    Step { heading: "Rust tests", perform: || Ok(process::run(&mut cargo(["test", "--workspace"]))?) },
    Step { heading: "The real window", perform: window },
    Step { heading: "Faults", perform: faults::part },
];

/// Runs every step and ends with how long each took.
///
/// # Errors
/// The first step that fails.
pub(crate) fn test(_arguments: &[String]) -> Result<(), Trouble> {
    let mut took = Vec::new();
    let outcome = STEPS.iter().try_for_each(|step| {
        println!("\n=== {}", step.heading);
        let start = Instant::now();
        let outcome = (step.perform)();
        took.push((step.heading, start.elapsed(), outcome.is_ok()));
        outcome
    });
    print!("{}", summary(&took));
    outcome
}

fn summary(took: &[(&str, Duration, bool)]) -> String {
    let mut text = "\n=== Summary\n".to_owned();
    for (heading, duration, passed) in took {
        let verdict = if *passed { "ok" } else { "FAILED" };
        text += &format!("{heading:<20} {:>7.1} s  {verdict}\n", duration.as_secs_f64());
    }
    let total: Duration = took.iter().map(|(_, duration, _)| *duration).sum();
    text + &format!("{:<20} {:>7.1} s\n", "Total", total.as_secs_f64())
}

fn set_up() -> Result<(), Trouble> {
    setup::check_components()?;
    setup::prepare(Need::Driver)
}

/// The window test is named on its own: it is not among "all targets", since plain `cargo test` leaves it out.
fn lints() -> Result<(), Trouble> {
    for targets in ["--all-targets", "--test=window"] {
        process::run(&mut cargo(["clippy", "--workspace", targets, "--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// `--examples` selects the same features as the tests; programs are left out, as two of them share their
/// library's name.
fn docs() -> Result<(), Trouble> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--lib", "--examples"]);
    Ok(process::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?)
}

fn bindings() -> Result<(), Trouble> {
    process::run(&mut cargo(["test", "--workspace", "--test", "bindings"])).map_err(|error| Trouble::Needs {
        what: error.to_string(),
        next: "If the TypeScript types are stale, write them again: cargo xtask bindings".to_owned(),
    })
}

/// The programs first: the window tests run `kb` beside the app.
fn window() -> Result<(), Trouble> {
    process::run(&mut cargo(cargo::APP))?;
    let mut window = cargo(["test", "--workspace", "--test", "window"]);
    // The pieces have been installed, so a test that skips itself for want of them is a failure.
    Ok(process::run(window.env("CASEBOOK_WINDOW", "required"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_shows_each_step_and_the_total() {
        let took = [("Lints", Duration::from_millis(61_240), true), ("Docs", Duration::from_millis(1_500), false)];
        let expected = "\n=== Summary\n\
                        Lints                   61.2 s  ok\n\
                        Docs                     1.5 s  FAILED\n\
                        Total                   62.7 s\n";
        assert_eq!(summary(&took), expected);
    }
}
