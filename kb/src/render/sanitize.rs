//! The second wall: whatever `writer` emitted, only its own vocabulary leaves.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::words::cut_escaped;

/// What every id begins with, so that no text can take the place of an element of the window.
pub(super) const ID_PREFIX: &str = "md-";
/// Where the pictures of the vault are served.
pub(super) const VAULT_ADDRESS: &str = "kb://localhost/";
/// What a link out of the window says of itself.
pub(super) const OUTSIDE_REL: &str = "noopener noreferrer";

const TAGS: [&str; 41] = [
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "b",
    "i",
    "s",
    "u",
    "mark",
];

const ATTRIBUTES: [(&str, &[&str]); 16] = [
    ("a", &["href", "id", "class", "title", "aria-label", "data-note", "data-fragment", "data-file", "data-external"]),
    ("code", &["class"]),
    ("div", &["class"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("img", &["src", "alt", "title"]),
    ("input", &["class", "aria-label"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &["class"]),
    ("pre", &["class"]),
    ("section", &["class"]),
    ("span", &["class", "title"]),
    ("sup", &["class"]),
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut attributes: HashMap<&str, HashSet<&str>> =
        ATTRIBUTES.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect();
    for cell in ["td", "th"] {
        attributes.insert(cell, HashSet::from(["class"]));
    }
    let values = HashMap::from([
        ("a", HashMap::from([("rel", HashSet::from([OUTSIDE_REL]))])),
        ("img", HashMap::from([("loading", HashSet::from(["lazy"]))])),
        (
            "input",
            HashMap::from([
                ("type", HashSet::from(["checkbox"])),
                ("disabled", HashSet::from([""])),
                ("checked", HashSet::from([""])),
            ]),
        ),
    ]);
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(attributes)
        .tag_attribute_values(values)
        .url_schemes(HashSet::from(["http", "https", "mailto", "kb"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(allow);
    builder
});

/// The HTML with nothing but what a text may hold.
pub(super) fn clean(html: &str) -> String {
    SANITIZER.clean(&in_short_nodes(html)).to_string()
}

/// Longest stretch of text in one node, in bytes: the serializer searches the rest of a node at every `&`.
const LONGEST_NODE: usize = 16 << 10;

/// Wraps the pieces of very long stretches of text, each in an element of its own. Every `<` in `html` begins a tag.
fn in_short_nodes(html: &str) -> Cow<'_, str> {
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while at < html.len() {
        let end = html[at..].find('<').map_or(html.len(), |length| at + length);
        if end - at > LONGEST_NODE {
            out.push_str(&html[copied..at]);
            let mut rest = &html[at..end];
            while !rest.is_empty() {
                let node = Some(cut_escaped(rest, LONGEST_NODE)).filter(|node| !node.is_empty()).unwrap_or(rest);
                out.extend(["<span>", node, "</span>"]);
                rest = &rest[node.len()..];
            }
            copied = end;
        }
        at = html[end..].find('>').map_or(html.len(), |length| end + length + 1);
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

fn allow<'a>(tag: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let scheme = |known: &str| value.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
    let fits = match (tag, name) {
        ("img", "src") => value.starts_with(VAULT_ADDRESS),
        (_, "href") => ["http://", "https://", "mailto:", "#"].into_iter().any(scheme),
        (_, "id") => value.starts_with(ID_PREFIX),
        ("ol", "start") => value.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    };
    fits.then_some(Cow::Borrowed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_into_nodes_without_losing_a_character() {
        let words = "&amp;\u{e9}\n".repeat(10_000);
        let html = format!("<p>a</p><pre>{words}</pre>b");
        let short = in_short_nodes(&html);
        assert!(short.split(['<', '>']).all(|stretch| stretch.len() <= LONGEST_NODE));
        assert_eq!(short.replace("<span>", "").replace("</span>", ""), html);
        assert!(matches!(in_short_nodes("<p>a</p>"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_the_writer_never_writes_does_not_pass_either() {
        for (html, clean) in [
            ("<script>x</script>", ""),
            ("<img src=\"https://evil/x.png\">", "<img>"),
            ("<img src=\"kb://localhost/a.png\" onerror=\"x\">", "<img src=\"kb://localhost/a.png\">"),
            ("<a href=\"javascript:x\" id=\"app\">a</a>", "<a>a</a>"),
            ("<a href=\"kb://localhost/x\">a</a>", "<a>a</a>"),
            ("<a href=\"/x\" rel=\"opener\" target=\"_top\">a</a>", "<a>a</a>"),
            ("<p style=\"x\" class=\"c\">a</p>", "<p class=\"c\">a</p>"),
            ("<input type=\"text\" name=\"x\">", "<input>"),
            ("<ol start=\"1e9\"></ol>", "<ol></ol>"),
        ] {
            assert_eq!(super::clean(html), clean, "{html}");
        }
    }
}
