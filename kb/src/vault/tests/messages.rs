//! Every message and hint, word for word: they are read by people in trouble.

use std::fmt::Write;
use std::io;
use std::time::Duration;

use super::*;

#[test]
fn every_error_says_what_was_tried_on_what_why_it_failed_and_what_to_do() {
    let root = || PathBuf::from("/home/mira/vault");
    let note = || vp("cases/2026/VPN drops.md");
    let io = |kind: io::ErrorKind, text: &'static str| {
        VaultError::io("save", Path::new("/home/mira/vault/cases/2026/VPN drops.md"))(io::Error::new(kind, text))
    };
    let errors = [
        VaultError::NotAFolder { root: root() },
        VaultError::Gone { root: root() },
        VaultError::NotFound { path: note() },
        VaultError::NotAFile { path: note() },
        VaultError::Conflict { path: note(), found: Some(ContentHash::of(b"theirs")) },
        VaultError::Conflict { path: note(), found: None },
        VaultError::Exists { path: note() },
        VaultError::Busy { root: root(), waited: Duration::from_secs(5) },
        VaultError::Outside { path: note(), target: "/etc/passwd".into() },
        VaultError::Hidden { path: vp(".git/config") },
        VaultError::WrongLock { root: root() },
        VaultError::from(VaultPath::new("../x.md").unwrap_err()),
        io(io::ErrorKind::StorageFull, "No space left on device"),
        io(io::ErrorKind::QuotaExceeded, "Disk quota exceeded"),
        io(io::ErrorKind::PermissionDenied, "Permission denied"),
        io(io::ErrorKind::ReadOnlyFilesystem, "Read-only file system"),
        io(io::ErrorKind::InvalidFilename, "File name too long"),
        io(io::ErrorKind::Other, "Input/output error"),
        VaultError::Unconfirmed { path: note(), source: io::Error::other("Input/output error") },
        VaultError::Watch { root: root(), source: notify::Error::new(notify::ErrorKind::MaxFilesWatch) },
        VaultError::Watch { root: root(), source: notify::Error::generic("no watching here") },
    ];
    let mut text = String::new();
    for error in errors {
        writeln!(text, "{error}\nHint: {}\n", error.hint()).unwrap();
    }
    insta::assert_snapshot!(text);
}
