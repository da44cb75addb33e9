//! What is known about a vault, in SQLite: one row a note, its links, its problems, and what the index still owes.
//!
//! Written by `reconcile` alone (followers add pending paths), read by everything above. It never sees the vault's
//! files, parses nothing and knows nothing of the search index: rows, hashes and the dirty flags are all that
//! connect them. Everything in it can be made again from the files.
//!
//! One writer at a time ([`Catalog::begin`]); readers take a [`Snapshot`] and never wait for it.

mod articles;
mod batch;
mod cases;
mod codec;
mod error;
mod faults;
mod labels;
mod links;
mod listing;
mod lookup;
mod meaning;
mod names;
mod offers;
mod problems;
mod record;
mod rows;
mod schema;
mod snapshot;
mod stamps;
mod store;
mod wikilinks;

#[cfg(test)]
mod tests;

pub use articles::{ArticleOrder, ArticleQuery};
pub use batch::{Batch, PutRow};
pub use cases::{CaseOrder, CaseQuery, CaseWindow, Promise, Work};
pub use error::CatalogError;
pub use labels::{Label, LabelCount};
pub use links::{CaseUse, LinkedArticle, SuccessRow, UseCounts};
pub use listing::Narrow;
pub use meaning::Meant;
pub use offers::WordCount;
pub use problems::{Counts, FoundProblem};
pub use record::{ContentHash, NoteRecord, NoteText, StoredStamp};
pub use rows::{HydratedRow, NoteRow};
pub use snapshot::Snapshot;
pub use stamps::{Stamped, Stamps};
pub use store::{Catalog, Dirty, Meta, Pending};
