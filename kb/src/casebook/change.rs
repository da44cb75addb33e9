//! Changing: every change is a structured edit of the file's current bytes under the vault's lock, acknowledged when it
//! is on disk, and undone by its inverse.

use super::error::Error;
use super::view::{Change, Changed, Hit, NewArticle, NewCase, NewNoteWords};
use super::{Casebook, undo::Step};
use crate::format::{self, Context, Edit, Editable, NewArticleFields, NewCaseFields, Parsed, Value};
use crate::model::{
    Audience, Channel, Confidence, EntryId, Link, LinkUse, Moment, Note, NoteId, NoteKind, Priority, Status, VaultPath,
    Visibility,
};
use crate::vault::{Base, ContentHash, FileRead, Vault, VaultError};

mod article;
mod entries;
mod keys;
mod many;
mod whole;

/// How often a new name is tried before giving up: two people making the same note in the same moment.
const NAME_ATTEMPTS: usize = 8;

/// What an edit did.
struct Edited {
    id: Option<NoteId>,
    entry: Option<EntryId>,
    inverse: Vec<Edit>,
    before: ContentHash,
    after: ContentHash,
}

impl Casebook {
    /// Carries out one change. It is on disk when this returns; catalog and index follow, and an event says so.
    ///
    /// # Errors
    /// [`Error`] says why nothing was written. A conflict keeps both texts: the file's and the caller's.
    pub fn change(&self, change: Change) -> Result<Changed, Error> {
        let at = self.world.now();
        match change {
            Change::NewCase(new) => self.new_case(&new, at),
            Change::NewArticle(new) => self.new_article(&new, at),
            Change::AddEntry { case, visibility, channel, text } => {
                self.add_entry(&case, at, visibility, channel, &text)
            }
            Change::EditEntry { case, entry, from, to } => self.edit_entry(&case, at, &entry, &from, &to),
            Change::RemoveEntry { case, entry, from } => self.remove_entry(&case, at, &entry, &from),
            Change::FrameArticle { case } => self.frame(&case),
            Change::SetStatus { case, status, resolution, reason, resolved_by } => {
                let article = resolved_by.map(|article| self.id_to_link(&article, at)).transpose()?;
                self.edit(&case, at, |note| {
                    let (resolution, reason) = (resolution.as_deref(), reason.as_deref());
                    let (mut edits, entry) = self.status_edits(note, &case, at, status, resolution, reason)?;
                    edits.extend(article.and_then(|article| link_edit(note, article, at, LinkUse::ResolvedBy, None)));
                    Ok((edits, entry))
                })
            }
            Change::SetKey { path, key, value } => self.set_key(&path, at, &key, value.as_deref()),
            Change::SetList { path, key, values } => self.set_list(&path, at, &key, &values),
            Change::ReplaceFile { path, base, text } => self.replace_file(&path, at, &base, &text),
            Change::MergeCopy { path, base, copy, copy_base, text } => {
                self.merge_copy(&path, at, &base, (&copy, &copy_base), &text)
            }
            Change::RestoreVersion { path, number, base } => self.restore_version(&path, at, number, base.as_deref()),
            Change::Trash { path } => self.trash_note(&path, at),
            Change::RestoreTrashed { place } => self.restore_trashed(&place, at),
            Change::FlagArticle { article, text } => self.flag(&article, at, &text),
            Change::UnflagArticle { article, flag } => self.unflag(&article, at, &flag),
            Change::SetLearned { article, word, learned } => self.set_learned(&article, at, &word, learned),
            Change::ReplaceSection { path, section, from, to } => {
                self.edit(&path, at, |_| Ok((vec![Edit::ReplaceSection { section, from, to }], None)))
            }
            Change::LinkArticle { case, article, how, query } => {
                self.link_article(&case, &article, at, how, query.as_deref())
            }
            Change::UnlinkArticle { case, article, how } => self.edit(&case, at, |note| {
                must_be_case(note, &case)?;
                Ok((vec![Edit::RemoveLink { article, how }], None))
            }),
            Change::LinkMention { path, article } => self.link_mention(&path, &article, at),
            Change::ChangeMany { paths, set } => self.change_many(paths, &set, at),
        }
    }

