//! Saving, creating, renaming, trashing: nothing is overwritten that the change did not start from.

use std::sync::Barrier;
use std::thread;

use super::*;
use crate::vault::{Onto, SystemFs, VaultFs};

#[test]
fn a_save_replaces_what_it_started_from_and_leaves_nothing_else() {
    everywhere(|ground| {
        ground.put("cases/a.md", "one\r\n");
        let saved = ground.save("cases/a.md", was("one\r\n"), "\u{feff}two\r\n").unwrap();
        assert_eq!(ground.on_disk("cases/a.md"), "\u{feff}two\r\n".as_bytes());
        assert_eq!(saved.hash, ContentHash::of("\u{feff}two\r\n".as_bytes()));
        assert_eq!(Some(saved.stamp), ground.vault.stamp(&vp("cases/a.md")).unwrap(), "no later look finds it changed");
        assert_eq!(ground.names("cases"), ["a.md"]);
        ground.save("cases/a.md", Base::Hash(saved.hash), "").unwrap();
        assert_eq!(ground.on_disk("cases/a.md"), b"");
    });
}

#[test]
fn a_file_changed_meanwhile_is_not_overwritten() {
    everywhere(|ground| {
        ground.put("a.md", "theirs");
        let refused = ground.save("a.md", was("base"), "mine");
        assert!(
            matches!(&refused, Err(VaultError::Conflict { found: Some(found), .. }) if *found == ContentHash::of(b"theirs")),
            "{refused:?}"
        );
        assert_eq!(ground.on_disk("a.md"), b"theirs");
        assert_eq!(ground.names("."), ["a.md"]);
    });
}

#[test]
fn a_file_removed_meanwhile_is_not_brought_back() {
    everywhere(|ground| {
        let refused = ground.save("gone/a.md", was("base"), "mine");
        assert!(matches!(refused, Err(VaultError::Conflict { found: None, .. })), "{refused:?}");
        assert!(ground.names(".").is_empty());
    });
}

#[test]
fn a_file_created_meanwhile_is_not_overwritten() {
    everywhere(|ground| {
        ground.put("a.md", "theirs");
        let refused = ground.save("a.md", Base::Absent, "mine");
        assert!(
            matches!(&refused, Err(VaultError::Conflict { found: Some(found), .. }) if *found == ContentHash::of(b"theirs")),
            "{refused:?}"
        );
        assert_eq!(ground.on_disk("a.md"), b"theirs");
        assert_eq!(ground.names("."), ["a.md"]);
    });
}

#[test]
fn creating_makes_the_folders_it_needs() {
    everywhere(|ground| {
        let saved = ground.save("cases/2026/11/a.md", Base::Absent, "new").unwrap();
        assert_eq!(ground.on_disk("cases/2026/11/a.md"), b"new");
        assert_eq!(Some(saved.stamp), ground.vault.stamp(&vp("cases/2026/11/a.md")).unwrap());
        assert_eq!(ground.names("cases/2026/11"), ["a.md"]);
    });
}

#[test]
fn of_many_creators_of_one_name_exactly_one_wins() {
    everywhere(|ground| {
        for round in 0..10 {
            let name = format!("{round}/a.md");
            let barrier = Barrier::new(6);
            let outcomes: Vec<_> = thread::scope(|scope| {
                let (barrier, name) = (&barrier, &name);
                let workers: Vec<_> = (0..6)
                    .map(|who| {
                        scope.spawn(move || {
                            barrier.wait();
                            (who, ground.save(name, Base::Absent, format!("by {who}")))
                        })
                    })
                    .collect();
                workers.into_iter().map(|worker| worker.join().unwrap()).collect()
            });
            let winners: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).collect();
            assert_eq!(winners.len(), 1, "{outcomes:?}");
            assert_eq!(ground.on_disk(&name), format!("by {}", winners[0].0).as_bytes());
            assert_eq!(ground.names(&round.to_string()), ["a.md"]);
        }
    });
}

