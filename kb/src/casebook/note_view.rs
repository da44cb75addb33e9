//! One note, whole: its file as it is on disk now, its links from catalog, its text as safe HTML.

use super::ask::case_row;
use super::error::Error;
use super::open::{Casebook, count};
use super::view::{
    ArticleFacts, BacklinkView, CaseFacts, EntryView, LinkCounts, LinkView, MentionView, NoteView, PropertyLink,
    SectionView, Success,
};
use crate::catalog::{CaseUse, LinkedArticle, NoteRow, Snapshot};
use crate::format::{self, Context, Editable, Parsed};
use crate::model::{ArticleMeta, CaseMeta, EntryId, Note, NoteKind, VaultPath};
use crate::reconcile::{INDEXED_BYTES, cut_to_text};
use crate::render::{self, Links};
use crate::vault::FileRead;

/// Cases shown beside an article at most; the counts are of all.
const CASES: usize = 200;
/// Mentions shown at most.
const MENTIONS: usize = 100;

impl Casebook {
    /// The note at `path`. Of a longer file than a megabyte the beginning is shown, and `shown_bytes` says so.
    ///
    /// # Errors
    /// The file cannot be read, or the catalog cannot answer.
    pub fn note(&self, path: &VaultPath) -> Result<NoteView, Error> {
        let (read, parsed) = self.read_note(path, Some(INDEXED_BYTES))?;
        self.keep_read(path, parsed.note.id.as_ref(), &read);
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let links = |scope| VaultLinks { snapshot: &snapshot, note: path, scope };
        let Parsed { text, note, editable } = parsed;
        let kind = note.kind();
        let (cases, counts) = match (&note.id, kind) {
            (Some(id), NoteKind::Article) => snapshot.cases_using(id, CASES)?,
            _ => (Vec::new(), crate::catalog::UseCounts::default()),
        };
        let sections = sections(&text, &note, &links);
        let journal = note.journal.iter().map(|entry| EntryView {
            id: entry.id.clone(),
            at: entry.at,
            author: entry.author.clone(),
            visibility: entry.visibility,
            channel: entry.channel,
            html: render::html(&entry.text, &links(entry.id.as_ref().map_or("", EntryId::as_str))),
            text: entry.text.clone(),
        });
        let mut problems = note.problems.clone();
        for found in snapshot.problems(Some(path.as_str()), MENTIONS)? {
            if !problems.iter().any(|known| known.code == found.problem.code && known.range == found.problem.range) {
                problems.push(found.problem);
            }
        }
        Ok(NoteView {
            kind,
            id: note.id.clone(),
            path: path.clone(),
            version: read.hash.to_string(),
            title: note.title.clone(),
            products: note.products.clone(),
            tags: note.tags.clone(),
            owner: note.owner.clone(),
            article: note.as_article().map(|article| article_facts(&snapshot, article, &note)).transpose()?,
            case: note.as_case().map(case_facts),
            sections,
            journal: journal.collect(),
            links: link_views(&snapshot, &note)?,
            cases: cases.into_iter().map(backlink).collect(),
            counts: LinkCounts {
                resolved_by: counts.resolved_by,
                tried: counts.tried,
                referenced: counts.referenced,
                created: counts.created,
            },
            success: success(&snapshot, &note)?,
            mentioned_in: snapshot.mentions(path, MENTIONS)?.into_iter().map(mention).collect(),
            unknown_keys: note.unknown_keys.iter().map(|(key, value)| [key.clone(), value.clone()]).collect(),
            editable: !read.truncated && matches!(editable, Editable::Yes),
            conflict_copies: super::copies::of(&snapshot, path)?,
            conflict_copy_of: super::copies::original(&snapshot, path)?,
            problems,
            shown_bytes: read.truncated.then(|| count(read.bytes.len())),
        })
    }

    /// Reads and parses a file; of a longer one its first `max_bytes`.
    pub(super) fn read_note(&self, path: &VaultPath, max_bytes: Option<u64>) -> Result<(FileRead, Parsed), Error> {
        let read = self.vault.read(path, max_bytes)?;
        let said = self.said();
        let headings = &said.settings.headings;
        let context = Context { folder: path.top_folder(), fallback_title: path.stem(), headings };
        let bytes = if read.truncated { cut_to_text(&read.bytes) } else { &read.bytes };
        let parsed = format::parse(bytes, &context);
        Ok((read, parsed))
    }

    /// A note's text and what parsing made of it, for the modules below the facade.
    pub(crate) fn parsed(&self, path: &VaultPath) -> Result<(String, Note), Error> {
        let (_, parsed) = self.read_note(path, Some(INDEXED_BYTES))?;
        Ok((parsed.text, parsed.note))
    }
}

