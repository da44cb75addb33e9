//! All notes of a vault, in the order of their paths; used by `reconcile` for the opening scan and for rescans.
//!
//! Lists one folder at a time, as far as the walk has come. Links are not followed: a file is found once, under its own
//! path. A link to a place inside the vault is passed over in silence, one that leads out, nowhere or round in a circle
//! is reported.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::vec;

use super::disk::is_loop;
use super::folder::is_absent;
use super::fs::VaultFs;
use super::names::{is_note, is_skipped};
use super::{FileStamp, Vault};
use crate::model::{Problem, ProblemCode, VaultPath};

/// A note the walk came by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: VaultPath,
    /// Its state; what is at the path may be newer by the time it is read.
    pub stamp: FileStamp,
}

/// Something the walk could not make a note of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, for people to read; what is not UTF-8 in it is replaced. Empty for the vault's own folder.
    pub path: String,
    /// What is the matter.
    pub problem: Problem,
    /// Whether notes at or below `path` may be there, only unseen.
    hides: bool,
}

impl Finding {
    /// Whether a note known at `path` may still be there although the walk did not come by it: it must not be taken for
    /// removed.
    #[must_use]
    pub fn hides(&self, path: &VaultPath) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with('/');
        self.hides && (self.path.is_empty() || path.as_str().strip_prefix(&self.path).is_some_and(below))
    }
}

/// A walk over the notes of a vault; see [`Vault::walk`].
#[derive(Debug)]
pub struct Walk {
    fs: Arc<dyn VaultFs>,
    root: PathBuf,
    /// The folders being listed, outermost first, with what is left of them.
    open: Vec<vec::IntoIter<Step>>,
}

#[derive(Debug)]
enum Step {
    Folder(VaultPath),
    Note(Entry),
    Finding(Finding),
}

impl Vault {
    /// Walks over all notes (`.md`, `.markdown`), sorted by path, with one look at each and without opening any. Hidden
    /// files and folders are passed over.
    ///
    /// A note that is not met is gone only if no finding [hides](Finding::hides) it and the vault is still
    /// [available](Vault::available) after the walk: a vanished drive looks like an empty folder.
    #[must_use]
    pub fn walk(&self) -> Walk {
        let (fs, root) = (Arc::clone(self.fs()), self.root().to_path_buf());
        let open = vec![list(&*fs, &root, None).into_iter()];
        Walk { fs, root, open }
    }

    /// Walks over the notes at and below `path` only, as [`Vault::walk`] would; nothing when there is no such folder.
    #[must_use]
    pub fn walk_below(&self, path: &VaultPath) -> Walk {
        let root = self.root().to_path_buf();
        let place = path.under(&root);
        let name = path.file_name().as_ref();
        // Hidden, or reached through a link: then it is walked at its own path only.
        let is_elsewhere = match self.locate_name(path) {
            Ok(own) => own != place,
            Err(error) => error.is_elsewhere(),
        };
        let step = match fs::symlink_metadata(&place) {
            _ if is_elsewhere => None,
            Ok(metadata) if metadata.is_symlink() => link(&root, &place, name).map(Step::Finding),
            Ok(metadata) if metadata.is_dir() => Some(Step::Folder(path.clone())),
            Ok(metadata) if metadata.is_file() && is_note(name) => {
                Some(Step::Note(Entry { path: path.clone(), stamp: FileStamp::of(&metadata) }))
            }
            Ok(_) => None,
            Err(error) if is_absent(&error) => None,
            Err(error) => Some(Step::Finding(unreadable(path.to_string(), &error))),
        };
        Walk { fs: Arc::clone(self.fs()), root, open: vec![Vec::from_iter(step).into_iter()] }
    }
}

impl Iterator for Walk {
    type Item = Result<Entry, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.open.last_mut()?.next() {
                Some(Step::Note(entry)) => return Some(Ok(entry)),
                Some(Step::Finding(finding)) => return Some(Err(finding)),
                Some(Step::Folder(path)) => self.open.push(list(&*self.fs, &self.root, Some(&path)).into_iter()),
                None => {
                    self.open.pop();
                }
            }
        }
    }
}

