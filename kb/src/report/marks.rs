//! One line's marks: what in it is a code, an exception, a version or a path, and what varies from day to day.
//!
//! One pass over pieces cut at white space, brackets, quotes and the like; a piece is judged by its form and by the word
//! before it (`status=503`, `user mira`). Time is linear in the line. Hosts and addresses are judged by
//! [`redact`](crate::redact), so both agree.

use std::ops::Range;

use serde::Serialize;

use super::times;
use crate::redact::{is_address, is_host, is_network, is_secret, is_secret_key};

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
    // What stands between `password` and its value is only signs.
    let mut announced = false;
    while at < bytes.len() {
        if bytes[at] == b'<' {
            // A placeholder stays as it is.
            let word = bytes[at + 1..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
            at += if bytes.get(at + 1 + word) == Some(&b'>') { word + 2 } else { 1 };
            (before, announced) = ("", false);
            continue;
        }
        if is_cut(bytes[at]) {
            at += 1;
            continue;
        }
        if let Some(length) = times::moment(&line[at..]) {
            found.push(Mark { range: at..at + length, kind: MarkKind::Time });
            at += length;
            (before, announced) = ("", false);
            continue;
        }
        let end = bytes[at..].iter().position(|b| is_cut(*b)).map_or(bytes.len(), |length| at + length);
        let piece = &line[at..end];
        if piece.starts_with(':') && is_secret_key(before) {
            announced = true;
            at += 1;
            continue;
        }
        if piece == ":" {
            at = end;
            continue;
        }
        if announced && !is_scheme(piece) {
            let all = before.to_ascii_lowercase().ends_with("cookie");
            let end = if all { line.len() } else { secret_end(line, at, end) };
            found.push(Mark { range: at..end, kind: MarkKind::Secret });
            (before, announced) = ("", false);
            at = end;
            continue;
        }
        // `password for root from 10.1.2.3`
        if before == "for" && !has(&NO_NAMES, piece) && is_whence(&line[end..]) {
            found.push(Mark { range: at..end, kind: MarkKind::User });
            (before, announced) = ("", false);
            at = end;
            continue;
        }
        // In `host status=503` the second word is a key and no name.
        let is_key = bytes.get(end) == Some(&b'=');
        let context = if is_key { "" } else { before };
        if !is_plain(piece) || !context.is_empty() {
            judge(piece, at, context, &mut found);
        }
        before = piece.rsplit(':').find(|part| !part.is_empty()).unwrap_or("");
        announced = is_scheme(piece)
            || (is_key || piece.ends_with(':')) && is_secret_key(piece.trim_start_matches('-').trim_end_matches(':'));
        at = end;
    }
    found
}

/// Whether an address follows that something came from.
fn is_whence(rest: &str) -> bool {
    rest.strip_prefix(" from ").is_some_and(|place| place.starts_with(|c: char| c.is_ascii_digit() || c == '<'))
}

/// A word that says nothing by itself: most of any prose.
fn is_plain(piece: &str) -> bool {
    piece.bytes().all(|b| b.is_ascii_lowercase())
}

/// How a secret is to be read: what follows is the secret.
fn is_scheme(piece: &str) -> bool {
    ["Bearer", "Basic", "Negotiate"].contains(&piece)
}

/// Where a secret ends that begins at `at`: with its word, or in quotes with them.
fn secret_end(line: &str, at: usize, end: usize) -> usize {
    let quote = line[..at].bytes().next_back().filter(|b| matches!(b, b'"' | b'\''));
    // Everything up to white space: secrets have all kinds of signs in them.
    let word =
        line[at..].find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&')).map_or(line.len(), |n| at + n);
    quote.and_then(|quote| line[at..].find(char::from(quote))).map_or(word.max(end), |length| at + length)
}

fn is_cut(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f || b"()[]{}<>\"'`|,;=&?*".contains(&byte)
}