    fn new_case(&self, new: &NewCase, at: Moment) -> Result<Changed, Error> {
        let title = needed("title", &new.title)?;
        let folder = format!("cases/{:04}", at.year());
        let words = NewNoteWords {
            kind: NoteKind::Case,
            title: title.to_owned(),
            reference: new.reference.clone(),
            customer: new.customer.clone(),
        };
        let possible_duplicates = self.possible_duplicates(&words)?;
        self.create(&folder, title, at, possible_duplicates, |id| {
            format::new_case(&NewCaseFields {
                id: id.clone(),
                title: title.to_owned(),
                reference: new.reference.as_deref().and_then(trimmed).map(str::to_owned),
                customer: new.customer.as_deref().and_then(trimmed).map(str::to_owned),
                status: Status::New,
                priority: new.priority.unwrap_or(Priority::Normal),
                owner: Some(self.author()),
                products: Vec::new(),
                opened: at,
                issue: new.issue.clone(),
            })
        })
    }

    fn new_article(&self, new: &NewArticle, at: Moment) -> Result<Changed, Error> {
        let title = needed("title", &new.title)?;
        let possible_duplicates = self.possible_duplicates(&NewNoteWords::article(title))?;
        self.create("articles", title, at, possible_duplicates, |id| {
            format::new_article(&NewArticleFields {
                id: id.clone(),
                title: title.to_owned(),
                confidence: Confidence::Wip,
                audience: Audience::Internal,
                products: Vec::new(),
                owner: Some(self.author()),
                created: at,
                body: new.body.clone(),
            })
        })
    }

