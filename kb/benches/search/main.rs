//! How fast the index answers, beside others on the same notes in the same run: bare tantivy and SQLite's FTS5 always,
//! MiniSearch and ripgrep where they are installed. `cargo xtask bench search` runs it; ratios come first.
//!
//! Notes are made of passages with a fixed seed, as the bench `vault` makes them, but go to each index from memory: a million files
//! would measure the disk. `KB_BENCH_SIZES` (default `100000,1000000`) names the numbers of notes, `KB_BENCH_CORPUS` where passages come
//! from, `KB_BENCH_MINISEARCH` the folder of the npm package `minisearch`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench makes its own files and reads the clock")]

#[path = "../vault/generate.rs"]
#[expect(dead_code, reason = "the bench of vaults writes files, this one does not")]
mod generate;
mod minisearch;
mod ours;
mod peers;
mod ripgrep;
mod table;

use generate::{Passages, Random};
use table::{Asked, Column, print};

/// Questions of each sort.
const QUESTIONS: usize = 300;
/// How long one sort of questions is asked at most: of a slow peer fewer answers are timed.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);
/// Notes a peer written in JavaScript is given at most: a million take more memory than most machines have.
const MINISEARCH_NOTES: usize = 100_000;

/// A note as every index gets it.
pub(crate) struct Note {
    pub(crate) row: u64,
    pub(crate) title: String,
    pub(crate) body: String,
    /// The article that solved it, if it is a case.
    pub(crate) solved_by: Option<u64>,
    pub(crate) is_case: bool,
}

/// The questions of one sort.
pub(crate) struct Questions {
    pub(crate) name: &'static str,
    pub(crate) texts: Vec<String>,
    /// Whether the last word may go on.
    pub(crate) unfinished: bool,
}

fn main() {
    // `cargo test --benches` runs benches with this argument to see that they start.
    let quick = std::env::args().any(|arg| arg == "--test");
    let sizes = std::env::var("KB_BENCH_SIZES").unwrap_or_else(|_| "100000,1000000".to_owned());
    let sizes: Vec<usize> =
        if quick { vec![60] } else { sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect() };
    let passages = Passages::load();
    eprintln!("passages: {} from {}", passages.len(), passages.from);
    for size in sizes {
        let columns = measure(&passages, size);
        print(size, &columns);
    }
}

fn measure(passages: &Passages, size: usize) -> Vec<Column> {
    let folder = tempfile::tempdir().expect("a folder");
    let questions = questions(passages);
    let notes = || (0..size).map(|number| note(passages, number));
    let mut columns = Vec::new();
    eprintln!("{size} notes: Casebook");
    columns.push(ours::column(&folder.path().join("ours"), notes(), size, &questions));
    eprintln!("{size} notes: tantivy");
    columns.push(peers::tantivy(&folder.path().join("tantivy"), notes(), size, &questions));
    eprintln!("{size} notes: FTS5");
    columns.push(peers::fts5(&folder.path().join("fts5.db"), notes(), size, &questions));
    if size <= MINISEARCH_NOTES {
        columns.extend(minisearch::column(folder.path(), notes(), &questions));
        columns.extend(ripgrep::column(folder.path(), notes(), &questions));
    }
    columns
}

/// The note with this number: what the file of that number says, without its front matter and headings.
fn note(passages: &Passages, number: usize) -> Note {
    let file = passages.file(number);
    let text = file.text.splitn(3, "---\n").nth(2).unwrap_or(&file.text);
    let body = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let is_case = !number.is_multiple_of(3);
    // The same article as in the file's links, which are read here from nothing but the number.
    let solved_by = (is_case && number.is_multiple_of(2)).then_some((number / 3 * 3 / 7 / 3 * 3) as u64);
    Note { row: number as u64, title: file.title, body, solved_by, is_case }
}

fn questions(passages: &Passages) -> Vec<Questions> {
    let words = |name, words: usize| {
        let mut random = Random(words as u64 + 11);
        let texts = (0..QUESTIONS).map(|_| passages.query(&mut random, words)).collect();
        Questions { name, texts, unfinished: false }
    };
    let mut prefix = words("prefix", 1);
    for text in &mut prefix.texts {
        *text = text.chars().take(4).collect();
    }
    prefix.unfinished = true;
    vec![words("1 word", 1), words("3 words", 3), words("8 words", 8), prefix, words("60-word paste", 60)]
}

/// Asks every question twice and times the second, as long as there is patience.
pub(crate) fn time(questions: &[Questions], mut ask: impl FnMut(&str, bool)) -> Vec<Asked> {
    let of = |questions: &Questions, ask: &mut dyn FnMut(&str, bool)| {
        let mut times = Vec::with_capacity(questions.texts.len());
        let begun = std::time::Instant::now();
        for text in questions.texts.iter().take_while(|_| begun.elapsed() < PATIENCE) {
            ask(text, questions.unfinished);
            let started = std::time::Instant::now();
            ask(text, questions.unfinished);
            times.push(started.elapsed());
        }
        Asked { name: questions.name, times }
    };
    questions.iter().map(|questions| of(questions, &mut ask)).collect()
}
