//! Where caches and local state lie, and which vault is meant when none is named.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::meaning::{MODEL_NAME, Model};

/// What Tauri calls the app's folders (`identifier` in tauri.conf.json).
const APP: &str = "app.casebook.desktop";

/// The folders outside the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Caches of all vaults: can be deleted at any time.
    pub cache: PathBuf,
    /// Drafts, history, preferences: the user's own.
    pub data: PathBuf,
    /// The app's log, which purges look through: where Tauri has it. It may not be there.
    pub logs: Option<PathBuf>,
}

/// Neither the variables nor a home folder say where to keep things.
#[derive(Debug, Error)]
#[error("cannot tell where to keep caches and drafts: set HOME, or KB_CACHE and KB_DATA")]
pub struct NoHome;

impl Places {
    /// The folder the model for meaning is kept in, whether or not it is there.
    #[must_use]
    pub fn model_folder(&self) -> PathBuf {
        self.data.join("models").join(MODEL_NAME)
    }

    /// The folder of the model for meaning, if it is there.
    #[must_use]
    pub fn model(&self) -> Option<PathBuf> {
        Some(self.model_folder()).filter(|folder| Model::is_in(folder))
    }

    /// Reads `KB_CACHE` and `KB_DATA`, else the platform's folders (XDG base directories on Linux).
    ///
    /// # Errors
    /// [`NoHome`] when nothing says where.
    pub fn from_env(var: impl Fn(&str) -> Option<OsString>) -> Result<Self, NoHome> {
        let set = |name: &str| var(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let place = |own: &str, xdg: &str, mac: &str, windows: &str, unix: &str| {
            if let Some(path) = set(own) {
                return Ok(path);
            }
            let base = if cfg!(windows) {
                set(windows)
            } else if cfg!(target_os = "macos") {
                set("HOME").map(|home| home.join(mac))
            } else {
                set(xdg).filter(|path| path.is_absolute()).or_else(|| set("HOME").map(|home| home.join(unix)))
            };
            base.map(|base| base.join("casebook")).ok_or(NoHome)
        };
        let logs = if cfg!(target_os = "macos") {
            set("HOME").map(|home| home.join("Library/Logs").join(APP))
        } else {
            let (xdg, unix, windows) = ("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA");
            let base = if cfg!(windows) {
                set(windows)
            } else {
                set(xdg).filter(|path| path.is_absolute()).or_else(|| set("HOME").map(|home| home.join(unix)))
            };
            base.map(|base| base.join(APP).join("logs"))
        };
        Ok(Self {
            logs,
            cache: place("KB_CACHE", "XDG_CACHE_HOME", "Library/Caches", "LOCALAPPDATA", ".cache")?,
            data: place("KB_DATA", "XDG_DATA_HOME", "Library/Application Support", "APPDATA", ".local/share")?,
        })
    }
}

/// The nearest folder at or above `start` that holds a `casebook.toml`.
#[must_use]
pub fn find_vault(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("casebook.toml").is_file()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<Places, NoHome> {
        let pairs: Vec<(String, OsString)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(value))).collect();
        Places::from_env(|name| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn our_own_variables_win() {
        let places = from(&[("KB_CACHE", "/c"), ("KB_DATA", "/d"), ("HOME", "/h")]).expect("places");
        assert_eq!((places.cache, places.data), ("/c".into(), "/d".into()));
    }

    #[test]
    fn without_a_home_it_says_what_to_set() {
        let error = from(&[]).expect_err("nothing is set").to_string();
        assert!(error.contains("KB_CACHE"), "{error}");
    }

    #[test]
    fn the_log_is_looked_for_where_the_app_writes_it() {
        let config = include_str!("../../../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{APP}\"")), "the app goes by another name");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_follows_the_xdg_base_directories() {
        let places = from(&[("HOME", "/h"), ("XDG_CACHE_HOME", "relative/is/ignored")]).expect("places");
        assert_eq!(places.cache, Path::new("/h/.cache/casebook"));
        assert_eq!(places.data, Path::new("/h/.local/share/casebook"));
        assert_eq!(places.logs.as_deref(), Some(Path::new("/h/.local/share/app.casebook.desktop/logs")));
    }
}
