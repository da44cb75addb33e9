//! A failure as the window hears it: a code to act on, a message and a hint for the person.

use kb::casebook::{Code, Error};
use serde::Serialize;
use ts_rs::TS;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Failure {
    /// What the window acts on; one of the codes of `kb`, or `no-vault`.
    pub code: String,
    /// What was tried, on what, and why it failed.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl Failure {
    /// A failure of the shell's own.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.into() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.code() {
            code @ (Code::Conflict
            | Code::NotFound
            | Code::VaultUnavailable
            | Code::Refused
            | Code::Invalid
            | Code::Io
            | Code::Busy
            | Code::Internal) => code.as_str(),
        };
        if error.code() == Code::Internal {
            tracing::error!(%error, "a command failed for a reason of our own");
        }
        Self::new(code, error.message(), error.hint())
    }
}
