//! Reads a text piece by piece into a [`Report`] of bounded size.

use std::collections::HashMap;
use std::ops::Range;

use super::Shape;
use super::failures::tells_of_failure;
use super::header::{header, is_logfmt};
use super::known::{Known, Seen};
use super::line_key::LineKeys;
use super::marks::{Mark, MarkKind, marks};
use super::prints::{Lines, PRINTS};
use super::shape::shape;
use super::template::{render, render_fault, without_secrets};
use super::times;
use super::trace::{Traces, cut};
use super::utf16::Wide;
use super::value::{Part, Report, Stretch, Template};
use crate::redact::private_key_goes_on;

/// Bytes of a line that are read; the rest of it is only counted.
pub const MAX_LINE: usize = 16 * 1024;
/// Up to this byte every line is read whole.
const EXACT: u64 = 1024 * 1024;
const MAX_STRETCHES: usize = 1000;
const MAX_TEMPLATES: usize = 4096;
const MAX_TEMPLATE: usize = 1024;
const MAX_PARTS: usize = 512;
const EXAMPLE: usize = 400;
/// Lines that the last one of a failure is told with, but for the last.
const EARLIER: usize = 3;
/// Stands for each byte that is no UTF-8, so that offsets stay true; it ends words as a space does.
const INVALID: char = '\u{1a}';

/// Takes a text in pieces. To cancel, drop it between two pieces.
///
/// The first megabyte is read whole. Of what follows, lines that differ from one before in nothing but numbers and
/// the like are only counted, unless they tell of a failure: those are read whole the first 256 times.
#[derive(Debug, Default)]
pub struct Reader {
    wide: Wide,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    /// Bytes of that line, those not kept included.
    length: u64,
    start: u64,
    /// Where the line that is read begins behind what was put before it.
    begin: u64,
    lines: u64,
    after: Shape,
    stretches: Vec<Stretch>,
    parts: Vec<Part>,
    part_of: HashMap<(MarkKind, String), usize>,
    part_counts: HashMap<MarkKind, usize>,
    templates: Vec<Template>,
    template_of: HashMap<String, usize>,
    folded: u64,
    failures: Lines,
    /// What a line to come needs: what was asked for in an exchange, the program and the module of a Windows event.
    earlier: Vec<String>,
    /// Between the first and the last line of a private key.
    in_key: bool,
    traces: Traces,
    known: Known,
    keys: LineKeys,
}

/// Reads a whole text.
#[must_use]
pub fn read(text: &str) -> Report {
    let mut reader = Reader::default();
    reader.push(text.as_bytes());
    reader.finish()
}

impl Reader {
    /// Takes the next piece, of any size, cut anywhere. A text that begins with the mark of UTF-16 is read as that; offsets
    /// are then those of the same text in UTF-8.
    pub fn push(&mut self, piece: &[u8]) {
        match self.wide.take(piece) {
            Some(text) => self.push_bytes(&text),
            None => self.push_bytes(piece),
        }
    }

