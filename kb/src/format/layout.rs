//! Headings to sections: which stretch of the body is the Issue, which the journal, which heading is the title.

use std::ops::Range;

use super::blocks::{Heading, Outline};
use super::words::HeadingWords;
use crate::model::{Section, SectionKind};

/// How a body is divided.
pub(super) struct Layout {
    /// Every stretch that is not the journal.
    pub(super) sections: Vec<Section>,
    /// The stretches under a `## Journal`; none but for a case.
    pub(super) journals: Vec<Stretch>,
    /// The heading that names the note.
    pub(super) title: Option<Range<usize>>,
    /// Headings down to this level divide the body: 2, or 3 in a note whose section words are all one level deeper.
    pub(super) depth: u8,
}

/// The journal under one heading.
pub(super) struct Stretch {
    /// The heading's line.
    pub(super) heading: Range<usize>,
    /// From there to the next section's heading or the end.
    pub(super) body: Range<usize>,
    /// Which headings of the outline are in it.
    pub(super) headings: Range<usize>,
}

/// Divides `text[from..]`. `shown_from` is where the text before the first heading begins: earlier than `from` when
/// front matter that does not parse is shown as text.
pub(super) fn divide(
    text: &str,
    shown_from: usize,
    outline: &Outline,
    words: &HeadingWords,
    has_journal: bool,
) -> Layout {
    let title = title(text, &outline.headings, words);
    let depth = depth(text, &outline.headings, words, has_journal);
    let mut layout = Layout { sections: Vec::new(), journals: Vec::new(), title, depth };
    let mut open: Option<(usize, bool)> = None;
    let close = |layout: &mut Layout, open: Option<(usize, bool)>, next: usize, end: usize| match open {
        None => {
            let text = trimmed(text, shown_from..end);
            if !text.is_empty() {
                let range = shown_from..end;
                layout.sections.push(Section { kind: SectionKind::Body, heading: None, range, text });
            }
        }
        Some((at, true)) => {
            let heading = outline.headings[at].lines.clone();
            layout.journals.push(Stretch { body: heading.end..end, heading, headings: at + 1..next });
        }
        Some((at, false)) => {
            let heading = &outline.headings[at];
            let shown = &text[heading.text.clone()];
            layout.sections.push(Section {
                kind: words.section(shown).unwrap_or(SectionKind::Body),
                heading: Some(shown.to_owned()),
                range: heading.lines.start..end,
                text: trimmed(text, heading.lines.end..end),
            });
        }
    };
    for (at, heading) in outline.headings.iter().enumerate() {
        let in_journal = matches!(open, Some((_, true)));
        if divides(heading, if in_journal { 2 } else { depth }, in_journal) {
            close(&mut layout, open, at, heading.lines.start);
            open = Some((at, has_journal && is_journal(text, heading)));
        }
    }
    close(&mut layout, open, outline.headings.len(), text.len());
    layout
}

/// Whether a heading ends the section before it. Underlines do not end a journal: pasted mail is full of them.
fn divides(heading: &Heading, depth: u8, in_journal: bool) -> bool {
    heading.level <= depth && !(in_journal && heading.setext)
}

fn is_journal(text: &str, heading: &Heading) -> bool {
    heading.level == 2 && text[heading.text.clone()].eq_ignore_ascii_case("journal")
}

/// The first heading of level 1, else the first that is no section's.
fn title(text: &str, headings: &[Heading], words: &HeadingWords) -> Option<Range<usize>> {
    let names = |heading: &&Heading| {
        let shown = &text[heading.text.clone()];
        !shown.is_empty() && words.section(shown).is_none() && !shown.eq_ignore_ascii_case("journal")
    };
    let first = headings.iter().filter(|heading| heading.level == 1).find(names);
    first
        .or_else(|| headings.iter().take_while(|heading| !is_journal(text, heading)).find(names))
        .map(|heading| heading.text.clone())
}

fn depth(text: &str, headings: &[Heading], words: &HeadingWords, has_journal: bool) -> u8 {
    let mut depth = 2;
    let mut in_journal = false;
    for heading in headings {
        if divides(heading, 2, in_journal) {
            in_journal = has_journal && is_journal(text, heading);
        }
        if in_journal || heading.level > 3 || words.section(&text[heading.text.clone()]).is_none() {
            continue;
        }
        if heading.level <= 2 {
            return 2;
        }
        depth = 3;
    }
    depth
}

/// `range` without its leading and trailing blank lines and its last line end; empty at its start when there is
/// nothing else.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let all = &text[range.clone()];
    let content = all.trim_start();
    if content.is_empty() {
        return range.start..range.start;
    }
    let before = all.len() - content.len();
    let start = all[..before].rfind('\n').map_or(0, |newline| newline + 1);
    let kept = all.trim_end().len();
    let end = all[kept..].find('\n').map_or(all.len(), |newline| kept + newline);
    let end = if all[..end].ends_with('\r') && end < all.len() { end - 1 } else { end };
    range.start + start..range.start + end
}
