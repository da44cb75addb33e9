//! Earlier versions and the trash, over the facade: what is kept, listed, compared and brought back.
#![expect(clippy::disallowed_methods, reason = "tests stand in for other programs and break files")]

mod support;

use kb::casebook::view::{Change, Changed, DiffKind, VersionAuthor};
use kb::casebook::{Casebook, Code, Stay};
use kb::model::{Channel, SectionKind, VaultPath, Visibility};
use support::{TestVault, wait_for};

const ARTICLE: &str =
    "---\nid: 01A\ntype: article\ntitle: Rekey drops\n---\n## Issue\nIt drops.\n\n## Resolution\nTurn it off.\n";

fn vp(path: &str) -> VaultPath {
    VaultPath::new(path).expect("a path")
}

fn article() -> VaultPath {
    vp("articles/rekey.md")
}

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write("articles/rekey.md", ARTICLE);
    vault
}

fn app(vault: &TestVault) -> Casebook {
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("opens");
    casebook.settle();
    wait_for("what is there is kept", || !kept(&casebook, "articles/rekey.md").is_empty());
    casebook
}

fn resolve(casebook: &Casebook, from: &str, to: &str) -> Changed {
    let (from, to) = (from.to_owned(), to.to_owned());
    let change = Change::ReplaceSection { path: article(), section: SectionKind::Resolution, from, to };
    casebook.change(change).expect("changed")
}

/// How the versions of a note came to be, the newest first.
fn kept(casebook: &Casebook, path: &str) -> Vec<VersionAuthor> {
    casebook.history(&vp(path)).expect("listed").versions.iter().map(|version| version.by).collect()
}

#[test]
fn what_was_there_before_a_save_and_before_an_outside_change_is_there_to_be_brought_back() {
    let vault = vault();
    let casebook = app(&vault);
    resolve(&casebook, "Turn it off.", "Set rekey to 0.");
    vault.write("articles/rekey.md", "overwritten by a script\n");
    wait_for("the outside change is kept", || kept(&casebook, "articles/rekey.md").len() == 3);

    let history = casebook.history(&article()).expect("listed");
    let by: Vec<VersionAuthor> = history.versions.iter().map(|version| version.by).collect();
    assert_eq!(by, [VersionAuthor::Outside, VersionAuthor::App, VersionAuthor::Found]);
    let mine = &history.versions[1];
    assert_eq!((mine.said.as_deref(), mine.who.as_deref()), (Some("Set rekey to 0."), Some("mira")));
    assert!(history.versions[0].is_current && !mine.is_current);
    assert_eq!(casebook.version(&article(), history.versions[2].number).expect("read"), ARTICLE);

    let base = casebook.file_text(&article()).expect("read").version;
    let restore =
        |base: &str| Change::RestoreVersion { path: article(), number: mine.number, base: Some(base.to_owned()) };
    let done = casebook.change(restore(&base)).expect("restored");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE.replace("Turn it off.", "Set rekey to 0."));
    assert_eq!(casebook.change(restore(&base)).expect_err("the base is gone").code(), Code::Conflict);
    assert_eq!(kept(&casebook, "articles/rekey.md")[0], VersionAuthor::Restored);
    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read("articles/rekey.md"), "overwritten by a script\n");
}

#[test]
fn what_changed_while_nothing_looked_is_a_version_of_its_own() {
    let vault = vault();
    drop(app(&vault));
    vault.write("articles/rekey.md", ARTICLE.replace("Turn it off.", "Ask Jon."));
    let casebook = app(&vault);
    wait_for("it caught up", || kept(&casebook, "articles/rekey.md").len() == 2);
    assert_eq!(kept(&casebook, "articles/rekey.md"), [VersionAuthor::Outside, VersionAuthor::Found]);
}

#[test]
fn the_command_keeps_what_it_replaces_and_what_it_writes() {
    let vault = vault();
    let casebook = vault.open();
    resolve(&casebook, "Turn it off.", "Set rekey to 0.");
    assert_eq!(kept(&casebook, "articles/rekey.md"), [VersionAuthor::Kb, VersionAuthor::Outside]);
    drop(casebook);
    assert_eq!(kept(&vault.open(), "articles/rekey.md").len(), 2);
}

#[test]
fn versions_follow_a_note_that_is_renamed() {
    let vault = vault();
    let casebook = app(&vault);
    resolve(&casebook, "Turn it off.", "Set rekey to 0.");
    std::fs::rename(vault.root().join("articles/rekey.md"), vault.root().join("articles/new-name.md"))
        .expect("renamed");
    wait_for("the new name is known", || {
        casebook.note(&vp("articles/new-name.md")).is_ok() && kept(&casebook, "articles/new-name.md").len() == 2
    });
    wait_for("nothing is missed", || casebook.trash().expect("listed").items.is_empty());
}

