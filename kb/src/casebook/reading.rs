//! How a text that is searched for is read: words and operators by the index, an error report by [`report`].
//!
//! What a report is is decided by [`report::recognise`] alone; this joins what it says with what the index asks.

use std::sync::Arc;

use super::view::{PartKind, PartName, ReadPart, Varying};
use crate::report::{self, Clue, MarkKind, Report, Shape, Why};
use crate::search::{self, Query, Wanted};

/// Most of a text that is read while it is typed, in bytes: what follows in a pasted log says no more.
const MOST: usize = 256 * 1024;
/// What stands around a report at most counts.
const AROUND_WEIGHT: f32 = 0.8;

/// A text as it was read.
pub(super) struct Reading {
    /// What the index is asked.
    pub(super) query: Query,
    /// What is known of it before the index has answered: all parts of a report, none of words.
    pub(super) parts: Vec<ReadPart>,
    /// What was set aside.
    pub(super) varying: Vec<Varying>,
    /// The report it is, if it is one.
    pub(super) report: Option<Arc<Report>>,
}

/// Reads the text of `query`; what is named in `off` is switched off.
pub(super) fn read(query: Query, off: &[PartName]) -> Reading {
    let text = &query.text[..query.text.floor_char_boundary(MOST)];
    match report::recognise(text) {
        Some(report) => of_report(query, Arc::new(report), off),
        None => {
            let named = |name: &PartName| Some((in_index(name.kind)?, name.text.clone()));
            let off = off.iter().filter_map(named).collect();
            Reading { query: Query { off, ..query }, parts: Vec::new(), varying: Vec::new(), report: None }
        }
    }
}

/// What the index is asked for a report, and which parts of it say so.
pub(super) fn of_report(query: Query, report: Arc<Report>, off: &[PartName]) -> Reading {
    let mut parts = vec![part(PartKind::Report, forms(&report))];
    // What it means is in what it says, not in its codes and names.
    let (mut wanted, mut said) = (Vec::new(), Vec::new());
    for clue in report.clues() {
        let mut part = part(kind_of(&clue), clue.text);
        part.off = off.iter().any(|name| name.kind == part.kind && name.text == part.text);
        if !part.off {
            if matches!(clue.why, Why::Message | Why::Words) {
                said.push(part.text.clone());
            }
            let weight = weight_of(clue.why);
            wanted.extend(clue.terms.into_iter().map(|text| Wanted { text, exact: clue.why.is_exact(), weight }));
        }
        parts.push(part);
    }
    // All of it switched off asks for nothing, and finds nothing: the text itself is not asked for.
    let text = said.join("\n");
    Reading { query: Query { text, wanted, ..query }, parts, varying: varying(&report), report: Some(report) }
}

fn part(kind: PartKind, text: String) -> ReadPart {
    ReadPart { kind, text, also: Vec::new(), off: false }
}

fn kind_of(clue: &Clue) -> PartKind {
    match clue.why {
        Why::Code => PartKind::Code,
        Why::RootCause | Why::Exception => PartKind::Exception,
        Why::Message => PartKind::Message,
        Why::Words => PartKind::Around,
        Why::Component => PartKind::Component,
        Why::Path => PartKind::Path,
        Why::Version => PartKind::Version,
    }
}

/// What a clue is worth beside a plain word.
fn weight_of(why: Why) -> f32 {
    match why {
        Why::Code | Why::RootCause => 1.5,
        Why::Exception | Why::Message => 1.0,
        Why::Words => AROUND_WEIGHT,
        Why::Component | Why::Path => 0.5,
        Why::Version => 0.3,
    }
}

/// What the report is made of, in words: `Java trace, log`.
fn forms(report: &Report) -> String {
    let mut forms: Vec<&str> = Vec::new();
    for stretch in &report.stretches {
        let form = match stretch.shape {
            Shape::Syslog => "syslog",
            Shape::Log => "log",
            Shape::WebServer => "web server log",
            Shape::JsonLines => "JSON log",
            Shape::JavaTrace => "Java trace",
            Shape::DotNetTrace => ".NET trace",
            Shape::PythonTrace => "Python trace",
            Shape::RustTrace => "Rust trace",
            Shape::GoTrace => "Go trace",
            Shape::JavaScriptTrace => "JavaScript trace",
            Shape::NativeTrace => "native trace",
            Shape::Http => "HTTP exchange",
            Shape::WindowsEvent => "Windows event",
            Shape::Kernel => "kernel log",
            Shape::Text => continue,
        };
        if !forms.contains(&form) && forms.len() < 3 {
            forms.push(form);
        }
    }
    forms.join(", ")
}

fn varying(report: &Report) -> Vec<Varying> {
    let kinds = [
        (MarkKind::Time, "time"),
        (MarkKind::Host, "host"),
        (MarkKind::Ip, "IP address"),
        (MarkKind::User, "user"),
        (MarkKind::Email, "e-mail address"),
        (MarkKind::Id, "id"),
        (MarkKind::Address, "memory address"),
        (MarkKind::Duration, "duration"),
    ];
    let of = |kind: MarkKind| report.parts.iter().filter(move |part| part.kind == kind);
    kinds
        .into_iter()
        .filter_map(|(kind, what)| {
            let first = of(kind).next()?.text.clone();
            let count = u32::try_from(of(kind).count()).unwrap_or(u32::MAX);
            Some(Varying { what: what.to_owned(), count, first })
        })
        .collect()
}

fn in_index(kind: PartKind) -> Option<search::PartKind> {
    use search::PartKind as Index;
    Some(match kind {
        PartKind::Word => Index::Word,
        PartKind::Phrase => Index::Phrase,
        PartKind::Without => Index::Without,
        PartKind::Either => Index::Either,
        PartKind::Field => Index::Field,
        PartKind::Regex => Index::Regex,
        PartKind::Prefix => Index::Prefix,
        PartKind::Also => Index::Also,
        PartKind::Pasted => Index::Pasted,
        _ => return None,
    })
}

/// A part as the index tells it.
pub(super) fn told(part: search::Part) -> ReadPart {
    use search::PartKind as Index;
    let kind = match part.kind {
        Index::Word => PartKind::Word,
        Index::Phrase => PartKind::Phrase,
        Index::Without => PartKind::Without,
        Index::Either => PartKind::Either,
        Index::Field => PartKind::Field,
        Index::Regex => PartKind::Regex,
        Index::Prefix => PartKind::Prefix,
        Index::Also => PartKind::Also,
        Index::Pasted => PartKind::Pasted,
    };
    ReadPart { kind, text: part.text, also: part.also, off: part.off }
}
