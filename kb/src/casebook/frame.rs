//! Framing: the first draft of an article from the case that calls for it (KCS: to search is to capture). One function
//! behind the app's key and `kb frame`; names stay in the case.

use std::sync::LazyLock;

use regex::Regex;

use super::Casebook;
use super::error::Error;
use super::undo::Step;
use super::view::{Changed, NewNoteWords};
use crate::format::{self, Edit, NewArticleFields};
use crate::model::{
    Audience, CaseMeta, Channel, Confidence, JournalEntry, Link, LinkUse, Moment, Note, NoteId, SectionKind, VaultPath,
    Visibility,
};
use crate::redact::{Names, Who};

/// Steps of the journal named at most, the latest.
const STEPS: usize = 8;
/// Of each, characters.
const STEP_CHARS: usize = 160;
/// Keys a team may keep a place under.
const PLACES: [&str; 4] = ["location", "site", "city", "building"];

/// A link or picture that leads to a file kept with the case.
static KEPT_WITH_CASE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"!?\[([^\]\n]*)\]\([^)\n]*attachments/[^)\n]*\)").expect("a constant pattern"));

impl Casebook {
    /// Frames an article from a case and links it as `created`: one change, undone as one. A case that has one framed
    /// already answers with that one.
    ///
    /// # Errors
    /// The case cannot be read or linked, or the article not be written; then neither is changed.
    pub fn frame(&self, case: &VaultPath) -> Result<Changed, Error> {
        let at = self.world.now();
        let (text, note) = self.parsed(case)?;
        let meta = super::change::must_be_case(&note, case)?;
        if let Some(framed) = self.framed(&note, at)? {
            return Ok(framed);
        }
        let draft = self.draft_of(&text, &note, meta)?;
        let possible_duplicates = self.possible_duplicates(&NewNoteWords::article(&draft.title))?;
        let made = self.create("articles", &draft.title, at, possible_duplicates, |id| {
            format::new_article(&NewArticleFields {
                id: id.clone(),
                title: draft.title.clone(),
                confidence: Confidence::Wip,
                audience: Audience::Internal,
                products: note.products.clone(),
                owner: Some(self.author()),
                created: at,
                body: Some(draft.body.clone()),
            })
        })?;
        let (Some(article), Some(creation)) = (made.id.clone(), made.undo) else { return Ok(made) };
        let link = Link { article, how: LinkUse::Created, at: Some(at), query: None };
        match self.edit(case, at, |_| Ok((vec![Edit::AddLink { link }], None))) {
            Ok(linked) => {
                // The link goes first when undone: what it leads to is still there then.
                let steps = [linked.undo, Some(creation)].into_iter().flatten().filter_map(|step| self.undo.take(step));
                let undo = Some(self.undo.push(Step::Several(steps.collect())));
                Ok(Changed { undo, ..made })
            }
            Err(error) => {
                self.undo(creation)?;
                Err(error)
            }
        }
    }

    /// The article this case has created already, if it is still there.
    fn framed(&self, note: &Note, at: Moment) -> Result<Option<Changed>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        for link in note.links.iter().filter(|link| link.how == LinkUse::Created) {
            if let Some(path) = snapshot.linked(link)?.path {
                let id: Option<NoteId> = Some(link.article.clone());
                return Ok(Some(Changed {
                    path,
                    id,
                    entry: None,
                    at,
                    undo: None,
                    possible_duplicates: Vec::new(),
                    many: None,
                }));
            }
        }
        Ok(None)
    }

    fn draft_of(&self, text: &str, note: &Note, case: &CaseMeta) -> Result<Draft, Error> {
        let names = names_of(note, case);
        let clean = |text: &str| names.out_of(&KEPT_WITH_CASE.replace_all(text, "$1 (kept with the case)"));
        let section = |kind| {
            let texts = note.sections.iter().filter(|section| section.kind == kind && section.heading.is_some());
            let texts: Vec<&str> = texts.filter_map(|section| text.get(section.text.clone())).collect();
            clean(texts.join("\n\n").trim())
        };
        let mut issue = section(SectionKind::Issue);
        let mut searched: Vec<String> = Vec::new();
        for query in note.links.iter().filter_map(|link| link.query.as_deref()) {
            let query = clean(&one_line(query));
            if !query.is_empty() && !searched.contains(&query) {
                searched.push(query);
            }
        }
        if !searched.is_empty() {
            issue.push_str(&format!("\n\nSearched for: {}", searched.join("; ")));
        }
        let mut environment = section(SectionKind::Environment);
        if environment.is_empty() {
            environment = note.products.iter().map(|product| format!("- {product}\n")).collect();
        }
        let tried = clean(&self.tried(note)?);
        let mut parts = vec![("Issue", issue), ("Environment", environment), ("Cause", String::new())];
        parts.push(("Resolution", String::new()));
        if !tried.is_empty() {
            parts.push(("What was tried", tried));
        }
        let parts: Vec<(&str, &str)> = parts.iter().map(|(heading, text)| (*heading, text.as_str())).collect();
        Ok(Draft { title: title_of(&clean(&note.title), note), body: format::sections_text(&parts) })
    }

    /// The articles that did not help, and the last things done, a line each.
    fn tried(&self, note: &Note) -> Result<String, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let mut lines = String::new();
        for link in note.links.iter().filter(|link| link.how == LinkUse::Tried) {
            let title = snapshot.linked(link)?.title.unwrap_or_else(|| link.article.to_string());
            let plain = !title.contains(['[', ']', '|', '#', '^', '\n']);
            lines.push_str(&if plain {
                format!("- [[{title}]] did not help\n")
            } else {
                format!("- {title} did not help\n")
            });
        }
        let told = |entry: &&JournalEntry| entry.visibility == Visibility::Internal && entry.channel != Channel::Status;
        let steps: Vec<&JournalEntry> = note.journal.iter().filter(told).collect();
        for entry in &steps[steps.len().saturating_sub(STEPS)..] {
            let first = entry.text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("```"));
            if let Some(first) = first.map(|line| line.trim_start_matches(['#', '>', '-', '*', ' '])) {
                // Before it is cut, or half an address would stay.
                let first = KEPT_WITH_CASE.replace_all(first, "$1 (kept with the case)");
                let cut: String = first.chars().take(STEP_CHARS).collect();
                let more = if cut.len() < first.len() { "…" } else { "" };
                lines.push_str(&format!("- {cut}{more}\n"));
            }
        }
        Ok(lines)
    }
}

struct Draft {
    title: String,
    body: String,
}

/// Title = main issue + main environment; a case's title often has both.
fn title_of(title: &str, note: &Note) -> String {
    let mut letters = title.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match note.products.first() {
        Some(product) if !title.to_lowercase().contains(&product.to_lowercase()) => format!("{title} ({product})"),
        _ => title,
    }
}

fn names_of(note: &Note, case: &CaseMeta) -> Names {
    let mut names = Names::new();
    if let Some(customer) = &case.customer {
        names = names.with(Who::Customer, customer, &note.products);
    }
    if let Some(contact) = &case.contact {
        names = names.with(Who::Contact, contact, &note.products);
    }
    for (_, place) in note.unknown_keys.iter().filter(|(key, _)| PLACES.contains(&key.to_lowercase().as_str())) {
        names = names.with(Who::Place, place.trim_matches(['"', '\'', ' ']), &note.products);
    }
    names
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
