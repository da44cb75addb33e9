//! A case's links to articles.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::super::parse::Reading;
use super::super::scalar;
use super::super::yaml::{Node, Shape};
use super::check::{Expected, Key};
use super::keys::{added, after_colon, find, lines};
use super::restore::Undo;
use super::{Edit, EditError, Plan, Splice, line_end, line_start, next_line};
use crate::model::{Link, LinkUse, NoteId};

const KEY: &str = "links";

/// Adds a link at the end of the list.
pub(super) fn add(text: &str, reading: &Reading<'_>, link: &Link) -> Result<Plan, EditError> {
    if !reading.is_case() {
        let reason = "only a case links to articles".to_owned();
        return Err(EditError::Invalid { what: "link".to_owned(), reason });
    }
    if reading.note.links.iter().any(|old| old.article == link.article && old.how == link.how) {
        return Ok(Plan::nothing(text, reading));
    }
    let mut expected = Expected::unchanged(text, reading);
    let end = line_end(text);
    let splice = match find(reading, KEY) {
        None => {
            expected.keys.push(Key::Named(KEY.to_owned()));
            added(text, reading, &format!("links:\n{}", item("  ", link, "\n")))?
        }
        Some(at) => {
            expected.keys[at] = Key::Named(KEY.to_owned());
            let entry = &reading.entries[at];
            let place = lines(text, reading, at)?;
            match &entry.value.value {
                Shape::List { items, flow: true } if !items.is_empty() => {
                    let after = items[items.len() - 1].range.end;
                    Splice { range: after..after, with: format!(", {{{}}}", fields(link, true).join(", ")) }
                }
                Shape::List { items, .. } if !items.is_empty() => {
                    let start = line_start(text, items[0].range.start);
                    let before = &text[start..items[0].range.start];
                    let indent = &before[..before.len() - before.trim_start().len()];
                    let mut with = item(indent, link, end);
                    with.push_str(end);
                    Splice { range: place.end..place.end, with }
                }
                Shape::List { .. } | Shape::Null => {
                    let indent = format!("{}  ", &text[place.start..entry.key.range.start]);
                    let colon = after_colon(text, entry)?;
                    let list = item(&indent, link, end);
                    if entry.value.range.is_empty() {
                        // A comment after the colon stays where it is.
                        Splice { range: place.end..place.end, with: format!("{list}{end}") }
                    } else {
                        Splice { range: colon..entry.value.range.end, with: format!("{end}{list}") }
                    }
                }
                _ => {
                    let reason = "the key links is not a list; correct it in the raw editor first".to_owned();
                    return Err(EditError::Opaque { reason });
                }
            }
        }
    };
    let mut links = reading.note.links.clone();
    links.push(link.clone());
    expected.links = Some(links);
    let undo = Undo::Edit(Edit::RemoveLink { article: link.article.clone(), how: Some(link.how) });
    Ok(Plan { splices: vec![splice], expected, undo: vec![undo] })
}

/// The fields of a link as `key: value`.
fn fields(link: &Link, flow: bool) -> Vec<String> {
    let write = |text: &str| scalar::write(text, ScalarStyle::Plain, flow);
    let mut fields = vec![format!("article: {}", write(link.article.as_str())), format!("how: {}", link.how)];
    fields.extend(link.at.map(|at| format!("at: {at}")));
    fields.extend(link.query.as_deref().map(|query| format!("query: {}", write(query))));
    fields
}

/// A link as an item of a block list, without a line end after it.
fn item(indent: &str, link: &Link, line_end: &str) -> String {
    format!("{indent}- {}", fields(link, false).join(&format!("{line_end}{indent}  ")))
}

/// Removes links; the key goes with the last one.
pub(super) fn remove(
    text: &str,
    reading: &Reading<'_>,
    article: &NoteId,
    how: Option<LinkUse>,
) -> Result<Plan, EditError> {
    let is_meant = |link: &Link| link.article == *article && how.is_none_or(|how| link.how == how);
    let removed: Vec<Link> = reading.note.links.iter().filter(|link| is_meant(link)).cloned().collect();
    let place = find(reading, KEY).filter(|_| !removed.is_empty());
    let Some(at) = place else {
        let how = how.map_or_else(String::new, |how| format!(" as {how}"));
        return Err(EditError::NotFound { what: format!("link to {article}{how}") });
    };
    let entry = &reading.entries[at];
    let Shape::List { items, flow } = &entry.value.value else {
        return Err(EditError::NotFound { what: format!("link to {article}") });
    };
    let mut expected = Expected::unchanged(text, reading);
    let gone: Vec<usize> = (0..items.len()).filter(|&at| names(&items[at], article, how)).collect();
    let lines = lines(text, reading, at)?;
    let splices = if gone.len() == items.len() {
        expected.keys.remove(at);
        vec![Splice { range: lines, with: String::new() }]
    } else {
        expected.keys[at] = Key::Named(KEY.to_owned());
        let place = |&at: &usize| if *flow { in_flow(items, at) } else { in_block(text, items, at) };
        merged(gone.iter().map(place)).map(|range| Splice { range, with: String::new() }).collect()
    };
    expected.links = Some(reading.note.links.iter().filter(|link| !is_meant(link)).cloned().collect());
    let undo = removed.into_iter().map(|link| Undo::Edit(Edit::AddLink { link })).collect();
    Ok(Plan { splices, expected, undo })
}

/// Whether an item is a link that is meant.
fn names(item: &Node<'_>, article: &NoteId, how: Option<LinkUse>) -> bool {
    let Shape::Map { entries, .. } = &item.value else { return false };
    let field = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name() == Some(name));
        entry.and_then(|entry| entry.value.text())
    };
    let used = field("how").and_then(|how| how.parse().ok()).unwrap_or(LinkUse::Referenced);
    field("article") == Some(article.as_str()) && how.is_none_or(|how| how == used)
}

/// The lines of an item of a block list.
fn in_block(text: &str, items: &[Node<'_>], at: usize) -> Range<usize> {
    let range = &items[at].range;
    line_start(text, range.start)..next_line(text, range.start + text[range.clone()].trim_end().len())
}

/// An item of a flow list with one of the commas beside it.
fn in_flow(items: &[Node<'_>], at: usize) -> Range<usize> {
    match items.get(at + 1) {
        Some(next) => items[at].range.start..next.range.start,
        None => items[at.saturating_sub(1)].range.end..items[at].range.end,
    }
}

/// Ranges in order, those that touch or overlap made one.
fn merged(ranges: impl Iterator<Item = Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged.into_iter()
}
