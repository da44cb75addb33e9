use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};

use super::*;

/// Closes the catalog and hands back its folder.
fn closed(fixture: Fixture) -> (TempDir, std::path::PathBuf) {
    let file = fixture.catalog.file().to_path_buf();
    drop(fixture.catalog);
    (fixture.folder, file)
}

#[test]
fn a_new_catalog_takes_the_store_id_and_an_old_one_keeps_it() {
    let (_folder, file) = closed(fixture());
    let again = Catalog::open(&file, "another").expect("opens");
    let meta = again.meta().expect("reads");
    assert_eq!(meta, Meta { store_id: "store-1".into(), generation: 0 });
}

#[test]
fn an_empty_file_is_a_new_catalog() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("catalog.db");
    OpenOptions::new().create(true).write(true).truncate(true).open(&file).expect("creates");
    assert!(Catalog::open(&file, "s").is_ok());
}

#[test]
fn garbage_is_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("catalog.db");
    OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&file)
        .expect("creates")
        .write_all(&[b'x'; 9000])
        .expect("writes");
    assert!(matches!(Catalog::open(&file, "s"), Err(CatalogError::Damaged { .. })));
}

#[test]
fn a_truncated_file_is_damage() {
    let fixture = fixture();
    for n in 0..200 {
        fixture.put(&format!("a{n}.md"), &article(&format!("Article {n}")));
    }
    let (_folder, file) = closed(fixture);
    let opened = OpenOptions::new().write(true).open(&file).expect("opens");
    let length = opened.metadata().expect("has a length").len();
    opened.set_len(length / 2).expect("truncates");
    let error = Catalog::open(&file, "s").expect_err("half a file");
    assert!(matches!(error, CatalogError::Damaged { .. }) && error.asks_for_rebuild(), "{error:?}");
}

#[test]
fn pages_overwritten_inside_show_as_damage_when_they_are_read() {
    let fixture = fixture();
    for n in 0..200 {
        fixture.put(&format!("a{n}.md"), &article(&format!("Article {n}")));
    }
    let (_folder, file) = closed(fixture);
    let mut opened = OpenOptions::new().write(true).open(&file).expect("opens");
    let length = usize::try_from(opened.metadata().expect("has a length").len()).expect("small");
    opened.seek(SeekFrom::Start(8192)).expect("seeks");
    opened.write_all(&vec![0xa5; length - 8192]).expect("overwrites");
    drop(opened);
    let error = Catalog::open(&file, "s")
        .and_then(|catalog| catalog.read()?.counts().map(drop))
        .expect_err("the pages hold nonsense");
    assert!(error.asks_for_rebuild(), "{error:?}");
}

#[test]
fn another_programs_database_is_not_taken_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("catalog.db");
    let other = rusqlite::Connection::open(&file).expect("opens");
    other.execute_batch("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)").expect("writes");
    assert!(matches!(Catalog::open(&file, "s"), Err(CatalogError::Damaged { .. })));
    let kept: i64 = other.query_row("SELECT a FROM theirs", [], |row| row.get(0)).expect("reads");
    assert_eq!(kept, 1);
}

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let (_folder, file) = closed(fixture());
    let later = rusqlite::Connection::open(&file).expect("opens");
    later.execute_batch("PRAGMA user_version = 99").expect("writes");
    drop(later);
    let error = Catalog::open(&file, "s").expect_err("made by a later version");
    assert!(matches!(error, CatalogError::Newer { found: 99, .. }), "{error:?}");
    let version: i64 = rusqlite::Connection::open(&file)
        .expect("opens")
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("reads");
    assert_eq!(version, 99);
}

#[test]
fn a_missing_table_is_damage() {
    let (_folder, file) = closed(fixture());
    rusqlite::Connection::open(&file).expect("opens").execute_batch("DROP TABLE meta").expect("drops");
    assert!(matches!(Catalog::open(&file, "s"), Err(CatalogError::Damaged { .. })));
}

#[test]
fn a_missing_folder_is_refused_and_never_called_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = Catalog::open(&folder.path().join("none/catalog.db"), "s").expect_err("no folder");
    assert!(matches!(error, CatalogError::Refused { .. }) && !error.asks_for_rebuild(), "{error:?}");
}

#[test]
fn two_openings_at_once_make_one_catalog() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("catalog.db");
        let stores: Vec<String> = std::thread::scope(|scope| {
            let open = |name: &'static str| {
                let file = &file;
                scope.spawn(move || Catalog::open(file, name).expect("opens").meta().expect("reads").store_id)
            };
            let threads = ["a", "b", "c", "d"].map(open);
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(stores.iter().all(|store| *store == stores[0]), "{stores:?}");
    }
}

#[test]
fn the_files_to_put_aside_are_the_three_of_sqlite() {
    let names = Catalog::files_of(std::path::Path::new("/c/catalog.db"));
    assert_eq!(
        names.map(|name| name.display().to_string()),
        ["/c/catalog.db", "/c/catalog.db-wal", "/c/catalog.db-shm"]
    );
}