#[test]
fn the_author_of_a_new_entry_is_named() {
    let vault = vault();
    vault.write("cases/2026/c.md", "---\nid: 01C\ntype: case\ntitle: Drops\n---\n## Issue\nDrops\n\n## Journal\n");
    let casebook = app(&vault);
    let case = vp("cases/2026/c.md");
    let entry = |text: &str| Change::AddEntry {
        case: case.clone(),
        visibility: Visibility::Internal,
        channel: Channel::Note,
        text: text.to_owned(),
    };
    casebook.change(entry("Asked.")).expect("added");
    let text = vault.read("cases/2026/c.md").replace("· mira ·", "· jon ·").replace("Asked.", "Tried.");
    let text = text.replacen("^e", "^x", 1);
    vault.write("cases/2026/c.md", text);
    wait_for("it is kept", || kept(&casebook, "cases/2026/c.md").first() == Some(&VersionAuthor::Outside));
    let history = casebook.history(&case).expect("listed");
    assert_eq!(history.versions[0].who.as_deref(), Some("jon"));
}

#[test]
fn versions_are_compared_with_now_and_with_the_one_before() {
    let vault = vault();
    let casebook = app(&vault);
    resolve(&casebook, "Turn it off.", "Turn DTLS off.");
    let versions = casebook.history(&article()).expect("listed").versions;
    let changed = |with_now: bool, number: u32| -> Vec<(DiffKind, String)> {
        let pieces = casebook.compare_version(&article(), number, with_now).expect("compared").pieces;
        let differing = pieces.into_iter().filter(|piece| matches!(piece.kind, DiffKind::Added | DiffKind::Removed));
        differing.map(|piece| (piece.kind, piece.text)).collect()
    };
    let words = vec![(DiffKind::Removed, "it".to_owned()), (DiffKind::Added, "DTLS".to_owned())];
    assert_eq!(changed(false, versions[0].number), words);
    assert_eq!(changed(true, versions[1].number), words);
    assert_eq!(changed(true, versions[0].number), []);
    assert_eq!(changed(false, versions[1].number), [], "nothing is before the first");
}

#[test]
fn a_history_that_cannot_be_used_is_noted_and_stops_no_save() {
    let vault = vault();
    let casebook = app(&vault);
    let state = std::fs::read_dir(vault.data().join("vaults")).expect("listed").flatten().next().expect("one").path();
    drop(casebook);
    std::fs::remove_file(state.join("history.db")).expect("removed");
    std::fs::create_dir(state.join("history.db")).expect("made");
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("opens");
    casebook.settle();
    resolve(&casebook, "Turn it off.", "Set rekey to 0.");
    assert!(vault.read("articles/rekey.md").contains("rekey to 0"));
    assert!(casebook.history(&article()).is_err());
    wait_for("it is noted", || casebook.status().expect("told").unkept.is_some());

    std::fs::remove_dir(state.join("history.db")).expect("removed");
    resolve(&casebook, "Set rekey to 0.", "Set rekey to 1.");
    wait_for("it is kept again", || casebook.history(&article()).is_ok_and(|history| history.trouble.is_none()));
}

