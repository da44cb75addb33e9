//! Journal entries: append, remove, take back.

use std::ops::Range;

use super::super::journal::{entry_heading, entry_text, escaped};
use super::super::layout::trimmed;
use super::super::parse::Reading;
use super::check::{EntryFacts, Expected};
use super::restore::Undo;
use super::{Edit, EditError, Plan, Splice, line_end, next_line, with_line_ends};
use crate::model::{EntryId, JournalEntry};

/// Appends an entry at the end of the journal.
pub(super) fn append(text: &str, reading: &Reading<'_>, entry: &JournalEntry) -> Result<Plan, EditError> {
    if !reading.is_case() {
        return Err(invalid("only a case has a journal"));
    }
    if let Some(id) = entry.id.as_ref().filter(|id| reading.note.journal.iter().any(|old| old.id.as_ref() == Some(id)))
    {
        return Err(invalid(&format!("the journal has an entry with the id {id} already")));
    }
    let author = entry.author.as_str();
    let is_name = !author.is_empty() && author.trim() == author && !author.chars().any(|c| c.is_control() || c == '·');
    if !is_name {
        return Err(invalid("an author is a name without control characters, spaces around it or a ·"));
    }
    if reading.outline.unclosed.is_some() {
        let reason = "a code fence or comment in the file is never closed and would take in the entry; close it first";
        return Err(EditError::WouldDamage { reason: reason.to_owned() });
    }
    let body = entry_text(&entry.text);
    let heading = entry_heading(entry);
    let mut source = heading.clone();
    if !body.is_empty() {
        source.push('\n');
        source.push_str(&escaped(&body));
    }
    let (splice, created) = at_end(text, reading, &source);
    let facts = EntryFacts { heading, text: body };
    let expected = Expected::unchanged(text, reading).body(|body| body.journal.push(facts));
    let undo = vec![Undo::Appended { source, created }];
    Ok(Plan { splices: vec![splice], expected, undo })
}

/// The splice that adds an entry's source at the end of the journal, and whether it creates the journal.
fn at_end(text: &str, reading: &Reading<'_>, source: &str) -> (Splice, bool) {
    let end = line_end(text);
    let is_blank = |line: &str| line.trim().is_empty();
    let (at, gap, creates) = match reading.layout.journals.last() {
        Some(stretch) => {
            let length = text[stretch.body.clone()].trim_end().len();
            let content = stretch.body.start + length;
            if length == 0 {
                (content, false, false)
            } else {
                (next_line(text, content).min(stretch.body.end), true, false)
            }
        }
        None => (text.len(), !text[reading.body..].lines().next_back().is_none_or(is_blank), true),
    };
    let mut with = String::new();
    if at > 0 && !text[..at].ends_with('\n') {
        with.push_str(end);
    }
    if gap {
        with.push_str(end);
    }
    if creates {
        with.push_str("## Journal");
        with.push_str(end);
    }
    with.push_str(&with_line_ends(source, end));
    with.push_str(end);
    if text[at..].lines().next().is_some_and(|line| !is_blank(line)) {
        with.push_str(end);
    }
    (Splice { range: at..at, with }, creates)
}

/// Replaces the text of the entry with this id, which has to be `from`.
pub(super) fn replace(
    text: &str,
    reading: &Reading<'_>,
    id: &EntryId,
    from: &str,
    to: &str,
) -> Result<Plan, EditError> {
    let (at, entry) = find(reading, id)?;
    let (from, to) = (entry_text(from), entry_text(to));
    let now = entry.text.replace("\r\n", "\n");
    if now != from {
        return Err(EditError::Changed { what: format!("the journal entry {id}"), expected: from, found: now });
    }
    if now == to {
        return Ok(Plan::nothing(text, reading));
    }
    if to.is_empty() {
        return Err(invalid("an entry says something; remove it instead"));
    }
    let heading_end = text[entry.range.clone()].find('\n').map_or(entry.range.end, |end| entry.range.start + end + 1);
    let body = trimmed(text, heading_end..entry.range.end);
    let end = line_end(text);
    let mut with = with_line_ends(&escaped(&to), end);
    if body.is_empty() {
        if !text[..body.start].ends_with('\n') {
            with.insert_str(0, end);
        }
        with.push_str(end);
    }
    let expected = Expected::unchanged(text, reading).body(|body| body.journal[at].text.clone_from(&to));
    let undo = vec![Undo::Edit(Edit::ReplaceEntry { id: id.clone(), from: to, to: from })];
    Ok(Plan { splices: vec![Splice { range: body, with }], expected, undo })
}

