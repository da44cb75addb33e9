//! Callouts: `> [!warning] Title`, as GitHub and Obsidian write them, and our own `[!internal]` and `[!customer]`.

/// The first line of a callout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Callout<'a> {
    /// The class: one of a fixed list.
    pub(super) kind: &'static str,
    /// The word as written.
    pub(super) word: &'a str,
    /// What follows the mark on its line.
    pub(super) title: &'a str,
}

const KINDS: [(&str, &[&str]); 14] = [
    ("note", &["note"]),
    ("info", &["info", "abstract", "summary", "tldr"]),
    ("tip", &["tip", "hint"]),
    ("important", &["important"]),
    ("warning", &["warning", "attention"]),
    ("danger", &["danger", "caution", "error"]),
    ("internal", &["internal"]),
    ("customer", &["customer"]),
    ("question", &["question", "help", "faq"]),
    ("success", &["success", "check", "done"]),
    ("failure", &["failure", "fail", "missing", "bug"]),
    ("example", &["example"]),
    ("quote", &["quote", "cite"]),
    ("todo", &["todo"]),
];

/// Reads the text a quote begins with. Any word makes a callout; one that is not known looks like a note.
pub(super) fn read(text: &str) -> Option<Callout<'_>> {
    let (word, rest) = text.trim_start().strip_prefix("[!")?.split_once(']')?;
    let fits = (1..=32).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_ ".contains(&b));
    if !fits || word.trim().is_empty() {
        return None;
    }
    let folded = word.trim().to_ascii_lowercase();
    let kind = KINDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map_or("note", |(kind, _)| kind);
    // Obsidian's `+` and `-` fold the callout; here it is always open.
    Some(Callout { kind, word: word.trim(), title: rest.strip_prefix(['+', '-']).unwrap_or(rest).trim_start() })
}

/// The title of a callout that gives none: its word with a capital.
pub(super) fn default_title(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_the_fold_and_the_title_are_read() {
        let read = |text| read(text).map(|callout| (callout.kind, callout.title));
        assert_eq!(read("[!WARNING]"), Some(("warning", "")));
        assert_eq!(read("[!tip]- Try this"), Some(("tip", "Try this")));
        assert_eq!(read("[!internal] For us"), Some(("internal", "For us")));
        assert_eq!(read("[!my-own] x"), Some(("note", "x")));
        for text in ["", "[!]", "[! ]", "[!a\"b]", "[!note", "x [!note]", "[note]"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(default_title("WARNING"), "Warning");
    }
}
