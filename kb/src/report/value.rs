//! What a report is made of, as plain values. Ranges are byte offsets in the text as it was pushed.

use std::ops::Range;

use serde::Serialize;

use super::{MarkKind, Print, Shape};

/// Consecutive lines of one shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// What they look like.
    pub shape: Shape,
    /// From the first line's first byte to the last line's last, its end of line left out.
    pub range: Range<u64>,
    /// How many lines.
    pub lines: u64,
}

/// Something named in the text; equal ones are one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is.
    pub kind: MarkKind,
    /// As the text spells it.
    pub text: String,
    /// Where it stands first.
    pub range: Range<u64>,
    /// How often it stands in the lines that were read whole.
    pub count: u64,
}

/// Where an exception stands in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Alone: outermost and root cause in one.
    Only,
    /// The one that reached the caller.
    Outermost,
    /// Neither first nor last.
    Between,
    /// The one that all others were caused by.
    RootCause,
}

/// An exception, panic or crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// Its type with its packages, as written.
    pub name: String,
    /// What it says, first line only, without secrets.
    pub message: String,
    /// Its place among those that caused each other.
    pub role: Role,
    /// The nearest functions, without lines and addresses; five at most.
    pub frames: Vec<String>,
    /// The nearest that are the program's own.
    #[serde(skip)]
    pub(super) own: Vec<String>,
    /// Where its type stands.
    pub range: Range<u64>,
}

/// Lines that differ only in what varies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// What its first line looks like.
    pub shape: Shape,
    /// Whether its first line names an exception.
    pub names_exception: bool,
    /// What its first line says behind time, level and component, with placeholders.
    pub message: String,
    /// The line with `<time>`, `<host>` and so on for what varies.
    pub text: String,
    /// How many lines.
    pub count: u64,
    /// Whether its lines tell of a failure.
    pub failure: bool,
    /// The first line, without secrets, cut to 400 bytes.
    pub first: String,
    /// Where the first line stands.
    pub range: Range<u64>,
    /// Where the last line stands.
    pub last: Range<u64>,
}

/// What a text is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Bytes read.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Stretches in order; the first 1,000.
    pub stretches: Vec<Stretch>,
    /// Everything named but secrets, in order of first appearance; the first 512 of each kind.
    pub parts: Vec<Part>,
    /// Distinct exceptions, in order; the first 64.
    pub exceptions: Vec<Exception>,
    /// Distinct templates in order of first appearance; the first 4,096.
    pub templates: Vec<Template>,
    /// Lines whose template was not kept, because there were too many.
    pub folded: u64,
    /// What tells the faults in it from others, the most telling first; none for a text that tells of no failure.
    pub fingerprints: Vec<Print>,
}
