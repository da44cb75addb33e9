//! Front matter keys: set, list, remove, put back.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::super::front::Fences;
use super::super::parse::Reading;
use super::super::scalar;
use super::super::yaml::{Entry, Node, Shape};
use super::check::{Expected, Key};
use super::restore::{KeyUndo, Undo};
use super::{EditError, Plan, Splice, Value, line_end, line_start, next_line};

/// Longest key that can be set, in bytes.
const LONGEST_KEY: usize = 128;

/// Sets or removes a key.
pub(super) fn set(text: &str, reading: &Reading<'_>, key: &str, value: Option<&Value>) -> Result<Plan, EditError> {
    if key.is_empty() || key.len() > LONGEST_KEY || key.trim() != key || key.chars().any(char::is_control) {
        let reason = format!("a key is 1 to {LONGEST_KEY} bytes without spaces around it or control characters");
        return Err(EditError::Invalid { what: "key".to_owned(), reason });
    }
    let found = find(reading, key);
    let mut expected = Expected::unchanged(text, reading);
    if key == "type" {
        expected.body = None;
        expected.links = None;
    } else if key == "links" {
        expected.links = None;
    }
    match (found, value) {
        (None, None) => Ok(Plan::nothing(text, reading)),
        (Some(at), None) => {
            if reading.entries[at + 1..].iter().any(|entry| entry.name() == Some(key)) {
                let reason =
                    "it appears more than once; remove the ones that are not meant in the raw editor".to_owned();
                return Err(EditError::Invalid { what: format!("key {key}"), reason });
            }
            let lines = lines(text, reading, at)?;
            expected.keys.remove(at);
            let undo = undo_of(text, reading, key, Some(at), None);
            Ok(Plan { splices: vec![Splice { range: lines, with: String::new() }], expected, undo: vec![undo] })
        }
        (Some(at), Some(value)) => {
            let entry = &reading.entries[at];
            let splice = replaced(text, entry, value)?;
            expected.keys[at] = Key::Is(key.to_owned(), value.clone());
            let lines = lines(text, reading, at)?;
            let after =
                [&text[lines.start..splice.range.start], &splice.with, &text[splice.range.end..lines.end]].concat();
            let undo = undo_of(text, reading, key, Some(at), Some(after));
            Ok(Plan { splices: vec![splice], expected, undo: vec![undo] })
        }
        (None, Some(value)) => {
            let written = match value {
                Value::Text(value) => scalar::write(value, ScalarStyle::Plain, false),
                Value::List(items) => scalar::write_list(items),
            };
            let line = format!("{}: {written}", scalar::write_key(key));
            let splice = added(text, reading, &line)?;
            expected.keys.push(Key::Is(key.to_owned(), value.clone()));
            let undo = undo_of(text, reading, key, None, Some(indented(text, reading, &line)));
            Ok(Plan { splices: vec![splice], expected, undo: vec![undo] })
        }
    }
}

/// The first entry with this key: the one that is read.
pub(super) fn find(reading: &Reading<'_>, key: &str) -> Option<usize> {
    reading.entries.iter().position(|entry| entry.name() == Some(key))
}

/// The texts of a list of scalars.
pub(super) fn texts(value: &Node<'_>) -> Option<Vec<String>> {
    let Shape::List { items, .. } = &value.value else { return None };
    items.iter().map(|item| item.text().map(str::to_owned)).collect()
}

/// The whole lines of an entry.
pub(super) fn lines(text: &str, reading: &Reading<'_>, at: usize) -> Result<Range<usize>, EditError> {
    if reading.flow {
        return Err(opaque_flow());
    }
    let range = reading.entries[at].range();
    let start = line_start(text, range.start);
    if !text[start..range.start].trim().is_empty() {
        return Err(unusual(&reading.entries[at]));
    }
    Ok(start..next_line(text, range.end))
}

/// The splice that adds lines (without a final line end) at the end of the front matter, which is created when there
/// is none.
pub(super) fn added(text: &str, reading: &Reading<'_>, lines: &str) -> Result<Splice, EditError> {
    let end = line_end(text);
    match &reading.fences {
        Fences::Missing { body } => {
            Ok(Splice { range: *body..*body, with: format!("---{end}{}---{end}", indented(text, reading, lines)) })
        }
        Fences::Closed { .. } if reading.flow => Err(opaque_flow()),
        Fences::Closed { inner, .. } => {
            Ok(Splice { range: inner.end..inner.end, with: indented(text, reading, lines) })
        }
        Fences::Open { .. } => Err(EditError::Opaque { reason: "the front matter is never closed".to_owned() }),
    }
}

/// Lines at the indent of the front matter's keys, each with the file's line end.
fn indented(text: &str, reading: &Reading<'_>, lines: &str) -> String {
    let indent = reading.entries.first().map_or("", |entry| {
        let start = line_start(text, entry.key.range.start);
        let before = &text[start..entry.key.range.start];
        if before.trim().is_empty() { before } else { "" }
    });
    let end = line_end(text);
    lines.split('\n').flat_map(|line| [indent, line, end]).collect()
}

/// Just after the colon of an entry that is written `key: value`.
pub(super) fn after_colon(text: &str, entry: &Entry<'_>) -> Result<usize, EditError> {
    let after = &text[entry.key.range.end..];
    let spaces = after.len() - after.trim_start_matches([' ', '\t']).len();
    if after[spaces..].starts_with(':') { Ok(entry.key.range.end + spaces + 1) } else { Err(unusual(entry)) }
}

