#![expect(clippy::disallowed_methods, reason = "tests damage files")]

use std::fs;

use super::*;

fn open(folder: &tempfile::TempDir) -> History {
    History::open(folder.path()).expect("opens").0
}

fn at(second: i64) -> Moment {
    Moment::parse("2026-11-20T09:00:00+01:00").expect("a moment").plus_seconds(second)
}

fn new(path: &str, text: &str, second: i64, by: By) -> NewVersion {
    let bytes = text.as_bytes().to_vec();
    let hash = *blake3::hash(&bytes).as_bytes();
    NewVersion { path: vp(path), id: None, bytes, hash, at: at(second), by, who: None }
}

fn vp(path: &str) -> VaultPath {
    VaultPath::new(path).expect("a path")
}

/// The texts of a note, the newest first.
fn texts(history: &History, path: &str) -> Vec<String> {
    let versions = history.versions(&vp(path), None).expect("listed");
    let text = |version: Version| history.version(version.number).expect("read").expect("there").1;
    versions.into_iter().map(|version| String::from_utf8(text(version)).expect("text")).collect()
}

#[test]
fn of_saves_one_in_five_minutes_stays_and_the_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "0", 0, By::Found)]).expect("kept");
    for second in [10, 60, 120, 290, 310, 320, 700] {
        history.keep(&[new("a.md", &second.to_string(), second, By::App)]).expect("kept");
    }
    assert_eq!(texts(&history, "a.md"), ["700", "310", "0"]);
}

#[test]
fn what_an_outside_change_replaced_is_never_thinned_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "0", 0, By::Found)]).expect("kept");
    history.keep(&[new("a.md", "mine", 10, By::App), new("a.md", "theirs", 11, By::Outside)]).expect("kept");
    for second in 12..20 {
        history.keep(&[new("a.md", &second.to_string(), second, By::App)]).expect("kept");
    }
    assert_eq!(texts(&history, "a.md"), ["19", "theirs", "mine", "0"]);
}

#[test]
fn what_is_found_of_a_known_note_is_an_outside_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "0", 0, By::App), new("a.md", "1", 1, By::Found)]).expect("kept");
    let versions = history.versions(&vp("a.md"), None).expect("listed");
    assert_eq!(versions.iter().map(|version| version.by).collect::<Vec<_>>(), [By::Outside, By::App]);
    assert!(versions.iter().all(|version| version.pinned));
}

#[test]
fn a_text_is_kept_once_and_a_note_is_not_told_of_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "same", 0, By::Found), new("b.md", "same", 0, By::Found)]).expect("kept");
    history.keep(&[new("a.md", "same", 5, By::Command)]).expect("kept");
    assert_eq!(history.texts(), 1);
    let versions = history.versions(&vp("a.md"), None).expect("listed");
    assert_eq!(versions.iter().map(|version| version.by).collect::<Vec<_>>(), [By::Command]);
}

#[test]
fn a_renamed_note_is_known_by_its_id_and_another_at_its_old_place_is_not_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    let id = |id: &str, version: NewVersion| NewVersion { id: Some(NoteId::new(id).expect("an id")), ..version };
    history.keep(&[id("01A", new("old.md", "first", 0, By::App))]).expect("kept");
    history.keep(&[id("01A", new("new.md", "second", 900, By::App))]).expect("kept");
    history.keep(&[id("01B", new("old.md", "another", 901, By::App))]).expect("kept");
    let of = |path: &str, id: &str| {
        let id = NoteId::new(id).expect("an id");
        history.versions(&vp(path), Some(&id)).expect("listed").len()
    };
    assert_eq!((of("new.md", "01A"), of("old.md", "01B")), (2, 1));
}

#[test]
fn after_thirty_days_versions_go_but_never_the_last_of_a_note_that_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "1", 0, By::Outside), new("a.md", "2", 1, By::Outside)]).expect("kept");
    history.keep(&[new("gone.md", "3", 2, By::Outside)]).expect("kept");
    history.mark_gone(&[vp("gone.md")], Some(at(3))).expect("noted");
    assert_eq!(history.gone().expect("listed").len(), 1);
    history.tidy(at(HISTORY_DAYS * 86_400 + 10)).expect("tidied");
    assert_eq!((texts(&history, "a.md"), texts(&history, "gone.md").len()), (vec!["2".to_owned()], 0));
    assert_eq!(history.texts(), 1);
}

