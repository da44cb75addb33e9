//! One step of a path: what it leads to, how long that takes, and whether it was read as it is now.

use std::collections::HashMap;

use super::name_of;
use crate::casebook::view::StepView;
use crate::casebook::{Error, rendered};
use crate::catalog::{NoteRow, NoteText, Snapshot};
use crate::format::PathStep;
use crate::local::Tick;
use crate::model::VaultPath;
use crate::render;

/// Words read in a minute.
const WORDS_A_MINUTE: usize = 200;
/// Characters of a reason, in a list.
const WHY: usize = 300;

/// A step as it was read.
pub(super) struct Step {
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) minutes: u32,
    pub(super) products: Vec<String>,
    /// What it leads to; `None` when that is nothing.
    pub(super) reading: Option<Reading>,
    why: String,
    target: String,
    tick: Option<Tick>,
}

/// The note a step leads to.
pub(super) struct Reading {
    /// What local state calls the step.
    pub(super) key: String,
    /// Tells this state of the note's text from others.
    pub(super) seen: String,
    note: NoteRow,
}

impl Step {
    /// Follows the step's link. `readings` remembers, by row, what a note's text came to.
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        step: &PathStep,
        number: u32,
        ticks: &[Tick],
        readings: &mut HashMap<i64, (u32, String)>,
    ) -> Result<Self, Error> {
        let link = &step.link;
        let named = snapshot.resolve_wikilink(&link.target)?;
        let Some(note) = named.map(|path| snapshot.note(&path)).transpose()?.flatten() else {
            return Ok(Self {
                number,
                title: link.label.clone().unwrap_or_else(|| link.target.clone()),
                minutes: 0,
                products: Vec::new(),
                reading: None,
                why: step.why.clone(),
                target: link.target.clone(),
                tick: None,
            });
        };
        let (estimate, seen) = match readings.get(&note.row) {
            Some(known) => known.clone(),
            None => {
                let read = take_in(&snapshot.text(note.row)?.unwrap_or_default());
                readings.insert(note.row, read.clone());
                read
            }
        };
        let fragment = link.fragment.as_ref().map_or_else(String::new, |fragment| format!("#{fragment}"));
        let key = name_of(&note) + &fragment;
        Ok(Self {
            number,
            title: note.title.clone(),
            minutes: step.minutes.unwrap_or(estimate),
            products: note.products.clone(),
            tick: ticks.iter().find(|tick| tick.step == key).cloned(),
            reading: Some(Reading { key, seen, note }),
            why: step.why.clone(),
            target: link.target.clone(),
        })
    }

    pub(super) fn is_done(&self) -> bool {
        self.tick.is_some()
    }

    pub(super) fn is_changed(&self) -> bool {
        let seen = self.reading.as_ref().map(|reading| &reading.seen);
        self.tick.as_ref().is_some_and(|tick| seen.is_some_and(|seen| *seen != tick.seen))
    }

    pub(super) fn view(&self, snapshot: &Snapshot<'_>, path: &VaultPath) -> StepView {
        let note = self.reading.as_ref().map(|reading| &reading.note);
        StepView {
            number: self.number,
            key: self.reading.as_ref().map(|reading| reading.key.clone()),
            title: self.title.clone(),
            path: note.map(|note| note.path.clone()),
            kind: note.map(|note| note.kind),
            confidence: note.and_then(|note| note.confidence),
            status: note.and_then(|note| note.status),
            why: one_line(&render::plain(&self.why), WHY),
            why_html: rendered(snapshot, path, &format!("step-{}", self.number), &self.why),
            minutes: self.minutes,
            done: self.tick.as_ref().map(|tick| tick.at),
            changed: self.is_changed(),
            missing: note.is_none().then(|| match self.target.as_str() {
                "" => "The link leads to a heading of the path itself".to_owned(),
                target => format!("No note is called {target}"),
            }),
        }
    }
}

/// Minutes to read a text, at least one, and what tells it from another: its words, however they are spaced.
fn take_in(text: &NoteText) -> (u32, String) {
    let parts = [
        &text.issue,
        &text.environment,
        &text.cause,
        &text.resolution,
        &text.body,
        &text.journal_internal,
        &text.journal_customer,
    ];
    let mut hasher = blake3::Hasher::new();
    let mut words = 0_usize;
    for part in parts {
        for word in part.split_whitespace() {
            words += 1;
            hasher.update(word.as_bytes());
            hasher.update(b" ");
        }
        hasher.update(b"\0");
    }
    let minutes = words.div_ceil(WORDS_A_MINUTE).max(1);
    (u32::try_from(minutes).unwrap_or(u32::MAX), hasher.finalize().to_hex()[..32].to_owned())
}

/// The text on one line, cut to so many characters.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
