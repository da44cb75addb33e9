//! Windows, filters and orders of the lists.

use super::*;

/// First word, status, priority, owner, customer, tags, promise, opening.
type Facts = (
    &'static str,
    Status,
    Priority,
    &'static str,
    &'static str,
    &'static [&'static str],
    Option<&'static str>,
    &'static str,
);

/// Seven cases, each a word, with facts that tell them apart.
fn work() -> Fixture {
    let fixture = fixture();
    let rows: [Facts; 7] = [
        ("alpha", Status::New, Priority::Low, "mira", "Northwind", &["vpn"], None, "2026-11-01"),
        ("bravo", Status::Open, Priority::Urgent, "tom", "Contoso", &["VPN", "saml"], Some("2026-11-20"), "2026-11-02"),
        ("charlie", Status::Pending, Priority::High, "mira", "northwind", &[], Some("2026-11-24"), "2026-11-03"),
        ("delta", Status::OnHold, Priority::High, "tom", "Fabrikam", &["saml"], None, "2026-11-04"),
        ("echo", Status::Open, Priority::Normal, "mira", "Café Zoë", &[], None, "2026-11-05"),
        ("foxtrot", Status::Solved, Priority::High, "mira", "Northwind", &["vpn"], None, "2026-10-01"),
        ("golf", Status::Closed, Priority::Low, "tom", "Contoso", &[], None, "2026-10-02"),
    ];
    for (name, status, priority, owner, customer, tags, promised, opened) in rows {
        let mut put = case(&format!("{name} case")).facts(|case| {
            case.status = status;
            case.priority = priority;
            case.customer = Some(customer.to_owned());
            case.promised = promised.map(at);
            case.opened = Some(at(opened));
            case.reference = Some(format!("ZD-{name}"));
        });
        put.owner = Some(owner.to_owned());
        put.tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        put.products = vec!["EdgeVPN".to_owned()];
        fixture.put(&format!("{name}.md"), &put);
    }
    fixture
}

/// The first words of the titles listed.
fn listed(fixture: &Fixture, query: &CaseQuery<'_>) -> String {
    let window = fixture.read().cases(query, 0, 100).expect("lists");
    assert_eq!(window.total as usize, window.rows.len());
    let words = window.rows.iter().map(|row| row.title.split(' ').next().expect("a word"));
    words.collect::<Vec<_>>().join(" ")
}

