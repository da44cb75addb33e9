//! The watcher: whatever another program does, there is an event that says where to look.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::*;
use crate::vault::{WatchEvent, Watcher};

/// Far more than it takes; only a failing test waits this long.
const LONG: Duration = Duration::from_secs(20);

fn watched(ground: &Ground) -> (Watcher, Receiver<WatchEvent>) {
    let (sender, receiver) = mpsc::channel();
    let sink = move |event| sender.send(event).unwrap_or_default();
    (ground.vault.watch(Box::new(sink)).unwrap(), receiver)
}

/// Everything reported until all of `files` and `folders` were.
fn until(events: &Receiver<WatchEvent>, files: &[&str], folders: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut seen_files, mut seen_folders) = (BTreeSet::new(), BTreeSet::new());
    while !(files.iter().all(|path| seen_files.contains(*path))
        && folders.iter().all(|path| seen_folders.contains(*path)))
    {
        match events.recv_timeout(LONG) {
            Ok(WatchEvent::Touched { files, folders }) => {
                seen_files.extend(files.into_iter().map(String::from));
                seen_folders.extend(folders.into_iter().map(String::from));
            }
            other => panic!("{other:?} after {seen_files:?} {seen_folders:?}"),
        }
    }
    (seen_files, seen_folders)
}

#[test]
fn a_write_a_save_by_rename_and_a_removal_are_reported() {
    everywhere(|ground| {
        ground.put("cases/a.md", "one");
        let (_watcher, events) = watched(ground);
        ground.put("cases/a.md", "two");
        until(&events, &["cases/a.md"], &[]);

        ground.put("cases/a.md.new", "three");
        fs::rename(ground.at("cases/a.md.new"), ground.at("cases/a.md")).unwrap();
        until(&events, &["cases/a.md"], &[]);

        ground.save("cases/a.md", was("three"), "four").unwrap();
        until(&events, &["cases/a.md"], &[]);

        fs::remove_file(ground.at("cases/a.md")).unwrap();
        until(&events, &["cases/a.md"], &[]);

        ground.put("casebook.toml", "name = 'x'");
        until(&events, &["casebook.toml"], &[]);
    });
}

#[test]
fn a_renamed_note_is_reported_under_both_names() {
    let ground = Ground::plain();
    ground.put("a.md", "x");
    let (_watcher, events) = watched(&ground);
    fs::rename(ground.at("a.md"), ground.at("b.md")).unwrap();
    until(&events, &["a.md", "b.md"], &[]);
}

#[test]
fn a_folder_that_appears_moves_or_goes_is_reported_and_watched() {
    everywhere(|ground| {
        let (_watcher, events) = watched(ground);
        ground.put("new/deep/a.md", "x");
        until(&events, &[], &["new"]);
        ground.put("new/deep/a.md", "y");
        until(&events, &["new/deep/a.md"], &[]);

        fs::rename(ground.at("new"), ground.at("old")).unwrap();
        until(&events, &[], &["new", "old"]);
        ground.put("old/deep/a.md", "z");
        until(&events, &["old/deep/a.md"], &[]);

        fs::rename(ground.at("old"), ground.dir.path().join("out")).unwrap();
        until(&events, &[], &["old"]);
        fs::rename(ground.dir.path().join("out"), ground.at("back")).unwrap();
        until(&events, &[], &["back"]);
        fs::remove_dir_all(ground.at("back")).unwrap();
        until(&events, &[], &["back"]);
    });
}

#[test]
fn reading_hidden_files_and_other_files_raise_no_event() {
    everywhere(|ground| {
        ground.put("a.md", "x");
        ground.put(".git/index", "x");
        let (_watcher, events) = watched(ground);
        ground.vault.walk().for_each(drop);
        ground.vault.read(&vp("a.md"), None).unwrap();
        ground.put(".git/index", "y");
        ground.put(".casebook-1-0.tmp", "y");
        ground.put("log.txt", "y");
        fs::remove_file(ground.at("log.txt")).unwrap();
        ground.put("z.md", "the end");
        let (files, folders) = until(&events, &["z.md"], &[]);
        assert_eq!((files, folders), (["z.md".to_owned()].into(), BTreeSet::new()));
    });
}

