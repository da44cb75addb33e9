//! The facade the shell, the `kb` command and the tests use: open a vault, ask, change, subscribe.
//!
//! It reads a note from its file whenever one is asked for by path, so what is shown is what is on disk; lists, links and
//! searches come from catalog and index. It draws no window and prints nothing.

mod alike;
mod ask;
mod attach;
mod backup;
mod change;
mod checks;
mod copies;
mod customer;
mod drafts;
mod duplicates;
mod error;
mod fault;
mod follow;
mod frame;
mod history;
mod learned;
mod long_report;
mod meaning;
mod mentions;
mod missing;
mod note_view;
mod open;
mod places;
mod purge;
mod reading;
mod resolve;
mod search;
mod search_log;
mod settings;
mod spelling;
mod trash;
mod undo;
mod versions;
pub mod view;
mod world;
mod write;

pub use crate::reconcile::ModelPlace;
pub use attach::Content;
pub use backup::{BackedUp, Restored, restore};
pub use error::{Code, Error};
pub(crate) use note_view::rendered;
pub use open::{Casebook, Options, Stay};
pub use places::{NoHome, Places, find_vault};
pub(crate) use search::Without;
pub use world::{SystemWorld, World};
