//! The only place that joins vault files, catalog and index. The opening scan and a live change take the same path:
//! look at what is on disk now, bring the catalog to it, then the index, then say so.
//!
//! Used by the `casebook` facade. It answers no question and edits no note.

mod brake;
mod document;
mod error;
mod leader;
mod look;
mod meaning;
mod scan;
mod store;
mod worker;

pub use brake::Missing;
pub use document::note_text;
pub use error::ReconcileError;
pub use leader::LeaderLock;
pub use look::{INDEXED_BYTES, cut_to_text};
pub use meaning::{Embedded, Embedding, Meaning, ModelPlace, ModelState};
pub use store::{Caches, Store};
pub use worker::{Outlet, Rebuilt, Reconciler, Start, Step};
