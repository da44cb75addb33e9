//! Changes of vault files, all under the lock: save, rename, trash.
//!
//! A save is done only when it is on disk, and only if what it replaces is what the change started from. A failed flush
//! is never tried again and called a success: the kernel may have dropped the pages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Content, Temp};
use super::folder::{content, is_absent};
use super::fs::{Onto, VaultFs};
use super::{ContentHash, FileStamp, Vault, VaultError, VaultLock};
use crate::model::VaultPath;

/// What a change started from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// A file with this content.
    Hash(ContentHash),
    /// No file of that name.
    Absent,
}

/// A file as it was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Its stamp on disk.
    pub stamp: FileStamp,
    /// The hash of its bytes.
    pub hash: ContentHash,
}

impl Vault {
    /// Saves `bytes` at `path` if what is there now is `base`; when this returns, they are on disk.
    ///
    /// A link inside the vault stays a link: what it leads to is saved. Owner and mode are kept; hard links, extended
    /// attributes and access lists are not. A new file gets the folders it needs.
    ///
    /// # Errors
    /// [`VaultError::Conflict`] when something else is there; [`VaultError::Unconfirmed`] when the new content is in
    /// place but may not survive a power cut; otherwise the old content is in place, and the error says why.
    pub fn save(&self, lock: &VaultLock<'_>, path: &VaultPath, base: Base, bytes: &[u8]) -> Result<Saved, VaultError> {
        lock.check(self)?;
        let stamp = match base {
            Base::Hash(base) => self.replace(path, base, bytes)?,
            Base::Absent => self.create(path, bytes)?,
        };
        Ok(Saved { stamp, hash: ContentHash::of(bytes) })
    }

    fn replace(&self, path: &VaultPath, base: ContentHash, bytes: &[u8]) -> Result<FileStamp, VaultError> {
        let target = self.locate(path).map_err(removed)?;
        let current = content(&**self.fs(), path, &target, 0).map_err(removed)?;
        if current.hash != base {
            return Err(VaultError::Conflict { path: path.clone(), found: Some(current.hash) });
        }
        let folder = parent(&target);
        let failed = || VaultError::io("save", &target);
        if current.metadata.permissions().readonly() {
            // Renaming would get round it, as the folder is not protected; whoever protected the file meant it.
            let source = io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
            return Err(failed()(source));
        }
        let temp = Temp::create(self.fs(), folder, Some(&current.metadata)).map_err(failed())?;
        let full = temp.fill(bytes).map_err(failed())?;
        // Flushing took a while, and other editors know no lock.
        still_is(&**self.fs(), path, &target, &current)?;
        let stamp = full.place(&target, Onto::Anything).map_err(failed())?;
        self.confirm(path, folder)?;
        Ok(stamp)
    }

    fn create(&self, path: &VaultPath, bytes: &[u8]) -> Result<FileStamp, VaultError> {
        let target = self.locate_name(path)?;
        if fs::symlink_metadata(&target).is_ok() {
            return Err(self.taken(path));
        }
        let folder = parent(&target);
        let failed = || VaultError::io("create", &target);
        disk::make_folders(&**self.fs(), folder).map_err(failed())?;
        let temp = Temp::create(self.fs(), folder, None).map_err(failed())?;
        let full = temp.fill(bytes).map_err(failed())?;
        match full.place(&target, Onto::Nothing) {
            Ok(stamp) => self.confirm_new(path, folder).map(|()| stamp),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(self.taken(path)),
            Err(error) => Err(failed()(error)),
        }
    }

    /// Why a file cannot be created where there is something already.
    fn taken(&self, path: &VaultPath) -> VaultError {
        match self.read(path, Some(0)) {
            Ok(found) => VaultError::Conflict { path: path.clone(), found: Some(found.hash) },
            Err(_) => VaultError::Exists { path: path.clone() },
        }
    }

