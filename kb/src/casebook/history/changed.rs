//! What a version says that the one before did not, in a few words, and who wrote it as far as the text tells.

use std::collections::HashSet;

/// Characters shown of what changed.
const WORDS: usize = 120;

/// The first line that is new, else the first that is gone; `None` when only the order of lines or white space differ.
pub(super) fn first_words(old: &str, new: &str) -> Option<String> {
    let said = |line: &str| line.trim().chars().take(WORDS).collect::<String>();
    // What an entry says tells more than its heading.
    let telling = |line: &&str| !(line.starts_with("### ") && line.contains(" · "));
    let first = |text, other| only_in(text, other).find(telling).or_else(|| only_in(text, other).next());
    first(new, old).map(said).or_else(|| first(old, new).map(|line| format!("- {}", said(line))))
}

/// The author of the first journal entry that is new: the heading says so.
pub(super) fn author(old: &str, new: &str) -> Option<String> {
    let headings = only_in(new, old).filter_map(|line| line.strip_prefix("### "));
    headings.filter_map(|heading| heading.split(" · ").nth(1)).map(|name| name.trim().to_owned()).next()
}

/// The lines of `text` that `other` lacks, blank ones left out.
fn only_in<'t>(text: &'t str, other: &'t str) -> impl Iterator<Item = &'t str> {
    let known: HashSet<&str> = other.lines().map(str::trim).collect();
    text.lines().filter(move |line| !line.trim().is_empty() && !known.contains(line.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "---\ntitle: Drops\n---\n## Issue\nIt drops.\n";

    #[test]
    fn what_is_new_is_said_first_and_else_what_is_gone() {
        assert_eq!(first_words(OLD, &OLD.replace("drops.", "drops hourly.")).as_deref(), Some("It drops hourly."));
        assert_eq!(first_words(OLD, &OLD.replace("It drops.\n", "")).as_deref(), Some("- It drops."));
        assert_eq!(first_words(OLD, &OLD.replace('\n', "\r\n")), None);
    }

    #[test]
    fn whoever_a_new_entry_names_wrote_it() {
        let new = format!("{OLD}### 2026-11-20T09:20:03+01:00 · mira · internal · call ^k3f9\nAsked.\n");
        assert_eq!(author(OLD, &new).as_deref(), Some("mira"));
        assert_eq!(first_words(OLD, &new).as_deref(), Some("Asked."));
        assert_eq!(author(&new, &new), None);
    }
}
