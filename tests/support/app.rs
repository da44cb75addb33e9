//! The app under test with everything it touches: a screen, a home folder, a driver and its window.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use fantoccini::Client;
use tempfile::TempDir;
use xtask::display::{self, Display};
use xtask::process::{on_path, signal, wait_until};

use super::driver::Driver;
use super::window::Window;
use super::{drag, selection};

/// The app as it was built for this test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_casebook");

/// Larger than any window a test asks for.
const SCREEN: (u32, u32) = (1920, 1200);

/// How long the app may take to end when asked to.
const ENDING: Duration = Duration::from_secs(15);

/// How to start the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Launch {
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
}

impl Launch {
    /// With no arguments: as from the menu.
    pub(crate) fn plain() -> Self {
        Self::default()
    }

    /// On the vault in this folder.
    pub(crate) fn vault(folder: &Path) -> Self {
        Self::default().arg("--vault").arg(folder)
    }

    /// On a copy of the sample vault in the test's own home folder.
    pub(crate) fn sample() -> Self {
        Self::default().arg("--sample")
    }

    /// With one more argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// With one more environment variable.
    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// On a desktop set to dark.
    pub(crate) fn dark(self) -> Self {
        self.env("GTK_THEME", "Adwaita:dark")
    }
}

/// A running app. Its [`Window`] is used through this value; screen, home and processes go when it is dropped.
pub(crate) struct App {
    // Dropped in this order: the app before the screen it is on and the folders it writes to.
    running: Option<Running>,
    launch: Launch,
    screen: Display,
    home: TempDir,
}

struct Running {
    window: Window,
    driver: Driver,
    pid: u32,
}

