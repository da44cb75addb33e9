//! Journal entries: add, and edit or remove one's own.

use super::{must_be_case, needed};
use crate::casebook::Casebook;
use crate::casebook::error::Error;
use crate::casebook::view::Changed;
use crate::format::Edit;
use crate::model::{Channel, EntryId, JournalEntry, Moment, Note, VaultPath, Visibility};

impl Casebook {
    pub(super) fn add_entry(
        &self,
        case: &VaultPath,
        at: Moment,
        visibility: Visibility,
        channel: Channel,
        text: &str,
    ) -> Result<Changed, Error> {
        let text = needed("text", text)?;
        self.edit(case, at, |note| {
            must_be_case(note, case)?;
            let entry = self.entry(note, at, visibility, channel, text);
            let id = entry.id.clone();
            Ok((vec![Edit::AppendEntry { entry }], id))
        })
    }

    pub(super) fn edit_entry(
        &self,
        case: &VaultPath,
        at: Moment,
        id: &EntryId,
        from: &str,
        to: &str,
    ) -> Result<Changed, Error> {
        let to = needed("text", to)?;
        self.edit(case, at, |note| {
            self.must_be_own(note, case, id)?;
            let edit = Edit::ReplaceEntry { id: id.clone(), from: from.to_owned(), to: to.to_owned() };
            Ok((vec![edit], Some(id.clone())))
        })
    }

    pub(super) fn remove_entry(
        &self,
        case: &VaultPath,
        at: Moment,
        id: &EntryId,
        from: &str,
    ) -> Result<Changed, Error> {
        self.edit(case, at, |note| {
            self.must_be_own(note, case, id)?;
            // Replaced by itself, it has to say what the user saw when it goes.
            let as_seen = Edit::ReplaceEntry { id: id.clone(), from: from.to_owned(), to: from.to_owned() };
            Ok((vec![as_seen, Edit::RemoveEntry { id: id.clone() }], Some(id.clone())))
        })
    }

    /// What others said stays as they said it, and clocks are computed from status entries.
    fn must_be_own(&self, note: &Note, case: &VaultPath, id: &EntryId) -> Result<(), Error> {
        must_be_case(note, case)?;
        let refused = |reason: String, hint: &str| {
            Err(Error::Refused { what: format!("changing the entry {id} of {case}"), reason, hint: hint.to_owned() })
        };
        match note.journal.iter().find(|entry| entry.id.as_ref() == Some(id)) {
            Some(entry) if entry.author != self.author() => {
                refused(format!("{} wrote it", entry.author), "Add an entry that puts it right")
            }
            Some(entry) if entry.channel == Channel::Status => {
                refused("clocks are computed from it".to_owned(), "Change the status again, with a reason")
            }
            // One that is not there is told by the edit.
            _ => Ok(()),
        }
    }

    /// A journal entry with an id its case does not have yet.
    pub(super) fn entry(
        &self,
        note: &Note,
        at: Moment,
        visibility: Visibility,
        channel: Channel,
        text: &str,
    ) -> JournalEntry {
        let mut id = self.world.new_entry_id();
        while note.journal.iter().any(|entry| entry.id.as_ref() == Some(&id)) {
            id = self.world.new_entry_id();
        }
        JournalEntry {
            id: Some(id),
            at,
            author: self.author(),
            visibility,
            channel,
            text: text.to_owned(),
            range: 0..0,
        }
    }
}
