//! `casebook.toml`: a vault's own words and lists. Later rooms read their tables from the same file; a key this
//! module does not know is none of its business.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::words::HeadingWords;
use crate::model::{Problem, ProblemCode, SectionKind};

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
        }
    }
}

/// Reads `id`, `name`, `products`, `resolution-codes` and `[headings]`. Never fails: what cannot be read keeps its
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
