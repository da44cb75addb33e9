//! What a hit says about the version that was asked about: "Fixed in 7.4.2; the case says 7.4.1".

use std::collections::HashMap;

use crate::catalog::NoteRow;
use crate::model::version::{Version, plain_version, stated};
use crate::model::{VersionNote, Versions};

/// Most of a text that is read for versions, in bytes.
const READ: usize = 64 * 1024;
/// Most words of a text in which a version without a product's name counts.
const FEW_WORDS: usize = 20;

/// The versions a text states, product by product as they are asked for.
pub(super) struct Asked<'t> {
    text: &'t str,
    asker: &'static str,
    /// Versions without a name, where the text is a short question.
    nameless: Vec<Version>,
    by_product: HashMap<String, Vec<Version>>,
}

impl<'t> Asked<'t> {
    /// For what was typed or pasted into a search.
    pub(super) fn in_search(text: &'t str) -> Self {
        let text = &text[..text.floor_char_boundary(READ)];
        let words = || text.split_whitespace();
        let is_short = !text.trim().contains('\n') && words().nth(FEW_WORDS).is_none();
        let nameless = if is_short { words().filter_map(plain_version).collect() } else { Vec::new() };
        Self { text, asker: "the search", nameless, by_product: HashMap::new() }
    }

    /// For what a case says.
    pub(super) fn in_case(text: &'t str) -> Self {
        let text = &text[..text.floor_char_boundary(READ)];
        Self { text, asker: "the case", nameless: Vec::new(), by_product: HashMap::new() }
    }

    /// What the article in `row` says about the version stated of one of its products.
    pub(super) fn note(&mut self, row: &NoteRow) -> Option<VersionNote> {
        if row.applies_to.is_empty() && row.fixed_in.is_none() {
            return None;
        }
        let versions = Versions::new(&row.applies_to, row.fixed_in.as_deref());
        for product in &row.products {
            let (text, known) = (self.text, self.by_product.entry(product.to_lowercase()));
            let named = known.or_insert_with(|| stated(text, product));
            let nameless = self.nameless.iter().filter(|version| versions.is_of_its_line(version));
            let mut said = named.iter().chain(nameless);
            if let Some(note) = said.find_map(|version| versions.note(version, self.asker)) {
                return Some(note);
            }
        }
        None
    }
}