    fn push_bytes(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            let body = &rest[..at];
            rest = &rest[at + 1..];
            if self.length == 0 {
                self.end_line(&body[..body.len().min(MAX_LINE)], body.len() as u64);
            } else {
                self.carry(body);
                let line = std::mem::take(&mut self.line);
                self.end_line(&line, self.length);
                self.line = line;
                self.line.clear();
                self.length = 0;
            }
        }
        self.carry(rest);
    }

    fn carry(&mut self, body: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.line.len()).min(body.len());
        self.line.extend_from_slice(&body[..room]);
        self.length += body.len() as u64;
    }

    /// What the text was made of.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let rest = self.wide.end();
        self.push_bytes(&rest);
        if self.length > 0 {
            let line = std::mem::take(&mut self.line);
            self.end_line(&line, self.length);
            // There was no end of line.
            self.start -= 1;
        }
        let (exceptions, mut fingerprints) = self.traces.finish();
        fingerprints.extend(self.failures.prints());
        fingerprints.truncate(PRINTS);
        Report {
            bytes: self.start,
            lines: self.lines,
            stretches: self.stretches,
            parts: self.parts,
            exceptions,
            templates: self.templates,
            folded: self.folded,
            fingerprints,
        }
    }

    /// Takes the beginning of a line of `length` bytes.
    fn end_line(&mut self, bytes: &[u8], length: u64) {
        self.lines += 1;
        let end = self.start + length;
        let key = (self.start >= EXACT && !self.in_key).then(|| self.keys.key(bytes, self.after));
        match key.and_then(|key| self.known.find(key)) {
            Some(seen) => self.count(bytes, seen, end),
            None => {
                let (text, begin) = bare(decode(bytes, length > bytes.len() as u64), self.after);
                let line = text[begin..].trim_end();
                self.begin = self.start + begin as u64;
                self.after = shape(line, if line.is_empty() { Shape::Text } else { self.after });
                self.stretch(end, line.is_empty());
                if !line.is_empty() {
                    let seen = self.read_line(line, end);
                    key.into_iter().for_each(|key| self.known.keep(key, seen));
                }
            }
        }
        self.start = end + 1;
    }

    /// An empty line belongs to the stretch around it.
    fn stretch(&mut self, end: u64, is_empty: bool) {
        let room = self.stretches.len() < MAX_STRETCHES;
        match self.stretches.last_mut() {
            Some(last) if last.shape == self.after || is_empty => {
                last.range.end = end;
                last.lines += 1;
            }
            _ if room => {
                self.stretches.push(Stretch { shape: self.after, range: self.start..end, lines: 1 });
            }
            _ => {}
        }
    }

    /// Takes a line that says what one before said.
    fn count(&mut self, bytes: &[u8], seen: Seen, end: u64) {
        if seen.telling {
            self.traces.leave();
        } else if self.traces.wants_frames(seen.shape) {
            let (text, begin) = bare(decode(bytes, false), self.after);
            self.traces.line(text[begin..].trim_end(), self.start + begin as u64, seen.shape, &[]);
        }
        self.after = seen.shape;
        self.stretch(end, false);
        match seen.template.and_then(|at| self.templates.get_mut(at)) {
            Some(template) => {
                template.count += 1;
                template.last = self.start..end;
            }
            None => self.folded += 1,
        }
    }

    fn read_line(&mut self, line: &str, end: u64) -> Seen {
        let guards = self.in_key || line.contains("-----");
        let is_crowded = self.known.is_full() && self.templates.len() >= MAX_TEMPLATES;
        if is_crowded && !guards && !tells_of_failure(line) {
            self.folded += 1;
            return Seen { shape: self.after, template: None, telling: false, guards };
        }
        let mut found = marks(line);
        self.hide_key(line, &mut found);
        let message = header(line, self.after, &mut found);
        let told = Telling::of(line, self.after);
        if matches!(told, Telling::Begins | Telling::Adds) {
            self.earlier.truncate(if matches!(told, Telling::Begins) { 0 } else { EARLIER });
            let said = render_fault(&line[message.clone()], &within(&found, &message));
            self.earlier.push(cut(&said, MAX_TEMPLATE).to_owned());
        }
        let is_head = self.traces.line(line, self.begin, self.after, &found);
        self.keep_parts(line, &found);
        let template = self.keep_template(line, &found, message, is_head, end);
        let failure = template.map_or_else(|| tells_of_failure(line), |at| self.templates[at].failure);
        let telling = is_head || failure && !self.after.is_trace();
        Seen { shape: self.after, template, telling, guards }
    }

    /// What stands between the lines that begin and end a private key is the key, and so is what ends it.
    fn hide_key(&mut self, line: &str, found: &mut Vec<Mark>) {
        let goes_on = private_key_goes_on(line, self.in_key);
        if std::mem::replace(&mut self.in_key, goes_on) {
            *found = vec![Mark { range: 0..line.len(), kind: MarkKind::Secret }];
        }
    }

    fn keep_parts(&mut self, line: &str, found: &[Mark]) {
        for mark in found.iter().filter(|mark| !matches!(mark.kind, MarkKind::Number | MarkKind::Secret)) {
            let text = &line[mark.range.clone()];
            let key = (mark.kind, text.to_owned());
            if let Some(at) = self.part_of.get(&key) {
                self.parts[*at].count += 1;
                continue;
            }
            let count = self.part_counts.entry(mark.kind).or_default();
            if *count < MAX_PARTS {
                *count += 1;
                let range = self.begin + mark.range.start as u64..self.begin + mark.range.end as u64;
                self.part_of.insert(key, self.parts.len());
                self.parts.push(Part { kind: mark.kind, text: text.to_owned(), range, count: 1 });
            }
        }
    }

    /// A line that tells of a failure, with what it names beside its message, or what an earlier line says that it needs.
    fn keep_failure(&mut self, line: &str, found: &[Mark], said: &str, in_message: &[Mark]) {
        let text_of = |mark: &Mark| &line[mark.range.clone()];
        let component = found.iter().find(|mark| mark.kind == MarkKind::Component).map(text_of);
        let names = |mark: &&Mark| matches!(mark.kind, MarkKind::Code | MarkKind::Exception);
        let beside: Vec<&str> = match Telling::of(line, self.after) {
            Telling::Alone if self.after == Shape::JsonLines || is_logfmt(line) => {
                found.iter().filter(names).map(text_of).collect()
            }
            Telling::Alone => Vec::new(),
            Telling::Ends if !self.earlier.is_empty() => self.earlier.iter().map(String::as_str).collect(),
            Telling::Ends | Telling::Begins | Telling::Adds | Telling::Aside => return,
        };
        self.failures.add(line, component, &beside, said, in_message);
    }

    fn keep_template(
        &mut self,
        line: &str,
        found: &[Mark],
        message: Range<usize>,
        names_exception: bool,
        end: u64,
    ) -> Option<usize> {
        let whole = render(line, found, |_| None);
        let text = cut(&whole, MAX_TEMPLATE);
        if let Some(at) = self.template_of.get(text).copied() {
            let template = &mut self.templates[at];
            template.count += 1;
            template.last = self.start..end;
            return Some(at);
        }
        let failure = tells_of_failure(line);
        // Half a secret would not be known for one any more.
        let overlaps = |mark: &Mark| mark.range.start < message.start && mark.range.end > message.start;
        let hides = found.iter().any(|mark| mark.kind == MarkKind::Secret && overlaps(mark));
        let message = if hides { message.end..message.end } else { message };
        let said = &line[message.clone()];
        let in_message = within(found, &message);
        if failure && !self.after.is_trace() && self.after != Shape::Text {
            self.keep_failure(line, found, said, &in_message);
        }
        if self.templates.len() >= MAX_TEMPLATES {
            self.folded += 1;
            return None;
        }
        self.template_of.insert(text.to_owned(), self.templates.len());
        self.templates.push(Template {
            shape: self.after,
            names_exception,
            message: cut(render(said, &in_message, |_| None).trim(), MAX_TEMPLATE).to_owned(),
            text: text.to_owned(),
            count: 1,
            failure,
            first: cut(&without_secrets(line, found), EXAMPLE).to_owned(),
            range: self.start..end,
            last: self.start..end,
        });
        Some(self.templates.len() - 1)
    }
}

