//! Small readings of running text: addresses in it, slugs, cutting.

/// The first `http://` or `https://` address in running text, with what stands before and after it.
pub(super) fn bare_address(words: &str) -> Option<(&str, &str, &str)> {
    let starts = words.match_indices("http").map(|(at, _)| at).find(|&at| {
        let rest = &words[at + "http".len()..];
        let begins_word = words[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        begins_word && rest.strip_prefix('s').unwrap_or(rest).starts_with("://")
    })?;
    let rest = &words[starts..];
    let end =
        rest.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"`|\\^{}".contains(c)).unwrap_or(rest.len());
    let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
    // A closing bracket belongs to the sentence unless the address opened one.
    let brackets = |bracket: char| address.matches(bracket).count();
    let mut extra = brackets(')').saturating_sub(brackets('('));
    while let Some(shorter) = address.strip_suffix(')').filter(|_| extra > 0) {
        address = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        extra -= 1;
    }
    Some((&words[..starts], address, &rest[address.len()..]))
}

/// Letters and digits in lower case with `-` between the words, at most 64 characters.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    for character in words.chars().flat_map(char::to_lowercase).take(256) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 64 {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The words of HTML this module wrote, tags and entities left out.
pub(super) fn words_of(html: &str) -> String {
    let mut words = String::new();
    let (mut in_tag, mut in_entity) = (false, false);
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '&' if !in_tag => {
                in_entity = true;
                words.push(' ');
            }
            ';' if in_entity => in_entity = false,
            other if !in_tag && !in_entity => words.push(other),
            _ => {}
        }
    }
    words
}

/// The first `most` bytes, cut between characters.
pub(super) fn cut(words: &str, most: usize) -> &str {
    &words[..words.floor_char_boundary(most)]
}

/// The first `most` bytes of escaped text, cut neither in a character nor in an entity.
pub(super) fn cut_escaped(escaped: &str, most: usize) -> &str {
    let start = cut(escaped, most);
    match start.rfind('&') {
        Some(entity) if start.len() < escaped.len() && !start[entity..].contains(';') => &start[..entity],
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_addresses_end_where_the_sentence_goes_on() {
        let read = |words| bare_address(words).map(|(_, address, after)| (address, after));
        assert_eq!(read("see https://a.b/c_d?e=f#g."), Some(("https://a.b/c_d?e=f#g", ".")));
        assert_eq!(read("(http://a.b/c)"), Some(("http://a.b/c", ")")));
        assert_eq!(read("http://a.b/c_(d)"), Some(("http://a.b/c_(d)", "")));
        assert_eq!(read("x http://a \u{e9}"), Some(("http://a", " \u{e9}")));
        assert_eq!(read("xhttps://a, http, https:/"), None);
        assert!(read(&format!("http://x{}", ")".repeat(100_000))).is_some());
    }

    #[test]
    fn slugs_are_words_joined() {
        assert_eq!(slug("  What's NEW, in 7.4? "), "what-s-new-in-7-4");
        assert_eq!(slug("\u{c9}t\u{e9}"), "\u{e9}t\u{e9}");
        assert_eq!(slug("!!!"), "");
        assert_eq!(words_of("a <code>b</code> &lt;c&gt;"), "a b  c ");
        assert_eq!(cut_escaped("a&amp;b", 4), "a");
        assert_eq!(cut_escaped("a&amp;b", 6), "a&amp;");
        assert_eq!(cut("\u{e9}\u{e9}", 3), "\u{e9}");
    }
}