/// The splice that gives an entry another value, in the style of the old one.
fn replaced(text: &str, entry: &Entry<'_>, value: &Value) -> Result<Splice, EditError> {
    let old = &entry.value;
    let source = &text[old.range.clone()];
    if let (Value::List(new), Shape::List { items, flow }) = (value, &old.value) {
        if *flow {
            return Ok(Splice { range: old.range.clone(), with: scalar::write_list(new) });
        }
        if let (Some(first), false) = (items.first(), new.is_empty()) {
            let start = line_start(text, first.range.start);
            let line = &text[start..first.range.start];
            let dash = line.find('-').filter(|dash| line[..*dash].trim().is_empty());
            if let Some(dash) = dash {
                let indent = &line[..dash];
                let lines: Vec<String> = new
                    .iter()
                    .map(|item| format!("{indent}- {}", scalar::write(item, ScalarStyle::Plain, false)))
                    .collect();
                return Ok(Splice { range: start..trimmed_end(text, &old.range), with: lines.join(line_end(text)) });
            }
        }
    }
    let style = match &old.value {
        Shape::Scalar { style, .. } if !source.contains('\n') && !source.starts_with('*') => Some(*style),
        _ => None,
    };
    let written = match value {
        Value::Text(new) => scalar::write(new, style.unwrap_or(ScalarStyle::Plain), false),
        Value::List(items) => scalar::write_list(items),
    };
    if style.is_some() {
        return Ok(Splice { range: old.range.clone(), with: written });
    }
    let start = after_colon(text, entry)?;
    let end =
        if matches!(old.value, Shape::Null) && old.range.is_empty() { start } else { trimmed_end(text, &old.range) };
    Ok(Splice { range: start..end.max(start), with: format!(" {written}") })
}

fn trimmed_end(text: &str, range: &Range<usize>) -> usize {
    range.start + text[range.clone()].trim_end().len()
}

fn unusual(entry: &Entry<'_>) -> EditError {
    let reason =
        format!("the key {} is written in a way that is only edited by hand", entry.name().unwrap_or("in question"));
    EditError::Opaque { reason }
}

fn opaque_flow() -> EditError {
    EditError::Opaque { reason: "the front matter is one {...}, which is only edited by hand".to_owned() }
}

/// What takes a change of one key back, given the entry's lines after it.
pub(super) fn undo_of(text: &str, reading: &Reading<'_>, key: &str, at: Option<usize>, after: Option<String>) -> Undo {
    let before = at.and_then(|at| lines(text, reading, at).ok()).map(|lines| text[lines].to_owned());
    let follows = match at {
        Some(at) => reading.entries[..at].last().and_then(Entry::name).map(str::to_owned),
        None => None,
    };
    Undo::Key(KeyUndo {
        key: key.to_owned(),
        after,
        before,
        follows,
        created: matches!(reading.fences, Fences::Missing { .. }),
    })
}

/// Puts one key back as it was, if it still is as it was left.
pub(super) fn restore(text: &str, reading: &Reading<'_>, undo: &KeyUndo) -> Result<Plan, EditError> {
    let found = find(reading, &undo.key);
    let place = found.map(|at| lines(text, reading, at)).transpose()?;
    let current = place.clone().map(|lines| &text[lines]);
    let same = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) => a.lines().eq(b.lines()),
        (None, None) => true,
        _ => false,
    };
    if same(current, undo.before.as_deref()) {
        return Ok(Plan::nothing(text, reading));
    }
    if !same(current, undo.after.as_deref()) {
        return Err(EditError::Changed {
            what: format!("the key {}", undo.key),
            expected: undo.after.clone().unwrap_or_default(),
            found: current.unwrap_or_default().to_owned(),
        });
    }
    let mut expected = Expected::unchanged(text, reading);
    expected.links = None;
    if undo.key == "type" {
        expected.body = None;
    }
    let splice = match (found.zip(place), &undo.before) {
        (Some((at, lines)), Some(before)) => {
            expected.keys[at] = Key::Named(undo.key.clone());
            Splice { range: lines, with: before.clone() }
        }
        (Some((at, lines)), None) => {
            expected.keys.remove(at);
            let alone = undo.created && reading.entries.len() == 1;
            match &reading.fences {
                // The front matter this key was created with goes with it, unless something else is in there now.
                Fences::Closed { whole, inner } if alone && *inner == lines => {
                    Splice { range: whole.clone(), with: String::new() }
                }
                _ => Splice { range: lines, with: String::new() },
            }
        }
        (None, Some(before)) => {
            let follows = undo.follows.as_deref().and_then(|key| find(reading, key));
            match (follows, reading.entries.first()) {
                (Some(at), _) => {
                    expected.keys.insert(at + 1, Key::Named(undo.key.clone()));
                    let end = lines(text, reading, at)?.end;
                    Splice { range: end..end, with: before.clone() }
                }
                (None, Some(_)) if undo.follows.is_none() => {
                    expected.keys.insert(0, Key::Named(undo.key.clone()));
                    let start = lines(text, reading, 0)?.start;
                    Splice { range: start..start, with: before.clone() }
                }
                _ => {
                    expected.keys.push(Key::Named(undo.key.clone()));
                    added(text, reading, before.trim_end_matches(['\n', '\r']).trim_start_matches(' '))?
                }
            }
        }
        (None, None) => return Ok(Plan::nothing(text, reading)),
    };
    Ok(Plan { splices: vec![splice], expected, undo: Vec::new() })
}
