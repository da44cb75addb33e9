//! Finds the front matter of a text; does not read it.

use std::ops::Range;

use super::blocks::trim_line_end;
use super::decode::bom_len;

/// Where the front matter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fences {
    /// There is none; the body starts here, after a byte order mark.
    Missing { body: usize },
    /// It opens with this line and never closes.
    Open { opening: Range<usize> },
    /// Both fences are there.
    Closed {
        /// From the opening fence to the end of the closing fence's line.
        whole: Range<usize>,
        /// The lines between them.
        inner: Range<usize>,
    },
}

pub(super) fn fences(text: &str) -> Fences {
    let start = bom_len(text);
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line, "---")) else { return Fences::Missing { body: start } };
    let inner = start + first.len();
    let mut at = inner;
    for line in lines {
        let end = at + line.len();
        if is_fence(line, "---") || is_fence(line, "...") {
            return Fences::Closed { whole: start..end, inner: inner..at };
        }
        at = end;
    }
    Fences::Open { opening: start..start + trim_line_end(first).len() }
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_end().is_empty())
}
