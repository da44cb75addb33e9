//! The passage of a note that shows best why it was found.

use std::collections::HashMap;
use std::ops::Range;

use super::highlight::{Mark, Marker, merged};
use crate::model::SectionKind;

/// Longest passage, in characters.
const MAX_CHARS: usize = 240;
/// Most characters before the first match: a reader looks for the match, not for what leads up to it.
const MAX_LEAD: usize = 48;
/// Most of a line that is looked at for code on each side of where it is cut, in bytes.
const MAX_LINE: usize = 4 * 1024;
/// Most of one section that is looked at, in bytes.
const MAX_SECTION: usize = 256 * 1024;

/// A passage on one line, with its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The section it is from.
    pub section: SectionKind,
    /// At most 240 characters and the backticks of code that is cut; line breaks and runs of white space are one space.
    pub text: String,
    /// Byte ranges of `text` that match, in order.
    pub marks: Vec<Range<usize>>,
    /// Whether the section goes on before it.
    pub cut_before: bool,
    /// Whether the section goes on after it.
    pub cut_after: bool,
}

impl Marker<'_> {
    /// The passage with the most of what was asked for, most telling first; among equals the first in the order given.
    /// `None` when no section has any of it.
    #[must_use]
    pub fn snippet(&mut self, sections: &[(SectionKind, &str)]) -> Option<Passage> {
        let mut best: Option<(u32, usize, Window)> = None;
        for (number, (_, text)) in sections.iter().enumerate() {
            let text = head(text);
            if let Some((worth, window)) = best_window(text, &self.marks(text))
                && best.as_ref().is_none_or(|(before, _, _)| worth > *before)
            {
                best = Some((worth, number, window));
            }
        }
        let (_, number, window) = best?;
        let (section, text) = sections.get(number)?;
        Some(passage(*section, text, &window))
    }
}

/// A stretch of text and the marks in it.
struct Window {
    range: Range<usize>,
    marks: Vec<Mark>,
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_SECTION);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The stretch worth most: each thing found counts once.
fn best_window(text: &str, found: &[Mark]) -> Option<(u32, Window)> {
    let mut sorted = found.to_vec();
    sorted.sort_by_key(|mark| (mark.range.start, mark.range.end));
    let mut best: Option<(u32, Range<usize>)> = None;
    // How often each thing stands in the stretch from `at` up to `next`, which both only move on, and its worth.
    let mut inside: HashMap<u64, (u32, u32)> = HashMap::new();
    let (mut worth, mut next) = (0, 0);
    for (at, first) in sorted.iter().enumerate() {
        while let Some(mark) = sorted
            .get(next)
            .filter(|mark| next == at || mark.range.end.saturating_sub(first.range.start) <= MAX_CHARS * 3 / 4)
        {
            let (times, counted) = inside.entry(mark.what).or_insert((0, mark.worth * 100));
            if *times == 0 {
                worth += *counted;
            }
            *times += 1;
            next += 1;
        }
        if best.as_ref().is_none_or(|(before, _)| worth.max(1) > *before) {
            let end = sorted[at..next].iter().map(|mark| mark.range.end).max().unwrap_or(first.range.end);
            best = Some((worth.max(1), first.range.start..end));
        }
        if let Some((times, counted)) = inside.get_mut(&first.what) {
            *times -= 1;
            if *times == 0 {
                worth -= *counted;
            }
        }
    }
    let (worth, core) = best?;
    let range = widened(text, &core);
    let inside = |mark: &Mark| mark.range.start >= range.start && mark.range.end <= range.end;
    let marks = merged(&sorted.into_iter().filter(inside).collect::<Vec<_>>());
    Some((worth, Window { range, marks }))
}

/// Adds text on both sides up to the limit, from and to the ends of words.
fn widened(text: &str, core: &Range<usize>) -> Range<usize> {
    let inside = text[core.clone()].chars().count();
    if inside >= MAX_CHARS {
        let end = text[core.clone()].char_indices().nth(MAX_CHARS).map_or(core.end, |(at, _)| core.start + at);
        return core.start..end;
    }
    let spare = MAX_CHARS - inside;
    let lead: Vec<usize> = text[..core.start].char_indices().rev().map(|(at, _)| at).take(spare).collect();
    let tail_chars = text[core.end..].chars().take(spare).count();
    let before = lead.len().min((spare / 3).max(spare - tail_chars)).min(MAX_LEAD);
    let mut start = if before == 0 { core.start } else { lead[before - 1] };
    if start > 0 && !text[..start].ends_with(char::is_whitespace) {
        start = text[start..core.start].find(char::is_whitespace).map_or(core.start, |at| start + at);
    }
    // Where something is left out anyway, a passage begins with its own paragraph.
    if start > 0
        && let Some(gap) = text[start..core.start].rfind("\n\n")
    {
        start += gap + 2;
    }
    let after = spare - before;
    let mut end = text[core.end..].char_indices().nth(after).map_or(text.len(), |(at, _)| core.end + at);
    if end < text.len() && !text[end..].starts_with(char::is_whitespace) {
        end = text[core.end..end].rfind(char::is_whitespace).map_or(core.end, |at| core.end + at);
    }
    start..end
}

