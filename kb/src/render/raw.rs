//! The little HTML a text may hold: `kbd`, `sub`, `sup`, `br`, `details` and `summary` without attributes.

/// A piece of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// An allowed tag that opens.
    Open(&'static str),
    /// An allowed tag that closes.
    Close(&'static str),
    /// A line break.
    Break,
    /// Anything else: shown as it is.
    Text(&'a str),
}

impl Piece<'_> {
    /// Whether it begins or ends an element that holds blocks.
    pub(super) fn is_block(&self) -> bool {
        matches!(self, Self::Open(tag) | Self::Close(tag) if is_block(tag))
    }
}

const TAGS: [&str; 5] = ["kbd", "sub", "sup", "details", "summary"];

/// Bytes looked at for the end of a tag.
const LONGEST_TAG: usize = 24;

/// Whether the tag holds blocks rather than words.
pub(super) fn is_block(tag: &str) -> bool {
    matches!(tag, "details" | "summary")
}

/// Cuts raw HTML into pieces. Closed comments are left out.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut text_from, mut at) = (0, 0);
    let mut comments_close = true;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start..];
        let (piece, length) = if let Some(comment) = rest.strip_prefix("<!--").filter(|_| comments_close) {
            let end = comment.find("-->");
            comments_close = end.is_some();
            (None, end.map(|end| end + "<!--".len() + "-->".len()))
        } else {
            let end = rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>');
            let tag = end.and_then(|end| Some((tag(&rest[1..end])?, end + 1)));
            (tag.map(|(piece, _)| piece), tag.map(|(_, length)| length))
        };
        let Some(length) = length else {
            at = start + 1;
            continue;
        };
        if start > text_from {
            pieces.push(Piece::Text(&html[text_from..start]));
        }
        pieces.extend(piece);
        at = start + length;
        text_from = at;
    }
    if text_from < html.len() {
        pieces.push(Piece::Text(&html[text_from..]));
    }
    pieces
}

/// Reads what stands between `<` and `>`.
fn tag(inner: &str) -> Option<Piece<'static>> {
    let (closes, name) = inner.strip_prefix('/').map_or((false, inner), |name| (true, name));
    let name = name.trim_ascii_end();
    if !closes && name.strip_suffix('/').unwrap_or(name).trim_ascii_end().eq_ignore_ascii_case("br") {
        return Some(Piece::Break);
    }
    let known = TAGS.into_iter().find(|known| name.eq_ignore_ascii_case(known))?;
    Some(if closes { Piece::Close(known) } else { Piece::Open(known) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_allowed_tags_are_told_from_everything_else() {
        use Piece::{Break, Close, Open, Text};
        assert_eq!(pieces("<KBD>"), [Open("kbd")]);
        assert_eq!(pieces("</sub >"), [Close("sub")]);
        assert_eq!(pieces("<br/><br /><br>"), [Break, Break, Break]);
        assert_eq!(pieces("a<!-- <kbd> -->b"), [Text("a"), Text("b")]);
        assert_eq!(
            pieces("<details><summary>More</summary>\n"),
            [Open("details"), Open("summary"), Text("More"), Close("summary"), Text("\n")]
        );
        for text in
            ["<script>", "<kbd onclick=x>", "<kbd/x>", "< kbd>", "<host", "<!-- open", "<user@host>", "</br>", "<"]
        {
            assert_eq!(pieces(text), [Text(text)], "{text}");
        }
    }

    #[test]
    fn many_open_marks_are_read_in_one_pass() {
        assert_eq!(pieces(&"<".repeat(50_000)).len(), 1);
    }
}
