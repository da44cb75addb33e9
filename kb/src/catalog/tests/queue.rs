use super::*;

#[test]
fn work_is_ordered_by_promise_then_priority_then_age() {
    let fixture = fixture();
    let rows: [(&str, Option<&str>, Priority, Option<&str>); 7] = [
        ("late promise", Some("2026-11-20T12:00:00+00:00"), Priority::Low, None),
        ("soon promise", Some("2026-11-20T12:30:00+01:00"), Priority::Low, None),
        ("urgent", None, Priority::Urgent, Some("2026-11-19")),
        ("high old", None, Priority::High, Some("2026-11-01")),
        ("high new", None, Priority::High, Some("2026-11-18")),
        ("high undated", None, Priority::High, None),
        ("low", None, Priority::Low, Some("2020-01-01")),
    ];
    for (title, promised, priority, opened) in rows.iter().rev() {
        let put = case(title).facts(|case| {
            case.promised = promised.map(at);
            case.priority = *priority;
            case.opened = opened.map(at);
        });
        fixture.put(&format!("cases/{title}.md"), &put);
    }
    let read = fixture.read();
    let queue = read.cases(&CaseQuery::default(), 0, 100).expect("lists");
    let titles: Vec<&str> = queue.rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["soon promise", "late promise", "urgent", "high old", "high new", "high undated", "low"]);
    assert_eq!(read.cases(&CaseQuery::default(), 0, 2).expect("lists").rows.len(), 2);
    assert_eq!((queue.total, read.open_cases().expect("counts")), (7, 7));
}

#[test]
fn work_is_one_owners_or_the_teams_and_done_cases_are_apart() {
    let fixture = fixture();
    for (name, owner, status, solved) in [
        ("a", "mira", Status::Open, None),
        ("b", "tom", Status::OnHold, None),
        ("c", "mira", Status::Solved, Some("2026-11-01")),
        ("d", "tom", Status::Closed, Some("2026-11-09")),
    ] {
        let mut put = case(name).facts(|case| {
            case.status = status;
            case.solved = solved.map(at);
        });
        put.owner = Some(owner.to_owned());
        fixture.put(&format!("cases/{name}.md"), &put);
    }
    fixture.put("articles/x.md", &article("no case"));
    let read = fixture.read();
    let window = |work| read.cases(&CaseQuery { work, ..CaseQuery::default() }, 0, 10).expect("lists");
    let listed = |work| paths(&window(work).rows).join(" ");
    assert_eq!(listed(Work::Of("mira")), "cases/a.md");
    assert_eq!(listed(Work::Team), "cases/a.md cases/b.md");
    assert_eq!(listed(Work::Done), "cases/d.md cases/c.md");
    let sizes = [Work::Of("tom"), Work::Team, Work::Done].map(|work| window(work).total);
    assert_eq!(sizes, [1, 2, 2]);
    let counts = read.counts().expect("counts");
    assert_eq!((counts.notes, counts.articles, counts.cases), (5, 1, 4));
}

#[test]
fn the_last_journal_entry_is_the_latest_wherever_it_stands() {
    let fixture = fixture();
    let mut put = case("C");
    put.journal = vec![entry("2026-11-20T10:00:00+01:00"), entry("2026-11-20T09:30:00+00:00"), entry("2026-11-19")];
    fixture.put("cases/c.md", &put);
    let row = fixture.read().note(&path("cases/c.md")).expect("reads").expect("known");
    assert_eq!(row.last_entry.expect("kept").to_string(), "2026-11-20T09:30:00+00:00");
}

#[test]
fn the_queue_is_read_from_its_index_without_sorting() {
    let fixture = fixture();
    fixture.put("cases/c.md", &case("C"));
    let file = rusqlite::Connection::open(fixture.catalog.file()).expect("opens");
    let plan = |sql: &str| -> String {
        let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("prepares");
        let rows = statement.query_map([], |row| row.get::<_, String>(3)).expect("runs");
        rows.map(|row| row.expect("reads")).collect::<Vec<_>>().join("; ")
    };
    for (sql, index) in [
        (
            "SELECT n.title FROM notes n WHERE n.kind = 1 AND n.status < 4
          ORDER BY n.promised IS NULL, n.promised, n.priority DESC, n.opened IS NULL, n.opened, n.path LIMIT 9",
            "notes_work",
        ),
        (
            "SELECT n.title FROM notes n WHERE n.kind = 1 AND n.status >= 4
          ORDER BY coalesce(n.solved, n.last_entry, n.opened, 0) DESC, n.path LIMIT 9",
            "notes_done",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 1 AND n.status < 4 AND n.owner = 'm' ORDER BY n.priority DESC, n.promised IS NULL, n.promised, n.path",
            "notes_by_priority",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 1 AND n.status < 4 ORDER BY n.opened DESC, n.path",
            "notes_by_opening",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 1 AND n.status < 4 ORDER BY n.opened, n.path DESC",
            "notes_by_opening",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 1 AND n.status >= 4 ORDER BY n.last_entry DESC, n.path",
            "notes_by_entry",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 1 AND n.status < 4 ORDER BY n.title_key, n.path",
            "notes_cases_by_title",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 0 ORDER BY n.title_key DESC, n.path DESC",
            "notes_articles_by_title",
        ),
        (
            "SELECT n.row FROM notes n WHERE n.kind = 0 ORDER BY coalesce(n.updated, 0) DESC, n.path LIMIT 9",
            "notes_articles",
        ),
        ("SELECT count(*) FROM wikilinks WHERE dangling", "wikilinks_dangling_key"),
        ("SELECT count(*) FROM links WHERE dangling", "links_dangling"),
    ] {
        let plan = plan(sql);
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}
