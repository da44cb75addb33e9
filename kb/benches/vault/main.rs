//! How the core does on large vaults, beside bare tantivy on the same text in the same run: cold open, warm open, save to
//! findable, search, memory. `cargo xtask bench` runs it and prints one Markdown table.
//!
//! Absolute times are noise on shared machines: read the ratios. `KB_BENCH_SIZES` (default `1000,10000,100000`) names the
//! numbers of files; `KB_BENCH_CORPUS` a folder of Markdown or a `corpus.jsonl` (`{title, text}` a line) to take passages
//! from instead of the sample vault; `KB_BENCH_VAULT` a folder of real Markdown, which is only read, for a row of its own.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench makes its own vaults and reads the clock")]

mod generate;
mod measure;
mod peer;

use generate::Passages;

fn main() {
    // `cargo test --benches` runs benches with this argument to see that they start.
    let quick = std::env::args().any(|arg| arg == "--test");
    let sizes = std::env::var("KB_BENCH_SIZES").unwrap_or_else(|_| "1000,10000,100000".to_owned());
    let sizes: Vec<usize> =
        if quick { vec![60] } else { sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect() };
    let passages = Passages::load();
    eprintln!("passages: {} from {}", passages.len(), passages.from);
    println!("{}", measure::HEADER);
    for size in sizes {
        println!("{}", measure::generated(&passages, size));
    }
    if let Some(folder) = std::env::var_os("KB_BENCH_VAULT").filter(|_| !quick) {
        println!("{}", measure::real(&passages, std::path::Path::new(&folder)));
    }
}
