//! Taking edits back: byte for byte where nothing else changed, and otherwise just their part.

use super::super::parse::Context;
use super::check::EntryFacts;
use super::{Edit, EditError, Plan, entries, keys, sections, step};
use crate::model::SectionKind;

/// The inverse of applied edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Restore {
    /// The hash of the text the edits left.
    left: [u8; 32],
    /// Where that text differs from the one before: from here, this many bytes, and what was there before.
    at: usize,
    length: usize,
    was: String,
    /// The same for a text that changed since, part by part.
    undo: Vec<Undo>,
    /// What the inverse of this one does part by part.
    redo: Vec<Undo>,
}

/// Takes one part back.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Undo {
    /// By an edit.
    Edit(Edit),
    Key(KeyUndo),
    /// Removes a section that was created, if it still has this text.
    Section {
        kind: SectionKind,
        text: String,
    },
    /// Removes an appended entry, if it still has this source; the journal's heading too if it was created for it.
    Appended {
        source: String,
        created: bool,
    },
    /// Puts a removed entry back, after the one with this heading.
    Removed {
        source: String,
        facts: EntryFacts,
        follows: Option<String>,
    },
}

/// One key as it was left and as it was before.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyUndo {
    pub(super) key: String,
    /// Its lines after the edit; `None` when it was removed.
    pub(super) after: Option<String>,
    /// Its lines before the edit; `None` when it was added.
    pub(super) before: Option<String>,
    /// The key it followed before.
    pub(super) follows: Option<String>,
    /// Whether the front matter was created for it.
    pub(super) created: bool,
}

impl Restore {
    pub(super) fn new(before: &str, after: &str, undo: Vec<Undo>, redo: Vec<Undo>) -> Self {
        let start = common(before.bytes(), after.bytes());
        let rest = before.len().min(after.len()) - start;
        let end = common(before.bytes().rev(), after.bytes().rev()).min(rest);
        let start =
            (0..=start).rev().find(|&at| before.is_char_boundary(at) && after.is_char_boundary(at)).unwrap_or(0);
        let fits =
            |end: &usize| before.is_char_boundary(before.len() - end) && after.is_char_boundary(after.len() - end);
        let end = (0..=end).rev().find(fits).unwrap_or(0);
        Self {
            left: *blake3::hash(after.as_bytes()).as_bytes(),
            at: start,
            length: after.len() - end - start,
            was: before[start..before.len() - end].to_owned(),
            undo,
            redo,
        }
    }

    /// The inverse of having applied this one to `before`.
    pub(super) fn turned(&self, before: &str, after: &str) -> Self {
        Self::new(before, after, self.redo.clone(), self.undo.clone())
    }

    pub(super) fn apply(&self, text: String, context: &Context<'_>) -> Result<String, EditError> {
        if blake3::hash(text.as_bytes()).as_bytes() == &self.left
            && let (Some(before), Some(after)) = (text.get(..self.at), text.get(self.at + self.length..))
        {
            return Ok([before, &self.was, after].concat());
        }
        let mut text = text;
        for undo in &self.undo {
            text = undo.apply(&text, context)?;
        }
        Ok(text)
    }
}

impl Undo {
    fn apply(&self, text: &str, context: &Context<'_>) -> Result<String, EditError> {
        if let Self::Edit(edit) = self {
            return super::apply_one(text, context, edit).map(|(after, _)| after);
        }
        let planned = step(text, context, |reading| match self {
            Self::Edit(_) => Ok(Plan::nothing(text, reading)),
            Self::Key(undo) => keys::restore(text, reading, undo),
            Self::Section { kind, text: was } => sections::drop_created(text, reading, *kind, was),
            Self::Appended { source, created } => entries::take_back(text, reading, source, *created),
            Self::Removed { source, facts, follows } => {
                Ok(entries::put_back(text, reading, source, facts, follows.as_deref()))
            }
        });
        planned.map(|(after, _)| after)
    }
}

fn common(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}
