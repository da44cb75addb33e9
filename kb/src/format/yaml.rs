//! Front matter as its source has it: scalars keep their text (`no` and `010` stay what they are), everything keeps
//! its range. Built on a YAML event parser; knows nothing of notes.
//!
//! Bounded against hostile input: by size, by depth (deeper structure is kept as source only), and by never copying
//! what an alias stands for unless it is a short scalar.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput};

/// Front matter longer than this many bytes is not read.
pub(super) const LONGEST: usize = 256 * 1024;
/// Structure nested deeper than this is kept as source only; `links` needs three.
const DEEPEST: usize = 5;
/// Aliases to scalars are followed for scalars up to this many bytes.
const LONGEST_ALIASED: usize = 256;

/// A value and where it is written, tag included.
#[derive(Debug, Clone)]
pub(super) struct Node<'t> {
    pub(super) range: Range<usize>,
    pub(super) value: Shape<'t>,
}

#[derive(Debug, Clone)]
pub(super) enum Shape<'t> {
    /// Nothing, `~` or `null`.
    Null,
    Scalar {
        text: Cow<'t, str>,
        style: ScalarStyle,
    },
    List {
        items: Vec<Node<'t>>,
        flow: bool,
    },
    Map {
        entries: Vec<Entry<'t>>,
        flow: bool,
    },
    /// An alias of something that is not a short scalar, or structure nested too deep: source only.
    Opaque,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry<'t> {
    pub(super) key: Node<'t>,
    pub(super) value: Node<'t>,
}

/// The front matter as a whole.
#[derive(Default)]
pub(super) struct Mapping<'t> {
    /// In file order, repeated keys included.
    pub(super) entries: Vec<Entry<'t>>,
    /// Whether it is one `{...}`.
    pub(super) flow: bool,
}

/// Why front matter could not be read.
pub(super) struct Unreadable {
    pub(super) at: usize,
    pub(super) message: String,
}

impl<'t> Entry<'t> {
    /// The key's text, if it is a scalar.
    pub(super) fn name(&self) -> Option<&str> {
        self.key.text()
    }

    /// From the first byte of the key to the last of the value.
    pub(super) fn range(&self) -> Range<usize> {
        self.key.range.start..self.key.range.end.max(self.value.range.end)
    }
}

impl<'t> Node<'t> {
    /// The scalar's text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Shape::Scalar { text, .. } = &self.value { Some(text) } else { None }
    }

    /// The parser places a missing value where the next token is; it belongs where it is missing.
    fn settled(mut self, end_before: usize) -> Self {
        if matches!(self.value, Shape::Null) && self.range.is_empty() {
            self.range = end_before..end_before;
        }
        self
    }

    /// Whether two nodes of two sources mean the same.
    pub(super) fn same(&self, source: &str, other: &Node<'_>, other_source: &str) -> bool {
        match (&self.value, &other.value) {
            (Shape::Null, Shape::Null) => true,
            (Shape::Scalar { text, style }, Shape::Scalar { text: other, style: other_style }) => {
                text == other && (*style == ScalarStyle::Plain) == (*other_style == ScalarStyle::Plain)
            }
            (Shape::List { items, .. }, Shape::List { items: others, .. }) => {
                items.len() == others.len() && items.iter().zip(others).all(|(a, b)| a.same(source, b, other_source))
            }
            (Shape::Map { entries, .. }, Shape::Map { entries: others, .. }) => {
                let pairs = entries.iter().zip(others);
                entries.len() == others.len()
                    && pairs.into_iter().all(|(a, b)| {
                        a.key.same(source, &b.key, other_source) && a.value.same(source, &b.value, other_source)
                    })
            }
            (Shape::Opaque, Shape::Opaque) => source.get(self.range.clone()) == other_source.get(other.range.clone()),
            _ => false,
        }
    }
}

