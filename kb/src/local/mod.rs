//! The user's data directory: what belongs to one person on one machine and must not be in the vault: drafts, the
//! active case, progress on paths, the log of searches, settings of one vault, recent vaults, preferences, the folder for what was
//! removed, who has a vault open, and a purge that was begun.
//!
//! Used by `casebook` (the app and `kb`, several processes at once). It does not read or write vault files and knows
//! nothing of notes: keys and texts come from above, and so do time and randomness.
//!
//! One SQLite file with a rollback journal and full synchronisation: small writes, each durable when it returns, and
//! home directories on a network drive work. The versions of notes have a file of their own beside it (`history`), so that a
//! damaged or full history costs no draft.

mod app;
mod copy;
mod error;
mod history;
mod presence;
mod progress;
mod purge;
mod registry;
mod searches;
mod store;
mod trash;
mod vault;

#[cfg(test)]
mod tests;

pub use app::RecentVault;
pub use error::LocalError;
pub use history::{By, HISTORY_BYTES, HISTORY_DAYS, History, Mended, NewVersion, Version};
pub use presence::Presence;
pub use progress::{Place, Tick};
pub use purge::LocalTraces;
pub use registry::VaultPlace;
pub use searches::{KeptSearch, SEARCHES_KEPT, Searched};
pub use store::Local;
pub use trash::{TRASH_DAYS, Trashed};
pub use vault::{Draft, VaultState};