#[test]
fn a_history_that_is_too_large_loses_its_oldest_and_the_last_of_a_note_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("rare.md", "rare", 0, By::Found)]).expect("kept");
    let noise = |seed: u32| -> String {
        (0..4_000u32).map(|i| char::from(b'a' + (i.wrapping_mul(2_654_435_761).rotate_left(seed) % 26) as u8)).collect()
    };
    for n in 0..200u32 {
        let text = format!("{n}{}", noise(n % 32));
        history.keep(&[new("busy.md", &text, i64::from(n) * 600, By::App)]).expect("kept");
    }
    history.tidy_within(200_000, at(200 * 600)).expect("tidied");
    let size = fs::metadata(folder.path().join("history.db")).expect("there").len();
    assert!(size <= 200_000, "{size}");
    assert_eq!(texts(&history, "rare.md"), ["rare"]);
    assert!(texts(&history, "busy.md")[0].starts_with("199"));
}

#[test]
fn a_damaged_history_is_put_aside_and_another_begun() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("history.db"), b"garbage, and long enough to be no header of SQLite at all")
        .expect("written");
    let (history, mended) = History::open(folder.path()).expect("opens");
    assert_eq!(mended, Mended::Begun(folder.path().join("history-damaged-1.db")));
    history.keep(&[new("a.md", "text", 0, By::App)]).expect("kept");
    assert_eq!(history.put_aside().len(), 1);
    history.remove_put_aside().expect("removed");
    assert_eq!(history.put_aside().len(), 0);
}

/// Changes one byte of the file, where this text is.
fn damage(folder: &tempfile::TempDir, near: &[u8]) {
    let file = folder.path().join("history.db");
    let mut bytes = fs::read(&file).expect("read");
    let at = bytes.windows(near.len()).position(|window| window == near).expect("it is there");
    bytes[at] ^= 1;
    fs::write(&file, bytes).expect("written");
}

#[test]
fn a_text_that_is_not_what_it_was_is_taken_out_and_the_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "first", 0, By::Found), new("b.md", "second", 1, By::Found)]).expect("kept");
    drop(history);
    damage(&folder, &pack::packed(b"first"));
    let history = open(&folder);
    let number = history.versions(&vp("a.md"), None).expect("listed")[0].number;
    assert!(matches!(history.version(number), Err(LocalError::Damaged { .. })), "never another text");
    drop(history);
    let (history, mended) = History::mend(folder.path()).expect("mended");
    assert_eq!(mended, Mended::Lost(1));
    assert_eq!((texts(&history, "a.md").len(), texts(&history, "b.md")), (0, vec!["second".to_owned()]));
    assert_eq!(History::mend(folder.path()).expect("looked at").1, Mended::Sound);
}

#[test]
fn a_file_with_a_sound_head_and_a_broken_body_is_put_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    for number in 0..40 {
        history.keep(&[new(&format!("n{number}.md"), &number.to_string(), number, By::Found)]).expect("kept");
    }
    drop(history);
    let file = folder.path().join("history.db");
    let mut bytes = fs::read(&file).expect("read");
    bytes[4096..].fill(0xa5);
    fs::write(&file, bytes).expect("written");
    let shows = open(&folder).keep(&[new("a.md", "text", 0, By::App)]);
    assert!(matches!(shows, Err(LocalError::Damaged { .. })), "{shows:?}");
    let (history, mended) = History::mend(folder.path()).expect("mended");
    assert_eq!(mended, Mended::Begun(folder.path().join("history-damaged-1.db")));
    history.keep(&[new("a.md", "text", 0, By::App)]).expect("kept");
}

#[cfg(unix)]
#[test]
fn a_history_that_was_removed_or_emptied_while_it_was_open_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("a.md", "one", 0, By::Found)]).expect("kept");
    fs::remove_file(folder.path().join("history.db")).expect("removed");
    let said = history.keep(&[new("a.md", "two", 1, By::App)]).expect_err("it would go into a file nobody finds");
    assert!(said.is_moved(), "{said:?}");

    let history = open(&folder);
    history.keep(&[new("a.md", "one", 0, By::Found)]).expect("kept");
    fs::write(folder.path().join("history.db"), b"").expect("emptied");
    let said = history.keep(&[new("a.md", "two", 1, By::App)]);
    assert!(matches!(said, Err(LocalError::Damaged { .. })), "{said:?}");
    let (history, mended) = History::mend(folder.path()).expect("mended");
    assert_eq!((mended, texts(&history, "a.md").len()), (Mended::Sound, 0));
}

#[test]
fn what_is_purged_is_in_no_byte_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let history = open(&folder);
    history.keep(&[new("cases/northwind.md", "x", 0, By::App), new("b.md", "nothing", 1, By::App)]).expect("kept");
    let named = history.naming(|version, _| version.path.as_str().contains("northwind")).expect("looked");
    history.purge(&named).expect("purged");
    let bytes = fs::read(folder.path().join("history.db")).expect("read");
    assert!(!bytes.windows(9).any(|window| window == b"northwind"));
    assert_eq!(texts(&history, "b.md"), ["nothing"]);
}