/// What may befall the file of the history.
type Blow = (&'static str, fn(&std::path::Path));

const BLOWS: [Blow; 5] = [
    ("removed", |file| std::fs::remove_file(file).expect("removed")),
    ("emptied", |file| std::fs::write(file, b"").expect("written")),
    ("cut", |file| {
        let length = std::fs::metadata(file).expect("there").len();
        std::fs::File::options().write(true).open(file).and_then(|file| file.set_len(length / 2)).expect("cut");
    }),
    ("garbage", |file| overwrite(file, 0)),
    ("garbage behind a sound head", |file| overwrite(file, 4096)),
];

fn overwrite(file: &std::path::Path, from: usize) {
    let mut bytes = std::fs::read(file).expect("read");
    bytes[from..].fill(0xa5);
    std::fs::write(file, bytes).expect("written");
}

/// Whatever befalls the history, while the app is closed or open, each save is acknowledged and in its file, and the
/// history is there again: with what it had, or begun anew with what every note says now, and then it says so.
#[cfg(unix)]
#[test]
fn a_history_that_is_damaged_is_mended_or_begun_anew_and_no_save_is_lost() {
    for (what, blow) in BLOWS {
        for is_open in [false, true] {
            let vault = vault();
            vault.write("articles/other.md", "---\nid: 01B\ntitle: Other\n---\nother\n");
            let casebook = app(&vault);
            wait_for("both are kept", || !kept(&casebook, "articles/other.md").is_empty());
            let state =
                std::fs::read_dir(vault.data().join("vaults")).expect("listed").flatten().next().expect("one").path();
            let casebook = if is_open {
                blow(&state.join("history.db"));
                casebook
            } else {
                drop(casebook);
                blow(&state.join("history.db"));
                Casebook::open(vault.options(Stay::Resident)).expect("opens")
            };
            casebook.settle();
            resolve(&casebook, "Turn it off.", "Set rekey to 0.");
            assert!(vault.read("articles/rekey.md").contains("rekey to 0"), "{what}, open: {is_open}");
            let has_both = |casebook: &Casebook| {
                ["articles/rekey.md", "articles/other.md"].iter().all(|path| {
                    casebook.history(&vp(path)).is_ok_and(|history| {
                        history.trouble.is_none() && history.versions.first().is_some_and(|version| version.is_current)
                    })
                })
            };
            let says_lost = |casebook: &Casebook| casebook.history(&article()).expect("listed").lost.is_some();
            wait_for(&format!("the history has both notes, {what}, open: {is_open}"), || has_both(&casebook));
            let was_said = says_lost(&casebook);
            casebook.back_up(&vault.folder.path().join("backup.casebook")).expect("backed up with what is put aside");
            // What was in the memory of the one that was open hid the damage for as long as that lasted.
            drop(casebook);
            let casebook = Casebook::open(vault.options(Stay::Resident)).expect("opens");
            casebook.settle();
            wait_for(&format!("it has both at the next start, {what}, open: {is_open}"), || has_both(&casebook));
            let is_told_from_nothing = matches!(what, "removed" | "emptied");
            assert_eq!(was_said || says_lost(&casebook), !is_told_from_nothing, "{what}, open: {is_open}");
        }
    }
}

#[test]
fn what_is_moved_to_the_trash_comes_back_to_where_it_was_and_replaces_nothing() {
    let vault = vault();
    let casebook = app(&vault);
    let done = casebook.change(Change::Trash { path: article() }).expect("moved");
    assert!(!vault.root().join("articles/rekey.md").exists());
    let item = casebook.trash().expect("listed").items.remove(0);
    assert_eq!((item.title.as_str(), item.path.as_str(), item.outside), ("Rekey drops", "articles/rekey.md", false));

    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    assert!(casebook.trash().expect("listed").items.is_empty());

    casebook.change(Change::Trash { path: article() }).expect("moved");
    vault.write("articles/rekey.md", "another\n");
    let place = casebook.trash().expect("listed").items.remove(0).place;
    let back = casebook.change(Change::RestoreTrashed { place: place.clone() }).expect("restored");
    assert_eq!(back.path.as_str(), "articles/rekey-2.md");
    assert_eq!(
        (vault.read("articles/rekey.md").as_str(), vault.read("articles/rekey-2.md").as_str()),
        ("another\n", ARTICLE)
    );
    assert_eq!(casebook.change(Change::RestoreTrashed { place }).expect_err("it is back").code(), Code::NotFound);
}

#[test]
fn a_note_another_program_removed_comes_back_from_its_last_version() {
    let vault = vault();
    let casebook = app(&vault);
    std::fs::remove_file(vault.root().join("articles/rekey.md")).expect("removed");
    wait_for("it is missed", || casebook.trash().expect("listed").items.len() == 1);
    let item = casebook.trash().expect("listed").items.remove(0);
    assert!(item.outside);
    casebook.change(Change::RestoreTrashed { place: item.place }).expect("restored");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    wait_for("it is gone no more", || casebook.trash().expect("listed").items.is_empty());
}

#[test]
fn what_is_deleted_for_good_is_in_neither_list() {
    let vault = vault();
    vault.write("articles/other.md", "---\nid: 01B\ntitle: Other\n---\nother\n");
    vault.write("articles/stays.md", "---\nid: 01D\ntitle: Stays\n---\nstays\n");
    let casebook = app(&vault);
    wait_for("both are kept", || !kept(&casebook, "articles/other.md").is_empty());
    casebook.change(Change::Trash { path: article() }).expect("moved");
    std::fs::remove_file(vault.root().join("articles/other.md")).expect("removed");
    wait_for("both are there", || casebook.trash().expect("listed").items.len() == 2);
    assert_eq!(casebook.empty_trash().expect("emptied"), 2);
    assert!(casebook.trash().expect("listed").items.is_empty());
    assert!(casebook.change(Change::RestoreTrashed { place: "../../x".to_owned() }).is_err());
}
