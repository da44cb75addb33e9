//! Front matter keys to a note's fields. One value that cannot be read costs that value, never the others.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use granit_parser::ScalarStyle;

use super::problems::{Problems, brief};
use super::wikilinks::property_link;
use super::yaml::{Entry, Node, Shape};
use crate::model::{
    ArticleMeta, CaseMeta, Escalation, Link, LinkUse, Moment, NoteId, NoteKind, NoteMeta, ProblemCode, Source, Wikilink,
};

/// What the front matter says; the rest of a note comes from its body.
pub(super) struct Keys {
    pub(super) id: Option<NoteId>,
    pub(super) title: Option<String>,
    pub(super) meta: NoteMeta,
    pub(super) products: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) see_also: Vec<String>,
    pub(super) owner: Option<String>,
    pub(super) source: Option<Source>,
    pub(super) links: Vec<Link>,
    /// The links of properties that hold them.
    pub(super) wikilinks: Vec<Wikilink>,
    pub(super) unknown: BTreeMap<String, String>,
}

const TIME_HINT: &str = "Correct it, or remove the key";

/// Reads every entry. `folder` is the note's top folder, which says the kind where `type` does not.
pub(super) fn read(text: &str, entries: &[Entry<'_>], folder: Option<&str>, problems: &mut Problems<'_>) -> Keys {
    let mut reader = Reader { text, problems, key: String::new() };
    let stated = entries.iter().find(|entry| entry.name() == Some("type"));
    let mut unknown = BTreeMap::new();
    let mut kind = kind_of_folder(folder);
    if let Some(entry) = stated {
        match entry.value.text().map(str::parse) {
            Some(Ok(stated)) => kind = Some(stated),
            // Other people's vaults have types of their own: a finding only where Casebook's folders say what it is.
            Some(Err(error)) if kind.is_some() => {
                reader.problems.invalid("type", entry.value.range.clone(), error, "Correct it, or remove the key");
            }
            _ => {
                unknown.insert("type".to_owned(), reader.source(&entry.value));
            }
        }
    }
    let kind = kind.unwrap_or(NoteKind::Article);
    let mut keys = Keys {
        id: None,
        title: None,
        meta: match kind {
            NoteKind::Article => NoteMeta::Article(Box::default()),
            NoteKind::Case => NoteMeta::Case(Box::default()),
            NoteKind::Path => NoteMeta::Path,
            NoteKind::Template => NoteMeta::Template,
        },
        products: Vec::new(),
        tags: Vec::new(),
        aliases: Vec::new(),
        see_also: Vec::new(),
        owner: None,
        source: None,
        links: Vec::new(),
        wikilinks: Vec::new(),
        unknown,
    };
    for (at, entry) in entries.iter().enumerate() {
        let Some(name) = entry.name() else {
            let source = reader.source(&entry.key);
            keys.unknown.insert(source, reader.source(&entry.value));
            continue;
        };
        if is_repeated(entries, at, name) {
            let shown = brief(name, 60);
            let message = format!("the key {shown} appears more than once; the first one is used");
            reader.problems.add(ProblemCode::DuplicateKey, entry.key.range.clone(), message, "Keep one of them");
            continue;
        }
        name.clone_into(&mut reader.key);
        if !reader.common(name, &entry.value, &mut keys) && !reader.special(name, &entry.value, &mut keys) {
            keys.unknown.insert(name.to_owned(), reader.source(&entry.value));
        }
    }
    keys
}

fn kind_of_folder(folder: Option<&str>) -> Option<NoteKind> {
    match folder? {
        "articles" => Some(NoteKind::Article),
        "cases" => Some(NoteKind::Case),
        "paths" => Some(NoteKind::Path),
        "templates" => Some(NoteKind::Template),
        _ => None,
    }
}

/// Front matter has a dozen keys; a hostile one with thousands is searched this far back only.
const REPEATS_WITHIN: usize = 256;

fn is_repeated(entries: &[Entry<'_>], at: usize, name: &str) -> bool {
    entries[at.saturating_sub(REPEATS_WITHIN)..at].iter().any(|earlier| earlier.name() == Some(name))
}

struct Reader<'r, 't> {
    text: &'r str,
    problems: &'r mut Problems<'t>,
    /// The key being read, for messages.
    key: String,
}

impl Reader<'_, '_> {
    fn common(&mut self, name: &str, value: &Node<'_>, keys: &mut Keys) -> bool {
        match name {
            "id" => {
                if let Some(text) = self.text(value) {
                    match NoteId::new(text) {
                        Ok(id) => keys.id = Some(id),
                        Err(error) => self.problems.add(
                            ProblemCode::InvalidId,
                            value.range.clone(),
                            error.to_string(),
                            "Correct the id, or remove it: one is written when the note is first linked",
                        ),
                    }
                }
            }
            "type" => {}
            "title" => keys.title = self.text(value).filter(|title| !title.trim().is_empty()),
            "products" => keys.products = self.list(value, true),
            "tags" => {
                keys.tags = self.list(value, true);
                for tag in &mut keys.tags {
                    if tag.starts_with('#') {
                        *tag = tag.trim_start_matches('#').to_owned();
                    }
                }
            }
            "aliases" => keys.aliases = self.list(value, true),
            "owner" => keys.owner = self.text(value),
            "source" => keys.source = self.origin(value),
            _ => return false,
        }
        true
    }

    fn special(&mut self, name: &str, value: &Node<'_>, keys: &mut Keys) -> bool {
        match &mut keys.meta {
            NoteMeta::Article(_) if name == "see-also" => {
                keys.see_also = self.list(value, false);
                keys.wikilinks = property_links(value);
                true
            }
            NoteMeta::Article(article) => self.article(name, value, article),
            NoteMeta::Case(_) if name == "links" => {
                keys.links = self.links(value);
                true
            }
            NoteMeta::Case(case) => self.case(name, value, case),
            NoteMeta::Path | NoteMeta::Template => false,
        }
    }

    fn article(&mut self, name: &str, value: &Node<'_>, article: &mut ArticleMeta) -> bool {
        match name {
            "confidence" => self.word(value, &mut article.confidence),
            "audience" => self.word(value, &mut article.audience),
            "governance" => self.word(value, &mut article.governance),
            "fix" => {
                article.fix = self.parsed(value, "Use one of these, or remove the key");
            }
            "applies-to" => article.applies_to = self.list(value, true),
            "fixed-in" => article.fixed_in = self.text(value),
            "created" => article.created = self.moment(value),
            "updated" => article.updated = self.moment(value),
            "review-by" => article.review_by = self.moment(value),
            "flags" => article.flags = self.list(value, false),
            "not-learned" => article.not_learned = self.list(value, true),
            "merged-into" => article.merged_into = self.note_id(value),
            _ => return false,
        }
        true
    }

    fn case(&mut self, name: &str, value: &Node<'_>, case: &mut CaseMeta) -> bool {
        match name {
            "ref" => case.reference = self.text(value),
            "url" => case.url = self.text(value),
            "status" => self.word(value, &mut case.status),
            "priority" => self.word(value, &mut case.priority),
            "customer" => case.customer = self.text(value),
            "contact" => case.contact = self.text(value),
            "sla" => case.sla = self.text(value),
            "tier" => case.tier = self.text(value),
            "parent" => case.parent = self.text(value),
            "escalated" => case.escalated = self.escalation(value),
            "security" => case.security = self.flag(value),
            "opened" => case.opened = self.moment(value),
            "solved" => case.solved = self.moment(value),
            "resolution" => case.resolution = self.text(value),
            "next" => case.next = self.text(value),
            "promised" => case.promised = self.moment(value),
            _ => return false,
        }
        true
    }

    /// The source of a value, for keys that are only shown.
    fn source(&self, value: &Node<'_>) -> String {
        self.text.get(value.range.clone()).unwrap_or_default().to_owned()
    }

    fn refuse(&mut self, range: &Range<usize>, message: impl Display, hint: &str) {
        self.problems.invalid(&self.key, range.clone(), message, hint);
    }

    fn text(&mut self, value: &Node<'_>) -> Option<String> {
        match &value.value {
            Shape::Null => None,
            Shape::Scalar { text, .. } => Some((**text).to_owned()),
            _ => {
                self.refuse(&value.range, "a single value is expected", "Write one value, in quotes if need be");
                None
            }
        }
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, value: &Node<'_>, hint: &str) -> Option<T> {
        let text = self.text(value)?;
        text.parse().map_err(|error: T::Err| self.refuse(&value.range, error, hint)).ok()
    }

    fn word<T: FromStr<Err: Display>>(&mut self, value: &Node<'_>, field: &mut T) {
        if let Some(read) = self.parsed(value, "Use one of these; until then the default holds") {
            *field = read;
        }
    }

    fn moment(&mut self, value: &Node<'_>) -> Option<Moment> {
        let text = self.text(value)?;
        Moment::parse(&text).map_err(|error| self.refuse(&value.range, error, TIME_HINT)).ok()
    }

    fn note_id(&mut self, value: &Node<'_>) -> Option<NoteId> {
        let text = self.text(value)?;
        NoteId::new(text).map_err(|error| self.refuse(&value.range, error, "Write the article's id")).ok()
    }

    /// A restriction that cannot be read restricts.
    fn flag(&mut self, value: &Node<'_>) -> bool {
        let Some(text) = self.text(value) else { return !matches!(value.value, Shape::Null) };
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => true,
            "false" | "no" | "off" | "" => false,
            _ => {
                self.refuse(&value.range, "neither true nor false; taken for true", "Write true or false");
                true
            }
        }
    }

    /// A list; a single value is one of one item or, where `commas` divide, of several.
    fn list(&mut self, value: &Node<'_>, commas: bool) -> Vec<String> {
        match &value.value {
            Shape::Null => Vec::new(),
            Shape::Scalar { text, style: ScalarStyle::Plain } if commas => {
                text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
            }
            Shape::Scalar { text, .. } => vec![(**text).to_owned()],
            Shape::List { items, .. } => {
                let mut read = Vec::with_capacity(items.len());
                read.extend(items.iter().filter_map(|item| self.text(item)));
                read
            }
            _ => {
                self.refuse(&value.range, "a list is expected", "Write it like [one, two]");
                Vec::new()
            }
        }
    }

    fn links(&mut self, value: &Node<'_>) -> Vec<Link> {
        match &value.value {
            Shape::Null => Vec::new(),
            Shape::List { items, .. } => items.iter().filter_map(|item| self.link(item)).collect(),
            _ => {
                self.refuse(&value.range, "a list of links is expected", LINK_HINT);
                Vec::new()
            }
        }
    }

    fn link(&mut self, item: &Node<'_>) -> Option<Link> {
        let Shape::Map { entries, .. } = &item.value else {
            if !matches!(item.value, Shape::Null) {
                self.refuse(&item.range, "a link has an article and how it was used", LINK_HINT);
            }
            return None;
        };
        let field = |name: &str| entries.iter().find(|entry| entry.name() == Some(name)).map(|entry| &entry.value);
        let Some(article) = field("article") else {
            self.refuse(&item.range, "a link without an article", LINK_HINT);
            return None;
        };
        let article = self.note_id(article)?;
        let how = match field("how") {
            // Referenced claims the least: no measure counts it.
            None => LinkUse::Referenced,
            Some(how) => self.parsed(how, "Until then it counts as referenced").unwrap_or(LinkUse::Referenced),
        };
        let at = field("at").and_then(|at| self.moment(at));
        let query = field("query").and_then(|query| self.text(query));
        Some(Link { article, how, at, query })
    }

    fn escalation(&mut self, value: &Node<'_>) -> Option<Escalation> {
        match &value.value {
            Shape::Null => None,
            Shape::Scalar { text, .. } => Some(Escalation { to: Some((**text).to_owned()), ..Escalation::default() }),
            Shape::Map { entries, .. } => {
                let mut escalation = Escalation::default();
                for entry in entries {
                    match entry.name() {
                        Some("ref") => escalation.reference = self.text(&entry.value),
                        Some("to") => escalation.to = self.text(&entry.value),
                        Some("since") => escalation.since = self.moment(&entry.value),
                        _ => {}
                    }
                }
                Some(escalation)
            }
            _ => {
                self.refuse(&value.range, "a mapping is expected", "Write it like {ref: ENG-12, to: engineering}");
                None
            }
        }
    }

    fn origin(&mut self, value: &Node<'_>) -> Option<Source> {
        match &value.value {
            // Web clippers write the page's address.
            Shape::Scalar { text, .. } => Some(Source { id: Some((**text).to_owned()), ..Source::default() }),
            Shape::Map { entries, .. } => {
                let mut source = Source::default();
                for entry in entries {
                    match entry.name() {
                        Some("system") => source.system = self.text(&entry.value),
                        Some("id") => source.id = self.text(&entry.value),
                        Some("as-of") => source.as_of = self.moment(&entry.value),
                        _ => {}
                    }
                }
                Some(source)
            }
            // Others list several addresses.
            _ => None,
        }
    }
}

/// The links of a property, each with its place in the file.
fn property_links(value: &Node<'_>) -> Vec<Wikilink> {
    let items = match &value.value {
        Shape::List { items, .. } => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    let link = |item: &Node<'_>| {
        item.text().and_then(property_link).map(|link| Wikilink { range: item.range.clone(), ..link })
    };
    items.iter().filter_map(link).collect()
}

const LINK_HINT: &str = "Write it like - {article: ID, how: resolved-by}";
