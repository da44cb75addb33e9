#![expect(clippy::disallowed_methods, reason = "the tests move vault folders")]

use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::model::{Moment, VaultPath};

struct Fixture {
    local: Local,
    folder: TempDir,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let local = Local::open(&folder.path().join("data")).expect("opens");
    Fixture { local, folder }
}

impl Fixture {
    /// Makes a vault folder.
    fn place(&self, name: &str) -> PathBuf {
        let root = self.folder.path().join(name);
        std::fs::create_dir_all(&root).expect("makes a folder");
        root
    }

    /// Opens a vault's state; a new one gets the key `new`.
    fn vault(&self, root: &Path, id: Option<&str>, new: &str) -> VaultState {
        self.local.vault(VaultPlace { root, id, name: "Support" }, now(1), new).expect("opens")
    }
}

fn now(minute: u8) -> Moment {
    Moment::parse(&format!("2026-11-20T09:{minute:02}:00+01:00")).expect("a moment")
}

#[test]
fn every_migration_runs() {
    super::store::MIGRATIONS.validate().expect("migrations are valid");
}

#[test]
fn a_vault_keeps_its_state_where_it_is_with_or_without_an_id() {
    let fixture = fixture();
    let root = fixture.place("vault");
    assert_eq!(fixture.vault(&root, None, "k1").key(), "k1");
    assert_eq!(fixture.vault(&root, None, "k2").key(), "k1");
    assert_eq!(fixture.vault(&root, Some("id"), "k3").key(), "k1", "it got an id");
    assert_eq!(fixture.vault(&root, None, "k4").key(), "k1", "its settings cannot be read just now");
    assert_eq!(fixture.vault(&root, Some("id"), "k5").key(), "k1");
}

#[test]
fn a_moved_vault_is_recognised_by_its_id() {
    let fixture = fixture();
    let (old, new) = (fixture.place("old"), fixture.folder.path().join("new"));
    fixture.vault(&old, Some("id"), "k1").save_draft("d", "text", now(0)).expect("keeps");
    std::fs::rename(&old, &new).expect("moves");
    let moved = fixture.vault(&new, Some("id"), "k2");
    assert_eq!(moved.key(), "k1");
    assert_eq!(moved.draft("d").expect("reads").expect("kept").text, "text");
}

#[test]
fn a_moved_vault_without_an_id_is_a_new_one() {
    let fixture = fixture();
    let (old, new) = (fixture.place("old"), fixture.folder.path().join("new"));
    fixture.vault(&old, None, "k1");
    std::fs::rename(&old, &new).expect("moves");
    assert_eq!(fixture.vault(&new, None, "k2").key(), "k2");
}

#[test]
fn two_live_clones_stay_apart() {
    let fixture = fixture();
    let (one, two) = (fixture.place("one"), fixture.place("two"));
    assert_eq!(fixture.vault(&one, Some("id"), "k1").key(), "k1");
    assert_eq!(fixture.vault(&two, Some("id"), "k2").key(), "k2");
    assert_eq!(fixture.vault(&one, Some("id"), "k3").key(), "k1");
    assert_eq!(fixture.vault(&two, Some("id"), "k4").key(), "k2");
}

#[test]
fn vaults_that_swap_places_keep_their_own_state() {
    let fixture = fixture();
    let (one, two) = (fixture.place("one"), fixture.place("two"));
    fixture.vault(&one, Some("A"), "ka");
    fixture.vault(&two, Some("B"), "kb");
    assert_eq!(fixture.vault(&one, Some("B"), "k3").key(), "k3", "B is still at its place as far as is known");
    assert_eq!(fixture.vault(&two, Some("A"), "k4").key(), "ka", "A lost its place to another vault");
}

#[test]
fn drafts_are_kept_by_key_and_vault_and_survive_reopening() {
    let fixture = fixture();
    let a = fixture.vault(&fixture.place("a"), None, "ka");
    let b = fixture.vault(&fixture.place("b"), None, "kb");
    a.save_draft("entry:c.md", "first", now(1)).expect("keeps");
    a.save_draft("entry:c.md", "second \u{0} \u{1F600}", now(2)).expect("keeps");
    a.save_draft("section:d.md", "x", now(3)).expect("keeps");
    b.save_draft("entry:c.md", "other vault", now(4)).expect("keeps");

    let again = Local::open(&fixture.folder.path().join("data")).expect("opens beside the first");
    let a = again.vault(VaultPlace { root: &fixture.place("a"), id: None, name: "A" }, now(5), "k").expect("opens");
    let kept = |key: &str| a.draft(key).expect("reads").expect("kept");
    assert_eq!(kept("section:d.md").text, "x");
    let second = Draft { key: "entry:c.md".into(), text: "second \u{0} \u{1F600}".into(), saved_at: now(2) };
    assert_eq!(kept("entry:c.md"), second);
    a.discard_draft("entry:c.md").expect("forgets");
    a.discard_draft("entry:c.md").expect("is no error");
    assert_eq!(a.draft("entry:c.md").expect("reads"), None);
    assert_eq!(b.draft("entry:c.md").expect("reads").expect("kept").text, "other vault");
}

