//! Exceptions and what caused them, from the lines of a trace.

use std::collections::{HashSet, VecDeque};

use super::Shape;
use super::marks::{Mark, MarkKind, marks};
use super::prints::{PRINTS, Print, is_runtime, of_chain};
use super::shape::{is_python_exception, localised_frame};
use super::template::{template, without_secrets};
use super::value::{Exception, Role};

const FRAMES: usize = 5;
/// Of the program's own functions, those kept.
const OWN: usize = 2;
/// Functions looked at for the program's own.
const DEEP: usize = 64;
const CHAIN: usize = 32;
const KEPT: usize = 64;
/// How JavaScript tells of an error that has no name of its own.
const PLAIN: [&str; 3] = ["Error: ", "Uncaught Error: ", "Uncaught (in promise) Error: "];

/// Gathers exceptions line by line; memory is bounded.
#[derive(Debug, Default)]
pub(super) struct Traces {
    chain: Vec<Exception>,
    /// Python lists frames before the exception, the nearest last.
    pending: VecDeque<String>,
    /// The next exception came of the last one (Python).
    outer_next: bool,
    /// A Rust panic's message is on its next line.
    message_next: bool,
    /// A line that begins with `Error: `, what it says, and where: an exception if functions follow (JavaScript).
    plain: Option<(String, u64)>,
    /// Functions seen of the last exception.
    depth: usize,
    known: HashSet<String>,
    prints: Vec<Told>,
    kept: Vec<Exception>,
}

impl Traces {
    /// Takes a line that begins at byte `start` of the text, and says whether it names an exception.
    pub(super) fn line(&mut self, line: &str, start: u64, shape: Shape, found: &[Mark]) -> bool {
        let text = line.trim();
        if std::mem::take(&mut self.message_next)
            && let Some(last) = self.chain.last_mut()
        {
            last.message = said(text);
            return false;
        }
        if text.starts_with("Traceback (most") {
            self.pending.clear();
            return false;
        }
        if text.starts_with("During handling of the above") || text.starts_with("The above exception was the direct") {
            self.outer_next = true;
            return false;
        }
        let plain = self.plain.take();
        if shape == Shape::JavaScriptTrace
            && let Some((message, at)) = plain
        {
            self.head("Error", &message, at, false);
        }
        let names_another = || found.iter().any(|mark| mark.kind == MarkKind::Exception);
        if let Some(message) = PLAIN.iter().find_map(|head| text.strip_prefix(head)).filter(|_| !names_another()) {
            let at = line.find("Error: ").unwrap_or(0);
            self.plain = Some((message.to_owned(), start + at as u64));
            return false;
        }
        if self.wants_frames(shape)
            && let Some(frame) = frame(text, shape)
        {
            self.frame(frame, shape);
            return false;
        }
        if shape == Shape::PythonTrace && line.starts_with(' ') {
            return false;
        }
        let name = text.split(':').next().unwrap_or(text);
        if shape == Shape::PythonTrace && !self.pending.is_empty() && is_python_exception(name) {
            let at = line.len() - line.trim_start().len();
            self.head(name, text[name.len()..].trim_start_matches([':', ' ']), start + at as u64, false);
            return true;
        }
        if let Some(message) = text.strip_prefix("what(): ").filter(|_| shape == Shape::NativeTrace)
            && let Some(last) = self.chain.last_mut()
        {
            last.message = said(message.trim());
            return false;
        }
        if let Some((name, message)) = crash(text) {
            let at = line.find(name).unwrap_or(0);
            self.message_next = text.starts_with("thread '") && message.is_empty();
            self.head(name, message, start + at as u64, false);
            return true;
        }
        let mut inner = text.starts_with("Caused by:") || text.starts_with("--->");
        let mut named = false;
        for mark in found.iter().filter(|mark| mark.kind == MarkKind::Exception) {
            inner |= line[..mark.range.start].trim_end().ends_with("--->");
            let rest = line[mark.range.end..].trim_start_matches([':', ' ']);
            let message = rest.split(" ---> ").next().unwrap_or("");
            // In JSON a trace is one string.
            let (message, trace) = if shape == Shape::JsonLines { first_line(message) } else { (message, "") };
            named = true;
            self.head(&line[mark.range.clone()], message, start + mark.range.start as u64, inner);
            for line in trace.split("\\n") {
                if let Some(frame) = frame(line.trim_start_matches("\\t").trim(), Shape::JavaTrace) {
                    self.frame(frame, Shape::JavaTrace);
                }
            }
            if !line[mark.range.end..].contains("---> ") {
                break;
            }
        }
        named
    }

