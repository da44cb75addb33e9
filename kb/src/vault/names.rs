//! Which names belong to a vault. Works on raw bytes: a name need not be UTF-8.

use std::ffi::OsStr;

use crate::model::VaultPath;

/// How our temporary files begin: hidden, so that every other tool leaves them alone too.
pub(super) const TEMP_PREFIX: &str = ".casebook-";

/// How they end.
pub(super) const TEMP_SUFFIX: &str = ".tmp";

/// The settings file at the root: not a note, but watched like one.
pub(super) const SETTINGS: &str = "casebook.toml";

/// Whether a file or folder of this name, and all below it, is none of ours.
pub(super) fn is_skipped(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    bytes.first() == Some(&b'.') || bytes == b"node_modules"
}

/// Whether a file of this name is a note: `.md` or `.markdown`, in any case.
pub(super) fn is_note(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    let Some(dot) = bytes.iter().rposition(|&byte| byte == b'.') else { return false };
    let extension = &bytes[dot + 1..];
    dot > 0 && (extension.eq_ignore_ascii_case(b"md") || extension.eq_ignore_ascii_case(b"markdown"))
}

/// Whether a file of this name is one of our temporary files.
pub(super) fn is_temp(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    bytes.starts_with(TEMP_PREFIX.as_bytes()) && bytes.ends_with(TEMP_SUFFIX.as_bytes())
}

/// Whether any part of `path` is skipped.
pub(super) fn leads_into_skipped(path: &VaultPath) -> bool {
    path.as_str().split('/').any(|part| is_skipped(OsStr::new(part)))
}
