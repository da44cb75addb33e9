//! A text as the pieces that are merged by themselves, each under a key by which it is known in another version.

use std::collections::HashMap;

use super::super::front::Fences;
use super::super::parse::{Context, read};
use crate::model::Moment;

/// What a piece is known by. The number tells pieces of one name apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// What is before everything else: a byte order mark, the opening fence, or the text before the first heading.
    Start,
    /// A property of the front matter.
    Property(String, usize),
    /// The closing fence.
    FrontEnd,
    /// A section by its heading.
    Section(String, usize),
    /// A journal entry by its id or, without one, its heading.
    Entry(String, usize),
}

impl Key {
    /// Whether it begins with a heading, before which there is a blank line.
    pub(super) fn is_block(&self) -> bool {
        matches!(self, Self::Section(..) | Self::Entry(..))
    }
}

/// A stretch of a text; together they are all of it.
pub(super) struct Piece<'t> {
    pub(super) key: Key,
    /// What it is, for people.
    pub(super) what: String,
    pub(super) text: &'t str,
    /// When an entry was made.
    pub(super) at: Option<Moment>,
}

struct Bound {
    from: usize,
    key: Key,
    what: String,
    at: Option<Moment>,
}

/// Cuts a text into its pieces.
pub(super) fn pieces<'t>(text: &'t str, context: &Context<'_>) -> Vec<Piece<'t>> {
    let reading = read(text, context, None);
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_at = |at: usize| text[at..].lines().next().unwrap_or_default();
    let mut bounds = vec![Bound { from: 0, key: Key::Start, what: "the beginning".to_owned(), at: None }];
    let mut add = |from: usize, key: Key, what: String, at: Option<Moment>| bounds.push(Bound { from, key, what, at });
    if let (Fences::Closed { inner, .. }, false, None) = (&reading.fences, reading.flow, &reading.opaque) {
        for entry in &reading.entries {
            let name = entry.name().unwrap_or_default().to_owned();
            let what = format!("property {name}");
            add(line_start(entry.range().start), Key::Property(name, 0), what, None);
        }
        add(inner.end, Key::FrontEnd, "the end of the properties".to_owned(), None);
    }
    for section in &reading.note.sections {
        let heading = section.heading.clone().unwrap_or_default();
        let what = if heading.is_empty() { "the text before the first heading".to_owned() } else { heading.clone() };
        add(section.range.start, Key::Section(heading.to_lowercase(), 0), what, None);
    }
    for journal in &reading.layout.journals {
        add(journal.heading.start, Key::Section("journal".to_owned(), 0), "Journal".to_owned(), None);
    }
    for entry in &reading.note.journal {
        let heading = line_at(entry.range.start);
        let name = entry.id.as_ref().map_or_else(|| heading.to_owned(), |id| id.as_str().to_owned());
        let what = format!("entry of {}", heading.trim_start_matches(['#', ' ']));
        add(entry.range.start, Key::Entry(name, 0), what, Some(entry.at));
    }
    bounds.sort_by_key(|bound| bound.from);
    bounds.dedup_by(|later, earlier| later.from == earlier.from && earlier.key != Key::Start);
    let ends: Vec<usize> = bounds.iter().skip(1).map(|bound| bound.from).chain([text.len()]).collect();
    let mut seen: HashMap<Key, usize> = HashMap::new();
    bounds
        .into_iter()
        .zip(ends)
        .map(|(bound, end)| {
            let times = seen.entry(bound.key.clone()).or_default();
            let number = std::mem::replace(times, *times + 1);
            let key = match bound.key {
                Key::Property(name, _) => Key::Property(name, number),
                Key::Section(name, _) => Key::Section(name, number),
                Key::Entry(name, _) => Key::Entry(name, number),
                key => key,
            };
            Piece { key, what: bound.what, text: &text[bound.from..end], at: bound.at }
        })
        .collect()
}
