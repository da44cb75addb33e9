//! When the disk says no: a clear error, the old file intact, nothing left lying about.

use std::process::Command;

use super::*;

/// A small file system of its own, unmounted when dropped.
struct Mount(PathBuf);

impl Mount {
    /// Only root may; `None`, and why, for others.
    fn tmpfs(at: &Path, options: &str) -> Option<Self> {
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).output();
        match done {
            Ok(output) if output.status.success() => Some(Self(at.to_path_buf())),
            Ok(output) => {
                println!("not checked, mounting failed: {}", String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                println!("not checked, there is no mount command: {error}");
                None
            }
        }
    }

    fn read_only(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_keeps_the_old_file_and_leaves_no_half_one() {
    let dir = tempfile::tempdir().unwrap();
    let ground = Ground::under("a full disk", dir, "vault");
    let Some(_mount) = Mount::tmpfs(ground.vault.root(), "size=256k") else { return };
    let ground = Ground { vault: Vault::open(ground.vault.root()).unwrap(), ..ground };
    ground.put("a.md", "old");
    for (path, base) in [("a.md", was("old")), ("new.md", Base::Absent)] {
        let refused = ground.save(path, base, vec![b'x'; 1 << 20]).unwrap_err();
        assert!(matches!(refused, VaultError::NoSpace { .. }), "{refused:?}");
        assert!(refused.to_string().contains("no space is left"), "{refused}");
    }
    assert_eq!(ground.on_disk("a.md"), b"old");
    assert_eq!(ground.names("."), ["a.md"]);
    ground.save("a.md", was("old"), "fits").unwrap();
    assert_eq!(ground.on_disk("a.md"), b"fits");
}

#[test]
fn a_full_trash_keeps_the_file_in_the_vault() {
    let ground = Ground::plain();
    let trash = ground.dir.path().join("trash");
    fs::create_dir(&trash).unwrap();
    let Some(_mount) = Mount::tmpfs(&trash, "size=64k") else { return };
    let path = ground.put("a.md", vec![b'x'; 1 << 20]);
    let refused = ground.vault.trash(&ground.vault.lock().unwrap(), &path, &trash).unwrap_err();
    assert!(matches!(refused, VaultError::NoSpace { .. }), "{refused:?}");
    assert_eq!(ground.on_disk("a.md").len(), 1 << 20);
    assert!(names_in(&trash).is_empty());
}

#[test]
fn a_read_only_disk_is_read_and_refuses_every_change() {
    let ground = Ground::plain();
    let Some(mount) = Mount::tmpfs(ground.vault.root(), "size=256k") else { return };
    let ground = Ground { vault: Vault::open(ground.vault.root()).unwrap(), ..ground };
    let path = ground.put("a.md", "old");
    mount.read_only();
    let lock = ground.vault.lock().unwrap();
    let outcomes = [
        ground.vault.save(&lock, &path, was("old"), b"new").map(drop),
        ground.vault.save(&lock, &vp("b.md"), Base::Absent, b"new").map(drop),
        ground.vault.save(&lock, &vp("c/b.md"), Base::Absent, b"new").map(drop),
        ground.vault.rename(&lock, &path, &vp("b.md")),
    ];
    for outcome in outcomes {
        let refused = outcome.unwrap_err();
        assert!(matches!(refused, VaultError::Denied { .. }), "{refused:?}");
        assert!(refused.hint().contains("writable"));
    }
    assert_eq!(ground.vault.read(&path, None).unwrap().bytes, b"old");
    assert_eq!(ground.vault.walk().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_forbidden_folder_is_reported_and_hides_what_was_known_below_it() {
    use std::os::unix::fs::PermissionsExt;
    let ground = Ground::plain();
    ground.put("locked/a.md", "x");
    ground.put("open.md", "x");
    fs::set_permissions(ground.at("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(ground.at("locked")).is_ok() {
        return println!("not checked: this user may read everything");
    }
    let found: Vec<_> = ground.vault.walk().filter_map(Result::err).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].hides(&vp("locked/a.md")) && !found[0].hides(&vp("open.md")));
    let refused = ground.save("locked/b.md", Base::Absent, "x").unwrap_err();
    assert!(matches!(refused, VaultError::Denied { .. }), "{refused:?}");
    fs::set_permissions(ground.at("locked"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_folder_or_a_file_in_the_way_is_named() {
    everywhere(|ground| {
        fs::create_dir(ground.at("folder.md")).unwrap();
        ground.put("file", "x");
        assert!(matches!(ground.save("folder.md", Base::Absent, "x"), Err(VaultError::Exists { .. })));
        assert!(matches!(ground.save("folder.md", was(""), "x"), Err(VaultError::NotAFile { .. })));
        assert!(matches!(ground.vault.read(&vp("folder.md"), None), Err(VaultError::NotAFile { .. })));
        let refused = ground.save("file/below.md", Base::Absent, "x").unwrap_err();
        assert!(refused.to_string().contains("below.md"), "{refused}");
        assert_eq!(ground.on_disk("file"), b"x");
        assert_eq!(ground.names("."), ["file", "folder.md"]);
    });
}

#[test]
fn what_cannot_be_a_vault_is_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "x").unwrap();
    for bad in ["none", "file", "file/below"] {
        let refused = Vault::open(&dir.path().join(bad)).unwrap_err();
        assert!(matches!(refused, VaultError::NotAFolder { .. }), "{refused:?}");
    }
}

#[test]
fn a_vanished_or_swapped_root_is_noticed_and_nothing_is_written_into_the_new_one() {
    everywhere(|ground| {
        let path = ground.put("a.md", "x");
        let root = ground.vault.root().to_path_buf();
        let lock = ground.vault.lock().unwrap();
        fs::rename(&root, ground.dir.path().join("moved")).unwrap();
        let all_gone = || {
            assert!(matches!(ground.vault.available(), Err(VaultError::Gone { .. })));
            assert!(matches!(ground.vault.lock(), Err(VaultError::Gone { .. })));
            assert!(matches!(ground.vault.save(&lock, &path, was("x"), b"y"), Err(VaultError::Gone { .. })));
            assert!(matches!(ground.vault.save(&lock, &path, Base::Absent, b"y"), Err(VaultError::Gone { .. })));
        };
        all_gone();
        assert!(matches!(ground.vault.read(&path, None), Err(VaultError::Gone { .. })));
        assert!(matches!(ground.vault.stamp(&path), Err(VaultError::Gone { .. })));
        let found: Vec<_> = ground.vault.walk().collect();
        assert!(matches!(&found[..], [Err(finding)] if finding.hides(&path)), "{found:?}");

        fs::create_dir(&root).unwrap();
        all_gone();
        assert!(names_in(&root).is_empty());

        fs::remove_dir(&root).unwrap();
        fs::rename(ground.dir.path().join("moved"), &root).unwrap();
        ground.vault.available().unwrap();
        ground.vault.save(&lock, &path, was("x"), b"y").unwrap();
    });
}

#[test]
fn leftovers_of_a_crash_are_seen_by_nobody_and_in_nobodys_way() {
    everywhere(|ground| {
        let stale = format!(".casebook-{:x}-0.tmp", std::process::id());
        ground.put(&stale, "half a fi");
        ground.put("a.md", "old");
        for _ in 0..3 {
            ground.save("a.md", was("old"), "new").unwrap();
            ground.save("a.md", was("new"), "old").unwrap();
        }
        assert_eq!(ground.names("."), [stale.as_str(), "a.md"]);
        assert_eq!(ground.vault.walk().count(), 1);
        assert!(matches!(ground.vault.read(&vp(&stale), None), Err(VaultError::Hidden { .. })));
    });
}

#[test]
fn leftovers_older_than_an_hour_are_swept_away_and_nothing_else() {
    everywhere(|ground| {
        let kept = [".casebook-2-0.tmp", ".casebook-notes.md", ".other.tmp", "a/old.tmp", ".git/.casebook-3-0.tmp"];
        for path in kept.into_iter().chain(["a/b/.casebook-1-0.tmp", ".casebook-1-0.tmp"]) {
            ground.put(path, "x");
        }
        fs::create_dir(ground.at(".casebook-folder.tmp")).unwrap();
        let lock = ground.vault.lock().unwrap();
        let young = fs::metadata(ground.at(kept[0])).unwrap().modified().unwrap();
        for path in ["a/b/.casebook-1-0.tmp", ".casebook-1-0.tmp", kept[1], kept[2], kept[3], kept[4]] {
            let file = fs::File::options().write(true).open(ground.at(path)).unwrap();
            file.set_modified(young - std::time::Duration::from_secs(4_000)).unwrap();
        }
        let now = jiff::Timestamp::try_from(young).unwrap();
        let now = crate::model::Moment::new(now, jiff::tz::Offset::UTC);
        assert_eq!(ground.vault.sweep(&lock, now).unwrap(), 2);
        assert!(kept.iter().all(|path| ground.at(path).exists()));
        assert!(ground.names("a/b").is_empty());
        assert_eq!(ground.vault.sweep(&lock, now).unwrap(), 0);
    });
}
