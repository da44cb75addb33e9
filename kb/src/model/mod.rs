//! Plain values every other module speaks in. No I/O, no clock, no parsing of files.

mod id;
mod moment;
mod note;
mod path;
mod problem;
pub mod version;
mod versions;
mod vocabulary;

pub use id::{EntryId, InvalidId, NoteId};
pub use moment::{InvalidMoment, Moment};
pub use note::{
    ArticleMeta, CaseMeta, Escalation, FrontMatter, JournalEntry, Link, Note, NoteMeta, Section, SectionKind, Source,
    Wikilink,
};
pub use path::{InvalidPath, VaultPath};
pub use problem::{Problem, ProblemCode, Severity};
pub use versions::{Holds, VersionNote, Versions};
pub use vocabulary::{
    Audience, Channel, Confidence, Fix, Governance, LinkUse, NoteKind, Priority, Status, UnknownWord, Visibility,
};
