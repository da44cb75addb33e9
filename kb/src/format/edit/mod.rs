//! Structured edits: they splice the bytes they mean to, read the result again, and refuse unless it is the old
//! values plus the change.

mod check;
mod entries;
mod keys;
mod links;
mod restore;
mod sections;

use std::ops::Range;

use thiserror::Error;

use super::decode::decode;
use super::parse::{Context, Reading, read};
use crate::model::{EntryId, JournalEntry, Link, LinkUse, NoteId, SectionKind};
use check::Expected;
pub use restore::Restore;
use restore::Undo;

/// One change to a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Sets a key of the front matter, which is created when there is none.
    SetKey {
        /// The key.
        key: String,
        /// Its new value; `None` removes the key.
        value: Option<Value>,
    },
    /// Replaces a section's text.
    ReplaceSection {
        /// Which; the first of its kind or, for the body, the one that holds `from`.
        section: SectionKind,
        /// The text the section has now, whatever its line ends; empty for one that is missing and to be created.
        from: String,
        /// The new text; blank lines around it are left out.
        to: String,
    },
    /// Appends an entry to a case's journal, which is created when it is missing.
    AppendEntry {
        /// The entry; its range is not used, its text is kept as [`entry_text`](super::entry_text) has it.
        entry: JournalEntry,
    },
    /// Replaces the text of the journal entry with this id; its heading stays.
    ReplaceEntry {
        /// The id.
        id: EntryId,
        /// The text it has now, escapes removed.
        from: String,
        /// The new text, kept as [`entry_text`](super::entry_text) has it; not empty.
        to: String,
    },
    /// Removes the journal entry with this id.
    RemoveEntry {
        /// The id.
        id: EntryId,
    },
    /// Adds a link to a case; nothing happens when it has one to the same article used the same way.
    AddLink {
        /// The link.
        link: Link,
    },
    /// Removes links from a case.
    RemoveLink {
        /// The article.
        article: NoteId,
        /// Which use; `None` removes every one.
        how: Option<LinkUse>,
    },
    /// Takes an earlier edit back: comes from [`Edited::inverse`], is not made by hand.
    Restore(Box<Restore>),
}

/// A key's new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A single value.
    Text(String),
    /// A list.
    List(Vec<String>),
}

/// The outcome of [`apply`].
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The file's new bytes.
    pub bytes: Vec<u8>,
    /// What takes the edits back: restores the bytes exactly when nothing else changed since, and otherwise takes
    /// back just this change. Empty when nothing changed.
    pub inverse: Vec<Edit>,
}

