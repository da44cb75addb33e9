//! Reading an archive: all of it is compared with what it says of itself before anything is written.
//!
//! An archive is as hostile as any file that was sent: names stay below the folder they are restored to, nothing is
//! written through a link, and nothing that is there is replaced.
#![expect(clippy::disallowed_methods, reason = "what is restored is no vault yet")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use flate2::read::GzDecoder;
use tar::EntryType;

use super::manifest::FORMAT;
use super::{BackupError, Kept, MANIFEST, Manifest, Skipped};

/// No list of files is nearly as long, in bytes.
const LONGEST_MANIFEST: u64 = 1 << 30;

/// An archive that is whole: every file has the sum it says.
#[derive(Debug)]
pub struct Archive {
    place: PathBuf,
    manifest: Manifest,
}

impl Archive {
    /// Reads all of an archive and compares.
    ///
    /// # Errors
    /// [`BackupError::Damaged`], or why it cannot be read.
    pub fn open(place: &Path) -> Result<Self, BackupError> {
        let damaged = |reason: String| BackupError::Damaged { archive: place.to_path_buf(), reason };
        let mut found = Vec::new();
        let mut manifest = None;
        let mut archive = reader(place)?;
        for entry in archive.entries().map_err(|error| damaged(error.to_string()))? {
            let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
            let path = entry.path().map_err(|error| damaged(error.to_string()))?;
            let path = path.to_str().ok_or_else(|| damaged("a name in it is not UTF-8".to_owned()))?.to_owned();
            if path == MANIFEST {
                let mut text = Vec::new();
                Read::by_ref(&mut entry)
                    .take(LONGEST_MANIFEST)
                    .read_to_end(&mut text)
                    .map_err(|error| damaged(error.to_string()))?;
                manifest = Some(serde_json::from_slice::<Manifest>(&text).map_err(|error| damaged(error.to_string()))?);
            } else if entry.header().entry_type() == EntryType::Regular {
                let mut hasher = blake3::Hasher::new();
                hasher.update_reader(&mut entry).map_err(|error| damaged(error.to_string()))?;
                found.push(Kept { path, bytes: hasher.count(), blake3: hasher.finalize().to_hex().to_string() });
            }
        }
        // To the very end, where the sum of everything is.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|error| damaged(error.to_string()))?;
        let manifest = manifest.ok_or_else(|| damaged("it does not say what is in it".to_owned()))?;
        if manifest.format > FORMAT {
            return Err(damaged(format!("it has format {}, this version knows up to {FORMAT}", manifest.format)));
        }
        if let Some(odd) = different(&manifest.files, &found) {
            return Err(damaged(format!("{odd} is not what was put into it")));
        }
        Ok(Self { place: place.to_path_buf(), manifest })
    }

