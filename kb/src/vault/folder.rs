//! A vault's folder: opened once, checked to be the same ever after; what is read from it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{self, Content, Identity};
use super::fs::{SystemFs, VaultFs};
use super::names::{SETTINGS, is_note, is_skipped, leads_into_skipped};
use super::{ContentHash, FileStamp, VaultError};
use crate::model::VaultPath;

/// An opened vault. Cheap to clone; holds no file open, so that a drive can be unplugged.
#[derive(Debug, Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    identity: Identity,
    fs: Arc<dyn VaultFs>,
}

/// One file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// The content, cut to what was asked for.
    pub bytes: Vec<u8>,
    /// The state the bytes are from.
    pub stamp: FileStamp,
    /// The hash of the whole file, cut or not.
    pub hash: ContentHash,
    /// Whether there is more in the file than in `bytes`.
    pub truncated: bool,
}

impl Vault {
    /// Whether a file at this path would be a note: `.md` or `.markdown`, whatever the case.
    #[must_use]
    pub fn is_note(path: &VaultPath) -> bool {
        is_note(OsStr::new(path.file_name()))
    }

    /// Whether this path is the vault's `casebook.toml`.
    #[must_use]
    pub fn is_settings(path: &VaultPath) -> bool {
        path.as_str() == SETTINGS
    }

    /// Opens the folder `root`, through whatever links lead to it.
    ///
    /// # Errors
    /// [`VaultError::NotAFolder`] when there is none, [`VaultError::Denied`] or [`VaultError::Io`] when it cannot be read.
    pub fn open(root: &Path) -> Result<Self, VaultError> {
        Self::open_on(root, Arc::new(SystemFs))
    }

