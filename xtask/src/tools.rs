//! The commands that are one call of another tool.

use std::process::Command;

use xtask::process::run;

use crate::cargo::{self, at_root, cargo, root, target};
use crate::setup;
use crate::system::Need;
use crate::trouble::Trouble;
use crate::ui;

/// `cargo xtask bindings`: lets the freshness test write what it else compares.
///
/// # Errors
/// When the test fails to build or to write.
pub(crate) fn bindings(_arguments: &[String]) -> Result<(), Trouble> {
    // The app embeds the built page, so there has to be one before its tests compile.
    setup::prepare(Need::Build)?;
    ui::build()?;
    Ok(run(cargo(["test", "--workspace", "--test", "bindings"]).env("UPDATE_BINDINGS", "1"))?)
}

/// `cargo xtask bench [vault | search | report]`: the benches of the core, or one of them.
///
/// # Errors
/// When a bench fails.
pub(crate) fn bench(arguments: &[String]) -> Result<(), Trouble> {
    let mut bench = cargo(["bench", "--package", "kb"]);
    if let Some(name) = arguments.first().filter(|argument| !argument.starts_with('-')) {
        return Ok(run(bench.args(["--bench", name]).args(&arguments[1..]))?);
    }
    Ok(run(bench.args(arguments))?)
}

/// `cargo xtask shots`: the pictures of the docs, taken by the window test that is ignored otherwise.
///
/// # Errors
/// When the app cannot be built or driven.
pub(crate) fn shots(_arguments: &[String]) -> Result<(), Trouble> {
    setup::prepare(Need::Driver)?;
    ui::build()?;
    run(&mut cargo(cargo::APP))?;
    let mut shots = cargo(["test", "--workspace", "--test", "window", "shots", "--", "--include-ignored"]);
    shots.env("CASEBOOK_SHOTS", root().join("docs/shots")).env("CASEBOOK_WINDOW", "required");
    run(&mut shots)?;
    println!("The pictures are in docs/shots/.");
    Ok(())
}

/// The bundler, at the version of the `tauri` crate in Cargo.lock. Installed on demand and not among the UI's
/// packages: only releases need it, and a registry without its builds for other systems breaks `npm ci` for all.
const TAURI_CLI: &str = "2.12.5";

/// `cargo xtask package`: the release bundles, by the Tauri CLI. Run at the root, where it finds its configuration;
/// it builds the UI itself.
///
/// # Errors
/// When the bundler cannot be installed or fails.
pub(crate) fn package(arguments: &[String]) -> Result<(), Trouble> {
    setup::prepare(Need::Build)?;
    let folder = target().join("tools").join(format!("tauri-cli-{TAURI_CLI}"));
    let program = folder.join("node_modules/.bin/tauri");
    if !program.is_file() {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        run(npm.arg(format!("@tauri-apps/cli@{TAURI_CLI}")))?;
    }
    let mut tauri = Command::new(program);
    at_root(&mut tauri);
    tauri.arg("build").args(arguments);
    if !arguments.iter().any(|argument| argument.starts_with("--bundles")) {
        tauri.args(["--bundles", "deb"]);
    }
    run(&mut tauri)?;
    println!("The bundles are in {}.", target().join("release/bundle").display());
    Ok(())
}
