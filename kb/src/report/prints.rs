//! Fingerprints: what stays the same when a fault comes back on another day, on another host, in another version.
//!
//! A report has a small set of them, so that one more line or exception changes nothing: one for each exception chain
//! (its root cause, what that says, and the nearest functions that are the program's own) and one for each of the most
//! telling lines that tell of a failure.

use std::ops::Range;

use serde::Serialize;

use super::Shape;
use super::marks::{Mark, MarkKind, marks, within};
use super::shape::is_logfmt;
use super::template::render_fault;
use super::value::Exception;

/// Fingerprints kept of a report.
pub(super) const PRINTS: usize = 16;
/// Of its lines, fingerprints kept.
const LINES: usize = 8;
/// Functions that tell where an exception comes from.
const PLACES: usize = 2;
/// Words that a message without a code needs to be told from others.
const TELLING: usize = 3;
/// Words that it needs beside a code.
const BESIDE_CODE: usize = 2;

/// What a fingerprint was taken of; the more telling come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintOf {
    /// An exception and the functions it came from.
    Exception,
    /// A line that tells of a failure.
    Line,
}

/// One fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Print {
    /// 32 hexadecimal digits.
    pub key: String,
    /// What it was taken of.
    pub of: PrintOf,
}

fn print(of: PrintOf, parts: &[&str]) -> Print {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(b"\0");
    }
    Print { key: hash.finalize().to_hex()[..32].to_owned(), of }
}

/// The fingerprint of exceptions that caused each other, outermost first; none where they say too little.
pub(super) fn of_chain(chain: &[Exception]) -> Option<Print> {
    let root = chain.last()?;
    // `Caused by` leaves out the functions it shares with the exception around it.
    let own = chain.iter().rev().flat_map(|exception| &exception.own).take(PLACES);
    let mut places: Vec<&str> = own.map(String::as_str).collect();
    if places.is_empty() {
        places = root.frames.iter().take(PLACES).map(String::as_str).collect();
    }
    let found = marks(&root.message);
    if places.is_empty() && !is_telling(&root.message, &found) {
        return None;
    }
    let message = render_fault(&root.message, &found);
    let parts: Vec<&str> = [root.name.as_str(), message.as_str()].into_iter().chain(places).collect();
    Some(print(PrintOf::Exception, &parts))
}

/// Lines that tell of a failure, each once, to be told from others.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// What each says, and how grave it is.
    found: Vec<(String, u8)>,
    /// What was said before of the failure that a line to come ends.
    earlier: Vec<String>,
}

const MOST: usize = 256;
/// Lines that the last line of a failure is told with.
const EARLIER: usize = 3;

/// How a line stands in a failure.
enum Stands {
    /// It tells of it alone.
    Alone,
    /// It is the first of several: a request, the program that failed, what the kernel says, ...
    Begins,
    /// ... one more (its module), ...
    Adds,
    /// ... or the last (a status, a code, the function the kernel was in), which says nothing without them.
    Ends,
    /// It says nothing of it: process numbers and offsets.
    Aside,
}

impl Stands {
    fn of(line: &str, shape: Shape) -> Self {
        let text = line.trim_start_matches([' ', '<']);
        match shape {
            Shape::Text => Self::Aside,
            shape if shape.is_trace() => Self::Aside,
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

impl Lines {
    /// Takes a line that may be what a later one needs; `message` is where its message stands.
    pub(super) fn before(&mut self, line: &str, shape: Shape, message: Range<usize>, found: &[Mark]) {
        match Stands::of(line, shape) {
            Stands::Begins => self.earlier.clear(),
            Stands::Adds => self.earlier.truncate(EARLIER - 1),
            Stands::Alone | Stands::Ends | Stands::Aside => return,
        }
        self.earlier.push(render_fault(&line[message.clone()], &within(found, &message)));
    }

    /// Takes a line that tells of a failure, with the marks of its message.
    pub(super) fn line(&mut self, line: &str, shape: Shape, found: &[Mark], message: &str, in_message: &[Mark]) {
        let text_of = |mark: &Mark| &line[mark.range.clone()];
        let wrote = found.iter().find(|mark| mark.kind == MarkKind::Component).map_or("", text_of);
        let names = |mark: &&Mark| matches!(mark.kind, MarkKind::Code | MarkKind::Exception);
        let beside: Vec<&str> = match Stands::of(line, shape) {
            // The message is one of many values.
            Stands::Alone if shape == Shape::JsonLines || is_logfmt(line) => {
                found.iter().filter(names).map(text_of).collect()
            }
            Stands::Alone => Vec::new(),
            Stands::Ends if !self.earlier.is_empty() => self.earlier.iter().map(String::as_str).collect(),
            Stands::Ends | Stands::Begins | Stands::Adds | Stands::Aside => return,
        };
        if self.found.len() >= MOST || beside.is_empty() && !is_telling(message, in_message) {
            return;
        }
        let said = format!("{wrote}\u{1}{}{}", render_fault(message, in_message), beside.join("\u{1}"));
        if !self.found.iter().any(|(known, _)| *known == said) {
            self.found.push((said, gravity(line, in_message)));
        }
    }
    pub(super) fn prints(mut self) -> Vec<Print> {
        self.found.sort_by_key(|(_, gravity)| std::cmp::Reverse(*gravity));
        self.found.iter().take(LINES).map(|(said, _)| print(PrintOf::Line, &[said])).collect()
    }
}

fn gravity(line: &str, found: &[Mark]) -> u8 {
    let grave = ["FATAL", "CRITICAL", "SEVERE", "SCHWERWIEGEND", "GRAVE", "panic", "Oops", "segfault"];
    let is_grave = grave.iter().any(|word| line.contains(word));
    let has_code = found.iter().any(|mark| mark.kind == MarkKind::Code);
    u8::from(is_grave) * 4 + u8::from(has_code) * 2 + u8::from(line.contains("ERROR") || line.contains("error"))
}

/// Whether a message says enough to be told from the messages of other faults.
fn is_telling(message: &str, found: &[Mark]) -> bool {
    let is_code = |mark: &Mark| mark.kind == MarkKind::Code && mark.range.len() > 3;
    let words = message
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2 && word.bytes().all(|b| !b.is_ascii_digit()));
    let enough = if found.iter().any(is_code) { BESIDE_CODE } else { TELLING };
    words.take(enough).count() == enough
}

/// Whether a function belongs to the language or a common frame around programs: where it is says little.
pub(super) fn is_runtime(frame: &str) -> bool {
    const BEGINS: [&str; 42] = [
        "java.",
        "javax.",
        "jakarta.",
        "jdk.",
        "sun.",
        "com.sun.",
        "kotlin.",
        "kotlinx.",
        "scala.",
        "groovy.",
        "org.springframework.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.apache.tomcat.",
        "org.eclipse.jetty.",
        "org.hibernate.",
        "org.junit.",
        "io.netty.",
        "reactor.",
        "System.",
        "Microsoft.",
        "MS.",
        "core::",
        "std::",
        "alloc::",
        "tokio::",
        "rust_",
        "__rust",
        "_start",
        "runtime.",
        "net/http.",
        "panic",
        "node:",
        "Module.",
        "internal/",
        "processTicksAndRejections",
        "__libc",
        "__GI_",
        "raise",
        "abort",
        "clone",
        "<core::",
    ];
    BEGINS.iter().any(|begin| frame.starts_with(begin))
}
