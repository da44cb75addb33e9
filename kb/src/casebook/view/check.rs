//! What an article still wants before others rely on it, and what can be sent of it.

use serde::{Deserialize, Serialize};

use super::Hit;
use crate::model::SectionKind;

/// Everything that was looked at, whether it is as it should be or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleChecks {
    /// In the order to show.
    pub checks: Vec<Check>,
    /// Other articles that may say the same.
    pub similar: Vec<Hit>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Check {
    /// Which; the window has the words for it.
    pub code: CheckCode,
    /// Whether it is as it should be.
    pub ok: bool,
    /// Where it is not.
    pub places: Vec<CheckPlace>,
}

/// The closed list of what is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CheckCode {
    /// The Issue says something.
    HasIssue,
    /// The Environment says something.
    HasEnvironment,
    /// The Resolution says something.
    HasResolution,
    /// The title has words of the issue and of the environment.
    TitleSaysBoth,
    /// It is a page or less.
    OnePage,
    /// It names no customer and no contact.
    NamesNobody,
    /// Its wikilinks lead somewhere.
    LinksLead,
    /// Nobody has flagged it.
    NoFlags,
    /// No other article seems to say the same.
    NoTwin,
}

/// A place in an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CheckPlace {
    /// The section's position among the note's sections; `None` for the title and the front matter.
    pub section: Option<u32>,
    /// The section's kind.
    pub kind: Option<SectionKind>,
    /// The line of the section's text, counted from 1.
    pub line: u32,
    /// What is there: the name, the link, the flag.
    pub text: String,
}

/// What can be sent of an article: its Resolution without what is internal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReplyText {
    /// For a mail program.
    pub html: String,
    /// For everything else.
    pub text: String,
    /// Whether internal callouts were left out.
    pub left_out: bool,
}
