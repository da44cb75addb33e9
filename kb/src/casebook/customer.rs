//! What is known of the customer of a case: their other cases, what they run on, what they were promised.

use std::collections::HashSet;

use super::Casebook;
use super::ask::case_row;
use super::error::Error;
use super::view::{CustomerCase, CustomerContext, EnvironmentFact};
use crate::model::{LinkUse, Note, SectionKind, VaultPath};

/// Cases shown at most; `total` counts all.
const CASES: usize = 8;
/// Of these, how many are asked what they run on, the latest.
const ENVIRONMENTS: usize = 4;
/// Statements shown at most.
const FACTS: usize = 6;

impl Casebook {
    /// The other cases of the same customer, and what they say of the environment that this one does not; nothing for a
    /// case without customer.
    ///
    /// # Errors
    /// The case cannot be read, or the catalog cannot answer.
    pub fn customer_context(&self, path: &VaultPath) -> Result<CustomerContext, Error> {
        let (text, note) = self.parsed(path)?;
        let customer = note.as_case().and_then(|case| case.customer.clone());
        let Some(customer) = customer.filter(|customer| !customer.trim().is_empty()) else {
            return Ok(CustomerContext { customer: None, cases: Vec::new(), total: 0, environment: Vec::new() });
        };
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let total = snapshot.count_cases_of(&customer, path)?;
        let mut seen: HashSet<String> = statements(&text, &note).map(str::to_lowercase).collect();
        let (mut cases, mut environment) = (Vec::new(), Vec::new());
        for row in snapshot.cases_of(&customer, path, CASES)? {
            // The catalog may be behind the files by a moment: a case that is gone is left out.
            let Ok((text, note)) = self.parsed(&row.path) else { continue };
            if cases.len() < ENVIRONMENTS {
                for line in statements(&text, &note) {
                    if environment.len() < FACTS && seen.insert(line.to_lowercase()) {
                        environment.push(EnvironmentFact { text: line.to_owned(), path: row.path.clone() });
                    }
                }
            }
            let solver = note.links.iter().find(|link| matches!(link.how, LinkUse::ResolvedBy | LinkUse::Created));
            let resolved_by = solver.map(|link| snapshot.linked(link)).transpose()?.and_then(|linked| linked.title);
            let resolution = note.as_case().and_then(|case| case.resolution.clone());
            cases.push(CustomerCase { case: case_row(row), resolution, resolved_by });
        }
        Ok(CustomerContext { customer: Some(customer), cases, total, environment })
    }
}

/// The lines of the Environment, without the marks of a list.
fn statements<'t>(text: &'t str, note: &'t Note) -> impl Iterator<Item = &'t str> {
    let sections = note.sections.iter().filter(|section| section.kind == SectionKind::Environment);
    let texts = sections.filter_map(move |section| text.get(section.text.clone()));
    texts
        .flat_map(str::lines)
        .map(|line| line.trim().trim_start_matches(['-', '*', '+', ' ']))
        .filter(|line| !line.is_empty() && !line.starts_with("```") && line.len() <= 200)
}
