//! The app itself, on a screen nobody sees, on a family's vault.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use xtask::display::Display;
use xtask::process::{Background, wait_until};

use super::Broken;
use super::ground::{Ground, OWNER, kill, program};

/// How long the app may take until it shows the vault: a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running app. Dropped, it is asked to end.
pub(super) struct App {
    pub(super) process: Background,
}

/// A screen and what apps on it have in common.
pub(super) struct Screen {
    display: Display,
    shown: PathBuf,
}

impl Screen {
    pub(super) fn new(ground: &Ground) -> Result<Self, Broken> {
        Ok(Self { display: Display::start(1280, 800)?, shown: ground.folder().join("shown") })
    }

    /// The command that opens the vault of `ground`; `before` are the words of a program that starts it.
    fn command(&self, ground: &Ground, before: &[&str]) -> Command {
        let mut command = match before {
            [] => Command::new(program("casebook")),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(program("casebook"));
                command
            }
        };
        command.arg("--vault").arg(&ground.root);
        self.dress(&mut command, ground);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Tells a program, and the app it starts, where the screen and everything else is.
    pub(super) fn dress(&self, command: &mut Command, ground: &Ground) {
        command.envs(self.display.environment()).env("HOME", ground.folder()).env("USER", OWNER);
        ground.place(command);
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        // No bus: a second app is then a second process, not a knock at the first one's door.
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("CASEBOOK_SHOWN_FILE", &self.shown);
        let _there_was_none = std::fs::remove_file(&self.shown);
    }

    /// Whether the app has shown the vault since it was started.
    pub(super) fn is_shown(&self) -> bool {
        self.shown.exists()
    }

    /// Starts the app and waits until it shows the vault.
    pub(super) fn open(&self, ground: &Ground) -> Result<App, Broken> {
        self.open_through(ground, &[])
    }

    /// The same, started by another program.
    pub(super) fn open_through(&self, ground: &Ground, before: &[&str]) -> Result<App, Broken> {
        let mut app = self.start(ground, before)?;
        let mut ended = None;
        let shown = wait_until(PATIENCE, || {
            ended = app.process.ended();
            ended.is_some() || self.is_shown()
        });
        match ended {
            Some(status) => Err(Broken(format!("the app ended before it showed the vault: {status}"))),
            None if !shown => Err(Broken("the app did not show the vault".to_owned())),
            None => Ok(app),
        }
    }

    /// Starts the app and does not wait.
    pub(super) fn start(&self, ground: &Ground, before: &[&str]) -> Result<App, Broken> {
        Ok(App { process: Background::start(&mut self.command(ground, before))? })
    }
}

impl App {
    pub(super) fn kill(mut self) {
        kill(&mut self.process);
    }

    pub(super) fn is_running(&mut self) -> bool {
        self.process.ended().is_none()
    }

    /// Asks it to end, which it must do in good order.
    pub(super) fn end(mut self) -> Result<(), Broken> {
        match self.process.stop() {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(Broken(format!("the app ended with {status}"))),
            None => Err(Broken("the app had to be killed".to_owned())),
        }
    }
}
