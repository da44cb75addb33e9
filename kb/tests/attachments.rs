//! Files kept with a note: where they go, what leads to them, and that undo takes them away again.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use kb::casebook::{Code, Content};
use kb::model::VaultPath;
use support::{TestVault, search};

const CASE: &str = "cases/2026/vpn-a1b2.md";

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(CASE, "---\nid: 01CASE\ntype: case\ntitle: VPN drops\n---\n## Journal\n");
    vault
}

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

#[test]
fn a_file_goes_under_the_notes_id_and_undo_takes_it_away() {
    let vault = vault();
    let casebook = vault.open();
    let kept = casebook.attach(&path(CASE), "shot 1.png", Content::Bytes(b"\x89PNG")).expect("kept");
    assert_eq!(kept.path.as_str(), "attachments/01CASE/shot-1.png");
    assert_eq!(kept.link, "![shot-1.png](../../attachments/01CASE/shot-1.png)");
    assert_eq!(std::fs::read(vault.root().join(kept.path.as_str())).expect("read"), b"\x89PNG");
    casebook.undo(kept.undo.expect("undoable")).expect("undone");
    assert!(!vault.root().join("attachments/01CASE/shot-1.png").exists());
    assert!(vault.read(CASE).contains("id: 01CASE"));
}

#[test]
fn the_same_file_is_kept_once_and_another_of_its_name_beside_it() {
    let vault = vault();
    let casebook = vault.open();
    let attach = |bytes: &[u8]| casebook.attach(&path(CASE), "gw.log", Content::Bytes(bytes)).expect("kept");
    let (first, second, again) = (attach(b"one"), attach(b"two"), attach(b"one"));
    assert_eq!(second.path.file_name(), "gw-2.log");
    assert_eq!((again.path, again.undo), (first.path, None));
    let names = std::fs::read_dir(vault.root().join("attachments/01CASE")).expect("listed").count();
    assert_eq!(names, 2, "no temporary file is left");
}

#[test]
fn a_large_file_is_copied_from_its_place_and_a_pipe_is_not_waited_for() {
    let vault = vault();
    let casebook = vault.open();
    let outside = vault.folder.path().join("big.log");
    let line = b"2026-11-23T09:31:08Z edge-gw-03 dtlsd[4411]: DTLS handshake timeout\n".repeat(150_000);
    std::fs::write(&outside, &line).expect("written");
    let kept = casebook.attach(&path(CASE), "big.log", Content::File(&outside)).expect("kept");
    assert!(std::fs::read(vault.root().join(kept.path.as_str())).expect("read") == line);
    assert!(outside.exists(), "a copy, not a move");
    for missing in [vault.folder.path().join("none.log"), vault.folder.path().to_owned()] {
        let error = casebook.attach(&path(CASE), "x.log", Content::File(&missing)).expect_err("not a file");
        assert_eq!(error.code(), Code::Io, "{}", error.message());
    }
}

#[test]
fn an_attached_note_does_not_become_an_article() {
    let vault = vault();
    let casebook = vault.open();
    let kept = casebook.attach(&path(CASE), "readme.md", Content::Bytes(b"# quuxly fix")).expect("kept");
    assert_eq!(kept.path.file_name(), "readme.md.txt");
    casebook.settle();
    assert_eq!(search(&casebook, "quuxly").total, 0);
}

#[test]
fn a_hostile_id_stays_in_its_folder_and_a_note_without_one_gets_one() {
    let vault = vault();
    vault.write("articles/evil.md", "---\nid: ../../../evil\ntitle: Evil\n---\ntext\n");
    vault.write("articles/plain.md", "# Plain\ntext\n");
    vault.write("articles/broken.md", "---\ntitle: [never\n---\n");
    let casebook = vault.open();
    let evil = casebook.attach(&path("articles/evil.md"), "a.log", Content::Bytes(b"x")).expect("kept");
    assert_eq!(evil.path.as_str(), "attachments/evil/a.log");
    let plain = casebook.attach(&path("articles/plain.md"), "a.log", Content::Bytes(b"x")).expect("kept");
    let id = casebook.note(&path("articles/plain.md")).expect("read").id.expect("an id was written");
    assert_eq!(plain.path.as_str(), format!("attachments/{id}/a.log"));
    let broken = casebook.attach(&path("articles/broken.md"), "a.log", Content::Bytes(b"x")).expect_err("no id");
    assert_eq!(broken.code(), Code::Refused);
}