#[test]
fn the_active_case_and_settings_belong_to_one_vault() {
    let fixture = fixture();
    let a = fixture.vault(&fixture.place("a"), None, "ka");
    let b = fixture.vault(&fixture.place("b"), None, "kb");
    let case = VaultPath::new("cases/c.md").expect("a path");
    a.set_active_case(Some(&case)).expect("keeps");
    a.set_setting("width", Some("320")).expect("keeps");
    assert_eq!(a.active_case().expect("reads"), Some(case));
    assert_eq!((b.active_case().expect("reads"), b.setting("width").expect("reads")), (None, None));
    a.set_active_case(None).expect("clears");
    a.set_setting("width", None).expect("clears");
    assert_eq!((a.active_case().expect("reads"), a.setting("width").expect("reads")), (None, None));
}

#[test]
fn progress_on_paths_belongs_to_one_vault_and_survives_reopening() {
    let fixture = fixture();
    let a = fixture.vault(&fixture.place("a"), Some("A"), "ka");
    let b = fixture.vault(&fixture.place("b"), Some("B"), "kb");
    a.tick("week", "one", "s1", now(1)).expect("keeps");
    a.tick("week", "two", "s1", now(2)).expect("keeps");
    a.tick("week", "one", "s2", now(3)).expect("replaces");
    a.untick("week", "two").expect("takes back");
    a.untick("week", "two").expect("is no error");
    b.tick("week", "three", "s1", now(4)).expect("keeps");
    a.keep_place("week", "one", now(5)).expect("keeps");
    a.keep_place("week", "two", now(6)).expect("replaces");

    let again = Local::open(&fixture.folder.path().join("data")).expect("opens beside the first");
    let place = fixture.place("a");
    let a = again.vault(VaultPlace { root: &place, id: Some("A"), name: "A" }, now(7), "k").expect("opens");
    let tick = Tick { step: "one".into(), seen: "s2".into(), at: now(3) };
    assert_eq!(a.ticks("week").expect("reads"), [tick]);
    assert_eq!(a.ticks("other").expect("reads"), []);
    assert_eq!(a.places().expect("reads"), [Place { path: "week".into(), step: "two".into(), at: now(6) }]);
    assert_eq!(b.places().expect("reads"), []);
}

#[test]
fn the_trash_is_a_folder_of_its_own_for_each_vault() {
    let fixture = fixture();
    let a = fixture.vault(&fixture.place("a"), None, "ka").trash().expect("makes it");
    let b = fixture.vault(&fixture.place("b"), None, "kb").trash().expect("makes it");
    assert!(a.is_dir() && b.is_dir() && a != b && a.starts_with(fixture.folder.path().join("data")));
}

#[test]
fn recent_vaults_are_those_a_person_opened_latest_first() {
    let fixture = fixture();
    let roots = ["a", "b", "c"].map(|name| fixture.place(name));
    for (minute, root) in (1..).zip(&roots) {
        fixture.vault(root, None, &format!("k{minute}")).mark_opened(now(minute)).expect("keeps");
    }
    fixture.vault(&fixture.place("by kb"), None, "k9");
    let recent = |limit| {
        let listed = fixture.local.recent_vaults(limit).expect("lists");
        listed.into_iter().map(|recent| recent.root).collect::<Vec<_>>()
    };
    assert_eq!(recent(9), [roots[2].clone(), roots[1].clone(), roots[0].clone()]);
    assert_eq!(recent(1), [roots[2].clone()]);
    fixture.local.forget_recent(&roots[2]).expect("forgets");
    assert_eq!(recent(1), [roots[1].clone()]);
}

#[test]
fn preferences_are_json_values() {
    let fixture = fixture();
    let local = &fixture.local;
    local.set_preference("theme", Some(&json!("dark"))).expect("keeps");
    local.set_preference("panes", Some(&json!({ "queue": 280 }))).expect("keeps");
    assert_eq!(local.preference("panes").expect("reads"), Some(json!({ "queue": 280 })));
    local.set_preference("theme", None).expect("removes");
    assert_eq!(local.preference("theme").expect("reads"), None);
}

#[test]
fn a_damaged_or_newer_file_is_reported_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = Local::file_in(folder.path());
    std::io::Write::write_all(&mut std::fs::File::create(&file).expect("creates"), &[b'x'; 5000]).expect("writes");
    assert!(matches!(Local::open(folder.path()), Err(LocalError::Damaged { .. })));
    assert_eq!(std::fs::metadata(&file).expect("is there").len(), 5000);

    let folder = tempfile::tempdir().expect("a folder");
    drop(Local::open(folder.path()).expect("makes it"));
    let file = rusqlite::Connection::open(Local::file_in(folder.path())).expect("opens");
    file.execute_batch("PRAGMA user_version = 7").expect("writes");
    assert!(matches!(Local::open(folder.path()), Err(LocalError::Newer { found: 7, .. })));
}

