//! Markdown to plain text.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{events, guard, raw};

/// The text without its marks: one line a block, words of links without their addresses, pictures by what they say,
/// table cells apart by tabs.
#[must_use]
pub fn plain(markdown: &str) -> String {
    if guard::is_hostile(markdown) {
        return markdown.to_owned();
    }
    let mut out = String::with_capacity(markdown.len());
    let mut html = String::new();
    for event in events(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Html(text) => html.push_str(&text),
            Event::InlineHtml(text) => push_html(&mut out, &text),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::FootnoteReference(label) => {
                out.push('[');
                out.push_str(&label);
                out.push(']');
            }
            Event::TaskListMarker(done) => out.push_str(if done { "[x] " } else { "[ ] " }),
            Event::Start(Tag::Item) => {
                end_line(&mut out);
                out.push_str("- ");
            }
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::Table(_)) => end_line(&mut out),
            Event::End(TagEnd::HtmlBlock) => {
                push_html(&mut out, &std::mem::take(&mut html));
                end_line(&mut out);
            }
            Event::End(TagEnd::TableCell) => out.push('\t'),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                out.truncate(out.trim_end_matches('\t').len());
                end_line(&mut out);
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item | TagEnd::FootnoteDefinition,
            ) => end_line(&mut out),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn push_html(out: &mut String, html: &str) {
    for piece in raw::pieces(html) {
        match piece {
            raw::Piece::Text(text) => out.push_str(text),
            raw::Piece::Break => out.push('\n'),
            raw::Piece::Open(_) | raw::Piece::Close(_) => {}
        }
    }
}
