//! Identifiers as wholes: `0x80070005`, `ORA-01555`, `portal.azure.com`, `C++`, `--no-verify`.
//!
//! A text is cut at white space and at brackets, quotes, commas and the like; each piece that looks like an identifier
//! is one, and so is each part of it between slashes, colons and `@`, and each domain-like ending (`azure.com`).
//! Plain words are none of this module's business.

use std::ops::Range;

use super::fold::fold_into;
use super::words::camel_parts;

/// Longest identifier kept as a whole, in bytes; longer ones are only found in parts.
pub(super) const MAX_CODE: usize = 96;

/// Calls `each` with the byte range and folded form of every identifier of `text`, wholes before their parts.
pub(super) fn each(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::new();
    let mut at = 0;
    while let Some(piece) = next_piece(text.as_bytes(), &mut at) {
        let mut emit = |range: Range<usize>| {
            folded.clear();
            fold_into(&text[range.clone()], &mut folded, MAX_CODE);
            each(range, &folded);
        };
        scan_piece(text, trim(text, piece), &mut emit);
    }
}

/// The identifiers of `text`, folded, for queries.
pub(super) fn all(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    each(text, |range, folded| found.push((range, folded.to_owned())));
    found
}

/// A word as typed, without the punctuation around it.
pub(super) fn bare(word: &str) -> &str {
    &word[trim(word, 0..word.len())]
}

/// The next piece that is not plain: by far the most of any prose are a letter and then lower-case ones.
fn next_piece(text: &[u8], at: &mut usize) -> Option<Range<usize>> {
    loop {
        let start = *at + text[*at..].iter().position(|byte| !is_hard(*byte))?;
        let lower = text[start + 1..].iter().position(|byte| !byte.is_ascii_lowercase());
        let mut end = lower.map_or(text.len(), |lower| start + 1 + lower);
        let is_plain = text[start].is_ascii_alphabetic();
        if is_plain && matches!(text.get(end), Some(b'.' | b':' | b'!')) {
            end += 1;
        }
        *at = end + text[end..].iter().position(|byte| is_hard(*byte)).unwrap_or(text.len() - end);
        if !is_plain || *at > end {
            return Some(start..*at);
        }
    }
}

/// What no identifier contains: only ASCII, so that every cut is at a character boundary.
fn is_hard(byte: u8) -> bool {
    /// A branch for each kind of byte would be guessed wrong at most ends of words.
    static HARD: [bool; 256] = {
        let mut hard = [false; 256];
        let mut byte = 0;
        while byte <= b' ' {
            hard[byte as usize] = true;
            byte += 1;
        }
        let signs = b"()[]{}<>\"'`|,;=&?*\x7f";
        let mut at = 0;
        while at < signs.len() {
            hard[signs[at] as usize] = true;
            at += 1;
        }
        hard
    };
    HARD[usize::from(byte)]
}

/// Cuts off what punctuation does at the ends of words.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    loop {
        let piece = &text[start..end];
        let mut chars = piece.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return start..end };
        let last = piece.chars().next_back().unwrap_or(first);
        let leads = second.is_some_and(char::is_alphanumeric);
        let drop_first = match first {
            '.' | '-' | '/' | '\\' | '$' | '~' | '@' | '+' => {
                !(leads || matches!(second, Some('-' | '\\' | '/' | '.' | '_')))
            }
            '%' | '_' => false,
            _ => !first.is_alphanumeric(),
        };
        if drop_first {
            start += first.len_utf8();
            continue;
        }
        let keep_last = last.is_alphanumeric()
            || matches!(last, '%' | '_')
            || (last == '#' && leads_to_letter(piece, 1))
            || (last == '+' && piece.ends_with("++") && leads_to_letter(piece, 2));
        if keep_last {
            return start..end;
        }
        end -= last.len_utf8();
    }
}

fn leads_to_letter(piece: &str, suffix: usize) -> bool {
    piece[..piece.len() - suffix].chars().next_back().is_some_and(char::is_alphanumeric)
}

fn scan_piece(text: &str, piece: Range<usize>, emit: &mut impl FnMut(Range<usize>)) {
    let whole = &text[piece.clone()];
    if looks_like_code(whole) {
        emit(piece.clone());
    }
    let bare = whole.trim_start_matches('-');
    if bare.len() < whole.len() && looks_like_code(bare) {
        emit(piece.end - bare.len()..piece.end);
    }
    let is_soft = |c: char| matches!(c, '/' | '\\' | ':' | '@');
    let segmented = bare.contains(is_soft);
    let mut start = piece.end - bare.len();
    for segment in bare.split(is_soft) {
        let range = trim(text, start..start + segment.len());
        start += segment.len() + 1;
        let segment = &text[range.clone()];
        if segmented && range.len() < bare.len() && looks_like_code(segment) {
            emit(range.clone());
        }
        scan_segment(segment, range.start, emit);
    }
}