fn judge(piece: &str, at: usize, before: &str, found: &mut Vec<Mark>) {
    let trimmed = piece.trim_end_matches(['.', ':', '!']);
    let start = at + (trimmed.len() - trimmed.trim_start_matches(['.', ':', '#', '@']).len());
    let word = &trimmed[start - at..];
    if word.is_empty() || word.len() > 512 {
        return;
    }
    let mut push = |range: Range<usize>, kind| found.push(Mark { range: start + range.start..start + range.end, kind });
    if is_secret(word) {
        return push(0..word.len(), MarkKind::Secret);
    }
    if let Some(kind) = whole(word, before) {
        if kind == MarkKind::Path {
            path(word, &mut push);
        } else {
            push(0..word.len(), kind);
        }
        return;
    }
    // `db-01.example.org:5432`, `key:value`, `nginx/1.18.0`: part by part. In `https://user:word@host` the first is a secret.
    let mut from = 0;
    if let Some(at) = word.find("://").map(|at| at + 3)
        && let Some(length) = word[at..].split('/').next().and_then(|place| place.rfind('@'))
    {
        push(at..at + length, MarkKind::Secret);
        from = at + length + 1;
    }
    let mut context = if from == 0 { before } else { "" };
    for part in word[from..].split([':', '/', '@', '\\']) {
        let range = from..from + part.len();
        from = range.end + 1;
        if part.is_empty() {
            continue;
        }
        let follows_key = range.start > 0 && word.as_bytes()[range.start - 1] == b':' && is_secret_key(context);
        if is_secret(part) || follows_key && !is_exception(part) {
            push(range, MarkKind::Secret);
            context = part;
            continue;
        }
        match whole(part, context) {
            Some(MarkKind::Path) | None => numbers(part, range.start, &mut push),
            Some(kind) => push(range, kind),
        }
        context = part;
    }
}

fn has(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn whole(word: &str, before: &str) -> Option<MarkKind> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let plain = digits == 0 && word.bytes().all(|b| b.is_ascii_lowercase());
    if has(&["user", "username", "login", "uid", "account"], before) && !has(&NO_NAMES, word) {
        return Some(MarkKind::User);
    }
    if has(&["host", "hostname", "node", "server_name", "computer"], before) && !has(&NO_NAMES, word) {
        return Some(MarkKind::Host);
    }
    if has(&["logger", "component", "service", "source", "unit", "module"], before) && word.len() > 2 && digits < 3 {
        return Some(MarkKind::Component);
    }
    if plain {
        return None;
    }
    if digits == 0 {
        if is_exception(word) {
            return Some(MarkKind::Exception);
        }
        let capitals = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if capitals && (has(&ERRNO, word) || word.contains('_') && word.len() > 5 && !word.starts_with('_')) {
            return Some(MarkKind::Code);
        }
    }
    if let Some(at) = word.find('@')
        && at > 0
        && word[at + 1..].contains('.')
        && word[at + 1..].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    {
        return Some(MarkKind::Email);
    }
    if digits > 0 && is_uuid(word) {
        return Some(MarkKind::Id);
    }
    if is_address(word) || word.bytes().filter(|b| matches!(b, b':' | b'-')).count() >= 2 && is_network(word) {
        return Some(MarkKind::Ip);
    }
    if word.contains('.') && is_host(word) {
        return Some(MarkKind::Host);
    }
    if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        let status = hex.len() == 8 && matches!(hex.as_bytes()[0], b'8' | b'c' | b'C');
        let short = (1..=5).contains(&hex.len());
        let place = has(&["at", "address", "addr", "ip", "sp", "pc", "offset"], before);
        return hex.bytes().all(|b| b.is_ascii_hexdigit()).then_some(
            if !hex.is_empty() && !place && (status || short || has(&CODED, before)) {
                MarkKind::Code
            } else {
                MarkKind::Address
            },
        );
    }
    if is_path(word) {
        return Some(MarkKind::Path);
    }
    if digits == 0 {
        return None;
    }
    if is_code(word) {
        return Some(MarkKind::Code);
    }
    numeric(word, before, digits)
}

fn numeric(word: &str, before: &str, digits: usize) -> Option<MarkKind> {
    let all = digits == word.len();
    let bare = word.trim_start_matches(['v', 'V']);
    let dots = bare.bytes().filter(|b| *b == b'.').count();
    let starts = bare.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let head = bare.split(['-', '+', '_']).next().unwrap_or("");
    let numbered = starts && head.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if numbered && bare.len() < 40 && head.len() < 24 {
        let named = has(&VERSIONED, before) || bare.len() < word.len();
        // `kernel: [10093.820492]` is a moment.
        let is_short = head.split('.').all(|n| n.len() < 5);
        if dots >= 2 && head.contains('.') || named && dots >= 1 && is_short {
            return Some(MarkKind::Version);
        }
    }
    if all || word.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())) {
        return Some(match () {
            () if has(&CODED, before) && word.len() <= 11 => MarkKind::Code,
            () if before.starts_with("HTTP") || before == "1.1" && word.len() == 3 => MarkKind::Code,
            () if has(&["pid", "tid", "thread", "process", "id", "ppid", "session"], before) => MarkKind::Id,
            () => MarkKind::Number,
        });
    }
    if has(&CODED, before) && word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return Some(MarkKind::Code); // SQLSTATE 42P01
    }
    if times::is_span(word, false) {
        return Some(MarkKind::Duration);
    }
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    let long = word.bytes().all(|b| b.is_ascii_alphanumeric());
    (hex && word.len() >= 7 || long && word.len() >= 16 && digits >= 3).then_some(MarkKind::Id)
}

