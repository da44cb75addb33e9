//! `casebook.toml`: a vault's own words and lists. Later rooms read their tables from the same file; a key this
//! module does not know is none of its business.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::words::HeadingWords;
use crate::model::{Problem, ProblemCode, SectionKind};

/// Longest synonym, in words.
const LONGEST_SYNONYM: usize = 6;

/// What a vault says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The vault's own id, which binds local state to it.
    pub id: Option<String>,
    /// The name shown.
    pub name: Option<String>,
    /// The team's products, in the order to offer them.
    pub products: Vec<String>,
    /// Resolution codes, in the order to offer them.
    pub resolution_codes: Vec<String>,
    /// Which headings count as which section: the common ones and the team's (`[headings] issue = ["Complaint"]`).
    pub headings: HeadingWords,
    /// Words and phrases that mean the same to search, each group with the word it is named by first.
    pub synonyms: Vec<Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        let codes = ["fixed", "workaround", "configuration", "guidance", "known-defect", "duplicate", "no-response"];
        Self {
            id: None,
            name: None,
            products: Vec::new(),
            resolution_codes: codes.map(str::to_owned).to_vec(),
            headings: HeadingWords::default(),
            synonyms: Vec::new(),
        }
    }
}

/// Reads `id`, `name`, `products`, `resolution-codes`, `[headings]` and `[synonyms]`. Never fails: what cannot be read keeps its
/// default and is a problem of the `settings` code.
#[must_use]
pub fn settings(text: &str) -> (Settings, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, problems: Vec::new() };
    for error in errors.iter().take(20) {
        let range = error.span().unwrap_or(0..0);
        reader.problem(range, format!("it is not TOML: {}", error.message()));
    }
    let table = table.into_inner();
    let mut settings = Settings::default();
    if let Some(id) = table.get("id") {
        settings.id = reader.text("id", id);
    }
    if let Some(name) = table.get("name") {
        settings.name = reader.text("name", name);
    }
    if let Some(products) = table.get("products") {
        settings.products = reader.list("products", products).unwrap_or_default();
    }
    if let Some(codes) = table.get("resolution-codes").and_then(|codes| reader.list("resolution-codes", codes)) {
        settings.resolution_codes = codes;
    }
    if let Some(headings) = table.get("headings") {
        settings.headings = settings.headings.extended(&reader.headings(headings));
    }
    if let Some(synonyms) = table.get("synonyms") {
        settings.synonyms = reader.synonyms(synonyms);
    }
    (settings, reader.problems)
}

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, range: Range<usize>, message: String) {
        let range = range.start.min(self.text.len())..range.end.min(self.text.len());
        let hint = "Correct casebook.toml; until then the default holds";
        self.problems.push(Problem::at(ProblemCode::Settings, self.text, range, message, hint));
    }

    fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.problem(value.span(), format!("{key}: a text in quotes is expected"));
        }
        text.map(str::to_owned)
    }

    fn list(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        let Some(items) = value.get_ref().as_array() else {
            self.problem(value.span(), format!("{key}: a list like [\"one\", \"two\"] is expected"));
            return None;
        };
        Some(items.iter().filter_map(|item| self.text(key, item)).collect())
    }

    /// `vpn = ["tunnel", "remote access"]`: the key and its words are one group.
    fn synonyms(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Vec<String>> {
        let mut groups = Vec::new();
        let Some(table) = value.get_ref().as_table() else {
            self.problem(
                value.span(),
                "synonyms: a table like vpn = [\"tunnel\", \"remote access\"] is expected".to_owned(),
            );
            return groups;
        };
        for (name, others) in table {
            let key = format!("synonyms: {}", name.get_ref());
            let Some(items) = others.get_ref().as_array() else {
                self.problem(others.span(), format!("{key}: a list like [\"tunnel\", \"remote access\"] is expected"));
                continue;
            };
            let mut group = vec![name.get_ref().trim().to_owned()];
            for item in items {
                let Some(text) = self.text(&key, item) else { continue };
                if !text.contains(char::is_alphanumeric) {
                    self.problem(
                        item.span(),
                        format!("{key}: {text:?} has neither letter nor digit, so no text has it as a word"),
                    );
                } else if text.split_whitespace().count() > LONGEST_SYNONYM {
                    self.problem(
                        item.span(),
                        format!(
                            "{key}: {text:?} is longer than {LONGEST_SYNONYM} words; write the words it is known by"
                        ),
                    );
                } else {
                    group.push(text);
                }
            }
            if group.len() > 1 {
                groups.push(group);
            } else if items.is_empty() {
                self.problem(others.span(), format!("{key}: the list is empty"));
            }
        }
        groups
    }

    fn headings(&mut self, value: &Spanned<DeValue<'_>>) -> BTreeMap<String, SectionKind> {
        let mut own = BTreeMap::new();
        let Some(table) = value.get_ref().as_table() else {
            self.problem(value.span(), "headings: a table is expected".to_owned());
            return own;
        };
        for (name, words) in table {
            let kind = match &**name.get_ref() {
                "issue" => SectionKind::Issue,
                "environment" => SectionKind::Environment,
                "cause" => SectionKind::Cause,
                "resolution" => SectionKind::Resolution,
                other => {
                    let message = format!("headings: {other:?} is none of issue, environment, cause, resolution");
                    self.problem(name.span(), message);
                    continue;
                }
            };
            own.extend(self.list("headings", words).unwrap_or_default().into_iter().map(|word| (word, kind)));
        }
        own
    }
}
