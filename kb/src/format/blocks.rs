//! Markdown's block structure as far as notes need it, line by line: headings, and what is code or an HTML comment.
//!
//! A deliberate subset of `CommonMark`, so that one line's meaning depends on as little as possible: fences open at an
//! indent of at most three columns, counted from the list item they are in; comments open at the start of a line; a setext
//! heading has one line of text. No inline markup, no containers besides list items.

use std::ops::Range;

/// A heading outside code and comments.
pub(super) struct Heading {
    /// 1 to 6.
    pub(super) level: u8,
    /// Its text without `#`s and white space.
    pub(super) text: Range<usize>,
    /// Its whole line or, for a setext heading, both, line ends included.
    pub(super) lines: Range<usize>,
    /// Whether it is underlined rather than marked with `#`.
    pub(super) setext: bool,
}

/// The structure of a text.
pub(super) struct Outline {
    pub(super) headings: Vec<Heading>,
    /// Runs of lines that are fenced code or comments, fences included, line ends included; in order.
    pub(super) code: Vec<Range<usize>>,
    /// Where a fence or comment starts that never ends.
    pub(super) unclosed: Option<usize>,
    /// Where the first heading is that is taken for text because there are too many before it.
    pub(super) too_many: Option<usize>,
}

/// A file with more headings than this is no note; those beyond are taken for text.
const MOST_HEADINGS: usize = 50_000;

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Blank,
    Text,
    /// An ATX heading; the range is its text within the line.
    Heading(u8, Range<usize>),
    /// A line of fenced code or of a comment, its ends included.
    Code,
}

#[derive(Clone, Copy)]
enum Inside {
    Nothing,
    /// `column` is where the content of the list item starts that holds the fence; 0 outside lists.
    Fence {
        mark: u8,
        length: usize,
        column: usize,
    },
    Comment,
}

/// The state between two lines.
#[derive(Clone)]
pub(super) struct Blocks {
    inside: Inside,
    /// The column where the content of the list item starts that the line before was in; 0 outside lists.
    list: usize,
}

impl Blocks {
    pub(super) const fn new() -> Self {
        Self { inside: Inside::Nothing, list: 0 }
    }

    pub(super) const fn is_open(&self) -> bool {
        !matches!(self.inside, Inside::Nothing)
    }

    /// Whether whatever follows is code or a comment: a fence in a list item ends with the item.
    const fn swallows(&self) -> bool {
        matches!(self.inside, Inside::Comment | Inside::Fence { column: 0, .. })
    }

    /// Reads the next line, given without its line end.
    pub(super) fn next(&mut self, line: &str) -> Line {
        let (indent, skip) = indent(line);
        let rest = &line[skip..];
        match self.inside {
            Inside::Comment => {
                if line.contains("-->") {
                    self.inside = Inside::Nothing;
                }
                return Line::Code;
            }
            Inside::Fence { mark, length, column } => {
                let left_the_list = column > 0 && indent < column && !rest.trim().is_empty();
                if !left_the_list {
                    let run = rest.bytes().take_while(|&byte| byte == mark).count();
                    if run >= length && indent <= column + 3 && rest[run..].trim().is_empty() {
                        self.inside = Inside::Nothing;
                    }
                    return Line::Code;
                }
                self.inside = Inside::Nothing;
            }
            Inside::Nothing => {}
        }
        if rest.trim().is_empty() {
            return Line::Blank;
        }
        if indent < self.list {
            self.list = 0;
        }
        if indent > self.list + 3 {
            return Line::Text;
        }
        match rest.as_bytes()[0] {
            // A heading inside a list item divides nothing.
            b'#' if self.list == 0 => heading(rest)
                .map_or(Line::Text, |(level, text)| Line::Heading(level, text.start + skip..text.end + skip)),
            b'`' | b'~' => self.opened(rest, self.list),
            b'<' if rest.starts_with("<!--") => {
                if !rest.contains("-->") {
                    self.inside = Inside::Comment;
                }
                Line::Code
            }
            b'-' | b'*' | b'+' | b'0'..=b'9' => {
                let marker = list_marker(rest);
                if marker == 0 {
                    return Line::Text;
                }
                self.list = indent + marker;
                self.opened(&rest[marker..], self.list)
            }
            _ => Line::Text,
        }
    }

    /// A line of text, unless it opens a fence.
    fn opened(&mut self, rest: &str, column: usize) -> Line {
        match fence(rest) {
            Some((mark, length)) => {
                self.inside = Inside::Fence { mark, length, column };
                Line::Code
            }
            None => Line::Text,
        }
    }
}

