//! Bytes to a note. The one entry point for reading; edits use the intermediate [`Reading`].

use super::blocks::{Outline, outline};
use super::decode::{bom_len, decode};
use super::front::{Fences, fences};
use super::layout::{Layout, divide, trimmed};
use super::problems::Problems;
use super::words::HeadingWords;
use super::yaml::{self, Entry};
use super::{journal, keys, wikilinks};
use crate::model::{FrontMatter, JournalEntry, Note, NoteKind, NoteMeta, Problem, ProblemCode, Section, SectionKind};

/// What a file's bytes do not say about it.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The vault's top folder the file is in (`articles`, `cases`, `paths`, `templates`): decides the kind where the
    /// `type` key does not.
    pub folder: Option<&'a str>,
    /// The title of a note that has neither a `title` key nor a heading: its file name without the extension.
    pub fallback_title: &'a str,
    /// Which headings count as which section.
    pub headings: &'a HeadingWords,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The string every range of the note indexes: the file's text, a byte order mark included. Where the bytes are
    /// not UTF-8, what could be read of them.
    pub text: String,
    /// What it says.
    pub note: Note,
    /// Whether structured edits are possible.
    pub editable: Editable,
}

/// Whether a file can take structured edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editable {
    /// It can.
    Yes,
    /// It cannot: its bytes are not text, or its front matter does not parse.
    No {
        /// Why not, in a phrase such as `the front matter does not parse (line 3)`.
        reason: String,
        /// What to do next, in a sentence without a full stop.
        hint: String,
    },
}

/// Reads a file. Never fails: what is wrong with it is among the note's problems. Linear in the file's length, whatever
/// it holds.
#[must_use]
pub fn parse(bytes: &[u8], context: &Context<'_>) -> Parsed {
    let decoded = decode(bytes);
    let reading = read(&decoded.text, context, decoded.problem);
    let Reading { note, opaque, .. } = reading;
    let editable = match decoded.fixed {
        Some(reason) => Editable::No { reason, hint: "Save it as UTF-8 text in another editor first".to_owned() },
        None => match opaque {
            Some(reason) => {
                Editable::No { reason, hint: "Correct the front matter in the raw editor first".to_owned() }
            }
            None => Editable::Yes,
        },
    };
    Parsed { text: decoded.text, note, editable }
}

/// A text as it was read, with the structure an edit needs.
pub(super) struct Reading<'t> {
    pub(super) note: Note,
    /// The keys of the front matter, repeated ones included; empty when there is none.
    pub(super) entries: Vec<Entry<'t>>,
    /// Whether the keys are in one `{...}`.
    pub(super) flow: bool,
    pub(super) fences: Fences,
    pub(super) outline: Outline,
    /// Its sections have moved to the note.
    pub(super) layout: Layout,
    /// Where the body starts.
    pub(super) body: usize,
    /// Why the front matter cannot be edited.
    pub(super) opaque: Option<String>,
}

pub(super) fn read<'t>(text: &'t str, context: &Context<'_>, first: Option<Problem>) -> Reading<'t> {
    let mut problems = Problems::new(text, first);
    let fences = fences(text);
    let mut entries = Vec::new();
    let mut flow = false;
    let mut opaque = None;
    let (front_matter, body, shown_from) = match &fences {
        Fences::Missing { body } => (FrontMatter::Missing, *body, *body),
        Fences::Open { opening } => {
            opaque = Some("the front matter is never closed".to_owned());
            problems.add(
                ProblemCode::FrontMatterOpen,
                opening.clone(),
                "the front matter opens with --- and never closes; all of it is taken for text",
                "Close it with a line that is ---",
            );
            let start = bom_len(text);
            (FrontMatter::Opaque { range: start..text.len() }, start, start)
        }
        Fences::Closed { whole, inner } => match yaml::read(text, inner.clone()) {
            Ok(mapping) => {
                yaml::Mapping { entries, flow } = mapping;
                (FrontMatter::Parsed { range: whole.clone() }, whole.end, whole.end)
            }
            Err(error) => {
                let line = text[..error.at].bytes().filter(|&byte| byte == b'\n').count() + 1;
                opaque = Some(format!("the front matter does not parse (line {line})"));
                let end = text[error.at..whole.end].find('\n').map_or(whole.end, |length| error.at + length);
                problems.add(
                    ProblemCode::FrontMatterInvalid,
                    error.at..end,
                    format!("the front matter does not parse: {}", error.message),
                    "Correct it in the raw editor; until then it is shown and searchable, and never rewritten",
                );
                (FrontMatter::Opaque { range: whole.clone() }, whole.end, whole.start)
            }
        },
    };
    let keys = keys::read(text, &entries, context.folder, &mut problems);
    let outline = outline(text, body);
    if let Some(at) = outline.too_many {
        let message = "the file has more headings than Casebook divides; from here on they are taken for text";
        problems.add(ProblemCode::TooLong, at..at, message, "Split the file into several notes");
    }
    let is_case = matches!(keys.meta, NoteMeta::Case(_));
    let mut layout = divide(text, shown_from, &outline, context.headings, is_case);
    let mut entries_read = Vec::new();
    for stretch in &layout.journals {
        journal::read(text, stretch, &outline, &mut entries_read, &mut problems);
    }
    show_preludes(text, &mut layout, &entries_read);
    journal::report_repeated_ids(&entries_read, &mut problems);
    let heading = layout.title.clone().map(|range| text[range].to_owned());
    let note = Note {
        id: keys.id,
        title: keys.title.or(heading).unwrap_or_else(|| context.fallback_title.to_owned()),
        meta: keys.meta,
        products: keys.products,
        tags: keys.tags,
        aliases: keys.aliases,
        see_also: keys.see_also,
        owner: keys.owner,
        source: keys.source,
        front_matter,
        unknown_keys: keys.unknown,
        sections: std::mem::take(&mut layout.sections),
        journal: entries_read,
        links: keys.links,
        wikilinks: keys.wikilinks.into_iter().chain(wikilinks::read(text, body, &outline)).collect(),
        problems: problems.into_vec(),
    };
    Reading { note, entries, flow, fences, outline, layout, body, opaque }
}

/// Text between the journal's heading and its first entry belongs to no entry: it is shown as text of the body.
fn show_preludes(text: &str, layout: &mut Layout, entries: &[JournalEntry]) {
    for stretch in &layout.journals {
        let first = entries.iter().find(|entry| stretch.body.contains(&entry.range.start));
        let end = first.map_or(stretch.body.end, |entry| entry.range.start);
        let prelude = trimmed(text, stretch.body.start..end);
        if prelude.is_empty() {
            continue;
        }
        let range = stretch.heading.start..end;
        let section = Section { kind: SectionKind::Body, heading: Some("Journal".to_owned()), range, text: prelude };
        let at = layout.sections.partition_point(|other| other.range.start < section.range.start);
        layout.sections.insert(at, section);
    }
}

impl Reading<'_> {
    pub(super) fn is_case(&self) -> bool {
        self.note.kind() == NoteKind::Case
    }
}
