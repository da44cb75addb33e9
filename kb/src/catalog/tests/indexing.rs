use super::*;

fn dirty(fixture: &Fixture) -> Vec<(String, Option<u8>)> {
    let rows = fixture.catalog.dirty(100).expect("lists");
    rows.iter().map(|dirty| (dirty.path.to_string(), dirty.hash.map(|hash| hash[0]))).collect()
}

#[test]
fn putting_a_known_path_keeps_its_row_and_replaces_the_rest() {
    let fixture = fixture();
    let row = fixture.put("a.md", &article("Old").id("A1").alias("older"));
    assert_eq!(fixture.put_hashed("a.md", &case("New").id("A2"), 2), row);
    let note = fixture.read().note(&path("a.md")).expect("reads").expect("known");
    assert_eq!((note.row, note.title.as_str(), note.kind, note.hash), (row, "New", NoteKind::Case, hash_of(2)));
    assert_eq!((note.confidence, note.status), (None, Some(Status::New)));
    assert_eq!(fixture.read().text(row).expect("reads").expect("known").issue, "New");
    assert_eq!(fixture.read().resolve_wikilink("older").expect("reads"), None);
    assert_eq!(fixture.read().by_id(&id("A1")).expect("reads"), []);
}

#[test]
fn what_was_put_is_dirty_until_the_index_has_exactly_that() {
    let fixture = fixture();
    fixture.put_hashed("a.md", &article("A"), 1);
    let indexed = fixture.catalog.dirty(10).expect("lists");
    fixture.put_hashed("a.md", &article("A changed"), 2);
    fixture.catalog.clear_dirty(&indexed, 7).expect("clears");
    assert_eq!(dirty(&fixture), [("a.md".to_owned(), Some(2))]);
    assert_eq!(fixture.catalog.meta().expect("reads").generation, 7);
    let indexed = fixture.catalog.dirty(10).expect("lists");
    fixture.catalog.clear_dirty(&indexed, 8).expect("clears");
    assert_eq!(dirty(&fixture), []);
}

#[test]
fn a_removed_note_is_owed_to_the_index_until_it_is_gone_there() {
    let fixture = fixture();
    let row = fixture.put("a.md", &article("A"));
    fixture.catalog.clear_dirty(&fixture.catalog.dirty(10).expect("lists"), 1).expect("clears");
    assert_eq!(fixture.remove("a.md"), Some(row));
    assert_eq!(fixture.remove("a.md"), None);
    assert_eq!(dirty(&fixture), [("a.md".to_owned(), None)]);
    assert!(fixture.read().hydrate(&[row]).expect("reads").is_empty(), "a ghost hit drops");
    let again = fixture.put("a.md", &article("A again"));
    assert_ne!(again, row, "the row number is not given to another note");
    assert_eq!(dirty(&fixture), [("a.md".to_owned(), None), ("a.md".to_owned(), Some(1))]);
    fixture.catalog.clear_dirty(&fixture.catalog.dirty(10).expect("lists"), 2).expect("clears");
    assert_eq!(dirty(&fixture), []);
}

#[test]
fn a_row_number_is_not_given_again_after_the_last_row_left() {
    let fixture = fixture();
    let row = fixture.put("a.md", &article("A"));
    fixture.remove("a.md");
    assert!(fixture.put("b.md", &article("B")) > row);
}

#[test]
fn a_batch_that_is_dropped_changes_nothing() {
    let fixture = fixture();
    fixture.put("a.md", &article("A"));
    let mut batch = fixture.catalog.begin().expect("begins");
    batch.put_with("b.md", &article("B"), 1);
    batch.remove(&path("a.md")).expect("removes");
    drop(batch);
    assert!(fixture.read().note(&path("a.md")).expect("reads").is_some());
    assert!(fixture.read().note(&path("b.md")).expect("reads").is_none());
}

#[test]
fn touching_changes_the_stamp_and_leaves_the_index_alone() {
    let fixture = fixture();
    fixture.put("a.md", &article("A"));
    fixture.catalog.clear_dirty(&fixture.catalog.dirty(10).expect("lists"), 1).expect("clears");
    let stamp = StoredStamp { size: u64::MAX, mtime_ns: -1, ctime_ns: 0, inode: 9 };
    let mut batch = fixture.catalog.begin().expect("begins");
    batch.touch(&path("a.md"), stamp, 99).expect("touches");
    batch.touch(&path("unknown.md"), stamp, 99).expect("does nothing");
    batch.commit().expect("commits");
    let known: Vec<Stamped> = fixture.catalog.stamps().collect::<Result<_, _>>().expect("lists");
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].stamp, known[0].scanned_ns, known[0].hash), (stamp, 99, hash_of(1)));
    assert_eq!(dirty(&fixture), []);
}

