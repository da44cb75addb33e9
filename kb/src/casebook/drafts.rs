//! What is being typed and which case is open: local state, never in the vault.

use super::Casebook;
use super::error::Error;
use super::view::{DraftNote, DraftRow, OpenCases};
use crate::local::Draft;
use crate::model::VaultPath;

/// The longest draft whose text is listed with it, in characters: the list is asked for often.
const LISTED: u32 = 16_384;

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

    /// All that is being typed, the latest first, each with the note its key ends with; long texts are left out.
    ///
    /// # Errors
    /// The local state or the catalog cannot be read.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let row = |draft: Draft| -> Result<DraftRow, Error> {
            let Draft { key, text, saved_at } = draft;
            let mut note = None;
            // A path may have colons of its own: the longest end that is a note is meant.
            for (at, _) in key.match_indices(':') {
                let Ok(path) = VaultPath::new(&key[at + 1..]) else { continue };
                if let Some(row) = snapshot.note(&path)? {
                    note = Some(DraftNote { path, kind: row.kind, title: row.title });
                    break;
                }
            }
            Ok(DraftRow { key, text, at: saved_at, note })
        };
        self.local.drafts(LISTED)?.into_iter().map(row).collect()
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
