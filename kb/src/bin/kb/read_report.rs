//! `kb report`: streams a text of any length and says what it is made of.

use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use kb::casebook::Casebook;
use kb::report::{MarkKind, Reader, Report};
use serde_json::json;

use super::failure::{Failure, IO};
use super::human::{plain, same_fault};
use super::run::Outcome;

/// Read at a time, in bytes.
const PIECE: usize = 256 * 1024;

pub(crate) fn run(file: &Path, casebook: Option<&Casebook>) -> Result<Outcome, Failure> {
    let failed = |error: std::io::Error| {
        let message = format!("Cannot read {}: {error}", file.display());
        Failure::new("io", IO, message, "Check the path, or pipe the text in and give -")
    };
    let mut source: Box<dyn Read> = match file {
        file if file == Path::new("-") => Box::new(std::io::stdin().lock()),
        file => Box::new(std::fs::File::open(file).map_err(failed)?),
    };
    let mut reader = Reader::default();
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => reader.push(&piece[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let report = reader.finish();
    let clues = report.clues();
    let found = !clues.is_empty();
    let fault = casebook.map(|casebook| casebook.same_fault(&report)).transpose()?.flatten();
    let json = json!({ "report": report, "clues": clues, "same_fault": fault });
    let text = fault.as_ref().map(same_fault).unwrap_or_default() + &human(&report);
    Ok(Outcome { json, text, found })
}

fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

fn human(report: &Report) -> String {
    let mut out = format!("{}, {}\n", counted(report.lines, "line"), counted(report.bytes, "byte"));
    if let Some(print) = report.fingerprints.first() {
        let _ = writeln!(out, "Fingerprint {}", print.key);
    }
    for exception in &report.exceptions {
        let _ = writeln!(out, "{}: {}", plain(&exception.name), plain(&exception.message));
    }
    for (name, kind) in [
        ("Codes", MarkKind::Code),
        ("Components", MarkKind::Component),
        ("Versions", MarkKind::Version),
        ("Hosts", MarkKind::Host),
    ] {
        let all: Vec<String> =
            report.parts.iter().filter(|part| part.kind == kind).take(12).map(|part| plain(&part.text)).collect();
        if !all.is_empty() {
            let _ = writeln!(out, "{name}: {}", all.join(", "));
        }
    }
    let mut failures: Vec<_> = report.templates.iter().filter(|template| template.failure).collect();
    failures.sort_by_key(|template| std::cmp::Reverse(template.count));
    for template in failures.iter().take(10) {
        let _ = writeln!(out, "{:>8} x {}", template.count, plain(template.text.trim()));
    }
    let terms: Vec<String> = report.clues().iter().flat_map(|clue| &clue.terms).map(|term| plain(term)).collect();
    let _ = writeln!(out, "Search for: {}", terms.join(" "));
    out
}
