//! How fast a long log is read, beside counting its lines in the same run: `memchr` over the same memory, and `wc -l` over a file of
//! it where there is one. `cargo xtask bench report` runs it; ratios come first. `KB_BENCH_MEGABYTES` (default 300) says how long.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench makes its own files and reads the clock")]

use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use kb::report::Reader;

/// Each is measured so often; the best counts.
const TIMES: usize = 3;
/// Read at a time, in bytes.
const PIECE: usize = 1024 * 1024;

fn main() {
    // `cargo test --benches` runs benches with this argument to see that they start.
    let quick = std::env::args().any(|arg| arg == "--test");
    let asked = std::env::var("KB_BENCH_MEGABYTES").ok().and_then(|size| size.parse().ok());
    let megabytes: usize = if quick { 2 } else { asked.unwrap_or(300) };
    println!("| log | read | times `memchr` | times `wc -l` |\n|---|---|---|---|");
    for (name, kinds) in [("of one program", 1), ("of four, mixed", 4)] {
        let text = log(megabytes * PIECE, kinds);
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let ours = best(|| {
            let mut reader = Reader::default();
            text.as_bytes().chunks(PIECE).for_each(|piece| reader.push(piece));
            assert_eq!(reader.finish().lines, lines as u64);
        });
        let counted = best(|| assert_eq!(memchr::memchr_iter(b'\n', text.as_bytes()).count(), lines));
        let wc = word_count(&text).map_or_else(|| "-".to_owned(), |wc| format!("{:.1}", ratio(ours, wc)));
        let speed = megabytes as f64 / ours.as_secs_f64();
        println!("| {megabytes} MB {name} | {speed:.0} MB/s | {:.1} | {wc} |", ratio(ours, counted));
    }
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..TIMES).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// How long `wc -l` takes over a file of the text, its start included.
fn word_count(text: &str) -> Option<Duration> {
    let folder = tempfile::tempdir().ok()?;
    let file = folder.path().join("log.txt");
    std::fs::write(&file, text).ok()?;
    let count = || Command::new("wc").arg("-l").arg(&file).output();
    count().ok().filter(|output| output.status.success())?;
    Some(best(|| drop(count())))
}

/// Lines of so many kinds, by a fixed seed.
fn log(bytes: usize, kinds: usize) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        let mut n = |most: u32| random.u32(0..most);
        let stamp = format!("2026-11-{:02} {:02}:{:02}:{:02},{:03}", 10 + n(19), n(24), n(60), n(60), n(1000));
        let ip = format!("10.{}.{}.{}", n(256), n(256), n(256));
        let written = match random.usize(0..kinds) {
            0 => writeln!(
                text,
                "{stamp} INFO [worker-{}] com.acme.pay.Pool - opened connection {} to edge-{:02}.northwind.example:{}",
                random.u32(1..40),
                random.u32(1..100_000),
                random.u32(1..90),
                random.u32(1024..65_000)
            ),
            1 => writeln!(
                text,
                "Nov {:2} 09:20:03 edge-03 sshd[{}]: Failed password for invalid user admin from {ip} port {} ssh2",
                random.u32(1..29),
                random.u32(1..65_000),
                random.u32(1024..65_000)
            ),
            2 => writeln!(
                text,
                "{ip} - - [20/Nov/2026:09:20:03 +0000] \"GET /api/orders/{} HTTP/1.1\" 200 {} \"-\" \"Mozilla/5.0\"",
                random.u32(1..100_000),
                random.u32(100..9000)
            ),
            _ => writeln!(
                text,
                "{stamp} ERROR [worker-{}] com.acme.pay.Gate - request {:032x} failed with status 503",
                random.u32(1..40),
                random.u128(..)
            ),
        };
        written.expect("a text takes any text");
    }
    text
}
