//! The canonical text of a new note.

use granit_parser::ScalarStyle;

use super::journal::{entry_text, escaped_section, plain_lines};
use super::scalar;
use crate::model::{Audience, Confidence, Moment, NoteId, NoteKind, Priority, Status};

/// What a new case starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCaseFields {
    /// Its id.
    pub id: NoteId,
    /// The title.
    pub title: String,
    /// The ticket number (`ref`).
    pub reference: Option<String>,
    /// The customer.
    pub customer: Option<String>,
    /// Where it stands; usually new or open.
    pub status: Status,
    /// How soon it matters.
    pub priority: Priority,
    /// Whose it is.
    pub owner: Option<String>,
    /// Products it is about.
    pub products: Vec<String>,
    /// When it was opened.
    pub opened: Moment,
    /// The first text of the Issue; a line that would divide the section is written with a backslash before it.
    pub issue: Option<String>,
}

/// What a new article starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewArticleFields {
    /// Its id.
    pub id: NoteId,
    /// The title.
    pub title: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who may read it.
    pub audience: Audience,
    /// Products it is about.
    pub products: Vec<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// When it is created.
    pub created: Moment,
    /// The Markdown below the front matter; `None` or blank gives the four headings.
    pub body: Option<String>,
}

/// The text of a new case: front matter, Issue, Environment and an empty journal.
#[must_use]
pub fn new_case(fields: &NewCaseFields) -> String {
    let mut keys = Keys::open(&fields.id, NoteKind::Case);
    keys.optional("ref", fields.reference.as_deref());
    keys.set("title", &one_line(&fields.title));
    keys.set("status", fields.status.as_str());
    keys.set("priority", fields.priority.as_str());
    keys.optional("customer", fields.customer.as_deref());
    keys.optional("owner", fields.owner.as_deref());
    keys.list("products", &fields.products);
    keys.set("opened", &fields.opened.to_string());
    let mut text = keys.close();
    text.push_str("## Issue\n");
    let issue = entry_text(fields.issue.as_deref().unwrap_or_default());
    if !issue.is_empty() {
        text.push_str(&escaped_section(&issue));
        text.push('\n');
    }
    text.push_str("\n## Environment\n\n## Journal\n");
    text
}

/// The text of a new article: front matter, then its body or the four headings.
#[must_use]
pub fn new_article(fields: &NewArticleFields) -> String {
    let mut keys = Keys::open(&fields.id, NoteKind::Article);
    keys.set("title", &one_line(&fields.title));
    keys.set("confidence", fields.confidence.as_str());
    keys.set("audience", fields.audience.as_str());
    keys.list("products", &fields.products);
    keys.optional("owner", fields.owner.as_deref());
    keys.set("created", &fields.created.to_string());
    let mut text = keys.close();
    match fields.body.as_deref().map(plain_lines).filter(|body| !body.trim().is_empty()) {
        Some(body) => {
            text.push_str(body.trim_start_matches('\n'));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        None => text.push_str("## Issue\n\n## Environment\n\n## Cause\n\n## Resolution\n"),
    }
    text
}

/// Sections under headings of level 2, in this order; a line that would divide one is written with a backslash before it.
#[must_use]
pub fn sections_text(sections: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (heading, content) in sections {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("## {heading}\n"));
        let content = entry_text(content);
        if !content.is_empty() {
            text.push_str(&escaped_section(&content));
            text.push('\n');
        }
    }
    text
}

fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Keys(String);

impl Keys {
    fn open(id: &NoteId, kind: NoteKind) -> Self {
        let mut keys = Self("---\n".to_owned());
        keys.set("id", id.as_str());
        keys.set("type", kind.as_str());
        keys
    }

    fn set(&mut self, key: &str, value: &str) {
        let value = scalar::write(value, ScalarStyle::Plain, false);
        self.0.push_str(&format!("{key}: {value}\n"));
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.set(key, value);
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        if !items.is_empty() {
            self.0.push_str(&format!("{key}: {}\n", scalar::write_list(items)));
        }
    }

    fn close(mut self) -> String {
        self.0.push_str("---\n");
        self.0
    }
}