    /// What follows belongs to an exception that is not looked at any more.
    pub(super) fn leave(&mut self) {
        self.close();
        self.pending.clear();
        self.outer_next = false;
        self.message_next = false;
        self.plain = None;
    }

    /// Whether a line of this shape may still add a function.
    pub(super) fn wants_frames(&self, shape: Shape) -> bool {
        let has_head = !self.chain.is_empty() || self.plain.is_some();
        shape == Shape::PythonTrace || shape.is_trace() && has_head && self.depth < DEEP
    }

    fn frame(&mut self, frame: String, shape: Shape) {
        if shape == Shape::PythonTrace {
            self.pending.push_front(frame);
            self.pending.truncate(FRAMES);
            return;
        }
        self.depth += 1;
        if let Some(last) = self.chain.last_mut() {
            if last.own.len() < OWN && !is_runtime(&frame) {
                last.own.push(frame.clone());
            }
            if last.frames.len() < FRAMES {
                last.frames.push(frame);
            }
        }
    }

    fn head(&mut self, name: &str, message: &str, at: u64, inner: bool) {
        let outer = std::mem::take(&mut self.outer_next);
        if !(inner || outer) {
            self.close();
        }
        if self.chain.len() >= CHAIN {
            return;
        }
        self.depth = 0;
        let frames: Vec<String> = std::mem::take(&mut self.pending).into();
        let exception = Exception {
            name: cut(name, 200).to_owned(),
            message: said(message.trim()),
            role: Role::Only,
            own: frames.iter().take(OWN).cloned().collect(),
            frames,
            range: at..at + name.len() as u64,
        };
        self.chain.insert(if outer { 0 } else { self.chain.len() }, exception);
    }

    fn close(&mut self) {
        let mut chain = std::mem::take(&mut self.chain);
        let count = chain.len();
        if count == 0 || self.known.len() >= KEPT {
            return;
        }
        let mut key = String::new();
        for (at, exception) in chain.iter_mut().enumerate() {
            exception.role = match at {
                0 if count == 1 => Role::Only,
                0 => Role::Outermost,
                at if at + 1 == count => Role::RootCause,
                _ => Role::Between,
            };
            key.push_str(&format!("{}\u{1}{}\u{2}", exception.name, exception.own.join("\u{1}")));
            key.push_str(&template(&exception.message));
        }
        if self.known.insert(key) {
            let has_places = chain.iter().any(|exception| !exception.frames.is_empty());
            let name = chain.last().and_then(|root| root.name.rsplit(['.', ':']).next()).unwrap_or_default().to_owned();
            if let Some(print) = of_chain(&chain).filter(|print| self.prints.iter().all(|told| told.print != *print)) {
                self.prints.push(Told { print, name, has_places });
            }
            chain.truncate(KEPT - self.kept.len().min(KEPT));
            self.kept.append(&mut chain);
        }
    }

    /// The exceptions, and the fingerprints of their chains.
    pub(super) fn finish(mut self) -> (Vec<Exception>, Vec<Print>) {
        self.close();
        // A line that names an exception says less than the trace of it.
        let is_traced = |told: &&Told| {
            told.has_places || !self.prints.iter().any(|other| other.has_places && other.name == told.name)
        };
        let prints = self.prints.iter().filter(is_traced).take(PRINTS).map(|told| told.print.clone()).collect();
        (self.kept, prints)
    }
}

/// What a chain of exceptions is recognised by.
#[derive(Debug)]
struct Told {
    print: Print,
    /// The root cause's name, without its packages.
    name: String,
    /// Whether functions are in it.
    has_places: bool,
}

/// The first line of what is left of a string of JSON, and the others.
fn first_line(json: &str) -> (&str, &str) {
    let (first, rest) = json.split_once("\\n").unwrap_or((json, ""));
    (first.trim_end_matches("\\r").split('"').next().unwrap_or_default(), rest)
}

