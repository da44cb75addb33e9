//! `[[wikilinks]]` outside code and comments.

use super::blocks::{Outline, trim_line_end};
use crate::model::Wikilink;

/// A link longer than this many bytes is taken for text.
const LONGEST: usize = 1024;

/// A note with more links than this is no note; those beyond are taken for text.
const MOST: usize = 10_000;

/// The links of `text[from..]`, in order.
pub(super) fn read(text: &str, from: usize, outline: &Outline) -> Vec<Wikilink> {
    let mut links = Vec::new();
    if !text[from..].contains("[[") {
        return links;
    }
    let mut start = from;
    for whole in text[from..].split_inclusive('\n') {
        if links.len() >= MOST {
            break;
        }
        let line = trim_line_end(whole);
        if line.as_bytes().contains(&b'[') && line.contains("[[") && !outline.is_code(start) {
            read_line(line, start, &mut links);
        }
        start += whole.len();
    }
    links
}

/// The link a property holds: `[[target]]`, or a bare title or path.
#[must_use]
pub fn property_link(text: &str) -> Option<Wikilink> {
    let text = text.trim();
    let whole = |link: &(Wikilink, usize)| link.1 == text.len();
    if text.starts_with("[[") {
        return read_link(text, 0).filter(whole).map(|(link, _)| link);
    }
    let bare = !text.is_empty() && text.len() <= LONGEST && !text.contains(['[', ']', '\n']);
    bare.then(|| Wikilink { target: text.to_owned(), fragment: None, label: None, embed: false, range: 0..0 })
}

fn read_line(line: &str, start: usize, links: &mut Vec<Wikilink>) {
    let bytes = line.as_bytes();
    let mut at = 0;
    // A run of backticks without a partner is text; what was looked for in vain is not looked for again.
    let mut unpaired = 0_usize;
    while let Some(&byte) = bytes.get(at).filter(|_| links.len() < MOST) {
        match byte {
            b'\\' => at += 2,
            b'`' => {
                let run = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
                let end = if unpaired & (1 << run.min(63)) == 0 { code_end(bytes, at + run, run) } else { None };
                if end.is_none() {
                    unpaired |= 1 << run.min(63);
                }
                at = end.unwrap_or(at + run);
            }
            b'[' if bytes.get(at + 1) == Some(&b'[') => match read_link(line, at) {
                Some((mut link, end)) => {
                    let embed = at > 0 && bytes[at - 1] == b'!';
                    link.embed = embed;
                    link.range = start + at - usize::from(embed)..start + end;
                    links.push(link);
                    at = end;
                }
                // Nothing in between can start one either.
                None => at = skipped(bytes, at + 2),
            },
            _ => at += 1,
        }
    }
}

/// Just after the run of exactly `run` backticks that ends a code span.
fn code_end(bytes: &[u8], from: usize, run: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        if length == run {
            return Some(at + run);
        }
        at += length.max(1);
    }
    None
}

/// Where the next `[[` or `]]` is, within the longest link.
fn skipped(bytes: &[u8], from: usize) -> usize {
    let limit = bytes.len().min(from + LONGEST);
    let window = bytes[from.min(limit)..limit].windows(2);
    let found =
        window.into_iter().position(|pair| pair == b"[[" || pair == b"]]" || pair[0] == b'`' || pair[0] == b'\\');
    found.map_or(limit.max(from), |length| from + length)
}

fn read_link(line: &str, at: usize) -> Option<(Wikilink, usize)> {
    let inner_start = at + 2;
    let mut limit = line.len().min(inner_start + LONGEST);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = &line[inner_start..limit];
    let length = window.as_bytes().windows(2).position(|pair| pair == b"]]" || pair == b"[[")?;
    if !window[length..].starts_with("]]") {
        return None;
    }
    let inner = &window[..length];
    let (name, label) = match inner.split_once('|') {
        // In a table the bar is escaped.
        Some((name, label)) => (name.strip_suffix('\\').unwrap_or(name), Some(label.trim())),
        None => (inner, None),
    };
    let (target, fragment) = match name.split_once('#') {
        Some((target, fragment)) => (target.trim(), Some(fragment.trim())),
        None => (name.trim(), None),
    };
    let owned = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let fragment = fragment.and_then(owned);
    if target.is_empty() && fragment.is_none() {
        return None;
    }
    let link =
        Wikilink { target: target.to_owned(), fragment, label: label.and_then(owned), embed: false, range: 0..0 };
    Some((link, inner_start + length + 2))
}
