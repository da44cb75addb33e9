//! What `casebook.toml` says, for as long as the vault is open: read at the opening, and again whenever the file changes.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use super::error::Error;
use crate::format::{self, Settings};
use crate::model::{Problem, VaultPath};
use crate::search::Synonyms;
use crate::vault::{Vault, VaultError};

/// More of the file is not read, in bytes.
const LONGEST: u64 = 1_000_000;

/// What holds, and what is wrong with the file.
pub(super) struct Said {
    pub(super) settings: Settings,
    /// The team's synonyms as searches take them.
    pub(super) synonyms: Arc<Synonyms>,
    pub(super) problems: Vec<Problem>,
}

impl Said {
    /// The name of the file, else the folder's.
    pub(super) fn name(&self, root: &Path) -> String {
        let folder = || root.file_name().map_or_else(|| "vault".to_owned(), |name| name.to_string_lossy().into_owned());
        self.settings.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(folder)
    }
}

/// The newest reading. Who asks twice may get two answers: hold on to one.
pub(super) struct TeamSettings(RwLock<Arc<Said>>);

impl TeamSettings {
    /// Reads the file. One with problems counts as far as it can be read: there is nothing better.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub(super) fn open(vault: &Vault) -> Result<Self, Error> {
        Ok(Self(RwLock::new(Arc::new(read(vault)?))))
    }

    pub(super) fn said(&self) -> Arc<Said> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the file again. Where something is wrong with it, what held before holds on, and the problems are shown.
    pub(super) fn read_again(&self, vault: &Vault) -> Arc<Said> {
        let before = self.said();
        let now = match read(vault) {
            Ok(said) if said.problems.is_empty() => said,
            Ok(said) => Said {
                settings: before.settings.clone(),
                synonyms: Arc::clone(&before.synonyms),
                problems: said.problems,
            },
            // Gone with its folder, or locked by whoever writes it: it is looked at again when that changes.
            Err(_) => return before,
        };
        let now = Arc::new(now);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&now);
        now
    }
}

fn read(vault: &Vault) -> Result<Said, Error> {
    let path = VaultPath::new("casebook.toml").expect("a plain file name");
    let (settings, problems) = match vault.read(&path, Some(LONGEST)) {
        Ok(read) => format::settings(&String::from_utf8_lossy(&read.bytes)),
        Err(VaultError::NotFound { .. }) => format::settings(""),
        Err(error) => return Err(error.into()),
    };
    let synonyms = Arc::new(Synonyms::new(&settings.synonyms));
    Ok(Said { settings, synonyms, problems })
}
