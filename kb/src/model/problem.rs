//! What is wrong with a file, where, and what to do about it. Parsing never fails; it reports these.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One finding in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Problem {
    /// What kind of finding, stable: tools and the UI act on it.
    pub code: ProblemCode,
    /// Where, as a byte range of the file; empty when it is about the whole file.
    #[cfg_attr(feature = "bindings", ts(type = "{ start: number, end: number }"))]
    pub range: Range<usize>,
    /// The line the range starts on, counted from 1; 0 when it is about the whole file.
    pub line: usize,
    /// What was found, in a sentence without a full stop.
    pub message: String,
    /// What to do next, in a sentence without a full stop.
    pub hint: String,
}

/// The closed list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The bytes are not UTF-8; what could be read is shown and searchable, the file is never rewritten.
    NotUtf8,
    /// The file holds NUL bytes and is taken for a binary one.
    Binary,
    /// Longer than what is indexed; the rest is shown but not searchable.
    TooLong,
    /// Front matter opens but never closes.
    FrontMatterOpen,
    /// Front matter is not YAML a case or article could have.
    FrontMatterInvalid,
    /// A key appears twice.
    DuplicateKey,
    /// A value of a known key could not be read.
    InvalidValue,
    /// An id that cannot be one.
    InvalidId,
    /// Two files carry the same id.
    DuplicateId,
    /// A journal heading that is nearly, but not quite, one.
    JournalHeading,
    /// Two journal entries carry the same id.
    DuplicateEntryId,
    /// A link to an article no file carries the id of.
    DanglingLink,
    /// A wikilink that leads nowhere.
    DanglingWikilink,
    /// The file or folder could not be read.
    Unreadable,
    /// The file lost its content when the system stopped; what was known of it is kept.
    Emptied,
    /// A symbolic link that leads out of the vault or round in a circle.
    Symlink,
    /// A file name that is not UTF-8 or that other systems cannot hold.
    FileName,
    /// `casebook.toml` could not be read; the defaults hold.
    Settings,
}

impl ProblemCode {
    /// The code as it is written in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf8",
            Self::Binary => "binary",
            Self::TooLong => "too-long",
            Self::FrontMatterOpen => "front-matter-open",
            Self::FrontMatterInvalid => "front-matter-invalid",
            Self::DuplicateKey => "duplicate-key",
            Self::InvalidValue => "invalid-value",
            Self::InvalidId => "invalid-id",
            Self::DuplicateId => "duplicate-id",
            Self::JournalHeading => "journal-heading",
            Self::DuplicateEntryId => "duplicate-entry-id",
            Self::DanglingLink => "dangling-link",
            Self::DanglingWikilink => "dangling-wikilink",
            Self::Unreadable => "unreadable",
            Self::Emptied => "emptied",
            Self::Symlink => "symlink",
            Self::FileName => "file-name",
            Self::Settings => "settings",
        }
    }

    /// How much it matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::DanglingWikilink | Self::TooLong | Self::JournalHeading => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look; everything still works.
    Warning,
    /// Something is not read, not found or refused because of it.
    Error,
}

impl Problem {
    /// A finding about a stretch of `text`; the line is counted here.
    #[must_use]
    pub fn at(
        code: ProblemCode,
        text: &str,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let end = range.start.min(text.len());
        let line = text.as_bytes()[..end].iter().filter(|&&b| b == b'\n').count() + 1;
        Self { code, range, line, message: message.into(), hint: hint.into() }
    }

    /// A finding about the whole file.
    #[must_use]
    pub fn whole(code: ProblemCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, range: 0..0, line: 0, message: message.into(), hint: hint.into() }
    }
}
