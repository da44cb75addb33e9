//! What must be there before anything is built: Node, cargo's components, system packages, npm packages, crates.
//!
//! Rust itself is not looked at: cargo refuses to build this very program with a compiler older than the
//! workspace's `rust-version`, and says so.

use std::process::Command;

use xtask::process::{output, run};

use crate::cargo::cargo;
use crate::system::{self, Need};
use crate::trouble::Trouble;
use crate::ui;

/// The oldest Node that Vite 8 runs on.
const NODE: (u32, u32) = (20, 19);

/// Prepares the machine, `ui/node_modules` and cargo's copies of the crates.
///
/// # Errors
/// What is missing, with what to do about it.
pub(crate) fn prepare(need: Need) -> Result<(), Trouble> {
    check_node()?;
    system::ensure(need)?;
    ui::install_packages()?;
    // The app's list of licences names every crate, and asks the network for none of them.
    Ok(run(&mut cargo(["fetch", "--locked"]))?)
}

/// Looks for `cargo fmt` and `cargo clippy`, which a minimal toolchain lacks.
///
/// # Errors
/// Names the missing component and the command that adds it.
pub(crate) fn check_components() -> Result<(), Trouble> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(&mut cargo([subcommand, "--version"])).is_none() {
            return Err(Trouble::Needs {
                what: format!("`cargo {subcommand}` does not start"),
                next: format!("Add it: rustup component add {component}"),
            });
        }
    }
    Ok(())
}

fn check_node() -> Result<(), Trouble> {
    let next = "Install a current one: https://nodejs.org/en/download, or for example `nvm install 22`.".to_owned();
    let wanted = format!("Node {}.{} or newer with npm", NODE.0, NODE.1);
    let Some(said) = output(Command::new("node").arg("--version")) else {
        return Err(Trouble::Needs { what: format!("{wanted} is needed; there is no `node` on the path"), next });
    };
    if version(&said).is_none_or(|version| version < NODE) {
        return Err(Trouble::Needs { what: format!("{wanted} is needed; this is Node {}", said.trim()), next });
    }
    if output(Command::new("npm").arg("--version")).is_none() {
        return Err(Trouble::Needs { what: format!("{wanted} is needed; there is no `npm` on the path"), next });
    }
    Ok(())
}

/// Major and minor of `v20.19.2`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(version("v20.19.2\n"), Some((20, 19)));
        assert!(version("v20.9.0").is_some_and(|version| version < NODE));
        assert!(version("v22.1.0").is_some_and(|version| version >= NODE));
        assert_eq!(version("20"), None);
    }
}