#[test]
fn a_flood_becomes_a_rescan() {
    let ground = Ground::plain();
    let (_watcher, events) = watched(&ground);
    for number in 0..20_000 {
        fs::write(ground.at(&format!("{number}.md")), "").unwrap();
    }
    ground.put("last", "");
    loop {
        match events.recv_timeout(LONG).expect("a rescan") {
            WatchEvent::Rescan => break,
            WatchEvent::Touched { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_vault_that_never_rests_is_reported_all_the_same() {
    let ground = Ground::plain();
    let (_watcher, events) = watched(&ground);
    let place = ground.at("busy.md");
    // Dropped when the test ends, passed or failed.
    let busy = Arc::new(());
    let writes = Arc::downgrade(&busy);
    let writer = std::thread::spawn(move || {
        while writes.upgrade().is_some() {
            fs::write(&place, "x").unwrap();
        }
    });
    until(&events, &["busy.md"], &[]);
    until(&events, &["busy.md"], &[]);
    drop(busy);
    writer.join().unwrap();
}

#[test]
fn what_is_pending_is_never_held_back_longer_than_400_ms() {
    use crate::vault::watch::patience;
    let ms = Duration::from_millis;
    assert_eq!(patience(Some(ms(0))), ms(80));
    assert_eq!(patience(Some(ms(320))), ms(80));
    assert_eq!(patience(Some(ms(390))), ms(10));
    assert_eq!(patience(Some(ms(400))), ms(0));
    assert_eq!(patience(Some(ms(9_000))), ms(0));
    assert!(patience(None) > ms(400));
}

#[cfg(unix)]
#[test]
fn links_are_reported_as_what_they_lead_to() {
    use std::os::unix::fs::symlink;
    let ground = Ground::plain();
    ground.put("real/a.md", "x");
    let (_watcher, events) = watched(&ground);
    symlink("real/a.md", ground.at("link.md")).unwrap();
    until(&events, &["real/a.md"], &["link.md"]);
    fs::remove_file(ground.at("link.md")).unwrap();
    symlink(ground.dir.path(), ground.at("out")).unwrap();
    until(&events, &[], &["out"]);
    // Nothing outside is watched through it.
    fs::write(ground.dir.path().join("outside.md"), "x").unwrap();
    ground.put("end.md", "x");
    let (files, _) = until(&events, &["end.md"], &[]);
    assert!(files.iter().all(|path| ["end.md", "link.md"].contains(&path.as_str())), "{files:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_sends_to_its_folder() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let ground = Ground::plain();
    fs::create_dir(ground.at("a")).unwrap();
    let (_watcher, events) = watched(&ground);
    fs::write(ground.at("a").join(OsStr::from_bytes(b"caf\xe9.md")), "x").unwrap();
    until(&events, &[], &["a"]);
    fs::write(ground.vault.root().join(OsStr::from_bytes(b"caf\xe9.md")), "x").unwrap();
    assert_eq!(events.recv_timeout(LONG), Ok(WatchEvent::Rescan));
}

#[test]
fn a_vanished_root_is_the_last_event() {
    everywhere(|ground| {
        ground.put("a/b.md", "x");
        let (watcher, events) = watched(ground);
        fs::rename(ground.vault.root(), ground.dir.path().join("moved")).unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(WatchEvent::Gone));
        drop(watcher);
        assert!(events.recv_timeout(LONG).is_err());
    });
    everywhere(|ground| {
        ground.put("a/b.md", "x");
        let (_watcher, events) = watched(ground);
        fs::remove_dir_all(ground.vault.root()).unwrap();
        // The removal of what is in it may be reported first.
        let last = std::iter::repeat_with(|| events.recv_timeout(LONG))
            .find(|event| !matches!(event, Ok(WatchEvent::Touched { .. })));
        assert_eq!(last, Some(Ok(WatchEvent::Gone)));
    });
}

#[test]
fn a_renamed_parent_of_the_root_is_noticed_without_an_event() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("parent/vault")).unwrap();
    let vault = Vault::open(&dir.path().join("parent/vault")).unwrap();
    let (sender, events) = mpsc::channel();
    let _watcher = vault.watch(Box::new(move |event| sender.send(event).unwrap_or_default())).unwrap();
    fs::rename(dir.path().join("parent"), dir.path().join("renamed")).unwrap();
    assert_eq!(events.recv_timeout(LONG), Ok(WatchEvent::Gone));
}

#[test]
fn a_dropped_watcher_lets_go_of_its_sink() {
    let ground = Ground::plain();
    let (watcher, events) = watched(&ground);
    drop(watcher);
    assert_eq!(events.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected));
}
