//! What holds for any input.

use proptest::prelude::*;

use super::*;
use crate::model::{Link, LinkUse, NoteId, SectionKind};

/// Lines that mean something, in any order, with any line end.
fn hostile_file() -> impl Strategy<Value = String> {
    let lines = prop::sample::select(vec![
        "---",
        "...",
        "id: KB-42",
        "type: case",
        "title: a: b",
        "tags: a, b",
        "status: open",
        "status: done",
        "ref: 010",
        "links:",
        "  - article: X",
        "    how: tried",
        "links: [{article: A, how: tried}]",
        "\tx: 1",
        "a: &a [*a]",
        "b: {",
        "# Title",
        "## Issue",
        "## Journal",
        "## Environment",
        "### Solution",
        "Text",
        "===",
        "```",
        "~~~",
        "`````",
        "<!--",
        "-->",
        "### 2026-11-20T09:20:03+01:00 · mira · internal · call ^k3f9",
        "### 2026-11-20 · mira · nobody · call",
        "\\## escaped",
        "\\\\```",
        "  - ```",
        "[[a#b|c]] `[[no]]`",
        "",
        "   ",
        "é😀\u{2028}",
        "- item",
        "\u{feff}",
    ]);
    let ends = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", ""]);
    (any::<bool>(), prop::collection::vec((lines, ends), 0..40)).prop_map(|(bom, lines)| {
        let start = if bom { "\u{feff}---\n" } else { "" };
        lines.into_iter().fold(start.to_owned(), |text, (line, end)| text + line + end)
    })
}

fn hostile_text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "a",
        " ",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "#",
        "## ",
        "### ",
        "```",
        "~~~",
        "<!--",
        "-->",
        "\\",
        "---",
        "===",
        "- ",
        "### 2026-11-20T09:20:03+01:00 · m · internal · call ^x",
        "· ",
        ": ",
        "\"",
        "'",
        "{",
        "]",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "no",
        "~",
        "null",
        "010",
        "1e3",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "é",
        "😀",
        "\u{fffe}",
        "\u{e000}",
    ]);
    prop_oneof![prop::collection::vec(words, 0..24).prop_map(|words| words.concat()), any::<String>()]
}

fn check_ranges(parsed: &Parsed) {
    let Parsed { text, note, .. } = parsed;
    let inside = |range: &std::ops::Range<usize>| assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    for section in &note.sections {
        inside(&section.range);
        inside(&section.text);
        assert!(
            section.range.start <= section.text.start && section.text.end <= section.range.end.max(section.text.start)
        );
    }
    note.journal.iter().for_each(|entry| inside(&entry.range));
    note.wikilinks.iter().for_each(|link| inside(&link.range));
    note.problems.iter().for_each(|problem| inside(&problem.range));
}

/// Every line of `old` is still there, in order, if the lines of `touched` are left out.
fn keeps_lines(old: &str, new: &str, touched: impl Fn(&str) -> bool) -> bool {
    // One mark belongs to the file; a second one is text like any other.
    let text = |file: &'_ str| file.strip_prefix('\u{feff}').unwrap_or(file).to_owned();
    let (old, new) = (text(old), text(new));
    let mut left = new.split_inclusive('\n');
    let unended = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
    old.split_inclusive('\n').filter(|line| !touched(line)).all(|line| {
        left.any(|candidate| candidate == line || (!line.ends_with('\n') && unended(candidate) == unended(line)))
    })
}

