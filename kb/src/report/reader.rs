//! Reads a text piece by piece into a [`Report`] of bounded size.

use std::collections::{BTreeSet, HashMap};

use super::Shape;
use super::marks::{Mark, MarkKind, marks};
use super::shape::shape;
use super::template::render;
use super::trace::{Traces, cut};
use super::value::{Part, Report, Stretch, Template};

/// Bytes of a line that are read; the rest of it is only counted.
pub const MAX_LINE: usize = 16 * 1024;
const MAX_STRETCHES: usize = 1000;
const MAX_TEMPLATES: usize = 4096;
const MAX_TEMPLATE: usize = 1024;
const MAX_PARTS: usize = 512;
const MAX_FAULTS: usize = 64;
const EXAMPLE: usize = 400;
/// Stands for each byte that is no UTF-8, so that offsets stay true; it ends words as a space does.
const INVALID: char = '\u{1a}';

/// Takes a text in pieces. To cancel, drop it between two pieces.
#[derive(Debug, Default)]
pub struct Reader {
    line: Vec<u8>,
    /// Bytes of the current line, those not kept included.
    length: u64,
    start: u64,
    lines: u64,
    after: Shape,
    stretches: Vec<Stretch>,
    parts: Vec<Part>,
    part_of: HashMap<(MarkKind, String), usize>,
    part_counts: HashMap<MarkKind, usize>,
    templates: Vec<Template>,
    template_of: HashMap<String, usize>,
    folded: u64,
    faults: BTreeSet<String>,
    others: BTreeSet<String>,
    traces: Traces,
}

/// Reads a whole text.
#[must_use]
pub fn read(text: &str) -> Report {
    let mut reader = Reader::default();
    reader.push(text.as_bytes());
    reader.finish()
}

