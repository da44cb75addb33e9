//! A line with a placeholder for each thing that varies.

use std::borrow::Cow;

use super::marks::{Mark, MarkKind, marks};

/// `line` with `<time>`, `<host>` and so on in place of what varies; codes, exceptions and versions stay. The template
/// of a template is itself.
#[must_use]
pub fn template(line: &str) -> String {
    render(line, &marks(line), |_| None)
}

pub(super) fn render(line: &str, marks: &[Mark], also: impl Fn(MarkKind) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for mark in marks {
        let Some(placeholder) = mark.kind.placeholder().or_else(|| also(mark.kind)) else { continue };
        out.push_str(&line[at..mark.range.start]);
        out.push_str(placeholder);
        at = mark.range.end;
    }
    out.push_str(&line[at..]);
    out
}

/// What a message says of a fault: versions, paths and what stands in quotes give way too, since the same fault comes
/// back with others.
pub(super) fn render_fault(message: &str, marks: &[Mark]) -> String {
    let rendered = render(message, marks, |kind| match kind {
        MarkKind::Version => Some("<version>"),
        MarkKind::Path => Some("<path>"),
        _ => None,
    });
    let mut out = String::with_capacity(rendered.len());
    let mut rest = rendered.as_str();
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let quote = char::from(rest.as_bytes()[at]);
        let begins = !rest[..at].ends_with(char::is_alphanumeric);
        let inner = rest[at + 1..].find(quote).filter(|_| begins);
        let Some(length) = inner else {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str("<text>");
        rest = &rest[at + length + 2..];
    }
    out + rest
}

/// `line` without what is secret in it.
pub(super) fn without_secrets<'l>(line: &'l str, marks: &[Mark]) -> Cow<'l, str> {
    if !marks.iter().any(|mark| mark.kind == MarkKind::Secret) {
        return Cow::Borrowed(line);
    }
    let secrets: Vec<Mark> = marks.iter().filter(|mark| mark.kind == MarkKind::Secret).cloned().collect();
    Cow::Owned(render(line, &secrets, |_| None))
}
