//! What is being typed and which case is open: local state, never in the vault.

use super::Casebook;
use super::error::Error;
use super::view::OpenCases;
use crate::model::VaultPath;

impl Casebook {
    /// Keeps what is being typed under `key`; blank text forgets it. It survives a crash.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn save_draft(&self, key: &str, text: &str) -> Result<(), Error> {
        Ok(self.local.save_draft(key, text, self.world.now())?)
    }

    /// What was being typed under `key`.
    ///
    /// # Errors
    /// The local state cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.local.draft(key)?.map(|draft| draft.text))
    }

    /// Says which case is open; `kb ... @` means it.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn set_active_case(&self, case: Option<&VaultPath>) -> Result<(), Error> {
        Ok(self.local.set_active_case(case)?)
    }

    /// Keeps which cases are open in the window.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn set_open_cases(&self, open: &OpenCases) -> Result<(), Error> {
        Ok(self.local.set_open_cases(&open.slots)?)
    }

    /// The cases that were open in the window.
    ///
    /// # Errors
    /// The local state cannot be read.
    pub fn open_cases(&self) -> Result<OpenCases, Error> {
        Ok(OpenCases { slots: self.local.open_cases()? })
    }

    /// The case that was open last.
    ///
    /// # Errors
    /// The local state cannot be read.
    pub fn active_case(&self) -> Result<Option<VaultPath>, Error> {
        Ok(self.local.active_case()?)
    }
}
