//! `cargo xtask start`: how long the app takes to its first frame, beside an empty Tauri window.
//!
//! Both are the same program on the same virtual screen, started in turns, so that what else the machine does falls on
//! both. Time runs from the start of the process to the moment the page says that it draws a frame: the time of the file it
//! makes, not of our noticing it. The app opens the sample vault, which it has opened before.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use xtask::display::Display;
use xtask::process::{self, Background};

use crate::cargo::{self, cargo, target};
use crate::setup;
use crate::system::Need;
use crate::trouble::Trouble;
use crate::ui;

/// Starts of each, unless told otherwise.
const STARTS: usize = 15;

/// How long one start may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// Starts the app and the empty window in turns and prints what it took.
///
/// # Errors
/// When the app cannot be built, or one of the starts draws nothing.
pub(crate) fn start(arguments: &[String]) -> Result<(), Trouble> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(STARTS).max(3);
    setup::prepare(Need::Display)?;
    ui::build()?;
    let mut build = cargo(cargo::APP);
    if release {
        build.arg("--release");
    }
    process::run(&mut build)?;

    let screen = Display::start(1440, 900)?;
    let home = Home::new()?;
    let program = target().join(if release { "release" } else { "debug" }).join("casebook");
    let measure = |mode: Mode| one_start(&program, &screen, &home, mode);
    // Not counted: the first of each fills caches, and makes the vault's index.
    measure(Mode::Empty)?;
    measure(Mode::Casebook)?;
    let (mut empty, mut ours, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        empty.push(measure(Mode::Empty)?.frame);
        let took = measure(Mode::Casebook)?;
        ours.push(took.frame);
        shown.push(took.content);
    }
    print!("{}", report(if release { "release" } else { "debug" }, &mut empty, &mut ours, &mut shown));
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Empty,
    Casebook,
}

/// From the start of the process.
struct Took {
    frame: Duration,
    /// Until the vault's contents are drawn; of the empty window the same as its frame.
    content: Duration,
}

/// The home folder of every start; gone afterwards.
struct Home(PathBuf);

impl Home {
    fn new() -> Result<Self, Trouble> {
        let folder = env::temp_dir().join(format!("casebook-start-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(Trouble::io(&folder))?;
        Ok(Self(folder))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _the_system_clears_it = fs::remove_dir_all(&self.0);
    }
}

fn one_start(program: &Path, screen: &Display, home: &Home, mode: Mode) -> Result<Took, Trouble> {
    let (painted, shown) = (home.0.join("painted"), home.0.join("shown"));
    for file in [&painted, &shown] {
        let _there_was_none = fs::remove_file(file);
    }
    let mut app = Command::new(program);
    app.envs(screen.environment())
        .env("HOME", &home.0)
        .env("KB_CACHE", home.0.join("cache"))
        .env("KB_DATA", home.0.join("data"))
        .env("CASEBOOK_PAINTED_FILE", &painted)
        .env("CASEBOOK_SHOWN_FILE", &shown);
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        app.env_remove(name);
    }
    let last = match mode {
        Mode::Empty => {
            app.env("CASEBOOK_EMPTY_WINDOW", "1");
            &painted
        }
        Mode::Casebook => {
            app.arg("--sample");
            &shown
        }
    };
    let began = now();
    let mut app = Background::start(&mut app)?;
    if !process::wait_until(PATIENCE, || last.exists() && painted.exists()) {
        return Err(Trouble::NotPainted { why: format!("nothing within {} s", PATIENCE.as_secs()) });
    }
    let since = |file: &Path| -> Result<Duration, Trouble> {
        let made = fs::metadata(file).and_then(|it| it.modified()).map_err(Trouble::io(file))?;
        Ok(made.duration_since(began).unwrap_or_default())
    };
    let took = Took { frame: since(&painted)?, content: since(last)? };
    app.stop();
    Ok(took)
}

fn now() -> SystemTime {
    SystemTime::now()
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn report(profile: &str, empty: &mut [Duration], ours: &mut [Duration], shown: &mut [Duration]) -> String {
    let starts = ours.len();
    let (empty, ours, shown) = (median(empty), median(ours), median(shown));
    format!(
        "{starts} starts of each in turns, {profile} build, medians:\n\
         empty window, first frame  {empty:>6.0} ms\n\
         Casebook, first frame      {ours:>6.0} ms   {:.2}x\n\
         Casebook, vault shown      {shown:>6.0} ms   {:.2}x\n",
        ours / empty,
        shown / empty
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_divides_medians() {
        let times = |ms: [u64; 3]| ms.map(Duration::from_millis);
        let text =
            report("debug", &mut times([900, 100, 200]), &mut times([220, 1000, 100]), &mut times([300, 300, 9]));
        assert!(text.contains("first frame     200 ms") && text.contains("220 ms   1.10x"), "{text}");
        assert!(text.contains("300 ms   1.50x"), "{text}");
    }
}