    /// The same, with every file read and changed through `fs`.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open_on(root: &Path, fs: Arc<dyn VaultFs>) -> Result<Self, VaultError> {
        let not_a_folder = || VaultError::NotAFolder { root: root.to_path_buf() };
        let canonical = match std::fs::canonicalize(root) {
            Ok(canonical) => canonical,
            Err(error) if is_absent(&error) => return Err(not_a_folder()),
            Err(error) => return Err(VaultError::io("open", root)(error)),
        };
        let metadata = std::fs::metadata(&canonical).map_err(VaultError::io("open", &canonical))?;
        if !metadata.is_dir() {
            return Err(not_a_folder());
        }
        fs.list(&canonical).map_err(VaultError::io("list", &canonical))?;
        Ok(Self { inner: Arc::new(Inner { root: canonical, identity: disk::identity(&metadata), fs }) })
    }

    /// The canonical path of the vault's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.inner.root
    }

    pub(super) fn fs(&self) -> &Arc<dyn VaultFs> {
        &self.inner.fs
    }

    /// Checks that the folder is still there, and still the same one.
    ///
    /// # Errors
    /// [`VaultError::Gone`] when it is not.
    pub fn available(&self) -> Result<(), VaultError> {
        match fs::metadata(self.root()) {
            Ok(metadata) if metadata.is_dir() && self.is_root(&metadata) => Ok(()),
            _ => Err(VaultError::Gone { root: self.root().to_path_buf() }),
        }
    }

    pub(super) fn is_root(&self, metadata: &fs::Metadata) -> bool {
        disk::identity(metadata) == self.inner.identity
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.inner.identity == other.inner.identity && self.root() == other.root()
    }

    /// Reads a file, through links that stay inside the vault: up to `max_bytes` of it, all when `None`. The hash is
    /// always that of the whole file, in constant memory.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::NotAFile`], [`VaultError::Outside`], [`VaultError::Hidden`], or why it
    /// could not be read.
    pub fn read(&self, path: &VaultPath, max_bytes: Option<u64>) -> Result<FileRead, VaultError> {
        let real = self.locate(path)?;
        let read = content(&**self.fs(), path, &real, max_bytes.unwrap_or(u64::MAX))?;
        let Content { bytes, truncated, hash, stamp, .. } = read;
        Ok(FileRead { bytes, stamp, hash, truncated })
    }

    /// The stamp [`Vault::walk`] would find at `path`, or `None` when it would find no file there: absent, hidden, not
    /// an ordinary file, or only reached through a link (the file itself is at its own path).
    ///
    /// # Errors
    /// [`VaultError::Gone`], or why the file could not be looked at.
    pub fn stamp(&self, path: &VaultPath) -> Result<Option<FileStamp>, VaultError> {
        let real = match self.locate(path) {
            Ok(real) => real,
            Err(error) if error.is_elsewhere() => return Ok(None),
            Err(error) => return Err(error),
        };
        if real != path.under(self.root()) {
            return Ok(None);
        }
        match fs::symlink_metadata(&real) {
            Ok(metadata) => Ok(metadata.is_file().then(|| FileStamp::of(&metadata))),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(VaultError::io("look at", &real)(error)),
        }
    }

    /// The file a `kb:` address means: `relative` is a path inside the vault, percent-decoded by the caller.
    ///
    /// # Errors
    /// [`VaultError::Invalid`], [`VaultError::NotFound`], [`VaultError::NotAFile`], [`VaultError::Outside`] or
    /// [`VaultError::Hidden`].
    pub fn attachment(&self, relative: &str) -> Result<PathBuf, VaultError> {
        let path = VaultPath::new(relative)?;
        let real = self.locate(&path)?;
        let metadata = fs::metadata(&real).map_err(VaultError::io("look at", &real))?;
        if metadata.is_file() { Ok(real) } else { Err(VaultError::NotAFile { path }) }
    }

    /// The canonical place of what is at `path`: inside the vault, and not hidden, by name and after links.
    pub(super) fn locate(&self, path: &VaultPath) -> Result<PathBuf, VaultError> {
        if leads_into_skipped(path) {
            return Err(VaultError::Hidden { path: path.clone() });
        }
        let named = path.under(self.root());
        match fs::canonicalize(&named) {
            Ok(real) => self.inside(path, real),
            Err(error) if is_absent(&error) => {
                self.available()?;
                Err(VaultError::NotFound { path: path.clone() })
            }
            Err(error) if disk::is_loop(&error) => Err(VaultError::NotAFile { path: path.clone() }),
            Err(error) => Err(VaultError::io("find", &named)(error)),
        }
    }

    /// Where `path` itself (not what it links to) is or would be: its folder canonical, as far as it exists.
    pub(super) fn locate_name(&self, path: &VaultPath) -> Result<PathBuf, VaultError> {
        if leads_into_skipped(path) {
            return Err(VaultError::Hidden { path: path.clone() });
        }
        let mut missing = vec![path.file_name()];
        let mut folder = path.parent();
        while let Some(text) = folder {
            let parent = VaultPath::new(text)?;
            match self.locate(&parent) {
                Ok(real) => return Ok(missing.iter().rev().fold(real, |place, part| place.join(part))),
                Err(VaultError::NotFound { .. }) => {
                    let name_at = text.rfind('/');
                    missing.push(&text[name_at.map_or(0, |slash| slash + 1)..]);
                    folder = name_at.map(|slash| &text[..slash]);
                }
                Err(error) => return Err(error),
            }
        }
        self.available()?;
        Ok(missing.iter().rev().fold(self.root().to_path_buf(), |place, part| place.join(part)))
    }

    fn inside(&self, path: &VaultPath, real: PathBuf) -> Result<PathBuf, VaultError> {
        match real.strip_prefix(self.root()) {
            Ok(below) if below.iter().any(is_skipped) => Err(VaultError::Hidden { path: path.clone() }),
            Ok(_) => Ok(real),
            Err(_) => Err(VaultError::Outside { path: path.clone(), target: real }),
        }
    }

    /// The vault path of a place below the root, if it is one: UTF-8 and not hidden.
    pub(super) fn path_of(&self, place: &Path) -> Option<VaultPath> {
        let below = place.strip_prefix(self.root()).ok()?;
        if below.iter().any(is_skipped) {
            return None;
        }
        let parts: Option<Vec<&str>> = below.iter().map(OsStr::to_str).collect();
        VaultPath::new(parts?.join("/")).ok()
    }
}

/// Reads the ordinary file at the canonical place `real`. Anything else is not even opened: a pipe would wait.
pub(super) fn content(fs: &dyn VaultFs, path: &VaultPath, real: &Path, keep: u64) -> Result<Content, VaultError> {
    let failed = |error: io::Error| match error {
        error if is_absent(&error) => VaultError::NotFound { path: path.clone() },
        error => VaultError::io("read", real)(error),
    };
    if !std::fs::symlink_metadata(real).map_err(failed)?.is_file() {
        return Err(VaultError::NotAFile { path: path.clone() });
    }
    let mut file = fs.open(real).map_err(failed)?;
    disk::read_whole(fs, &mut file, keep).map_err(VaultError::io("read", real))
}

/// Whether `error` means that there is nothing of that name.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
