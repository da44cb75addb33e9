//! What a wikilink may call a note, and how such names are compared: without regard to case, to Unicode composition
//! or to a `.md` at the end.

use unicode_normalization::UnicodeNormalization;

use crate::model::VaultPath;

/// How a name belongs to a note; lower wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    File = 0,
    Title = 1,
    Alias = 2,
}

/// The names of one note, each once.
pub(super) fn names_of(path: &VaultPath, title: &str, aliases: &[String]) -> Vec<(String, What)> {
    let mut names = vec![(leaf(&key(path.as_str())).to_owned(), What::File)];
    let mut add = |text: &str, what| {
        let name = key(text);
        if !name.is_empty() && names.iter().all(|(known, _)| *known != name) {
            names.push((name, what));
        }
    };
    add(title, What::Title);
    for alias in aliases {
        add(alias, What::Alias);
    }
    names
}

/// The folded form of a path, title, alias or wikilink target.
pub(super) fn key(text: &str) -> String {
    let mut rest = text.trim();
    while let Some(shorter) = ["./", "../", "/"].iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    let mut folded = if rest.is_ascii() {
        rest.to_ascii_lowercase()
    } else {
        rest.nfc().collect::<String>().to_lowercase().nfc().collect()
    };
    if let Some(stem) = folded.strip_suffix(".markdown").or_else(|| folded.strip_suffix(".md"))
        && !stem.is_empty()
        && !stem.ends_with('/')
    {
        let length = stem.len();
        folded.truncate(length);
    }
    folded
}

/// The part of a folded path after its last slash.
pub(super) fn leaf(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// Whether a folded target looks like a picture, a log or another file that is not a note.
pub(super) fn is_attachment(key: &str) -> bool {
    let Some((stem, extension)) = leaf(key).rsplit_once('.') else { return false };
    !stem.is_empty()
        && (2..=6).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        && extension.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_case_composition_or_extension() {
        assert_eq!(key("VPN Drops.md"), "vpn drops");
        assert_eq!(key("../articles/VPN.Markdown"), "articles/vpn");
        assert_eq!(key("Cafe\u{301}"), key("CAFÉ"));
        assert_eq!(key(".md"), ".md");
        assert_eq!(key("a/.md"), "a/.md");
    }

    #[test]
    fn a_note_has_each_name_once_and_the_file_name_wins() {
        let path = VaultPath::new("articles/vpn.md").expect("valid");
        let names = names_of(&path, "VPN", &["Tunnel".into(), "vpn".into(), " ".into()]);
        assert_eq!(names, [("vpn".into(), What::File), ("tunnel".into(), What::Alias)]);
    }

    #[test]
    fn attachments_are_told_from_notes_by_their_extension() {
        for target in ["a.png", "x/trace.pcapng", "log.7z"] {
            assert!(is_attachment(target), "{target}");
        }
        for target in ["a", "edgevpn 7.4", "10.0.16", ".bashrc", "end.", "why. because"] {
            assert!(!is_attachment(target), "{target}");
        }
    }
}
