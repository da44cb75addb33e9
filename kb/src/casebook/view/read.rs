//! How a text that was searched for was read: parts that can be switched off, and the fault it tells of.

use serde::{Deserialize, Serialize};

use super::is_false;
use crate::model::VaultPath;

/// What a part of a text was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// A word.
    Word,
    /// Words side by side.
    Phrase,
    /// What no hit may have.
    Without,
    /// Two of which one is enough.
    Either,
    /// A field and its value.
    Field,
    /// A regular expression.
    Regex,
    /// The last word, which may go on.
    Prefix,
    /// A word that others were searched for beside.
    Also,
    /// A pasted text, all words of which count.
    Pasted,
    /// An error report, of which the parts that follow count: a log, a trace, an exchange.
    Report,
    /// An error code of a report.
    Code,
    /// A type of exception.
    Exception,
    /// What a line or an exception of a report says.
    Message,
    /// What wrote a line.
    Component,
    /// A version.
    Version,
    /// A file.
    Path,
    /// What was written around a report.
    Around,
}

impl PartKind {
    /// Whether it can be switched off.
    #[must_use]
    pub fn is_toggle(self) -> bool {
        !matches!(self, Self::Pasted | Self::Report)
    }
}

/// A part of a text by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PartName {
    /// What it was taken for.
    pub kind: PartKind,
    /// What it says.
    pub text: String,
}

/// A part of a text as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReadPart {
    /// What it was taken for.
    pub kind: PartKind,
    /// What it says; with its kind the name by which it is switched off.
    pub text: String,
    /// What was searched for beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Vec<String>>"))]
    pub also: Vec<String>,
    /// Whether it is switched off: a word or a part of a report is left out then, any other part is taken for plain words.
    #[serde(default, skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "bindings", ts(optional, as = "Option<bool>"))]
    pub off: bool,
}

/// What a report has that varies from day to day and was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Varying {
    /// In a word, of which there may be many: `time`, `host`.
    pub what: String,
    /// Different ones.
    pub count: u32,
    /// The first of them.
    pub first: String,
}

/// A case that tells of the same fault as a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SameFault {
    /// The case.
    pub path: VaultPath,
    /// Its title.
    pub title: String,
    /// Its ticket number.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// In what the report differs from what the case has: `version 7.5.0`, `host`.
    pub differs: Vec<String>,
    /// Other cases with the same fault.
    pub others: u32,
    /// The article that resolved it.
    pub article: Option<SolvedWith>,
}

/// A report that was read and is searched for, too long to be typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HeldReport {
    /// What it is called.
    pub name: String,
    /// Bytes read; a whole number, which a window counts in floating point.
    pub bytes: f64,
    /// Lines read; a whole number too.
    pub lines: f64,
    /// Whether it was read to its end.
    pub complete: bool,
}

/// One piece of a report that a window sends in pieces, so that nobody has all of it in memory.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportPiece {
    /// What the report is called.
    pub name: String,
    /// A number of the window's own choice, the same for all pieces of one report.
    pub reading: u32,
    /// Whether it begins a report.
    pub first: bool,
    /// For the last piece: whether it ends the report, or its reading was stopped there.
    pub complete: Option<bool>,
}

/// The article that resolved a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SolvedWith {
    /// Where it is.
    pub path: VaultPath,
    /// Its title.
    pub title: String,
}
