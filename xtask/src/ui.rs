//! The web UI's own tools: npm packages and scripts of `ui/`.
//!
//! Whether something is out of date is decided by content, not by time stamps: a fresh clone, a restored cache and
//! a changed branch all have misleading ones.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::process::run;

use crate::cargo::{at_root, root, target};
use crate::trouble::Trouble;

/// Folders of `ui/` that are made from the rest.
const MADE: [&str; 3] = ["node_modules", "dist", "coverage"];

fn folder() -> PathBuf {
    root().join("ui")
}

/// Runs `npm ci` when `node_modules` is not what `package-lock.json` asks for.
///
/// # Errors
/// When npm fails.
pub(crate) fn install_packages() -> Result<(), Trouble> {
    let lock_path = folder().join("package-lock.json");
    let stamp = folder().join("node_modules/.installed-from");
    let lock = fs::read(&lock_path).map_err(Trouble::io(&lock_path))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).map_err(Trouble::io(&stamp))
}

/// Runs one script of `ui/package.json`.
///
/// # Errors
/// When the script fails.
pub(crate) fn script(name: &str) -> Result<(), Trouble> {
    Ok(run(&mut npm(&["run", "--silent", name]))?)
}

/// Builds `ui/dist` when a source has changed since the last build. An untouched `dist` keeps the app from being
/// linked again.
///
/// # Errors
/// When the build fails or the sources cannot be read.
pub(crate) fn build() -> Result<(), Trouble> {
    let stamp = target().join("xtask/ui-built-from");
    let sources = format!("{:016x}", fingerprint(&folder())?);
    if folder().join("dist/index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(());
    }
    script("build")?;
    fs::create_dir_all(target().join("xtask")).map_err(Trouble::io(&stamp))?;
    fs::write(&stamp, sources).map_err(Trouble::io(&stamp))
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(arguments);
    at_root(&mut npm);
    npm.current_dir(folder());
    npm
}

/// A hash over the names and contents of everything in the folder that is not made from the rest.
fn fingerprint(folder: &Path) -> Result<u64, Trouble> {
    let mut hasher = DefaultHasher::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = fs::read_dir(&folder).map_err(Trouble::io(&folder))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                if path.file_name().is_none_or(|name| MADE.iter().all(|made| name != *made)) {
                    waiting.push(path);
                }
            } else {
                path.hash(&mut hasher);
                fs::read(&path).map_err(Trouble::io(&path))?.hash(&mut hasher);
            }
        }
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_sources_and_ignores_what_is_made_from_them() {
        let folder = std::env::temp_dir().join(format!("xtask-ui-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::create_dir_all(folder.join("dist")).unwrap();
        fs::write(folder.join("src/a.ts"), "one").unwrap();
        let before = fingerprint(&folder).unwrap();
        fs::write(folder.join("dist/a.js"), "made").unwrap();
        assert_eq!(fingerprint(&folder).unwrap(), before);
        fs::write(folder.join("src/a.ts"), "two").unwrap();
        let changed = fingerprint(&folder).unwrap();
        fs::rename(folder.join("src/a.ts"), folder.join("src/b.ts")).unwrap();
        let renamed = fingerprint(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert!(before != changed && changed != renamed);
    }
}