#[test]
fn stamps_come_in_the_order_of_the_paths_bytes() {
    let fixture = fixture();
    let mut names = ["b.md", "a/z.md", "a.md", "a-b.md", "É.md", "Z.md", "a/b/c.md"];
    for name in names {
        fixture.put(name, &article(name));
    }
    names.sort_unstable();
    let known: Vec<Stamped> = fixture.catalog.stamps().collect::<Result<_, _>>().expect("lists");
    assert_eq!(known.iter().map(|known| known.path.as_str()).collect::<Vec<_>>(), names);
}

#[test]
fn stamps_run_over_many_pages_without_loss() {
    let fixture = fixture();
    let mut batch = fixture.catalog.begin().expect("begins");
    for n in 0..4_500 {
        batch.put_with(&format!("n/{n:05}.md"), &article("x"), 1);
    }
    batch.commit().expect("commits");
    let known: Vec<Stamped> = fixture.catalog.stamps().collect::<Result<_, _>>().expect("lists");
    assert_eq!(known.len(), 4_500);
    assert!(known.windows(2).all(|pair| pair[0].path.as_str() < pair[1].path.as_str()));
}

#[test]
fn a_value_is_kept_with_its_batch() {
    let fixture = fixture();
    let mut batch = fixture.catalog.begin().expect("begins");
    batch.set_value("parsed-by", "rules-3").expect("keeps");
    batch.commit().expect("commits");
    assert_eq!(fixture.read().value("parsed-by").expect("reads").as_deref(), Some("rules-3"));
}

#[test]
fn counts_follow_every_write_of_this_process_and_of_another() {
    let fixture = fixture();
    let notes = || fixture.catalog.counts().expect("counts").notes;
    assert_eq!((notes(), notes()), (0, 0));
    fixture.put("a.md", &article("A"));
    assert_eq!((notes(), notes()), (1, 1));
    let other = Catalog::open(fixture.catalog.file(), "ignored").expect("opens");
    let mut batch = other.begin().expect("begins");
    batch.remove(&path("a.md")).expect("removes");
    assert_eq!(notes(), 1, "not committed");
    batch.commit().expect("commits");
    assert_eq!(notes(), 0);
    assert_eq!(fixture.catalog.counts().expect("counts"), fixture.read().counts().expect("counts"));
}

#[test]
fn a_snapshot_does_not_see_what_is_written_after_it() {
    let fixture = fixture();
    let before = fixture.read();
    fixture.put("a.md", &article("A"));
    assert!(before.note(&path("a.md")).expect("reads").is_none());
    assert!(fixture.read().note(&path("a.md")).expect("reads").is_some());
}

#[test]
fn readers_do_not_wait_for_a_batch() {
    let fixture = fixture();
    let mut batch = fixture.catalog.begin().expect("begins");
    batch.put_with("a.md", &article("A"), 1);
    assert_eq!(fixture.read().counts().expect("counts").notes, 0);
    assert!(fixture.catalog.data_version().is_ok());
    batch.commit().expect("commits");
    assert_eq!(fixture.read().counts().expect("counts").notes, 1);
}

#[test]
fn a_follower_leaves_pending_paths_and_the_leader_notices() {
    let fixture = fixture();
    let follower = Catalog::open(fixture.catalog.file(), "ignored").expect("opens");
    let quiet = fixture.catalog.data_version().expect("reads");
    fixture.put("own.md", &article("Own"));
    assert_eq!(fixture.catalog.data_version().expect("reads"), quiet, "its own writes are no news");

    let last = follower.add_pending(&[path("a.md"), path("b.md")]).expect("adds");
    assert_ne!(fixture.catalog.data_version().expect("reads"), quiet);
    let pending = fixture.catalog.pending().expect("lists");
    assert_eq!(pending.iter().map(|pending| pending.path.as_str()).collect::<Vec<_>>(), ["a.md", "b.md"]);
    assert_eq!(pending[1].id, last);

    follower.add_pending(&[path("a.md")]).expect("adds");
    fixture.catalog.clear_pending(&pending).expect("clears");
    let left = follower.pending().expect("lists");
    assert_eq!(left.iter().map(|pending| pending.path.as_str()).collect::<Vec<_>>(), ["a.md"]);
    assert!(left[0].id > last);
}
