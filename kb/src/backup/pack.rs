//! Making an archive: written beside its place, read back, and only then named.
#![expect(clippy::disallowed_methods, reason = "an archive is no vault file")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::manifest::FORMAT;
use super::unpack::{Archive, compare};
use super::{About, BackupError, Kept, MANIFEST, Manifest, Skipped};

/// What an archive keeps of a file beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// The permissions, as Unix writes them.
    pub mode: u32,
    /// When it was changed last, in seconds since 1970.
    pub modified: u64,
}

/// An archive being made; gone when dropped before it is finished.
pub struct Packer {
    tar: Builder<GzEncoder<BufWriter<File>>>,
    manifest: Manifest,
    part: Part,
    target: PathBuf,
}

/// The unfinished archive.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // After it got its name there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
}

impl Packer {
    /// Starts the archive that is to lie at `target`.
    ///
    /// # Errors
    /// [`BackupError::Taken`], or why it cannot be written there.
    pub fn create(target: &Path, about: About) -> Result<Self, BackupError> {
        if fs::symlink_metadata(target).is_ok() {
            return Err(BackupError::Taken { path: target.to_path_buf() });
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let part = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = File::create_new(&part).map_err(BackupError::io("create", &part))?;
        let mut tar = Builder::new(GzEncoder::new(BufWriter::new(file), Compression::default()));
        tar.sparse(false);
        let manifest = Manifest {
            format: FORMAT,
            about,
            files: Vec::new(),
            folders: Vec::new(),
            links: Vec::new(),
            skipped: Vec::new(),
        };
        Ok(Self { tar, manifest, part: Part(part), target: target.to_path_buf() })
    }

    /// Adds a file of exactly `bytes` bytes under `path`.
    ///
    /// # Errors
    /// It cannot be read, or the archive not be written.
    pub fn file(&mut self, path: &str, from: &mut dyn Read, bytes: u64, meta: Meta) -> Result<(), BackupError> {
        let mut hasher = blake3::Hasher::new();
        let mut header = header(EntryType::Regular, meta);
        header.set_size(bytes);
        let mut summed = Summed { from: from.take(bytes), hasher: &mut hasher };
        self.tar.append_data(&mut header, path, &mut summed).map_err(self.failed())?;
        if hasher.count() != bytes {
            return Err(self.failed()(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{path} became shorter"))));
        }
        self.manifest.files.push(Kept { path: path.to_owned(), bytes, blake3: hasher.finalize().to_hex().to_string() });
        Ok(())
    }

    /// Adds a folder.
    ///
    /// # Errors
    /// The archive cannot be written.
    pub fn folder(&mut self, path: &str, meta: Meta) -> Result<(), BackupError> {
        let mut header = header(EntryType::Directory, meta);
        header.set_size(0);
        self.tar.append_data(&mut header, path, io::empty()).map_err(self.failed())?;
        self.manifest.folders.push(path.to_owned());
        Ok(())
    }

    /// Adds a symbolic link.
    ///
    /// # Errors
    /// The archive cannot be written.
    pub fn link(&mut self, path: &str, target: &str, meta: Meta) -> Result<(), BackupError> {
        let mut header = header(EntryType::Symlink, meta);
        header.set_size(0);
        self.tar.append_link(&mut header, path, target).map_err(self.failed())?;
        self.manifest.links.push((path.to_owned(), target.to_owned()));
        Ok(())
    }

    /// Notes that something is left out.
    pub fn skip(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.manifest.skipped.push(Skipped { path: path.into(), reason: reason.into() });
    }

    /// Writes the end, waits until all is on disk, reads it back, and gives it its name.
    ///
    /// # Errors
    /// [`BackupError::Unverified`], [`BackupError::Taken`], or why it cannot be written; then there is no archive.
    pub fn finish(mut self) -> Result<Manifest, BackupError> {
        let said = serde_json::to_vec_pretty(&self.manifest).expect("a manifest is plain values");
        let mut header = header(EntryType::Regular, Meta { mode: 0o644, modified: 0 });
        header.set_size(said.len() as u64);
        self.tar.append_data(&mut header, MANIFEST, said.as_slice()).map_err(self.failed())?;
        let Self { tar, manifest, part, target } = self;
        let failed = || BackupError::io("write", &part.0);
        let file = tar.into_inner().and_then(GzEncoder::finish).map_err(failed())?;
        let file = file.into_inner().map_err(|error| failed()(error.into_error()))?;
        file.sync_all().map_err(failed())?;
        drop(file);

        let unverified = |reason: String| BackupError::Unverified { archive: target.clone(), reason };
        let found = Archive::open(&part.0).map_err(|error| unverified(error.to_string()))?;
        compare(found.manifest(), &manifest).map_err(unverified)?;

        // Fails where the name is taken, which renaming would not.
        match fs::hard_link(&part.0, &target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(BackupError::Taken { path: target });
            }
            // A file system without hard links.
            Err(_) if fs::symlink_metadata(&target).is_err() => fs::rename(&part.0, &target).map_err(failed())?,
            Err(error) => return Err(failed()(error)),
        }
        if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // Not every system lets a folder be flushed; the archive itself is on disk.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(manifest)
    }

    fn failed(&self) -> impl FnOnce(io::Error) -> BackupError + use<> {
        BackupError::io("write", &self.part.0)
    }
}

fn header(kind: EntryType, meta: Meta) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(meta.mode);
    header.set_mtime(meta.modified);
    header
}

/// Sums what is read.
struct Summed<'a, R> {
    from: R,
    hasher: &'a mut blake3::Hasher,
}

impl<R: Read> Read for Summed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        Ok(count)
    }
}
