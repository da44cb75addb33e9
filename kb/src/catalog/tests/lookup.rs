use super::*;

fn found(fixture: &Fixture, reference: &str) -> Vec<String> {
    let rows = fixture.read().find(reference).expect("looks up");
    rows.iter().map(|row| row.path.to_string()).collect()
}

#[test]
fn a_reference_is_an_id_a_ticket_a_path_or_the_start_of_an_id() {
    let fixture = fixture();
    let ticket = |text: &str| Some(text.to_owned());
    fixture.put("articles/a.md", &article("A").id("01JD3V8"));
    fixture.put("articles/b.md", &article("B").id("01JD3W9"));
    fixture.put("cases/c.md", &case("C").id("KB-4").facts(|case| case.reference = ticket("ZD-48213")));
    fixture.put("cases/d.md", &case("D").id("KB-42").facts(|case| case.reference = ticket("01jd3v8")));
    for (reference, paths) in [
        ("01JD3W9", &["articles/b.md"][..]),
        ("01JD3W", &["articles/b.md"]),
        ("01JD3", &["articles/a.md", "articles/b.md"]),
        ("zd-48213", &["cases/c.md"]),
        (" cases/c.md ", &["cases/c.md"]),
        ("KB-4", &["cases/c.md"]),
        ("KB-42", &["cases/d.md"]),
        ("01JD3V8", &["articles/a.md", "cases/d.md"]),
        ("ZD-4", &[]),
        ("", &[]),
        ("%", &[]),
        ("' OR 1=1 --", &[]),
    ] {
        assert_eq!(found(&fixture, reference), paths, "{reference}");
    }
}

#[test]
fn two_files_with_one_id_are_both_found_and_reported_until_one_changes() {
    let fixture = fixture();
    fixture.put("a.md", &article("A").id("X"));
    fixture.put("b.md", &article("B").id("X"));
    fixture.put("c.md", &article("C").id("X"));
    assert_eq!(found(&fixture, "X"), ["a.md", "b.md", "c.md"]);
    assert_eq!(fixture.read().by_id(&id("X")).expect("reads"), [path("a.md"), path("b.md"), path("c.md")]);
    assert_eq!(fixture.problems(), ["a.md: duplicate-id", "b.md: duplicate-id", "c.md: duplicate-id"]);
    let problems = fixture.read().problems(Some("b.md"), 10).expect("lists");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].problem.message, "its id X is also that of a.md and 1 other file");
    fixture.put("b.md", &article("B").id("Y"));
    fixture.remove("c.md");
    assert_eq!(fixture.problems(), [""; 0]);
    assert!(fixture.read().problems(Some("a.md"), 10).expect("lists").is_empty());
}

#[test]
fn every_column_comes_back_as_it_was_put() {
    let fixture = fixture();
    let mut put = article("Titre é \u{0} \u{1F600}").id("A").alias("x");
    put.owner = Some("mira".into());
    put.products = vec!["EdgeVPN".into(), "a \"quoted\" one".into()];
    put.tags = vec!["vpn".into()];
    put.meta = NoteMeta::Article(Box::new(ArticleMeta {
        confidence: Confidence::Validated,
        audience: Audience::Customer,
        applies_to: vec!["7.4.0 - 7.4.1".into()],
        created: Some(at("2026-01-01")),
        updated: Some(at("2026-11-20T09:12:44-03:30")),
        ..ArticleMeta::default()
    }));
    let row = fixture.put("a.md", &put);
    let got = fixture.read().note_by_row(row).expect("reads").expect("known");
    assert_eq!(got.title, put.title);
    assert_eq!((got.id, got.owner, got.products, got.tags), (put.id, put.owner, put.products, put.tags));
    assert_eq!((got.confidence, got.audience), (Some(Confidence::Validated), Some(Audience::Customer)));
    assert_eq!(got.applies_to, ["7.4.0 - 7.4.1"]);
    assert_eq!(got.updated.expect("kept").to_string(), "2026-11-20T09:12:44-03:30");
}

#[test]
fn articles_come_latest_change_first_with_the_cases_they_solved() {
    let fixture = fixture();
    for (name, updated) in [("old", Some("2026-01-01")), ("new", Some("2026-11-01")), ("undated", None)] {
        let mut put = article(name).id(name);
        put.meta = NoteMeta::Article(Box::new(ArticleMeta { updated: updated.map(at), ..ArticleMeta::default() }));
        fixture.put(&format!("{name}.md"), &put);
    }
    fixture.put("cases/c.md", &case("C").linked("old", LinkUse::Created));
    let listed = fixture.read().articles(&ArticleQuery::default(), 0, 10).expect("lists").0;
    let facts: Vec<_> = listed.iter().map(|row| (row.note.title.as_str(), row.resolved_cases)).collect();
    assert_eq!(facts, [("new", Some(0)), ("old", Some(1)), ("undated", Some(0))]);
}

#[test]
fn what_changed_last_is_what_the_notes_say_and_the_file_s_time_only_where_they_say_nothing() {
    let fixture = fixture();
    let updated = |moment: &str| {
        let mut put = article("An article");
        put.meta = NoteMeta::Article(Box::new(ArticleMeta { updated: Some(at(moment)), ..ArticleMeta::default() }));
        put
    };
    let mut worked_on = case("Worked on").facts(|case| case.opened = Some(at("2025-01-02")));
    worked_on.journal = vec![entry("2026-11-21T10:00:00+01:00")];
    fixture.put("new.md", &updated("2026-11-20"));
    fixture.put("old.md", &updated("2026-01-06"));
    fixture.put("worked-on.md", &worked_on);
    fixture.put("opened.md", &case("Opened").facts(|case| case.opened = Some(at("2026-11-22"))));
    fixture.put("plain.md", &article("No moment"));
    fixture.put("plain-case.md", &case("No moment either"));
    let recent = |limit| {
        let rows = fixture.read().recent(limit).expect("lists");
        rows.into_iter().map(|(row, at)| (row.note.path.to_string(), at.to_string())).collect::<Vec<_>>()
    };
    let all = recent(9);
    let paths: Vec<&str> = all.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["opened.md", "worked-on.md", "new.md", "old.md", "plain.md", "plain-case.md"]);
    assert_eq!(all[1].1, "2026-11-21T10:00:00+01:00");
    assert!(all[4].1.starts_with("1970-01-01"), "{all:?}");
    assert_eq!(recent(2), all[..2]);
}
