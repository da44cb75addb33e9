//! The index folder as tantivy sees it: written without waiting for the disk.
//!
//! The index is a cache of files that are on disk already, and waiting for half a dozen more of its own is most of the
//! time from a save to its being found. A crash of the program loses nothing that was written: the system still has it.
//! After a crash of the system the folder may hold anything, and [`super::SearchIndex::verify`] tells.
#![expect(clippy::disallowed_methods, reason = "the index folder's own files; no vault file is touched here")]

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};

/// As [`MmapDirectory`], but nothing waits for the disk.
#[derive(Debug, Clone)]
pub(super) struct IndexFolder {
    root: PathBuf,
    mapped: MmapDirectory,
    /// The list of the folder's files as tantivy last gave it, if it is not written yet.
    files: Arc<Mutex<Option<Vec<u8>>>>,
}

/// Numbers the drafts of this process: two openings of one folder must not write the same one.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

/// Where tantivy lists the files it made. It does so anew for each of the eight files of a segment, and reads it when an
/// index is opened: it is written once for each commit. A crash in between leaves a few files that are never removed.
const FILES: &str = ".managed.json";

/// What every file of a segment ends with: the length of its footer, and a mark.
const FOOTER_END: usize = 8;

impl IndexFolder {
    pub(super) fn open(root: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { root: root.to_owned(), mapped: MmapDirectory::open(root)?, files: Arc::default() })
    }

    /// Readers of the folder see the old file or the new one.
    fn replace(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let draft = self.root.join(format!(".draft-{}-{number}", std::process::id()));
        let written = std::fs::write(&draft, data).and_then(|()| std::fs::rename(&draft, self.root.join(path)));
        if written.is_err() {
            // What matters is the error; a draft that stays is overwritten by the next with its name.
            let _ = std::fs::remove_file(&draft);
        }
        written
    }

    fn files(&self) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for IndexFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.mapped.get_file_handle(path)?;
        // tantivy 0.27 reads the end of a file of four bytes as if there were eight.
        if file.len() < FOOTER_END {
            let cut = io::Error::new(io::ErrorKind::UnexpectedEof, format!("it is cut to {} bytes", file.len()));
            return Err(OpenReadError::wrap_io_error(cut, path.to_owned()));
        }
        Ok(file)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let place = self.root.join(path);
        let create = || OpenOptions::new().write(true).create_new(true).open(&place);
        let file = match create() {
            // Only the writer creates files, and no two of what it keeps have one name: this one is of a writer that died before its
            // commit. A list of deletions is named by a count that begins again after that, and would fail for ever.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                std::fs::remove_file(&place).and_then(|()| create()).map_err(failed)?
            }
            opened => opened.map_err(failed)?,
        };
        Ok(BufWriter::new(Box::new(Unsynced(file))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match self.files().as_ref().filter(|_| path == Path::new(FILES)) {
            Some(files) => Ok(files.clone()),
            None => self.mapped.atomic_read(path),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(FILES) {
            *self.files() = Some(data.to_vec());
            return Ok(());
        }
        if let Some(files) = self.files().take() {
            self.replace(Path::new(FILES), &files)?;
        }
        self.replace(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

/// A file that is whole once it is closed, as far as other programs can see.
struct Unsynced(File);

impl Write for Unsynced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for Unsynced {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.flush()
    }
}
