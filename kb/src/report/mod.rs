//! Reads a pasted error report: what it is made of, what in it varies, and which fault it tells of.
//!
//! Pure: bytes in, values out. [`Reader`] takes a text in pieces of any size and keeps a bounded summary, so a log of any
//! length streams through it; the answer does not depend on how the text was cut. It does not search: [`Report::clues`]
//! only says what to search for. What is secret is kept nowhere. Rules are heuristics over published formats (RFC 3164, RFC 5424, ISO 8601, RFC 9110).

mod before;
mod compare;
mod failures;
mod forms;
mod header;
mod kept;
mod known;
mod line_key;
mod marks;
mod prints;
mod query;
mod reader;
mod recognise;
mod shape;
mod template;
#[cfg(test)]
mod tests;
mod times;
mod trace;
mod utf16;
mod value;

pub use compare::{Comparison, Difference, compare};
pub use kept::{fingerprints_in, reports_in};
pub use marks::{Mark, MarkKind};
pub use prints::{Print, PrintOf};
pub use query::{Clue, Why};
pub use reader::{MAX_LINE, Reader, read};
pub use recognise::recognise;
pub use shape::Shape;
pub use template::template;
pub use value::{Exception, Part, Report, Role, Stretch, Template};
