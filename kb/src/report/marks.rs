//! One line's marks: what in it is a code, an exception, a version or a path, and what varies from day to day.
//!
//! One pass over pieces cut at white space, brackets, quotes and the like; a piece is judged by its form and by the word
//! before it (`status=503`, `user mira`) in [`forms`](super::forms). Time is linear in the line. What is secret is decided
//! by [`redact`](crate::redact) alone, before anything else is looked at.

use std::ops::Range;

use serde::Serialize;

use super::forms::{NO_NAMES, has, whole};
use super::times;
use crate::redact::secrets;

/// What a mark is. The last ones vary and have a placeholder in templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// An error code, HTTP status, errno name, exit code, KB or CVE number.
    Code,
    /// A type of exception.
    Exception,
    /// A version number.
    Version,
    /// A file or folder.
    Path,
    /// What wrote the line: a service, a logger, a program.
    Component,
    /// A moment.
    Time,
    /// A length of time.
    Duration,
    /// A UUID, a process or request id, a long made-up word.
    Id,
    /// An address in memory.
    Address,
    /// The name of a machine.
    Host,
    /// An address of a machine: IPv4, IPv6 or MAC.
    Ip,
    /// An e-mail address.
    Email,
    /// The name of an account.
    User,
    /// A password, a token, a key: its text is kept nowhere.
    Secret,
    /// Any other number.
    Number,
}

impl MarkKind {
    /// What stands for it in a template, if it varies.
    #[must_use]
    pub fn placeholder(self) -> Option<&'static str> {
        Some(match self {
            Self::Code | Self::Exception | Self::Version | Self::Path | Self::Component => return None,
            Self::Time => "<time>",
            Self::Duration => "<duration>",
            Self::Id => "<id>",
            Self::Address => "<address>",
            Self::Host => "<host>",
            Self::Ip => "<ip>",
            Self::Email => "<email>",
            Self::User => "<user>",
            Self::Secret => "<secret>",
            Self::Number => "<number>",
        })
    }
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the line, at character boundaries.
    pub range: Range<usize>,
    /// What it is.
    pub kind: MarkKind,
}

/// The marks of `line` in order; they do not overlap.
pub(super) fn marks(line: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let bytes = line.as_bytes();
    let (mut at, mut before): (usize, &str) = (0, "");
    // Where the word before ended, and whether it ended in a colon.
    let (mut ended, mut has_colon) = (0, false);
    let mut secrets = secrets(line).into_iter().peekable();
    while at < bytes.len() {
        if let Some(secret) = secrets.next_if(|secret| secret.start <= at) {
            (at, before) = (secret.end, "");
            found.push(Mark { range: secret, kind: MarkKind::Secret });
            continue;
        }
        let room = secrets.peek().map_or(bytes.len(), |secret| secret.start);
        if bytes[at] == b'<' {
            // A placeholder stays as it is.
            let word = bytes[at + 1..room].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
            at += if bytes.get(at + 1 + word) == Some(&b'>') { word + 2 } else { 1 };
            before = "";
            continue;
        }
        if is_cut(bytes[at]) {
            at += 1;
            continue;
        }
        if let Some(length) = times::moment(&line[at..room]) {
            found.push(Mark { range: at..at + length, kind: MarkKind::Time });
            at += length;
            before = "";
            continue;
        }
        let end = bytes[at..room].iter().position(|b| is_cut(*b)).map_or(room, |length| at + length);
        let piece = &line[at..end];
        if piece == ":" {
            at = end;
            continue;
        }
        // `password for root from 10.1.2.3`
        if before == "for" && !has(&NO_NAMES, piece) && is_whence(&line[end..]) {
            found.push(Mark { range: at..end, kind: MarkKind::User });
            before = "";
            at = end;
            continue;
        }
        // In `host status=503` the second word is a key and no name, and `RUST_BACKTRACE=1` is no code; `Exception code` is no
        // exception.
        let is_key = bytes.get(end) == Some(&b'=');
        let is_value = has_colon || line[ended..at].contains(['=', '"', '\'']);
        let context = Before { word: if is_key { "" } else { before }, is_key: is_value };
        let says_nothing = is_plain(piece) && context.word.is_empty()
            || is_key && is_constant(piece)
            || piece == "Exception" && !line[end..].trim().is_empty();
        if !says_nothing {
            judge(piece, at, context, &mut found);
        }
        before = piece.rsplit(':').find(|part| !part.is_empty()).unwrap_or("");
        (ended, has_colon) = (end, piece.ends_with(':'));
        at = end;
    }
    found
}

/// The marks within `range` of a line, as they lie in it.
pub(super) fn within(found: &[Mark], range: &Range<usize>) -> Vec<Mark> {
    let inside = found.iter().filter(|mark| mark.range.start >= range.start && mark.range.end <= range.end);
    inside.map(|m| Mark { range: m.range.start - range.start..m.range.end - range.start, kind: m.kind }).collect()
}

