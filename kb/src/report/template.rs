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

/// What a message says of a fault: versions, folders and names in quotes give way too, since the same fault comes
/// back with others. What a file or a request is called stays, and so does what a quoted word or sentence says.
pub(super) fn render_fault(message: &str, marks: &[Mark]) -> String {
    let without_folders: Vec<Mark> = marks.iter().map(|mark| folders(message, mark)).collect();
    let rendered = render(message, &without_folders, |kind| match kind {
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
        let text = &rest[at + 1..=at + length];
        out.push_str(if says_what(text) { text } else { name_in(text).unwrap_or("<text>") });
        rest = &rest[at + length + 2..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The mark of a path without the name of its file, if that varies in no number.
fn folders(message: &str, mark: &Mark) -> Mark {
    let path = &message[mark.range.clone()];
    let name = path.trim_end_matches(['/', '\\']).rfind(['/', '\\']).map_or(0, |at| at + 1);
    let stays = mark.kind == MarkKind::Path && name > 0 && !path[name..].bytes().any(|b| b.is_ascii_digit());
    Mark { range: mark.range.start..if stays { mark.range.start + name } else { mark.range.end }, kind: mark.kind }
}

/// The name with its packages that a text begins with: `Newtonsoft.Json, Version=13.0.0.0`.
fn name_in(text: &str) -> Option<&str> {
    let name = text.split([',', ' ']).next().filter(|name| name.len() < text.len())?;
    let is_name =
        name.trim_end_matches('.').contains('.') && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.');
    is_name.then_some(name)
}

/// Whether what stands in quotes says what is wrong, and is no name or number: one word (`KeyError: 'warehouse'`), or a sentence.
fn says_what(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_request = text.contains(" HTTP/");
    is_request || (words == 1 || words > 2) && !text.bytes().any(|b| b.is_ascii_digit())
}

/// `line` without what is secret in it.
pub(super) fn without_secrets<'l>(line: &'l str, marks: &[Mark]) -> Cow<'l, str> {
    if !marks.iter().any(|mark| mark.kind == MarkKind::Secret) {
        return Cow::Borrowed(line);
    }
    let secrets: Vec<Mark> = marks.iter().filter(|mark| mark.kind == MarkKind::Secret).cloned().collect();
    Cow::Owned(render(line, &secrets, |_| None))
}
