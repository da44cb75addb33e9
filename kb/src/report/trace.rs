//! Exceptions and what caused them, from the lines of a trace.

use std::collections::{HashSet, VecDeque};

use super::Shape;
use super::marks::{Mark, MarkKind, marks};
use super::prints::{PRINTS, Print, is_runtime, of_chain};
use super::template::{template, without_secrets};
use super::value::{Exception, Role};

const FRAMES: usize = 5;
/// Of the program's own functions, those kept.
const OWN: usize = 2;
/// Functions looked at for the program's own.
const DEEP: usize = 64;
const CHAIN: usize = 32;
const KEPT: usize = 64;

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
    /// Functions seen of the last exception.
    depth: usize,
    known: HashSet<String>,
    prints: Vec<Print>,
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
        if self.wants_frames(shape)
            && let Some(frame) = frame(text, shape)
        {
            self.frame(frame, shape);
            return false;
        }
        if shape == Shape::PythonTrace && line.starts_with(' ') {
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
            named = true;
            self.head(&line[mark.range.clone()], message, start + mark.range.start as u64, inner);
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
    }

    /// Whether a line of this shape may still add a function.
    pub(super) fn wants_frames(&self, shape: Shape) -> bool {
        shape == Shape::PythonTrace || shape.is_trace() && !self.chain.is_empty() && self.depth < DEEP
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
            if let Some(print) = of_chain(&chain).filter(|print| !self.prints.contains(print)) {
                self.prints.push(print);
            }
            chain.truncate(KEPT - self.kept.len().min(KEPT));
            self.kept.append(&mut chain);
        }
    }

    /// The exceptions, and the fingerprints of their chains.
    pub(super) fn finish(mut self) -> (Vec<Exception>, Vec<Print>) {
        self.close();
        self.prints.truncate(PRINTS);
        (self.kept, self.prints)
    }
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
    if text.starts_with("thread '") {
        let (_, rest) = text.split_once("' panicked at ")?;
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
        Shape::JavaTrace | Shape::DotNetTrace => text.strip_prefix("at ")?.split('(').next()?.rsplit('/').next()?,
        Shape::JavaScriptTrace => {
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
            rest.split([' ', '(']).next()?
        }
        _ => return None,
    };
    // Generated classes are numbered anew at every start: `$Proxy12`, `$$Lambda$123`.
    let stable: String = cut(name.trim(), 200).chars().filter(|c| !c.is_ascii_digit() || !name.contains('$')).collect();
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
