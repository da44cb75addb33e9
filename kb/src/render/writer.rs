//! Writes the events of a text as HTML of our own: every tag here is a constant, every text and attribute escaped.

mod targets;

use std::collections::{HashMap, HashSet};
use std::iter::Peekable;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag};

use super::address::{Address, judge};
use super::escape::{push, text};
use super::raw::{self, Piece};
use super::sanitize::ID_PREFIX;
use super::words::{bare_address, cut_escaped, slug, words_of};
use super::{Links, callout, events};
use targets::outside;

/// Elements one inside the other; deeper ones lose their tags and keep their words.
const DEEPEST: usize = 48;

/// Longest description of a picture, in bytes of HTML.
const LONGEST_ALT: usize = 4 << 10;

/// Stands for the end of a heading, whose tag is known only then.
const HEADING: &str = "</h>\n";

/// What an element leaves behind: how to close it, and what it changed.
enum Open {
    /// An element with its closing tag; empty for one that was left out.
    Plain(&'static str),
    /// A link: inside it no other begins.
    Link(String),
    /// A picture: its words were collected for `alt`.
    Image { outer: String, address: String, is_wikilink: bool },
    /// A footnote: its text goes to the end.
    Footnote { outer: String, number: usize },
    /// A block of raw HTML, collected.
    Html,
}

struct Writer<'l> {
    links: &'l dyn Links,
    /// What ids begin with.
    prefix: String,
    out: String,
    open: Vec<Open>,
    /// Raw elements that are open, inline ones closed with their block.
    raw_open: Vec<&'static str>,
    html: String,
    in_link: bool,
    in_code: bool,
    /// Inside a picture only words count.
    in_image: usize,
    in_callout_title: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    heading_ids: HashMap<String, usize>,
    heading: Option<(usize, HeadingLevel)>,
    footnotes: HashMap<String, Footnote>,
    footnote_texts: Vec<(usize, String)>,
}

#[derive(Clone, Copy)]
struct Footnote {
    number: usize,
    references: usize,
}

/// The HTML of a text, before the second wall.
pub(super) fn write(markdown: &str, links: &dyn Links) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(links.scope().as_bytes()).update(&[0]).update(markdown.as_bytes());
    let hash = hasher.finalize().to_hex();
    let mut writer = Writer {
        links,
        prefix: format!("{ID_PREFIX}{}", &hash[..8]),
        out: String::with_capacity(markdown.len() + markdown.len() / 2),
        open: Vec::new(),
        raw_open: Vec::new(),
        html: String::new(),
        in_link: false,
        in_code: false,
        in_image: 0,
        in_callout_title: false,
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        heading_ids: HashMap::new(),
        heading: None,
        footnotes: HashMap::new(),
        footnote_texts: Vec::new(),
    };
    let mut events = events(markdown).peekable();
    while let Some(event) = events.next() {
        writer.event(event, &mut events);
    }
    writer.finish()
}

