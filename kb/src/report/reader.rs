//! Reads a text piece by piece into a [`Report`] of bounded size.

use std::collections::HashMap;
use std::ops::Range;

use super::Shape;
use super::before::bare;
use super::failures::tells_of_failure;
use super::header::header;
use super::known::{Known, Seen};
use super::line_key::LineKeys;
use super::marks::{Mark, MarkKind, marks, within};
use super::prints::{Lines, PRINTS};
use super::shape::shape;
use super::template::{render, without_secrets};
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
        self.failures.before(line, self.after, message.clone(), &found);
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
        if failure {
            self.failures.line(line, self.after, found, said, &in_message);
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
