//! The journal's grammar, read and written.
//!
//! Only the strict heading `### TIME · AUTHOR · internal|customer · CHANNEL ^ID` outside fences and comments starts an
//! entry. A line of an entry's text that would start another, end the journal or open a fence or comment that never
//! ends is written with a backslash before it, and read without.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::blocks::{self, Blocks, Outline, fence, indent, trim_line_end};
use super::layout::{Stretch, trimmed};
use super::problems::{Problems, brief};
use crate::model::{Channel, EntryId, JournalEntry, Moment, ProblemCode, Visibility};

const HINT: &str = "Write it like ### 2026-11-20T09:20:03+01:00 · mira · internal · note ^k3f9";

/// Reads the entries of one stretch.
pub(super) fn read(
    text: &str,
    stretch: &Stretch,
    outline: &Outline,
    entries: &mut Vec<JournalEntry>,
    problems: &mut Problems<'_>,
) {
    let mut open: Option<(Strict<'_>, Range<usize>)> = None;
    let mut finish = |open: Option<(Strict<'_>, Range<usize>)>, end: usize| {
        if let Some((strict, lines)) = open {
            let body = trimmed(text, lines.end..end);
            entries.push(strict.entry(unescaped(text, body, outline), lines.start..end));
        }
    };
    for heading in &outline.headings[stretch.headings.clone()] {
        let shown = &text[heading.text.clone()];
        let strict = if heading.level == 3 && !heading.setext { Strict::read(shown) } else { None };
        match strict {
            Some(strict) => {
                strict.report(text, &heading.lines, problems);
                finish(open.take(), heading.lines.start);
                open = Some((strict, heading.lines.clone()));
            }
            None if !heading.setext && is_nearly(shown) => {
                let message =
                    format!("{:?} is nearly, but not quite, the heading of a journal entry", brief(shown, 80));
                problems.add(ProblemCode::JournalHeading, line(text, &heading.lines), message, HINT);
            }
            None => {}
        }
    }
    finish(open, stretch.body.end);
    if let Some(next) = outline.headings.get(stretch.headings.end) {
        let shown = &text[next.text.clone()];
        if is_nearly(shown) {
            let message = format!("{:?} ends the journal: an entry's heading has three #", brief(shown, 80));
            problems.add(ProblemCode::JournalHeading, line(text, &next.lines), message, HINT);
        }
    }
}

/// Adds a finding for every id that an earlier entry carries too.
pub(super) fn report_repeated_ids(entries: &[JournalEntry], problems: &mut Problems<'_>) {
    let mut seen = HashSet::new();
    for entry in entries {
        if let Some(id) = entry.id.as_ref().filter(|id| !seen.insert(id.as_str())) {
            let message = format!("two journal entries carry the id {id}");
            let hint = "Give one of them another id, or remove one if it is a copy";
            problems.add(ProblemCode::DuplicateEntryId, entry.range.clone(), message, hint);
        }
    }
}

/// The heading line of an entry, without a line end.
#[must_use]
pub fn entry_heading(entry: &JournalEntry) -> String {
    let JournalEntry { at, author, visibility, channel, id, .. } = entry;
    let mut line = format!("### {at} · {author} · {visibility} · {channel}");
    if let Some(id) = id {
        let _ = write!(line, " ^{id}");
    }
    line
}

/// `text` as a journal entry keeps it: line ends as `\n`, no blank lines around it, NUL as U+FFFD. An entry that is
/// appended with this text is read back with exactly this text.
#[must_use]
pub fn entry_text(text: &str) -> String {
    let plain = plain_lines(text);
    plain[trimmed(&plain, 0..plain.len())].to_owned()
}

/// `text` with line ends as `\n` and NUL as U+FFFD, as `CommonMark` has it.
pub(super) fn plain_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
}

/// A heading that starts an entry.
struct Strict<'t> {
    at: Moment,
    author: &'t str,
    visibility: Option<Visibility>,
    channel: Option<Channel>,
    id: Option<EntryId>,
    /// What stands where the id should be and is none.
    bad_id: Option<&'t str>,
}

impl<'t> Strict<'t> {
    fn read(shown: &'t str) -> Option<Self> {
        let mut parts = shown.split(" · ");
        let (time, author, visibility, last) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || author.trim().is_empty() {
            return None;
        }
        let at = Moment::parse(time).ok()?;
        let (channel, id) = match last.split_once('^') {
            Some((channel, id)) => (channel, Some(id.trim())),
            None => (last, None),
        };
        let read_id = id.and_then(|id| EntryId::new(id).ok());
        Some(Self {
            at,
            author: author.trim(),
            visibility: visibility.parse().ok(),
            channel: channel.parse().ok(),
            bad_id: id.filter(|_| read_id.is_none()),
            id: read_id,
        })
    }

    fn report(&self, text: &str, lines: &Range<usize>, problems: &mut Problems<'_>) {
        let mut add = |message: String| {
            problems.add(ProblemCode::JournalHeading, line(text, lines), message, HINT);
        };
        if self.visibility.is_none() {
            add("the entry is neither internal nor customer; it is taken for internal".to_owned());
        }
        if self.channel.is_none() {
            add(format!("the entry's channel is none of {}; it is taken for a note", Channel::WORDS.join(", ")));
        }
        if let Some(id) = self.bad_id {
            add(format!("{:?} cannot be an entry's id: use letters, digits and hyphens", brief(id, 40)));
        }
    }

