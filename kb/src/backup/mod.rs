//! One archive with everything of a vault: its files, and what is kept about it on this machine.
//!
//! An ordinary `.tar.gz`, so that it can be opened without us: `vault/` is the folder, `local/` the local state, and the last
//! entry, `casebook-backup.json`, says what is in it, with the sum of each file. It is read back and compared with these
//! before it gets its name. Used by the facade, which says what goes in and where it comes out; nothing here knows what a
//! note or a database is. Neither an archive nor anything that is restored ever takes the place of something.

mod error;
mod manifest;
mod pack;
mod unpack;

#[cfg(test)]
mod tests;

pub use error::BackupError;
pub use manifest::{About, Kept, Manifest, Skipped};
pub use pack::{Meta, Packer};
pub use unpack::Archive;

/// Below it the vault's files lie.
pub const VAULT: &str = "vault";
/// Below it what is kept on this machine lies.
pub const LOCAL: &str = "local";
/// The entry that says what is there.
const MANIFEST: &str = "casebook-backup.json";