    /// Renames a file, into another folder too; never replaces one. A change of case alone works everywhere.
    ///
    /// # Errors
    /// [`VaultError::Exists`], [`VaultError::NotFound`], [`VaultError::NotAFile`] for folders and links,
    /// [`VaultError::Unconfirmed`], or why it failed; then the file has its old name.
    pub fn rename(&self, lock: &VaultLock<'_>, from: &VaultPath, to: &VaultPath) -> Result<(), VaultError> {
        lock.check(self)?;
        let source = self.own_name(from)?;
        let target = self.locate_name(to)?;
        if from == to {
            return Ok(());
        }
        let failed = || VaultError::io("rename", &source);
        disk::make_folders(&**self.fs(), parent(&target)).map_err(failed())?;
        match self.fs().rename(&source, &target, Onto::Nothing) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !self.is_other_spelling(&source, &target).map_err(failed())? {
                    return Err(VaultError::Exists { path: to.clone() });
                }
                self.fs().rename(&source, &target, Onto::Anything).map_err(failed())?;
            }
            Err(error) => return Err(failed()(error)),
        }
        // The new name first: with the old one's absence alone the file would be nowhere.
        self.confirm_new(to, parent(&target))?;
        self.confirm(to, parent(&source))
    }

    /// Moves a file out of the vault into the folder `into`, which is created if need be, and returns its new place.
    /// The name is kept; when it is taken there, a numbered folder below `into` is used.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::NotAFile`] for folders and links, [`VaultError::Conflict`] when it is
    /// written to meanwhile, [`VaultError::Unconfirmed`], or why it failed; then the file is where it was.
    pub fn trash(&self, lock: &VaultLock<'_>, path: &VaultPath, into: &Path) -> Result<PathBuf, VaultError> {
        lock.check(self)?;
        let source = self.own_name(path)?;
        let failed = || VaultError::io("move to the trash", &source);
        let mut folder = into.to_path_buf();
        let mut number = 1;
        loop {
            disk::make_folders(&**self.fs(), &folder).map_err(failed())?;
            let place = folder.join(path.file_name());
            let moved = match self.fs().rename(&source, &place, Onto::Nothing) {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.carry(path, &source, &place),
                moved => moved.map_err(Carry::Failed),
            };
            match moved {
                Ok(()) => {
                    let top = into.parent().unwrap_or(into);
                    confirmed(path, disk::sync_up(&**self.fs(), &folder, top))?;
                    self.confirm(path, parent(&source))?;
                    return Ok(place);
                }
                Err(Carry::Failed(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                    number += 1;
                    folder = into.join(number.to_string());
                }
                Err(Carry::Failed(error)) => return Err(failed()(error)),
                Err(Carry::Changed(error)) => return Err(error),
            }
        }
    }

    /// Moves a file to another file system: the copy is on disk under its name before the original goes.
    fn carry(&self, path: &VaultPath, source: &Path, place: &Path) -> Result<(), Carry> {
        let mut file = self.fs().open(source)?;
        let metadata = file.metadata()?;
        let (full, _) = Temp::create(self.fs(), parent(place), Some(&metadata))?.fill_from(&mut file)?;
        full.place(place, Onto::Nothing)?;
        disk::sync_folder(&**self.fs(), parent(place))?;
        if fs::symlink_metadata(source).ok().map(|now| FileStamp::of(&now)) != Some(FileStamp::of(&metadata)) {
            self.fs().remove(place)?;
            let found = self.read(path, Some(0)).ok().map(|read| read.hash);
            return Err(Carry::Changed(VaultError::Conflict { path: path.clone(), found }));
        }
        Ok(self.fs().remove(source)?)
    }

    /// Flushes the folder in which a name changed; from here on the change is made, whatever happens.
    pub(super) fn confirm(&self, path: &VaultPath, folder: &Path) -> Result<(), VaultError> {
        confirmed(path, disk::sync_folder(&**self.fs(), folder))
    }

    /// The same for a new name, with the folders it lies in.
    pub(super) fn confirm_new(&self, path: &VaultPath, folder: &Path) -> Result<(), VaultError> {
        confirmed(path, disk::sync_up(&**self.fs(), folder, self.root()))
    }

    /// Whether `to` exists only because the file system takes it for `from`, as one that ignores case does: the same
    /// file, and no entry of exactly that name. (A hard link is the same file too, but has an entry.)
    fn is_other_spelling(&self, from: &Path, to: &Path) -> io::Result<bool> {
        if disk::identity(&fs::symlink_metadata(from)?) != disk::identity(&fs::symlink_metadata(to)?) {
            return Ok(false);
        }
        for entry in self.fs().list(parent(to))? {
            if Some(entry?.file_name().as_os_str()) == to.file_name() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The place of an ordinary file under its own name; a link is not one.
    pub(super) fn own_name(&self, path: &VaultPath) -> Result<PathBuf, VaultError> {
        let place = self.locate_name(path)?;
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_file() => Ok(place),
            Ok(_) => Err(VaultError::NotAFile { path: path.clone() }),
            Err(error) if is_absent(&error) => Err(VaultError::NotFound { path: path.clone() }),
            Err(error) => Err(VaultError::io("look at", &place)(error)),
        }
    }
}

/// Checks that what is at `target` has the content it had when it was read as `current`. Only a change between this
/// look and the rename that follows goes unnoticed.
pub(super) fn still_is(fs: &dyn VaultFs, path: &VaultPath, target: &Path, current: &Content) -> Result<(), VaultError> {
    if std::fs::symlink_metadata(target).is_ok_and(|metadata| FileStamp::of(&metadata) == current.stamp) {
        return Ok(());
    }
    let found = content(fs, path, target, 0).map_err(removed)?.hash;
    if found == current.hash { Ok(()) } else { Err(VaultError::Conflict { path: path.clone(), found: Some(found) }) }
}

/// To a change that started from a file, its absence is a conflict.
fn removed(error: VaultError) -> VaultError {
    match error {
        VaultError::NotFound { path } => VaultError::Conflict { path, found: None },
        error => error,
    }
}

fn confirmed(path: &VaultPath, flushed: io::Result<()>) -> Result<(), VaultError> {
    flushed.map_err(|source| VaultError::Unconfirmed { path: path.clone(), source })
}

/// How carrying a file to another file system fails.
enum Carry {
    Failed(io::Error),
    Changed(VaultError),
}

impl From<io::Error> for Carry {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) fn parent(place: &Path) -> &Path {
    place.parent().expect("a place below the vault's root has a parent")
}
