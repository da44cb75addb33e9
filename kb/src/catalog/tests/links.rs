use super::*;

#[test]
fn links_are_seen_from_both_sides_and_replaced_with_the_case() {
    let fixture = fixture();
    fixture.put("articles/a.md", &article("Fix A").id("A"));
    let mut used = case("Trouble").id("C1").linked("A", LinkUse::Tried).linked("A", LinkUse::ResolvedBy);
    used.links[1].at = Some(at("2026-11-20T10:00:00+01:00"));
    used.links[1].query = Some("vpn 0x2746".into());
    fixture.put("cases/1.md", &used);

    let links: Vec<_> = used.links.iter().map(|link| fixture.read().linked(link).expect("looked up")).collect();
    assert_eq!(links.iter().map(|linked| linked.link.clone()).collect::<Vec<_>>(), used.links);
    assert_eq!((links[0].title.as_deref(), links[0].path.as_ref()), (Some("Fix A"), Some(&path("articles/a.md"))));
    assert_eq!(links[0].confidence, Some(Confidence::Wip));

    let (uses, counts) = fixture.read().cases_using(&id("A"), 10).expect("lists");
    assert_eq!(uses.iter().map(|used| used.how).collect::<Vec<_>>(), [LinkUse::ResolvedBy, LinkUse::Tried]);
    assert_eq!(counts, UseCounts { resolved_by: 1, tried: 1, referenced: 0, created: 0 });

    fixture.put("cases/1.md", &case("Trouble").id("C1").linked("A", LinkUse::Referenced));
    let (uses, counts) = fixture.read().cases_using(&id("A"), 10).expect("lists");
    assert_eq!(uses.len(), 1);
    assert_eq!(counts, UseCounts { referenced: 1, ..UseCounts::default() });
}

#[test]
fn the_cases_of_an_article_come_newest_first() {
    let fixture = fixture();
    for (name, day) in [("old", 1), ("new", 9), ("mid", 5)] {
        let opened = Some(at(&format!("2026-11-{day:02}")));
        fixture.put(
            &format!("cases/{name}.md"),
            &case(name).facts(|case| case.opened = opened).linked("A", LinkUse::ResolvedBy),
        );
    }
    let (uses, counts) = fixture.read().cases_using(&id("A"), 2).expect("lists");
    assert_eq!(uses.iter().map(|used| used.case.title.as_str()).collect::<Vec<_>>(), ["new", "mid"]);
    assert_eq!(counts.resolved_by, 3);
}

#[test]
fn hits_carry_what_their_links_add() {
    let fixture = fixture();
    let a = fixture.put("a.md", &article("Fix A").id("A"));
    let b = fixture.put("b.md", &article("Fix B"));
    let c = fixture.put(
        "cases/1.md",
        &case("One").linked("B", LinkUse::Tried).linked("A", LinkUse::ResolvedBy).linked("A", LinkUse::Created),
    );
    let d = fixture.put("cases/2.md", &case("Two").linked("A", LinkUse::Tried));
    let hits = fixture.read().hydrate(&[d, 999, c, a, b]).expect("reads");
    let facts: Vec<_> =
        hits.iter().map(|hit| (hit.note.title.as_str(), hit.resolved_cases, hit.resolved_by.as_deref())).collect();
    assert_eq!(
        facts,
        [("Two", None, None), ("One", None, Some("Fix A")), ("Fix A", Some(1), None), ("Fix B", None, None)]
    );
}

#[test]
fn wikilinks_lead_to_paths_names_titles_and_aliases_in_that_order() {
    let fixture = fixture();
    fixture.put("articles/vpn-drops.md", &article("VPN drops").alias("Tunnel flaps"));
    fixture.put("old/vpn-drops.md", &article("Older"));
    fixture.put("misc/other.md", &article("vpn-drops"));
    fixture.put("misc/net.md", &article("TCP/IP resets"));
    let follow = |target: &str| {
        let found = fixture.read().resolve_wikilink(target).expect("reads");
        found.map_or("nowhere".to_owned(), |path| path.to_string())
    };
    for (target, leads_to) in [
        ("vpn-drops", "old/vpn-drops.md"),
        ("articles/VPN-Drops.md", "articles/vpn-drops.md"),
        ("../articles/vpn-drops", "articles/vpn-drops.md"),
        ("vpn DROPS", "articles/vpn-drops.md"),
        ("tunnel flaps", "articles/vpn-drops.md"),
        ("TCP/IP resets", "misc/net.md"),
        ("moved/elsewhere/net", "misc/net.md"),
        ("net", "misc/net.md"),
        ("nothing", "nowhere"),
        ("", "nowhere"),
        ("%", "nowhere"),
    ] {
        assert_eq!(follow(target), leads_to, "{target}");
    }
}

#[test]
fn mentions_are_the_notes_whose_wikilinks_lead_here() {
    let fixture = fixture();
    fixture.put("a/note.md", &article("The note").alias("Nickname").wikilinked("note"));
    fixture.put("b/note.md", &article("Its twin"));
    fixture.put("1.md", &article("By title").wikilinked("the NOTE").wikilinked("the note"));
    fixture.put("2.md", &article("By alias").wikilinked("nickname"));
    fixture.put("3.md", &article("By path").wikilinked("b/note"));
    fixture.put("4.md", &article("By name").wikilinked("note.md"));
    let mentions = |of: &str| fixture.read().mentions(&path(of), 10).expect("lists");
    assert_eq!(paths(&mentions("a/note.md")), ["1.md", "2.md", "4.md"]);
    assert_eq!(paths(&mentions("b/note.md")), ["3.md"]);
    assert!(mentions("unknown.md").is_empty());
}
