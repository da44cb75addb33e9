//! The tantivy index: documents in, scored row numbers out.
//!
//! Used by `reconcile`, which feeds it, and by `casebook` and `suggest`, which ask it. It never sees the catalog, a
//! vault file or Markdown, and stores no text: a hit is a row number with reasons, and [`Marker`]
//! is given the text to mark. The index folder is the one place on disk it touches.
//!
//! From question to answer: [`read`](self) cuts the query, `plan` turns it into weighted terms, `conditions` says
//! which notes may be hits at all, `tally` adds up what the terms give each note of a segment, `collect` keeps the best,
//! `pool` gathers what may be a hit, `witness` lets solved cases speak for their articles, `ask` puts it all in order.

mod any_of;
mod ask;
mod asked;
mod codes;
mod collect;
mod complete;
mod conditions;
mod document;
mod dropped;
mod error;
mod facets;
mod fold;
mod folder;
mod highlight;
mod index;
mod language;
mod learned;
mod likeness;
mod parts;
mod plan;
mod pool;
mod read;
mod schema;
mod score;
mod sections;
mod set;
mod snippet;
mod spelling;
mod synonyms;
mod tally;
mod terms;
mod widen;
mod witness;
mod words;

pub use ask::{Answer, Match, Near, Nearness, Query, Question, Scored};
pub use document::{Entry, IndexDoc};
pub use error::SearchError;
pub use facets::Facet;
pub use fold::fold_value;
pub use highlight::{Marker, QueryTerms};
pub use index::{IndexReader, IndexWriter, Load, Payload, Prepared, SearchIndex, create, open};
pub use learned::{Learned, Told};
pub use parts::{Part, PartKind, Wanted};
pub use read::{FIELDS, is_pasted};
pub use schema::{SCHEMA_VERSION, TOKENIZER_VERSION};
pub use snippet::Passage;
pub use synonyms::Synonyms;
pub use widen::Correction;

#[cfg(test)]
mod tests;
