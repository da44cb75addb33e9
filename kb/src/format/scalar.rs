//! Writes YAML scalars on one line, so that this and every other reader gets the same text back.

use std::fmt::Write as _;

use granit_parser::ScalarStyle;

/// `text` as a scalar, in the style it had where that can hold it. `flow` is whether it stands in `[...]` or `{...}`.
pub(super) fn write(text: &str, style: ScalarStyle, flow: bool) -> String {
    match style {
        ScalarStyle::SingleQuoted if is_printable(text) => format!("'{}'", text.replace('\'', "''")),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => double_quoted(text),
        _ if is_plain(text, flow) => text.to_owned(),
        _ => double_quoted(text),
    }
}

/// A key.
pub(super) fn write_key(key: &str) -> String {
    let is_word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_word && is_plain(key, true) { key.to_owned() } else { double_quoted(key) }
}

/// `[a, b]`.
pub(super) fn write_list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| write(item, ScalarStyle::Plain, true)).collect();
    format!("[{}]", items.join(", "))
}

/// Whether a plain scalar means this text to readers of YAML 1.1 and 1.2 alike. Cautious: quotes never hurt.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let ends_well = !text.ends_with([' ', ':']);
    let starts_well = first.is_alphanumeric() || matches!(first, '/' | '(' | '_' | '$' | '^' | '§');
    let ends_early = text.contains(": ") || text.contains(" #") || (flow && text.contains([',', '[', ']', '{', '}']));
    starts_well && ends_well && !ends_early && is_printable(text) && !is_another_type(text)
}

/// Whether other readers would take the plain text for a number, a flag or nothing. A date is left plain: it is
/// written so everywhere, and no reader of ours minds.
fn is_another_type(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    let starts_with_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let numeric = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | '+' | '-' | 'x' | 'o' | 'X' | 'O' | ':');
    starts_with_digit && text.chars().all(numeric) && !is_date(text)
}

/// `2026-11-20` and nothing else.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Whether every character may stand in YAML as itself, on one line.
fn is_printable(text: &str) -> bool {
    !text.chars().any(needs_escape)
}

fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff0}'..='\u{ffff}')
        || (c != ' ' && c.is_whitespace())
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => quoted.push_str("\\0"),
            c if needs_escape(c) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
