//! One change of many notes: each file is edited by itself, under the lock and as it is then; what cannot be changed stays
//! and is named; one number undoes all the rest.

use std::sync::atomic::Ordering;

use super::super::error::Error;
use super::super::undo::Step;
use super::super::view::{Changed, Event, ManyChanged, NotChanged, Progress, SetMany};
use super::{Casebook, keys, must_be_case, trimmed};
use crate::casebook::open::count;
use crate::format::{Edit, Value};
use crate::model::{EntryId, Moment, Note, NoteKind, VaultPath};

/// Notes changed at once at most: each is a file written and flushed.
const MOST: usize = 1_000;
/// From this many on the change says how far it is.
const TOLD: usize = 25;
/// How often it says so, at most.
const TELLINGS: usize = 100;
/// Longest tag, in characters.
const LONGEST_TAG: usize = 60;

/// Edits by file, as undo remembers them.
type Edits = Vec<(VaultPath, Vec<Edit>)>;

impl Casebook {
    pub(super) fn change_many(&self, mut paths: Vec<VaultPath>, set: &SetMany, at: Moment) -> Result<Changed, Error> {
        paths.sort();
        paths.dedup();
        let Some(first) = paths.first().cloned() else {
            let reason = "nothing is selected".to_owned();
            return Err(Error::Invalid { what: "the selection", value: String::new(), reason });
        };
        if paths.len() > MOST {
            return Err(Error::Refused {
                what: format!("changing {} notes at once", paths.len()),
                reason: format!("at most {MOST} are changed in one step"),
                hint: "Narrow the list, change those, then the rest".to_owned(),
            });
        }
        let set = checked(set)?;
        let (undo, many, _) = self.edit_each(paths, |path, note| self.edits_of(&set, path, note, at));
        let undo = (!undo.is_empty()).then(|| self.undo.push(Step::Many(undo)));
        Ok(changed(first, at, undo, many))
    }

