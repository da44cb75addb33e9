//! What is measured, and how it is put into a row.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use kb::casebook::view::{Change, Event, SearchRequest};
use kb::casebook::{Casebook, Options, Places, Stay, SystemWorld};
use kb::model::{Channel, VaultPath, Visibility};

use crate::generate::{Passages, Random, markdown_below};
use crate::peer::Peer;

pub(crate) const HEADER: &str = "\
| files | cold open, files/s | bare tantivy, files/s | ratio | first search after | warm open | save to findable p50/p99 | bare tantivy p50/p99 | 1 word p50/p99 | 3 words | 8 words | prefix | 60 words | bare tantivy 8 words | bare tantivy 60 words | index + catalog | memory |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

const QUERIES: usize = 300;
const SAVES: usize = 60;

/// A vault of `size` files made of passages.
pub(crate) fn generated(passages: &Passages, size: usize) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("vault");
    passages.write(&root, size);
    let files = (0..size).map(|number| passages.file(number)).map(|file| (file.path, file.title)).collect();
    run(passages, folder.path(), &root, files, true)
}

/// A folder of Markdown as it is: nothing in it is changed.
pub(crate) fn real(passages: &Passages, root: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let name = |path: &PathBuf| path.strip_prefix(root).expect("below").to_str().map(str::to_owned);
    let files = markdown_below(root).iter().filter_map(name).map(|name| (name, String::new())).collect();
    run(passages, folder.path(), root, files, false)
}

fn run(passages: &Passages, home: &Path, root: &Path, files: Vec<(String, String)>, may_change: bool) -> String {
    let (cache, data) = (home.join("cache"), home.join("data"));
    let options = || {
        let places = Places { cache: cache.clone(), data: data.clone(), logs: None };
        Options::new(root.to_path_buf(), places, "bench".to_owned(), Stay::Resident, Arc::new(SystemWorld))
    };

    // Both read files the operating system has just written or read: neither pays for a cold disk.
    let mut peer = Peer::build(&home.join("peer"), root, files.into_iter());
    let before = resident_memory();
    let start = Instant::now();
    let casebook = Casebook::open(options()).expect("opens");
    search(&casebook, "gateway");
    let first_search = start.elapsed();
    casebook.settle();
    let cold = start.elapsed();
    let memory = resident_memory().saturating_sub(before);
    let size = casebook.status().expect("read").notes as usize;
    assert!(size.abs_diff(peer.files) * 100 <= peer.files, "every file is indexed: {size} of {}", peer.files);

    let saves = may_change.then(|| save_to_findable(&casebook, &mut peer, passages, size));
    let (saves, peer_saves) = saves.map_or_else(Default::default, |(ours, theirs)| (spread(ours), spread(theirs)));
    let one = searches(&casebook, passages, 1, false);
    let three = searches(&casebook, passages, 3, false);
    let eight = searches(&casebook, passages, 8, false);
    let prefix = searches(&casebook, passages, 1, true);
    let sixty = searches(&casebook, passages, 60, false);
    let peer_eight = peer_searches(&peer, passages, 8);
    let peer_sixty = peer_searches(&peer, passages, 60);
    drop(casebook);

    let start = Instant::now();
    let casebook = Casebook::open(options()).expect("opens");
    search(&casebook, "gateway");
    let warm_answer = start.elapsed();
    casebook.settle();
    let warm = start.elapsed();
    drop(casebook);

    let rate = |took: Duration| size as f64 / took.as_secs_f64();
    format!(
        "| {size} | {:.0} | {:.0} | {:.2} | {} | {} (answers after {}) | {saves} | {peer_saves} | {} | {} | {} | {} | {} | {} | {} | {:.0} MB | {:.0} MB |",
        rate(cold),
        rate(peer.built),
        peer.built.as_secs_f64() / cold.as_secs_f64(),
        ms(first_search),
        ms(warm),
        ms(warm_answer),
        spread(one),
        spread(three),
        spread(eight),
        spread(prefix),
        spread(sixty),
        spread(peer_eight),
        spread(peer_sixty),
        folder_size(&cache) as f64 / 1e6,
        memory as f64 / 1e6,
    )
}

/// A word of letters that no other round has, nor begins with.
fn word_for(round: usize) -> String {
    let letter = |value: usize| char::from(b'a' + u8::try_from(value % 26).expect("below 26"));
    format!("zqx{}{}q", letter(round / 26), letter(round))
}

/// From the call that saves (acknowledged on disk) to the event that says readers have it; the peer in turn.
fn save_to_findable(
    casebook: &Casebook,
    peer: &mut Peer,
    passages: &Passages,
    size: usize,
) -> (Vec<Duration>, Vec<Duration>) {
    let (heard, events) = mpsc::channel();
    casebook.subscribe(move |event| {
        if let Event::NotesChanged { paths, .. } = event {
            let _ = heard.send(paths.clone());
        }
    });
    let mut random = Random(7);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..SAVES {
        let number = loop {
            let number = random.below(size);
            if !number.is_multiple_of(3) {
                break number;
            }
        };
        let file = passages.file(number);
        let case = VaultPath::new(file.path.clone()).expect("a path");
        let change = Change::AddEntry {
            case: case.clone(),
            visibility: Visibility::Internal,
            channel: Channel::Note,
            text: format!("observed again {}", word_for(round)),
        };
        casebook.change(change).expect("saved");
        // BENCH.md counts from the acknowledged save to the reloaded reader.
        let acknowledged = Instant::now();
        while !events.recv_timeout(Duration::from_secs(20)).expect("an event follows a save").contains(&case) {}
        ours.push(acknowledged.elapsed());
        assert!(search(casebook, &word_for(round)) >= 1, "what was saved is found");
        theirs.push(peer.change(&file.path, &file.text));
    }
    (ours, theirs)
}

fn searches(casebook: &Casebook, passages: &Passages, words: usize, prefix: bool) -> Vec<Duration> {
    let mut random = Random(words as u64 + 11);
    let mut times = Vec::with_capacity(QUERIES);
    for round in 0..QUERIES + 20 {
        let mut query = passages.query(&mut random, words);
        if prefix {
            query = query.chars().take(4).collect();
        }
        // Each twice, the second timed.
        search(casebook, &query);
        let start = Instant::now();
        search(casebook, &query);
        if round >= 20 {
            times.push(start.elapsed());
        }
    }
    times
}

fn peer_searches(peer: &Peer, passages: &Passages, words: usize) -> Vec<Duration> {
    let mut random = Random(words as u64 + 11);
    (0..QUERIES)
        .map(|_| {
            let query = passages.query(&mut random, words);
            peer.search(&query);
            let start = Instant::now();
            peer.search(&query);
            start.elapsed()
        })
        .collect()
}

fn search(casebook: &Casebook, text: &str) -> u32 {
    let request =
        SearchRequest { text: text.to_owned(), kind: None, filters: Vec::new(), limit: 10, number: 0, off: Vec::new() };
    casebook.search(&request).expect("every text is a valid query").total
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    format!("{} / {}", ms(at(0.5)), ms(at(0.99)))
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

fn folder_size(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => folder_size(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The process's own memory in bytes, files mapped into it left out; 0 where the system does not say.
fn resident_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
