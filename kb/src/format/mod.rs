//! The vault's file format: bytes in, a [`Note`](crate::model::Note) and its problems out; structured edits in, new
//! bytes out.
//!
//! Used by `reconcile` (every file) and by the `casebook` facade (every change). Pure: no I/O, no clock, never a
//! path, never a panic; a file that cannot be read is a list of problems beside whatever could be.

mod blocks;
mod copies;
mod create;
mod decode;
mod edit;
mod file_name;
mod front;
mod journal;
mod keys;
mod layout;
mod line_ends;
mod mention;
mod merge;
mod parse;
mod problems;
mod scalar;
mod settings;
mod slug;
mod steps;
mod wikilinks;
mod words;
mod yaml;

pub use copies::conflict_copy_of;
pub use create::{NewArticleFields, NewCaseFields, new_article, new_case, sections_text};
pub use decode::text_of;
pub use edit::{Edit, EditError, Edited, Restore, Value, apply};
pub use file_name::{attachment_name, numbered_name};
pub use journal::{entry_heading, entry_text};
pub use line_ends::with_line_ends_of;
pub use mention::plain_mention;
pub use merge::{Merge, MergePart, Parting, merge};
pub use parse::{Context, Editable, Parsed, parse};
pub use settings::{Settings, settings};
pub use slug::slug;
pub use steps::{PathPlan, PathStep, path_plan};
pub use wikilinks::property_link;
pub use words::HeadingWords;

#[cfg(test)]
mod tests;
