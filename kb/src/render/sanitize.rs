//! The second wall: whatever `writer` emitted, only its own vocabulary leaves.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

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
    SANITIZER.clean(html).to_string()
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
