//! What others put before a line on its way here: the marks of a quoted mail, the name of a container, a runtime's stamp, colours.

use super::Shape;
use super::shape::shape;
use super::times;

/// A line, and at which byte of it what its program wrote begins. Colours of a terminal become spaces, so that offsets stay true.
pub(super) fn bare(text: String, after: Shape) -> (String, usize) {
    let text = without_colours(text);
    let begin = text.len() - text.trim_start_matches('\u{1b}').len();
    let length = length(&text[begin..], after);
    (text, begin + length)
}

/// Bytes that a quoted mail and a runtime have put before a line.
pub(super) fn length(line: &str, after: Shape) -> usize {
    let mut begin = 0;
    while let Some(rest) = line[begin..].strip_prefix('>') {
        begin = line.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
    }
    begin + of_container(&line[begin..], after).unwrap_or(0)
}

/// Each byte of a colour becomes a space, or an escape where the line begins with it.
fn without_colours(mut text: String) -> String {
    let (mut at, mut is_first) = (0, true);
    while let Some(begin) = text[at..].find("\u{1b}[").map(|found| at + found) {
        let rest = &text[begin + 2..];
        let parameters = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
        let letter = usize::from(rest[parameters..].starts_with(|c: char| c.is_ascii_alphabetic()));
        let end = begin + 2 + parameters + letter;
        is_first &= begin == at;
        text.replace_range(begin..end, &if is_first { "\u{1b}" } else { " " }.repeat(end - begin));
        at = end;
    }
    text
}

/// What a runtime of containers has put before a line: `worker-1  | `, and `2026-11-20T09:20:03.1Z stderr F ` where
/// the rest is a line of a trace.
fn of_container(text: &str, after: Shape) -> Option<usize> {
    let name = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
    let is_numbered = text[..name]
        .rsplit_once(['-', '_'])
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let spaces = text[name..].bytes().take_while(|b| *b == b' ').count();
    if is_numbered && text[name + spaces..].starts_with("| ") {
        return Some(name + spaces + 2);
    }
    let stamp = times::moment(text)?;
    let tags = [" stdout F ", " stderr F ", " stdout P ", " stderr P "];
    let end = tags.iter().find(|tag| text[stamp..].starts_with(**tag)).map(|tag| stamp + tag.len())?;
    shape(&text[end..], after).is_trace().then_some(end)
}