impl App {
    /// Opens the app on a screen and in a home folder of its own. `None`, with the reason printed, where the
    /// machine cannot do that and need not: nothing skips with `CI=true` or `CASEBOOK_WINDOW=required`.
    #[expect(clippy::print_stdout, reason = "a skipped test says so where the test's output is read")]
    pub(crate) async fn open(launch: Launch) -> Option<Self> {
        let missing: Vec<&str> =
            [Driver::PROGRAM].into_iter().chain(display::PROGRAMS).filter(|it| !on_path(it)).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let demanded = [("CI", "true"), ("CASEBOOK_WINDOW", "required")];
            assert!(
                demanded.iter().all(|(name, value)| std::env::var_os(name).is_none_or(|it| it != *value)),
                "the window tests must run here, but there is no {missing}: cargo xtask test installs them"
            );
            println!("skipped: there is no {missing} on this machine; cargo xtask test installs them");
            return None;
        }
        let _nothing_was_kept = std::fs::remove_dir_all(kept());
        let screen = Display::start(SCREEN.0, SCREEN.1).expect("a virtual screen comes up");
        let home = TempDir::with_prefix("casebook-home-").expect("a temporary home folder");
        // GLib refuses a runtime folder that others can read.
        let runtime = home.path().join("run");
        std::fs::DirBuilder::new().create(&runtime).expect("a runtime folder");
        make_private(&runtime);
        let mut app = Self { running: None, launch, screen, home };
        app.start().await;
        Some(app)
    }

    /// Starts the app again after [`quit`](Self::quit) or [`kill`](Self::kill), in the same home folder.
    ///
    /// # Panics
    /// When it still runs, or no window comes up.
    pub(crate) async fn start(&mut self) {
        assert!(self.running.is_none(), "the app runs already");
        let (driver, client) = match self.start_driven().await {
            Some(driven) => driven,
            None => {
                // An app the dead driver had begun goes with its screen.
                self.screen = Display::start(SCREEN.0, SCREEN.1).expect("a virtual screen comes up");
                self.start_driven().await.expect("WebKitWebDriver dies only once")
            }
        };
        let pid = driver.child_process().expect("the driver started the app");
        let window = Window::new(client, kept());
        window.wait_loaded().await;
        self.running = Some(Running { window, driver, pid });
    }

    /// A driver and the app's first window; `None` when the driver died on the way.
    async fn start_driven(&self) -> Option<(Driver, Client)> {
        let mut command = Command::new(Driver::PROGRAM);
        self.dress(&mut command);
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").envs(self.launch.variables.iter().cloned());
        command.stderr(Self::log_file());
        let mut driver = Driver::start(command).await;
        let client = driver.open(PROGRAM, &self.launch.arguments).await?;
        Some((driver, client))
    }

    /// Closes the window as its close button does, and waits until the app has ended by itself.
    ///
    /// # Panics
    /// When it does not end in time.
    pub(crate) async fn quit(&mut self) {
        let running = self.running.take().expect("the app runs");
        running.window.ask_to_close().await;
        assert!(wait_until(ENDING, || running.has_ended()), "the app does not end when its window is closed");
    }

    /// Kills the app where it stands (SIGKILL), as a crash or a power cut would.
    pub(crate) async fn kill(&mut self) {
        let running = self.running.take().expect("the app runs");
        signal(running.pid, "KILL");
        assert!(wait_until(ENDING, || running.has_ended()), "a killed process ends");
    }

    /// Ends the app as the desktop does when the user logs out, with every window open (SIGTERM).
    pub(crate) async fn log_out(&mut self) {
        let running = self.running.take().expect("the app runs");
        signal(running.pid, "TERM");
        assert!(wait_until(ENDING, || running.has_ended()), "the app does not end when it is asked to");
    }

    /// [`quit`](Self::quit) and [`start`](Self::start).
    pub(crate) async fn restart(&mut self) {
        self.quit().await;
        self.start().await;
    }

    /// Whether the process of the app has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.running.as_ref().is_none_or(Running::has_ended)
    }

    /// What [`start`](Self::start) will use from now on.
    pub(crate) fn set_launch(&mut self, launch: Launch) {
        self.launch = launch;
    }

    /// The home folder of this app: `HOME`, with `.config`, `.local/share` and the rest below.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where this app keeps caches (`KB_CACHE`).
    pub(crate) fn cache(&self) -> PathBuf {
        self.home().join("kb-cache")
    }

    /// Where this app keeps local state (`KB_DATA`).
    pub(crate) fn data(&self) -> PathBuf {
        self.home().join("kb-data")
    }

    /// A second start of the app on the same desktop, undriven: what a click on its icon does while it runs.
    pub(crate) fn second_start(&self) -> Command {
        self.beside(PROGRAM)
    }

    /// The `kb` command as the same user would run it beside the app. Built by `cargo xtask test`, or by
    /// `cargo build --workspace --bins --examples`.
    pub(crate) fn kb(&self) -> Command {
        self.beside(Path::new(PROGRAM).with_file_name("kb"))
    }

    /// The screen's name, for another program that opens it.
    pub(crate) fn display(&self) -> &str {
        self.of_screen("DISPLAY")
    }

    /// The session bus of the screen.
    pub(crate) fn bus_address(&self) -> &str {
        self.of_screen("DBUS_SESSION_BUS_ADDRESS")
    }

    fn of_screen(&self, name: &str) -> &str {
        let named = self.screen.environment().into_iter().find(|(known, _)| *known == name);
        named.expect("a screen has a name and a bus").1
    }

    /// An environment variable of the running app.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        let pid = self.running.as_ref()?.pid;
        let all = std::fs::read(format!("/proc/{pid}/environ")).ok()?;
        let mut pairs = all.split(|byte| *byte == 0).filter_map(|pair| std::str::from_utf8(pair).ok()?.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// Any program on the same desktop and in the same home folder.
    pub(crate) fn beside(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.dress(&mut command);
        command
    }

    /// Drops a file on the middle of the element with this role and name, as a file manager does.
    pub(crate) async fn drop_file(&self, file: &Path, role: &str, name: &str) {
        let element = self.find(role, name).await;
        let (x, y, width, height) = element.rectangle().await.expect("it has a place");
        drag::drop_file(self, file, ((x + width / 2.0) as i16, (y + height / 2.0) as i16));
    }

    /// Copies a text in another program on the same desktop.
    pub(crate) fn copy_elsewhere(&self, text: &str) {
        selection::copy_elsewhere(self, text);
    }

    /// Saves the whole screen, native dialogs included, as PNG.
    pub(crate) fn screen_shot(&self, path: &Path) {
        let picture = self.screen.settled_picture(Duration::from_secs(2)).expect("the screen is readable");
        display::save_png(&picture, path).expect("the picture is written");
    }

    /// What the app, WebKit and the driver have written to standard error since the test began.
    pub(crate) fn log() -> String {
        std::fs::read_to_string(kept().join("stderr.log")).unwrap_or_default()
    }

    /// Appends, so that restarts keep what came before; emptied when the test opens its first window.
    fn log_file() -> File {
        let path = kept().join("stderr.log");
        std::fs::create_dir_all(kept()).expect("the target folder is writable");
        File::options().create(true).append(true).open(path).expect("the target folder is writable")
    }

    fn dress(&self, command: &mut Command) {
        let home = self.home.path();
        command
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("KB_VAULT")
            .envs(self.screen.environment())
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("KB_CACHE", self.cache())
            .env("KB_DATA", self.data())
            .env("GSETTINGS_BACKEND", "memory")
            .env("LC_ALL", "C.UTF-8");
    }
}

/// Where what the app logs is kept, and the page when a test fails.
fn kept() -> PathBuf {
    // Each test has a thread, which bears its name.
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("window").join(test)
}

impl Running {
    /// A process that has ended may wait as a zombie for the driver to notice.
    fn has_ended(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        stat.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with('Z'))
    }
}

impl Drop for Running {
    /// The driver would leave the app behind when it is stopped in the middle of a failed test.
    fn drop(&mut self) {
        if !self.has_ended() {
            signal(self.pid, "KILL");
        }
    }
}

impl Deref for App {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.running.as_ref().expect("the app runs").window
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("the folder is ours");
}

#[cfg(not(unix))]
fn make_private(_folder: &Path) {}
