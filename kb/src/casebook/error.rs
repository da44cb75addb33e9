//! What can go wrong when asking or changing, with a code the UI acts on and a hint for the person.

use thiserror::Error;

use super::view::MissingNotes;
use crate::backup::BackupError;
use crate::catalog::CatalogError;
use crate::causes::with_causes;
use crate::format::EditError;
use crate::local::LocalError;
use crate::model::VaultPath;
use crate::reconcile::{Missing, ReconcileError};
use crate::search::SearchError;
use crate::vault::VaultError;

/// Why a question or a change was not carried out. Nothing was written unless the variant says so.
#[derive(Debug, Error)]
pub enum Error {
    /// A vault file could not be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The catalog could not answer.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The index could not answer.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The caches could not be opened.
    #[error(transparent)]
    Reconcile(#[from] ReconcileError),
    /// Drafts or local state could not be read or written.
    #[error(transparent)]
    Local(#[from] LocalError),
    /// A backup could not be made or restored.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// An edit does not fit the file as it is now.
    #[error("cannot edit {path}: {source}")]
    Edit {
        /// The file.
        path: VaultPath,
        /// Why.
        source: EditError,
    },
    /// Nothing answers to that name.
    #[error("no {what} answers to {text:?}")]
    NotFound {
        /// `case`, `article`, `note`, `version` or `removed file`.
        what: &'static str,
        /// What was asked for.
        text: String,
    },
    /// More than one note answers to that name.
    #[error("{text:?} names {count} notes: {paths}", count = paths.len(), paths = list(paths))]
    Ambiguous {
        /// What was asked for.
        text: String,
        /// The notes.
        paths: Vec<VaultPath>,
    },
    /// A rule forbids it.
    #[error("{what}: {reason}")]
    Refused {
        /// What was refused.
        what: String,
        /// Why.
        reason: String,
        /// What to do next.
        hint: String,
    },
    /// A value cannot be what it is meant to be.
    #[error("{what} cannot be {value:?}: {reason}")]
    Invalid {
        /// The field.
        what: &'static str,
        /// The value.
        value: String,
        /// Why.
        reason: String,
    },
}

/// What kind of failure it is; stable, the UI and the exit status follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Another version is on disk; both are kept.
    Conflict,
    /// Nothing answers to the name.
    NotFound,
    /// The vault cannot be opened or is gone, or so much of it is that nothing is taken over.
    VaultUnavailable,
    /// A rule forbids it.
    Refused,
    /// A value is not valid.
    Invalid,
    /// The disk said no.
    Io,
    /// Another process holds a lock.
    Busy,
    /// A fault of Casebook's own or of its caches.
    Internal,
}

impl Code {
    /// The code as it is written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::NotFound => "not-found",
            Self::VaultUnavailable => "vault-unavailable",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::Io => "io",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }
}

impl Error {
    /// That so much is missing from a vault that nothing is taken over.
    #[must_use]
    pub fn held(missing: MissingNotes) -> Self {
        let MissingNotes { known, missing } = missing;
        Self::Reconcile(ReconcileError::Held(Missing { known: known as usize, missing: missing as usize }))
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Vault(error) | Self::Reconcile(ReconcileError::Vault(error)) => vault_code(error),
            Self::Reconcile(ReconcileError::Cache { .. }) => Code::Io,
            Self::Reconcile(ReconcileError::NoStore { .. }) => Code::Busy,
            Self::Reconcile(ReconcileError::Held(_)) => Code::VaultUnavailable,
            Self::Reconcile(_) | Self::Catalog(_) | Self::Search(_) => Code::Internal,
            Self::Local(_) => Code::Io,
            Self::Backup(BackupError::Taken { .. }) => Code::Conflict,
            Self::Backup(_) => Code::Io,
            Self::Edit { source, .. } => edit_code(source),
            Self::NotFound { .. } => Code::NotFound,
            Self::Ambiguous { .. } | Self::Refused { .. } => Code::Refused,
            Self::Invalid { .. } => Code::Invalid,
        }
    }

    /// What was tried, on what, and why it failed, down to the last reason.
    #[must_use]
    pub fn message(&self) -> String {
        with_causes(self)
    }

    /// What to do next, in a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Vault(error) => error.hint().to_owned(),
            Self::Catalog(error) => error.hint().to_owned(),
            Self::Search(error) => error.hint().to_owned(),
            Self::Reconcile(error) => error.hint(),
            Self::Local(error) => error.hint().to_owned(),
            Self::Backup(error) => error.hint().to_owned(),
            Self::Edit { source, .. } => edit_hint(source).to_owned(),
            Self::NotFound { what, .. } => format!("Search for the {what}, or give its path in the vault"),
            Self::Ambiguous { .. } => "Give more of the id, or the path in the vault".to_owned(),
            Self::Refused { hint, .. } => hint.clone(),
            Self::Invalid { .. } => "Correct the value and try again".to_owned(),
        }
    }
}

fn list(paths: &[VaultPath]) -> String {
    let shown: Vec<&str> = paths.iter().take(3).map(VaultPath::as_str).collect();
    let more = if paths.len() > shown.len() { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn vault_code(error: &VaultError) -> Code {
    match error {
        VaultError::Conflict { .. } | VaultError::Exists { .. } => Code::Conflict,
        VaultError::NotFound { .. } => Code::NotFound,
        VaultError::Busy { .. } => Code::Busy,
        VaultError::NotAFolder { .. } | VaultError::Gone { .. } => Code::VaultUnavailable,
        VaultError::Outside { .. } | VaultError::Hidden { .. } | VaultError::NotAFile { .. } => Code::Refused,
        VaultError::Invalid(_) => Code::Invalid,
        VaultError::WrongLock { .. } => Code::Internal,
        VaultError::NoSpace { .. }
        | VaultError::Denied { .. }
        | VaultError::Unconfirmed { .. }
        | VaultError::Io { .. }
        | VaultError::Watch { .. } => Code::Io,
    }
}

fn edit_hint(error: &EditError) -> &'static str {
    match error {
        EditError::Changed { .. } => "Look at what is there now; your text is not lost",
        EditError::NotFound { .. } => "It may have been removed meanwhile; look at the note again",
        EditError::Invalid { .. } => "Correct it and try again",
        EditError::Opaque { .. } => "Mend the file in an editor, then try again",
        EditError::WouldDamage { .. } => "Make the change in an editor; the file is as it was",
    }
}

fn edit_code(error: &EditError) -> Code {
    match error {
        EditError::Changed { .. } => Code::Conflict,
        EditError::NotFound { .. } => Code::NotFound,
        EditError::Invalid { .. } => Code::Invalid,
        EditError::Opaque { .. } | EditError::WouldDamage { .. } => Code::Refused,
    }
}
