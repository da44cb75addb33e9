//! The user's own copy of the sample vault.
#![expect(clippy::disallowed_methods, reason = "the copy is made before it is a vault")]

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// Copies the sample at `from` to `to`, which must not exist: all of it or nothing.
///
/// # Errors
/// `io`, naming the file that could not be copied.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let failed = |what: &Path, error: std::io::Error| {
        Failure::new(
            "io",
            format!("cannot copy the sample vault to {}: {}: {error}", to.display(), what.display()),
            "Check that your data folder can be written and has room",
        )
    };
    let draft = to.with_extension("new");
    if draft.exists() {
        fs::remove_dir_all(&draft).map_err(|error| failed(&draft, error))?;
    }
    let mut folders = vec![(from.to_owned(), draft.clone())];
    while let Some((source, target)) = folders.pop() {
        fs::create_dir_all(&target).map_err(|error| failed(&target, error))?;
        for entry in fs::read_dir(&source).map_err(|error| failed(&source, error))? {
            let entry = entry.map_err(|error| failed(&source, error))?;
            let (path, copy) = (entry.path(), target.join(entry.file_name()));
            if path.is_dir() {
                folders.push((path, copy));
            } else {
                let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
                fs::write(&copy, bytes).map_err(|error| failed(&copy, error))?;
            }
        }
    }
    fs::rename(&draft, to).map_err(|error| failed(to, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_whole_and_can_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/sample-vault");
        let to = folder.path().join("data/sample-vault");
        copy(&from, &to).expect("copied");
        assert!(to.join("casebook.toml").is_file());
        assert!(to.join("articles").read_dir().expect("a folder").count() >= 25);
        assert!(!fs::metadata(to.join("casebook.toml")).expect("there").permissions().readonly());
        assert!(!folder.path().join("data/sample-vault.new").exists());
    }

    #[test]
    fn a_half_made_copy_is_begun_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(folder.path().join("to.new/rest")).expect("made");
        fs::create_dir_all(from.join("articles")).expect("made");
        fs::write(from.join("articles/a.md"), "# A").expect("written");
        copy(&from, &to).expect("copied");
        assert_eq!(fs::read_to_string(to.join("articles/a.md")).expect("there"), "# A");
        assert!(!to.join("rest").exists());
    }
}
