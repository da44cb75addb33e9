//! The last gate of an edit: the result, read again, has to be the old values plus the change.

use super::super::parse::Reading;
use super::super::yaml::Entry;
use super::{EditError, Value};
use crate::model::{JournalEntry, Link, ProblemCode, Section, SectionKind};

/// What the result has to say.
pub(super) struct Expected {
    pub(super) keys: Vec<Key>,
    /// `None` where an edit may turn a section into a journal: it set the note's type.
    pub(super) body: Option<Body>,
    pub(super) links: Option<Vec<Link>>,
}

/// What has to be at one place of the front matter.
#[derive(Clone)]
pub(super) enum Key {
    /// The entry that had this index.
    Same(usize),
    /// This key with this value.
    Is(String, Value),
    /// This key, whatever its value: it is checked elsewhere, or was written back as it once was.
    Named(String),
}

pub(super) struct Body {
    pub(super) sections: Vec<SectionFacts>,
    pub(super) journal: Vec<EntryFacts>,
}

/// What makes a section, apart from its place. Line ends do not.
#[derive(PartialEq, Eq, Clone)]
pub(super) struct SectionFacts {
    pub(super) kind: SectionKind,
    pub(super) heading: Option<String>,
    pub(super) text: String,
}

/// What makes an entry, apart from its place.
#[derive(Debug, PartialEq, Eq, Clone)]
pub(super) struct EntryFacts {
    pub(super) heading: String,
    pub(super) text: String,
}

impl EntryFacts {
    pub(super) fn of(entry: &JournalEntry) -> Self {
        Self { heading: super::super::journal::entry_heading(entry), text: entry.text.clone() }
    }
}

impl SectionFacts {
    pub(super) fn of(text: &str, section: &Section) -> Self {
        Self {
            kind: section.kind,
            heading: section.heading.clone(),
            text: text[section.text.clone()].replace("\r\n", "\n"),
        }
    }
}

impl Body {
    fn of(text: &str, reading: &Reading<'_>) -> Self {
        Self {
            sections: reading.note.sections.iter().map(|section| SectionFacts::of(text, section)).collect(),
            journal: reading.note.journal.iter().map(EntryFacts::of).collect(),
        }
    }
}

impl Expected {
    /// Everything as it is.
    pub(super) fn unchanged(text: &str, reading: &Reading<'_>) -> Self {
        Self {
            keys: (0..reading.entries.len()).map(Key::Same).collect(),
            body: Some(Body::of(text, reading)),
            links: Some(reading.note.links.clone()),
        }
    }

    /// Changes what is expected of the body.
    pub(super) fn body(mut self, change: impl FnOnce(&mut Body)) -> Self {
        if let Some(body) = &mut self.body {
            change(body);
        }
        self
    }

    pub(super) fn check(
        &self,
        before: &Reading<'_>,
        text: &str,
        after: &Reading<'_>,
        after_text: &str,
    ) -> Result<(), EditError> {
        let damage = |reason: String| Err(EditError::WouldDamage { reason });
        if let Some(reason) = &after.opaque {
            return damage(format!("afterwards, {reason}"));
        }
        if after.entries.len() != self.keys.len() {
            return damage("the front matter would have other keys than it should".to_owned());
        }
        for (expected, entry) in self.keys.iter().zip(&after.entries) {
            if !expected.holds(before, text, entry, after_text) {
                let name = entry.name().unwrap_or("a key").to_owned();
                return damage(format!("the front matter key {name} would not be what it should"));
            }
            if let Key::Is(key, _) = expected {
                refuse_unreadable(key, entry, after)?;
            }
        }
        if let Some(body) = &self.body {
            let found = Body::of(after_text, after);
            if body.journal != found.journal {
                return damage("another journal entry would change, appear or be lost".to_owned());
            }
            if body.sections != found.sections {
                return damage("another section would change, appear or be lost".to_owned());
            }
        }
        if self.links.as_ref().is_some_and(|links| *links != after.note.links) {
            return damage("other links would change".to_owned());
        }
        Ok(())
    }
}

impl Key {
    fn holds(&self, before: &Reading<'_>, text: &str, entry: &Entry<'_>, after_text: &str) -> bool {
        match self {
            Self::Same(at) => before.entries.get(*at).is_some_and(|old| {
                old.key.same(text, &entry.key, after_text) && old.value.same(text, &entry.value, after_text)
            }),
            Self::Is(key, Value::Text(value)) => {
                entry.name() == Some(key) && entry.value.text() == Some(value.as_str())
            }
            Self::Is(key, Value::List(items)) => {
                entry.name() == Some(key) && super::keys::texts(&entry.value).is_some_and(|found| found == *items)
            }
            Self::Named(key) => entry.name() == Some(key),
        }
    }
}

/// A value of a known key that could not be read back is refused before it is on disk.
fn refuse_unreadable(key: &str, entry: &Entry<'_>, after: &Reading<'_>) -> Result<(), EditError> {
    let range = entry.range();
    let finding = after.note.problems.iter().find(|problem| {
        matches!(problem.code, ProblemCode::InvalidValue | ProblemCode::InvalidId)
            && range.start <= problem.range.start
            && problem.range.end <= range.end
    });
    match finding {
        Some(problem) => {
            let reason = problem.message.strip_prefix(&format!("{key}: ")).unwrap_or(&problem.message).to_owned();
            Err(EditError::Invalid { what: key.to_owned(), reason })
        }
        None => Ok(()),
    }
}