/// What is in one folder, in the order in which walking it yields sorted paths: a folder sorts as if its name ended in
/// a slash (`a-b.md`, `a/c.md`, `a.md`).
fn list(fs: &dyn VaultFs, root: &Path, folder: Option<&VaultPath>) -> Vec<Step> {
    let place = folder.map_or_else(|| root.to_path_buf(), |folder| folder.under(root));
    let shown = || folder.map(ToString::to_string).unwrap_or_default();
    let entries = match fs.list(&place) {
        Ok(entries) => entries,
        Err(error) if is_absent(&error) && folder.is_some() => return Vec::new(),
        Err(error) => return vec![Step::Finding(unreadable(shown(), &error))],
    };
    let mut steps: Vec<(Vec<u8>, Step)> = Vec::new();
    for entry in entries {
        let step = match entry {
            Ok(entry) => look(root, folder, &entry),
            Err(error) => {
                // What else the folder holds stays unknown.
                steps.push((Vec::new(), Step::Finding(unreadable(shown(), &error))));
                break;
            }
        };
        if let Some((name, step)) = step {
            steps.push((name, step));
        }
    }
    steps.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// What one entry of a folder is to the walk, with its key for sorting; `None` when nothing.
fn look(root: &Path, folder: Option<&VaultPath>, entry: &DirEntry) -> Option<(Vec<u8>, Step)> {
    let name = entry.file_name();
    if is_skipped(&name) {
        return None;
    }
    let mut key = name.as_encoded_bytes().to_vec();
    let shown = || match folder {
        Some(folder) => format!("{folder}/{}", name.display()),
        None => name.display().to_string(),
    };
    let kind = match entry.file_type() {
        Ok(kind) => kind,
        Err(error) if is_absent(&error) => return None,
        Err(error) => return Some((key, Step::Finding(unreadable(shown(), &error)))),
    };
    if kind.is_symlink() {
        return link(root, &entry.path(), &name).map(|finding| (key, Step::Finding(finding)));
    }
    if !(kind.is_dir() || kind.is_file() && is_note(&name)) {
        return None;
    }
    let Some(path) = name.to_str().and_then(|_| VaultPath::new(shown()).ok()) else {
        let problem = Problem::whole(
            ProblemCode::FileName,
            format!("The name of this {} is not UTF-8", if kind.is_dir() { "folder" } else { "file" }),
            "Rename it; until then it is neither shown nor searched",
        );
        return Some((key, Step::Finding(Finding { path: shown(), problem, hides: false })));
    };
    if kind.is_dir() {
        key.push(b'/');
        return Some((key, Step::Folder(path)));
    }
    match entry.metadata() {
        Ok(metadata) => Some((key, Step::Note(Entry { path, stamp: FileStamp::of(&metadata) }))),
        Err(error) if is_absent(&error) => None,
        Err(error) => Some((key, Step::Finding(unreadable(path.into(), &error)))),
    }
}

/// What is wrong with the symbolic link at `place`, if anything is: one to a note or folder that is walked at its own
/// path is fine, and so is one to a file that is no note by either name.
fn link(root: &Path, place: &Path, name: &OsStr) -> Option<Finding> {
    let path = place.strip_prefix(root).unwrap_or(place).display().to_string();
    let finding = |message: String, hint: &str| {
        Some(Finding { path: path.clone(), problem: Problem::whole(ProblemCode::Symlink, message, hint), hides: false })
    };
    let (real, metadata) = match fs::canonicalize(place).and_then(|real| fs::metadata(&real).map(|found| (real, found)))
    {
        Ok(found) => found,
        Err(error) if is_loop(&error) => {
            return finding("This symbolic link leads round in a circle".into(), "Remove the link");
        }
        Err(error) if is_absent(&error) => {
            return finding("This symbolic link leads nowhere".into(), "Put back what it leads to, or remove the link");
        }
        Err(error) => {
            return finding(
                format!("Where this symbolic link leads could not be seen: {error}"),
                "Check the permissions of what it leads to, or remove the link",
            );
        }
    };
    let matters = metadata.is_dir() || is_note(name);
    match real.strip_prefix(root) {
        _ if !matters => None,
        Err(_) => finding(
            format!("This symbolic link leads out of the vault, to {}", real.display()),
            "Copy what it leads to into the vault, or open that folder as a vault of its own",
        ),
        Ok(_) if place.starts_with(&real) => {
            finding("This symbolic link leads back to a folder it is in".into(), "Remove the link")
        }
        Ok(below) if below.iter().any(is_skipped) => finding(
            "This symbolic link leads to a hidden place in the vault".into(),
            "Move what it leads to out of the hidden folder",
        ),
        Ok(_) if metadata.is_file() && !real.file_name().is_some_and(is_note) => finding(
            "This symbolic link leads to a file that is no note".into(),
            "Rename the file it leads to to end in .md",
        ),
        Ok(_) => None,
    }
}

fn unreadable(path: String, error: &io::Error) -> Finding {
    let problem = Problem::whole(
        ProblemCode::Unreadable,
        format!("This could not be read: {error}"),
        "Check its permissions and the disk; what was known of it is kept",
    );
    Finding { path, problem, hides: true }
}
