//! The file the vectors are kept in.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

use std::path::Path;

use super::*;

fn kept(row: i64, title: &str, whole: &str) -> KeptNote {
    let key = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
    KeptNote {
        note: super::row(row, NoteKind::Article, title, whole),
        content: key(&format!("{title} {whole}")),
        title_key: key(title),
        whole_key: key(whole),
    }
}

fn open(file: &Path, model: &str, store: &str) -> (Vectors, Vec<MatrixRow>) {
    Vectors::open(file, model, store).expect("opens")
}

#[test]
fn what_is_kept_is_there_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("vectors.db");
    let notes = [kept(1, "Rekey fails", "Rekey fails. dtls"), kept(2, "Mail", "Mail. spam")];
    let (mut vectors, none) = open(&file, "bag/1", "s1");
    assert_eq!(none, []);
    vectors.keep(&notes).expect("kept");
    // A process that dies closes nothing.
    std::mem::forget(vectors);
    let (vectors, rows) = open(&file, "bag/1", "s1");
    assert_eq!(rows, notes.iter().map(|kept| kept.note.clone()).collect::<Vec<_>>());
    assert_eq!(vectors.known().expect("known")[&2], notes[1].content);
    assert_eq!(vectors.vector(&notes[0].whole_key).expect("read").as_ref(), Some(&notes[0].note.whole));
    assert_eq!(vectors.vector(&[7; 32]).expect("read"), None);
}

#[test]
fn another_store_keeps_the_vectors_and_another_model_keeps_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("vectors.db");
    let note = kept(1, "Rekey fails", "Rekey fails. dtls");
    open(&file, "bag/1", "s1").0.keep(std::slice::from_ref(&note)).expect("kept");
    let (vectors, rows) = open(&file, "bag/1", "s2");
    assert_eq!((rows, vectors.known().expect("known").len()), (vec![], 0));
    assert!(vectors.vector(&note.title_key).expect("read").is_some());
    let (vectors, _) = open(&file, "bag/2", "s2");
    assert!(vectors.vector(&note.title_key).expect("read").is_none());
}

#[test]
fn vectors_no_note_uses_any_more_are_swept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vectors, _) = open(&folder.path().join("vectors.db"), "bag/1", "s1");
    let (old, new) = (kept(1, "Rekey fails", "Rekey fails. dtls"), kept(1, "Rekey fails", "Rekey fails. mtu"));
    let other = kept(2, "Rekey fails", "Other");
    vectors.keep(&[old.clone(), other.clone()]).expect("kept");
    vectors.keep(std::slice::from_ref(&new)).expect("kept");
    vectors.forget(&[2]).expect("forgotten");
    assert_eq!(vectors.sweep().expect("swept"), 2);
    assert!(vectors.vector(&old.whole_key).expect("read").is_none());
    assert!(vectors.vector(&other.whole_key).expect("read").is_none());
    assert!(vectors.vector(&new.title_key).expect("read").is_some());
    assert_eq!(vectors.rows().expect("rows"), [new.note]);
    assert_eq!(vectors.sweep().expect("swept"), 0);
}

#[test]
fn a_damaged_file_is_thrown_away_and_one_of_something_else_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("vectors.db");
    for damage in
        [b"not a database at all, and long enough to be read as the head of one, which it is not".as_slice(), b"x"]
    {
        std::fs::write(&file, damage).expect("written");
        let (mut vectors, rows) = open(&file, "bag/1", "s1");
        assert_eq!(rows, []);
        vectors.keep(&[kept(1, "a", "b")]).expect("kept");
        drop(vectors);
    }
    let other = rusqlite::Connection::open(&file).expect("opened");
    other.execute_batch("UPDATE vectors SET numbers = x'00'").expect("damaged");
    drop(other);
    assert_eq!(open(&file, "bag/1", "s1").1, []);
}

#[test]
fn who_follows_sees_what_is_kept_and_only_of_its_model_and_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("vectors.db");
    assert!(Vectors::follow(&file, "bag/1", "s1").is_none(), "there is nothing yet");
    assert!(!file.exists(), "who follows makes nothing");
    let (mut vectors, _) = open(&file, "bag/1", "s1");
    let follower = Vectors::follow(&file, "bag/1", "s1").expect("follows");
    let before = follower.version().expect("read");
    let note = kept(1, "Rekey fails", "Rekey fails. dtls");
    vectors.keep(std::slice::from_ref(&note)).expect("kept");
    assert_ne!(follower.version().expect("read"), before);
    assert_eq!(follower.rows().expect("rows"), [note.note]);
    assert!(Vectors::follow(&file, "bag/2", "s1").is_none());
    assert!(Vectors::follow(&file, "bag/1", "s2").is_none());
}
