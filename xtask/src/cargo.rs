//! Cargo as every command calls it: from the root, one target folder, one set of features.
//!
//! Features are unified over what is selected. Selecting differently (one package here, the workspace there, with
//! or without dev-dependencies) builds half the tree again, so all commands select the whole workspace and, where
//! no test target does it, `--examples` to bring the dev-dependencies' features in.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What selects the same features as `cargo test --workspace` in a plain build.
pub(crate) const APP: [&str; 4] = ["build", "--workspace", "--bins", "--examples"];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ lies in the root").to_owned()
}

/// Where builds go: `CARGO_TARGET_DIR` or `target/`.
pub(crate) fn target() -> PathBuf {
    let folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(folder)
}

/// The cargo that started this command, with these arguments.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    at_root(&mut cargo);
    cargo
}

/// Puts a command at the root, without the variables cargo sets for xtask itself: build scripts that watch them
/// would run again, and everything after them.
pub(crate) fn at_root(command: &mut Command) {
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
}