/// The structure of `text[from..]`, in ranges of `text`.
pub(super) fn outline(text: &str, from: usize) -> Outline {
    let mut outline = Outline { headings: Vec::new(), code: Vec::new(), unclosed: None, too_many: None };
    let mut blocks = Blocks::new();
    let mut start = from;
    // The line before, when it may be the text of a setext heading: one line with nothing but a break before it.
    let mut candidate: Option<Range<usize>> = None;
    let mut after_break = true;
    for whole in text[from..].split_inclusive('\n') {
        let end = start + whole.len();
        let line = trim_line_end(whole);
        let was_open = blocks.is_open();
        let mut kind = blocks.next(line);
        if outline.headings.len() >= MOST_HEADINGS && matches!(kind, Line::Heading(..)) {
            outline.too_many.get_or_insert(start);
            kind = Line::Blank;
        }
        let mut next_candidate = None;
        match kind {
            Line::Code => {
                match outline.code.last_mut() {
                    Some(last) if was_open && last.end == start => last.end = end,
                    _ => outline.code.push(start..end),
                }
                after_break = true;
            }
            Line::Blank => after_break = true,
            Line::Heading(level, range) => {
                let text = start + range.start..start + range.end;
                outline.headings.push(Heading { level, text, lines: start..end, setext: false });
                after_break = true;
            }
            Line::Text => {
                if let (Some(above), Some(level)) = (&candidate, underline(line))
                    && outline.headings.len() < MOST_HEADINGS
                {
                    let shown = text[above.clone()].trim_start();
                    let at = above.end - shown.len();
                    let shown = shown.trim_end();
                    outline.headings.push(Heading {
                        level,
                        text: at..at + shown.len(),
                        lines: above.start..end,
                        setext: true,
                    });
                    after_break = true;
                } else {
                    if after_break && may_be_heading(line) {
                        next_candidate = Some(start..start + line.len());
                    }
                    after_break = false;
                }
            }
        }
        candidate = next_candidate;
        start = end;
    }
    if blocks.swallows() {
        outline.unclosed = outline.code.last().map(|range| range.start);
    }
    outline
}

impl Outline {
    /// Whether the line that starts at `at` is code or a comment.
    pub(super) fn is_code(&self, at: usize) -> bool {
        let after = self.code.partition_point(|range| range.end <= at);
        self.code.get(after).is_some_and(|range| range.start <= at)
    }
}

/// The line without its `\n` or `\r\n`.
pub(super) fn trim_line_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// The columns of white space a line starts with, tabs to the next multiple of four, and their bytes.
pub(super) fn indent(line: &str) -> (usize, usize) {
    let mut columns = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => return (columns, at),
        }
    }
    (columns, line.len())
}

/// The level and the range of the text of an ATX heading that starts the line.
pub(super) fn heading(rest: &str) -> Option<(u8, Range<usize>)> {
    let marks = rest.bytes().take_while(|&byte| byte == b'#').count();
    let level = u8::try_from(marks).ok().filter(|level| (1..=6).contains(level))?;
    let after = &rest[marks..];
    if !after.is_empty() && !after.starts_with([' ', '\t']) {
        return None;
    }
    let text = after.trim_start();
    let start = rest.len() - text.len();
    let mut text = text.trim_end();
    let unmarked = text.trim_end_matches('#');
    if unmarked.is_empty() || unmarked.ends_with([' ', '\t']) {
        text = unmarked.trim_end();
    }
    Some((level, start..start + text.len()))
}

/// The mark and its count when the line opens a fence.
pub(super) fn fence(rest: &str) -> Option<(u8, usize)> {
    let mark = *rest.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|&byte| byte == mark).count();
    (length >= 3 && (mark == b'~' || !rest[length..].contains('`'))).then_some((mark, length))
}

/// The level of a setext underline.
pub(super) fn underline(line: &str) -> Option<u8> {
    let (columns, skip) = indent(line);
    let marks = line[skip..].trim_end();
    let level = match marks.as_bytes().first() {
        Some(b'=') => 1,
        Some(b'-') => 2,
        _ => return None,
    };
    let first = marks.as_bytes()[0];
    (columns <= 3 && marks.bytes().all(|byte| byte == first)).then_some(level)
}

/// Whether a line of text could be that of a setext heading: a paragraph's, not a list's, quote's, table's or tag's.
fn may_be_heading(line: &str) -> bool {
    let (columns, skip) = indent(line);
    let rest = &line[skip..];
    columns <= 3 && !rest.starts_with(['>', '|', '<', '=']) && list_marker(rest) == 0 && underline(line).is_none()
}

/// Bytes of list markers and the spaces after them at the start of a line.
fn list_marker(rest: &str) -> usize {
    let mut at = 0;
    loop {
        let left = rest.as_bytes().get(at..).unwrap_or_default();
        let digits = left.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let marker = match left.get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            _ => return at,
        };
        let spaces = left[marker..].iter().take_while(|&&byte| byte == b' ').count();
        if spaces == 0 {
            return at;
        }
        at += marker + spaces;
    }
}
