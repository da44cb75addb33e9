//! The steps of an onboarding path: list items with a wikilink, in file order, each with a line on why it is worth
//! reading and, where the path says so, how long it takes.
//!
//! Used by `learn`. It does not know whether a link leads anywhere, and nothing about progress.

use std::ops::Range;

use super::blocks::{outline, trim_line_end};
use super::layout::trimmed;
use crate::model::{FrontMatter, Note, Wikilink};

/// A path with more steps than this is no path; those beyond are left out.
const MOST_STEPS: usize = 500;
/// Bytes kept of what is said about one step.
const LONGEST_WHY: usize = 2_000;
/// Minutes a step may state: ten hours.
const MOST_MINUTES: u32 = 600;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// What is to be read.
    pub link: Wikilink,
    /// Why, as Markdown, without the link at its beginning and the minutes; may be empty.
    pub why: String,
    /// How long it takes, when the path says so: `(5 min)`.
    pub minutes: Option<u32>,
}

/// What a path note says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathPlan {
    /// The text before the first step, or before the first heading after it; a title above it excluded.
    pub about: Range<usize>,
    /// The steps in order.
    pub steps: Vec<PathStep>,
    /// Whether steps were left out because there are too many.
    pub cut: bool,
}

/// Reads the steps of a path. `text` is the string that `note`'s ranges index. Never fails; linear in the text's length.
#[must_use]
pub fn path_plan(text: &str, note: &Note) -> PathPlan {
    let body = match &note.front_matter {
        FrontMatter::Missing => 0,
        FrontMatter::Parsed { range } | FrontMatter::Opaque { range } => range.end,
    };
    let outline = outline(text, body);
    let mut reader = Reader { plan: PathPlan::default(), open: None, gap: false };
    let mut links = note.wikilinks.iter().filter(|link| !link.embed).peekable();
    let mut headings = outline.headings.iter().map(|heading| heading.lines.clone()).peekable();
    let (mut start, mut about, mut about_ends) = (body, body..body, false);
    for whole in text[body..].split_inclusive('\n') {
        let line = Line { text: trim_line_end(whole), start };
        let end = start + whole.len();
        while links.next_if(|link| link.range.start < start).is_some() {}
        while headings.next_if(|heading| heading.end <= start).is_some() {}
        let is_heading = headings.peek().is_some_and(|heading| heading.contains(&start));
        let link = links.peek().filter(|link| link.range.end <= start + line.text.len()).copied();
        if is_heading || outline.is_code(start) {
            reader.close();
        } else {
            reader.take(&line, link);
        }
        about_ends |= reader.open.is_some() || is_heading && !text[about.clone()].trim().is_empty();
        if !about_ends {
            about = if is_heading { end..end } else { about.start..end };
        }
        start = end;
    }
    reader.close();
    reader.plan.about = trimmed(text, about);
    reader.plan
}

struct Line<'t> {
    text: &'t str,
    start: usize,
}

struct Reader {
    plan: PathPlan,
    open: Option<PathStep>,
    /// Whether a blank line stands between the open step and the line to come.
    gap: bool,
}

impl Reader {
    fn take(&mut self, line: &Line<'_>, link: Option<&Wikilink>) {
        let content = line.text.trim_start();
        let indent = line.text.len() - content.len();
        if content.is_empty() {
            self.gap = true;
            return;
        }
        let marker = marker_length(content);
        let item = line.start + indent + marker;
        let leads = link.is_some_and(|link| link.range.start == item);
        let nested = indent >= 2 && self.open.is_some();
        match link {
            Some(link) if leads || (marker > 0 && !nested) => {
                self.close();
                self.open = Some(step(&line.text[indent + marker..], item, link));
            }
            _ if nested || (marker == 0 && !self.gap) => self.go_on(content),
            _ => self.close(),
        }
    }

    /// Adds a further line to what is said about the open step.
    fn go_on(&mut self, content: &str) {
        let Some(step) = &mut self.open else { return };
        if step.why.len() < LONGEST_WHY {
            if !step.why.is_empty() {
                step.why.push_str(if self.gap { "\n\n" } else { "\n" });
            }
            step.why.push_str(content.trim_end());
        }
        self.gap = false;
    }

    fn close(&mut self) {
        self.gap = false;
        let Some(mut step) = self.open.take() else { return };
        if self.plan.steps.len() == MOST_STEPS {
            self.plan.cut = true;
            return;
        }
        if step.why.len() > LONGEST_WHY {
            step.why.truncate(step.why.floor_char_boundary(LONGEST_WHY));
            step.why.push('…');
        }
        self.plan.steps.push(step);
    }
}

/// The step of an item's first line. `content` begins at `at`, after the list marker.
fn step(content: &str, at: usize, link: &Wikilink) -> PathStep {
    let before = &content[..link.range.start - at];
    let (after, minutes) = without_minutes(&content[link.range.end - at..]);
    let why = if before.trim().is_empty() {
        after.trim_start_matches(|c: char| c.is_whitespace() || ":,;.–—-".contains(c)).to_owned()
    } else {
        // `Read [[that]] first` is a sentence: it stays whole.
        format!("{before}{}{after}", link.label.as_deref().unwrap_or(&link.target))
    };
    PathStep { link: link.clone(), why: why.trim().to_owned(), minutes }
}

/// Bytes of a list marker and the white space after it, a task's box included; 0 when there is none.
fn marker_length(content: &str) -> usize {
    let bytes = content.as_bytes();
    let digits = bytes.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = match (digits, bytes.get(digits)) {
        (0, Some(b'-' | b'*' | b'+')) => 1,
        (1.., Some(b'.' | b')')) => digits + 1,
        _ => return 0,
    };
    let spaces = |from: usize| bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let space = spaces(sign);
    if space == 0 {
        return 0;
    }
    let item = sign + space;
    match &bytes[item..] {
        [b'[', b' ' | b'x' | b'X', b']', b' ' | b'\t', ..] => item + 3 + spaces(item + 3),
        _ => item,
    }
}

/// Takes the first `(12 min)` or `(1 h)` out of a line.
fn without_minutes(line: &str) -> (String, Option<u32>) {
    for (open, _) in line.match_indices('(') {
        let inside = &line[open + 1..];
        let window = &inside[..inside.floor_char_boundary(24)];
        let Some(close) = window.find(')') else { continue };
        if let Some(minutes) = minutes(&window[..close]) {
            let rest = &line[open + 1 + close + 1..];
            return (format!("{}{rest}", line[..open].trim_end()), Some(minutes));
        }
    }
    (line.to_owned(), None)
}

fn minutes(text: &str) -> Option<u32> {
    let text = text.trim().trim_start_matches(['~', '≈']).trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u32 = text[..digits].parse().ok()?;
    let minutes = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "min" | "min." | "mins" | "minute" | "minutes" | "m" => number,
        "h" | "hour" | "hours" => number.checked_mul(60)?,
        _ => return None,
    };
    (1..=MOST_MINUTES).contains(&minutes).then_some(minutes)
}