/// How much of the line that begins at `at` only says how it is set: a fence, a quotation's sign, a callout's kind, a
/// heading's, a bullet. None when `at` is within a line.
fn noise(source: &str, at: usize) -> usize {
    let before = source[..at].trim_end_matches([' ', '\t']);
    if !(before.is_empty() || before.ends_with('\n')) {
        return 0;
    }
    let line = source[at..].split('\n').next().unwrap_or_default();
    let quoted = line.trim_start_matches([' ', '>']);
    if quoted.starts_with("```") || quoted.starts_with("~~~") {
        return line.len();
    }
    let rest = match quoted.strip_prefix("[!").and_then(|kind| kind.split_once(']')) {
        Some((_, rest)) => rest,
        None => quoted,
    };
    let bare = rest.trim_start_matches(['#', ' ']);
    let bare = ["- ", "* ", "+ "].iter().find_map(|bullet| bare.strip_prefix(bullet)).unwrap_or(bare);
    line.len() - bare.len()
}

/// Whether `at` lies within code that is set in backticks on its line: a passage cut there would have every backtick for its
/// other end. Not told in lines that are long before it.
fn is_in_code(source: &str, at: usize) -> bool {
    let ticks = |text: &str| text.split(|c| c != '`').filter(|run| run.len() == 1).count();
    let from = source.floor_char_boundary(at.saturating_sub(MAX_LINE));
    let to = source.floor_char_boundary((at + MAX_LINE).min(source.len()));
    let Some(line) = source[from..at].rfind('\n').map(|end| from + end + 1).or((from == 0).then_some(0)) else {
        return false;
    };
    let rest = source[at..to].split('\n').next().unwrap_or_default();
    ticks(&source[line..at]) % 2 == 1 && ticks(rest) > 0
}

/// The window as one line of text, its marks moved along.
fn passage(section: SectionKind, source: &str, window: &Window) -> Passage {
    let mut text = String::with_capacity(window.range.len());
    let mut marks: Vec<Range<usize>> = Vec::with_capacity(window.marks.len());
    let mut coming = window.marks.iter().peekable();
    let mut open: Option<(usize, usize)> = None;
    let mut space = false;
    let mut noise_end = window.range.start + noise(source, window.range.start);
    let mut begins_in_code = is_in_code(source, window.range.start);
    for (at, c) in source[window.range.clone()].char_indices().map(|(at, c)| (window.range.start + at, c)) {
        if let Some((start, _)) = open.take_if(|(_, end)| at >= *end) {
            marks.push(start..text.len());
        }
        if c == '\n' {
            noise_end = at + 1 + noise(source, at + 1);
        }
        let bracket = source[at..].starts_with("[[") || source[at..].starts_with("]]");
        if bracket {
            noise_end = noise_end.max(at + 2);
        }
        if at < noise_end && (bracket || matches!(c, '[' | ']')) {
            continue;
        }
        if c.is_whitespace() || c.is_control() || at < noise_end {
            space = !text.is_empty();
            continue;
        }
        while coming.next_if(|mark| mark.range.end <= at).is_some() {}
        if std::mem::take(&mut begins_in_code) {
            if c == '`' {
                continue;
            }
            text.push('`');
        }
        if std::mem::take(&mut space) {
            text.push(' ');
        }
        if let Some(mark) = coming.next_if(|mark| at >= mark.range.start) {
            open = Some((text.len(), mark.range.end));
        }
        text.push(c);
    }
    if let Some((start, _)) = open {
        marks.push(start..text.len());
    }
    if is_in_code(source, window.range.end) && !text.is_empty() {
        text.push('`');
    }
    let cut_before = !source[..window.range.start].trim().is_empty();
    let cut_after = !source[window.range.end..].trim().is_empty();
    Passage { section, text, marks, cut_before, cut_after }
}
