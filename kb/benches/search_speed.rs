//! How fast search is: building, asking, one changed note. `cargo bench -p kb --bench search_speed [-- NOTES]`.
//!
//! Notes are resampled from real passages (`CASEBOOK_BENCH_DATA`, set `reports`) with a fixed seed, so that two runs
//! measure the same vault. Without the data nothing is measured.
#![expect(clippy::print_stdout, reason = "a bench reports on the terminal")]
#![expect(clippy::disallowed_methods, reason = "reads its data and times itself")]
#![expect(clippy::unwrap_used, reason = "bench data is as it should be or the bench stops")]

use std::path::Path;
use std::time::Instant;

use kb::model::{NoteId, NoteKind};
use kb::search::{IndexDoc, IndexReader, Load, Payload, Query, create};
use serde_json::Value;

fn main() {
    let Ok(data) = std::env::var("CASEBOOK_BENCH_DATA") else {
        println!("search_speed: skipped, CASEBOOK_BENCH_DATA names no folder with data");
        return;
    };
    let count: u64 = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let data = Path::new(&data);
    let passages = passages(data);
    let folder = tempfile::tempdir().unwrap();
    let index = create(folder.path()).unwrap();
    let payload = |generation| Payload { store_id: "bench".to_owned(), generation };

    let started = Instant::now();
    let mut writer = index.writer(Load::Bulk).unwrap();
    let mut random = Random(7);
    let mut bytes = 0;
    for row in 0..count {
        bytes += put(&mut writer, row, &passages, &mut random, row / 4);
    }
    writer.commit(&payload(1)).unwrap();
    let built = started.elapsed().as_secs_f64();
    writer.finish().unwrap();
    let size: u64 = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    println!(
        "{count} notes, {:.1} MB: {:.0} notes/s ({built:.1} s; {:.1} s with merges), index {:.1} MB",
        bytes as f64 / 1e6,
        count as f64 / built,
        started.elapsed().as_secs_f64(),
        size as f64 / 1e6
    );

    let reader = index.reader().unwrap();
    reader.reload().unwrap();
    for (name, prefix) in [("q1", false), ("q3", false), ("q8", false), ("prefix", true), ("paste60", false)] {
        asked(&reader, &data.join("queries").join(format!("{name}.txt")), name, prefix);
    }

    let mut writer = index.writer(Load::Live).unwrap();
    let mut times = Vec::new();
    for turn in 0..100 {
        let started = Instant::now();
        put(&mut writer, random.below(count), &passages, &mut random, turn);
        writer.commit(&payload(2 + turn)).unwrap();
        reader.reload().unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    show("changed to searchable", &mut times);
}

fn passages(data: &Path) -> Vec<(String, String)> {
    let read = std::fs::read_to_string(data.join("reports/corpus.jsonl")).unwrap();
    let note = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let part = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        (part("title"), part("text"))
    };
    read.lines().map(note).collect()
}

/// Notes of one title and three passages of 20 to 60 words; every fourth is a case solved by an article.
fn put(
    writer: &mut kb::search::IndexWriter,
    row: u64,
    passages: &[(String, String)],
    random: &mut Random,
    tag: u64,
) -> usize {
    let mut passage = || {
        let (_, text) = &passages[random.below(passages.len() as u64) as usize];
        let words: Vec<&str> = text.split(' ').collect();
        let start = random.below(words.len() as u64) as usize;
        let take = 20 + random.below(40) as usize;
        words[start..].iter().take(take).copied().collect::<Vec<_>>().join(" ")
    };
    let (issue, resolution, body) = (passage(), passage(), format!("{} KB{}", passage(), 5_000_000 + row));
    let title = &passages[(row as usize * 31) % passages.len()].0;
    let is_case = row % 4 == 3;
    let mut doc = IndexDoc::new(if is_case { NoteKind::Case } else { NoteKind::Article }, title);
    let id = NoteId::new(format!("N{row}")).unwrap();
    let solved_by = [NoteId::new(format!("N{}", tag * 4)).unwrap()];
    let filters = [("product".to_owned(), format!("p{}", row % 7))];
    doc.id = Some(&id);
    doc.issue = &issue;
    if is_case {
        doc.journal_internal = &resolution;
        doc.journal_customer = &body;
        doc.resolves = &solved_by;
    } else {
        doc.resolution = &resolution;
        doc.body = &body;
    }
    doc.filters = &filters;
    writer.put(row, doc.entry()).unwrap();
    title.len() + issue.len() + resolution.len() + body.len()
}

fn asked(reader: &IndexReader, queries: &Path, name: &str, prefix: bool) {
    let Ok(queries) = std::fs::read_to_string(queries) else { return };
    let mut times = Vec::new();
    for text in queries.lines().filter(|line| !line.is_empty()) {
        let query = Query { last_word_is_prefix: prefix, limit: 20, ..Query::new(text) };
        reader.search(&query).unwrap();
        let started = Instant::now();
        reader.search(&query).unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    show(name, &mut times);
}

fn show(name: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name:24} p50 {:.2} ms  p99 {:.2} ms  ({})", at(0.5), at(0.99), times.len());
}

/// A small linear congruential generator (Knuth's MMIX constants): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}
