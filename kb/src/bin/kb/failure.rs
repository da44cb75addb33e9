//! A failure as the command reports it: `{code, message, hint}` and an exit status.

use kb::casebook::{Code, Error};
use serde_json::{Value, json};

/// Nothing found, or refused by a rule.
pub(crate) const REFUSED: u8 = 1;
/// Wrong usage, or a value that cannot be.
pub(crate) const USAGE: u8 = 2;
/// Another version is on disk.
pub(crate) const CONFLICT: u8 = 3;
/// Input or output failed.
pub(crate) const IO: u8 = 4;
/// The vault cannot be opened.
pub(crate) const NO_VAULT: u8 = 5;

/// What to print on standard error, and how to end.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) exit: u8,
}

impl Failure {
    pub(crate) fn usage(error: &clap::Error) -> Self {
        let text = error.to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Self { code: "usage", message, hint: "Run kb --help".to_owned(), exit: USAGE }
    }

    pub(crate) fn new(code: &'static str, exit: u8, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), exit }
    }

    /// The vault itself could not be opened: whatever the reason, that is what the exit status says.
    pub(crate) fn opening(error: &Error) -> Self {
        Self { exit: NO_VAULT, ..Self::from(error) }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "error": { "code": self.code, "message": self.message, "hint": self.hint } })
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let exit = match error.code() {
            Code::NotFound | Code::Refused => REFUSED,
            Code::Invalid => USAGE,
            Code::Conflict => CONFLICT,
            Code::VaultUnavailable => NO_VAULT,
            Code::Io | Code::Busy | Code::Internal => IO,
        };
        Self { code: error.code().as_str(), message: error.message(), hint: error.hint(), exit }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
