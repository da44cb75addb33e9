//! Where a text names a note without linking to it.

use std::ops::Range;

use super::blocks::{outline, trim_line_end};

/// A longer line is no prose: it is not looked through. In bytes.
const LONGEST_LINE: usize = 20_000;

/// The first place outside code, links and comments where one of `names` stands as words of its own, whatever the case.
#[must_use]
pub fn plain_mention(text: &str, names: &[&str]) -> Option<Range<usize>> {
    let outline = outline(text, 0);
    let names: Vec<Vec<char>> = names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = trim_line_end(whole);
        if line.len() <= LONGEST_LINE && !outline.is_code(start) && is_prose(line) {
            let taken = taken(line);
            let found = names.iter().filter_map(|name| first(line, name, &taken)).min_by_key(|range| range.start);
            if let Some(range) = found {
                return Some(start + range.start..start + range.end);
            }
        }
        start += whole.len();
    }
    None
}

fn folded(text: &str) -> Vec<char> {
    text.trim().chars().flat_map(char::to_lowercase).collect()
}

fn first(line: &str, name: &[char], taken: &[Range<usize>]) -> Option<Range<usize>> {
    let mut before = None;
    for (at, character) in line.char_indices() {
        let starts_word = !before.is_some_and(char::is_alphanumeric);
        before = Some(character);
        if !starts_word {
            continue;
        }
        let Some(end) = end_of(line, at, name) else { continue };
        let ends_word = !line[end..].chars().next().is_some_and(char::is_alphanumeric);
        if ends_word && !taken.iter().any(|range| range.start < end && at < range.end) {
            return Some(at..end);
        }
    }
    None
}

/// Where `name` ends when it stands at `at`.
fn end_of(line: &str, at: usize, name: &[char]) -> Option<usize> {
    let mut wanted = name.iter();
    let mut end = at;
    for character in line[at..].chars() {
        for folded in character.to_lowercase() {
            if wanted.next() != Some(&folded) {
                return None;
            }
        }
        end += character.len_utf8();
        if wanted.as_slice().is_empty() {
            return Some(end);
        }
    }
    None
}

/// Not a heading and not a line of indented code.
fn is_prose(line: &str) -> bool {
    !line.trim_start().starts_with('#') && !line.starts_with("    ") && !line.starts_with('\t')
}

/// The stretches of a line that are code, a link of any kind or an address: nothing in them becomes a link.
fn taken(line: &str) -> Vec<Range<usize>> {
    let mut taken = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let length = if rest.starts_with('`') {
            let run = rest.bytes().take_while(|&byte| byte == b'`').count();
            rest[run..].find(&rest[..run]).map_or(run, |inner| run + inner + run)
        } else if rest.starts_with("[[") {
            rest.find("]]").map_or(2, |end| end + 2)
        } else if rest.starts_with('[') {
            bracketed(rest).unwrap_or(1)
        } else if rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with('<') {
            rest.find(char::is_whitespace).unwrap_or(rest.len())
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        taken.push(at..at + length);
        at += length;
    }
    taken
}

/// The length of `[text](target)`.
fn bracketed(rest: &str) -> Option<usize> {
    let middle = rest.find("](")?;
    if rest[1..middle].contains(']') {
        return None;
    }
    Some(middle + rest[middle..].find(')')? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
        plain_mention(text, names).map(|range| &text[range])
    }

    #[test]
    fn a_name_is_found_as_words_of_its_own_whatever_the_case() {
        assert_eq!(found("see dtls Rekey drops, twice", &["DTLS rekey drops"]), Some("dtls Rekey drops"));
        assert_eq!(found("xDTLS rekey, DTLS rekeys", &["DTLS rekey"]), None);
        assert_eq!(found("né É-Mail GEHT nicht", &["é-mail geht"]), Some("É-Mail GEHT"));
        assert_eq!(found("İstanbul KB-42.", &["KB-42"]), Some("KB-42"));
        assert_eq!(found("nothing", &["", " "]), None);
    }

    #[test]
    fn code_links_addresses_and_headings_are_left_alone() {
        let texts = [
            "`KB-42`",
            "``a ` KB-42``",
            "```\nKB-42\n```",
            "[[x|KB-42]]",
            "[KB-42](a.md)",
            "https://x.org/KB-42/b",
            "## KB-42",
            "<!--\nKB-42\n-->",
            "    KB-42",
        ];
        for text in texts {
            assert_eq!(found(text, &["KB-42"]), None, "{text}");
        }
        assert_eq!(plain_mention("[[KB-42]] and KB-42", &["KB-42"]), Some(14..19));
        assert_eq!(plain_mention("[x] `KB-42 KB-42", &["KB-42"]), Some(5..10));
    }
}
