//! The Casebook core: a vault of Markdown articles and cases, a catalog and an index over it, and the rules
//! that tie a case to the articles that solved it.
//!
//! No window, no async runtime, no terminal. Each module uses only those listed below it; `ARCHITECTURE.md`
//! draws the whole house.

#![warn(missing_docs)]

pub mod casebook;
pub mod eval;
pub mod learn;
pub mod suggest;

pub mod reconcile;

pub mod backup;
pub mod catalog;
pub mod local;
pub mod meaning;
pub mod search;
pub mod vault;

pub mod format;
pub mod paste;
pub mod redact;
pub mod render;
pub mod report;

pub mod model;

mod causes;
mod sqlite;
