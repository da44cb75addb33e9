//! Labels: the values of a note that lists are narrowed by and that have no closed vocabulary.

use rusqlite::Row;
use unicode_normalization::UnicodeNormalization;

use super::codec;
use super::{CatalogError, Snapshot};
use crate::model::{Note, NoteKind};

/// Values of one sort offered at most.
const MOST: usize = 500;

/// A sort of label. The numbers are those in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// A product.
    Product = 0,
    /// A tag.
    Tag = 1,
    /// A case's customer.
    Customer = 2,
    /// Whose it is.
    Owner = 3,
}

/// A value and how many notes have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelCount {
    /// The value as a note has it.
    pub value: String,
    /// How many notes of the kind have it.
    pub count: u32,
}

impl Snapshot<'_> {
    /// The values notes of a kind have, the most used first; of cases those of the open or of the finished ones.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn label_counts(&self, label: Label, kind: NoteKind, done: bool) -> Result<Vec<LabelCount>, CatalogError> {
        let sql = "SELECT min(l.value), count(*) FROM labels l JOIN notes n ON n.row = l.row
                   WHERE l.what = ?1 AND n.kind = ?2 AND (n.kind <> 1 OR (n.status >= 4) = ?3)
                   GROUP BY l.key ORDER BY 2 DESC, l.key LIMIT ?4";
        let read = |row: &Row<'_>| Ok(LabelCount { value: row.get(0)?, count: codec::small_at(row, 1)? });
        self.ask("count what notes are labelled with", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map((label as i64, kind as i64, done, codec::stored(MOST)), read)?;
            rows.collect()
        })
    }

    /// How a label's value is written, given it in any case; `None` when no note has it.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn label_as_written(&self, label: Label, value: &str) -> Result<Option<String>, CatalogError> {
        let sql = "SELECT value FROM labels WHERE what = ?1 AND key = ?2 LIMIT 1";
        self.ask("look a label up", |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query((label as i64, fold(value)))?;
            rows.next()?.map(|row| row.get(0)).transpose()
        })
    }
}

/// The labels of a note.
pub(super) fn of(note: &Note) -> impl Iterator<Item = (Label, &str)> {
    let products = note.products.iter().map(|product| (Label::Product, product.as_str()));
    let tags = note.tags.iter().map(|tag| (Label::Tag, tag.as_str()));
    let customer = note.as_case().and_then(|case| case.customer.as_deref()).map(|name| (Label::Customer, name));
    let owner = note.owner.as_deref().map(|name| (Label::Owner, name));
    products.chain(tags).chain(customer).chain(owner).filter(|(_, value)| !value.trim().is_empty())
}

/// What typing in a list looks through: the title, the ticket and every label.
pub(super) fn hay(note: &Note) -> String {
    let reference = note.as_case().and_then(|case| case.reference.as_deref());
    let mut hay = fold(&note.title);
    for text in reference.into_iter().chain(of(note).map(|(_, value)| value)) {
        hay.push('\n');
        hay.push_str(&fold(text));
    }
    hay
}

/// The form in which labels are compared: without regard to case, width and accents.
pub(super) fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    bare.collect::<String>().to_lowercase()
}
