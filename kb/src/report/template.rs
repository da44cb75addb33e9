//! A line with a placeholder for each thing that varies.

use super::marks::{Mark, MarkKind, marks};

/// `line` with `<time>`, `<host>` and so on in place of what varies; codes, exceptions and versions stay. The template
/// of a template is itself.
#[must_use]
pub fn template(line: &str) -> String {
    render(line, &marks(line), false)
}

/// With `fault` versions give way too: the same fault comes back in the next one.
pub(super) fn render(line: &str, marks: &[Mark], fault: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for mark in marks {
        let placeholder = match mark.kind {
            MarkKind::Version if fault => "<version>",
            kind => match kind.placeholder() {
                Some(placeholder) => placeholder,
                None => continue,
            },
        };
        out.push_str(&line[at..mark.range.start]);
        out.push_str(placeholder);
        at = mark.range.end;
    }
    out.push_str(&line[at..]);
    out
}
