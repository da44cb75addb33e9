//! Markdown to HTML that is safe to show, and to plain text.
//!
//! Used by `casebook` for every section and journal entry. Pure: the text and what its links mean come in, HTML
//! comes out. It reads no file, loads nothing and never panics; a text built to hang a renderer is shown as it is.
//!
//! Two walls keep a hostile text in: `writer` emits only tags of its own from a fixed list, with everything else
//! escaped and every address judged by `address`; and `sanitize` lets nothing pass that `writer` would not have
//! written.

mod address;
mod callout;
mod escape;
mod guard;
mod links;
mod plain;
mod raw;
mod sanitize;
mod shown;
mod words;
mod writer;

#[cfg(test)]
mod tests;

use pulldown_cmark::{Event, Options, Parser, TextMergeStream};

pub use links::Links;
pub use plain::plain;
pub use shown::{Apart, Shown, shown};

/// Renders Markdown as safe HTML. Headings begin at level 3. Cut the text to what can be shown first: the time and
/// the size of the answer grow with it.
#[must_use]
pub fn html(markdown: &str, links: &dyn Links) -> String {
    if guard::is_hostile(markdown) {
        return format!("<pre class=\"raw\">{}</pre>", escape::text(markdown));
    }
    sanitize::clean(&writer::write(markdown, links))
}

/// The dialect: CommonMark with GitHub's tables, footnotes, strikethrough and task lists, and wikilinks. Callouts
/// are ours (`callout`), mathematics is not read.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS);

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(markdown, DIALECT))
}
