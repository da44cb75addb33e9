//! What was measured, as one Markdown table for each number of notes: ratios first.

use std::time::Duration;

/// One index and its figures.
pub(crate) struct Column {
    pub(crate) name: String,
    /// How long it took to take in all notes, until they could be found.
    pub(crate) built: Option<Duration>,
    pub(crate) bytes: Option<u64>,
    /// The process's own memory that it took, in bytes.
    pub(crate) memory: Option<u64>,
    pub(crate) asked: Vec<Asked>,
    /// One changed note until it is found.
    pub(crate) saves: Option<Vec<Duration>>,
    /// The same while questions are asked on every core.
    pub(crate) saves_under_load: Option<Vec<Duration>>,
}

/// The times of one sort of questions.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) times: Vec<Duration>,
}

/// Prints the table; the first column is ours.
pub(crate) fn print(notes: usize, columns: &[Column]) {
    let Some((ours, peers)) = columns.split_first() else { return };
    let names =
        |of: &[Column], end: &str| of.iter().map(|column| format!(" {}{end} |", column.name)).collect::<String>();
    println!("\n| {notes} notes |{}{}", names(peers, " takes, times ours"), names(columns, ""));
    println!("|{}", " --- |".repeat(1 + peers.len() + columns.len()));
    let row = |name: &str, figure: &dyn Fn(&Column) -> Option<(f64, String)>| {
        let own = figure(ours).map(|(value, _)| value);
        let ratio = |peer: &Column| match (own, figure(peer)) {
            (Some(own), Some((value, _))) if own > 0.0 => format!(" {:.2} |", value / own),
            _ => " |".to_owned(),
        };
        let shown = |column: &Column| figure(column).map_or(" |".to_owned(), |(_, text)| format!(" {text} |"));
        let ratios: String = peers.iter().map(ratio).collect();
        println!("| {name} |{ratios}{}", columns.iter().map(shown).collect::<String>());
    };
    row("build", &|column| {
        let took = column.built?.as_secs_f64();
        Some((took, format!("{:.0} notes/s", notes as f64 / took)))
    });
    let size = |bytes: u64| (bytes as f64, format!("{:.0} MB", bytes as f64 / 1e6));
    row("size", &|column| column.bytes.map(size));
    row("memory", &|column| column.memory.map(size));
    for (at, asked) in ours.asked.iter().enumerate() {
        for (share, name) in [(0.5, "p50"), (0.99, "p99")] {
            row(&format!("{} {name}", asked.name), &|column| {
                column.asked.get(at).filter(|asked| !asked.times.is_empty()).map(|asked| at_share(&asked.times, share))
            });
        }
    }
    let saves = |name: &str, of: fn(&Column) -> Option<&Vec<Duration>>| {
        for (share, percentile) in [(0.5, "p50"), (0.99, "p99")] {
            row(&format!("{name} {percentile}"), &|column| of(column).map(|times| at_share(times, share)));
        }
    };
    saves("save to findable", |column| column.saves.as_ref());
    saves("save to findable under load", |column| column.saves_under_load.as_ref());
}

fn at_share(times: &[Duration], share: f64) -> (f64, String) {
    let mut times = times.to_vec();
    times.sort();
    let at = times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    (at, if at < 10.0 { format!("{at:.2} ms") } else { format!("{at:.0} ms") })
}

/// The process's own memory in bytes, files mapped into it left out; 0 where the system does not say.
pub(crate) fn own_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// The bytes of a file, or of all files right in a folder.
pub(crate) fn bytes_of(path: &std::path::Path) -> u64 {
    match std::fs::read_dir(path) {
        Ok(files) => files.flatten().filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum(),
        Err(_) => std::fs::metadata(path).map_or(0, |meta| meta.len()),
    }
}
