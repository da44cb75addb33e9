//! Names of files that come from elsewhere to names that every system, and every Markdown reader, takes as they are.

use unicode_normalization::UnicodeNormalization;

/// Longest name, in bytes: it leaves room for a number within the 255 that file systems take.
const LONGEST: usize = 120;

/// What is kept of the end of a name: longer ones are no file types.
const LONGEST_EXTENSION: usize = 12;

/// `name` as the name of an attachment: the last part of a path, without white space, marks that mean something to a
/// shell, to Markdown or to Windows, direction overrides or a leading dot; never empty, always with an extension, and
/// never that of a note, so that an attached `readme.md` does not become an article.
#[must_use]
pub fn attachment_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let mut clean = String::new();
    // A hostile name can be of any length; what lies beyond this cannot matter.
    for c in last.chars().take(1024).nfc() {
        if c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '=' | ',' | '@') {
            clean.push(c);
        } else if !clean.is_empty() && !clean.ends_with(['-', '.']) {
            clean.push('-');
        }
    }
    let clean = clean.trim_matches(['.', '-']);
    let (stem, extension) = match clean.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => (stem, extension),
        _ => (clean, "txt"),
    };
    let ends = ['.', '-'];
    let stem = cut(stem.trim_matches(ends), LONGEST - LONGEST_EXTENSION - 12).trim_end_matches(ends);
    let stem = match stem {
        "" => "file".to_owned(),
        device if is_device(device.split('.').next().unwrap_or_default()) => format!("file-{device}"),
        stem => stem.to_owned(),
    };
    let is_note = ["md", "markdown"].iter().any(|note| extension.eq_ignore_ascii_case(note));
    let end = if is_note { ".txt" } else { "" };
    format!("{stem}.{extension}{end}")
}

/// `name` with a number before its extension: `trace-2.log`.
#[must_use]
pub fn numbered_name(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{number}.{extension}"),
        None => format!("{name}-{number}"),
    }
}

fn is_extension(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_EXTENSION && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::VaultPath;

    #[test]
    fn names_are_made_safe_and_stay_recognisable() {
        for (from, to) in [
            ("edge-gw-03 dtlsd.txt", "edge-gw-03-dtlsd.txt"),
            ("C:\\Users\\ana\\trace (2).pcapng", "trace-2.pcapng"),
            ("/var/log/syslog", "syslog.txt"),
            ("../../../etc/passwd", "passwd.txt"),
            (".bashrc", "bashrc.txt"),
            ("readme.md", "readme.md.txt"),
            ("NOTES.MarkDown", "NOTES.MarkDown.txt"),
            ("con.log", "file-con.log"),
            ("COM1", "file-COM1.txt"),
            ("", "file.txt"),
            ("...", "file.txt"),
            ("a\u{202e}gnp.exe", "a-gnp.exe"),
            ("[x](javascript:alert(1)).png", "x-javascript-alert-1.png"),
            ("Übersicht März.xlsx", "Übersicht-März.xlsx"),
            ("100%#?&;.log", "100.log"),
            ("core.dump of node 3", "core.dump-of-node-3.txt"),
        ] {
            assert_eq!(attachment_name(from), to, "{from:?}");
        }
        assert_eq!(numbered_name("a.b.log", 2), "a.b-2.log");
    }

    proptest! {
        #[test]
        fn every_name_is_one_short_part_of_a_path(name in "\\PC{0,300}|.{0,300}") {
            let safe = attachment_name(&name);
            prop_assert!(safe.len() <= LONGEST && !safe.starts_with('.'), "{safe}");
            prop_assert!(!safe.contains(['/', '\\', ' ', '(', ')', '[', ']', '<', '>', '%', '#', '?', '&', '*', ':', '"', '|']), "{safe}");
            let path = format!("attachments/x/{safe}");
            prop_assert!(VaultPath::new(path).is_ok());
            prop_assert_eq!(attachment_name(&safe), safe, "a safe name stays as it is");
        }
    }
}
