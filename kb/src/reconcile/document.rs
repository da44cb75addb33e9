//! A parsed note as the catalog and the index take it.

use crate::catalog::NoteText;
use crate::model::{JournalEntry, LinkUse, Moment, Note, NoteId, NoteKind, NoteMeta, Section, SectionKind, Visibility};
use crate::report;
use crate::search::{Entry, IndexDoc};

/// The searchable text of a note, by section. Sections of one kind are joined with a blank line.
#[must_use]
pub fn note_text(text: &str, note: &Note) -> NoteText {
    let of = |kind: SectionKind| join(note.sections.iter().filter(|s| s.kind == kind).map(|s| section_text(text, s)));
    let journal = |who: Visibility| {
        join(note.journal.iter().filter(|e| e.visibility == who).map(|e: &JournalEntry| e.text.clone()))
    };
    NoteText {
        issue: of(SectionKind::Issue),
        environment: of(SectionKind::Environment),
        cause: of(SectionKind::Cause),
        resolution: of(SectionKind::Resolution),
        body: of(SectionKind::Body),
        journal_internal: journal(Visibility::Internal),
        journal_customer: journal(Visibility::Customer),
    }
}

/// A section as it is searched: an unknown heading is part of its text, a known one is not.
fn section_text(text: &str, section: &Section) -> String {
    let body = text.get(section.text.clone()).unwrap_or_default();
    match (&section.heading, section.kind) {
        (Some(heading), SectionKind::Body) => format!("{heading}\n\n{body}"),
        _ => body.to_owned(),
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    let mut joined = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !joined.is_empty() {
            joined.push_str("\n\n");
        }
        joined.push_str(&part);
    }
    joined
}

/// What the error reports in a case are recognised by when their fault comes back.
pub(super) fn faults(note: &Note, text: &NoteText) -> Vec<String> {
    match note.kind() {
        NoteKind::Case => report::fingerprints_in(
            [&text.issue, &text.environment, &text.journal_internal, &text.journal_customer].map(String::as_str),
        ),
        _ => Vec::new(),
    }
}

/// The articles a case was solved by: those its `resolved-by` and `created` links name.
pub(super) fn resolves(note: &Note) -> Vec<NoteId> {
    let solving = |how: LinkUse| how.solves();
    note.links.iter().filter(|link| solving(link.how)).map(|link| link.article.clone()).collect()
}

/// The fields a search can be narrowed by, as `field`, `value` in lower case.
pub(super) fn filters(note: &Note) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut add = |field: &str, value: &str| {
        if !value.is_empty() {
            found.push((field.to_owned(), value.to_lowercase()));
        }
    };
    note.products.iter().for_each(|product| add("product", product));
    note.tags.iter().for_each(|tag| add("tag", tag));
    if let Some(owner) = &note.owner {
        add("owner", owner);
    }
    match &note.meta {
        NoteMeta::Case(case) => {
            add("status", case.status.as_str());
            add("priority", case.priority.as_str());
            for (field, value) in
                [("customer", &case.customer), ("ref", &case.reference), ("resolution", &case.resolution)]
            {
                add(field, value.as_deref().unwrap_or_default());
            }
        }
        NoteMeta::Article(article) => {
            add("confidence", article.confidence.as_str());
            add("audience", article.audience.as_str());
        }
        NoteMeta::Path | NoteMeta::Template => {}
    }
    if let Some(moment) = of_note(note) {
        add("year", &moment.year().to_string());
    }
    found
}

/// When a note was last of note, in seconds since 1970; 0 when it does not say.
pub(super) fn at(note: &Note) -> i64 {
    of_note(note).map_or(0, Moment::unix_seconds)
}

/// When a note was last of note: a case's solution or opening, an article's update.
fn of_note(note: &Note) -> Option<Moment> {
    match &note.meta {
        NoteMeta::Case(case) => case.solved.or(case.opened),
        NoteMeta::Article(article) => article.updated.or(article.created),
        NoteMeta::Path | NoteMeta::Template => None,
    }
}

/// A note as the index takes it. A case's reference is searched as one of its names.
pub(super) fn entry(note: &Note, text: &NoteText) -> Entry {
    let reference = note.as_case().and_then(|case| case.reference.clone());
    let names: Vec<String> = note.aliases.iter().cloned().chain(reference).collect();
    let doc = IndexDoc {
        kind: note.kind(),
        title: &note.title,
        issue: &text.issue,
        environment: &text.environment,
        cause: &text.cause,
        resolution: &text.resolution,
        body: &text.body,
        journal_internal: &text.journal_internal,
        journal_customer: &text.journal_customer,
        tags: &note.tags,
        aliases: &names,
        resolves: &resolves(note),
        not_learned: note.as_article().map_or(&[], |article| &article.not_learned),
        id: note.id.as_ref(),
        filters: &filters(note),
        at: at(note),
    };
    doc.entry()
}
