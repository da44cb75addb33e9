//! What is read from a file.

use super::*;
use crate::model::{FrontMatter, NoteId, NoteKind, Priority, SectionKind, Status};

#[test]
fn a_case_is_read_whole() {
    let Parsed { text, note, editable } = parsed("cases", CASE);
    assert_eq!(editable, Editable::Yes);
    assert_eq!(note.problems, []);
    assert_eq!(note.id.as_ref().map(NoteId::as_str), Some("01JD3V8M6Q4T7X9K2B5N8R0W1Y"));
    assert_eq!(note.title, "VPN drops: every 30 minutes");
    assert_eq!(note.products, ["EdgeVPN"]);
    let case = note.as_case().expect("a case");
    assert_eq!(case.reference.as_deref(), Some("010"));
    assert_eq!((case.status, case.priority), (Status::Open, Priority::Normal));
    assert_eq!(case.opened.map(|at| at.to_string()).as_deref(), Some("2026-11-20T09:12:44+01:00"));
    assert_eq!(note.unknown_keys.get("colour").map(String::as_str), Some("'blue'"));
    assert_eq!(note.links.len(), 1);
    assert_eq!(note.links[0].query.as_deref(), Some("vpn 0x2746"));
    let sections: Vec<_> = note.sections.iter().map(|section| (section.kind, &text[section.text.clone()])).collect();
    assert_eq!(
        sections,
        [
            (SectionKind::Issue, "\"Every half hour I get thrown out, since Monday.\""),
            (SectionKind::Environment, "- EdgeVPN 7.4.1 (upgraded 2026-11-16)"),
        ]
    );
    insta::assert_debug_snapshot!(note.journal);
}

#[test]
fn scalars_keep_their_text() {
    for (source, expected) in [
        ("no", Some("no")),
        ("010", Some("010")),
        ("1e3", Some("1e3")),
        ("'a ''b'''", Some("a 'b'")),
        ("\"a\\nb\"", Some("a\nb")),
        ("a # comment", Some("a")),
        ("~", None),
        ("", None),
        ("'~'", Some("~")),
        ("a: b", None),
        ("|\n  one\n  two", Some("one\ntwo\n")),
        (">-\n  one\n  two", Some("one two")),
        ("&x y", Some("y")),
        ("!!str 5", Some("5")),
    ] {
        let note = parsed("cases", &format!("---\ncontact: {source}\nref: 7\n---\n")).note;
        let case = note.as_case().expect("a case");
        assert_eq!(case.contact.as_deref(), expected, "{source:?}: {:?}", note.problems);
    }
}

#[test]
fn lists_are_accepted_as_people_write_them() {
    for (source, expected) in [
        ("tags: vpn", vec!["vpn"]),
        ("tags: vpn, dtls", vec!["vpn", "dtls"]),
        ("tags: [vpn, '#dtls']", vec!["vpn", "dtls"]),
        ("tags:\n- vpn\n- 010", vec!["vpn", "010"]),
        ("tags:\n    - vpn # why\n    -\n    - no", vec!["vpn", "no"]),
        ("tags: 'a, b'", vec!["a, b"]),
        ("tags:", vec![]),
        ("tags: []", vec![]),
    ] {
        let note = parsed("articles", &format!("---\n{source}\n---\n")).note;
        assert_eq!(note.tags, expected, "{source:?}");
        assert_eq!(note.problems, [], "{source:?}");
    }
}

