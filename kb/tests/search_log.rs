//! What was searched for is kept without what names somebody, says what nothing was found for, and can be forgotten.

#![expect(clippy::disallowed_methods, reason = "the test looks at what is on disk")]

mod support;

use kb::casebook::Casebook;
use kb::casebook::view::{Asked, OpenedHit, Searched};
use kb::model::VaultPath;
use serde_json::json;
use support::TestVault;

fn asked(text: &str, chosen: &[(&str, &str)]) -> Asked {
    let chosen = chosen.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    Asked { text: text.to_owned(), chosen }
}

/// A search that was left without opening anything.
fn left(asked: Asked, hits: u32) -> Searched {
    Searched { asked, held: false, hits, opened: None }
}

fn search(casebook: &Casebook, text: &str, hits: u32, rank: Option<u32>) {
    let path = VaultPath::new("articles/a.md").expect("a path");
    let opened = rank.map(|rank| OpenedHit { path, rank });
    casebook.remember_search(&Searched { asked: asked(text, &[]), held: false, hits, opened }).expect("remembered");
}

#[test]
fn a_search_is_remembered_without_the_names_and_addresses_in_it() {
    let vault = TestVault::empty();
    let case = |customer: &str| format!("---\ntype: case\ntitle: Drops\ncustomer: {customer}\n---\n## Issue\nx\n");
    vault.write("cases/a.md", case("Northwind"));
    vault.write("cases/b.md", case("Brackwater Logistics"));
    vault.write("articles/a.md", "---\ntitle: Rekey\nproducts: [EdgeVPN]\n---\n## Issue\nx\n");
    let casebook = vault.open();
    let kept = |text: &str, chosen: &[(&str, &str)]| {
        casebook.remember_search(&left(asked(text, chosen), 3)).expect("remembered").kept
    };

    assert_eq!(kept("northwind vpn 0x2746", &[]), Some(asked("vpn 0x2746", &[])));
    assert_eq!(kept("customer:\"Brackwater Logistics\" EdgeVPN logistics", &[]), Some(asked("EdgeVPN logistics", &[])));
    assert_eq!(kept("ana.ruiz@brackwater.example 10.1.2.3 login", &[]), Some(asked("login", &[])));
    assert_eq!(
        kept("rekey", &[("customer", "Northwind"), ("kind", "article")]),
        Some(asked("rekey", &[("kind", "article")]))
    );
    assert_eq!(kept("Northwind", &[]), None, "nothing is left");
    assert_eq!(kept("0xdead\npassword=northwind1\nlogin", &[]), None, "a pasted text is counted, not offered again");
    assert_eq!(kept(&"long ".repeat(60), &[]), None, "a pasted text");
    assert_eq!(kept("card 4111 1111 1111 1111 refused", &[]), Some(asked("card refused", &[])));
    let all = std::fs::read_dir(vault.data()).expect("listed").flatten().map(|entry| entry.path());
    for file in all.filter(|file| file.is_file()) {
        let bytes = std::fs::read(&file).expect("read");
        assert!(!bytes.windows(9).any(|part| part.eq_ignore_ascii_case(b"northwind")), "{}", file.display());
    }

    // Asked again it is the newest, once; a dozen are kept; forgotten they are gone.
    kept("vpn 0x2746", &[]);
    let recent = casebook.recent_searches().expect("read");
    assert_eq!((recent.len(), recent[0].text.as_str()), (5, "vpn 0x2746"));
    (0..20).for_each(|number| drop(kept(&format!("word{number}"), &[])));
    assert_eq!(casebook.recent_searches().expect("read").len(), 12);
    casebook.forget_searches().expect("forgotten");
    assert_eq!(casebook.recent_searches().expect("read"), []);
}

#[test]
fn a_secret_of_any_published_shape_is_never_remembered() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    for sample in include_str!("data/secrets.tsv").lines() {
        let mut parts = sample.split('\t');
        let [name, text, secret] = [(); 3].map(|()| parts.next().expect("three parts").replace("\\n", "\n"));
        search(&casebook, &format!("gateway {text}"), 0, None);
        let log = casebook.search_log().expect("read");
        let kept = &log.without_result[0].text;
        assert!(kept.starts_with("gateway"), "{name}: {kept}");
        assert!(secret.split_whitespace().all(|part| !kept.contains(part)), "{name}: {kept}");
        casebook.forget_searches().expect("forgotten");
    }
}

#[test]
fn the_log_says_what_nothing_was_found_for_and_how_far_down_what_was_opened_stood() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    search(&casebook, "vpn drops", 9, Some(1));
    search(&casebook, "printer", 9, Some(2));
    search(&casebook, "export", 20, Some(7));
    search(&casebook, "saml", 20, None);
    search(&casebook, "Toner Leaks", 0, None);
    search(&casebook, "saml loop", 20, Some(2));
    search(&casebook, "toner leaks", 0, None);
    search(&casebook, "first line\nsecond 0x77 line", 0, None);
    let log = casebook.search_log().expect("read");
    assert_eq!((log.searches, log.opened, log.first_three, log.median_rank), (8, 4, 3, Some(2.0)));
    let unanswered: Vec<_> = log.without_result.iter().map(|one| (one.text.as_str(), one.times, one.now)).collect();
    assert_eq!(unanswered, [("toner leaks", 2, 0), ("first line second 0x77 line", 1, 0)]);

    // An article about it, and it says so.
    vault.write("articles/toner.md", "---\ntitle: Toner leaks\n---\n## Issue\nx\n");
    drop(casebook);
    let casebook = vault.open();
    assert_eq!(casebook.search_log().expect("read").without_result[0].now, 1);
    casebook.forget_search("TONER leaks").expect("forgotten");
    assert_eq!(casebook.search_log().expect("read").without_result.len(), 1);
    casebook.forget_searches().expect("forgotten");
    let log = casebook.search_log().expect("read");
    assert_eq!((log.searches, log.median_rank, log.since), (0, None, None));
}

#[test]
fn nothing_is_kept_by_who_does_not_want_it() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    casebook.local().app().set_preference("search-log", Some(&json!(false))).expect("set");
    let done = casebook.remember_search(&left(asked("vpn", &[]), 2)).expect("asked");
    assert_eq!((done.kept, done.recent.len()), (None, 0));
    let log = casebook.search_log().expect("read");
    assert_eq!((log.kept, log.searches), (false, 0));
}