/// How a line tells of a failure.
enum Telling {
    /// By itself.
    Alone,
    /// With others: it is the first of them (a request; the program that failed; what the kernel says), ...
    Begins,
    /// ... one more (its module), ...
    Adds,
    /// ... or the last (a status; a code; the function the kernel was in), which says nothing without them.
    Ends,
    /// Not at all: process numbers and offsets of the same event.
    Aside,
}

impl Telling {
    fn of(line: &str, shape: Shape) -> Self {
        let text = line.trim_start_matches([' ', '<']);
        match shape {
            Shape::Http if text.starts_with("HTTP/") => Self::Ends,
            Shape::Http if text.contains(" HTTP/") => Self::Begins,
            Shape::WindowsEvent => match text.split(':').next().unwrap_or_default() {
                "Faulting application name" | "Name der fehlerhaften Anwendung" => Self::Begins,
                "Faulting module name" | "Name des fehlerhaften Moduls" => Self::Adds,
                "Exception code" | "Ausnahmecode" => Self::Ends,
                key if key.starts_with("Fault") || key.contains("fehlerhaften") => Self::Aside,
                _ => Self::Alone,
            },
            Shape::Kernel if text.contains("] BUG: ") => Self::Begins,
            Shape::Kernel if text.contains("] Oops: ") => Self::Aside,
            Shape::Kernel if text.contains("] RIP: ") => Self::Ends,
            _ => Self::Alone,
        }
    }
}

/// A line as it was written, and how many bytes something else has put before it: the marks of a quoted mail, the name of a
/// container, a runtime's stamp. Colours of a terminal become spaces, so that offsets stay true.
fn bare(text: String, after: Shape) -> (String, usize) {
    let text = without_colours(text);
    let mut begin = text.len() - text.trim_start_matches('\u{1b}').len();
    while let Some(rest) = text[begin..].strip_prefix('>') {
        begin = text.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
    }
    begin += put_before(&text[begin..], after).unwrap_or(0);
    (text, begin)
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

/// How much of a line a runtime of containers has put before it: `worker-1  | `, and `2026-11-20T09:20:03.1Z stderr F ` where
/// the rest is a line of a trace.
fn put_before(text: &str, after: Shape) -> Option<usize> {
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

/// The marks within `range`, as they lie in it.
fn within(found: &[Mark], range: &Range<usize>) -> Vec<Mark> {
    let inside = found.iter().filter(|mark| mark.range.start >= range.start && mark.range.end <= range.end);
    inside.map(|m| Mark { range: m.range.start - range.start..m.range.end - range.start, kind: m.kind }).collect()
}

/// Text of the same length: each byte that is no UTF-8 becomes one [`INVALID`].
fn decode(mut bytes: &[u8], is_cut: bool) -> String {
    let mut text = String::with_capacity(bytes.len());
    while !bytes.is_empty() {
        match std::str::from_utf8(bytes) {
            Ok(valid) => {
                text.push_str(valid);
                break;
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                // The end of a line cut at the limit is no mistake.
                let bad = error.error_len().unwrap_or(rest.len());
                if error.error_len().is_some() || !is_cut {
                    text.extend(std::iter::repeat_n(INVALID, bad));
                }
                bytes = &rest[bad..];
            }
        }
    }
    text
}