    /// Stops the change of many notes that runs now, before its next note. What is changed by then stays and is one step to
    /// undo; the answer of the change counts what was left.
    pub fn stop_changing(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Undoes a change of many notes. A note that changed since in the same place stays, and can be undone again later; so do
    /// those not reached when it is stopped.
    pub(super) fn undo_many(&self, number: u32, edits: Edits, at: Moment) -> Changed {
        let first = edits.first().map(|(path, _)| path.clone()).expect("a change of no notes is not remembered");
        let mut inverse: std::collections::HashMap<VaultPath, Vec<Edit>> = edits.into_iter().collect();
        let paths = inverse.keys().cloned().collect();
        let (redo, many, left) =
            self.edit_each(paths, |path, _| Ok((inverse.get(path).cloned().unwrap_or_default(), None)));
        inverse.retain(|path, _| left.contains(path) || many.refused.iter().any(|refused| refused.path == *path));
        if !inverse.is_empty() {
            self.undo.put_back(number, Step::Many(inverse.into_iter().collect()));
        }
        let redo = (!redo.is_empty()).then(|| self.undo.push(Step::Many(redo)));
        changed(first, at, redo, many)
    }

    /// Edits one file after the other; a refusal of one does not stop the rest, [`Casebook::stop_changing`] does. Answers
    /// what takes it back, how it went and what was not reached.
    fn edit_each(
        &self,
        mut paths: Vec<VaultPath>,
        make: impl Fn(&VaultPath, &Note) -> Result<(Vec<Edit>, Option<EntryId>), Error>,
    ) -> (Edits, ManyChanged, Vec<VaultPath>) {
        paths.sort();
        let mut inverse = Vec::new();
        let mut many = ManyChanged::default();
        let total = paths.len();
        let tell = |progress| {
            if total >= TOLD {
                self.lead.shared.tell(&Event::Changing { progress });
            }
        };
        let often = total.div_ceil(TELLINGS);
        self.stop.store(false, Ordering::Relaxed);
        let mut paths = paths.into_iter().enumerate();
        for (done, path) in paths.by_ref() {
            if done % often == 0 {
                tell(Some(Progress { done: count(done), total: count(total) }));
            }
            match self.splice(&path, |note| make(&path, note)) {
                Ok(edited) if edited.inverse.is_empty() => many.same += 1,
                Ok(edited) => inverse.push((path, edited.inverse)),
                Err(error) => {
                    let (reason, hint) = (error.to_string(), error.hint());
                    many.refused.push(NotChanged { path, reason, hint });
                }
            }
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        tell(None);
        let left: Vec<_> = paths.map(|(_, path)| path).collect();
        many.changed = count(inverse.len());
        many.left = count(left.len());
        (inverse, many, left)
    }

    fn edits_of(
        &self,
        set: &SetMany,
        path: &VaultPath,
        note: &Note,
        at: Moment,
    ) -> Result<(Vec<Edit>, Option<EntryId>), Error> {
        let key = |key: &str, is_now: Option<&str>, value: Option<&str>| {
            if is_now == value {
                return Ok((Vec::new(), None));
            }
            let value = keys::checked(key, value)?;
            Ok((vec![Edit::SetKey { key: key.to_owned(), value }], None))
        };
        match set {
            SetMany::Status { status } => self.status_edits(note, path, at, *status, None, None),
            SetMany::Priority { priority } => {
                let now = must_be_case(note, path)?.priority;
                key("priority", Some(now.as_str()), Some(priority.as_str()))
            }
            SetMany::Owner { owner } => key("owner", note.owner.as_deref(), owner.as_deref()),
            SetMany::Confidence { confidence } => {
                let now = must_be_article(note, path)?.confidence;
                key("confidence", Some(now.as_str()), Some(confidence.as_str()))
            }
            SetMany::Audience { audience } => {
                let now = must_be_article(note, path)?.audience;
                key("audience", Some(now.as_str()), Some(audience.as_str()))
            }
            SetMany::Tags { add, remove } => Ok((tag_edits(note, add, remove), None)),
        }
    }
}

fn changed(path: VaultPath, at: Moment, undo: Option<u32>, many: ManyChanged) -> Changed {
    Changed { path, id: None, entry: None, at, undo, possible_duplicates: Vec::new(), many: Some(many) }
}

/// Trims what was typed, and refuses what no file should hold.
fn checked(set: &SetMany) -> Result<SetMany, Error> {
    Ok(match set {
        SetMany::Owner { owner } => SetMany::Owner { owner: owner.as_deref().and_then(trimmed).map(str::to_owned) },
        SetMany::Tags { add, remove } => {
            let add = add.iter().map(|tag| checked_tag(tag)).collect::<Result<_, _>>()?;
            SetMany::Tags { add, remove: remove.iter().map(|tag| bare(tag).to_owned()).collect() }
        }
        other => other.clone(),
    })
}

fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches('#')
}

fn checked_tag(tag: &str) -> Result<String, Error> {
    let invalid = |reason: &str| Error::Invalid { what: "a tag", value: tag.to_owned(), reason: reason.to_owned() };
    let text = bare(tag);
    if text.is_empty() {
        return Err(invalid("it is empty"));
    }
    if text.chars().count() > LONGEST_TAG {
        return Err(invalid("it is longer than 60 characters"));
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == ',') {
        return Err(invalid("write it without spaces and commas: long-session"));
    }
    Ok(text.to_owned())
}

/// Tags keep their order and spelling; one that differs in case only is the same tag.
fn tag_edits(note: &Note, add: &[String], remove: &[String]) -> Vec<Edit> {
    let is_in = |tags: &[String], tag: &str| tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase());
    let mut tags: Vec<String> = note.tags.iter().filter(|tag| !is_in(remove, tag)).cloned().collect();
    for tag in add {
        if !is_in(&tags, tag) {
            tags.push(tag.clone());
        }
    }
    if tags == note.tags {
        return Vec::new();
    }
    vec![Edit::SetKey { key: "tags".to_owned(), value: (!tags.is_empty()).then_some(Value::List(tags)) }]
}

fn must_be_article<'a>(note: &'a Note, path: &VaultPath) -> Result<&'a crate::model::ArticleMeta, Error> {
    note.as_article().ok_or_else(|| Error::Refused {
        what: format!("changing {path} as an article"),
        reason: format!("it is a {}", note.kind()),
        hint: format!("Choose an {}", NoteKind::Article),
    })
}
