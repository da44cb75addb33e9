//! The user's data directory: what belongs to one person on one machine and must not be in the vault: drafts, the
//! active case, progress on paths, the log of searches, settings of one vault, recent vaults, preferences, and the folder for what was removed.
//!
//! Used by `casebook` (the app and `kb`, several processes at once). It does not read or write vault files and knows
//! nothing of notes: keys and texts come from above, and so do time and randomness.
//!
//! One SQLite file with a rollback journal and full synchronisation: small writes, each durable when it returns, and
//! home directories on a network drive work.

mod app;
mod copy;
mod error;
mod progress;
mod registry;
mod searches;
mod store;
mod vault;

#[cfg(test)]
mod tests;

pub use app::RecentVault;
pub use error::LocalError;
pub use progress::{Place, Tick};
pub use registry::VaultPlace;
pub use searches::{KeptSearch, SEARCHES_KEPT, Searched};
pub use store::Local;
pub use vault::{Draft, VaultState};
