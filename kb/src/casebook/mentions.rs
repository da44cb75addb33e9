//! Notes that name an article without linking to it, and the link that mends it.

use std::ops::Range;

use super::error::Error;
use super::open::Casebook;
use super::search::utf16_marks;
use super::view::{Change, Changed, UnlinkedMention};
use crate::catalog::Snapshot;
use crate::format::{Editable, Parsed, plain_mention};
use crate::model::{LinkUse, Moment, Note, NoteId, NoteKind, VaultPath};
use crate::search::Query;

/// Notes looked through for one article.
const LOOKED_AT: usize = 50;
/// Notes named.
const NAMED: usize = 20;
/// Context on each side, in characters.
const AROUND: usize = 60;
/// A shorter title of one word is a word like others. In characters.
const SHORTEST: usize = 8;

/// What an article is called by.
struct Names {
    title: String,
    id: Option<NoteId>,
}

impl Names {
    fn of(note: &Note) -> Self {
        Self { title: note.title.clone(), id: note.id.clone() }
    }

    fn all(&self) -> Vec<&str> {
        let title = self.title.trim();
        let telling = title.contains(char::is_whitespace) || title.chars().count() >= SHORTEST;
        telling.then_some(title).into_iter().chain(self.id.as_ref().map(NoteId::as_str)).collect()
    }
}

impl Casebook {
    /// Notes whose text names the article by title or id and does not link to it: those the index finds first, at most 20.
    ///
    /// # Errors
    /// The file or the caches cannot be read.
    pub fn unlinked_mentions(&self, article: &VaultPath) -> Result<Vec<UnlinkedMention>, Error> {
        let (_, Parsed { note, .. }) = self.read_note(article, None)?;
        let names = Names::of(&note);
        let store = self.store()?;
        let mut found: Vec<UnlinkedMention> = Vec::new();
        for name in names.all() {
            let text = format!("\"{}\"", name.replace('"', " "));
            let answer =
                store.index.search(&Query { text, limit: LOOKED_AT, without_votes: true, ..Query::default() })?;
            let snapshot = store.catalog.read()?;
            let linked = snapshot.mentions(article, usize::MAX)?;
            for hit in answer.hits {
                let Some(row) = snapshot.note_by_row(hit.row.cast_signed())? else { continue };
                let known = row.path == *article
                    || linked.iter().any(|note| note.path == row.path)
                    || found.iter().any(|mention| mention.path == row.path);
                if known || row.kind == NoteKind::Template || found.len() >= NAMED {
                    continue;
                }
                found.extend(self.mention_in(&row.path, &names)?);
            }
        }
        Ok(found)
    }

    fn mention_in(&self, path: &VaultPath, names: &Names) -> Result<Option<UnlinkedMention>, Error> {
        // It may have gone since it was indexed.
        let Ok((_, Parsed { text, note, editable })) = self.read_note(path, Some(crate::reconcile::INDEXED_BYTES))
        else {
            return Ok(None);
        };
        if names.id.as_ref().is_some_and(|id| note.links.iter().any(|link| link.article == *id)) {
            return Ok(None);
        }
        let journal = note.journal.iter().map(|entry| entry.text.as_str());
        let sections = note.sections.iter().filter_map(|section| text.get(section.text.clone()));
        let all = names.all();
        let place = sections.chain(journal).find_map(|text| plain_mention(text, &all).map(|range| (text, range)));
        let Some((text, range)) = place else { return Ok(None) };
        let (text, mark) = passage(text, &range);
        let editable = matches!(editable, Editable::Yes);
        Ok(Some(UnlinkedMention { path: path.clone(), kind: note.kind(), title: note.title, text, mark, editable }))
    }

    /// Links the first plain mention of an article in a note; a case gets a link of its own, its words stay as they are.
    pub(super) fn link_mention(&self, path: &VaultPath, article: &VaultPath, at: Moment) -> Result<Changed, Error> {
        let (_, Parsed { text, note, .. }) = self.read_note(path, None)?;
        if note.kind() == NoteKind::Case {
            return self.link_article(path, article, at, LinkUse::Referenced, None);
        }
        let names = Names::of(&self.read_note(article, None)?.1.note);
        let all = names.all();
        let place = note.sections.iter().find_map(|section| {
            let from = text.get(section.text.clone())?;
            plain_mention(from, &all).map(|range| (section.kind, from, range))
        });
        let Some((section, from, range)) = place else {
            return Err(Error::Refused {
                what: format!("linking {path} to {article}"),
                reason: "its text does not name the article any more".to_owned(),
                hint: "Open the note and link it where you mean it".to_owned(),
            });
        };
        let store = self.store()?;
        let link = link(&store.catalog.read()?, article, &names.title, from, &range)?;
        let to = format!("{}{link}{}", &from[..range.start], &from[range.end..]);
        self.change(Change::ReplaceSection { path: path.clone(), section, from: from.to_owned(), to })
    }
}

/// The link in place of the words of `range`, which go on being what is read.
fn link(
    snapshot: &Snapshot<'_>,
    article: &VaultPath,
    title: &str,
    text: &str,
    range: &Range<usize>,
) -> Result<String, Error> {
    let written = &text[range.clone()];
    let plain = |text: &str| !text.contains(['[', ']', '|', '#', '^']);
    let by_title = plain(title) && snapshot.resolve_wikilink(title)?.as_ref() == Some(article);
    let target = if by_title { title } else { article.as_str().trim_end_matches(".md") };
    if target == written || !plain(written) {
        return Ok(format!("[[{target}]]"));
    }
    // In a table a bar ends the cell.
    let line = &text[text[..range.start].rfind('\n').map_or(0, |at| at + 1)..];
    let bar = if line.trim_start().starts_with('|') { "\\|" } else { "|" };
    Ok(format!("[[{target}{bar}{written}]]"))
}

/// The words around a place on one line, and where it is in them.
fn passage(text: &str, range: &Range<usize>) -> (String, [u32; 2]) {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = &text[..range.start];
    let start = before.char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let after = &text[range.end..];
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let ends_in_space = |text: &str| text.ends_with(char::is_whitespace);
    let mut shown = one_line(&before[start..]);
    if ends_in_space(before) && !shown.is_empty() {
        shown.push(' ');
    }
    if start > 0 {
        shown.insert(0, '…');
    }
    let from = shown.len();
    shown.push_str(&text[range.clone()]);
    let to = shown.len();
    if after.starts_with(char::is_whitespace) {
        shown.push(' ');
    }
    shown.push_str(&one_line(&after[..end]));
    if end < after.len() {
        shown.push('…');
    }
    let mark = utf16_marks(&shown, std::slice::from_ref(&(from..to))).first().copied().unwrap_or_default();
    (shown, mark)
}
