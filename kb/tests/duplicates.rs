//! Before a note is made, notes that may say the same are named: while its title is typed, and when it is saved.

mod support;

use kb::casebook::Casebook;
use kb::casebook::view::{Change, NewCase, NewNoteWords};
use kb::model::NoteKind;
use support::TestVault;

fn vault() -> (TestVault, Casebook) {
    let vault = TestVault::empty();
    let case = |number: u32, title: &str, customer: &str| {
        format!(
            "---\nid: C{number}\ntype: case\nref: ZD-{number}\ntitle: {title}\ncustomer: {customer}\n---\n## Issue\nx\n"
        )
    };
    vault.write("cases/2026/1.md", case(1, "Printer offline after driver update in Oslo", "Northwind"));
    vault.write("cases/2026/2.md", case(2, "Printer offline after driver update", "Kiel"));
    vault.write("cases/2026/3.md", case(3, "Toner leaks", "Kiel"));
    vault.write("articles/a.md", "---\nid: A\ntitle: Printer offline after a driver update\n---\n## Issue\nx\n");
    let casebook = vault.open();
    (vault, casebook)
}

fn words(kind: NoteKind, title: &str, reference: Option<&str>, customer: Option<&str>) -> NewNoteWords {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    NewNoteWords { kind, title: title.to_owned(), reference: owned(reference), customer: owned(customer) }
}

fn found(casebook: &Casebook, words: &NewNoteWords) -> Vec<String> {
    let hits = casebook.possible_duplicates(words).expect("looked for");
    hits.into_iter().map(|hit| hit.path.as_str().to_owned()).collect()
}

#[test]
fn a_case_may_be_one_with_its_number_one_of_its_customer_or_one_that_says_the_same() {
    let (_vault, casebook) = vault();
    let title = "printer offline since driver update";
    let of = |reference, customer| found(&casebook, &words(NoteKind::Case, title, reference, customer));
    assert_eq!(of(None, Some("northwind")), ["cases/2026/1.md", "cases/2026/2.md", "articles/a.md"]);
    assert_eq!(of(None, Some("Kiel"))[0], "cases/2026/2.md");
    assert_eq!(of(Some("zd-3"), None)[0], "cases/2026/3.md", "the same ticket, whatever it is called");
    assert_eq!(found(&casebook, &words(NoteKind::Case, "", Some("ZD-3"), None)), ["cases/2026/3.md"]);
    assert!(found(&casebook, &words(NoteKind::Case, "printer", None, None)).is_empty(), "one word is no duplicate");
    assert!(found(&casebook, &words(NoteKind::Case, "printer is loud at night", None, None)).is_empty());
}

#[test]
fn an_article_may_be_one_that_says_the_same() {
    let (_vault, casebook) = vault();
    let of = |title| found(&casebook, &words(NoteKind::Article, title, None, None));
    assert_eq!(of("Printer offline after driver update")[0], "articles/a.md");
    assert!(of("Certificate expired").is_empty());
}

#[test]
fn saving_looks_once_more() {
    let (_vault, casebook) = vault();
    let new = NewCase { title: "Something".to_owned(), reference: Some("ZD-2".to_owned()), ..NewCase::default() };
    let made = casebook.change(Change::NewCase(new)).expect("made");
    assert_eq!(made.possible_duplicates[0].path.as_str(), "cases/2026/2.md");
}
