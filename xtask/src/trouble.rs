//! Why a command stopped. Every message names the thing and, where there is one, the next step.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use xtask::display::DisplayError;
use xtask::process::ProcessError;

/// What ends a command early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A command it needed failed; it has already said why on the terminal.
    Process(ProcessError),
    /// The virtual screen.
    Display(DisplayError),
    /// A file of the project.
    Io { path: PathBuf, source: io::Error },
    /// Something has to be installed or changed by hand.
    Needs { what: String, next: String },
    /// The app did not get as far as its first frame.
    NotPainted { why: String },
    /// The app was asked to end and did not do so in good order.
    EndedBadly { how: String },
    /// What must hold whatever goes wrong did not.
    Faults { broken: Vec<String>, seed: u64 },
    /// Dependencies whose licence nobody has agreed to.
    Licences { packages: Vec<String> },
}

impl Trouble {
    /// An I/O error together with its path.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

impl From<ProcessError> for Trouble {
    fn from(error: ProcessError) -> Self {
        Self::Process(error)
    }
}

impl From<DisplayError> for Trouble {
    fn from(error: DisplayError) -> Self {
        Self::Display(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process(error) => error.fmt(f),
            Self::Display(error) => error.fmt(f),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Needs { what, next } => write!(f, "{what}\n{next}"),
            Self::NotPainted { why } => write!(f, "the app painted nothing: {why}"),
            Self::EndedBadly { how } => {
                write!(f, "the app was asked to end (SIGTERM) and did not in good order: {how}")
            }
            Self::Faults { broken, seed } => {
                write!(f, "what must hold did not. Again: cargo xtask faults {} seed={seed}", broken.join(" "))
            }
            Self::Licences { packages } => {
                writeln!(f, "npm packages under a licence that is not on the list in xtask/src/audit.rs:")?;
                packages.iter().try_for_each(|package| writeln!(f, "  {package}"))
            }
        }
    }
}
