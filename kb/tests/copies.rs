//! Versions of a note that a sync program made: found beside the note, merged into it, and then in the trash.

mod support;

use kb::casebook::Code;
use kb::casebook::view::{Change, MergedPart, PartedTexts};
use kb::model::VaultPath;
use support::TestVault;

const NOTE: &str = "articles/vpn.md";
const COPY: &str = "articles/vpn.sync-conflict-20261130-101500-ABC7DEF.md";

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

fn text(tags: &str, cause: &str) -> String {
    format!("---\nid: A1\ntitle: VPN drops\ntags: [{tags}]\n---\n## Issue\nIt drops.\n\n## Cause\n{cause}\n")
}

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(NOTE, text("vpn", "A timer."));
    vault.write(COPY, text("rekey", "A timer.") + "\n## Resolution\nRaise it.\n");
    vault.write("articles/vpn (1).md", text("other", "No copy."));
    vault
}

#[test]
fn a_note_knows_its_other_versions_and_they_know_it() {
    let vault = vault();
    let casebook = vault.open();
    assert_eq!(casebook.note(&path(NOTE)).expect("there").conflict_copies, [path(COPY)]);
    let copy = casebook.note(&path(COPY)).expect("there");
    assert_eq!((copy.conflict_copy_of, copy.conflict_copies), (Some(path(NOTE)), Vec::new()));
    let other = casebook.note(&path("articles/vpn (1).md")).expect("there");
    assert_eq!((other.conflict_copy_of, other.conflict_copies), (None, Vec::new()));
}

#[test]
fn what_both_say_goes_into_the_note_and_the_other_version_into_the_trash() {
    let vault = vault();
    let casebook = vault.open();
    let (note, copy) = (casebook.file_text(&path(NOTE)).expect("read"), casebook.file_text(&path(COPY)).expect("read"));
    let texts = PartedTexts { path: path(NOTE), base: String::new(), mine: note.text, theirs: copy.text.clone() };
    let merged: String = casebook
        .merge(&texts)
        .expect("merged")
        .into_iter()
        .map(|part| match part {
            MergedPart::Agreed { text } => text,
            parted @ MergedPart::Parted { .. } => panic!("nobody has to choose: {parted:?}"),
        })
        .collect();
    assert!(merged.contains("rekey") && merged.contains("vpn") && merged.contains("Raise it."), "{merged}");
    let change = |copy_base: &str| Change::MergeCopy {
        path: path(NOTE),
        base: note.version.clone(),
        copy: path(COPY),
        copy_base: copy_base.to_owned(),
        text: merged.clone(),
    };
    let refused = casebook.change(change(&note.version)).expect_err("the other version is not what was merged");
    assert_eq!(refused.code(), Code::Conflict);
    assert_eq!(vault.read(NOTE), text("vpn", "A timer."), "nothing was written");
    let undo = casebook.change(change(&copy.version)).expect("merged").undo.expect("it can be taken back");
    assert_eq!(vault.read(NOTE), merged);
    assert!(!vault.root().join(COPY).exists());
    casebook.settle();
    assert!(casebook.note(&path(NOTE)).expect("there").conflict_copies.is_empty());

    casebook.undo(undo).expect("taken back");
    assert_eq!(vault.read(NOTE), text("vpn", "A timer."));
    assert_eq!(vault.read(COPY), copy.text, "both are there again");
}

#[test]
fn only_another_version_of_the_note_is_merged_into_it() {
    let vault = vault();
    let casebook = vault.open();
    let other = casebook.file_text(&path("articles/vpn (1).md")).expect("read");
    let change = Change::MergeCopy {
        path: path(NOTE),
        base: casebook.file_text(&path(NOTE)).expect("read").version,
        copy: path("articles/vpn (1).md"),
        copy_base: other.version,
        text: "gone".to_owned(),
    };
    assert_eq!(casebook.change(change).expect_err("refused").code(), Code::Refused);
    assert_eq!(vault.read("articles/vpn (1).md"), other.text);
}
