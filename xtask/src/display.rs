//! A virtual screen with its own session bus, for opening the app where there is no screen or where nobody is to
//! be disturbed.
//!
//! Xvfb picks a free display number itself. The private bus keeps the app from finding the user's running one
//! (single instance). Nothing is set for this process: the caller hands [`Display::environment`] to what it starts.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::picture::Picture;
use crate::process::{self, Background, ProcessError};

/// How long Xvfb and the bus may take to be ready on a busy machine.
const READY: Duration = Duration::from_secs(30);

/// The programs a display needs, by the name they are looked up with.
pub const PROGRAMS: [&str; 2] = ["Xvfb", "dbus-daemon"];

/// A running virtual screen; it and its bus end when this is dropped.
#[derive(Debug)]
pub struct Display {
    // Dropped in this order: what is on the screen loses its bus before the screen goes.
    _bus: Background,
    _xvfb: Background,
    number: String,
    bus_address: String,
    frame_buffer: FrameBuffer,
}

/// Why there is no virtual screen, or no picture of it.
#[derive(Debug)]
pub enum DisplayError {
    /// Xvfb or the bus did not start.
    Process(ProcessError),
    /// A file of the screen or of the picture.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The frame buffer is in a format nobody expects.
    UnknownFormat {
        /// The frame buffer file.
        path: PathBuf,
    },
}

impl Display {
    /// Starts a screen of this size in pixels.
    ///
    /// # Errors
    /// When Xvfb or dbus-daemon is missing or does not come up.
    pub fn start(width: u32, height: u32) -> Result<Self, DisplayError> {
        let frame_buffer = FrameBuffer::create()?;
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset"])
            .arg("-fbdir")
            .arg(&frame_buffer.folder)
            .stderr(Stdio::null());
        let (xvfb, number) = Background::start_and_hear(&mut xvfb, READY)?;
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]).stderr(Stdio::null());
        let (bus, bus_address) = Background::start_and_hear(&mut bus, READY)?;
        Ok(Self { _bus: bus, _xvfb: xvfb, number: format!(":{number}"), bus_address, frame_buffer })
    }

    /// The variables that make a program open here and nowhere else.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, &str); 4] {
        [
            ("DISPLAY", &self.number),
            ("DBUS_SESSION_BUS_ADDRESS", &self.bus_address),
            ("GDK_BACKEND", "x11"),
            // The accessibility bus would be started and then complained about, for nobody to listen.
            ("NO_AT_BRIDGE", "1"),
        ]
    }

    /// What the screen shows now.
    ///
    /// # Errors
    /// When the frame buffer cannot be read.
    pub fn picture(&self) -> Result<Picture, DisplayError> {
        let path = self.frame_buffer.folder.join("Xvfb_screen0");
        let dump = fs::read(&path).map_err(|source| DisplayError::Io { path: path.clone(), source })?;
        Picture::from_xwd(&dump).ok_or(DisplayError::UnknownFormat { path })
    }

    /// Waits until two looks in a row show the same drawing, and returns it: what was painted has reached the
    /// screen. After `patience` the last look has to do.
    ///
    /// # Errors
    /// When the frame buffer cannot be read.
    pub fn settled_picture(&self, patience: Duration) -> Result<Picture, DisplayError> {
        let mut last = self.picture()?;
        let mut trouble = None;
        process::wait_until(patience, || match self.picture() {
            Ok(now) => {
                let settled = now == last && !now.is_blank();
                last = now;
                settled
            }
            Err(error) => {
                trouble = Some(error);
                true
            }
        });
        trouble.map_or(Ok(last), Err)
    }
}

/// Writes a picture as PNG, with the folders on its way.
///
/// # Errors
/// When the file cannot be written.
pub fn save_png(picture: &Picture, path: &Path) -> Result<(), DisplayError> {
    let failed = |source| DisplayError::Io { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, picture.to_png()).map_err(failed)
}

/// The folder Xvfb keeps its screen in; gone with the display.
#[derive(Debug)]
struct FrameBuffer {
    folder: PathBuf,
}

impl FrameBuffer {
    fn create() -> Result<Self, DisplayError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("casebook-display-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        match fs::create_dir(&folder) {
            Ok(()) => Ok(Self { folder }),
            Err(source) => Err(DisplayError::Io { path: folder, source }),
        }
    }
}

impl Drop for FrameBuffer {
    fn drop(&mut self) {
        let _the_system_clears_it = fs::remove_dir_all(&self.folder);
    }
}

impl From<ProcessError> for DisplayError {
    fn from(error: ProcessError) -> Self {
        Self::Process(error)
    }
}

impl fmt::Display for DisplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process(error) => write!(f, "no virtual screen: {error}"),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::UnknownFormat { path } => write!(f, "{}: not a true-colour X window dump", path.display()),
        }
    }
}

impl std::error::Error for DisplayError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Process(error) => Some(error),
            Self::Io { source, .. } => Some(source),
            Self::UnknownFormat { .. } => None,
        }
    }
}