impl Reader {
    /// Takes the next piece, of any size, cut anywhere.
    pub fn push(&mut self, piece: &[u8]) {
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            let (body, ends) = part.strip_suffix(b"\n").map_or((part, false), |body| (body, true));
            let room = MAX_LINE.saturating_sub(self.line.len()).min(body.len());
            self.line.extend_from_slice(&body[..room]);
            self.length += body.len() as u64;
            if ends {
                self.end_line();
                self.start += self.length + 1;
                self.length = 0;
            }
        }
    }

    /// What the text was made of.
    #[must_use]
    pub fn finish(mut self) -> Report {
        if self.length > 0 {
            self.end_line();
        }
        let (exceptions, chains) = self.traces.finish();
        let said = [chains, self.faults, self.others].into_iter().find(|lines| !lines.is_empty());
        let fingerprint = said.map(|lines| {
            let mut hash = blake3::Hasher::new();
            for line in lines {
                hash.update(line.as_bytes());
                hash.update(b"\0");
            }
            hash.finalize().to_hex()[..32].to_owned()
        });
        Report {
            bytes: self.start + self.length,
            lines: self.lines,
            stretches: self.stretches,
            parts: self.parts,
            exceptions,
            templates: self.templates,
            folded: self.folded,
            fingerprint,
        }
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let text = decode(&bytes, self.length > bytes.len() as u64);
        self.lines += 1;
        let line = text.trim_end();
        self.after = shape(line, if line.is_empty() { Shape::Text } else { self.after });
        // An empty line belongs to the stretch around it.
        let end = self.start + self.length;
        let room = self.stretches.len() < MAX_STRETCHES;
        match self.stretches.last_mut() {
            Some(last) if last.shape == self.after || line.is_empty() => {
                last.range.end = end;
                last.lines += 1;
            }
            _ if room => {
                self.stretches.push(Stretch { shape: self.after, range: self.start..end, lines: 1 });
            }
            _ => {}
        }
        if !line.is_empty() {
            let mut found = marks(line);
            header(line, self.after, &mut found);
            self.traces.line(line, self.start, self.after, &found);
            self.keep_parts(line, &found);
            self.keep_template(line, &found);
        }
        self.line = bytes;
        self.line.clear();
    }

    fn keep_parts(&mut self, line: &str, found: &[Mark]) {
        for mark in found.iter().filter(|mark| mark.kind != MarkKind::Number) {
            let text = &line[mark.range.clone()];
            let key = (mark.kind, text.to_owned());
            if let Some(at) = self.part_of.get(&key) {
                self.parts[*at].count += 1;
                continue;
            }
            let count = self.part_counts.entry(mark.kind).or_default();
            if *count < MAX_PARTS {
                *count += 1;
                let range = self.start + mark.range.start as u64..self.start + mark.range.end as u64;
                self.part_of.insert(key, self.parts.len());
                self.parts.push(Part { kind: mark.kind, text: text.to_owned(), range, count: 1 });
            }
        }
    }

    fn keep_template(&mut self, line: &str, found: &[Mark]) {
        let whole = render(line, found, false);
        let text = cut(&whole, MAX_TEMPLATE);
        if let Some(at) = self.template_of.get(text) {
            let template = &mut self.templates[*at];
            template.count += 1;
            template.last.clear();
            template.last.push_str(cut(line, EXAMPLE));
            return;
        }
        let failure = tells_of_failure(line);
        let lines = if failure { &mut self.faults } else { &mut self.others };
        if lines.len() < MAX_FAULTS {
            lines.insert(cut(render(line, found, true).trim(), MAX_TEMPLATE).to_owned());
        }
        if self.templates.len() >= MAX_TEMPLATES {
            self.folded += 1;
            return;
        }
        self.template_of.insert(text.to_owned(), self.templates.len());
        self.templates.push(Template {
            text: text.to_owned(),
            count: 1,
            failure,
            first: cut(line, EXAMPLE).to_owned(),
            last: cut(line, EXAMPLE).to_owned(),
            range: self.start..self.start + self.length,
        });
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

/// Marks what a line's place says: the host and program of syslog, the logger after a level.
fn header(line: &str, shape: Shape, found: &mut Vec<Mark>) {
    let stamp = found.first().filter(|mark| mark.kind == MarkKind::Time && mark.range.start < 2).map(|m| m.range.end);
    let mut add = |start: usize, length: usize, kind| {
        if length > 0 && length < 128 {
            let range = start..start + length;
            found.retain(|mark| mark.range.end <= range.start || mark.range.start >= range.end);
            let at = found.partition_point(|mark| mark.range.start < range.start);
            found.insert(at, Mark { range, kind });
        }
    };
    let length_of = |from: usize, ends: &[char]| line[from..].find(ends).unwrap_or(line.len() - from);
    match (shape, stamp) {
        (Shape::Syslog, Some(end)) if line[end..].starts_with(' ') => {
            let host = length_of(end + 1, &[' ', '<']);
            add(end + 1, host, MarkKind::Host);
            let program = end + 1 + host + 1;
            if program < line.len() && line.is_char_boundary(program) {
                add(program, length_of(program, &['[', ':', ' ', '<']), MarkKind::Component);
            }
        }
        (Shape::Log, _) => {
            for level in ["ERROR", "WARN", "FATAL", "INFO", "DEBUG", "TRACE"] {
                if let Some(at) = line.find(level).filter(|at| *at < 200) {
                    let from = at + level.len();
                    let name = line.len() - line[from..].trim_start().len();
                    let length = length_of(name, &[' ', ':', '<', ']']);
                    if line[name..name + length].contains('.') {
                        add(name, length, MarkKind::Component);
                    }
                    break;
                }
            }
        }
        _ => {}
    }
}

fn tells_of_failure(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "error",
        "fail",
        "fatal",
        "panic",
        "denied",
        "refused",
        "timeout",
        "timed out",
        "exception",
        "critical",
        "oops",
        "segfault",
        "unable",
        "cannot",
        "bug:",
        "out of memory",
    ];
    let lower = cut(line, 1024).to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}
