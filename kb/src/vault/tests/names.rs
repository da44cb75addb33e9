//! Names that some system or program takes for something else, and files somebody protected.

use super::*;

/// What Windows keeps for devices or cannot hold; elsewhere they are ordinary names, and a vault may come with them.
const AWKWARD: [&str; 9] = [
    "CON.md",
    "aux.md",
    "nul.tar.md",
    "LPT1.md",
    "ends with a space .md",
    "ends with a dot..md",
    "folder./a.md",
    "folder /a.md",
    "what: \"is\" <this>|*?.md",
];

#[test]
fn a_name_that_windows_cannot_hold_is_a_name_like_any_other_where_it_exists() {
    everywhere(|ground| {
        for name in AWKWARD {
            ground.put(name, "one");
            ground.save(name, was("one"), "two").unwrap();
            assert_eq!(ground.on_disk(name), b"two", "{name:?}");
            let lock = ground.vault.lock().unwrap();
            ground.vault.rename(&lock, &vp(name), &vp("plain.md")).unwrap();
            ground.vault.rename(&lock, &vp("plain.md"), &vp(name)).unwrap();
            drop(lock);
            assert_eq!(ground.vault.read(&vp(name), None).unwrap().bytes, b"two", "{name:?}");
        }
        assert_eq!(ground.vault.walk().filter(Result::is_ok).count(), AWKWARD.len());
    });
}

#[test]
fn no_title_and_no_attachment_gets_such_a_name() {
    let is_device = |name: &str| {
        let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
        ["con", "prn", "aux", "nul", "com1", "lpt9"].contains(&stem.as_str())
    };
    for title in ["CON", "aux", "nul.", "Lpt9 ", "com1.log", "prn...", " con "] {
        let names = [format!("{}.md", crate::format::slug(title)), crate::format::attachment_name(title)];
        for name in names {
            let ends_well = name.split('.').all(|part| !part.ends_with(' ') && !part.is_empty());
            assert!(!is_device(&name) && ends_well, "{title:?} becomes {name:?}");
        }
    }
}

#[test]
fn another_spelling_of_the_same_letters_is_a_rename() {
    everywhere(|ground| {
        let (composed, decomposed) = ("Caf\u{e9}.md", "Cafe\u{301}.md");
        ground.put(decomposed, "x");
        let lock = ground.vault.lock().unwrap();
        ground.vault.rename(&lock, &vp(decomposed), &vp(composed)).unwrap();
        assert_eq!(ground.names("."), [composed]);
        ground.vault.rename(&lock, &vp(composed), &vp(decomposed)).unwrap();
        assert_eq!(ground.names("."), [decomposed]);
    });
}

#[test]
fn a_read_only_file_is_read_and_not_replaced() {
    everywhere(|ground| {
        ground.put("a.md", "theirs");
        let mut permissions = fs::metadata(ground.at("a.md")).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(ground.at("a.md"), permissions).unwrap();
        let refused = ground.save("a.md", was("theirs"), "mine").unwrap_err();
        assert!(matches!(refused, VaultError::Denied { .. }), "{refused:?}");
        assert!(refused.to_string().ends_with("a.md: the file is read-only"), "{refused}");
        assert_eq!(ground.on_disk("a.md"), b"theirs");
        assert_eq!(ground.names("."), ["a.md"]);
    });
}

#[cfg(unix)]
#[test]
fn in_a_read_only_folder_nothing_is_saved_and_nothing_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let ground = Ground::plain();
    ground.put("locked/a.md", "old");
    fs::set_permissions(ground.at("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(ground.at("locked/probe"), "").is_ok() {
        fs::remove_file(ground.at("locked/probe")).unwrap();
        return println!("not checked: this user may write everywhere");
    }
    for (path, base) in [("locked/a.md", was("old")), ("locked/b.md", Base::Absent), ("locked/c/d.md", Base::Absent)] {
        let refused = ground.save(path, base, "new").unwrap_err();
        assert!(matches!(refused, VaultError::Denied { .. }), "{refused:?}");
    }
    assert_eq!(ground.on_disk("locked/a.md"), b"old");
    assert_eq!(ground.names("locked"), ["a.md"]);
    fs::set_permissions(ground.at("locked"), fs::Permissions::from_mode(0o755)).unwrap();
}