#[test]
fn of_many_savers_from_one_base_exactly_one_wins() {
    everywhere(|ground| {
        ground.put("a.md", "base");
        let barrier = Barrier::new(6);
        let won = thread::scope(|scope| {
            let barrier = &barrier;
            let workers: Vec<_> = (0..6)
                .map(|who| {
                    scope.spawn(move || {
                        barrier.wait();
                        ground.save("a.md", was("base"), format!("by {who}")).is_ok()
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).filter(|won| *won).count()
        });
        assert_eq!(won, 1);
        assert_eq!(ground.names("."), ["a.md"]);
    });
}

#[test]
fn the_last_look_before_the_rename_finds_a_change_but_not_a_mere_touch() {
    use crate::vault::folder::content;
    use crate::vault::save::still_is;
    everywhere(|ground| {
        let path = ground.put("a.md", "base");
        let target = ground.at("a.md");
        let fs = &SystemFs;
        let current = content(fs, &path, &target, 0).unwrap();
        still_is(fs, &path, &target, &current).unwrap();

        ground.put("b.md", "base");
        fs::rename(ground.at("b.md"), &target).unwrap();
        still_is(fs, &path, &target, &current).unwrap();

        ground.put("b.md", "bass");
        fs::rename(ground.at("b.md"), &target).unwrap();
        let refused = still_is(fs, &path, &target, &current);
        assert!(
            matches!(&refused, Err(VaultError::Conflict { found: Some(found), .. }) if *found == ContentHash::of(b"bass")),
            "{refused:?}"
        );
        fs::remove_file(&target).unwrap();
        let refused = still_is(fs, &path, &target, &current);
        assert!(matches!(refused, Err(VaultError::Conflict { found: None, .. })), "{refused:?}");
    });
}

#[test]
fn no_creator_that_knows_no_lock_is_overwritten_either() {
    everywhere(|ground| {
        let in_one_step = |from: &Path, to: &Path| SystemFs.rename(from, to, Onto::Nothing);
        for rename_new in [in_one_step, crate::vault::fs::claim_and_rename] {
            ground.put("from.md", "mine");
            ground.put("to.md", "theirs");
            let refused = rename_new(&ground.at("from.md"), &ground.at("to.md")).unwrap_err();
            assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
            assert_eq!((ground.on_disk("from.md"), ground.on_disk("to.md")), (b"mine".to_vec(), b"theirs".to_vec()));
            rename_new(&ground.at("from.md"), &ground.at("new.md")).unwrap();
            assert_eq!(ground.on_disk("new.md"), b"mine");
            assert!(rename_new(&ground.at("from.md"), &ground.at("never.md")).is_err());
            fs::remove_file(ground.at("new.md")).unwrap();
            assert_eq!(ground.names("."), ["to.md"], "a failed claim leaves no empty file");
        }
    });
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_saved_file_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    everywhere(|ground| {
        for mode in [0o600, 0o640, 0o664, 0o755] {
            ground.put("a.md", "one");
            fs::set_permissions(ground.at("a.md"), fs::Permissions::from_mode(mode)).unwrap();
            ground.save("a.md", was("one"), "two").unwrap();
            assert_eq!(fs::metadata(ground.at("a.md")).unwrap().permissions().mode() & 0o7777, mode);
            fs::remove_file(ground.at("a.md")).unwrap();
        }
    });
}

#[cfg(unix)]
#[test]
fn the_owner_of_a_saved_file_is_kept() {
    use std::os::unix::fs::{MetadataExt, chown};
    let ground = Ground::plain();
    ground.put("a.md", "one");
    if let Err(error) = chown(ground.at("a.md"), Some(12_345), Some(54_321)) {
        return println!("not checked, this user cannot give files away: {error}");
    }
    ground.save("a.md", was("one"), "two").unwrap();
    let metadata = fs::metadata(ground.at("a.md")).unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (12_345, 54_321));
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_vault_is_saved_through_and_stays_a_link() {
    everywhere(|ground| {
        ground.put("real/a.md", "one");
        std::os::unix::fs::symlink("real/a.md", ground.at("link.md")).unwrap();
        ground.save("link.md", was("one"), "two").unwrap();
        assert_eq!(ground.on_disk("real/a.md"), b"two");
        assert!(fs::symlink_metadata(ground.at("link.md")).unwrap().is_symlink());
        assert_eq!(ground.names("real"), ["a.md"]);
        assert_eq!(ground.names("."), ["link.md", "real"]);
    });
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_vault_is_neither_read_nor_written() {
    use std::os::unix::fs::symlink;
    everywhere(|ground| {
        let secret = ground.dir.path().join("secret.md");
        fs::write(&secret, "secret").unwrap();
        symlink(&secret, ground.at("out.md")).unwrap();
        symlink(ground.dir.path(), ground.at("up")).unwrap();
        for path in ["out.md", "up/secret.md"] {
            assert!(matches!(ground.vault.read(&vp(path), None), Err(VaultError::Outside { .. })));
            assert!(matches!(ground.vault.attachment(path), Err(VaultError::Outside { .. })));
            assert!(matches!(ground.save(path, was("secret"), "x"), Err(VaultError::Outside { .. })));
        }
        assert!(matches!(ground.save("out.md", Base::Absent, "x"), Err(VaultError::Exists { .. })));
        assert!(matches!(ground.save("up/new.md", Base::Absent, "x"), Err(VaultError::Outside { .. })));
        assert_eq!(fs::read(&secret).unwrap(), b"secret");

        symlink("nowhere.md", ground.at("dangling.md")).unwrap();
        assert!(matches!(ground.save("dangling.md", Base::Absent, "x"), Err(VaultError::Exists { .. })));
        symlink("round.md", ground.at("round.md")).unwrap();
        assert!(matches!(ground.vault.read(&vp("round.md"), None), Err(VaultError::NotAFile { .. })));
    });
}

#[test]
fn a_name_of_255_bytes_is_saved_renamed_and_trashed() {
    everywhere(|ground| {
        let name = format!("{}.md", "\u{e9}".repeat(126));
        assert_eq!(name.len(), 255);
        ground.save(&name, Base::Absent, "one").unwrap();
        ground.save(&name, was("one"), "two").unwrap();
        let other = format!("{}.md", "x".repeat(252));
        let lock = ground.vault.lock().unwrap();
        ground.vault.rename(&lock, &vp(&name), &vp(&other)).unwrap();
        let trash = ground.dir.path().join("trash");
        ground.vault.trash(&lock, &vp(&other), &trash).unwrap();
        drop(lock);
        let refused = ground.save(&format!("x{name}"), Base::Absent, "x").unwrap_err();
        assert_eq!(refused.hint(), "Use a shorter name");
        assert!(ground.names(".").is_empty());
    });
}

#[test]
fn renaming_never_replaces_a_file() {
    everywhere(|ground| {
        let (a, b) = (ground.put("a.md", "a"), ground.put("b.md", "b"));
        let lock = ground.vault.lock().unwrap();
        assert!(matches!(ground.vault.rename(&lock, &a, &b), Err(VaultError::Exists { .. })));
        assert_eq!((ground.on_disk("a.md"), ground.on_disk("b.md")), (b"a".to_vec(), b"b".to_vec()));
        ground.vault.rename(&lock, &a, &vp("archive/2026/c.md")).unwrap();
        assert_eq!(ground.on_disk("archive/2026/c.md"), b"a");
        assert!(matches!(ground.vault.rename(&lock, &a, &vp("d.md")), Err(VaultError::NotFound { .. })));
        assert!(matches!(ground.vault.rename(&lock, &vp("archive"), &vp("d.md")), Err(VaultError::NotAFile { .. })));
        ground.vault.rename(&lock, &b, &b).unwrap();
        assert_eq!(ground.on_disk("b.md"), b"b");
    });
}

#[test]
fn a_change_of_case_alone_is_a_rename() {
    everywhere(|ground| {
        let path = ground.put("vpn.md", "x");
        let lock = ground.vault.lock().unwrap();
        ground.vault.rename(&lock, &path, &vp("VPN.md")).unwrap();
        assert_eq!(ground.names("."), ["VPN.md"]);
    });
}

#[test]
fn a_hard_link_is_not_taken_for_another_spelling() {
    let ground = Ground::plain();
    let path = ground.put("vpn.md", "x");
    fs::hard_link(ground.at("vpn.md"), ground.at("VPN.md")).unwrap();
    let lock = ground.vault.lock().unwrap();
    assert!(matches!(ground.vault.rename(&lock, &path, &vp("VPN.md")), Err(VaultError::Exists { .. })));
    assert_eq!(ground.names("."), ["VPN.md", "vpn.md"]);
}

#[test]
fn trash_keeps_every_version_of_a_name() {
    everywhere(|ground| {
        let trash = ground.dir.path().join("state/trash");
        let mut places = Vec::new();
        for content in ["one", "two", "three"] {
            let path = ground.put("cases/a.md", content);
            places.push(ground.vault.trash(&ground.vault.lock().unwrap(), &path, &trash).unwrap());
            assert!(ground.names("cases").is_empty());
        }
        let kept: Vec<_> = places.iter().map(|place| fs::read_to_string(place).unwrap()).collect();
        assert_eq!(kept, ["one", "two", "three"]);
        let missing = ground.vault.trash(&ground.vault.lock().unwrap(), &vp("cases/a.md"), &trash);
        assert!(matches!(missing, Err(VaultError::NotFound { .. })));
    });
}

#[test]
fn trash_on_another_disk_gets_a_copy_before_the_original_goes() {
    let ground = Ground::plain();
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else { return println!("not checked: no second disk") };
    for (name, content) in [("a.md", "one"), ("a.md", "two")] {
        let path = ground.put(name, content);
        let place = ground.vault.trash(&ground.vault.lock().unwrap(), &path, other.path()).unwrap();
        assert_eq!(fs::read_to_string(place).unwrap(), content);
        assert!(ground.names(".").is_empty());
    }
    assert_eq!(names_in(other.path()), ["2", "a.md"]);
}
