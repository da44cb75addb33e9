//! What the app can be told on its command line. The `kb` command is the one with the verbs.

use std::ffi::OsString;
use std::path::PathBuf;

/// Shown for `--help`.
pub const HELP: &str = "\
Usage: casebook [--vault DIR | --sample]

  --vault DIR  open this folder as the vault
  --sample     open a copy of the sample vault, made in your data folder on first use
  --version    print the version
  --help       print this help
";

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

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Open the window.
    Open(Opening),
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
    let mut opening = Opening::Last;
    while let Some(argument) = arguments.next() {
        let chosen = match argument.to_str() {
            Some("--help" | "-h") => return Ok(Request::Help),
            Some("--version" | "-V") => return Ok(Request::Version),
            Some("--sample") => Opening::Sample,
            Some("--vault") => Opening::Vault(arguments.next().ok_or(UsageError::MissingFolder)?.into()),
            _ => return Err(UsageError::Unknown { argument: argument.to_string_lossy().escape_debug().to_string() }),
        };
        if opening != Opening::Last {
            return Err(UsageError::TwoVaults);
        }
        opening = chosen;
    }
    Ok(Request::Open(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Request, UsageError> {
        parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn nothing_asked_opens_the_last_vault() {
        assert_eq!(read(&[]), Ok(Request::Open(Opening::Last)));
    }

    #[test]
    fn a_vault_or_the_sample_can_be_named_once() {
        assert_eq!(read(&["--vault", "/v w"]), Ok(Request::Open(Opening::Vault("/v w".into()))));
        assert_eq!(read(&["--sample"]), Ok(Request::Open(Opening::Sample)));
        assert_eq!(read(&["--sample", "--vault", "v"]), Err(UsageError::TwoVaults));
        assert_eq!(read(&["--vault"]), Err(UsageError::MissingFolder));
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
