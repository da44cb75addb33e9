//! What was searched for lately is kept without what names somebody, and can be forgotten.

#![expect(clippy::disallowed_methods, reason = "the test looks at what is on disk")]

mod support;

use kb::casebook::view::Asked;
use support::TestVault;

fn asked(text: &str, chosen: &[(&str, &str)]) -> Asked {
    let chosen = chosen.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    Asked { text: text.to_owned(), chosen }
}

#[test]
fn a_search_is_remembered_without_the_names_and_addresses_in_it() {
    let vault = TestVault::empty();
    let case = |customer: &str| format!("---\ntype: case\ntitle: Drops\ncustomer: {customer}\n---\n## Issue\nx\n");
    vault.write("cases/a.md", case("Northwind"));
    vault.write("cases/b.md", case("Brackwater Logistics"));
    vault.write("articles/a.md", "---\ntitle: Rekey\nproducts: [EdgeVPN]\n---\n## Issue\nx\n");
    let casebook = vault.open();
    let kept =
        |text: &str, chosen: &[(&str, &str)]| casebook.remember_search(&asked(text, chosen)).expect("remembered").kept;

    assert_eq!(kept("northwind vpn 0x2746", &[]), Some(asked("vpn 0x2746", &[])));
    assert_eq!(kept("customer:\"Brackwater Logistics\" EdgeVPN logistics", &[]), Some(asked("EdgeVPN logistics", &[])));
    assert_eq!(kept("ana.ruiz@brackwater.example 10.1.2.3 login", &[]), Some(asked("login", &[])));
    assert_eq!(
        kept("rekey", &[("customer", "Northwind"), ("kind", "article")]),
        Some(asked("rekey", &[("kind", "article")]))
    );
    assert_eq!(kept("Northwind", &[]), None, "nothing is left");
    assert_eq!(kept("two\nlines", &[]), None, "a pasted text");
    assert_eq!(kept(&"long ".repeat(60), &[]), None, "a pasted text");
    let all = std::fs::read_dir(vault.data()).expect("listed").flatten().map(|entry| entry.path());
    for file in all.filter(|file| file.is_file()) {
        let bytes = std::fs::read(&file).expect("read");
        assert!(!bytes.windows(9).any(|part| part.eq_ignore_ascii_case(b"northwind")), "{}", file.display());
    }

    // Asked again it is the newest, once; a dozen are kept; forgotten they are gone.
    kept("vpn 0x2746", &[]);
    let recent = casebook.recent_searches().expect("read");
    assert_eq!((recent.len(), recent[0].text.as_str()), (4, "vpn 0x2746"));
    (0..20).for_each(|number| drop(kept(&format!("word{number}"), &[])));
    assert_eq!(casebook.recent_searches().expect("read").len(), 12);
    casebook.forget_searches().expect("forgotten");
    assert_eq!(casebook.recent_searches().expect("read"), []);
}