#[test]
fn one_bad_value_costs_only_itself() {
    let text = "---\nstatus: done\nopened: yesterday\nid: ' a'\ntitle: [a]\nlinks: x\nsecurity: perhaps\ncustomer: Northwind\nid: KB-1\n---\n";
    let parsed = parsed("cases", text);
    let case = parsed.note.as_case().expect("a case");
    assert_eq!(case.customer.as_deref(), Some("Northwind"));
    assert_eq!(case.status, Status::New);
    assert!(case.security, "a restriction that cannot be read restricts");
    let found: Vec<_> = parsed
        .note
        .problems
        .iter()
        .map(|p| format!("{} {} {:?}: {}. {}.", p.line, p.code.as_str(), &text[p.range.clone()], p.message, p.hint))
        .collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn front_matter_that_does_not_parse_stays_opaque() {
    for (text, code) in [
        ("---\n\ta: 1\n b: [\n---\n# Title\nbody\n", "front-matter-invalid"),
        ("---\njust words\n---\n# Title\nbody\n", "front-matter-invalid"),
        ("---\n- a\n---\n# Title\nbody\n", "front-matter-invalid"),
        ("---\ntitle: a: b\n---\n# Title\nbody\n", "front-matter-invalid"),
        ("---\ntitle: x\n# Title\nbody\n", "front-matter-open"),
    ] {
        let parsed = parsed("articles", text);
        assert_eq!(parsed.note.problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), [code], "{text:?}");
        assert!(matches!(parsed.note.front_matter, FrontMatter::Opaque { .. }));
        assert!(matches!(parsed.editable, Editable::No { .. }));
        assert_eq!(parsed.note.title, "Title");
        let shown: String = parsed.note.sections.iter().map(|section| &text[section.range.clone()]).collect();
        assert_eq!(shown, text, "everything is shown");
        let refused = edited("articles", text.as_bytes(), &[set("title", "New")]).expect_err("refused");
        assert!(matches!(refused, EditError::Opaque { .. }), "{refused}");
    }
}

#[test]
fn what_is_not_text_is_shown_and_never_edited() {
    let utf16: Vec<u8> = [0xfeff_u16].into_iter().chain("# Ünï".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, code, title) in [
        (&b"# Caf\xe9\ntext"[..], "not-utf8", "Caf\u{fffd}"),
        (b"# A\0B\n", "binary", "A\0B"),
        (&utf16, "not-utf8", "Ünï"),
    ] {
        let parsed = parsed_bytes("articles", bytes);
        assert_eq!(parsed.note.title, title);
        assert_eq!(parsed.note.problems[0].code.as_str(), code);
        assert!(matches!(parsed.editable, Editable::No { .. }));
        assert!(edited("articles", bytes, &[set("title", "New")]).is_err());
    }
    assert_eq!((text_of(&utf16).as_str(), text_of("\u{feff}a".as_bytes()).as_str()), ("# Ünï", "a"));
}

#[test]
fn the_kind_is_the_type_else_the_folder_else_an_article() {
    for (folder, text, kind, problems) in [
        ("cases", "", NoteKind::Case, 0),
        ("cases", "---\ntype: article\n---\n", NoteKind::Article, 0),
        ("paths", "", NoteKind::Path, 0),
        ("templates", "", NoteKind::Template, 0),
        ("Wiki", "---\ntype: meeting\n---\n", NoteKind::Article, 0),
        ("cases", "---\ntype: meeting\n---\n", NoteKind::Case, 1),
    ] {
        let note = parsed(folder, text).note;
        assert_eq!((note.kind(), note.problems.len()), (kind, problems), "{folder} {text:?}");
    }
}

#[test]
fn an_ordinary_vault_opens_as_it_is() {
    for (text, title, sections) in [
        ("Just text", "fallback", vec![("", SectionKind::Body)]),
        (
            "# VPN #\n\n## Symptoms:\nx\n## **Root Cause**\ny",
            "VPN",
            vec![("VPN", SectionKind::Body), ("Symptoms:", SectionKind::Issue), ("**Root Cause**", SectionKind::Cause)],
        ),
        (
            "# T\n### Problem\nx\n### Solution\ny\n",
            "T",
            vec![("T", SectionKind::Body), ("Problem", SectionKind::Issue), ("Solution", SectionKind::Resolution)],
        ),
        ("# T\n## Fix\n### Problem\nx", "T", vec![("T", SectionKind::Body), ("Fix", SectionKind::Resolution)]),
        ("\u{2028}é😀\r\u{2028}\n===\nx", "é😀", vec![("é😀", SectionKind::Body)]),
        (
            "Title\n=====\nintro\n\nSolution\n---\ny\n",
            "Title",
            vec![("Title", SectionKind::Body), ("Solution", SectionKind::Resolution)],
        ),
        ("## Notes\n## Issue\nx", "Notes", vec![("Notes", SectionKind::Body), ("Issue", SectionKind::Issue)]),
        ("```sh\n# no title\n```\n# Title", "Title", vec![("", SectionKind::Body), ("Title", SectionKind::Body)]),
        ("<!--\n# no\n-->\n#tag\n#\ttab", "tab", vec![("", SectionKind::Body), ("tab", SectionKind::Body)]),
        (
            "- ```\n  # no\n  ```\n    # no\n1. a\n   ~~~\n   # no\n# Yes",
            "Yes",
            vec![("", SectionKind::Body), ("Yes", SectionKind::Body)],
        ),
        ("---\ntitle: x\n...\n# Issue\r\nx", "x", vec![("Issue", SectionKind::Issue)]),
        ("a | b\n--- | ---\n\n- item\n---\n\n> q\n---\n", "fallback", vec![("", SectionKind::Body)]),
    ] {
        let note = parsed("Wiki", text).note;
        let found: Vec<_> = note.sections.iter().map(|s| (s.heading.as_deref().unwrap_or(""), s.kind)).collect();
        assert_eq!((note.title.as_str(), found), (title, sections), "{text:?}");
        assert_eq!(note.problems, []);
    }
}