/// What an exception says, as it is kept.
fn said(message: &str) -> String {
    // In this order: half a secret would not be known for one any more.
    cut(&without_secrets(message, &marks(message)), 300).to_owned()
}

/// A crash that is no exception by its name.
fn crash(text: &str) -> Option<(&str, &str)> {
    if let Some(at) = text.find("AddressSanitizer: ") {
        let rest = &text[at + 18..];
        return Some((rest.split(' ').next().unwrap_or(rest), ""));
    }
    if let Some(rest) = text.strip_prefix("panic: ") {
        return Some(("panic", rest));
    }
    if let Some(rest) = text.strip_prefix("fatal error: ") {
        return Some(("fatal error", rest));
    }
    if text.starts_with("terminate called ") {
        return Some((text.split('\'').nth(1).unwrap_or("terminate"), ""));
    }
    if text.starts_with("thread '") {
        let (_, rest) = text.split_once(" panicked at ")?;
        let message = rest.strip_prefix('\'').and_then(|rest| rest.split('\'').next()).unwrap_or("");
        return Some(("panicked", message));
    }
    let at = text.find("received signal SIG")? + 16;
    Some((text[at..].split([',', ' ']).next()?, ""))
}

/// The function that a line of a trace names.
fn frame(text: &str, shape: Shape) -> Option<String> {
    let name = match shape {
        Shape::PythonTrace => {
            let rest = text.strip_prefix("File \"")?;
            let (file, rest) = rest.split_once('"')?;
            let function = rest.rsplit_once(" in ").map_or("", |(_, function)| function);
            return Some(format!("{}:{}", file.rsplit(['/', '\\']).next()?, cut(function, 100)));
        }
        Shape::JavaTrace | Shape::DotNetTrace => {
            let name = text.strip_prefix("at ").or_else(|| localised_frame(text))?.split('(').next()?;
            // `java.base/java.util.Arrays`, but not `Pay$$Lambda$812/0x00007f3a.run`.
            name.split_once('/').filter(|(module, _)| !module.contains('$')).map_or(name, |(_, name)| name)
        }
        Shape::JavaScriptTrace => {
            if let Some((function, _)) = text.split_once("@http").or_else(|| text.split_once("@file:")) {
                return Some(cut(function, 200).to_owned()).filter(|function| !function.is_empty());
            }
            let frame = text.strip_prefix("at ")?;
            let file =
                |place: &'_ str| place.split(':').next().map(|file| file.rsplit('/').next().unwrap_or(file).len());
            match frame.split_once(" (") {
                Some((function, _)) => function,
                None => frame.rsplit('/').next().filter(|_| file(frame).is_some())?.split(':').next()?,
            }
        }
        Shape::RustTrace => {
            let (number, name) = text.split_once(": ")?;
            number.trim().parse::<u32>().ok()?;
            name.rsplit_once("::h").filter(|(_, hash)| hash.len() == 16).map_or(name, |(name, _)| name)
        }
        Shape::GoTrace => {
            let name = text.rsplit_once('(').filter(|_| text.ends_with(')'))?.0;
            (!name.contains(' ')).then_some(name)?
        }
        Shape::NativeTrace => {
            let rest = text.strip_prefix('#')?;
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
            let rest = if rest.starts_with("0x") { rest.split_once(" in ")?.1 } else { rest };
            // PHP: `#0 /srv/app/Pay.php(80): open()`
            let rest = rest.split_once("): ").filter(|_| rest.starts_with('/')).map_or(rest, |(_, call)| call);
            rest.split([' ', '(']).next()?
        }
        _ => return None,
    };
    // Generated classes are numbered anew at every start: `$Proxy12`, `Pay$$Lambda$123/0x0000.run`, `<Run>d__12.MoveNext`.
    let name = cut(name.trim(), 200);
    let (class, rest) = name.split_once("$$").unwrap_or((name, ""));
    let method = rest.rsplit_once('.').map_or("", |(_, method)| method);
    let is_numbered = class.contains('$') || class.contains(">d__") || class.contains(">b__");
    let mut stable: String = class.chars().filter(|c| !(is_numbered && c.is_ascii_digit())).collect();
    if !method.is_empty() {
        stable.push('.');
        stable.push_str(method);
    }
    (!stable.is_empty()).then_some(stable)
}

/// At most `most` bytes of `text`.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