/// The endings of a dotted name, and the digits of `0x80070005` and `KB5034441`.
fn scan_segment(segment: &str, start: usize, emit: &mut impl FnMut(Range<usize>)) {
    if segment.len() > MAX_CODE {
        return;
    }
    let end = start + segment.len();
    let dots: Vec<usize> = segment.match_indices('.').map(|(at, _)| at).collect();
    let ends_in_letters =
        segment.rsplit('.').next().is_some_and(|l| l.len() > 1 && l.bytes().all(|b| b.is_ascii_alphabetic()));
    if ends_in_letters && dots.len() > 1 {
        for dot in dots.iter().rev().skip(1).take(3).filter(|dot| **dot > 0) {
            emit(start + dot + 1..end);
        }
    }
    let letters = segment.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = segment.len() - letters;
    if letters > 0 && digits >= 4 && segment.bytes().skip(letters).all(|b| b.is_ascii_digit()) {
        emit(start + letters..end);
    }
    if let Some(hex) = segment.strip_prefix("0x").or_else(|| segment.strip_prefix("0X"))
        && hex.len() >= 4
        && hex.bytes().all(|b| b.is_ascii_hexdigit())
    {
        emit(start + 2..end);
    }
}

/// Whether a trimmed text is more than a word: it has a digit beside something else, a sign inside or at an end, or
/// a camel's hump. Numbers of three digits and more count: error codes are often nothing else.
fn looks_like_code(text: &str) -> bool {
    if text.len() > MAX_CODE {
        return false;
    }
    let (mut digits, mut letters, mut signs) = (0, 0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if c.is_alphanumeric() {
            letters += 1;
        } else if c.is_ascii() {
            signs += 1;
        }
    }
    match (digits, letters, signs) {
        (0, 0, _) => false,
        (_, 0, 0) => digits >= 3,
        (0, _, 0) => !camel_parts(text).is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        all(text)
            .into_iter()
            .inspect(|(range, _)| assert!(text.get(range.clone()).is_some()))
            .map(|(_, folded)| folded)
            .collect()
    }

    #[test]
    fn identifiers_of_many_kinds_are_found_whole_and_in_parts() {
        let table: &[(&str, &[&str])] = &[
            ("Error 0x80070005.", &["0x80070005", "80070005"]),
            ("(ORA-01555)", &["ora-01555"]),
            (".NET 3.5,", &[".net", "3.5"]),
            ("T-Test", &["t-test"]),
            ("snake_case", &["snake_case"]),
            ("https://portal.azure.com/x", &["https://portal.azure.com/x", "portal.azure.com", "azure.com"]),
            (r"C:\x\y", &[r"c:\x\y"]),
            ("10.0.6", &["10.0.6"]),
            ("C#, C++ and F#.", &["c#", "c++", "f#"]),
            ("802.1X", &["802.1x"]),
            ("KB5034441", &["kb5034441", "5034441"]),
            ("CVE-2026-1234:", &["cve-2026-1234"]),
            ("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", &["3f2504e0-4f89-11d3-9a0c-0305e82c3301"]),
            ("--no-verify", &["--no-verify", "no-verify"]),
            ("code=0x5", &["0x5"]),
            ("System.Net.Http", &["system.net.http", "net.http"]),
            ("NullReferenceException", &["nullreferenceexception"]),
            ("fe80::1", &["fe80::1", "fe80"]),
            ("plain words. And more!", &[]),
            ("- a list -- of * things ...", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(codes(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_word_is_named_without_what_stands_around_it() {
        let table =
            [("(code", "code"), ("0x2746):", "0x2746"), ("C++,", "C++"), (".NET", ".NET"), ("--", ""), ("", "")];
        for (word, name) in table {
            assert_eq!(bare(word), name, "{word}");
        }
    }

    #[test]
    fn an_endless_piece_gives_no_endless_code() {
        let line = "a1".repeat(500_000);
        assert!(codes(&line).is_empty());
        assert!(codes(&format!("{line}/x1/{line}")).iter().all(|code| code.len() <= MAX_CODE));
    }
}
