//! System packages: which are missing, and getting them where apt can.
//!
//! Looks for the thing itself (a program on the path, a library pkg-config knows), not for a package of some name:
//! that holds on every distribution. Only Debian and its kin are installed on; elsewhere the names are printed.

use std::path::Path;
use std::process::Command;

use xtask::process::{on_path, output, run, shown};

use crate::trouble::Trouble;

/// A thing the machine must have, and the Debian package that brings it.
struct Piece {
    found_as: FoundAs,
    package: &'static str,
}

enum FoundAs {
    Program(&'static str),
    Library(&'static str),
    /// A file, by its whole path.
    File(&'static str),
    /// A file below the folder that has GTK's libraries.
    OfGtk(&'static str),
}
use FoundAs::{File, Library, OfGtk, Program};

const BUILD: [Piece; 3] = [
    Piece { found_as: Program("cc"), package: "build-essential" },
    Piece { found_as: Program("pkg-config"), package: "pkg-config" },
    Piece { found_as: Library("webkit2gtk-4.1"), package: "libwebkit2gtk-4.1-dev" },
];

const DISPLAY: [Piece; 2] = [
    Piece { found_as: Program("Xvfb"), package: "xvfb" },
    // Of its own package where `dbus` has been split, which depends on it.
    Piece { found_as: Program("dbus-daemon"), package: "dbus" },
];

const DRIVER: [Piece; 4] = [
    Piece { found_as: Program("WebKitWebDriver"), package: "webkit2gtk-driver" },
    // An input method: tests write Japanese.
    Piece { found_as: Program("ibus-daemon"), package: "ibus" },
    Piece { found_as: OfGtk("gtk-3.0/3.0.0/immodules/im-ibus.so"), package: "ibus-gtk3" },
    Piece { found_as: File("/usr/libexec/ibus-engine-anthy"), package: "ibus-anthy" },
];

/// What the machine is to be ready for; each includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// Compiling the app.
    Build,
    /// Opening it on a virtual screen.
    Display,
    /// Driving its window.
    Driver,
}

/// Makes sure the machine has what `need` takes: installs it with apt, or says what to install.
///
/// # Errors
/// When something is missing and cannot be installed without asking.
pub(crate) fn ensure(need: Need) -> Result<(), Trouble> {
    let missing = missing(need);
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|piece| piece.package).collect();
    if !on_path("apt-get") {
        let things: Vec<_> = missing.iter().map(|piece| piece.describe()).collect();
        return Err(Trouble::Needs {
            what: format!("this machine has no {}", things.join(", no ")),
            next: format!("Install what brings them here; on Debian that is: {}", packages.join(" ")),
        });
    }
    let Some(prefix) = prefix() else {
        return Err(Trouble::Needs {
            what: format!("system packages are missing: {}", packages.join(" ")),
            next: format!("Install them and start again:\n  sudo {}", shown(&apt(&[], &install(&packages)))),
        });
    };
    run(&mut apt(prefix, &["update".to_owned()]))?;
    run(&mut apt(prefix, &install(&packages)))?;
    match self::missing(need).first() {
        None => Ok(()),
        Some(piece) => Err(Trouble::Needs {
            what: format!("the package {} is installed, yet there is no {}", piece.package, piece.describe()),
            next: "Check PATH and PKG_CONFIG_PATH.".to_owned(),
        }),
    }
}

fn missing(need: Need) -> Vec<&'static Piece> {
    let display: &[Piece] = if need >= Need::Display { &DISPLAY } else { &[] };
    let driver: &[Piece] = if need >= Need::Driver { &DRIVER } else { &[] };
    BUILD.iter().chain(display).chain(driver).filter(|piece| !piece.is_here()).collect()
}

impl Piece {
    fn is_here(&self) -> bool {
        match self.found_as {
            Program(name) => on_path(name),
            Library(name) => output(Command::new("pkg-config").args(["--exists", name])).is_some(),
            File(path) => Path::new(path).exists(),
            OfGtk(path) => output(Command::new("pkg-config").args(["--variable=libdir", "gtk+-3.0"]))
                .is_some_and(|folder| Path::new(folder.trim()).join(path).exists()),
        }
    }

    fn describe(&self) -> String {
        match self.found_as {
            Program(name) => format!("program `{name}`"),
            Library(name) => format!("library `{name}` (by pkg-config)"),
            File(path) => format!("file {path}"),
            OfGtk(path) => format!("file {path} beside GTK's libraries"),
        }
    }
}

/// What makes a command run as root without asking for a password; `None` where nothing does.
fn prefix() -> Option<&'static [&'static str]> {
    if output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    output(Command::new("sudo").args(["-n", "true"])).map(|_| &["sudo", "-n"] as _)
}

fn install(packages: &[&str]) -> Vec<String> {
    ["install", "--yes", "--no-install-recommends"].iter().chain(packages).map(ToString::to_string).collect()
}

/// `env` carries the variable through sudo, which drops the caller's environment.
fn apt(prefix: &[&str], arguments: &[String]) -> Command {
    let words = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(arguments).stdin(std::process::Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_command_can_be_pasted() {
        assert_eq!(
            shown(&apt(&[], &install(&["xvfb", "dbus"]))),
            "env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends xvfb dbus"
        );
    }

    #[test]
    fn each_need_includes_the_ones_before_it() {
        assert!(Need::Build < Need::Display && Need::Display < Need::Driver);
    }

    #[test]
    fn a_missing_thing_is_described_by_what_was_looked_for() {
        let piece = Piece { found_as: Library("no-such-library-here"), package: "none" };
        assert!(!piece.is_here());
        assert_eq!(piece.describe(), "library `no-such-library-here` (by pkg-config)");
        assert!(Piece { found_as: Program("sh"), package: "dash" }.is_here());
        assert!(Piece { found_as: File("/bin/sh"), package: "dash" }.is_here());
        assert!(!Piece { found_as: OfGtk("no-such-module.so"), package: "none" }.is_here());
    }
}
