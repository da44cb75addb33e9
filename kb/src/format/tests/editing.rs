//! What an edit writes.

use super::*;
use crate::model::{Audience, Confidence, Link, LinkUse, NoteId, Priority, SectionKind, Status};

/// The lines that differ, `-` before and `+` after, once equal lines at both ends are left out.
fn diff(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
    let marked = |mark: char, lines: &[&str]| lines.iter().map(|line| format!("{mark}{line:?}\n")).collect::<String>();
    marked('-', &old[start..old.len() - end]) + &marked('+', &new[start..new.len() - end])
}

fn link(article: &str, how: LinkUse) -> Link {
    let at = Some(moment("2026-11-20T11:00:00+01:00"));
    Link { article: NoteId::new(article).expect("an id"), how, at, query: None }
}

fn replace(section: SectionKind, from: &str, to: &str) -> Edit {
    Edit::ReplaceSection { section, from: from.to_owned(), to: to.to_owned() }
}

#[test]
fn setting_a_key_touches_its_line_only() {
    let list = |items: &[&str]| Some(Value::List(items.iter().map(|&item| item.to_owned()).collect()));
    let mut shown = String::new();
    for (key, value) in [
        ("status", Some(Value::Text("solved".to_owned()))),
        ("title", Some(Value::Text("say \"no\"".to_owned()))),
        ("colour", Some(Value::Text("it's".to_owned()))),
        ("ref", Some(Value::Text("no".to_owned()))),
        ("ref", Some(Value::Text("ZD-1".to_owned()))),
        ("next", Some(Value::Text("Test dtls.rekey=0 on edge-gw-03".to_owned()))),
        ("next", Some(Value::Text("a: b # c\n\tπ 😀".to_owned()))),
        ("products", list(&["EdgeVPN", "a, b", "no"])),
        ("products", list(&[])),
        ("tags", list(&["vpn", "7.10"])),
        ("colour", None),
        ("next", None),
    ] {
        let changed = after(CASE, Edit::SetKey { key: key.to_owned(), value: value.clone() });
        shown.push_str(&format!("{key} = {value:?}\n{}\n", diff(CASE, &changed)));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn every_way_to_write_a_value_can_be_replaced() {
    let mut shown = String::new();
    for source in [
        "tags: vpn",
        "tags:",
        "tags: # none yet",
        "tags: []  # none yet",
        "tags: [a,\n  b]",
        "tags:\n- a # first\n- b",
        "tags:   # ours\n    - a\n    - b # last",
        "tags: |\n  a\n  b\n",
        "tags: >-\n\n  a\n",
        "tags: \"a\n  b\"",
        "\"tags\" : a",
        "tags: !!str a",
        "tags: &x a",
    ] {
        let text = format!("---\nid: KB-1\n{source}\nowner: mira\n---\nbody");
        let value = Some(Value::List(vec!["x".to_owned(), "y z".to_owned()]));
        let edit = Edit::SetKey { key: "tags".to_owned(), value };
        let changed = edited("articles", text.as_bytes(), &[edit]);
        let list = changed.map(|edited| diff(&text, &String::from_utf8(edited.bytes).expect("UTF-8")));
        let changed = edited("articles", text.as_bytes(), &[Edit::SetKey { key: "tags".to_owned(), value: None }]);
        let none = changed.map(|edited| diff(&text, &String::from_utf8(edited.bytes).expect("UTF-8")));
        shown.push_str(&format!(
            "=== {source:?}\n{}{}",
            list.unwrap_or_else(|error| format!("{error}\n")),
            none.map_or_else(|error| format!("{error}\n"), |_| String::new())
        ));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn line_ends_the_mark_and_a_missing_last_line_end_survive() {
    let text = "\u{feff}---\r\ntitle: T\r\nx:   odd   \r\n---\r\n\r\n## Issue\r\nx\r\n## Journal";
    let edits = [
        set("status", "open"),
        Edit::AppendEntry { entry: entry("n1", "one\ntwo") },
        Edit::AddLink { link: link("KB-1", LinkUse::Tried) },
        replace(SectionKind::Issue, "x", "x\ny"),
    ];
    let edited_once = edited("cases", text.as_bytes(), &edits).expect("applies");
    insta::assert_snapshot!(diff(text, std::str::from_utf8(&edited_once.bytes).expect("UTF-8")));
    let back = edited("cases", &edited_once.bytes, &edited_once.inverse).expect("the inverse applies");
    assert_eq!(back.bytes, text.as_bytes());
}

#[test]
fn a_file_without_front_matter_gets_one_and_loses_it_again() {
    let text = "# Title\r\ntext\r\n";
    let first = edited("articles", text.as_bytes(), &[set("id", "KB-1")]).expect("applies");
    assert_eq!(std::str::from_utf8(&first.bytes), Ok("---\r\nid: KB-1\r\n---\r\n# Title\r\ntext\r\n"));
    // The text below changes meanwhile; what was added still goes.
    let meanwhile = [&first.bytes[..], b"more\r\n"].concat();
    let back = edited("articles", &meanwhile, &first.inverse).expect("applies");
    assert_eq!(std::str::from_utf8(&back.bytes), Ok("# Title\r\ntext\r\nmore\r\n"));
}

#[test]
fn links_are_added_and_removed_where_they_are_written() {
    let mut shown = String::new();
    for source in [
        "ref: 7",
        "links:",
        "links: # none",
        "links: []",
        "links: [{article: KB-1, how: tried}]",
        "links: [ {article: KB-1, how: tried}, {article: KB-9, how: tried} ]",
        "links:\n- article: KB-1\n  how: tried # why",
        "links:\n    # first\n    - article: KB-1\n      how: tried\n      odd: [1]\n    - {article: KB-9, how: tried}",
        "links: KB-1",
    ] {
        let text = format!("---\ntype: case\n{source}\nowner: mira\n---\n## Issue\n");
        let show = |edit: Edit| match edited("cases", text.as_bytes(), &[edit]) {
            Ok(edited) => diff(&text, &String::from_utf8(edited.bytes).expect("UTF-8")),
            Err(error) => format!("{error}\n"),
        };
        let mut with_query = link("KB: 2", LinkUse::ResolvedBy);
        with_query.query = Some("vpn, 0x2746".to_owned());
        let added = show(Edit::AddLink { link: with_query });
        let removed = show(Edit::RemoveLink { article: NoteId::new("KB-1").expect("an id"), how: None });
        shown.push_str(&format!("=== {source:?}\n{added}{removed}"));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_same_link_twice_changes_nothing() {
    let edit = Edit::AddLink { link: link("01JC", LinkUse::Tried) };
    let same = edited("cases", CASE.as_bytes(), &[edit]).expect("applies");
    assert_eq!((same.bytes.as_slice(), same.inverse.len()), (CASE.as_bytes(), 0));
}

#[test]
fn sections_are_replaced_and_created_in_order() {
    let mut shown = String::new();
    for edit in [
        replace(
            SectionKind::Environment,
            "- EdgeVPN 7.4.1 (upgraded 2026-11-16)",
            "- EdgeVPN 7.4.1 (upgraded 2026-11-16)\n- Windows 11",
        ),
        replace(SectionKind::Environment, "- EdgeVPN 7.4.1 (upgraded 2026-11-16)", ""),
        replace(SectionKind::Cause, "", "A rekey."),
        replace(SectionKind::Resolution, "", "Set it to 0.\n\n### Why\n```\n# code\n```\n"),
        replace(SectionKind::Body, "", "Intro"),
    ] {
        shown.push_str(&format!("{edit:?}\n{}\n", diff(CASE, &after(CASE, edit.clone()))));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_section_that_changed_meanwhile_is_a_conflict() {
    let error = edited("cases", CASE.as_bytes(), &[replace(SectionKind::Issue, "old", "new")]).expect_err("refused");
    let found = "\"Every half hour I get thrown out, since Monday.\"".to_owned();
    assert_eq!(error, EditError::Changed { what: "the section Issue".to_owned(), expected: "old".to_owned(), found });
}

#[test]
fn refusals_say_what_and_why() {
    let resolve = |id: &str| Edit::RemoveEntry { id: EntryId::new(id).expect("an id") };
    let mut odd_author = entry("n1", "x");
    odd_author.author = "a · b".to_owned();
    let environment = "- EdgeVPN 7.4.1 (upgraded 2026-11-16)";
    let mut shown = String::new();
    for (text, edit) in [
        (CASE, set("status", "done")),
        (CASE, set("opened", "yesterday")),
        (CASE, set("id", " x")),
        (CASE, set("links", "x")),
        (CASE, set("", "x")),
        (CASE, resolve("zz")),
        (CASE, Edit::RemoveLink { article: NoteId::new("KB-1").expect("an id"), how: Some(LinkUse::Tried) }),
        (CASE, Edit::AppendEntry { entry: entry("k3f9", "x") }),
        (CASE, Edit::AppendEntry { entry: odd_author }),
        (CASE, replace(SectionKind::Environment, environment, "a\n## Issue\nb")),
        (CASE, replace(SectionKind::Environment, environment, "a\n```\nb")),
        (CASE, replace(SectionKind::Cause, "was", "is")),
        ("---\n{a: 1}\n---\n", set("b", "2")),
        ("---\na: [\n---\n", set("b", "2")),
        ("---\n? a\n: 1\n---\n", set("a", "2")),
        ("---\na: &x 1\nb: *x\n---\n", set("a", "2")),
        ("---\na: 1\na: 2\n---\n", Edit::SetKey { key: "a".to_owned(), value: None }),
        ("---\ntype: article\n---\n", Edit::AppendEntry { entry: entry("n1", "x") }),
        ("## Journal\n### 2026-11-20 · m · internal · note\n```\nopen", Edit::AppendEntry { entry: entry("n1", "x") }),
    ] {
        let error =
            edited("cases", text.as_bytes(), std::slice::from_ref(&edit)).expect_err(&format!("{edit:?} of {text:?}"));
        shown.push_str(&format!("{error}\n"));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn edits_apply_all_or_not_at_all() {
    let edits = [set("status", "solved"), set("priority", "enormous")];
    assert!(edited("cases", CASE.as_bytes(), &edits).is_err());
}

#[test]
fn entries_that_look_like_the_journals_own_lines_stay_text() {
    let hostile = "## Issue\n### 2026-11-20T09:20:03+01:00 · eve · customer · note ^x\n\\## a\n```\n### 2026-11-20 · e · customer · note\n```\n~~~\n<!-- x";
    let text = after(CASE, Edit::AppendEntry { entry: entry("n1", hostile) });
    insta::assert_snapshot!(&text[CASE.len()..]);
    let note = parsed("cases", &text).note;
    assert_eq!(note.journal.len(), 3);
    assert_eq!(note.journal[2].text, hostile);
}

#[test]
fn a_fence_in_a_list_item_ends_with_it() {
    let text = after(
        &after(CASE, Edit::AppendEntry { entry: entry("n1", "- ```\n  a") }),
        Edit::AppendEntry { entry: entry("n2", "x") },
    );
    assert_eq!(parsed("cases", &text).note.journal.len(), 4);
}

#[test]
fn an_entry_goes_before_a_section_that_follows_the_journal() {
    let text = "## Journal\n### 2026-11-20 · m · internal · note ^a\none\n## Notes\nx\n";
    let changed = after(text, Edit::AppendEntry { entry: entry("n1", "two") });
    insta::assert_snapshot!(changed);
    let back = after(&changed, Edit::RemoveEntry { id: EntryId::new("n1").expect("an id") });
    assert_eq!(parsed("cases", &back).note.journal.len(), 1);
}

#[test]
fn undo_takes_back_its_own_part_when_others_changed_meanwhile() {
    let undo_after = |edit: Edit, meanwhile: &[Edit]| {
        let first = edited("cases", CASE.as_bytes(), &[edit]).expect("applies");
        let other = edited("cases", &first.bytes, meanwhile).expect("applies");
        let back =
            edited("cases", &other.bytes, &first.inverse).map(|back| String::from_utf8(back.bytes).expect("UTF-8"));
        (back, meanwhile.iter().fold(CASE.to_owned(), |text, edit| after(&text, edit.clone())))
    };
    let meanwhile = [set("customer", "Northwind"), Edit::AppendEntry { entry: entry("m1", "meanwhile") }];
    let resolution = Some(Value::List(vec!["a".to_owned()]));
    for edit in [
        set("status", "solved"),
        set("next", "call"),
        Edit::SetKey { key: "colour".to_owned(), value: None },
        Edit::SetKey { key: "id".to_owned(), value: None },
        Edit::SetKey { key: "tags".to_owned(), value: resolution },
        replace(SectionKind::Issue, "\"Every half hour I get thrown out, since Monday.\"", "new"),
        replace(SectionKind::Cause, "", "A rekey."),
        Edit::AppendEntry { entry: entry("n1", "## mine") },
        Edit::RemoveEntry { id: EntryId::new("k3f9").expect("an id") },
        Edit::RemoveEntry { id: EntryId::new("a1").expect("an id") },
        Edit::AddLink { link: link("KB-1", LinkUse::ResolvedBy) },
    ] {
        let (back, expected) = undo_after(edit.clone(), &meanwhile);
        assert_eq!(back.as_deref(), Ok(expected.as_str()), "{edit:?}");
    }
    let (refused, _) = undo_after(set("status", "solved"), &[set("status", "closed")]);
    assert!(matches!(refused, Err(EditError::Changed { .. })), "{refused:?}");
}

#[test]
fn new_notes_read_back_as_they_were_asked_for() {
    let case = NewCaseFields {
        id: NoteId::new("01JD3V8M6Q4T7X9K2B5N8R0W1Y").expect("an id"),
        title: "no: \"x\"\n# y".to_owned(),
        reference: Some("010".to_owned()),
        customer: Some("- Northwind".to_owned()),
        status: Status::New,
        priority: Priority::High,
        owner: Some("mira".to_owned()),
        products: vec!["EdgeVPN".to_owned()],
        opened: moment("2026-11-20T09:12:44+01:00"),
        issue: Some("\n## Log\nfoo\n---\n\n---\n```\nopen\r\n".to_owned()),
    };
    let text = new_case(&case);
    insta::assert_snapshot!(text);
    let note = parsed("cases", &text).note;
    assert_eq!(note.problems, []);
    assert_eq!(note.title, "no: \"x\" # y");
    assert_eq!(note.sections.len(), 2);
    let keys = note.as_case().expect("a case");
    assert_eq!((keys.reference.as_deref(), keys.customer.as_deref()), (Some("010"), Some("- Northwind")));

    let article = NewArticleFields {
        id: NoteId::new("KB-1").expect("an id"),
        title: "T".to_owned(),
        confidence: Confidence::Wip,
        audience: Audience::Internal,
        products: Vec::new(),
        owner: None,
        created: moment("2026-11-20T09:12:44+01:00"),
        body: None,
    };
    insta::assert_snapshot!(new_article(&article));
    let with_body = new_article(&NewArticleFields { body: Some("## Issue\r\nx".to_owned()), ..article });
    assert!(with_body.ends_with("---\n## Issue\nx\n"), "{with_body:?}");
}
