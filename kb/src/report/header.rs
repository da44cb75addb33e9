//! What the place of a line's words says: who wrote it, and where its message begins.

use std::ops::Range;

use super::Shape;
use super::forms::is_exception;
use super::marks::{Mark, MarkKind};
use super::shape::{is_logfmt, priority};

/// With those of java.util.logging in German, French, Spanish and Portuguese; longer ones before what they begin with.
const LEVELS: [&str; 17] = [
    "ERROR",
    "WARNING",
    "WARNUNG",
    "WARN",
    "FATAL",
    "CRITICAL",
    "SEVERE",
    "SCHWERWIEGEND",
    "GRAVE",
    "AVERTISSEMENT",
    "ADVERTENCIA",
    "FEHLER",
    "INFORMATION",
    "INFO",
    "DEBUG",
    "TRACE",
    "NOTICE",
];
/// Where a level is looked for, in bytes.
const HEAD: usize = 200;

/// Marks the host and program of syslog and the logger of a log line, and returns where its message stands.
pub(super) fn header(line: &str, shape: Shape, found: &mut Vec<Mark>) -> Range<usize> {
    let begin = line.len() - line.trim_start().len();
    let begin = begin + priority(&line[begin..]).unwrap_or(0);
    let begins = |mark: &&Mark| mark.kind == MarkKind::Time && mark.range.start < begin + 2 && mark.range.end > begin;
    let stamp = found.iter().find(begins).map(|mark| mark.range.end);
    match (shape, stamp) {
        (Shape::Log, None) if let Some(message) = logfmt_message(line) => message,
        (Shape::WindowsEvent, _) => {
            event_number(line, found);
            0..line.len()
        }
        (Shape::Syslog, Some(end)) if line[end..].starts_with(' ') => syslog(line, end, found)..line.len(),
        (Shape::Log, _) => log(line, stamp.unwrap_or(0), found)..line.len(),
        (Shape::WebServer, Some(end)) => {
            let rest = line[end..].find(": ").map_or(end, |at| end + at + 2);
            rest..line.len()
        }
        (Shape::WebServer, None) => line.find('"').unwrap_or(0)..line.len(),
        (Shape::Kernel, _) => line.find("] ").map_or(0, |at| at + 2)..line.len(),
        (Shape::JsonLines, _) => json_message(line),
        _ => 0..line.len(),
    }
}

fn add(line: &str, range: Range<usize>, kind: MarkKind, found: &mut Vec<Mark>) {
    let fits = !range.is_empty() && range.len() < 128 && line.is_char_boundary(range.start);
    let is_secret =
        |mark: &Mark| mark.kind == MarkKind::Secret && mark.range.start < range.end && mark.range.end > range.start;
    if fits && !found.iter().any(is_secret) {
        found.retain(|mark| mark.range.end <= range.start || mark.range.start >= range.end);
        let at = found.partition_point(|mark| mark.range.start < range.start);
        found.insert(at, Mark { range, kind });
    }
}

fn length_of(line: &str, from: usize, ends: &[char]) -> usize {
    line[from..].find(ends).unwrap_or(line.len() - from)
}

fn syslog(line: &str, stamp: usize, found: &mut Vec<Mark>) -> usize {
    let host = stamp + 1;
    let host_end = host + length_of(line, host, &[' ', '<']);
    add(line, host..host_end, MarkKind::Host, found);
    let program = host_end + 1;
    if program >= line.len() || !line.is_char_boundary(program) {
        return host_end.min(line.len());
    }
    let end = program + length_of(line, program, &['[', ':', ' ', '<']);
    add(line, program..end, MarkKind::Component, found);
    line[end..].find(": ").filter(|at| *at < 24).map_or(end, |at| end + at + 2)
}