/// Reads `text[inner]` as one mapping; ranges are of `text`. Nothing but white space and comments is an empty one.
pub(super) fn read(text: &str, inner: Range<usize>) -> Result<Mapping<'_>, Unreadable> {
    if inner.len() > LONGEST {
        let message = format!("it is longer than {} KiB", LONGEST / 1024);
        return Err(Unreadable { at: inner.start, message });
    }
    let mut options = Options::default();
    options.set_emit_comments(false);
    let source = &text[inner.clone()];
    let parser = Parser::new_from_str_with_options(source, options);
    let mut reader = Reader { parser, base: inner.start, length: source.len(), anchored: Vec::new() };
    reader.document()
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    base: usize,
    length: usize,
    /// Short scalars with an anchor.
    anchored: Vec<(usize, Cow<'t, str>)>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Mapping<'t>, Unreadable> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_none() => {}
                Event::StreamEnd => break,
                event if root.is_none() => root = Some(self.node(event, span, 0)?),
                _ => return Err(self.error(&span, "it holds a second YAML document")),
            }
        }
        match root {
            None | Some(Node { value: Shape::Null, .. }) => Ok(Mapping::default()),
            Some(Node { value: Shape::Map { entries, flow }, .. }) => Ok(Mapping { entries, flow }),
            Some(node) => {
                Err(Unreadable { at: node.range.start, message: "it is not a list of `key: value` lines".to_owned() })
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Unreadable> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let at = self.offset(error.marker().byte_offset());
                Err(Unreadable { at, message: error.info() })
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn offset(&self, byte: Option<usize>) -> usize {
        self.base + byte.unwrap_or(0).min(self.length)
    }

    fn error(&self, span: &Span, message: &str) -> Unreadable {
        Unreadable { at: self.offset(span.start.byte_offset()), message: message.to_owned() }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start.byte_offset());
        let tag = span.tag_start().map_or(start, |marker| self.offset(marker.byte_offset()));
        let end = self.offset(span.end.byte_offset());
        start.min(tag)..end.max(start)
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node<'t>, Unreadable> {
        let range = self.range(&span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let null = style == ScalarStyle::Plain
                    && tag.is_none()
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                if anchor != 0 && !null && text.len() <= LONGEST_ALIASED {
                    self.anchored.push((anchor, text.clone()));
                }
                Ok(Node { range, value: if null { Shape::Null } else { Shape::Scalar { text, style } } })
            }
            Event::Alias(anchor) => {
                let known = self.anchored.binary_search_by_key(&anchor, |(id, _)| *id);
                let value = known.map_or(Shape::Opaque, |at| {
                    // Never plain: the source to write back is the alias, not the text.
                    Shape::Scalar { text: self.anchored[at].1.clone(), style: ScalarStyle::DoubleQuoted }
                });
                Ok(Node { range, value })
            }
            Event::SequenceStart(style, ..) => self.list(range, style == granit_parser::StructureStyle::Flow, depth),
            Event::MappingStart(style, ..) => self.map(range, style == granit_parser::StructureStyle::Flow, depth),
            _ => Err(self.error(&span, "a value is missing")),
        }
    }

    fn list(&mut self, mut range: Range<usize>, flow: bool, depth: usize) -> Result<Node<'t>, Unreadable> {
        let mut items = Vec::new();
        if depth >= DEEPEST {
            return self.skip(range);
        }
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceEnd => {
                    if flow {
                        range.end = self.range(&span).end;
                    }
                    return Ok(Node { range, value: Shape::List { items, flow } });
                }
                Event::StreamEnd => return Err(self.error(&span, "a list never ends")),
                event => {
                    let item = self.node(event, span, depth + 1)?.settled(range.end);
                    range.end = range.end.max(item.range.end);
                    items.push(item);
                }
            }
        }
    }

    fn map(&mut self, mut range: Range<usize>, flow: bool, depth: usize) -> Result<Node<'t>, Unreadable> {
        let mut entries = Vec::new();
        if depth >= DEEPEST {
            return self.skip(range);
        }
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::MappingEnd => {
                    if flow {
                        range.end = self.range(&span).end;
                    }
                    return Ok(Node { range, value: Shape::Map { entries, flow } });
                }
                Event::StreamEnd => return Err(self.error(&span, "a mapping never ends")),
                event => {
                    let key = self.node(event, span, depth + 1)?;
                    let (event, span) = self.next()?;
                    let value = self.node(event, span, depth + 1)?.settled(key.range.end);
                    let entry = Entry { key, value };
                    range.end = range.end.max(entry.range().end);
                    entries.push(entry);
                }
            }
        }
    }

    /// Passes over a structure that is nested too deep to matter.
    fn skip(&mut self, mut range: Range<usize>) -> Result<Node<'t>, Unreadable> {
        let mut open = 1_usize;
        while open > 0 {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => open += 1,
                Event::SequenceEnd | Event::MappingEnd => open -= 1,
                Event::StreamEnd => return Err(self.error(&span, "a list or mapping never ends")),
                _ => {}
            }
            let spanned = self.range(&span);
            // The end of a block structure is where the next token starts, which may be lines further on.
            if !spanned.is_empty() {
                range.end = range.end.max(spanned.end);
            }
        }
        Ok(Node { range, value: Shape::Opaque })
    }
}
