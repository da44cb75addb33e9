//! `cargo xtask audit`: what we ship of others, and whether we may.
//!
//! Rust crates through cargo-deny and `deny.toml`; npm packages by the licences their lock file records. Known
//! vulnerabilities are not looked up: that needs the network, so it is the maintainers' `cargo deny check
//! advisories`, on demand.

use std::fs;

use xtask::process::{output, run};

use crate::cargo::{cargo, root};
use crate::trouble::Trouble;

/// Licences of npm packages we take, by SPDX identifier.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CC-BY-4.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
];

/// Checks crates, then npm packages.
///
/// # Errors
/// When cargo-deny finds something, or npm packages under other licences.
pub(crate) fn audit(_arguments: &[String]) -> Result<(), Trouble> {
    if output(&mut cargo(["deny", "--version"])).is_none() {
        run(&mut cargo(["install", "--locked", "cargo-deny"]))?;
    }
    run(&mut cargo(["deny", "--all-features", "check", "bans", "licenses", "sources"]))?;

    let path = root().join("ui/package-lock.json");
    let lock = fs::read_to_string(&path).map_err(Trouble::io(&path))?;
    let packages = licences(&lock);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package.licence.is_some_and(is_allowed))
        .map(|package| format!("{}: {}", package.name, package.licence.unwrap_or("no licence given")))
        .collect();
    if !refused.is_empty() {
        return Err(Trouble::Licences { packages: refused });
    }
    println!("npm licences ok: {} packages", packages.len());
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Package<'a> {
    name: &'a str,
    licence: Option<&'a str>,
}

/// The packages of a lock file of version 2 or 3 with their licences.
///
/// Reads it line by line: npm writes it, always in the same shape, two spaces a level.
fn licences(lock: &str) -> Vec<Package<'_>> {
    let mut packages = Vec::new();
    for line in lock.lines() {
        if let Some(name) = line.strip_prefix("    \"node_modules/").and_then(|rest| rest.strip_suffix("\": {")) {
            packages.push(Package { name, licence: None });
        } else if let Some(value) = line.strip_prefix("      \"license\": \"")
            && let Some(package) = packages.last_mut()
        {
            package.licence = value.split('"').next();
        }
    }
    packages
}

/// Whether an SPDX expression can be met from the list: one side of each OR, both of each AND.
fn is_allowed(expression: &str) -> bool {
    let words = expression.replace(['(', ')'], " ");
    words.split(" OR ").any(|choice| choice.split(" AND ").all(|one| ALLOWED.contains(&one.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"{
  "packages": {
    "": {
      "license": "MIT OR Apache-2.0",
      "name": "casebook-ui"
    },
    "node_modules/@scope/one": {
      "version": "1.0.0",
      "license": "MIT",
      "engines": { "node": ">=18" }
    },
    "node_modules/one/node_modules/two": {
      "version": "2.0.0"
    }
  }
}"#;

    #[test]
    fn a_lock_file_yields_each_package_with_its_licence() {
        let expected = [
            Package { name: "@scope/one", licence: Some("MIT") },
            Package { name: "one/node_modules/two", licence: None },
        ];
        assert_eq!(licences(LOCK), expected);
    }

    #[test]
    fn an_expression_holds_when_one_choice_is_allowed_in_full() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("(GPL-3.0-only OR MIT)"));
        assert!(is_allowed("(MIT AND ISC)"));
        assert!(!is_allowed("MIT AND GPL-3.0-only"));
        assert!(!is_allowed("SEE LICENSE IN LICENSE.txt"));
    }
}