fn log(line: &str, stamp: usize, found: &mut Vec<Mark>) -> usize {
    let level = |at: usize| LEVELS.iter().find(|level| line[at..].starts_with(**level));
    let mut head = line.len().min(HEAD);
    while !line.is_char_boundary(head) {
        head -= 1;
    }
    let starts = line[..head].char_indices().filter(|(at, c)| {
        *at >= stamp && c.is_ascii_uppercase() && !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    });
    let Some((at, level)) = starts.filter_map(|(at, _)| Some((at, level(at)?))).next() else { return stamp };
    for (from, to) in tokens(&line[..at], stamp) {
        if is_logger(&line[from..to]) {
            add(line, from..to, MarkKind::Component, found);
        }
    }
    let mut message = at + level.len();
    let mut named = false;
    for (from, to) in tokens(line, message) {
        let (token, bare) = (&line[from..to], line[from..to].trim_end_matches(':'));
        let is_name = !named && is_logger(bare);
        let is_sign =
            matches!(token, "-" | "---" | ":" | "|") || stamp > 0 && token.bytes().all(|b| b.is_ascii_digit());
        if is_name {
            add(line, from..from + bare.len(), MarkKind::Component, found);
            named = true;
        } else if !(is_sign || token.starts_with('[') && token.ends_with([']', ':'])) {
            // `ERROR:root:no`
            message = if from == at + level.len() { message } else { from };
            break;
        }
        message = to;
    }
    without_codes(line, at + level.len()..message, found);
    message
}

/// A number between a level and a message is a process or a thread: `ERROR 4711 --- [main]`; `[MY-012574]` is a code.
fn without_codes(line: &str, header: Range<usize>, found: &mut [Mark]) {
    let is_number = |mark: &Mark| line[mark.range.clone()].bytes().all(|b| b.is_ascii_digit());
    let is_within = |mark: &Mark| mark.range.start >= header.start && mark.range.end <= header.end;
    found
        .iter_mut()
        .filter(|mark| mark.kind == MarkKind::Code && is_within(mark) && is_number(mark))
        .for_each(|mark| mark.kind = MarkKind::Number);
}

/// The number of a Windows event is its code, in whatever language its name is.
fn event_number(line: &str, found: &mut [Mark]) {
    const NAMES: [&str; 6] =
        ["event id", "ereignis-id", "id d'événement", "id de l'événement", "id. de evento", "id de evento"];
    let key = line.split(':').next().unwrap_or_default().trim().to_lowercase();
    if NAMES.contains(&key.as_str()) {
        found
            .iter_mut()
            .filter(|mark| matches!(mark.kind, MarkKind::Id | MarkKind::Number))
            .for_each(|mark| mark.kind = MarkKind::Code);
    }
}

/// The value of `msg` in a line of keys and values.
fn logfmt_message(line: &str) -> Option<Range<usize>> {
    let start = line.find(" msg=").filter(|_| is_logfmt(line))? + 5;
    match line[start..].strip_prefix('"') {
        Some(text) => Some(start + 1..start + 1 + end_of_string(text)),
        None => Some(start..start + length_of(line, start, &[' '])),
    }
}

/// Where a text in double quotes ends, of which `text` is what follows the first.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// The words of `line` from byte `from` on, up to where a header ends; what is in brackets is one.
fn tokens(line: &str, from: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        at += line[at..].len() - line[at..].trim_start().len();
        let rest = &line[at..];
        if rest.is_empty() {
            return None;
        }
        let bracketed = rest.starts_with('[').then(|| rest.find(']')).flatten().filter(|end| *end < 96);
        let length = bracketed.map_or_else(|| length_of(line, at, &[' ', '\t']), |end| end + 1);
        let start = at;
        at += length;
        Some((start, at))
    })
}

/// `com.acme.Pay`, `app::db`, in brackets or not; no exception, no file, no host.
fn is_logger(token: &str) -> bool {
    let name = token.trim_start_matches('[').trim_end_matches(']');
    let parts = || name.split(['.', ':', '$']).filter(|part| !part.is_empty());
    parts().count() >= 2
        && !is_exception(name)
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'$' | b'_' | b'-'))
        && !name.ends_with('.')
        && parts().all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}

/// The value of `"msg"` and its like; else the whole line.
fn json_message(line: &str) -> Range<usize> {
    for key in ["\"message\":", "\"msg\":", "\"error\":", "\"err\":", "\"exception\":"] {
        let Some(at) = line.find(key).map(|at| at + key.len()) else { continue };
        let start = at + line[at..].len() - line[at..].trim_start().len();
        if let Some(text) = line[start..].strip_prefix('"') {
            return start + 1..start + 1 + end_of_string(text);
        }
    }
    0..line.len()
}
