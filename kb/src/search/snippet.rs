//! The passage of a note that shows best why it was found.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::highlight::{Mark, Marker, merged};
use crate::model::SectionKind;
use crate::render::{Apart, Shown, shown};

/// Longest passage, in characters.
const MAX_CHARS: usize = 240;
/// Most characters before the first match: a reader looks for the match, not for what leads up to it.
const MAX_LEAD: usize = 48;
/// Most of a section that is read before and behind a passage to know how it is set, in bytes.
const MAX_CONTEXT: usize = 4 * 1024;
/// Most that stands before a fence on its line, in bytes: lists and quotations.
const MAX_FENCE_INDENT: usize = 16;
/// What needs no dot before the next paragraph.
const ENDS_A_SENTENCE: [char; 14] = ['.', ':', ';', ',', '!', '?', '…', '。', '：', '；', '，', '！', '？', ' '];
/// Most of one section that is looked at, in bytes.
const MAX_SECTION: usize = 256 * 1024;

/// A passage on one line, with its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The section it is from.
    pub section: SectionKind,
    /// Of at most 240 characters what a reader sees of them: code between backticks, paragraphs apart by a dot, white space one space.
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

/// What is read to know what of a window is shown: from a paragraph at the margin before it to the end of its last one.
fn context(source: &str, window: &Range<usize>) -> Range<usize> {
    let from = source.floor_char_boundary(window.start.saturating_sub(MAX_CONTEXT));
    let at_margin = |(at, _): &(usize, &str)| !source[at + 2..].starts_with([' ', '\t', '\n']);
    let start = source[from..window.start].rmatch_indices("\n\n").map(|(at, gap)| (from + at, gap)).find(at_margin);
    let start = start.map_or_else(
        || source[from..window.start].find('\n').filter(|_| from > 0).map_or(from, |at| from + at + 1),
        |(at, _)| at + 2,
    );
    let to = source.floor_char_boundary((window.end + MAX_CONTEXT).min(source.len()));
    start..source[window.end..to].find("\n\n").map_or(to, |at| window.end + at)
}

/// Whether `at` is within a fenced block of code.
fn is_fenced(source: &str, at: usize) -> bool {
    let begins_a_line = |at: usize| {
        let before = &source.as_bytes()[at.saturating_sub(MAX_FENCE_INDENT)..at];
        let marks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
        at == marks || before.len() > marks && before[before.len() - 1 - marks] == b'\n'
    };
    memchr::memmem::find_iter(&source.as_bytes()[..at], "```").filter(|at| begins_a_line(*at)).count() % 2 == 1
}

/// What of the window is shown, and what is not shown but asked for: an address a match is in.
fn to_show(source: &str, window: &Window) -> Vec<Shown> {
    const FENCE: &str = "```\n";
    let context = context(source, &window.range);
    let text = &source[context.clone()];
    let (text, moved) = match is_fenced(source, context.start) {
        true => (Cow::Owned(format!("{FENCE}{text}")), FENCE.len()),
        false => (Cow::Borrowed(text), 0),
    };
    let mut found: Vec<Shown> = Vec::new();
    let mut end = window.range.start;
    for piece in shown(&text) {
        let at = |place: usize| (context.start + place).saturating_sub(moved).clamp(end, window.range.end);
        let mut range = at(piece.range.start)..at(piece.range.end);
        if piece.is_code {
            range.start += source[range.clone()].len() - source[range.clone()].trim_start().len();
            range.end = range.start + source[range.clone()].trim_end().len();
        }
        found.extend(asked_for(source, window, end..range.start));
        end = range.end;
        if !range.is_empty() {
            found.push(Shown { range, ..piece });
        }
    }
    found.extend(asked_for(source, window, end..window.range.end));
    found
}

/// The words with matches in a gap between what is shown.
fn asked_for(source: &str, window: &Window, gap: Range<usize>) -> Vec<Shown> {
    const BORDERS: [char; 9] = ['(', ')', '[', ']', '<', '>', '|', '"', ' '];
    let mut found: Vec<Shown> = Vec::new();
    let hidden = |mark: &&Mark| mark.range.start >= gap.start && mark.range.end <= gap.end;
    for mark in window.marks.iter().filter(hidden).map(|mark| &mark.range) {
        let start = source[gap.start..mark.start].rfind(BORDERS).map_or(gap.start, |at| gap.start + at + 1);
        let end = source[mark.end..gap.end].find(BORDERS).map_or(gap.end, |at| mark.end + at);
        if found.last().is_none_or(|last| last.range.end <= start) {
            found.push(Shown { range: start..end, is_code: false, apart: Apart::Space });
        }
    }
    found
}

/// A passage as it grows.
#[derive(Default)]
struct Line {
    text: String,
    marks: Vec<Range<usize>>,
    /// Where the mark that is open begins in `text`, and where it ends in the source.
    open: Option<(usize, usize)>,
}

impl Line {
    /// Ends the mark that goes no further than `at`.
    fn close(&mut self, at: usize) {
        if let Some((start, _)) = self.open.take_if(|(_, end)| at >= *end) {
            self.marks.push(start..self.text.len());
        }
    }

    /// Sets what comes apart from what is there: what ends no sentence is followed by a dot.
    fn set_apart(&mut self, apart: Apart, is_step: bool) {
        let ends = self.text.is_empty() || is_step || self.text.ends_with(ENDS_A_SENTENCE);
        match apart {
            Apart::Not => {}
            Apart::Block if !ends => self.text.push_str(" · "),
            Apart::Block | Apart::Space => self.space(),
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

/// The window as one line of text, its marks moved along.
fn passage(section: SectionKind, source: &str, window: &Window) -> Passage {
    let mut line = Line::default();
    let mut coming = window.marks.iter().peekable();
    for piece in to_show(source, window) {
        let text = &source[piece.range.clone()];
        line.close(piece.range.start);
        line.set_apart(piece.apart, text.starts_with(|c: char| c.is_ascii_digit()));
        // What has a backtick in it cannot stand between two.
        let tick = if piece.is_code && !text.contains('`') { "`" } else { "" };
        line.text.push_str(tick);
        for (at, c) in text.char_indices().map(|(at, c)| (piece.range.start + at, c)) {
            line.close(at);
            if c.is_whitespace() || c.is_control() {
                line.space();
                continue;
            }
            while coming.next_if(|mark| mark.range.end <= at).is_some() {}
            if let Some(mark) = coming.next_if(|mark| at >= mark.range.start) {
                line.open = Some((line.text.len(), mark.range.end));
            }
            line.text.push(c);
        }
        line.close(piece.range.end);
        line.text.push_str(tick);
    }
    line.close(usize::MAX);
    let Line { mut text, marks, .. } = line;
    text.truncate(text.trim_end().len());
    let cut_before = !source[..window.range.start].trim().is_empty();
    let cut_after = !source[window.range.end..].trim().is_empty();
    Passage { section, text, marks, cut_before, cut_after }
}
