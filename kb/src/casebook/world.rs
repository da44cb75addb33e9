//! Time, identity and chance come in from outside, here: tests bring their own.

use jiff::tz::TimeZone;

use crate::model::{EntryId, Moment, NoteId};

/// What the facade cannot know by itself.
pub trait World: Send + Sync {
    /// The time now, in the offset to write it in.
    fn now(&self) -> Moment;
    /// An id no note has.
    fn new_note_id(&self) -> NoteId;
    /// An id no other entry of the same journal is likely to have: four letters or digits.
    fn new_entry_id(&self) -> EntryId;
}

/// The real world: the system's clock and time zone, ULIDs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemWorld;

impl World for SystemWorld {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock comes in")]
    fn now(&self) -> Moment {
        let now = jiff::Timestamp::now();
        Moment::new(now, TimeZone::system().to_offset(now))
    }

    fn new_note_id(&self) -> NoteId {
        NoteId::new(ulid::Ulid::generate().to_string()).expect("a ULID is 26 letters and digits")
    }

    fn new_entry_id(&self) -> EntryId {
        let text = ulid::Ulid::generate().to_string().to_lowercase();
        EntryId::new(&text[text.len() - 4..]).expect("the end of a ULID is letters and digits")
    }
}
