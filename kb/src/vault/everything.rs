//! Everything in a vault's folder, hidden or not, for who copies it as it is. Used by backups.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::names::is_temp;
use super::{ContentHash, FileStamp, Vault, VaultError};

/// One thing in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Where, below the vault's folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: ThingKind,
    /// Its permissions, as Unix writes them.
    pub mode: u32,
    /// When it was changed last, in seconds since 1970; 0 before that.
    pub modified: u64,
}

/// What can lie in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThingKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, and where it leads.
    Link(PathBuf),
    /// A pipe, a socket, a device.
    Special,
    /// Something that cannot be looked at, and why.
    Unreadable(String),
}

/// Tries to copy a file that is written to meanwhile.
const TRIES: usize = 5;

impl Vault {
    /// Everything below the vault's folder, a folder before what is in it; only what our own unfinished saves left is
    /// passed over.
    ///
    /// # Errors
    /// [`VaultError::Gone`], or the vault's own folder cannot be listed.
    pub fn everything(&self) -> Result<Vec<Thing>, VaultError> {
        let mut found = Vec::new();
        self.list_below(Path::new(""), &mut found).map_err(VaultError::io("list", self.root()))?;
        self.available()?;
        Ok(found)
    }

    fn list_below(&self, folder: &Path, found: &mut Vec<Thing>) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in self.fs().list(&self.root().join(folder))? {
            names.push(entry?.file_name());
        }
        names.sort();
        for name in names {
            let path = folder.join(&name);
            let place = self.root().join(&path);
            let (kind, mode, modified) = match fs::symlink_metadata(&place) {
                Ok(metadata) if metadata.is_file() && is_temp(&name) => continue,
                Ok(metadata) => {
                    let stamp = FileStamp::of(&metadata);
                    (
                        kind_of(&metadata, &place),
                        mode_of(&metadata),
                        u64::try_from(stamp.mtime_ns / 1_000_000_000).unwrap_or(0),
                    )
                }
                Err(error) => (ThingKind::Unreadable(error.to_string()), 0, 0),
            };
            let is_folder = kind == ThingKind::Folder;
            found.push(Thing { path: path.clone(), kind, mode, modified });
            if is_folder && let Err(error) = self.list_below(&path, found) {
                found.push(Thing { path, kind: ThingKind::Unreadable(error.to_string()), mode: 0, modified: 0 });
            }
        }
        Ok(())
    }

    /// Copies the ordinary file at `path` below the vault's folder into `to`, from its start, in one state: a file that is
    /// written to meanwhile is copied again. Says how long it is and its hash.
    ///
    /// # Errors
    /// It cannot be read, or never holds still.
    pub fn copy_out(&self, path: &Path, to: &mut fs::File) -> Result<(u64, ContentHash), VaultError> {
        use std::io::Seek;
        let place = self.root().join(path);
        let failed = || VaultError::io("copy", &place);
        for _ in 0..TRIES {
            to.set_len(0).and_then(|()| to.rewind()).map_err(failed())?;
            let mut file = self.fs().open(&place).map_err(failed())?;
            let before = FileStamp::of(&file.metadata().map_err(failed())?);
            let mut hasher = blake3::Hasher::new();
            let mut buffer = vec![0; 256 * 1024];
            loop {
                let count = match self.fs().read(&mut file, &mut buffer) {
                    Ok(0) => break,
                    Ok(count) => count,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(failed()(error)),
                };
                hasher.update(&buffer[..count]);
                to.write_all(&buffer[..count]).map_err(failed())?;
            }
            if FileStamp::of(&file.metadata().map_err(failed())?) == before {
                to.rewind().map_err(failed())?;
                return Ok((hasher.count(), ContentHash::finished(&hasher)));
            }
        }
        Err(failed()(io::Error::other("it is written to all the time")))
    }
}

fn kind_of(metadata: &fs::Metadata, place: &Path) -> ThingKind {
    if metadata.is_dir() {
        ThingKind::Folder
    } else if metadata.is_file() {
        ThingKind::File
    } else if metadata.is_symlink() {
        fs::read_link(place).map_or_else(|error| ThingKind::Unreadable(error.to_string()), ThingKind::Link)
    } else {
        ThingKind::Special
    }
}

#[cfg(unix)]
fn mode_of(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    metadata.mode() & 0o7777
}

#[cfg(not(unix))]
fn mode_of(metadata: &fs::Metadata) -> u32 {
    if metadata.permissions().readonly() { 0o444 } else { 0o644 }
}
