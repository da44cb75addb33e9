//! The app on a screen nobody sees, driven from outside: its own page asks its own core, as a person's keys and clicks make it do.

use std::fs;
use std::process::{Command, Stdio};

use xtask::process::{Background, signal, wait_until};

use super::Broken;
use super::ground::{Ground, PATIENCE, needs, program, wait_for};
use super::resident::Screen;
use super::webdriver::{self, Session};

/// Debian packages it with WebKitGTK.
const DRIVER: &str = "WebKitWebDriver";

/// A running app whose window is driven. The driver, and with it the screen, goes when this is dropped.
pub(super) struct Driven {
    pub(super) session: Session,
    /// The process of the app.
    app: u32,
    driver: Background,
    // Last: an app whose driver died on the way goes with its screen.
    _screen: Screen,
}

impl Driven {
    /// Why this machine cannot drive the app, if it cannot.
    pub(super) fn is_possible() -> Result<(), String> {
        needs(&[DRIVER])
    }

    /// Starts the app on the vault of `ground` and waits until it shows it. A driver that dies over it tells nothing of the app: it is
    /// started once more.
    pub(super) fn open(ground: &Ground) -> Result<Self, Broken> {
        match Self::try_open(ground) {
            Err(Broken(_)) => Self::try_open(ground),
            opened => opened,
        }
    }

    fn try_open(ground: &Ground) -> Result<Self, Broken> {
        let screen = Screen::new(ground)?;
        let port = webdriver::free_port()?;
        let mut driver = Command::new(DRIVER);
        driver.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        screen.dress(&mut driver, ground);
        let mut driver = Background::start(driver.stdout(Stdio::null()).stderr(Stdio::null()))?;
        wait_for("the driver listens", || webdriver::listens(port))?;
        let session = Session::open(port, &program("casebook"), &["--vault", &ground.root.display().to_string()])
            .map_err(Broken)?;
        wait_for("the app shows the vault", || screen.is_shown() || driver.ended().is_some())?;
        let app = child_of(driver.id()).ok_or_else(|| Broken("the driver started no app".to_owned()))?;
        Ok(Self { session, app, driver, _screen: screen })
    }

    /// What ends the app: handed to the thread that does it at a moment of its own.
    pub(super) fn end(&self) -> End {
        End { app: self.app, driver: self.driver.id() }
    }
}

/// The processes to end.
pub(super) struct End {
    app: u32,
    driver: u32,
}

impl End {
    /// Kills the app where it stands, waits until the system has taken its locks away, and then ends the driver, which may
    /// wait for an answer for ever.
    pub(super) fn kill(&self) {
        signal(self.app, "KILL");
        wait_until(PATIENCE, || has_ended(self.app));
        signal(self.driver, "KILL");
    }
}

/// The process that `parent` started.
fn child_of(parent: u32) -> Option<u32> {
    let numbers = fs::read_dir("/proc").ok()?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    numbers.into_iter().find(|number| stat(*number).is_some_and(|(_, found)| found == parent))
}

/// A process that has ended may wait as a zombie for its parent to notice.
fn has_ended(process: u32) -> bool {
    stat(process).is_none_or(|(state, _)| state == 'Z')
}

/// The state of a process and its parent: NUMBER (NAME) STATE PARENT ...; the name may hold anything.
fn stat(process: u32) -> Option<(char, u32)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = text.rsplit_once(") ")?.1.split(' ');
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}
