//! The seam between a vault and the operating system: the calls by which its files are read and changed, and nothing else.
//!
//! The rest of `vault` is made of these calls, so a test that puts another implementation in their place
//! ([`Vault::open_on`](super::Vault::open_on)) decides what the disk loses, reorders and refuses. It is a table of
//! functions as SQLite's VFS and redb's `StorageBackend` are: each stands for at least one call of the system, beside
//! which calling through the table costs nothing that can be measured.
//!
//! Looking at names (what is there, where a link leads, what the stamp is) is left to the standard library: it changes
//! nothing, and everything decided by it is decided again by the call that follows.

#![expect(clippy::disallowed_methods, reason = "this is where vault files are written, renamed and removed")]

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, ReadDir};
use std::io::{self, Read, Write};
use std::path::Path;

/// Who may read a file that is being created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever new files are for.
    Usual,
    /// Nobody but its owner, until it gets the mode of the file it will replace.
    Owner,
}

/// What a rename may put its file in the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onto {
    /// Nothing: where the name is taken it fails with `AlreadyExists`.
    Nothing,
    /// Whatever file is there.
    Anything,
}

/// The calls a vault is read and changed by. Each is one step that happens or does not; errors are the system's own.
pub trait VaultFs: Debug + Send + Sync {
    /// Opens a file or a folder for reading.
    ///
    /// # Errors
    /// The system's.
    fn open(&self, place: &Path) -> io::Result<File>;

    /// Reads from where the file stands; 0 bytes at its end.
    ///
    /// # Errors
    /// The system's; `Interrupted` is worth another call.
    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize>;

    /// Lists a folder.
    ///
    /// # Errors
    /// The system's.
    fn list(&self, folder: &Path) -> io::Result<ReadDir>;

    /// Creates an empty file for writing.
    ///
    /// # Errors
    /// `AlreadyExists`, or the system's.
    fn create(&self, place: &Path, access: Access) -> io::Result<File>;

    /// Writes some of `bytes`, and says how many.
    ///
    /// # Errors
    /// The system's; `Interrupted` is worth another call.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize>;

    /// Waits until the content of an open file, or the names in an open folder, are on disk.
    ///
    /// # Errors
    /// The system's. The file is then lost for good: the kernel may have dropped what was not on disk and call the next
    /// flush a success.
    fn sync(&self, file: &File) -> io::Result<()>;

    /// Renames a file, in one step for whoever looks.
    ///
    /// # Errors
    /// `AlreadyExists` with [`Onto::Nothing`], or the system's.
    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The system's.
    fn remove(&self, place: &Path) -> io::Result<()>;

    /// Creates a folder in one that is there.
    ///
    /// # Errors
    /// `AlreadyExists`, or the system's.
    fn make_folder(&self, place: &Path) -> io::Result<()>;
}

/// The operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemFs;

impl VaultFs for SystemFs {
    fn open(&self, place: &Path) -> io::Result<File> {
        File::open(place)
    }

    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
        file.read(buffer)
    }

    fn list(&self, folder: &Path) -> io::Result<ReadDir> {
        fs::read_dir(folder)
    }

    fn create(&self, place: &Path, access: Access) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if access == Access::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = access;
        options.open(place)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()> {
        match onto {
            Onto::Nothing => rename_new(from, to),
            Onto::Anything => fs::rename(from, to),
        }
    }

    fn remove(&self, place: &Path) -> io::Result<()> {
        fs::remove_file(place)
    }

    fn make_folder(&self, place: &Path) -> io::Result<()> {
        fs::create_dir(place)
    }
}

/// Renames `from`, or fails with `AlreadyExists` when there is something called `to`: in one step where the file system
/// can, else through [`claim_and_rename`].
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // What file systems without the flag answer; a folder moved below itself answers the same and then fails
            // the same way again.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => claim_and_rename(from, to),
            done => Ok(done?),
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    claim_and_rename(from, to)
}

/// Claims the name `to` with an empty file, which fails if there is one, and renames `from` over it. A crash in between
/// leaves the empty file and loses nothing.
pub(super) fn claim_and_rename(from: &Path, to: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(to)?;
    fs::rename(from, to).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}