    /// Creates a note under a name nobody has.
    pub(super) fn create(
        &self,
        folder: &str,
        title: &str,
        at: Moment,
        possible_duplicates: Vec<Hit>,
        text: impl Fn(&NoteId) -> String,
    ) -> Result<Changed, Error> {
        let lock = self.vault.lock()?;
        let mut taken = None;
        for _ in 0..NAME_ATTEMPTS {
            let id = self.world.new_note_id();
            let path = VaultPath::new(format!("{folder}/{}-{}.md", format::slug(title), id.tail()))
                .expect("a slug and the tail of an id make a path");
            let text = text(&id);
            match self.vault.save(&lock, &path, Base::Absent, text.as_bytes()) {
                Ok(saved) => {
                    drop(lock);
                    self.keep_saved(&path, Some(&id), None, text.into_bytes(), saved.hash, self.saved_by());
                    self.announce(&path)?;
                    let undo = Some(self.undo.push(Step::Created { path: path.clone(), hash: saved.hash }));
                    return Ok(Changed { path, id: Some(id), entry: None, at, undo, possible_duplicates, many: None });
                }
                Err(error @ (VaultError::Exists { .. } | VaultError::Conflict { .. })) => taken = Some(error),
                Err(error @ VaultError::Unconfirmed { .. }) => {
                    self.announce(&path)?;
                    return Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(taken.expect("every attempt met a taken name").into())
    }

    /// What a change of status consists of: the key, when it was solved, and an entry in the journal.
    fn status_edits(
        &self,
        note: &Note,
        case: &VaultPath,
        at: Moment,
        status: Status,
        resolution: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(Vec<Edit>, Option<EntryId>), Error> {
        let was = must_be_case(note, case)?;
        let mut edits = Vec::new();
        if was.status != status {
            edits.push(Edit::SetKey { key: "status".to_owned(), value: Some(Value::Text(status.to_string())) });
        }
        if let Some(code) = resolution.and_then(trimmed) {
            edits.push(Edit::SetKey { key: "resolution".to_owned(), value: Some(Value::Text(code.to_owned())) });
        }
        if status.is_done() && was.solved.is_none() {
            edits.push(Edit::SetKey { key: "solved".to_owned(), value: Some(Value::Text(at.to_string())) });
        } else if !status.is_done() && was.solved.is_some() {
            edits.push(Edit::SetKey { key: "solved".to_owned(), value: None });
        }
        if edits.is_empty() && reason.and_then(trimmed).is_none() {
            return Ok((edits, None));
        }
        let text = match reason.and_then(trimmed) {
            Some(reason) => format!("{} -> {status}: {reason}", was.status),
            None => format!("{} -> {status}", was.status),
        };
        let entry = self.entry(note, at, Visibility::Internal, Channel::Status, &text);
        let id = entry.id.clone();
        edits.push(Edit::AppendEntry { entry });
        Ok((edits, id))
    }

    fn set_key(&self, path: &VaultPath, at: Moment, key: &str, value: Option<&str>) -> Result<Changed, Error> {
        let value = keys::checked(key, value)?;
        self.edit(path, at, |_| Ok((vec![Edit::SetKey { key: key.to_owned(), value }], None)))
    }

    fn set_list(&self, path: &VaultPath, at: Moment, key: &str, values: &[String]) -> Result<Changed, Error> {
        let value = keys::checked_list(key, values)?;
        self.edit(path, at, |_| Ok((vec![Edit::SetKey { key: key.to_owned(), value }], None)))
    }

    pub(super) fn link_article(
        &self,
        case: &VaultPath,
        article: &VaultPath,
        at: Moment,
        how: LinkUse,
        query: Option<&str>,
    ) -> Result<Changed, Error> {
        let id = self.id_to_link(article, at)?;
        self.edit(case, at, |note| {
            must_be_case(note, case)?;
            Ok((link_edit(note, id, at, how, query).into_iter().collect(), None))
        })
    }

    /// The id to link an article by; an article without one gets one written now.
    fn id_to_link(&self, article: &VaultPath, at: Moment) -> Result<NoteId, Error> {
        let (_, parsed) = self.read_note(article, None)?;
        if parsed.note.kind() != NoteKind::Article {
            return Err(Error::Refused {
                what: format!("linking {article}"),
                reason: format!("it is a {}", parsed.note.kind()),
                hint: "Link an article".to_owned(),
            });
        }
        if let Some(id) = parsed.note.id {
            let twins = self.store()?.catalog.read()?.by_id(&id)?;
            if twins.iter().any(|path| path != article) {
                let names = twins.iter().map(VaultPath::as_str).collect::<Vec<_>>().join(", ");
                return Err(Error::Refused {
                    what: format!("linking {article}"),
                    reason: format!("the id {id} is carried by more than one file: {names}"),
                    hint: "Give one of them another id, then link again".to_owned(),
                });
            }
            return Ok(id);
        }
        self.id_of(article, at, "linking")
    }

    /// A note's id; a note without one gets one written now, unless its file takes no edits. `doing` says what for.
    pub(super) fn id_of(&self, path: &VaultPath, at: Moment, doing: &str) -> Result<NoteId, Error> {
        let (_, parsed) = self.read_note(path, None)?;
        if let Some(id) = parsed.note.id {
            return Ok(id);
        }
        if let Editable::No { reason, hint } = &parsed.editable {
            return Err(Error::Refused {
                what: format!("{doing} {path}"),
                reason: format!("it has no id and none can be written: {reason}"),
                hint: hint.clone(),
            });
        }
        let mut id = self.world.new_note_id();
        self.edit(path, at, |note| {
            // Another process may have written one between the look above and the lock.
            if let Some(written) = &note.id {
                id = written.clone();
                return Ok((Vec::new(), None));
            }
            Ok((vec![Edit::SetKey { key: "id".to_owned(), value: Some(Value::Text(id.to_string())) }], None))
        })?;
        Ok(id)
    }

    /// Reads the file under the lock, makes the edits for what it says now, and saves.
    pub(super) fn edit(
        &self,
        path: &VaultPath,
        at: Moment,
        make: impl FnOnce(&Note) -> Result<(Vec<Edit>, Option<EntryId>), Error>,
    ) -> Result<Changed, Error> {
        let edited = self.splice(path, make)?;
        let Edited { inverse, before, after, .. } = edited;
        let undo =
            (!inverse.is_empty()).then(|| self.undo.push(Step::Edited { path: path.clone(), inverse, before, after }));
        Ok(Changed {
            path: path.clone(),
            id: edited.id,
            entry: edited.entry,
            at,
            undo,
            possible_duplicates: Vec::new(),
            many: None,
        })
    }

    /// Undoes a change by its number. What it wrote since then stays; what others wrote stays too.
    ///
    /// # Errors
    /// [`Error::Refused`] when the number is not known any more, or a created note was changed since.
    pub fn undo(&self, number: u32) -> Result<Changed, Error> {
        let forgotten = || Error::Refused {
            what: "undo".to_owned(),
            reason: "that change is not remembered any more".to_owned(),
            hint: "Make the change back by hand".to_owned(),
        };
        let step = self.undo.take(number).ok_or_else(forgotten)?;
        self.can_undo(&step)
            .and_then(|()| self.undo_step(number, &step))
            .inspect_err(|_| self.undo.put_back(number, step))
    }

    /// Refuses before anything is changed, so that of several steps none is undone alone.
    fn can_undo(&self, step: &Step) -> Result<(), Error> {
        match step {
            // What these start from is checked as they are done.
            Step::Edited { .. } | Step::Replaced { .. } | Step::Trashed { .. } | Step::Many(_) => Ok(()),
            Step::Several(steps) => steps.iter().try_for_each(|step| self.can_undo(step)),
            Step::Created { path, hash } if self.vault.read(path, Some(0))?.hash == *hash => Ok(()),
            Step::Created { path, .. } => Err(Error::Refused {
                what: format!("undoing the creation of {path}"),
                reason: "it has been changed since".to_owned(),
                hint: "Move the file away by hand if it is not wanted".to_owned(),
            }),
        }
    }

    fn undo_step(&self, number: u32, step: &Step) -> Result<Changed, Error> {
        let at = self.world.now();
        match step {
            Step::Edited { path, inverse, .. } => self.edit(path, at, |_| Ok((inverse.clone(), None))),
            Step::Many(edits) => Ok(self.undo_many(number, edits.clone(), at)),
            Step::Replaced { path, hash, was } => self.put_back(path, at, *hash, was),
            Step::Trashed { place } => self.restore_trashed(place, at),
            Step::Created { path, .. } => {
                let lock = self.vault.lock()?;
                self.can_undo(step)?;
                self.move_to_trash(&lock, path, at)?;
                drop(lock);
                if Vault::is_note(path) {
                    self.announce(path)?;
                }
                let path = path.clone();
                Ok(Changed { path, id: None, entry: None, at, undo: None, possible_duplicates: Vec::new(), many: None })
            }
            Step::Several(steps) => {
                let (last, first) = steps.split_last().expect("several steps are at least one");
                first.iter().try_for_each(|step| self.undo_step(number, step).map(drop))?;
                Ok(Changed { undo: None, ..self.undo_step(number, last)? })
            }
        }
    }

    /// Makes one undoable step of two that belong together, such as two saves of one sitting. Answers the number of the
    /// step that takes back both, or `later` when they are not of one kind or one of them is not remembered any more; `None`
    /// when the second brought back what the first had changed.
    pub fn join_undo(&self, earlier: u32, later: u32) -> Option<u32> {
        self.undo.join(earlier, later)
    }

    fn splice(
        &self,
        path: &VaultPath,
        make: impl FnOnce(&Note) -> Result<(Vec<Edit>, Option<EntryId>), Error>,
    ) -> Result<Edited, Error> {
        let lock = self.vault.lock()?;
        let (read, Parsed { note, .. }) = self.read_note(path, None)?;
        self.refuse_emptied(path, &read)?;
        let (edits, entry) = make(&note)?;
        if edits.is_empty() {
            return Ok(Edited { id: note.id, entry: None, inverse: Vec::new(), before: read.hash, after: read.hash });
        }
        let said = self.said();
        let headings = &said.settings.headings;
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
        let edited = format::apply(&read.bytes, &context, &edits)
            .map_err(|source| Error::Edit { path: path.clone(), source })?;
        let saved = self.vault.save(&lock, path, Base::Hash(read.hash), &edited.bytes);
        drop(lock);
        if let Ok(saved) = &saved {
            self.keep_saved(path, note.id.as_ref(), Some(&read), edited.bytes, saved.hash, self.saved_by());
        }
        if matches!(saved, Ok(_) | Err(VaultError::Unconfirmed { .. })) {
            self.announce(path)?;
        }
        let saved = saved?;
        Ok(Edited { id: note.id, entry, inverse: edited.inverse, before: read.hash, after: saved.hash })
    }
}

impl Casebook {
    /// An empty file of which something is known was emptied behind our back, most likely by a power cut: an edit would
    /// make what is left look like the note.
    fn refuse_emptied(&self, path: &VaultPath, read: &FileRead) -> Result<(), Error> {
        if !read.bytes.is_empty() {
            return Ok(());
        }
        let known = self.store()?.catalog.read()?.note(path)?;
        if known.is_none_or(|row| row.hash == *read.hash.as_bytes()) {
            return Ok(());
        }
        Err(Error::Refused {
            what: format!("changing {path}"),
            reason: "its file is empty, and was not when it was last read".to_owned(),
            hint: "Put the file back from a backup or its history; or edit it as a whole if it is meant to be empty"
                .to_owned(),
        })
    }
}

pub(super) fn must_be_case<'a>(note: &'a Note, path: &VaultPath) -> Result<&'a crate::model::CaseMeta, Error> {
    note.as_case().ok_or_else(|| Error::Refused {
        what: format!("changing {path} as a case"),
        reason: format!("it is a {}", note.kind()),
        hint: "Choose a case".to_owned(),
    })
}

/// Links an article by its id; nothing when it is linked so already.
fn link_edit(note: &Note, article: NoteId, at: Moment, how: LinkUse, query: Option<&str>) -> Option<Edit> {
    let is_linked = note.links.iter().any(|link| link.article == article && link.how == how);
    let query = query.and_then(trimmed).map(|query| query.chars().take(200).collect());
    (!is_linked).then_some(Edit::AddLink { link: Link { article, how, at: Some(at), query } })
}

fn needed<'a>(what: &'static str, text: &'a str) -> Result<&'a str, Error> {
    trimmed(text).ok_or_else(|| Error::Invalid { what, value: text.to_owned(), reason: "it is empty".to_owned() })
}

fn trimmed(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}