    fn entry(self, text: String, range: Range<usize>) -> JournalEntry {
        JournalEntry {
            id: self.id,
            at: self.at,
            author: self.author.to_owned(),
            visibility: self.visibility.unwrap_or(Visibility::Internal),
            channel: self.channel.unwrap_or(Channel::Note),
            text,
            range,
        }
    }
}

/// Whether a heading's text looks as if it was meant to start an entry.
fn is_nearly(shown: &str) -> bool {
    let first = shown.split_whitespace().next().unwrap_or_default();
    shown.matches(" · ").nth(1).is_some()
        || (first.starts_with(|c: char| c.is_ascii_digit()) && first.len() >= 10 && Moment::parse(first).is_ok())
}

fn line(text: &str, lines: &Range<usize>) -> Range<usize> {
    lines.start..lines.start + trim_line_end(&text[lines.clone()]).len()
}

/// The bytes of white space before the backslashes of a line, and how many backslashes, when the line would mean
/// something without them.
fn backslashes(line: &str, in_section: bool) -> Option<(usize, usize)> {
    let (columns, skip) = indent(line);
    if columns > 3 {
        return None;
    }
    let rest = line[skip..].trim_start_matches('\\');
    let count = line.len() - skip - rest.len();
    let means = match rest.as_bytes().first()? {
        b'#' => {
            blocks::heading(rest).is_some_and(|(level, text)| level <= 2 || (!in_section && is_nearly(&rest[text])))
        }
        b'`' | b'~' => fence(rest).is_some(),
        b'<' => rest.starts_with("<!--"),
        b'=' | b'-' => in_section && blocks::underline(rest).is_some(),
        _ => false,
    };
    means.then_some((skip, count))
}

/// An entry's text as it is meant, line ends as `\n`.
fn unescaped(text: &str, body: Range<usize>, outline: &Outline) -> String {
    let source = &text[body.clone()];
    if !source.contains(['\\', '\r']) {
        return source.to_owned();
    }
    let mut plain = String::with_capacity(source.len());
    let mut at = body.start;
    for whole in source.split_inclusive('\n') {
        let line = trim_line_end(whole);
        match backslashes(line, false) {
            Some((skip, 1..)) if !outline.is_code(at) => {
                plain.push_str(&line[..skip]);
                plain.push_str(&line[skip + 1..]);
            }
            _ => plain.push_str(line),
        }
        if whole.ends_with('\n') {
            plain.push('\n');
        }
        at += whole.len();
    }
    plain
}

/// `text`, already as [`entry_text`] leaves it, as it is written: nothing in it ends the entry.
pub(super) fn escaped(text: &str) -> String {
    neutral(text, false)
}

/// `text` as a section can hold it without dividing it; unlike an entry's, it is not read back without backslashes.
pub(super) fn escaped_section(text: &str) -> String {
    neutral(text, true)
}

fn neutral(text: &str, in_section: bool) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let closers = Closers::of(&lines);
    let mut blocks = Blocks::new();
    let mut written = String::with_capacity(text.len() + 16);
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            written.push('\n');
        }
        let means = if blocks.is_open() { None } else { backslashes(line, in_section) };
        // An underline needs a line to be under.
        let is_rule = in_section && (at == 0 || lines[at - 1].trim().is_empty()) && blocks::underline(line).is_some();
        let escape = means.filter(|&(skip, count)| !is_rule && (count > 0 || !closers.closes(at, &line[skip..])));
        match escape {
            // A section is not read without backslashes: those that are there stay as they are.
            Some((_, 1..)) if in_section => written.push_str(line),
            Some((skip, _)) => {
                written.push_str(&line[..skip]);
                written.push('\\');
                written.push_str(&line[skip..]);
            }
            None => {
                written.push_str(line);
                blocks.next(line);
            }
        }
    }
    written
}

/// For each line, whether a fence or comment opened before it could end at it or later.
struct Closers {
    /// The longest closing fence of backticks and of tildes from each line on.
    longest: Vec<[usize; 2]>,
    /// The last line with the end of a comment.
    comment: Option<usize>,
}

impl Closers {
    fn of(lines: &[&str]) -> Self {
        let mut longest = vec![[0, 0]; lines.len() + 1];
        for (at, line) in lines.iter().enumerate().rev() {
            longest[at] = longest[at + 1];
            let (columns, skip) = indent(line);
            let run = line[skip..].trim_end();
            for (slot, mark) in [(0, b'`'), (1, b'~')] {
                if columns <= 3 && !run.is_empty() && run.bytes().all(|byte| byte == mark) {
                    longest[at][slot] = longest[at][slot].max(run.len());
                }
            }
        }
        Self { longest, comment: lines.iter().rposition(|line| line.contains("-->")) }
    }

    /// Whether what `rest`, line `at` from its first mark on, opens is closed in the text.
    fn closes(&self, at: usize, rest: &str) -> bool {
        if rest.starts_with("<!--") {
            return self.comment.is_some_and(|last| last >= at);
        }
        fence(rest).is_some_and(|(mark, length)| self.longest[at + 1][usize::from(mark == b'~')] >= length)
    }
}