/// The word before another.
#[derive(Clone, Copy)]
pub(super) struct Before<'l> {
    pub(super) word: &'l str,
    /// Whether the other is its value: `user=mira`, `user: mira`, `user 'mira'`, and not `user locked`.
    pub(super) is_key: bool,
}

/// Whether an address follows that something came from.
fn is_whence(rest: &str) -> bool {
    rest.strip_prefix(" from ").is_some_and(|place| place.starts_with(|c: char| c.is_ascii_digit() || c == '<'))
}

/// A word that says nothing by itself: most of any prose.
fn is_plain(piece: &str) -> bool {
    piece.bytes().all(|b| b.is_ascii_lowercase())
}

/// The name of a setting.
fn is_constant(piece: &str) -> bool {
    piece.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

fn is_cut(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f || b"()[]{}<>\"'`|,;=&?*".contains(&byte)
}

fn judge(piece: &str, at: usize, before: Before<'_>, found: &mut Vec<Mark>) {
    let trimmed = piece.trim_end_matches(['.', ':', '!']);
    let start = at + (trimmed.len() - trimmed.trim_start_matches(['.', ':', '#', '@']).len());
    let word = &trimmed[start - at..];
    if word.is_empty() || word.len() > 512 {
        return;
    }
    let mut push = |range: Range<usize>, kind| found.push(Mark { range: start + range.start..start + range.end, kind });
    if let Some(kind) = whole(word, before) {
        if kind == MarkKind::Path {
            path(word, &mut push);
        } else {
            push(0..word.len(), kind);
        }
        return;
    }
    // `db-01.example.org:5432`, `key:value`, `nginx/1.18.0`: part by part.
    let (mut from, mut context) = (0, before);
    // `name+0x5a0/0xb90` is a place in a function and its length.
    let is_place = word.contains("+0x");
    for part in word.split([':', '/', '@', '\\']) {
        let range = from..from + part.len();
        from = range.end + 1;
        if part.is_empty() {
            continue;
        }
        match whole(part, context) {
            Some(MarkKind::Path) | None if is_place && part.contains("+0x") => {
                let at = range.start + part.find("+0x").map_or(0, |at| at + 1);
                push(at..range.end, MarkKind::Address);
            }
            Some(MarkKind::Path) | None => numbers(part, range.start, &mut push),
            Some(MarkKind::Code) if is_place => push(range, MarkKind::Address),
            Some(kind) => push(range, kind),
        }
        context = Before { word: part, is_key: true };
    }
}

/// Units of what is counted in bytes.
const UNITS: [&str; 12] = ["B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "K", "M"];

/// What varies inside a word: `worker-3`, `Main.java:42`, `h0123456789abcdef`.
fn numbers(part: &str, start: usize, push: &mut impl FnMut(Range<usize>, MarkKind)) {
    let b = part.as_bytes();
    let mut at = 0;
    while at < b.len() {
        let run = b[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let glued = at > 0 && (b[at - 1].is_ascii_alphabetic() || b[at - 1] >= 0x80);
        let is_unit = run > 0 && UNITS.contains(&&part[at + run..]);
        let tail = !is_unit && b.get(at + run).is_some_and(|c| c.is_ascii_alphabetic() || *c >= 0x80);
        if run > 0 && (!glued || run >= 4) && !tail {
            push(start + at..start + at + run, MarkKind::Number);
        }
        at += run.max(1);
    }
}

/// A path, without the account and the numbers in it.
fn path(word: &str, push: &mut impl FnMut(Range<usize>, MarkKind)) {
    let mut from = 0;
    let (mut kept, mut before) = (0, "");
    for segment in word.split(['/', '\\', ':']) {
        let range = from..from + segment.len();
        from = range.end + 1;
        // `/var/spool/q/40856.msg`
        let stem = segment.bytes().take_while(u8::is_ascii_digit).count();
        let (range, segment) = match segment.as_bytes().get(stem) {
            Some(b'.') if stem >= 3 => (range.start..range.start + stem, &segment[..stem]),
            _ => (range, segment),
        };
        let varies = match whole(segment, Before { word: "", is_key: false }) {
            Some(MarkKind::Number) => Some(MarkKind::Number),
            Some(kind @ (MarkKind::Id | MarkKind::Address | MarkKind::Ip | MarkKind::Time)) => Some(kind),
            _ if has(&["home", "Users"], before) && !segment.is_empty() => Some(MarkKind::User),
            _ => None,
        };
        if let Some(kind) = varies {
            if kept + 1 < range.start {
                push(kept..range.start - 1, MarkKind::Path);
            }
            push(range.clone(), kind);
            kept = range.end;
        }
        before = segment;
    }
    if kept + 1 < word.len() {
        push(kept..word.len(), MarkKind::Path);
    }
}
