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
