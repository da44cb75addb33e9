//! What writing needs from the vault: notes to link to, words in use, texts to start from, a look at the result.

use super::Casebook;
use super::error::Error;
use super::note_view::VaultLinks;
use super::view::{FileText, MergedPart, NoteName, PartedTexts, Template, WordCount, Words};
use crate::catalog::{self, NoteRow, Snapshot};
use crate::format::{self, Context, MergePart, Parting};
use crate::model::{NoteKind, VaultPath};
use crate::render;

/// Words of one sort offered at most.
const WORDS: usize = 1000;
/// Templates offered at most.
const TEMPLATES: usize = 200;
/// Bytes of a template read at most.
const TEMPLATE_BYTES: u64 = 64 * 1024;
/// Bytes of Markdown rendered for a preview at most.
const PREVIEW_BYTES: usize = 1024 * 1024;
/// The largest file that is edited as a whole, in bytes.
const WHOLE_FILE_BYTES: u64 = 4 * 1024 * 1024;

impl Casebook {
    /// Notes to link to: those called so first, then those found by the words. With no text, the latest notes.
    ///
    /// # Errors
    /// The caches cannot be read.
    pub fn complete_notes(&self, text: &str, limit: u32) -> Result<Vec<NoteName>, Error> {
        let limit = limit.clamp(1, 50) as usize;
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let text = text.trim();
        let mut names = Vec::new();
        if text.is_empty() {
            for (row, _) in snapshot.recent(limit)? {
                names.push(note_name(&snapshot, row.note)?);
            }
            return Ok(names);
        }
        for row in snapshot.named_like(text, limit)? {
            names.push(note_name(&snapshot, row)?);
        }
        for kind in [NoteKind::Article, NoteKind::Case] {
            if names.len() >= limit {
                break;
            }
            for hit in self.matches(text.to_owned(), "", kind, limit, None)? {
                if names.len() < limit
                    && names.iter().all(|known| known.path != hit.path)
                    && let Some(row) = snapshot.note(&hit.path)?
                {
                    names.push(note_name(&snapshot, row)?);
                }
            }
        }
        Ok(names)
    }

    /// The words of the vault's properties.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn words(&self) -> Result<Words, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let counts = |found: Vec<catalog::WordCount>| -> Vec<WordCount> {
            found.into_iter().map(|catalog::WordCount { word, count }| WordCount { word, count }).collect()
        };
        let used = counts(snapshot.products(WORDS)?);
        let known = self.status()?.products;
        let count_of = |word: &str| used.iter().find(|one| one.word == word).map_or(0, |one| one.count);
        let mut products: Vec<WordCount> =
            known.iter().map(|word| WordCount { word: word.clone(), count: count_of(word) }).collect();
        products.extend(used.iter().filter(|one| !known.contains(&one.word)).cloned());
        Ok(Words { tags: counts(snapshot.tags(WORDS)?), products, owners: counts(snapshot.owners(WORDS)?) })
    }

    /// The texts of `templates/`, by title. One that cannot be read just now is left out.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn templates(&self) -> Result<Vec<Template>, Error> {
        let rows = self.store()?.catalog.read()?.of_kind(NoteKind::Template, TEMPLATES)?;
        let read = |row: NoteRow| {
            let (_, parsed) = self.read_note(&row.path, Some(TEMPLATE_BYTES)).ok()?;
            let start = parsed.note.sections.first().map_or(parsed.text.len(), |section| section.range.start);
            let text = parsed.text.get(start..).unwrap_or_default().trim().to_owned();
            Some(Template { path: row.path, title: parsed.note.title, text })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Markdown of the note at `path` as it will be shown, whether it is saved or not. Of a longer text than a megabyte
    /// the beginning.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn preview(&self, path: &VaultPath, text: &str) -> Result<String, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let end = (0..=text.len().min(PREVIEW_BYTES)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        Ok(render::html(&text[..end], &VaultLinks { snapshot: &snapshot, note: path, scope: "preview" }))
    }

    /// Brings an edit and what the file says by now together, as far as they changed different things. Nothing is written.
    ///
    /// # Errors
    /// [`Error::Refused`] for more than 4 MB.
    pub fn merge(&self, texts: &PartedTexts) -> Result<Vec<MergedPart>, Error> {
        let PartedTexts { path, base, mine, theirs } = texts;
        if [base, mine, theirs].iter().any(|text| text.len() as u64 > WHOLE_FILE_BYTES) {
            return Err(Error::Refused {
                what: format!("merging {path}"),
                reason: "it has more than 4 MB".to_owned(),
                hint: "Keep one of the two texts".to_owned(),
            });
        }
        let said = self.said();
        let headings = &said.settings.headings;
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
        let part = |part| match part {
            MergePart::Agreed(text) => MergedPart::Agreed { text },
            MergePart::Parted(Parting { what, base, mine, theirs }) => MergedPart::Parted { what, base, mine, theirs },
        };
        Ok(format::merge(base, mine, theirs, &context).parts.into_iter().map(part).collect())
    }

    /// The whole text of a file, to edit it as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] for a file that is too large or no text.
    pub fn file_text(&self, path: &VaultPath) -> Result<FileText, Error> {
        let read = self.vault.read(path, Some(WHOLE_FILE_BYTES))?;
        let refused = |reason: &str| Error::Refused {
            what: format!("editing {path} as a whole"),
            reason: reason.to_owned(),
            hint: "Open it in your own editor".to_owned(),
        };
        if read.truncated {
            return Err(refused("it has more than 4 MB"));
        }
        let text = String::from_utf8(read.bytes).map_err(|_| refused("it is not UTF-8 text"))?;
        Ok(FileText { version: read.hash.to_string(), text })
    }
}

/// A note with what a wikilink has to say so that it leads there.
fn note_name(snapshot: &Snapshot<'_>, row: NoteRow) -> Result<NoteName, Error> {
    let plain = |text: &str| !text.is_empty() && !text.contains(['[', ']', '|', '#', '^', '\n']);
    let stem = row.path.as_str().strip_suffix(".md").unwrap_or(row.path.as_str()).to_owned();
    let link = if plain(&row.title) && snapshot.resolve_wikilink(&row.title)?.as_ref() == Some(&row.path) {
        row.title.clone()
    } else if plain(&row.title) {
        format!("{stem}|{}", row.title)
    } else {
        stem
    };
    Ok(NoteName { path: row.path, kind: row.kind, title: row.title, link })
}
