//! Casebook's own index: twenty hits with their reasons, articles learning from their cases.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kb::model::{NoteId, NoteKind};
use kb::search::{IndexDoc, IndexReader, IndexWriter, Load, Payload, Query, create};

use crate::generate::Random;
use crate::table::{Column, bytes_of, own_memory};
use crate::{Note, Questions, time};

const HITS: usize = 20;
const SAVES: usize = 100;

pub(crate) fn column(folder: &Path, notes: impl Iterator<Item = Note>, size: usize, questions: &[Questions]) -> Column {
    let before = own_memory();
    std::fs::create_dir_all(folder).expect("made");
    let index = create(folder).expect("created");
    let started = Instant::now();
    let mut writer = index.writer(Load::Bulk).expect("a writer");
    for note in notes {
        put(&mut writer, &note);
    }
    writer.commit(&payload(1)).expect("committed");
    let reader = index.reader().expect("a reader");
    reader.reload().expect("reloaded");
    let built = started.elapsed();
    writer.finish().expect("merged");
    reader.reload().expect("reloaded");
    let memory = own_memory().saturating_sub(before);
    let asked = time(questions, |text, unfinished| {
        let query = Query { last_word_is_prefix: unfinished, limit: HITS, ..Query::new(text) };
        reader.search(&query).expect("every text is a valid query");
    });
    let mut writer = index.writer(Load::Live).expect("a writer");
    let saves = save(&mut writer, &reader, size, 0);
    let under_load = under_load(&reader, questions, || save(&mut writer, &reader, size, 1));
    Column {
        name: "Casebook".to_owned(),
        built: Some(built),
        bytes: Some(bytes_of(folder)),
        memory: Some(memory),
        asked,
        saves: Some(saves),
        saves_under_load: Some(under_load),
    }
}

fn payload(generation: u64) -> Payload {
    Payload { store_id: "bench".to_owned(), generation }
}

fn put(writer: &mut IndexWriter, note: &Note) {
    let mut doc = IndexDoc::new(if note.is_case { NoteKind::Case } else { NoteKind::Article }, &note.title);
    let name = |row: u64| NoteId::new(format!("N-{row}")).expect("an id");
    let (id, solved_by) = (name(note.row), note.solved_by.map(name));
    doc.id = Some(&id);
    doc.issue = &note.body;
    doc.resolves = solved_by.as_slice();
    writer.put(note.row, doc.entry()).expect("added");
}

/// One changed note after the other, each until it is found.
fn save(writer: &mut IndexWriter, reader: &IndexReader, size: usize, round: u64) -> Vec<Duration> {
    let mut random = Random(7 + round);
    let mut times = Vec::with_capacity(SAVES);
    for turn in 0..SAVES as u64 {
        let row = random.below(size) as u64;
        let word = format!("changed{round}x{turn}");
        let note = Note { row, title: "Changed".to_owned(), body: word.clone(), solved_by: None, is_case: false };
        let started = Instant::now();
        put(writer, &note);
        writer.commit(&payload(2 + round * SAVES as u64 + turn)).expect("committed");
        reader.reload().expect("reloaded");
        times.push(started.elapsed());
        let found = reader.search(&Query::new(word)).expect("every text is a valid query");
        assert_eq!(found.hits.first().map(|hit| hit.row), Some(row), "what was saved is found");
    }
    times
}

/// Runs `work` while every core but one asks questions.
fn under_load<T>(reader: &IndexReader, questions: &[Questions], work: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    let askers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..askers {
            scope.spawn(|| {
                for text in questions.iter().flat_map(|questions| &questions.texts).cycle() {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    reader.search(&Query { limit: HITS, ..Query::new(text) }).expect("every text is a valid query");
                }
            });
        }
        let done = work();
        stop.store(true, Ordering::Relaxed);
        done
    })
}
