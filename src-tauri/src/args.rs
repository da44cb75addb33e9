//! What the app can be told on its command line. The `kb` command is the one with the verbs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Shown for `--help`.
pub const HELP: &str = "\
Usage: casebook [--vault DIR | --sample] [--find] [--safe-mode]

  --vault DIR  open this folder as the vault
  --sample     open a copy of the sample vault, made in your data folder on first use
  --find       open the find box; with Casebook running already, raise it (for a shortcut of the desktop's own)
  --safe-mode  draw without the graphics card: try this when the window stays blank
  --version    print the version
  --help       print this help
";

/// What switches safe mode on; `main` reads it before anything else runs.
pub const SAFE_MODE: &str = "--safe-mode";

/// The vault to open first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Opening {
    /// The vault of the last time, else ask.
    #[default]
    Last,
    /// The user's copy of the sample vault.
    Sample,
    /// This folder, as it was given: relative to the working folder of whoever started the app.
    Vault(PathBuf),
}

/// How to start, or what a second start asks of the one that runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// The vault to open.
    pub opening: Opening,
    /// Whether to open the find box.
    pub find: bool,
}

impl Start {
    /// The same, with a relative folder read from `folder`.
    #[must_use]
    pub fn seen_from(mut self, folder: &Path) -> Self {
        if let Opening::Vault(vault) = &mut self.opening {
            *vault = folder.join(&vault);
        }
        self
    }
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Open the window.
    Open(Start),
    /// Print the help and stop.
    Help,
    /// Print the version and stop.
    Version,
}

/// A command line that cannot be followed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UsageError {
    /// `--vault` came last.
    #[error("--vault needs a folder")]
    MissingFolder,
    /// Both `--vault` and `--sample`, or either of them twice.
    #[error("only one vault can be opened: give --vault DIR or --sample, once")]
    TwoVaults,
    /// An argument nobody knows.
    #[error("unknown argument: {argument}")]
    Unknown {
        /// The argument as it was given, made printable.
        argument: String,
    },
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// A [`UsageError`] names the first argument that cannot be followed.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, UsageError> {
    let mut arguments = arguments.into_iter();
    let mut start = Start::default();
    while let Some(argument) = arguments.next() {
        let chosen = match argument.to_str() {
            Some("--help" | "-h") => return Ok(Request::Help),
            Some("--version" | "-V") => return Ok(Request::Version),
            Some(SAFE_MODE) => continue,
            Some("--find") => {
                start.find = true;
                continue;
            }
            Some("--sample") => Opening::Sample,
            Some("--vault") => Opening::Vault(arguments.next().ok_or(UsageError::MissingFolder)?.into()),
            _ => return Err(UsageError::Unknown { argument: argument.to_string_lossy().escape_debug().to_string() }),
        };
        if start.opening != Opening::Last {
            return Err(UsageError::TwoVaults);
        }
        start.opening = chosen;
    }
    Ok(Request::Open(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Request, UsageError> {
        parse(arguments.iter().map(OsString::from))
    }

    fn open(opening: Opening, find: bool) -> Result<Request, UsageError> {
        Ok(Request::Open(Start { opening, find }))
    }

    #[test]
    fn nothing_asked_opens_the_last_vault() {
        assert_eq!(read(&[]), open(Opening::Last, false));
        assert_eq!(read(&["--find", "--safe-mode"]), open(Opening::Last, true));
    }

    #[test]
    fn a_vault_or_the_sample_can_be_named_once() {
        assert_eq!(read(&["--vault", "/v w"]), open(Opening::Vault("/v w".into()), false));
        assert_eq!(read(&["--sample"]), open(Opening::Sample, false));
        assert_eq!(read(&["--sample", "--vault", "v"]), Err(UsageError::TwoVaults));
        assert_eq!(read(&["--vault"]), Err(UsageError::MissingFolder));
    }

    #[test]
    fn a_relative_folder_means_the_folder_the_command_was_typed_in() {
        let seen = |vault: &str| {
            Start { opening: Opening::Vault(vault.into()), find: false }.seen_from(Path::new("/home/mira")).opening
        };
        assert_eq!(seen("notes"), Opening::Vault("/home/mira/notes".into()));
        assert_eq!(seen("/srv/vault"), Opening::Vault("/srv/vault".into()));
    }

    #[test]
    fn an_unknown_argument_is_named_without_its_control_characters() {
        let error = read(&["--valt\u{1b}[2J"]).unwrap_err();
        assert_eq!(error.to_string(), "unknown argument: --valt\\u{1b}[2J");
    }

    #[test]
    fn help_wins_over_what_comes_before_it() {
        assert_eq!(read(&["--sample", "--help"]), Ok(Request::Help));
    }
}
