//! Vault files: read, walk, save, rename, trash, lock and watch.
//!
//! The only module that touches the files of a vault. `reconcile` walks, reads and watches through it; the facade
//! saves through it. It never parses: a note is a path, bytes, a hash and a stamp.
//!
//! What belongs to a vault: everything below its folder except hidden files and folders (a leading dot: `.git`,
//! `.obsidian`, our own temporary files) and `node_modules`. A symbolic link is a second name, never a second note: a
//! link that stays inside the vault is read and saved through to the file it leads to, but only that file is walked; a
//! link that leads out is refused and reported.

mod disk;
mod error;
mod everything;
mod folder;
mod fs;
mod lock;
mod names;
mod purge;
mod remote;
mod save;
mod stage;
mod stamp;
mod sweep;
mod walk;
mod watch;

#[cfg(test)]
mod tests;

pub use error::VaultError;
pub use everything::{Thing, ThingKind};
pub use folder::{FileRead, Vault};
pub use fs::{Access, Onto, SystemFs, VaultFs};
pub use lock::VaultLock;
pub use save::{Base, Saved};
pub use stage::Staged;
pub use stamp::{ContentHash, FileStamp, InvalidHash};
pub use walk::{Entry, Finding, Walk};
pub use watch::{WatchEvent, Watcher};
