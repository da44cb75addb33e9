//! The raw file operations everything else here is made of: no vault, no rules, plain `std::io` errors.
//!
//! A simulated disk would take this module's place. `atomic-write-file` does not do for it: its temporary names are
//! longer than the target's (a name of 255 bytes cannot be saved), nobody can tell them as ours, and it always
//! replaces.

#![expect(clippy::disallowed_methods, reason = "this is where vault files are written, renamed and removed")]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::names::{TEMP_PREFIX, TEMP_SUFFIX};
use super::{ContentHash, FileStamp};

/// What makes a folder the same folder: device and inode.
pub(super) type Identity = (u64, u64);

#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Identity {
    (0, 0)
}

/// Whether `error` says that symbolic links go round in a circle.
pub(super) fn is_loop(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_loop = error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    let is_loop = error.kind() == io::ErrorKind::Other;
    is_loop
}

/// Everything one reading of a file yields.
pub(super) struct Content {
    /// The first bytes, as many as were asked for.
    pub(super) bytes: Vec<u8>,
    /// Whether there are more.
    pub(super) truncated: bool,
    /// Of the whole file.
    pub(super) hash: ContentHash,
    /// Of the state that was read.
    pub(super) stamp: FileStamp,
    pub(super) metadata: Metadata,
}

/// Reads an open file from its start: keeps up to `keep` bytes, hashes all of them.
///
/// A file written to meanwhile is read again; if it never holds still, the stamp is the one from before the last
/// reading, so that a later look finds it changed.
pub(super) fn read_whole(file: &mut File, keep: u64) -> io::Result<Content> {
    let mut tries = 3;
    let mut metadata = file.metadata()?;
    loop {
        let stamp = FileStamp::of(&metadata);
        file.rewind()?;
        let (bytes, hasher) = read_once(file, keep, stamp.size)?;
        let after = file.metadata()?;
        tries -= 1;
        if tries == 0 || FileStamp::of(&after) == stamp {
            let truncated = hasher.count() > bytes.len() as u64;
            return Ok(Content { bytes, truncated, hash: ContentHash::finished(&hasher), stamp, metadata });
        }
        metadata = after;
    }
}

fn read_once(file: &mut File, keep: u64, size: u64) -> io::Result<(Vec<u8>, blake3::Hasher)> {
    let mut bytes = Vec::with_capacity(usize::try_from(keep.min(size)).unwrap_or_default());
    file.take(keep).read_to_end(&mut bytes)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes);
    hasher.update_reader(&*file)?;
    Ok((bytes, hasher))
}

/// A file being written beside the one it will replace; removed when dropped before it took its place.
pub(super) struct Temp {
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Temp {
    /// Creates an empty temporary file in `folder`. With `like`, it gets that file's owner, as far as allowed, and mode;
    /// until then nobody else can read it.
    pub(super) fn create(folder: &Path, like: Option<&Metadata>) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if like.is_some() {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{TEMP_PREFIX}{:x}-{number:x}{TEMP_SUFFIX}", std::process::id()));
            match options.open(&path) {
                Ok(file) => {
                    let temp = Self { path, file, placed: false };
                    like.map_or(Ok(()), |like| dress(&temp.file, like))?;
                    return Ok(temp);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes `bytes` and waits until they are on disk. After an error the file is of no use any more.
    pub(super) fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }

    /// Copies all of `from` and waits until it is on disk.
    pub(super) fn fill_from(&mut self, from: &mut File) -> io::Result<()> {
        io::copy(from, &mut self.file)?;
        self.file.sync_all()
    }

    /// Copies all of `from`, waits until it is on disk, and returns the hash of what was copied.
    pub(super) fn fill_hashed(&mut self, from: &mut dyn Read) -> io::Result<ContentHash> {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    hasher.update(&buffer[..count]);
                    self.file.write_all(&buffer[..count])?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.file.sync_all()?;
        Ok(ContentHash::finished(&hasher))
    }

    /// Takes the place of `target`, whatever is there.
    pub(super) fn replace(mut self, target: &Path) -> io::Result<FileStamp> {
        fs::rename(&self.path, target)?;
        self.placed = true;
        // Only now: a rename changes the ctime.
        self.file.metadata().map(|metadata| FileStamp::of(&metadata))
    }

    /// Takes the name `target`, or fails with `AlreadyExists` when there is such a name.
    pub(super) fn place_new(mut self, target: &Path) -> io::Result<FileStamp> {
        rename_new(&self.path, target)?;
        self.placed = true;
        self.file.metadata().map(|metadata| FileStamp::of(&metadata))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.placed {
            // A leftover is hidden and skipped everywhere; there is nobody to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Gives `file` the owner, as far as this user may, and then the mode of `like`.
#[cfg(unix)]
fn dress(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let fresh = file.metadata()?;
    if (fresh.uid(), fresh.gid()) != (like.uid(), like.gid())
        && fchown(file, Some(like.uid()), Some(like.gid())).is_err()
    {
        // Only root gives files away; a group one is a member of can still be kept, and neither is worth a failed save.
        let _ = fchown(file, None, Some(like.gid()));
    }
    file.set_permissions(like.permissions())
}

#[cfg(not(unix))]
fn dress(file: &File, like: &Metadata) -> io::Result<()> {
    file.set_permissions(like.permissions())
}

/// Renames `from`, or fails with `AlreadyExists` when there is something called `to`: in one step where the file system
/// can, else through [`claim_and_rename`].
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
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

/// Renames `from` over `to`.
pub(super) fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Waits until the names in `folder` are on disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(()); // There folders cannot be flushed, and need not be.
    }
    File::open(folder)?.sync_all()
}

/// Creates `folder` and what is missing above it, each on disk before the next.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Ok(()) => folder.parent().map_or(Ok(()), sync_folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(folder.parent().ok_or(error)?)?;
            make_folders(folder)
        }
        Err(error) => Err(error),
    }
}