#[test]
fn openings_at_once_all_succeed() {
    // In one of some hundred the second looks while the first makes the tables.
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let keys: Vec<String> = std::thread::scope(|scope| {
            let open = |key: &'static str| {
                let folder = folder.path();
                scope.spawn(move || {
                    let local = Local::open(folder).expect("opens");
                    let place = VaultPlace { root: folder, id: Some("id"), name: "N" };
                    local.vault(place, now(1), key).expect("binds").key().to_owned()
                })
            };
            ["a", "b", "c", "d"].map(open).into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = fixture();
    let mode = std::fs::metadata(fixture.folder.path().join("data")).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_root_that_is_not_unicode_keeps_its_state() {
    use std::os::unix::ffi::OsStrExt;
    let fixture = fixture();
    let root = fixture.folder.path().join(std::ffi::OsStr::from_bytes(b"v\xff"));
    let other = fixture.folder.path().join(std::ffi::OsStr::from_bytes(b"v\xfe"));
    fixture.vault(&root, None, "k1").mark_opened(now(1)).expect("keeps");
    assert_eq!(fixture.vault(&root, None, "k2").key(), "k1");
    assert_eq!(fixture.vault(&other, None, "k3").key(), "k3");
    assert!(fixture.local.recent_vaults(9).expect("lists").is_empty());
}

fn searched(text: &str, hits: u32, opened: Option<(&str, u32)>) -> super::Searched {
    let opened = opened.map(|(path, rank)| (VaultPath::new(path).expect("a path"), rank));
    super::Searched { text: text.to_owned(), chosen: std::collections::BTreeMap::new(), pasted: false, hits, opened }
}

#[test]
fn what_is_typed_on_is_one_search_and_what_was_opened_ends_it() {
    let fixture = fixture();
    let root = fixture.place("vault");
    let vault = fixture.vault(&root, None, "one");
    let texts = || -> Vec<(String, Option<u32>)> {
        let all = vault.searches().expect("read").into_iter();
        all.map(|kept| (kept.search.text, kept.search.opened.map(|(_, rank)| rank))).collect()
    };
    vault.log_search(&searched("vpn", 9, None), now(1)).expect("kept");
    vault.log_search(&searched("vpn drops", 3, None), now(2)).expect("kept");
    assert_eq!(texts(), [("vpn drops".to_owned(), None)]);
    vault.log_search(&searched("vpn drops", 3, Some(("articles/a.md", 2))), now(2)).expect("kept");
    vault.log_search(&searched("vpn drops", 3, None), now(3)).expect("kept");
    assert_eq!(texts(), [("vpn drops".to_owned(), Some(2))], "leaving it afterwards takes nothing back");
    vault.log_search(&searched("vpn drops rekey", 1, None), now(3)).expect("kept");
    vault.log_search(&searched("printer", 0, None), now(3)).expect("kept");
    vault.log_search(&searched("printer offline", 0, None), now(8)).expect("kept");
    assert_eq!(texts().len(), 4, "after minutes it is another search");
    let other = fixture.place("other");
    assert_eq!(fixture.vault(&other, None, "two").searches().expect("read"), []);

    vault.forget_search("PRINTER").expect("forgotten");
    assert_eq!(texts().len(), 3);
    vault.forget_searches().expect("forgotten");
    assert_eq!(texts(), []);
}

#[test]
fn the_log_of_searches_has_a_bound() {
    let fixture = fixture();
    let root = fixture.place("vault");
    let vault = fixture.vault(&root, None, "one");
    for number in 0..8 {
        vault.log_within(5, &searched(&format!("{number} word"), 0, None), now(1)).expect("kept");
    }
    let kept = vault.searches().expect("read");
    assert_eq!((kept.len(), kept.last().map(|kept| kept.search.text.as_str())), (5, Some("3 word")));
}

#[test]
fn the_trash_tells_from_where_and_when_by_its_places() {
    let fixture = fixture();
    let vault = fixture.vault(&fixture.place("a"), None, "ka");
    let path = VaultPath::new("cases/2026/vpn.md").expect("a path");
    for at_s in [100, 100, 90] {
        let folder = vault.trash_folder_for(&path, at_s).expect("found");
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join("vpn.md"), "text").expect("written");
    }
    let found = vault.trashed().expect("listed");
    assert_eq!(found.iter().map(|one| (one.at_s, one.size)).collect::<Vec<_>>(), [(100, 4), (100, 4), (90, 4)]);
    assert!(found.iter().all(|one| one.path == path));
    vault.delete_trashed(&found[0].place).expect("deleted");
    vault.delete_trashed(&found[0].place).expect("nothing there any more");
    assert_eq!(vault.trashed().expect("listed").len(), 2);
    let top = vault.trash().expect("there");
    assert!(!found[0].place.under(&top).parent().expect("a folder").exists());
}