/// The one entry with this id.
fn find<'r>(reading: &'r Reading<'_>, id: &EntryId) -> Result<(usize, &'r JournalEntry), EditError> {
    let mut with_id = reading.note.journal.iter().enumerate().filter(|(_, entry)| entry.id.as_ref() == Some(id));
    let found = with_id.next().ok_or_else(|| EditError::NotFound { what: format!("journal entry {id}") })?;
    if with_id.next().is_some() {
        return Err(invalid(&format!("several journal entries have the id {id}")));
    }
    Ok(found)
}

/// Removes the entry with this id.
pub(super) fn remove(text: &str, reading: &Reading<'_>, id: &EntryId) -> Result<Plan, EditError> {
    let (at, entry) = find(reading, id)?;
    let source = source(text, &entry.range);
    let follows = at.checked_sub(1).map(|before| entry_heading(&reading.note.journal[before]));
    let undo = vec![Undo::Removed { source, facts: EntryFacts::of(entry), follows }];
    Ok(Plan { undo, ..without(text, reading, at, false) })
}

/// Removes the entry that was appended with this source.
pub(super) fn take_back(text: &str, reading: &Reading<'_>, was: &str, created: bool) -> Result<Plan, EditError> {
    let found = reading.note.journal.iter().rposition(|entry| source(text, &entry.range) == was.trim_end());
    let Some(at) = found else {
        let heading = was.lines().next().unwrap_or_default();
        let now = reading.note.journal.iter().find(|entry| entry_heading(entry) == heading);
        return Err(EditError::Changed {
            what: "the journal entry".to_owned(),
            expected: was.to_owned(),
            found: now.map_or_else(String::new, |entry| source(text, &entry.range)),
        });
    };
    Ok(without(text, reading, at, created && reading.note.journal.len() == 1))
}

/// Puts an entry back after the one with the heading `follows`, else at the end.
pub(super) fn put_back(
    text: &str,
    reading: &Reading<'_>,
    was: &str,
    facts: &EntryFacts,
    follows: Option<&str>,
) -> Plan {
    let journal = &reading.note.journal;
    let before = |heading: &str| journal.iter().position(|entry| entry_heading(entry) == heading);
    let index = follows.map_or(0, |heading| before(heading).map_or(journal.len(), |at| at + 1));
    let splice = match journal.get(index) {
        Some(next) => {
            let end = line_end(text);
            let at = next.range.start;
            Splice { range: at..at, with: format!("{}{end}{end}", with_line_ends(was, end)) }
        }
        None => at_end(text, reading, was).0,
    };
    let expected = Expected::unchanged(text, reading).body(|body| body.journal.insert(index, facts.clone()));
    Plan { splices: vec![splice], expected, undo: Vec::new() }
}

/// Removes entry `at`, with the blank lines that set it apart, and the journal's heading if that is to go too.
fn without(text: &str, reading: &Reading<'_>, at: usize, heading_too: bool) -> Plan {
    let entry = &reading.note.journal[at];
    let stretch = reading.layout.journals.iter().find(|stretch| stretch.body.contains(&entry.range.start));
    let is_last = stretch.is_none_or(|stretch| stretch.body.end == entry.range.end);
    let floor =
        stretch.map_or(reading.body, |stretch| if heading_too { stretch.heading.start } else { stretch.body.start });
    let range = if is_last {
        let content = entry.range.start + text[entry.range.clone()].trim_end().len();
        let start = if heading_too { floor } else { entry.range.start };
        let kept = text[..start].trim_end().len();
        let start = next_line(text, kept).clamp(floor.min(start), start);
        start..next_line(text, content).min(entry.range.end)
    } else {
        entry.range.clone()
    };
    let expected = Expected::unchanged(text, reading).body(|body| {
        body.journal.remove(at);
    });
    Plan { splices: vec![Splice { range, with: String::new() }], expected, undo: Vec::new() }
}

/// An entry as it is written, without the blank lines after it, line ends as `\n`.
fn source(text: &str, range: &Range<usize>) -> String {
    text[range.clone()].trim_end().replace("\r\n", "\n")
}

fn invalid(reason: &str) -> EditError {
    EditError::Invalid { what: "journal entry".to_owned(), reason: reason.to_owned() }
}
