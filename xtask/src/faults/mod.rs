//! `cargo xtask faults`: what happens to words already written when things go wrong, tried with the real programs.
//!
//! Each family below plays one sort of trouble on vaults of its own. Expected everywhere: no acknowledged edit lost, no
//! half file, no wrong answer, no hang, a clear message. What this machine cannot play is skipped, with the reason. What
//! came of it the last time is in `docs/reliability.md`.

use std::time::{Duration, Instant};

use xtask::process;

use crate::cargo::{self, cargo};
use crate::setup;
use crate::system::Need;
use crate::trouble::Trouble;
use crate::ui;

mod caches;
mod chance;
mod clock;
mod disk;
mod driven;
mod ground;
mod kept;
mod kill;
mod outside;
mod power;
mod resident;
mod saving;
mod typing;
mod webdriver;

use chance::Chance;

/// How much is tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Effort {
    /// Everything; else at most five minutes in all, which is part of `cargo xtask test`.
    all: bool,
    /// How often the app is killed, when that was said.
    rounds: Option<usize>,
}

impl Effort {
    /// One number for each effort.
    fn of(self, part: usize, all: usize) -> usize {
        if self.all { all } else { part }
    }

    /// How often the app is killed.
    fn rounds(self, part: usize, all: usize) -> usize {
        self.rounds.unwrap_or(self.of(part, all))
    }
}

/// What a scenario was found to do.
enum Found {
    /// What must hold held; how often it was tried, and what was seen.
    Held(String),
    /// This machine cannot play it, and why.
    Skipped(String),
}

/// What must hold did not.
struct Broken(String);

impl<E: std::fmt::Display> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Outcome = Result<Found, Broken>;

/// One thing that goes wrong.
struct Scenario {
    name: &'static str,
    play: fn(Effort, &mut Chance) -> Outcome,
    /// Whether the part in `cargo xtask test` has it.
    in_part: bool,
}

const SCENARIOS: [Scenario; 27] = [
    Scenario { name: "kill-writers", play: kill::writers, in_part: true },
    Scenario { name: "kill-starting", play: kill::starting, in_part: true },
    Scenario { name: "kill-app-and-writers", play: kill::app_and_writers, in_part: true },
    Scenario { name: "kill-app-saving", play: saving::app, in_part: true },
    Scenario { name: "kill-app-typing", play: typing::app, in_part: true },
    Scenario { name: "kill-each-call", play: kill::each_call, in_part: true },
    Scenario { name: "kill-purge", play: kept::purge_killed, in_part: true },
    Scenario { name: "power-ext4", play: power::ext4, in_part: true },
    Scenario { name: "power-xfs", play: power::xfs, in_part: false },
    Scenario { name: "disk-full", play: disk::full, in_part: true },
    Scenario { name: "caches-full", play: disk::caches_full, in_part: true },
    Scenario { name: "history-full", play: kept::history_full, in_part: true },
    Scenario { name: "fsync-fails", play: disk::fsync_fails, in_part: true },
    Scenario { name: "read-only", play: disk::read_only, in_part: true },
    Scenario { name: "protected", play: disk::protected, in_part: true },
    Scenario { name: "other-spellings", play: disk::other_spellings, in_part: true },
    Scenario { name: "caches-deleted", play: caches::deleted, in_part: true },
    Scenario { name: "caches-truncated", play: caches::truncated, in_part: true },
    Scenario { name: "caches-garbage", play: caches::garbage, in_part: true },
    Scenario { name: "caches-flipped", play: caches::flipped, in_part: true },
    Scenario { name: "clock-back", play: clock::back, in_part: true },
    Scenario { name: "editors", play: outside::editors, in_part: true },
    Scenario { name: "vault-removed", play: outside::removed, in_part: true },
    Scenario { name: "two-apps", play: outside::two_apps, in_part: true },
    Scenario { name: "flood", play: outside::flood, in_part: false },
    Scenario { name: "watch-limit", play: outside::watch_limit, in_part: true },
    Scenario { name: "many-folders", play: outside::many_folders, in_part: false },
];

/// Plays a part, everything, or what is named.
///
/// # Errors
/// When something that must hold did not, or nothing could be built.
pub(crate) fn faults(arguments: &[String]) -> Result<(), Trouble> {
    let (mut seed, mut rounds) = (None, None);
    let mut names: Vec<&str> = Vec::new();
    for argument in arguments {
        match argument.split_once('=') {
            Some(("seed", text)) => seed = text.parse().ok(),
            Some(("rounds", text)) => rounds = text.parse().ok(),
            _ => names.push(argument),
        }
    }
    if let Some(unknown) =
        names.iter().find(|name| **name != "all" && SCENARIOS.iter().all(|known| known.name != **name))
    {
        let known: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        return Err(Trouble::Needs {
            what: format!("there is no `{unknown}` to play"),
            next: format!("Name some of: all, {}", known.join(", ")),
        });
    }
    setup::prepare(Need::Display)?;
    ui::build()?;
    process::run(&mut cargo(cargo::APP))?;
    play(&names, Effort { all: !names.is_empty(), rounds }, seed.unwrap_or_else(chance::fresh_seed))
}

/// Plays what is named with programs that are built.
fn play(names: &[&str], effort: Effort, seed: u64) -> Result<(), Trouble> {
    let wanted = |scenario: &&Scenario| match names {
        [] => scenario.in_part,
        names => names.iter().any(|name| *name == "all" || *name == scenario.name),
    };
    println!("seed={seed}");
    let mut broken = Vec::new();
    for scenario in SCENARIOS.iter().filter(wanted) {
        let began = Instant::now();
        // Each from the seed itself, so that one alone does the same.
        let outcome = (scenario.play)(effort, &mut Chance::new(seed));
        println!("{}", line(scenario.name, began.elapsed(), &outcome));
        if outcome.is_err() {
            broken.push(scenario.name.to_owned());
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(Trouble::Faults { broken, seed }) }
}

fn line(name: &str, took: Duration, outcome: &Outcome) -> String {
    let (verdict, words) = match outcome {
        Ok(Found::Held(words)) => ("held", words),
        Ok(Found::Skipped(words)) => ("skipped", words),
        Err(Broken(words)) => ("BROKEN", words),
    };
    format!("{name:<22} {verdict:<8} {:>6.1} s  {words}", took.as_secs_f64())
}

/// Part of `cargo xtask test`, whose steps before this one have built everything.
///
/// # Errors
/// As [`faults`].
pub(crate) fn part() -> Result<(), Trouble> {
    play(&[], Effort::default(), chance::fresh_seed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_came_of_it() {
        let held: Outcome = Ok(Found::Held("20 tries".to_owned()));
        assert_eq!(
            line("disk-full", Duration::from_millis(1_500), &held),
            "disk-full              held        1.5 s  20 tries"
        );
        let skipped: Outcome = Ok(Found::Skipped("no root".to_owned()));
        assert!(line("power-xfs", Duration::ZERO, &skipped).contains("skipped"));
    }

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SCENARIOS.len());
    }
}
