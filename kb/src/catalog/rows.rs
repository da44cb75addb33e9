//! A note as lists and hits show it.

use rusqlite::Row;

use super::codec::{id_at, list_at, moment_at, needed, path_at, small_at, word_at};
use super::record::ContentHash;
use crate::model::{Audience, Confidence, Moment, NoteId, NoteKind, Priority, Status, VaultPath};

/// One note's row, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// The row's number: what the index knows the note by.
    pub row: i64,
    /// Where it is.
    pub path: VaultPath,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// What it is.
    pub kind: NoteKind,
    /// Its id, if it has one.
    pub id: Option<NoteId>,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// Its products.
    pub products: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// An article's confidence.
    pub confidence: Option<Confidence>,
    /// An article's audience.
    pub audience: Option<Audience>,
    /// An article's versions, as written.
    pub applies_to: Vec<String>,
    /// The version an article's trouble is fixed in, as written.
    pub fixed_in: Option<String>,
    /// When an article was last changed in substance, else created.
    pub updated: Option<Moment>,
    /// A case's status.
    pub status: Option<Status>,
    /// A case's priority.
    pub priority: Option<Priority>,
    /// A case's ticket number.
    pub reference: Option<String>,
    /// A case's customer.
    pub customer: Option<String>,
    /// When a case was opened.
    pub opened: Option<Moment>,
    /// When a case was solved.
    pub solved: Option<Moment>,
    /// When a case's customer was promised to hear again.
    pub promised: Option<Moment>,
    /// When the last journal entry was made.
    pub last_entry: Option<Moment>,
    /// A case's next step.
    pub next: Option<String>,
    /// When an article wants a look.
    pub review_by: Option<Moment>,
    /// How many flags of an article are open.
    pub flags: u32,
}

/// A note's row with what its links add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HydratedRow {
    /// The row.
    pub note: NoteRow,
    /// How many cases an article resolved or came from; `None` for anything else and for an article without id.
    pub resolved_cases: Option<u32>,
    /// The title of the article that resolved a case, else of the one created from it.
    pub resolved_by: Option<String>,
}

/// What [`note_row`] reads, in its order, of a table called `n`.
macro_rules! columns {
    () => {
        "n.row, n.path, n.hash, n.kind, n.id, n.title, n.owner, n.products, n.tags, n.confidence, n.audience, \
         n.applies_to, n.updated, n.status, n.priority, n.reference, n.customer, n.opened, n.solved, n.promised, \
         n.last_entry, n.next, n.review_by, n.flags, n.fixed_in"
    };
}
pub(super) use columns;

/// How many columns [`columns`] names: the next one a query adds has this position.
pub(super) const COLUMN_COUNT: usize = 25;

pub(super) fn note_row(row: &Row<'_>) -> rusqlite::Result<NoteRow> {
    Ok(NoteRow {
        row: row.get(0)?,
        path: path_at(row, 1)?,
        hash: row.get(2)?,
        kind: needed(word_at(row, 3)?, 3)?,
        id: id_at(row, 4)?,
        title: row.get(5)?,
        owner: row.get(6)?,
        products: list_at(row, 7)?,
        tags: list_at(row, 8)?,
        confidence: word_at(row, 9)?,
        audience: word_at(row, 10)?,
        applies_to: list_at(row, 11)?,
        updated: moment_at(row, 12)?,
        status: word_at(row, 13)?,
        priority: word_at(row, 14)?,
        reference: row.get(15)?,
        customer: row.get(16)?,
        opened: moment_at(row, 17)?,
        solved: moment_at(row, 18)?,
        promised: moment_at(row, 19)?,
        last_entry: moment_at(row, 20)?,
        next: row.get(21)?,
        review_by: moment_at(row, 22)?,
        flags: small_at(row, 23)?,
        fixed_in: row.get(24)?,
    })
}