    /// What it holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Writes what lies below `part` of the archive into `folder`, which must not be there, or be empty; says what was left
    /// out. The folder appears when all of it is on disk.
    ///
    /// # Errors
    /// [`BackupError::Taken`], or why it cannot be written; then nothing is there.
    pub fn restore(&self, part: &str, folder: &Path) -> Result<Vec<Skipped>, BackupError> {
        let taken = || BackupError::Taken { path: folder.to_path_buf() };
        match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => return Err(taken()),
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let growing = Growing(folder.with_file_name(format!(".{name}.{}.restoring", std::process::id())));
        fs::create_dir_all(&growing.0).map_err(BackupError::io("create", &growing.0))?;
        let skipped = self.write(part, &growing.0)?;
        match fs::remove_dir(folder) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => return Err(taken()),
        }
        fs::rename(&growing.0, folder).map_err(BackupError::io("name", folder))?;
        Ok(skipped)
    }

    fn write(&self, part: &str, folder: &Path) -> Result<Vec<Skipped>, BackupError> {
        let damaged = |reason: String| BackupError::Damaged { archive: self.place.clone(), reason };
        let unreadable = |error: io::Error| damaged(error.to_string());
        let (mut skipped, mut links) = (Vec::new(), Vec::new());
        for entry in reader(&self.place)?.entries().map_err(unreadable)? {
            let mut entry = entry.map_err(unreadable)?;
            let path = entry.path().map_err(unreadable)?.into_owned();
            let Ok(below) = path.strip_prefix(part) else { continue };
            if !is_plain(below) {
                return Err(damaged(format!("{} leads out of it", path.display())));
            }
            let place = folder.join(below);
            let failed = || BackupError::io("write", &place);
            match entry.header().entry_type() {
                EntryType::Directory => fs::create_dir_all(&place).map_err(failed())?,
                EntryType::Regular => {
                    fs::create_dir_all(place.parent().unwrap_or(folder)).map_err(failed())?;
                    let mut file = File::create_new(&place).map_err(failed())?;
                    io::copy(&mut entry, &mut file).map_err(failed())?;
                    let modified = UNIX_EPOCH + Duration::from_secs(entry.header().mtime().unwrap_or_default());
                    file.set_modified(modified).map_err(failed())?;
                    #[cfg(unix)]
                    {
                        use std::os::unix::fs::PermissionsExt;
                        // Not the bits that lend out rights.
                        let mode = entry.header().mode().unwrap_or(0o644) & 0o777;
                        file.set_permissions(fs::Permissions::from_mode(mode | 0o400)).map_err(failed())?;
                    }
                    file.sync_all().map_err(failed())?;
                }
                EntryType::Symlink => {
                    let target = entry.link_name().map_err(unreadable)?.unwrap_or_default().into_owned();
                    links.push((place, below.to_path_buf(), target));
                }
                _ => skipped.push(Skipped {
                    path: path.display().to_string(),
                    reason: "it is neither a file nor a folder nor a link".to_owned(),
                }),
            }
        }
        // Last, so that nothing is written through one.
        for (place, below, target) in links {
            if !stays_inside(&below, &target) {
                let reason = format!("the link leads out of the folder, to {}", target.display());
                skipped.push(Skipped { path: below.display().to_string(), reason });
                continue;
            }
            make_link(&target, &place).map_err(BackupError::io("link", &place))?;
        }
        let folders: BTreeSet<&Path> =
            self.manifest.folders.iter().filter_map(|path| Path::new(path).strip_prefix(part).ok()).collect();
        for below in folders {
            // Not every system lets a folder be flushed; the files in it are on disk.
            let _ = File::open(folder.join(below)).and_then(|opened| opened.sync_all());
        }
        Ok(skipped)
    }
}

/// A folder that is being filled; gone with all in it when dropped before it got its name.
struct Growing(PathBuf);

impl Drop for Growing {
    fn drop(&mut self) {
        // After it got its name there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn reader(place: &Path) -> Result<tar::Archive<GzDecoder<BufReader<File>>>, BackupError> {
    let file = File::open(place).map_err(BackupError::io("read", place))?;
    Ok(tar::Archive::new(GzDecoder::new(BufReader::new(file))))
}

/// What of `found` is not what `said` says, by its name.
fn different<'a>(said: &'a [Kept], found: &'a [Kept]) -> Option<&'a str> {
    let first = said.iter().zip(found).find(|(said, found)| said != found).map(|(said, _)| said);
    let missing = said.get(found.len()).or_else(|| found.get(said.len()));
    first.or(missing).map(|kept| kept.path.as_str())
}

/// Compares what is in an archive with what was put into it.
pub(super) fn compare(found: &Manifest, wanted: &Manifest) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let odd = different(&wanted.files, &found.files).unwrap_or(MANIFEST);
    Err(format!("{odd} differs"))
}

/// Whether a path consists of names alone.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a link at `below` that leads to `target` stays in the folder both are in.
fn stays_inside(below: &Path, target: &Path) -> bool {
    let mut depth = below.components().count().saturating_sub(1);
    for part in target.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    true
}

#[cfg(unix)]
fn make_link(target: &Path, place: &Path) -> io::Result<()> {
    fs::create_dir_all(place.parent().unwrap_or(place))?;
    std::os::unix::fs::symlink(target, place)
}

#[cfg(not(unix))]
fn make_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