/// Why an edit is refused. Nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The file cannot take structured edits.
    #[error("the file cannot be edited: {reason}")]
    Opaque {
        /// Why not.
        reason: String,
    },
    /// What the edit started from is no longer there.
    #[error("{what} changed meanwhile")]
    Changed {
        /// Which part of the file.
        what: String,
        /// What the edit started from.
        expected: String,
        /// What is there now; empty when it is gone.
        found: String,
    },
    /// What the edit is about does not exist.
    #[error("there is no {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// The edit would change more of the file than it means to.
    #[error("the edit would change more than it should: {reason}")]
    WouldDamage {
        /// What would change.
        reason: String,
    },
    /// The edit itself cannot be made.
    #[error("{what}: {reason}")]
    Invalid {
        /// Which part of the edit.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Applies `edits` in order: all of them or none.
///
/// # Errors
/// [`EditError`]; the bytes are to be left as they are.
pub fn apply(bytes: &[u8], context: &Context<'_>, edits: &[Edit]) -> Result<Edited, EditError> {
    let decoded = decode(bytes);
    if let Some(reason) = decoded.fixed {
        return Err(EditError::Opaque { reason });
    }
    let before = decoded.text;
    let mut text = before.clone();
    // A restore knows its own inverse; wrapping it again at each turn of undo and redo would grow without end.
    let restore = if let [Edit::Restore(restore)] = edits {
        text = restore.apply(text, context)?;
        restore.turned(&before, &text)
    } else {
        let mut undo = Vec::new();
        for edit in edits {
            let (after, step) = apply_one(&text, context, edit)?;
            text = after;
            undo.push(step);
        }
        undo.reverse();
        let redo = edits.iter().cloned().map(Undo::Edit).collect();
        Restore::new(&before, &text, undo.into_iter().flatten().collect(), redo)
    };
    let inverse = if text == before { Vec::new() } else { vec![Edit::Restore(Box::new(restore))] };
    Ok(Edited { bytes: text.into_bytes(), inverse })
}

fn apply_one(text: &str, context: &Context<'_>, edit: &Edit) -> Result<(String, Vec<Undo>), EditError> {
    if let Edit::Restore(restore) = edit {
        let after = restore.apply(text.to_owned(), context)?;
        let undo = vec![Undo::Edit(Edit::Restore(Box::new(restore.turned(text, &after))))];
        return Ok((after, undo));
    }
    step(text, context, |reading| match edit {
        Edit::SetKey { key, value } => keys::set(text, reading, key, value.as_ref()),
        Edit::ReplaceSection { section, from, to } => sections::replace(text, reading, *section, from, to),
        Edit::AppendEntry { entry } => entries::append(text, reading, entry),
        Edit::ReplaceEntry { id, from, to } => entries::replace(text, reading, id, from, to),
        Edit::RemoveEntry { id } => entries::remove(text, reading, id),
        Edit::AddLink { link } => links::add(text, reading, link),
        Edit::RemoveLink { article, how } => links::remove(text, reading, article, *how),
        Edit::Restore(_) => Ok(Plan::nothing(text, reading)),
    })
}

/// Reads, plans, splices, reads again and checks.
fn step(
    text: &str,
    context: &Context<'_>,
    plan: impl FnOnce(&Reading<'_>) -> Result<Plan, EditError>,
) -> Result<(String, Vec<Undo>), EditError> {
    let reading = read(text, context, None);
    if let Some(reason) = &reading.opaque {
        return Err(EditError::Opaque { reason: reason.clone() });
    }
    let plan = plan(&reading)?;
    let after = spliced(text, &plan.splices);
    let result = read(&after, context, None);
    plan.expected.check(&reading, text, &result, &after)?;
    Ok((after, plan.undo))
}

/// What an edit is going to do.
struct Plan {
    /// In the text's order, apart from each other.
    splices: Vec<Splice>,
    expected: Expected,
    undo: Vec<Undo>,
}

struct Splice {
    range: Range<usize>,
    with: String,
}

impl Plan {
    fn nothing(text: &str, reading: &Reading<'_>) -> Self {
        Self { splices: Vec::new(), expected: Expected::unchanged(text, reading), undo: Vec::new() }
    }
}

fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut after = String::with_capacity(text.len() + splices.iter().map(|splice| splice.with.len()).sum::<usize>());
    let mut at = 0;
    for splice in splices {
        after.push_str(&text[at..splice.range.start]);
        after.push_str(&splice.with);
        at = splice.range.end;
    }
    after.push_str(&text[at..]);
    after
}

/// The line end most of the file's lines have; `\n` in a tie.
fn line_end(text: &str) -> &'static str {
    let all = text.bytes().filter(|&byte| byte == b'\n').count();
    let windows = text.matches("\r\n").count();
    if windows * 2 > all { "\r\n" } else { "\n" }
}

/// `text`, whose lines end with `\n`, with the file's line ends.
fn with_line_ends(text: &str, line_end: &str) -> String {
    if line_end == "\n" { text.to_owned() } else { text.replace('\n', line_end) }
}

/// Where the line that holds `at` starts.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Just after the line end of the line whose content ends at `at`; `at` itself when a line starts there.
fn next_line(text: &str, at: usize) -> usize {
    if at > 0 && text.as_bytes()[at - 1] == b'\n' {
        return at;
    }
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}
