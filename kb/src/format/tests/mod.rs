//! Tests of the format as a whole: what is read, what is written, and what holds for any input.

mod editing;
mod properties;
mod reading;
mod steps;

use super::*;
use crate::model::{Channel, EntryId, JournalEntry, Moment, Visibility};

/// Parses `text` as a file of `folder`.
fn parsed(folder: &str, text: &str) -> Parsed {
    parsed_bytes(folder, text.as_bytes())
}

fn parsed_bytes(folder: &str, bytes: &[u8]) -> Parsed {
    let headings = HeadingWords::default();
    parse(bytes, &Context { folder: Some(folder), fallback_title: "fallback", headings: &headings })
}

fn edited(folder: &str, bytes: &[u8], edits: &[Edit]) -> Result<Edited, EditError> {
    let headings = HeadingWords::default();
    apply(bytes, &Context { folder: Some(folder), fallback_title: "fallback", headings: &headings }, edits)
}

/// The text after one edit of a case.
fn after(text: &str, edit: Edit) -> String {
    let edited = edited("cases", text.as_bytes(), &[edit]).expect("the edit applies");
    String::from_utf8(edited.bytes).expect("UTF-8")
}

fn set(key: &str, value: &str) -> Edit {
    Edit::SetKey { key: key.to_owned(), value: Some(Value::Text(value.to_owned())) }
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("a time")
}

fn entry(id: &str, text: &str) -> JournalEntry {
    JournalEntry {
        id: Some(EntryId::new(id).expect("an id")),
        at: moment("2026-11-20T09:20:03+01:00"),
        author: "Mira Lund".to_owned(),
        visibility: Visibility::Internal,
        channel: Channel::Note,
        text: text.to_owned(),
        range: 0..0,
    }
}

/// The codes and lines of a note's problems.
fn problems(parsed: &Parsed) -> Vec<(&'static str, usize)> {
    parsed.note.problems.iter().map(|problem| (problem.code.as_str(), problem.line)).collect()
}

const CASE: &str = "\
---
id: 01JD3V8M6Q4T7X9K2B5N8R0W1Y
type: case
ref: 010 # their number
title: \"VPN drops: every 30 minutes\"
status: open
colour: 'blue'   # ours
products: [EdgeVPN]
links:
  # the first try
  - article: 01JC
    how: tried
    at: 2026-11-20T10:02:10+01:00
    query: \"vpn 0x2746\"
opened: 2026-11-20T09:12:44+01:00
---
## Issue
\"Every half hour I get thrown out, since Monday.\"

## Environment
- EdgeVPN 7.4.1 (upgraded 2026-11-16)

## Journal
### 2026-11-20T09:20:03+01:00 · mira · internal · call ^k3f9
Asked whether other clients drop too: yes, all on 7.4.

### 2026-11-20T09:30:00+01:00 · Ana Ruiz · customer · email ^a1
It is urgent.
";