/// What varies inside a word: `worker-3`, `Main.java:42`, `h0123456789abcdef`.
fn numbers(part: &str, start: usize, push: &mut impl FnMut(Range<usize>, MarkKind)) {
    let b = part.as_bytes();
    let mut at = 0;
    while at < b.len() {
        let run = b[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let glued = at > 0 && (b[at - 1].is_ascii_alphabetic() || b[at - 1] >= 0x80);
        let tail = b.get(at + run).is_some_and(|c| c.is_ascii_alphabetic() || *c >= 0x80);
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
        let varies = match whole(segment, "") {
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

fn is_path(word: &str) -> bool {
    let b = word.as_bytes();
    let drive = b.len() > 3 && b[0].is_ascii_alphabetic() && b[1] == b':' && matches!(b[2], b'\\' | b'/');
    let unix = b.len() > 2 && b[0] == b'/' && b[1] != b'/' && b.iter().any(u8::is_ascii_alphabetic);
    drive || unix || word.starts_with("\\\\") && b.len() > 4 || word.starts_with("./") && b.len() > 3
}

fn is_uuid(word: &str) -> bool {
    let mut groups = word.split('-');
    [8, 4, 4, 4, 12].iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.bytes().all(|b| b.is_ascii_hexdigit()))
    }) && groups.next().is_none()
}

/// `ORA-01555`, `KB5034441`, `CVE-2026-1234`, `E0382`, `MSB3021`.
fn is_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &word[letters..];
    let number = rest.strip_prefix(['-', '_']).unwrap_or(rest);
    let shaped = number.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (1..=8).contains(&letters)
        && shaped
        && (3..=10).contains(&number.len())
        && !has(&["REQ", "TID", "PID", "ID", "JOB", "SESSION", "THREAD", "WORKER", "UTC", "GMT"], &word[..letters])
}

/// `java.io.IOException`, `ValueError`, `System.Net.WebException`, `std::bad_alloc`.
pub(super) fn is_exception(word: &str) -> bool {
    if word == "std::bad_alloc" || word == "std::out_of_range" {
        return true;
    }
    let last = word.rsplit(['.', ':', '$']).next().unwrap_or("");
    let ends = ["Exception", "Error", "Throwable", "Interrupt", "Fault", "Overflow"];
    ends.iter()
        .any(|end| last.ends_with(end) && (last.len() > end.len() || word.len() > last.len() || *end == "Exception"))
        && last.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'$' | b'_'))
}

const NO_NAMES: [&str; 22] = [
    "not",
    "is",
    "has",
    "and",
    "or",
    "for",
    "the",
    "was",
    "name",
    "null",
    "unknown",
    "id",
    "with",
    "cannot",
    "reply",
    "response",
    "ack",
    "data",
    "request",
    "packet",
    "connection",
    "user",
];
const CODED: [&str; 26] = [
    "code",
    "error",
    "errno",
    "status",
    "status_code",
    "statuscode",
    "sqlstate",
    "sqlcode",
    "exit",
    "rc",
    "hresult",
    "err",
    "signal",
    "event_id",
    "eventid",
    "errorcode",
    "error_code",
    "exitcode",
    "exit_code",
    "returned",
    "0x",
    "http",
    "http_status",
    "result",
    "event",
    "ret",
];
const VERSIONED: [&str; 16] = [
    "version", "release", "python", "java", "node", "ruby", "php", "go", "build", "kernel", "nginx", "apache",
    "openssl", "agent", "server", "HTTP",
];
const ERRNO: [&str; 30] = [
    "EACCES",
    "EADDRINUSE",
    "EADDRNOTAVAIL",
    "EAGAIN",
    "EBADF",
    "EBUSY",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "EEXIST",
    "EFAULT",
    "EHOSTUNREACH",
    "EINTR",
    "EINVAL",
    "EIO",
    "EISDIR",
    "EMFILE",
    "ENETUNREACH",
    "ENOENT",
    "ENOMEM",
    "ENOSPC",
    "ENOTCONN",
    "ENOTDIR",
    "ENOTEMPTY",
    "ENOTFOUND",
    "EPERM",
    "EPIPE",
    "EROFS",
    "ETIMEDOUT",
    "EAI_AGAIN",
];