/// Applies an edit to any file; where it is taken, its inverse has to restore the bytes, and redo the edit's.
fn check_inverse(file: &str, edit: Edit) -> Option<String> {
    let first = edited("cases", file.as_bytes(), &[edit]).ok()?;
    let back = edited("cases", &first.bytes, &first.inverse).expect("the inverse applies");
    assert_eq!(String::from_utf8_lossy(&back.bytes), file);
    let again = edited("cases", &back.bytes, &back.inverse).expect("the inverse of the inverse applies");
    assert_eq!(again.bytes, first.bytes);
    Some(String::from_utf8(first.bytes).expect("UTF-8"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_parse_with_ranges_inside(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_ranges(&parsed_bytes("cases", &bytes));
    }

    #[test]
    fn any_file_parses_with_ranges_inside(file in hostile_file()) {
        check_ranges(&parsed("cases", &file));
        check_ranges(&parsed("articles", &file));
    }

    #[test]
    fn any_front_matter_parses_with_ranges_inside(yaml in hostile_text()) {
        check_ranges(&parsed("cases", &format!("---\n{yaml}\n---\ntext")));
    }

    #[test]
    fn an_appended_text_is_read_back(text in hostile_text(), second in hostile_text()) {
        let case = after(CASE, Edit::AppendEntry { entry: entry("n1", &text) });
        let case = after(&case, Edit::AppendEntry { entry: entry("n2", &second) });
        let note = parsed("cases", &case).note;
        let texts: Vec<&str> = note.journal.iter().skip(2).map(|entry| entry.text.as_str()).collect();
        prop_assert_eq!(texts, [entry_text(&text), entry_text(&second)]);
        prop_assert!(case.starts_with(CASE));
    }

    #[test]
    fn any_text_can_be_a_value(text in hostile_text(), key in prop::sample::select(vec!["title", "next", "colour", "new", "customer"])) {
        let case = after(CASE, set(key, &text));
        let note = parsed("cases", &case).note;
        prop_assert!(note.problems.is_empty());
        let case_keys = note.as_case().expect("a case");
        let some = Some(text.clone());
        match key {
            "title" if !text.trim().is_empty() => prop_assert_eq!(&note.title, &text),
            "next" => prop_assert_eq!(&case_keys.next, &some),
            "customer" => prop_assert_eq!(&case_keys.customer, &some),
            _ => {}
        }
        prop_assert!(keeps_lines(CASE, &case, |line| line.starts_with(key)));
    }

    #[test]
    fn any_texts_can_be_a_list(items in prop::collection::vec(hostile_text(), 0..4), key in prop::sample::select(vec!["tags", "products"])) {
        let value = Some(Value::List(items.clone()));
        let case = after(CASE, Edit::SetKey { key: key.to_owned(), value });
        let note = parsed("cases", &case).note;
        let read = if key == "tags" { note.tags } else { note.products };
        let expected: Vec<String> = items.iter().map(|item| if key == "tags" { item.trim_start_matches('#').to_owned() } else { item.clone() }).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn setting_a_key_of_any_file_is_exact_and_can_be_taken_back(file in hostile_file(), text in hostile_text()) {
        for key in ["title", "status", "ref", "new key", "tags"] {
            if let Some(case) = check_inverse(&file, set(key, &text)) {
                check_ranges(&parsed("cases", &case));
            }
        }
        check_inverse(&file, Edit::SetKey { key: "title".to_owned(), value: None });
    }

    #[test]
    fn appending_to_any_file_keeps_its_lines_and_can_be_taken_back(file in hostile_file(), text in hostile_text()) {
        if let Some(case) = check_inverse(&file, Edit::AppendEntry { entry: entry("n1", &text) }) {
            prop_assert!(keeps_lines(&file, &case, |_| false), "{:?} -> {:?}", file, case);
            check_inverse(&case, Edit::RemoveEntry { id: EntryId::new("n1").expect("valid") });
        }
    }

    #[test]
    fn an_entry_of_any_file_is_replaced_alone_and_can_be_taken_back(file in hostile_file(), was in hostile_text(), to in hostile_text()) {
        let id = EntryId::new("n1").expect("valid");
        if let Some(case) = check_inverse(&file, Edit::AppendEntry { entry: entry("n1", &was) }) {
            let edit = Edit::ReplaceEntry { id: id.clone(), from: was, to: to.clone() };
            let replaced = check_inverse(&case, edit);
            prop_assert_eq!(replaced.is_some(), !entry_text(&to).is_empty() || parsed("cases", &case).note.journal.last().is_some_and(|last| last.text.is_empty()));
            if let Some(replaced) = replaced {
                let (before, after) = (parsed("cases", &case).note, parsed("cases", &replaced).note);
                let texts = |note: &crate::model::Note| note.journal.iter().filter(|entry| entry.id.as_ref() != Some(&id)).map(|entry| entry.text.clone()).collect::<Vec<_>>();
                prop_assert_eq!(texts(&before), texts(&after));
                let text = after.journal.iter().find(|entry| entry.id.as_ref() == Some(&id)).map(|entry| entry.text.clone());
                prop_assert_eq!(text, Some(entry_text(&to)));
            }
        }
        for known in parsed("cases", &file).note.journal {
            if let Some(id) = known.id {
                check_inverse(&file, Edit::ReplaceEntry { id, from: known.text, to: to.clone() });
            }
        }
    }

    #[test]
    fn linking_in_any_file_keeps_its_lines_and_can_be_taken_back(file in hostile_file(), query in hostile_text()) {
        let article = NoteId::new("KB 7: x").expect("valid");
        let link = Link { article: article.clone(), how: LinkUse::ResolvedBy, at: Some(moment("2026-11-20")), query: Some(query) };
        if let Some(case) = check_inverse(&file, Edit::AddLink { link }) {
            prop_assert!(keeps_lines(&file, &case, |line| line.starts_with("links")));
            check_inverse(&case, Edit::RemoveLink { article, how: None });
        }
    }

    #[test]
    fn replacing_a_section_of_any_file_can_be_taken_back(file in hostile_file(), text in hostile_text()) {
        let note = parsed("cases", &file);
        for kind in [SectionKind::Issue, SectionKind::Environment, SectionKind::Resolution, SectionKind::Body] {
            let from = note.note.section(kind).map_or("", |section| &note.text[section.text.clone()]);
            check_inverse(&file, Edit::ReplaceSection { section: kind, from: from.to_owned(), to: text.clone() });
        }
    }
}
