//! Counts over all matches, by field.

use super::super::Facet;
use super::*;

fn shelf() -> Bench {
    let note = |row, kind, title, filters| Note { row, kind: Some(kind), title, filters, ..Note::default() };
    bench(&[
        note(1, NoteKind::Article, "tunnel drops", &[("confidence", "validated"), ("product", "EdgeVPN")]),
        note(
            2,
            NoteKind::Case,
            "tunnel resets",
            &[("status", "open"), ("customer", "Northwind"), ("product", "EdgeVPN")],
        ),
        note(3, NoteKind::Case, "tunnel down", &[("status", "solved"), ("customer", "Northwind"), ("year", "2026")]),
        note(4, NoteKind::Case, "tunnel slow", &[("status", "solved"), ("customer", "Contoso"), ("year", "2025")]),
        note(5, NoteKind::Case, "printer jams", &[("status", "open"), ("customer", "Contoso")]),
    ])
}

fn told(facets: &[Facet]) -> Vec<String> {
    let values =
        |facet: &Facet| facet.values.iter().map(|(value, count)| format!("{value} {count}")).collect::<Vec<_>>();
    facets.iter().map(|facet| format!("{}: {}", facet.field, values(facet).join(", "))).collect()
}

#[test]
fn every_match_is_counted_however_few_hits_are_shown() {
    let query = Query { limit: 1, ..Query::new("tunnel") };
    let facets = shelf().reader.facets(&query, &["kind", "status", "customer", "year", "tag"], 10).unwrap();
    assert_eq!(
        told(&facets),
        [
            "kind: case 3, article 1",
            "status: solved 2, open 1",
            "customer: northwind 2, contoso 1",
            "year: 2025 1, 2026 1",
            "tag: "
        ]
    );
}

#[test]
fn a_field_that_is_filtered_by_shows_what_its_other_values_would_give() {
    let filters = vec![("status".to_owned(), "open".to_owned())];
    let query = Query { filters, ..Query::new("tunnel") };
    let facets = shelf().reader.facets(&query, &["status", "customer"], 10).unwrap();
    assert_eq!(told(&facets), ["status: solved 2, open 1", "customer: northwind 1"]);
    let query = Query { kind: Some(NoteKind::Article), ..Query::new("tunnel") };
    let facets = shelf().reader.facets(&query, &["kind", "product", "status"], 10).unwrap();
    assert_eq!(told(&facets), ["kind: case 3, article 1", "product: edgevpn 1", "status: "]);
}

#[test]
fn what_the_text_says_narrows_too_and_what_says_nothing_counts_nothing() {
    let facets = |text: &str, most| told(&shelf().reader.facets(&Query::new(text), &["customer"], most).unwrap());
    assert_eq!(facets("tunnel status:solved", 10), ["customer: contoso 1, northwind 1"]);
    assert_eq!(facets("status:open", 10), ["customer: contoso 1, northwind 1"]);
    assert_eq!(facets("status:open", 1), ["customer: contoso 1"]);
    assert_eq!(facets("", 10), ["customer: "]);
    assert_eq!(facets("zebra", 10), ["customer: "]);
}

/// What the counts say must be what choosing gives.
fn agree(bench: &Bench, query: &Query) {
    let total = |query: &Query| bench.reader.search(query).unwrap().total;
    for facet in bench.reader.facets(query, &["kind", "product", "status", "confidence"], 10).unwrap() {
        for (value, count) in &facet.values {
            let mut narrowed = query.clone();
            if facet.field == "kind" {
                narrowed.kind = NoteKind::ALL.iter().find(|kind| kind.as_str() == value).copied();
            } else {
                narrowed.filters.retain(|(field, _)| field != facet.field);
                narrowed.filters.push((facet.field.to_owned(), value.clone()));
            }
            assert_eq!(total(&narrowed), *count, "{} {value} of {query:?}", facet.field);
        }
        if facet.field == "kind" && query.kind.is_none() {
            assert_eq!(facet.values.iter().map(|(_, count)| count).sum::<usize>(), total(query), "{query:?}");
        }
    }
}

#[test]
fn an_article_found_through_the_cases_it_solved_is_counted_like_any_hit() {
    let of = |filters| Note { filters, ..Note::default() };
    let edge: &[(&str, &str)] = &[("product", "EdgeVPN"), ("status", "solved")];
    let mut notes = vec![
        // It holds none of the words its cases do.
        Note { row: 1, title: "Rekey", id: Some("A"), ..of(&[("confidence", "validated"), ("product", "EdgeVPN")]) },
        Note { row: 2, title: "tunnel guide", id: Some("B"), ..of(&[("confidence", "wip"), ("product", "Printwell")]) },
        Note { row: 3, title: "Spooler", id: Some("C"), ..of(&[("confidence", "wip"), ("product", "Printwell")]) },
        Note { row: 4, title: "tunnel open", kind: Some(NoteKind::Case), ..of(&[("status", "open")]) },
    ];
    for row in 10..90 {
        let resolves: &[&str] = if row % 20 == 0 { &["C"] } else { &["A"] };
        notes.push(Note { row, title: "tunnel drops", kind: Some(NoteKind::Case), resolves, ..of(edge) });
    }
    let bench = bench(&notes);
    let counted = bench.reader.facets(&Query::new("tunnel"), &["kind", "confidence"], 10).unwrap();
    assert_eq!(told(&counted), ["kind: case 81, article 3", "confidence: wip 2, validated 1"]);
    for limit in [1, 50, 100] {
        let query = Query { limit, ..Query::new("tunnel") };
        agree(&bench, &query);
        agree(&bench, &Query { kind: Some(NoteKind::Article), ..query.clone() });
        for (field, value) in
            [("product", "EdgeVPN"), ("product", "Printwell"), ("confidence", "wip"), ("status", "open")]
        {
            agree(&bench, &Query { filters: vec![(field.to_owned(), value.to_owned())], ..query.clone() });
        }
        agree(&bench, &Query { limit, ..Query::new("drops -open") });
    }
}
