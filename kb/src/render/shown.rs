//! What of a Markdown text a reader sees.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{DIALECT, callout, guard};

/// A stretch of a text that is shown: what only sets the text (marks, addresses, the borders of tables) lies between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// Whether it is code. The backticks or the fence are no part of it.
    pub is_code: bool,
    /// How it is apart from what is shown before it.
    pub apart: Apart,
}

/// How two stretches of a text that is shown are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// They touch.
    Not,
    /// By white space.
    Space,
    /// They are in different paragraphs, items, or cells of a table.
    Block,
}

/// What of `markdown` is shown, in order. HTML is shown as it is written, and so is a text built to hang a parser.
#[must_use]
pub fn shown(markdown: &str) -> Vec<Shown> {
    if guard::is_hostile(markdown) {
        return vec![Shown { range: 0..markdown.len(), is_code: false, apart: Apart::Not }];
    }
    let mut found = Stretches { shown: Vec::new(), apart: Apart::Not };
    let mut is_code = false;
    // Whether the items of each list that is open are numbered.
    let mut numbered: Vec<bool> = Vec::new();
    let mut begins_quote = false;
    let mut hidden_to = 0;
    for (event, range) in Parser::new_ext(markdown, DIALECT).into_offset_iter() {
        match event {
            Event::Text(_) if is_code => {
                let mut start = range.start;
                for line in markdown[range].split_inclusive('\n') {
                    found.push(start..start + line.trim_end().len(), true);
                    found.set_apart(Apart::Space);
                    start += line.len();
                }
            }
            Event::Text(_) => {
                if std::mem::take(&mut begins_quote) {
                    hidden_to = range.start + callout_mark(&markdown[range.start..]);
                }
                found.push(range.start.max(hidden_to)..range.end, false);
            }
            Event::Code(_) => {
                let ticks = markdown[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
                found.push(range.start + ticks..range.end.saturating_sub(ticks), true);
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => found.push(range, false),
            Event::SoftBreak | Event::HardBreak => found.set_apart(Apart::Space),
            Event::Start(Tag::Item) => {
                found.set_apart(Apart::Block);
                if numbered.last() == Some(&true) {
                    let digits = markdown[range.start..].bytes().take_while(u8::is_ascii_digit).count();
                    found.push(range.start..range.start + digits + 1, false);
                    found.apart = Apart::Space;
                }
            }
            // The first paragraph of an item is beside its number.
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {}
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::Start(tag) => {
                is_code = matches!(tag, Tag::CodeBlock(_));
                begins_quote = matches!(tag, Tag::BlockQuote(_));
                if let Tag::List(first) = tag {
                    numbered.push(first.is_some());
                }
                found.set_apart(Apart::Block);
            }
            Event::End(tag) => {
                is_code = false;
                if matches!(tag, TagEnd::List(_)) {
                    numbered.pop();
                }
                found.set_apart(Apart::Block);
            }
            Event::Rule => found.set_apart(Apart::Block),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }
    found.shown
}

/// How much of a quote that begins here says what kind of callout it is.
fn callout_mark(quote: &str) -> usize {
    let line = quote.lines().next().unwrap_or_default();
    callout::read(line).map_or(0, |callout| line.len() - callout.title.len())
}

struct Stretches {
    shown: Vec<Shown>,
    /// How what comes is apart from what is there.
    apart: Apart,
}

impl Stretches {
    fn push(&mut self, range: Range<usize>, is_code: bool) {
        if !range.is_empty() {
            let apart = std::mem::replace(&mut self.apart, Apart::Not);
            self.shown.push(Shown { range, is_code, apart });
        }
    }

    fn set_apart(&mut self, apart: Apart) {
        self.apart = self.apart.max(apart);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(markdown: &str) -> String {
        let mut out = String::new();
        for stretch in shown(markdown) {
            out.push_str(match stretch.apart {
                Apart::Not => "",
                Apart::Space => " ",
                Apart::Block => " / ",
            });
            let text = &markdown[stretch.range];
            out.push_str(&if stretch.is_code { format!("<{text}>") } else { text.to_owned() });
        }
        out
    }

    #[test]
    fn marks_and_addresses_are_hidden_and_what_they_set_is_not() {
        let table = [
            ("A **bold** and *slanted* ~~gone~~ word", "A bold and slanted gone word"),
            ("See [the guide](https://a.example/b) and [[KB-1|that]], [[KB-2]]", "See the guide and that, KB-2"),
            ("![a picture](x.png) <https://a.example>", "a picture https://a.example"),
            ("run `ls -l` or ``a ` b``", "run <ls -l> or <a ` b>"),
            ("# Head\n\ntext\nmore", " / Head / text more"),
            ("- one\n- two\n\n1. first\n2. second\n   - inner", " / one / two / 1. first / 2. second / inner"),
            ("3. third\n\n   beside it", " / 3. third / beside it"),
            ("- [x] done", " / done"),
            ("> [!warning]- Mind\n> the gap", " / Mind the gap"),
            ("> [!note]\n> text", " / text"),
            ("> plain", " / plain"),
            ("```sh\nls -l\ncd /\n```\nafter", " / <ls -l> <cd /> / after"),
            ("| a | b |\n|---|---|\n| `x` | y \\| z |", " / a / b / <x> / y | z"),
            ("a \\* b & 2 < 3 > 1 *.log", "a * b & 2 < 3 > 1 *.log"),
            ("ping <host> now", "ping <host> now"),
            ("", ""),
        ];
        for (markdown, expected) in table {
            assert_eq!(seen(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn a_hostile_text_is_shown_as_it_is() {
        let text = ">".repeat(500);
        assert_eq!(shown(&text), [Shown { range: 0..500, is_code: false, apart: Apart::Not }]);
    }
}
