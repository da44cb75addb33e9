//! `cargo xtask run`: from a fresh clone to an open window.
//!
//! Builds with the dev profile: its dependencies are optimised where the app would feel slow (see Cargo.toml), and
//! it is there in a few minutes on two cores where a release build takes a quarter of an hour.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use xtask::display::{self, Display};
use xtask::process::{self, Background};

use crate::cargo::{self, cargo, root, target};
use crate::setup;
use crate::system::Need;
use crate::trouble::Trouble;
use crate::ui;

/// How long the first frame may take: a debug build on a busy machine.
const FIRST_FRAME: Duration = Duration::from_secs(90);

/// How long the virtual screen may go on changing before its picture is taken.
const SETTLING: Duration = Duration::from_secs(10);

/// The size the window is made for.
const SCREEN: (u32, u32) = (1440, 900);

/// The file the app creates once it shows the vault, named in this variable.
const SHOWN: &str = "CASEBOOK_SHOWN_FILE";

/// Sets up, builds and opens the app.
///
/// # Errors
/// When any of these fails, and without a display when the app paints nothing.
pub(crate) fn run(arguments: &[String]) -> Result<(), Trouble> {
    let seen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|it| !it.is_empty()));
    setup::prepare(if seen { Need::Build } else { Need::Display })?;
    ui::build()?;
    process::run(&mut cargo(cargo::APP))?;
    let app = app(arguments);
    if seen { open_here(app) } else { open_unseen(app) }
}

fn app(arguments: &[String]) -> Command {
    let mut app = Command::new(target().join("debug").join("casebook"));
    if arguments.is_empty() {
        app.arg("--sample");
    }
    // Relative folders among the arguments mean the folder the command was typed in.
    app.args(arguments);
    app
}

fn open_here(mut app: Command) -> Result<(), Trouble> {
    Ok(process::run(&mut app)?)
}

/// Opens the app on a virtual screen, waits for its first frame, leaves a picture and stops it.
fn open_unseen(mut app: Command) -> Result<(), Trouble> {
    let screen = Display::start(SCREEN.0, SCREEN.1)?;
    let painted = PaintedFile::fresh()?;
    let mut app = Background::start(app.envs(screen.environment()).env(SHOWN, &painted.path))?;

    let mut ended = None;
    let appeared = process::wait_until(FIRST_FRAME, || {
        ended = app.ended();
        ended.is_some() || painted.path.exists()
    });
    let path = root().join("target/screenshots/run.png");
    display::save_png(&screen.settled_picture(SETTLING)?, &path)?;
    println!("No display, so the app was opened on a virtual one. Its picture: {}", path.display());
    if let Some(status) = ended {
        return Err(Trouble::NotPainted { why: format!("it ended ({status})") });
    }
    if !appeared {
        return Err(Trouble::NotPainted { why: format!("nothing within {} s", FIRST_FRAME.as_secs()) });
    }
    let ending = app.stop();
    if ending.is_some_and(|status| status.success()) {
        return Ok(());
    }
    Err(Trouble::EndedBadly { how: ending.map_or_else(|| "had to be killed".to_owned(), |status| status.to_string()) })
}

/// The file that says the first frame is there; not there yet, and gone afterwards.
struct PaintedFile {
    path: PathBuf,
}

impl PaintedFile {
    fn fresh() -> Result<Self, Trouble> {
        let folder = target().join("xtask");
        fs::create_dir_all(&folder).map_err(Trouble::io(&folder))?;
        let path = folder.join(format!("painted-{}", std::process::id()));
        let _there_was_none = fs::remove_file(&path);
        Ok(Self { path })
    }
}

impl Drop for PaintedFile {
    fn drop(&mut self) {
        let _it_was_never_made = fs::remove_file(&self.path);
    }
}
