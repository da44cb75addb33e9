//! From what a person typed to the note it means.

use super::Casebook;
use super::error::Error;
use crate::model::{NoteId, NoteKind, VaultPath};

impl Casebook {
    /// The note that `text` names: an id, an unambiguous beginning of one, a ticket number, a path, or `@` for the case
    /// that is open in the app.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing answers to it, [`Error::Ambiguous`] when more than one note does.
    pub fn find(&self, text: &str) -> Result<VaultPath, Error> {
        self.find_kind(text, "note", None)
    }

    /// The case that `text` names.
    ///
    /// # Errors
    /// As [`Casebook::find`].
    pub fn case(&self, text: &str) -> Result<VaultPath, Error> {
        self.find_kind(text, "case", Some(NoteKind::Case))
    }

    /// The article that `text` names.
    ///
    /// # Errors
    /// As [`Casebook::find`].
    pub fn article(&self, text: &str) -> Result<VaultPath, Error> {
        self.find_kind(text, "article", Some(NoteKind::Article))
    }

    /// The onboarding path that `text` names; a title or a file name will do too.
    ///
    /// # Errors
    /// As [`Casebook::find`].
    pub fn onboarding_path(&self, text: &str) -> Result<VaultPath, Error> {
        let found = self.find_kind(text, "path", Some(NoteKind::Path));
        let Err(Error::NotFound { .. }) = found else { return found };
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let named = snapshot.resolve_wikilink(text)?.map(|path| snapshot.note(&path)).transpose()?.flatten();
        named.filter(|note| note.kind == NoteKind::Path).map(|note| note.path).map_or(found, Ok)
    }

    /// What a note is called in an answer: its id, else its path.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn name_of(&self, path: &VaultPath) -> Result<String, Error> {
        let (_, parsed) = self.read_note(path, None)?;
        Ok(parsed.note.id.map_or_else(|| path.to_string(), |id| id.to_string()))
    }

    /// The article id among a case's links that `text` names: an id the case has, even of a file that is gone, or an
    /// article.
    ///
    /// # Errors
    /// As [`Casebook::find`]; [`Error::Refused`] for an article without id, which cannot be linked.
    pub fn linked_article(&self, case: &VaultPath, text: &str) -> Result<NoteId, Error> {
        let (_, parsed) = self.read_note(case, None)?;
        if let Some(link) = parsed.note.links.iter().find(|link| link.article.as_str() == text) {
            return Ok(link.article.clone());
        }
        let article = self.article(text)?;
        self.read_note(&article, None)?.1.note.id.ok_or_else(|| Error::Refused {
            what: format!("removing a link to {article}"),
            reason: "it has no id, so no case can be linked to it".to_owned(),
            hint: "Show the case to see what it is linked to".to_owned(),
        })
    }

    fn find_kind(&self, text: &str, what: &'static str, kind: Option<NoteKind>) -> Result<VaultPath, Error> {
        let not_found = || Error::NotFound { what, text: text.to_owned() };
        if text == "@" {
            return self.local.active_case()?.ok_or_else(not_found);
        }
        let found = self.store()?.catalog.read()?.find(text)?;
        let mut paths: Vec<VaultPath> =
            found.into_iter().filter(|note| kind.is_none_or(|kind| note.kind == kind)).map(|note| note.path).collect();
        match paths.len() {
            0 => self.on_disk(text, kind).ok_or_else(not_found),
            1 => Ok(paths.remove(0)),
            _ => Err(Error::Ambiguous { text: text.to_owned(), paths }),
        }
    }

    /// A file the index has not heard of yet, when `text` is its path.
    fn on_disk(&self, text: &str, kind: Option<NoteKind>) -> Option<VaultPath> {
        let path = VaultPath::new(text).ok()?;
        let (_, parsed) = self.read_note(&path, None).ok()?;
        kind.is_none_or(|kind| parsed.note.kind() == kind).then_some(path)
    }
}