fn with(change: impl FnOnce(&mut CaseQuery<'_>)) -> CaseQuery<'static> {
    let mut query = CaseQuery { order: CaseOrder::Title, ..CaseQuery::default() };
    change(&mut query);
    query
}

fn label(label: Label, values: &[&str]) -> (Label, Vec<String>) {
    (label, values.iter().map(|&value| value.to_owned()).collect())
}

#[test]
fn cases_are_narrowed_by_every_fact_and_by_all_at_once() {
    let fixture = work();
    let narrow = |labels: Vec<(Label, Vec<String>)>| with(|query| query.narrow.labels = labels);
    let table = [
        (with(|_| {}), "alpha bravo charlie delta echo"),
        (with(|query| query.status = vec![Status::Pending, Status::OnHold]), "charlie delta"),
        (with(|query| query.priority = vec![Priority::High]), "charlie delta"),
        (with(|query| query.promise = Some(Promise::Some)), "bravo charlie"),
        (with(|query| query.promise = Some(Promise::None)), "alpha delta echo"),
        (with(|query| query.promise = Some(Promise::Before(at("2026-11-21")))), "bravo"),
        (with(|query| query.opened_before = Some(at("2026-11-03"))), "alpha bravo"),
        (narrow(vec![label(Label::Customer, &["NORTHWIND"])]), "alpha charlie"),
        (narrow(vec![label(Label::Customer, &["cafe zoe"])]), "echo"),
        (narrow(vec![label(Label::Tag, &["vpn", "saml"])]), "alpha bravo delta"),
        (narrow(vec![label(Label::Tag, &["saml"]), label(Label::Owner, &["tom"])]), "bravo delta"),
        (narrow(vec![label(Label::Product, &["edgevpn"]), label(Label::Owner, &[])]), "alpha bravo charlie delta echo"),
        (narrow(vec![label(Label::Tag, &["none"])]), ""),
        (with(|query| query.narrow.words = vec!["zd-b".into()]), "bravo"),
        (with(|query| query.narrow.words = vec!["MIRA".into(), "north".into()]), "alpha charlie"),
        (with(|query| query.narrow.words = vec!["100%_".into()]), ""),
        (
            with(|query| {
                query.work = Work::Of("mira");
                query.status = vec![Status::Open, Status::New];
                query.narrow.labels = vec![label(Label::Customer, &["northwind"])];
            }),
            "alpha",
        ),
        (with(|query| query.work = Work::Done), "foxtrot golf"),
    ];
    for (query, expected) in table {
        assert_eq!(listed(&fixture, &query), expected, "{query:?}");
    }
}

#[test]
fn every_order_turns_around() {
    let fixture = work();
    for (order, expected) in [
        (CaseOrder::Due, "bravo charlie delta echo alpha"),
        (CaseOrder::Priority, "bravo charlie delta echo alpha"),
        (CaseOrder::Opened, "echo delta charlie bravo alpha"),
        (CaseOrder::LastEntry, "alpha bravo charlie delta echo"),
        (CaseOrder::Title, "alpha bravo charlie delta echo"),
    ] {
        let forward = CaseQuery { order, ..CaseQuery::default() };
        assert_eq!(listed(&fixture, &forward), expected, "{order:?}");
        let back = CaseQuery { reversed: true, ..forward };
        let expected: Vec<&str> = expected.split(' ').rev().collect();
        assert_eq!(listed(&fixture, &back), expected.join(" "), "{order:?} reversed");
    }
}

#[test]
fn windows_of_a_grouped_list_join_without_gap_or_overlap() {
    let fixture = work();
    let query = CaseQuery { due_soon: Some(at("2026-11-22")), ..CaseQuery::default() };
    let read = fixture.read();
    let whole = read.cases(&query, 0, 100).expect("lists");
    assert_eq!(whole.groups, [1, 2, 2], "due soon, waiting for us, waiting for someone else");
    assert_eq!(listed(&fixture, &query), "bravo echo alpha charlie delta");
    let paths = read.case_paths(&query, 0, 100).expect("lists");
    for size in 1..=5 {
        let mut joined = Vec::new();
        for offset in (0..5).step_by(size) {
            let window = read.cases(&query, offset, size).expect("lists");
            assert_eq!((window.total, &window.groups), (5, &whole.groups));
            assert_eq!(read.case_paths(&query, offset, size).expect("lists").len(), window.rows.len());
            joined.extend(window.rows.into_iter().map(|row| row.path));
        }
        assert_eq!(joined, paths, "windows of {size}");
    }
    for (place, at) in paths.iter().enumerate() {
        assert_eq!(read.place_of_case(&query, at).expect("looks"), Some(place));
    }
    assert_eq!(read.place_of_case(&query, &path("foxtrot.md")).expect("looks"), None);
    assert!(read.cases(&query, 5, 10).expect("lists").rows.is_empty());
    assert!(read.cases(&CaseQuery { reversed: true, ..query }, 0, 9).expect("lists").groups.is_empty());
}

#[test]
fn articles_are_narrowed_and_ordered() {
    let fixture = fixture();
    let rows = [
        ("Zulu", Confidence::Validated, Audience::Public, "mira", None, false),
        ("yankee", Confidence::Wip, Audience::Internal, "tom", Some("2026-01-01"), false),
        ("Xray", Confidence::Wip, Audience::Internal, "mira", Some("2027-01-01"), true),
    ];
    for (title, confidence, audience, owner, review_by, flagged) in rows {
        let mut put = article(title).id(title);
        put.owner = Some(owner.to_owned());
        let flags = if flagged { vec!["step 3 is unclear".to_owned()] } else { Vec::new() };
        let review_by = review_by.map(at);
        put.meta = NoteMeta::Article(Box::new(ArticleMeta {
            confidence,
            audience,
            review_by,
            flags,
            ..ArticleMeta::default()
        }));
        fixture.put(&format!("{title}.md"), &put);
    }
    fixture.put("c1.md", &case("1").linked("yankee", LinkUse::ResolvedBy).linked("yankee", LinkUse::Created));
    fixture.put("c2.md", &case("2").linked("Zulu", LinkUse::ResolvedBy));
    fixture.put("c3.md", &case("3").linked("Zulu", LinkUse::Created).linked("Xray", LinkUse::Tried));
    let read = fixture.read();
    let list = |change: fn(&mut ArticleQuery)| {
        let mut query = ArticleQuery { order: ArticleOrder::Title, ..ArticleQuery::default() };
        change(&mut query);
        let (rows, total) = read.articles(&query, 0, 10).expect("lists");
        assert_eq!(total as usize, rows.len());
        assert_eq!(read.article_paths(&query, 0, 10).expect("lists").len(), rows.len());
        rows.into_iter().map(|row| row.note.title).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list(|_| {}), "Xray yankee Zulu");
    assert_eq!(list(|query| query.order = ArticleOrder::Solved), "Zulu yankee Xray");
    assert_eq!(list(|query| query.confidence = vec![Confidence::Wip]), "Xray yankee");
    assert_eq!(list(|query| query.audience = vec![Audience::Public, Audience::Customer]), "Zulu");
    assert_eq!(list(|query| query.wants_review = Some(at("2026-11-25"))), "Xray yankee");
    assert_eq!(list(|query| query.narrow.labels = vec![label(Label::Owner, &["Mira"])]), "Xray Zulu");
    let query = ArticleQuery { order: ArticleOrder::Title, reversed: true, ..ArticleQuery::default() };
    assert_eq!(read.place_of_article(&query, &path("yankee.md")).expect("looks"), Some(1));
}

#[test]
fn labels_are_counted_once_however_they_are_written() {
    let fixture = work();
    let read = fixture.read();
    let count = |label, done| {
        let counts = read.label_counts(label, NoteKind::Case, done).expect("counts");
        counts.into_iter().map(|label| format!("{} {}", label.value, label.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(count(Label::Customer, false), "Northwind 2, Café Zoë 1, Contoso 1, Fabrikam 1");
    assert_eq!(count(Label::Owner, true), "mira 1, tom 1");
    assert_eq!(read.label_as_written(Label::Customer, "cafe zoe").expect("reads").as_deref(), Some("Café Zoë"));
    assert_eq!(read.label_as_written(Label::Tag, "cafe zoe").expect("reads"), None);
}

#[test]
fn a_note_that_changes_or_goes_takes_its_labels_along() {
    let fixture = fixture();
    let mut put = case("one");
    put.tags = vec!["old".to_owned()];
    fixture.put("a.md", &put);
    put.tags = vec!["new".to_owned()];
    fixture.put_hashed("a.md", &put, 2);
    let tags = |fixture: &Fixture| {
        let counts = fixture.read().label_counts(Label::Tag, NoteKind::Case, false).expect("counts");
        counts.into_iter().map(|label| label.value).collect::<Vec<_>>()
    };
    assert_eq!(tags(&fixture), ["new"]);
    fixture.remove("a.md");
    assert!(tags(&fixture).is_empty());
}

#[test]
fn notes_of_the_first_format_are_taken_for_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("catalog.db");
    let old = rusqlite::Connection::open(&file).expect("opens");
    old.execute_batch(include_str!("../schema/1.sql")).expect("makes the first format");
    old.execute_batch(
        "PRAGMA application_id = 0x4353424b; PRAGMA user_version = 1;
         INSERT INTO notes (path, path_key, size, mtime_ns, ctime_ns, inode, scanned_ns, hash, kind, title, status, priority)
         VALUES ('cases/a.md', 'cases/a', 3, 4, 5, 6, 7, x'0101010101010101010101010101010101010101010101010101010101010101', 1, 'A', 1, 1)",
    )
    .expect("writes");
    drop(old);
    let catalog = Catalog::open(&file, "store-1").expect("migrates");
    let note = catalog.read().expect("reads").note(&path("cases/a.md")).expect("reads").expect("kept");
    assert_eq!(note.hash, [0; 32], "no file has this hash, so the next scan reads it");
}
