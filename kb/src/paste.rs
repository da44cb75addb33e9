//! HTML from a clipboard to Markdown: tables become GitHub's tables, the rest what Markdown has for it.
//!
//! Used by the editor's paste. Pure, and it never fails: what cannot be converted is its plain text. The Markdown is
//! as hostile as the HTML was; `render` makes it safe to show, as any other text.

use std::borrow::Cow;
use std::sync::LazyLock;

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};
use regex::{Captures, Regex};

/// Deepest nesting that is converted: the converter calls itself for each level, and a page has a dozen.
const MAX_DEPTH: usize = 200;

/// Converts HTML to Markdown, without blank lines around it. HTML nested deeper than any page is taken as its text.
#[must_use]
pub fn markdown(html: &str) -> String {
    if depth(html) > MAX_DEPTH {
        return text_of(html);
    }
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .skip_tags(vec!["script", "style", "head", "title", "meta", "link", "iframe", "object", "noscript", "template"])
        .options(options)
        .build();
    converter.convert(&with_heads(html)).unwrap_or_default().trim().to_owned()
}

static TABLE: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?is)<table\\b.*?</table>").expect("a valid pattern"));
static ROW: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?is)<tr\\b.*?</tr>").expect("a valid pattern"));
static CELL: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?i)<(/?)td\\b").expect("a valid pattern"));
static HEAD: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?i)<th\\b").expect("a valid pattern"));

/// Makes the first row of a table without a head its head: a spreadsheet copies none, and Markdown has no table without.
fn with_heads(html: &str) -> Cow<'_, str> {
    TABLE.replace_all(html, |table: &Captures<'_>| {
        if HEAD.is_match(&table[0]) {
            return table[0].to_owned();
        }
        ROW.replace(&table[0], |row: &Captures<'_>| CELL.replace_all(&row[0], "<${1}th").into_owned()).into_owned()
    })
}

/// How deep the elements of `html` are nested at most, if every start tag opens one.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let closes_itself = tag.split('>').next().is_some_and(|inner| inner.ends_with('/'));
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !closes_itself && !is_void(tag) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Whether the tag is of an element that has no end tag (HTML standard, 13.1.2).
fn is_void(tag: &str) -> bool {
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
        .iter()
        .any(|void| name.eq_ignore_ascii_case(void))
}

/// What stands between the tags.
fn text_of(html: &str) -> String {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.filter_map(|piece| Some(piece.split_once('>')?.1));
    let words: Vec<&str> = std::iter::once(first).chain(rest).flat_map(str::split_whitespace).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn a_spreadsheets_table_becomes_a_table() {
        let html = "<meta charset='utf-8'><style>td{color:red}</style><table border=0><tr><th>Version</th><th>Result</th></tr>\
                    <tr><td>7.3</td><td>works</td></tr><tr><td>7.4 | rc</td><td>drops</td></tr></table>";
        assert_eq!(
            markdown(html),
            "| Version  | Result |\n| -------- | ------ |\n| 7.3      | works  |\n| 7.4 &#124; rc | drops  |"
        );
    }

    #[test]
    fn a_table_without_a_head_keeps_its_rows() {
        let html = "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>";
        assert_eq!(markdown(html), "| a | b |\n| - | - |\n| c | d |");
    }

    #[test]
    fn scripts_and_styles_leave_nothing() {
        assert_eq!(markdown("<p>kept</p><script>alert(1)</script><style>p{}</style>"), "kept");
    }

    #[test]
    fn nesting_without_end_does_not_hang() {
        let html = "<div>".repeat(20_000) + "deep";
        assert!(markdown(&html).contains("deep"));
        let lines = "one<br>two<img src=x>".repeat(500);
        assert!(markdown(&lines).lines().count() >= 500, "what is not nested is converted whatever its length");
    }
}