impl Writer<'_> {
    fn event<'a>(&mut self, event: Event<'a>, ahead: &mut Peekable<impl Iterator<Item = Event<'a>>>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quote(ahead),
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Text(words) => self.words(&words),
            Event::Code(code) => self.code(&code),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.raw(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak | Event::HardBreak if self.in_image > 0 => self.out.push(' '),
            Event::SoftBreak | Event::HardBreak if self.in_callout_title => {
                self.in_callout_title = false;
                self.out.push_str("</p>\n<p>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if done {
                r#"<input type="checkbox" class="task" disabled="" checked="" aria-label="done"> "#
            } else {
                r#"<input type="checkbox" class="task" disabled="" aria-label="to do"> "#
            }),
            // Never emitted: mathematics is not switched on.
            Event::InlineMath(source) | Event::DisplayMath(source) => push(&mut self.out, &source),
        }
    }

    /// Opens an element unless it would be too deep; then only what is in it is written.
    fn element(&mut self, opening: &str, closing: &'static str) {
        if self.in_image == 0 && self.open.len() < DEEPEST {
            self.out.push_str(opening);
            self.open.push(Open::Plain(closing));
        } else {
            self.open.push(Open::Plain(""));
        }
    }

    fn quote<'a>(&mut self, ahead: &mut Peekable<impl Iterator<Item = Event<'a>>>) {
        if !matches!(ahead.peek(), Some(Event::Start(Tag::Paragraph))) {
            return self.element("<blockquote>\n", "</blockquote>\n");
        }
        ahead.next();
        let Some(Event::Text(first)) = ahead.next_if(|event| matches!(event, Event::Text(_))) else {
            self.element("<blockquote>\n", "</blockquote>\n");
            return self.element("<p>", "</p>\n");
        };
        let Some(found) = callout::read(&first) else {
            self.element("<blockquote>\n", "</blockquote>\n");
            self.element("<p>", "</p>\n");
            return self.words(&first);
        };
        self.element(&format!("<div class=\"callout callout-{}\">\n", found.kind), "</div>\n");
        self.element("<p class=\"callout-title\">", "</p>\n");
        if found.title.is_empty() && !matches!(ahead.peek(), Some(Event::Start(_) | Event::Code(_))) {
            push(&mut self.out, &callout::default_title(found.word));
        } else {
            self.words(found.title);
        }
        self.in_callout_title = self.open.len() < DEEPEST;
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.element("<p>", "</p>\n"),
            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::BlockQuote(_) => self.element("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => {
                self.html.clear();
                self.open.push(Open::Html);
            }
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(first)) => self.element(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item => self.element("<li>", "</li>\n"),
            Tag::FootnoteDefinition(label) => {
                let number = self.footnote(&label).number;
                self.open.push(Open::Footnote { outer: std::mem::take(&mut self.out), number });
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.element("<div class=\"table\"><table>\n", "</tbody></table></div>\n");
            }
            Tag::TableHead => {
                (self.cell, self.in_head) = (0, true);
                self.element("<thead><tr>", "</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.element("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.element("<em>", "</em>"),
            Tag::Strong => self.element("<strong>", "</strong>"),
            Tag::Strikethrough => self.element("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url),
            Tag::Image { link_type, dest_url, .. } => {
                let is_wikilink = matches!(link_type, LinkType::WikiLink { .. });
                let outer = std::mem::take(&mut self.out);
                self.in_image += 1;
                self.open.push(Open::Image { outer, address: dest_url.into_string(), is_wikilink });
            }
            // Never emitted: these extensions are not switched on.
            Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.open.push(Open::Plain("")),
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            None => {}
            Some(Open::Plain(closing)) => {
                if closing.ends_with('\n') || closing == "</td>" || closing == "</th>" {
                    self.close_raw_words();
                    self.in_code = false;
                }
                if closing == "</p>\n" {
                    self.in_callout_title = false;
                }
                if closing == "</tr></thead><tbody>\n" {
                    self.in_head = false;
                }
                match self.heading.take_if(|_| closing == HEADING) {
                    Some((from, level)) => self.end_heading(from, level),
                    None => self.out.push_str(closing),
                }
            }
            Some(Open::Link(closing)) => {
                self.in_link = false;
                self.out.push_str(&closing);
            }
            Some(Open::Image { outer, address, is_wikilink }) => {
                let mut alt = std::mem::replace(&mut self.out, outer);
                self.in_image -= 1;
                alt.truncate(cut_escaped(&alt, LONGEST_ALT).len());
                self.image(&alt, &address, is_wikilink);
            }
            Some(Open::Footnote { outer, number }) => {
                self.close_raw_words();
                let note = std::mem::replace(&mut self.out, outer);
                self.footnote_texts.push((number, note));
            }
            Some(Open::Html) => {
                let html = std::mem::take(&mut self.html);
                // A line like `<host>` is a block of HTML to CommonMark and words to its writer.
                let is_words = !raw::pieces(&html).iter().any(Piece::is_block);
                self.out.push_str(if is_words { "<p>" } else { "" });
                self.raw(html.trim_end());
                self.close_raw_words();
                self.out.push_str(if is_words { "</p>\n" } else { "\n" });
            }
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_link || self.in_code || self.in_image > 0 {
            return push(&mut self.out, words);
        }
        let mut rest = words;
        while let Some((before, address, after)) = bare_address(rest) {
            push(&mut self.out, before);
            match judge(address, "") {
                Address::Outside(address) => {
                    let address = text(address);
                    self.out.push_str(&format!("{}{address}</a>", outside(&address)));
                }
                _ => push(&mut self.out, address),
            }
            rest = after;
        }
        push(&mut self.out, rest);
    }

    fn code(&mut self, code: &str) {
        if self.in_image > 0 {
            return push(&mut self.out, code);
        }
        self.out.push_str("<code>");
        push(&mut self.out, code);
        self.out.push_str("</code>");
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        if self.in_image > 0 || self.open.len() >= DEEPEST {
            return self.open.push(Open::Plain(""));
        }
        self.heading = Some((self.out.len(), level));
        self.open.push(Open::Plain(HEADING));
    }

    /// Wraps what was written since the heading began: only now its words, and so its id, are known.
    fn end_heading(&mut self, from: usize, level: HeadingLevel) {
        let inner = self.out.split_off(from.min(self.out.len()));
        let tag = match level {
            HeadingLevel::H1 => "h3",
            HeadingLevel::H2 => "h4",
            HeadingLevel::H3 => "h5",
            _ => "h6",
        };
        let slug = slug(&words_of(&inner));
        let seen = self.heading_ids.entry(slug.clone()).or_insert(0);
        *seen += 1;
        let number = if *seen > 1 { format!("-{seen}") } else { String::new() };
        self.out.push_str(&format!("<{tag} id=\"{}-h-{slug}{number}\">{inner}</{tag}>\n", self.prefix));
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.in_code = true;
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '\t']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"_+#.-".contains(&b);
        if (1..=32).contains(&language.len()) && language.bytes().all(fits) {
            let opening = format!("<pre><code class=\"language-{}\">", language.to_ascii_lowercase());
            self.element(&opening, "</code></pre>\n");
        } else {
            self.element("<pre><code>", "</code></pre>\n");
        }
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        self.cell += 1;
        if self.in_head {
            self.element(&format!("<th{class}>"), "</th>");
        } else {
            self.element(&format!("<td{class}>"), "</td>");
        }
    }

    fn footnote(&mut self, label: &str) -> &mut Footnote {
        let number = self.footnotes.len() + 1;
        self.footnotes.entry(label.to_lowercase()).or_insert(Footnote { number, references: 0 })
    }

    fn footnote_reference(&mut self, label: &str) {
        let is_dead = self.in_link || self.in_image > 0;
        let footnote = self.footnote(label);
        footnote.references += usize::from(!is_dead);
        let Footnote { number, references } = *footnote;
        if is_dead {
            return self.out.push_str(&format!("[{number}]"));
        }
        let prefix = &self.prefix;
        let again = if references > 1 { format!("-{references}") } else { String::new() };
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#{prefix}-fn-{number}\" id=\"{prefix}-fnref-{number}{again}\">{number}</a></sup>"
        ));
    }

    fn raw(&mut self, html: &str) {
        for piece in raw::pieces(html) {
            match piece {
                Piece::Text(words) => push(&mut self.out, words),
                _ if self.in_image > 0 => {}
                Piece::Break => self.out.push_str("<br>"),
                Piece::Open(tag) if self.raw_open.len() < DEEPEST => {
                    self.raw_open.push(tag);
                    self.out.push_str(&format!("<{tag}>"));
                }
                Piece::Open(_) => {}
                Piece::Close(tag) => {
                    if let Some(at) = self.raw_open.iter().rposition(|open| *open == tag) {
                        self.close_raw(at);
                    }
                }
            }
        }
    }

    /// Closes the words-only raw elements that a block left open.
    fn close_raw_words(&mut self) {
        let blocks = self.raw_open.iter().rposition(|tag| raw::is_block(tag)).map_or(0, |at| at + 1);
        self.close_raw(blocks);
    }

    fn close_raw(&mut self, from: usize) {
        for tag in self.raw_open.split_off(from).into_iter().rev() {
            self.out.push_str(&format!("</{tag}>"));
        }
    }

    fn finish(mut self) -> String {
        self.close_raw(0);
        if self.footnote_texts.is_empty() {
            return self.out;
        }
        let prefix = &self.prefix;
        self.footnote_texts.sort_by_key(|(number, _)| *number);
        let referred: HashSet<usize> = self
            .footnotes
            .values()
            .filter(|footnote| footnote.references > 0)
            .map(|footnote| footnote.number)
            .collect();
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let mut last = 0;
        for (number, note) in &self.footnote_texts {
            // A second definition of one label is shown too, but is not the one led to.
            let id = if *number == last { String::new() } else { format!(" id=\"{prefix}-fn-{number}\"") };
            last = *number;
            let back = if referred.contains(number) {
                format!(
                    "<a class=\"footnote-back\" href=\"#{prefix}-fnref-{number}\" aria-label=\"Back to the text\">\u{21a9}</a>"
                )
            } else {
                String::new()
            };
            self.out.push_str(&format!("<li{id}>{note}{back}</li>\n"));
        }
        self.out.push_str("</ol></section>\n");
        self.out
    }
}
