//! What several calls of the seam make together: a file read whole, a temporary file that takes another's place, folders
//! that are on disk. No vault, no rules, plain `std::io` errors.
//!
//! `atomic-write-file` does not do for it: its temporary names are longer than the target's (a name of 255 bytes cannot
//! be saved), nobody can tell them as ours, and it always replaces.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fs::{Access, Onto, VaultFs};
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
pub(super) fn read_whole(fs: &dyn VaultFs, file: &mut File, keep: u64) -> io::Result<Content> {
    let mut tries = 3;
    let mut metadata = file.metadata()?;
    loop {
        let stamp = FileStamp::of(&metadata);
        file.rewind()?;
        let (bytes, hasher) = read_once(Through { fs, file }, keep, stamp.size)?;
        let after = file.metadata()?;
        tries -= 1;
        if tries == 0 || FileStamp::of(&after) == stamp {
            let truncated = hasher.count() > bytes.len() as u64;
            return Ok(Content { bytes, truncated, hash: ContentHash::finished(&hasher), stamp, metadata });
        }
        metadata = after;
    }
}

fn read_once(mut file: Through<'_>, keep: u64, size: u64) -> io::Result<(Vec<u8>, blake3::Hasher)> {
    let mut bytes = Vec::with_capacity(usize::try_from(keep.min(size)).unwrap_or_default());
    Read::by_ref(&mut file).take(keep).read_to_end(&mut bytes)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes);
    hasher.update_reader(file)?;
    Ok((bytes, hasher))
}

/// An open file whose bytes go through the seam.
struct Through<'a> {
    fs: &'a dyn VaultFs,
    file: &'a mut File,
}

impl Read for Through<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fs.read(self.file, buffer)
    }
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.fs.write(self.file, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file being written beside the one it will replace; removed when dropped before it took its place.
///
/// What could not be written or flushed is of no use any more: it is never flushed again, for the second flush may succeed
/// without the bytes the first one failed on. So each way to fill it ends its use but for taking its place.
pub(super) struct Temp {
    fs: Arc<dyn VaultFs>,
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Temp {
    /// Creates an empty temporary file in `folder`. With `like`, it gets that file's owner, as far as allowed, and mode;
    /// until then nobody else can read it.
    pub(super) fn create(fs: &Arc<dyn VaultFs>, folder: &Path, like: Option<&Metadata>) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let access = if like.is_some() { Access::Owner } else { Access::Usual };
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{TEMP_PREFIX}{:x}-{number:x}{TEMP_SUFFIX}", std::process::id()));
            match fs.create(&path, access) {
                Ok(file) => {
                    let temp = Self { fs: Arc::clone(fs), path, file, placed: false };
                    like.map_or(Ok(()), |like| dress(&temp.file, like))?;
                    return Ok(temp);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes `bytes` and waits until they are on disk.
    pub(super) fn fill(mut self, bytes: &[u8]) -> io::Result<Full> {
        self.through().write_all(bytes)?;
        self.finish()
    }

    /// Copies all of `from`, waits until it is on disk, and returns the hash of what was copied.
    pub(super) fn fill_from(mut self, from: &mut dyn Read) -> io::Result<(Full, ContentHash)> {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    hasher.update(&buffer[..count]);
                    self.through().write_all(&buffer[..count])?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok((self.finish()?, ContentHash::finished(&hasher)))
    }

    fn through(&mut self) -> Through<'_> {
        Through { fs: &*self.fs, file: &mut self.file }
    }

    fn finish(self) -> io::Result<Full> {
        self.fs.sync(&self.file)?;
        Ok(Full(self))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.placed {
            // A leftover is hidden and skipped everywhere; there is nobody to tell.
            let _ = self.fs.remove(&self.path);
        }
    }
}

/// A temporary file whose content is on disk: the only thing that can take another's place.
pub(super) struct Full(Temp);

impl Full {
    /// Takes the name `target`: of whatever is there, or failing with `AlreadyExists`.
    pub(super) fn place(mut self, target: &Path, onto: Onto) -> io::Result<FileStamp> {
        let Self(temp) = &mut self;
        temp.fs.rename(&temp.path, target, onto)?;
        temp.placed = true;
        // Only now: a rename changes the ctime.
        temp.file.metadata().map(|metadata| FileStamp::of(&metadata))
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

/// Waits until the names in `folder` are on disk.
pub(super) fn sync_folder(fs: &dyn VaultFs, folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(()); // There folders cannot be flushed, and need not be.
    }
    fs.sync(&fs.open(folder)?)
}

/// Waits until the names in `folder` are on disk, and its own name, and so on up to what is in `top`. A folder that is there
/// need not be on disk: another program may have made it just now, or its flush failed when we made it.
pub(super) fn sync_up(fs: &dyn VaultFs, folder: &Path, top: &Path) -> io::Result<()> {
    sync_folder(fs, folder)?;
    match folder.parent() {
        Some(above) if folder != top && folder.starts_with(top) => sync_up(fs, above, top),
        _ => Ok(()),
    }
}

/// Creates `folder` and what is missing above it, each on disk before the next.
pub(super) fn make_folders(fs: &dyn VaultFs, folder: &Path) -> io::Result<()> {
    match fs.make_folder(folder) {
        Ok(()) => folder.parent().map_or(Ok(()), |parent| sync_folder(fs, parent)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(fs, folder.parent().ok_or(error)?)?;
            make_folders(fs, folder)
        }
        Err(error) => Err(error),
    }
}
