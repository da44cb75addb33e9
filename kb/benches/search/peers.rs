//! tantivy and SQLite's FTS5 as they come: title and body, any of the words, ten hits.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, INDEXED, Schema, TEXT};
use tantivy::{Index, ReloadPolicy, TantivyDocument, Term, doc};

use crate::generate::Random;
use crate::table::{Column, bytes_of, own_memory};
use crate::{Note, Questions, time};

const SAVES: usize = 100;
const WRITER_BYTES: usize = 100_000_000;

pub(crate) fn tantivy(
    folder: &Path,
    notes: impl Iterator<Item = Note>,
    size: usize,
    questions: &[Questions],
) -> Column {
    let before = own_memory();
    let mut schema = Schema::builder();
    let row = schema.add_u64_field("row", INDEXED | FAST);
    let (title, body) = (schema.add_text_field("title", TEXT), schema.add_text_field("body", TEXT));
    std::fs::create_dir_all(folder).expect("made");
    let index = Index::create_in_dir(folder, schema.build()).expect("created");
    let started = Instant::now();
    let mut writer = index.writer::<TantivyDocument>(WRITER_BYTES).expect("a writer");
    for note in notes {
        writer.add_document(doc!(row => note.row, title => note.title, body => note.body)).expect("added");
    }
    writer.commit().expect("committed");
    let reader: tantivy::IndexReader =
        index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().expect("a reader");
    let built = started.elapsed();
    writer.wait_merging_threads().expect("merged");
    reader.reload().expect("reloaded");
    let memory = own_memory().saturating_sub(before);
    let parser = QueryParser::for_index(&index, vec![title, body]);
    let asked = time(questions, |text, unfinished| {
        // Signs would trip its query language; a star is its way to say that a word goes on.
        let plain = text.replace(|c: char| !c.is_alphanumeric(), " ");
        let plain = if unfinished { format!("{}*", plain.trim()) } else { plain };
        let (query, _) = parser.parse_query_lenient(&plain);
        reader.searcher().search(&query, &TopDocs::with_limit(10).order_by_score()).expect("searched");
    });
    let mut writer = index.writer::<TantivyDocument>(WRITER_BYTES).expect("a writer");
    let mut random = Random(7);
    let mut saves: Vec<Duration> = Vec::with_capacity(SAVES);
    for _ in 0..SAVES {
        let changed = random.below(size) as u64;
        let started = Instant::now();
        writer.delete_term(Term::from_field_u64(row, changed));
        writer.add_document(doc!(row => changed, title => "Changed", body => "changed")).expect("added");
        writer.commit().expect("committed");
        reader.reload().expect("reloaded");
        saves.push(started.elapsed());
    }
    Column {
        name: "tantivy".to_owned(),
        built: Some(built),
        bytes: Some(bytes_of(folder)),
        memory: Some(memory),
        asked,
        saves: Some(saves),
        saves_under_load: None,
    }
}

pub(crate) fn fts5(file: &Path, notes: impl Iterator<Item = Note>, size: usize, questions: &[Questions]) -> Column {
    let before = own_memory();
    let mut store = Connection::open(file).expect("opened");
    let make = "PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'porter unicode61', prefix = '2 3')";
    store.execute_batch(make).expect("made");
    let started = Instant::now();
    let all = store.transaction().expect("begun");
    {
        let mut insert = all.prepare("INSERT INTO t(rowid, title, body) VALUES (?1, ?2, ?3)").expect("a statement");
        for note in notes {
            insert.execute((note.row.cast_signed(), &note.title, &note.body)).expect("added");
        }
    }
    all.commit().expect("committed");
    let built = started.elapsed();
    let memory = own_memory().saturating_sub(before);
    let asked = time(questions, |text, unfinished| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: std::collections::BTreeSet<String> = words.map(|word| format!("\"{word}\"")).collect();
        let any = words.into_iter().collect::<Vec<_>>().join(" OR ");
        let any = if unfinished { format!("{any}*") } else { any };
        let sql = "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 2.0, 1.0) LIMIT 10";
        let mut found = store.prepare_cached(sql).expect("a statement");
        let rows = found.query_map([any], |row| row.get::<_, i64>(0)).expect("searched");
        assert!(rows.flatten().count() <= 10);
    });
    let mut random = Random(7);
    let mut saves: Vec<Duration> = Vec::with_capacity(SAVES);
    for _ in 0..SAVES {
        let changed = random.below(size);
        let started = Instant::now();
        let sql = "UPDATE t SET body = 'changed' WHERE rowid = ?1";
        store.execute(sql, [i64::try_from(changed).expect("a row")]).expect("changed");
        saves.push(started.elapsed());
    }
    Column {
        name: "FTS5".to_owned(),
        built: Some(built),
        bytes: Some(bytes_of(file)),
        memory: Some(memory),
        asked,
        saves: Some(saves),
        saves_under_load: None,
    }
}
