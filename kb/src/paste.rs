//! HTML from a clipboard to Markdown: tables become GitHub's tables, the rest what Markdown has for it.
//!
//! Used by the editor's paste. Pure, and it never fails: what cannot be converted is its plain text. The Markdown is
//! as hostile as the HTML was; `render` makes it safe to show, as any other text.

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

/// Converts HTML to Markdown, without blank lines around it.
#[must_use]
pub fn markdown(html: &str) -> String {
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
    converter.convert(html).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn a_spreadsheets_table_becomes_a_table() {
        let html = "<meta charset='utf-8'><style>td{color:red}</style><table border=0><tr><th>Version</th><th>Result</th></tr>\
                    <tr><td>7.3</td><td>works</td></tr><tr><td>7.4 | rc</td><td>drops</td></tr></table>";
        insta::assert_snapshot!(markdown(html), @"");
    }

    #[test]
    fn a_table_without_a_head_keeps_its_rows() {
        insta::assert_snapshot!(markdown("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>"), @"");
    }

    #[test]
    fn scripts_and_styles_leave_nothing() {
        assert_eq!(markdown("<p>kept</p><script>alert(1)</script><style>p{}</style>"), "kept");
    }

    #[test]
    fn nesting_without_end_does_not_hang() {
        let html = "<div>".repeat(20_000) + "deep";
        assert!(markdown(&html).contains("deep"));
    }
}
