//! A note's place inside its vault, and the catalog's key.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A path relative to the vault root, UTF-8, with `/` between its parts; kept byte for byte as the disk has it.
///
/// Never absolute, never empty, no empty, `.` or `..` part, no NUL: joined to a root it cannot leave it by name
/// (symbolic links are the `vault` module's business).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct VaultPath(String);

/// Why a text cannot be a [`VaultPath`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a path inside a vault: use a relative path with / between its parts and no . or ..")]
pub struct InvalidPath(pub String);

impl VaultPath {
    /// Checks `text` and keeps it as it is.
    ///
    /// # Errors
    /// [`InvalidPath`] when it is absolute, empty, holds NUL, or has an empty, `.` or `..` part.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidPath> {
        let text = text.into();
        let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
        if text.contains('\0') || text.split('/').any(bad_part) {
            return Err(InvalidPath(text));
        }
        if cfg!(windows) && (text.contains('\\') || text.contains(':')) {
            return Err(InvalidPath(text));
        }
        Ok(Self(text))
    }

    /// The path with `/` between its parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension: the fallback title of a note without a heading.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// Everything before the last part, or `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.0.rfind('/').map(|slash| &self.0[..slash])
    }

    /// The first part, which says the kind of a note without a `type` key.
    #[must_use]
    pub fn top_folder(&self) -> Option<&str> {
        self.0.find('/').map(|slash| &self.0[..slash])
    }

    /// The place on disk below `root`.
    #[must_use]
    pub fn under(&self, root: &Path) -> PathBuf {
        self.0.split('/').fold(root.to_path_buf(), |path, part| path.join(part))
    }
}

impl fmt::Display for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for VaultPath {
    type Error = InvalidPath;
    fn try_from(text: String) -> Result<Self, InvalidPath> {
        Self::new(text)
    }
}

impl From<VaultPath> for String {
    fn from(path: VaultPath) -> String {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_its_vault_by_name() {
        for bad in ["", "/etc/passwd", "../a.md", "a/../b.md", "a//b.md", "a/./b.md", "a/", "a\0.md"] {
            assert!(VaultPath::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn parts_are_read_without_touching_the_text() {
        let path = VaultPath::new("cases/2026/VPN drops.v2.md").expect("valid");
        assert_eq!(path.file_name(), "VPN drops.v2.md");
        assert_eq!(path.stem(), "VPN drops.v2");
        assert_eq!(path.parent(), Some("cases/2026"));
        assert_eq!(path.top_folder(), Some("cases"));
        assert_eq!(path.under(Path::new("/v")), Path::new("/v/cases/2026/VPN drops.v2.md"));
        assert_eq!(VaultPath::new(".md").expect("valid").stem(), ".md");
    }
}