/// Text of the note at `path` as safe HTML, its links followed. `scope` sets its ids apart from those of other texts.
pub(crate) fn rendered(snapshot: &Snapshot<'_>, path: &VaultPath, scope: &str, text: &str) -> String {
    render::html(text, &VaultLinks { snapshot, note: path, scope })
}

/// Where a note's links and images lead.
pub(super) struct VaultLinks<'a> {
    pub(super) snapshot: &'a Snapshot<'a>,
    pub(super) note: &'a VaultPath,
    /// Sets the ids of one text apart from those of the others on the page.
    pub(super) scope: &'a str,
}

impl Links for VaultLinks<'_> {
    fn note_folder(&self) -> &str {
        self.note.parent().unwrap_or_default()
    }

    fn wikilink(&self, target: &str, _: Option<&str>) -> Option<VaultPath> {
        self.snapshot.resolve_wikilink(target).ok().flatten()
    }

    fn is_note(&self, path: &VaultPath) -> bool {
        self.snapshot.note(path).is_ok_and(|note| note.is_some())
    }

    fn scope(&self) -> &str {
        self.scope
    }
}

fn sections<'a>(text: &str, note: &Note, links: &impl Fn(&'a str) -> VaultLinks<'a>) -> Vec<SectionView> {
    let view = |section: &crate::model::Section| {
        let text = text.get(section.text.clone()).unwrap_or_default();
        SectionView {
            kind: section.kind,
            heading: section.heading.clone(),
            text: text.to_owned(),
            html: render::html(text, &links(section.kind.as_str())),
        }
    };
    note.sections.iter().map(view).collect()
}

fn article_facts(snapshot: &Snapshot<'_>, article: &ArticleMeta, note: &Note) -> Result<ArticleFacts, Error> {
    let see_also = note.see_also.iter().map(|text| property_link(snapshot, text));
    let merged_into =
        article.merged_into.as_ref().map(|id| led_to(snapshot, id.to_string(), snapshot.by_id(id)?.into_iter().next()));
    Ok(ArticleFacts {
        confidence: article.confidence,
        audience: article.audience,
        governance: article.governance,
        fix: article.fix,
        applies_to: article.applies_to.clone(),
        fixed_in: article.fixed_in.clone(),
        created: article.created,
        updated: article.updated,
        review_by: article.review_by,
        flags: article.flags.clone(),
        aliases: note.aliases.clone(),
        see_also: see_also.collect::<Result<_, _>>()?,
        merged_into: merged_into.transpose()?,
    })
}

fn property_link(snapshot: &Snapshot<'_>, text: &str) -> Result<PropertyLink, Error> {
    let target = format::property_link(text).map(|link| link.target);
    let path = target.as_deref().map(|target| snapshot.resolve_wikilink(target)).transpose()?.flatten();
    led_to(snapshot, text.to_owned(), path)
}

fn led_to(snapshot: &Snapshot<'_>, text: String, path: Option<VaultPath>) -> Result<PropertyLink, Error> {
    let note = path.as_ref().map(|path| snapshot.note(path)).transpose()?.flatten();
    let (title, kind) = match note {
        Some(note) => (note.title, Some(note.kind)),
        None => (text.trim_start_matches('[').trim_end_matches(']').to_owned(), None),
    };
    Ok(PropertyLink { text, title, path, kind })
}

fn success(snapshot: &Snapshot<'_>, note: &Note) -> Result<Option<Success>, Error> {
    let Some(id) = note.id.as_ref().filter(|_| note.as_article().is_some()) else { return Ok(None) };
    let found = snapshot.success_of(id)?;
    Ok((found.tried > 0).then_some(Success { solved: found.solved, tried: found.tried, last: found.last }))
}

fn case_facts(case: &CaseMeta) -> CaseFacts {
    CaseFacts {
        reference: case.reference.clone(),
        url: case.url.clone(),
        status: case.status,
        priority: case.priority,
        customer: case.customer.clone(),
        contact: case.contact.clone(),
        sla: case.sla.clone(),
        opened: case.opened,
        solved: case.solved,
        resolution: case.resolution.clone(),
        next: case.next.clone(),
        promised: case.promised,
        escalated: case.escalated.clone(),
    }
}

fn backlink(found: CaseUse) -> BacklinkView {
    BacklinkView { case: case_row(found.case), how: found.how, at: found.at }
}

fn mention(note: NoteRow) -> MentionView {
    MentionView { path: note.path, kind: note.kind, title: note.title }
}

/// The links as the file has them now, with what the catalog knows of the articles.
fn link_views(snapshot: &Snapshot<'_>, note: &Note) -> Result<Vec<LinkView>, Error> {
    note.links
        .iter()
        .map(|link| {
            let LinkedArticle { title, path, confidence, .. } = snapshot.linked(link)?;
            Ok(LinkView { link: link.clone(), title, path, confidence })
        })
        .collect()
}
