//! Editing and removing one's own journal entries: the grammar holds, what others wrote stays, undo is to the byte.

mod support;

use kb::casebook::view::{Change, Changed};
use kb::casebook::{Casebook, Code, Error};
use kb::model::{EntryId, VaultPath};
use support::TestVault;

const CASE: &str = "cases/2026/vpn-a1b2.md";
const TEXT: &str = "---\r
id: 01CASE\r
type: case\r
title: VPN drops # a comment\r
---\r
## Journal\r
### 2026-11-20T09:20:03+01:00 · mira · internal · call ^a1\r
\r
Asked: yes, all on 7.4.\r
And a second line.  \r
\r
### 2026-11-20T09:30:03+01:00 · jon · internal · note ^a2\r
Mine.\r
### 2026-11-20T09:31:03+01:00 · mira · internal · status ^a3\r
new -> open\r
### 2026-11-20T09:32:03+01:00 · mira · customer · email ^a4\r
Last words";

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(CASE, TEXT);
    vault
}

fn case() -> VaultPath {
    VaultPath::new(CASE).expect("a path")
}

fn text_of(casebook: &Casebook, id: &str) -> Option<String> {
    let note = casebook.note(&case()).expect("read");
    note.journal
        .into_iter()
        .find(|entry| entry.id.as_ref().is_some_and(|known| known.as_str() == id))
        .map(|entry| entry.text)
}

fn edit(casebook: &Casebook, id: &str, from: &str, to: &str) -> Result<Changed, Error> {
    let entry = EntryId::new(id).expect("an id");
    casebook.change(Change::EditEntry { case: case(), entry, from: from.to_owned(), to: to.to_owned() })
}

fn remove(casebook: &Casebook, id: &str, from: &str) -> Result<Changed, Error> {
    casebook.change(Change::RemoveEntry {
        case: case(),
        entry: EntryId::new(id).expect("an id"),
        from: from.to_owned(),
    })
}

#[test]
fn an_edit_touches_its_entry_only_and_is_undone_to_the_byte() {
    let vault = vault();
    let casebook = vault.open();
    let was = text_of(&casebook, "a1").expect("there");
    let done = edit(&casebook, "a1", &was, "Asked again:\n## no heading\n```\nnever closed").expect("edited");
    let text = vault.read(CASE);
    assert!(text.contains("^a1\r\n\r\nAsked again:\r\n\\## no heading\r\n\\```\r\nnever closed\r\n\r\n### "), "{text}");
    assert_eq!(text_of(&casebook, "a1").as_deref(), Some("Asked again:\n## no heading\n```\nnever closed"));
    assert_eq!(text_of(&casebook, "a2").as_deref(), Some("Mine."));
    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read(CASE), TEXT);
}

#[test]
fn a_text_that_changed_meanwhile_is_a_conflict() {
    let vault = vault();
    let casebook = vault.open();
    for failed in [edit(&casebook, "a1", "what it never said", "x"), remove(&casebook, "a1", "what it never said")] {
        assert_eq!(failed.expect_err("a conflict").code(), Code::Conflict);
    }
    assert_eq!(edit(&casebook, "zz", "x", "y").expect_err("none").code(), Code::NotFound);
    assert_eq!(edit(&casebook, "a4", "Last words", "  ").expect_err("empty").code(), Code::Invalid);
    assert_eq!(vault.read(CASE), TEXT);
}

#[test]
fn only_ones_own_words_and_no_status_can_be_changed() {
    let vault = vault();
    let casebook = vault.open();
    for (id, from) in [("a2", "Mine."), ("a3", "new -> open")] {
        assert_eq!(edit(&casebook, id, from, "x").expect_err("refused").code(), Code::Refused, "{id}");
        assert_eq!(remove(&casebook, id, from).expect_err("refused").code(), Code::Refused, "{id}");
    }
    assert_eq!(vault.read(CASE), TEXT);
}

#[test]
fn a_removed_entry_comes_back_to_the_byte() {
    let vault = vault();
    let casebook = vault.open();
    for id in ["a1", "a4"] {
        let was = text_of(&casebook, id).expect("there");
        let done = remove(&casebook, id, &was).expect("removed");
        assert_eq!(text_of(&casebook, id), None);
        casebook.undo(done.undo.expect("undoable")).expect("undone");
        assert_eq!(vault.read(CASE), TEXT, "{id}");
    }
}

#[test]
fn undo_keeps_what_others_wrote_since() {
    let vault = vault();
    let casebook = vault.open();
    let done = edit(&casebook, "a4", "Last words", "Other words").expect("edited");
    vault.write(CASE, vault.read(CASE).replace("Mine.", "Mine, still."));
    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read(CASE), TEXT.replace("Mine.", "Mine, still."));
}

#[test]
fn any_text_is_read_back_as_it_was_written() {
    let vault = vault();
    let casebook = vault.open();
    let mut was = text_of(&casebook, "a1").expect("there");
    for to in [
        "### 2026-11-20T09:20:03+01:00 · m · internal · call ^x\ntext",
        "<!--",
        "~~~\n## Journal",
        "\\## a",
        "|\n---\n",
    ] {
        edit(&casebook, "a1", &was, to).expect("any text can be written");
        was = text_of(&casebook, "a1").expect("there");
        assert_eq!(was, kb::format::entry_text(to));
    }
}
