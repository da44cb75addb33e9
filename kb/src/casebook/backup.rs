//! Backups: everything of a vault in one archive, and back into a new folder.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::Error;
use super::{Casebook, Places, World};
use crate::backup::{self, About, Archive, BackupError, Meta, Packer, Skipped};
use crate::local::{Local, VaultPlace};
use crate::vault::{ThingKind, Vault, VaultError};

/// What went into an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// The archive.
    pub file: PathBuf,
    /// Files in it.
    pub files: usize,
    /// Their bytes, not compressed.
    pub bytes: u64,
    /// What is not in it.
    pub skipped: Vec<Skipped>,
}

/// What came out of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The vault's new folder.
    pub folder: PathBuf,
    /// Files in it.
    pub files: usize,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// The database of local state in an archive.
const DATABASE: &str = "local/local.db";
/// Below it are the other files kept about the vault.
const FILES: &str = "local/files";

impl Casebook {
    /// Writes vault and local state into the new archive `to`, and reads it back before it gets its name. Others may write
    /// meanwhile: each file is in one of its states, and the local state is of one moment.
    ///
    /// # Errors
    /// The name is taken, something cannot be read or written, or what was read back is not what was written; then there
    /// is no archive.
    pub fn back_up(&self, to: &Path) -> Result<BackedUp, Error> {
        let said = self.said();
        let about = About { name: said.name(self.root()), id: said.settings.id.clone(), made: self.world.now() };
        let mut packer = Packer::create(to, about)?;
        self.pack_vault(&mut packer)?;
        self.pack_local(&mut packer)?;
        let manifest = packer.finish()?;
        let bytes = manifest.files.iter().map(|kept| kept.bytes).sum();
        Ok(BackedUp { file: to.to_path_buf(), files: manifest.files.len(), bytes, skipped: manifest.skipped })
    }

    fn pack_vault(&self, packer: &mut Packer) -> Result<(), Error> {
        let mut spool = spool()?;
        for thing in self.vault.everything()? {
            let Some(below) = thing.path.to_str() else {
                packer.skip(thing.path.display().to_string(), "its name is not UTF-8");
                continue;
            };
            let path = format!("{}/{}", backup::VAULT, below.replace(std::path::MAIN_SEPARATOR, "/"));
            let meta = Meta { mode: thing.mode, modified: thing.modified };
            match thing.kind {
                ThingKind::File => match self.vault.copy_out(&thing.path, &mut spool) {
                    Ok((bytes, _)) => packer.file(&path, &mut spool, bytes, meta)?,
                    Err(VaultError::Gone { root }) => return Err(VaultError::Gone { root }.into()),
                    Err(error) => packer.skip(below, error.to_string()),
                },
                ThingKind::Folder => packer.folder(&path, meta)?,
                ThingKind::Link(target) => match target.to_str() {
                    Some(target) => packer.link(&path, target, meta)?,
                    None => packer.skip(below, "it leads to a name that is not UTF-8"),
                },
                ThingKind::Special => packer.skip(below, "it is a pipe, a socket or a device"),
                ThingKind::Unreadable(reason) => packer.skip(below, reason),
            }
        }
        self.vault.available()?;
        Ok(())
    }

    fn pack_local(&self, packer: &mut Packer) -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(temporary)?;
        let copy = folder.path().join("local.db");
        self.local.copy_into(&copy)?;
        let meta = Meta { mode: 0o600, modified: u64::try_from(self.world.now().unix_seconds()).unwrap_or(0) };
        let mut file = std::fs::File::open(&copy).map_err(temporary)?;
        let bytes = file.metadata().map_err(temporary)?.len();
        packer.file(DATABASE, &mut file, bytes, meta)?;
        // What was removed from the vault, its history, and whatever else is kept about it in files.
        let Ok(files) = Vault::open(&self.local.files()) else { return Ok(()) };
        let mut spool = spool()?;
        for thing in files.everything()? {
            let (Some(below), ThingKind::File) = (thing.path.to_str(), &thing.kind) else { continue };
            // Belongs to the database beside it, and to no copy of that.
            if ["-journal", "-wal", "-shm"].iter().any(|end| below.ends_with(end)) {
                continue;
            }
            let path = format!("{FILES}/{below}");
            let meta = Meta { mode: thing.mode, modified: thing.modified };
            let copy = folder.path().join("copy.db");
            if self.local.copy_database(&files.root().join(&thing.path), &copy)? {
                let mut file = std::fs::File::open(&copy).map_err(temporary)?;
                let bytes = file.metadata().map_err(temporary)?.len();
                packer.file(&path, &mut file, bytes, meta)?;
                remove_copy(&copy).map_err(temporary)?;
                continue;
            }
            match files.copy_out(&thing.path, &mut spool) {
                Ok((bytes, _)) => packer.file(&path, &mut spool, bytes, meta)?,
                // Such as what was taken out of the trash meanwhile.
                Err(error) => packer.skip(path, error.to_string()),
            }
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "a copy in a temporary folder")]
fn remove_copy(copy: &Path) -> std::io::Result<()> {
    std::fs::remove_file(copy)
}

/// Puts a backup back as the vault `to`, which must not be there or be empty, with local state of its own. Neither a file of
/// a vault nor what is kept about one is ever replaced.
///
/// # Errors
/// The archive is damaged, the folder is taken, or something cannot be written.
pub fn restore(archive: &Path, to: &Path, places: &Places, world: &dyn World) -> Result<Restored, Error> {
    let archive = Archive::open(archive)?;
    let mut skipped = archive.restore(backup::VAULT, to)?;
    let vault = Vault::open(to)?;
    let folder = tempfile::tempdir().map_err(temporary)?;
    let kept = folder.path().join("local");
    skipped.extend(archive.restore(backup::LOCAL, &kept)?);
    let manifest = archive.manifest();
    let place = VaultPlace { root: vault.root(), id: manifest.about.id.as_deref(), name: &manifest.about.name };
    let key = world.new_note_id();
    let state = Local::open(&places.data)?.take_in(&kept.join("local.db"), place, world.now(), key.as_str())?;
    if kept.join("files").is_dir() {
        archive.restore(FILES, &state.files())?;
    }
    let files = manifest.files.iter().filter(|file| file.path.starts_with("vault/")).count();
    Ok(Restored { folder: vault.root().to_path_buf(), files, skipped })
}

/// Where one file at a time is held, so that it goes into the archive in one state.
fn spool() -> Result<std::fs::File, Error> {
    tempfile::tempfile().map_err(temporary)
}

fn temporary(source: std::io::Error) -> Error {
    BackupError::Io { op: "use a temporary file in", path: std::env::temp_dir(), source }.into()
}
