//! The names that programs which keep folders in step give a file when two machines changed it at once.
//!
//! Syncthing: `NAME.sync-conflict-20261130-101500-ABCDEFG.md` (docs.syncthing.net, "Understanding Synchronization"). Dropbox:
//! `NAME (Mira's conflicted copy 2026-11-30).md` (help.dropbox.com, "conflicted copy"); Nextcloud and ownCloud: `NAME (conflicted copy
//! 2026-11-30 101500).md`.

/// What a file is another version of, by its name without the extension; `None` for every other name.
#[must_use]
pub fn conflict_copy_of(stem: &str) -> Option<&str> {
    const SYNCTHING: &str = ".sync-conflict-";
    const OTHERS: &str = "conflicted copy ";
    if let Some(at) = stem.rfind(SYNCTHING) {
        let mut parts = stem[at + SYNCTHING.len()..].split('-');
        let digits = |part: Option<&str>, count| part.is_some_and(|part| part.len() == count && is_number(part));
        let by = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let fits = digits(parts.next(), 8) && digits(parts.next(), 6) && parts.next().is_none_or(by);
        return (fits && parts.next().is_none() && at > 0).then(|| &stem[..at]);
    }
    let inner = stem.strip_suffix(')')?;
    let open = inner.rfind(" (")?;
    let date = inner[open..].find(OTHERS).map(|at| &inner[open + at + OTHERS.len()..])?;
    let is_date = date.len() >= 10 && date.is_char_boundary(10) && is_number(&date[..10].replace('-', ""));
    (is_date && open > 0).then(|| &stem[..open])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_sync_programs_are_known_by_their_names_and_others_are_not() {
        for (stem, of) in [
            ("vpn-drops.sync-conflict-20261130-101500-ABC7DEF", Some("vpn-drops")),
            ("vpn-drops.sync-conflict-20261130-101500", Some("vpn-drops")),
            ("a (b) (Mira's conflicted copy 2026-11-30)", Some("a (b)")),
            ("vpn (conflicted copy 2026-11-30 101500)", Some("vpn")),
            ("vpn (Jörg Übelackers conflicted copy 2026-11-30)", Some("vpn")),
            ("vpn (1)", None),
            ("vpn (conflicted copy)", None),
            ("vpn.sync-conflict-notes", None),
            (".sync-conflict-20261130-101500-ABC7DEF", None),
            (" (conflicted copy 2026-11-30)", None),
            ("how to read a conflicted copy 2026-11-30", None),
            ("", None),
            ("ü (conflicted copy ü2026-11-3)", None),
        ] {
            assert_eq!(conflict_copy_of(stem), of, "{stem}");
        }
    }
}