#[test]
fn only_a_strict_heading_starts_an_entry() {
    let text = "\
## Journal
before
### 2026-11-20T09:20:03+01:00 · mira · internal · call ^k3f9
one
```
### 2026-11-20T09:21:03+01:00 · mira · customer · call ^no
---
```
<!-- ### 2026-11-20 · m · customer · call -->
### Steps
a
---
### 2026-11-20T09:22 · mira · public · fax
two
### 2026-11-20 call with Ana
#### 2026-11-20 · mira · customer · call
### 2026-11-20T09:23:00Z · mira · customer · call ^k3f9
three
### 2026-11-20T09:24:00Z · mira · customer · note ^not an id

## After
";
    let parsed = parsed("cases", text);
    let entries: Vec<_> =
        parsed.note.journal.iter().map(|e| (e.visibility, e.channel, e.id.is_some(), e.text.lines().count())).collect();
    assert_eq!(
        entries,
        [
            (Visibility::Internal, Channel::Call, true, 9),
            (Visibility::Internal, Channel::Note, false, 3),
            (Visibility::Customer, Channel::Call, true, 1),
            (Visibility::Customer, Channel::Note, false, 0),
        ]
    );
    assert_eq!(
        problems(&parsed),
        [
            ("journal-heading", 13),
            ("journal-heading", 13),
            ("journal-heading", 15),
            ("journal-heading", 16),
            ("journal-heading", 19),
            ("duplicate-entry-id", 17),
        ]
    );
    let sections: Vec<_> = parsed.note.sections.iter().map(|s| (s.heading.as_deref(), &text[s.text.clone()])).collect();
    assert_eq!(sections, [(Some("Journal"), "before"), (Some("After"), "")]);
}

#[test]
fn an_article_has_no_journal() {
    let note = parsed("articles", "## Journal\n### 2026-11-20 · m · internal · note\nx").note;
    assert_eq!(note.journal, []);
    assert_eq!(note.sections.len(), 1);
}

#[test]
fn wikilinks_are_read_outside_code() {
    let text = "[[A]] ![[img.png]] [[B#h|label]] [[#here]] `[[no]]` ``[[no]]` `` \\[[no]] [[]] [[a\nb]]\n```\n[[no]]\n```\n| [[T\\|t]] |\n`open [[yes]]";
    let note = parsed("articles", text).note;
    let found: Vec<_> = note
        .wikilinks
        .iter()
        .map(|l| (&text[l.range.clone()], l.target.as_str(), l.fragment.as_deref(), l.label.as_deref(), l.embed))
        .collect();
    assert_eq!(
        found,
        [
            ("[[A]]", "A", None, None, false),
            ("![[img.png]]", "img.png", None, None, true),
            ("[[B#h|label]]", "B", Some("h"), Some("label"), false),
            ("[[#here]]", "", Some("here"), None, false),
            ("[[T\\|t]]", "T", None, Some("t"), false),
            ("[[yes]]", "yes", None, None, false),
        ]
    );
}

#[test]
fn a_byte_order_mark_stays_in_the_text() {
    let parsed = parsed("articles", "\u{feff}---\r\ntitle: T\r\n---\r\n## Issue\r\nx\r\n");
    assert_eq!(parsed.note.front_matter, FrontMatter::Parsed { range: 3..23 });
    assert_eq!(&parsed.text[parsed.note.sections[0].text.clone()], "x");
    assert_eq!(parsed.note.problems, []);
}

