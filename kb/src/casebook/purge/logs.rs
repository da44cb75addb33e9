//! The app's log in a purge: lines that name somebody. The app may be writing to the file, so it stays the same file.
#![expect(clippy::disallowed_methods, reason = "the app's own log; no vault file is touched here")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many lines of the log in `folder` are meant.
pub(super) fn naming(folder: &Path, names: impl Fn(&str) -> bool) -> usize {
    let lines_in = |file: PathBuf| {
        let bytes = fs::read(file).unwrap_or_default();
        lines(&bytes).filter(|line| names(&String::from_utf8_lossy(line))).count()
    };
    files(folder).into_iter().map(lines_in).sum()
}

/// Takes those lines out; says how many there were.
///
/// # Errors
/// A file that cannot be read or written, and why.
pub(super) fn take_out(folder: &Path, names: impl Fn(&str) -> bool) -> Result<usize, (PathBuf, io::Error)> {
    files(folder)
        .into_iter()
        .try_fold(0, |sum, file| take_out_of(&file, &names).map(|taken| sum + taken).map_err(|source| (file, source)))
}

fn take_out_of(file: &Path, names: &impl Fn(&str) -> bool) -> io::Result<usize> {
    let bytes = fs::read(file)?;
    let mut taken = 0;
    let mut kept = Vec::with_capacity(bytes.len());
    for line in lines(&bytes) {
        if names(&String::from_utf8_lossy(line)) {
            taken += 1;
        } else {
            kept.extend_from_slice(line);
        }
    }
    if taken > 0 {
        let mut open = OpenOptions::new().write(true).open(file)?;
        open.write_all(&kept)?;
        // What was there is overwritten before the file is cut; what somebody appended meanwhile goes with it.
        open.write_all(&vec![b'\n'; bytes.len() - kept.len()])?;
        open.sync_all()?;
        open.set_len(kept.len() as u64)?;
        open.sync_all()?;
    }
    Ok(taken)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n')
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).map(|entry| entry.path()).collect()
}
