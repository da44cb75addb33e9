//! The reports inside a text that people wrote: code blocks, and what was pasted without one.

use super::before::length;
use super::shape::shape;
use super::{Print, Report, Shape, recognise};

/// Fingerprints kept of one note.
const MOST: usize = 32;
/// Reports looked at in one note.
const REPORTS: usize = 64;

/// The reports in `text`, fenced or not, in the order of their fences; what stands outside of fences is read as one.
#[must_use]
pub fn reports_in(text: &str) -> Vec<Report> {
    let mut found = Vec::new();
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        match fence {
            None => match ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
                Some(mark) => fence = Some(mark),
                None => add(&mut outside, line),
            },
            Some(mark) if bare.starts_with(mark) => {
                fence = None;
                if found.len() < REPORTS {
                    found.extend(recognise(&inside));
                }
                inside.clear();
            }
            Some(_) => add(&mut inside, line),
        }
    }
    // A fence that was never closed.
    found.extend(recognise(&inside));
    found.extend(recognise(&outside));
    found
}

fn add(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// What the reports in these texts are recognised by, each once.
#[must_use]
pub fn fingerprints_in<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts.into_iter().filter(|text| may_hold(text)) {
        for report in reports_in(text) {
            for Print { key, .. } in report.kept_fingerprints() {
                if kept.len() < MOST && !kept.contains(key) {
                    kept.push(key.clone());
                }
            }
        }
    }
    kept
}

/// Whether a text may have a report in it: most have no line that programs write, and are not read.
fn may_hold(text: &str) -> bool {
    text.contains("```") || text.contains("~~~") || text.lines().any(is_written_by_a_program)
}

fn is_written_by_a_program(line: &str) -> bool {
    let line = &line[length(line, Shape::Text)..];
    // None of their forms does without: most lines of prose are looked at no further.
    line.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'(' | b'{' | b':'))
        && shape(line, Shape::Text) != Shape::Text
}