#[test]
fn hostile_yaml_is_bounded() {
    let mut bomb = "---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..40 {
        let items = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    bomb.push_str("tags: *a39\ntitle: T\n---\n");
    let note = parsed("articles", &bomb).note;
    assert_eq!((note.title.as_str(), note.tags.len()), ("T", 0));

    let deep = format!("---\nx: {}{}\ntitle: T\n---\n", "[".repeat(200), "]".repeat(200));
    assert_eq!(parsed("articles", &deep).note.title, "T");
    let deeper = format!("---\nx: {}\ntitle: T\n---\n# H", "[".repeat(100_000));
    assert_eq!(parsed("articles", &deeper).note.title, "H");
    let long = format!("---\nx: {}\n---\n# H", "y".repeat(300_000));
    assert_eq!(parsed("articles", &long).note.title, "H");
}

#[test]
fn a_file_with_endless_structure_is_bounded() {
    let headings = parsed("articles", &"# a\n".repeat(60_000));
    assert_eq!(headings.note.sections.len(), 50_000);
    assert_eq!(problems(&headings), [("too-long", 50_001)]);
    assert_eq!(parsed("articles", &"[[a]]".repeat(20_000)).note.wikilinks.len(), 10_000);
    assert_eq!(parsed("articles", &format!("{}a]] x", "[[".repeat(5_000))).note.wikilinks.len(), 1);
    let entries = parsed("cases", &format!("## Journal\n{}", "### 2026-11-20 x\n".repeat(10_000)));
    assert_eq!(entries.note.problems.len(), 100);
}

#[test]
fn settings_never_fail_and_keep_what_can_be_read() {
    let text = "id = \"v1\"\nname = 5\nproducts = [\"EdgeVPN\", 7]\n[headings]\nissue = [\"Beschwerde\"]\nodd = [\"x\"]\n[sla]\nx = 1\n";
    let (read, found) = settings(text);
    assert_eq!((read.id.as_deref(), read.name, read.products), (Some("v1"), None, vec!["EdgeVPN".to_owned()]));
    assert_eq!(read.headings.section("BESCHWERDE:"), Some(SectionKind::Issue));
    assert_eq!(read.headings.section("Fix"), Some(SectionKind::Resolution));
    let found: Vec<_> = found.iter().map(|p| format!("{} {}", p.line, p.message)).collect();
    insta::assert_snapshot!(found.join("\n"));
    let (read, found) = settings("name = \"Half\"\nproducts = [\n");
    assert_eq!(read.name.as_deref(), Some("Half"));
    assert!(!found.is_empty());
    assert_eq!(settings(""), (Settings::default(), vec![]));
}

#[test]
fn synonyms_are_groups_named_by_a_word_and_what_is_wrong_is_said() {
    let text = "[synonyms]\nvpn = [\"tunnel\", \"remote access\", 5, \"--\", \"one two three four five six seven\"]\n\"0x2746\" = [\"10054\"]\nsso = \"SAML\"\nnone = []\n";
    let (read, found) = settings(text);
    let groups: Vec<String> = read.synonyms.iter().map(|group| group.join(" = ")).collect();
    assert_eq!(groups, ["0x2746 = 10054", "vpn = tunnel = remote access"]);
    let found: Vec<_> = found.iter().map(|p| format!("{} {}", p.line, p.message)).collect();
    insta::assert_snapshot!(found.join("\n"));
    assert_eq!(settings("synonyms = 3").1.len(), 1);
}

#[test]
fn slugs_are_safe_file_names() {
    for (title, expected) in [
        ("VPN drops every 30 minutes after the 7.4 upgrade", "vpn-drops-every-30-minutes-after-the-7-4-upgrade"),
        ("  Größe & Café / naïve ", "grosse-cafe-naive"),
        ("../../etc/passwd", "etc-passwd"),
        ("日本語", "note"),
        ("CON", "con-note"),
        ("com1", "com1-note"),
        ("", "note"),
        ("don't", "dont"),
    ] {
        assert_eq!(slug(title), expected, "{title:?}");
    }
    assert_eq!(slug(&"word ".repeat(40)).len(), 59);
    assert_eq!(slug(&"x".repeat(200)).len(), 60);
}
