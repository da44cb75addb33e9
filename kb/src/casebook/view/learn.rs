//! Onboarding paths and one person's progress on them, as they cross to the UI.

use serde::{Deserialize, Serialize};

use crate::model::{Confidence, Moment, NoteId, NoteKind, Problem, Status, VaultPath};

/// One onboarding path in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PathRow {
    /// Where it is.
    pub path: VaultPath,
    /// Its id, if it has one. Progress on a path without id is lost when its file is renamed.
    pub id: Option<NoteId>,
    /// Its title.
    pub title: String,
    /// What it is about: the text before its steps, on one line, without marks.
    pub about: String,
    /// Products most of its steps are about.
    pub products: Vec<String>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// How many steps it has, those that lead nowhere included.
    pub length: u32,
    /// How many steps lead to a note.
    pub steps: u32,
    /// How many of them are ticked.
    pub done: u32,
    /// How many of the ticked ones changed since.
    pub changed: u32,
    /// Minutes for all steps.
    pub minutes: u32,
    /// Minutes for the steps that are not ticked.
    pub minutes_left: u32,
    /// The step to go on with: the one read last if it is not ticked, else the next that is not; `None` when all are.
    pub next: Option<u32>,
    /// That step's title.
    pub next_title: Option<String>,
    /// When the person last read on it; `None` when they never did.
    pub read_at: Option<Moment>,
}

/// One onboarding path, step by step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PathView {
    /// The path as lists show it.
    #[serde(flatten)]
    pub row: PathRow,
    /// What it is about, as safe HTML.
    pub about_html: String,
    /// Its steps, in order.
    pub plan: Vec<StepView>,
    /// Whether steps were left out because there are too many.
    pub cut: bool,
    /// What is wrong with the path's file.
    pub problems: Vec<Problem>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StepView {
    /// Its place on the path, counted from 1.
    pub number: u32,
    /// What ticking it names; `None` when it leads nowhere.
    pub key: Option<String>,
    /// The title of the note it leads to, else what the link says.
    pub title: String,
    /// Where that note is.
    pub path: Option<VaultPath>,
    /// What it is.
    pub kind: Option<NoteKind>,
    /// An article's confidence.
    pub confidence: Option<Confidence>,
    /// A case's status.
    pub status: Option<Status>,
    /// Why it is worth reading, on one line, without marks.
    pub why: String,
    /// The same, as safe HTML.
    pub why_html: String,
    /// How long it takes: what the path states, else by the words of the note; 0 when it leads nowhere.
    pub minutes: u32,
    /// When it was ticked.
    pub done: Option<Moment>,
    /// Whether the note's text changed after that.
    pub changed: bool,
    /// Why it leads nowhere, when it does.
    pub missing: Option<String>,
}
