//! The order of what is found, from files to answers: cases that speak for articles, versions, copies.

mod support;

use kb::casebook::Casebook;
use kb::casebook::view::Reason;
use kb::model::VaultPath;
use support::{TestVault, search};

fn titles(casebook: &Casebook, text: &str) -> Vec<String> {
    search(casebook, text).hits.into_iter().map(|hit| hit.title).collect()
}

fn article(title: &str, keys: &str, issue: &str) -> String {
    format!("---\nid: {}\ntitle: {title}\nproducts: [EdgeVPN]\n{keys}---\n## Issue\n{issue}\n", title.replace(' ', "-"))
}

#[test]
fn of_two_that_fit_the_one_about_the_version_stated_comes_first() {
    let vault = TestVault::empty();
    vault.write("articles/old.md", article("Drops in old gateways", "applies-to: 6.x\n", "The tunnel drops."));
    vault.write("articles/new.md", article("Drops in new gateways", "applies-to: 7.x\n", "The tunnel drops."));
    let casebook = vault.open();
    assert_eq!(titles(&casebook, "tunnel drops EdgeVPN 6.2")[0], "Drops in old gateways");
    assert_eq!(titles(&casebook, "tunnel drops EdgeVPN 7.2")[0], "Drops in new gateways");
}

#[test]
fn a_version_never_buries_an_exact_code() {
    let vault = TestVault::empty();
    let old = "The tunnel drops with 0x80072746 after the upgrade.";
    vault.write("articles/old.md", article("Drops with a code", "applies-to: 6.x\n", old));
    vault.write("articles/new.md", article("Drops after the upgrade", "applies-to: 7.x\n", "The tunnel drops."));
    let casebook = vault.open();
    assert_eq!(titles(&casebook, "EdgeVPN 7.2 tunnel drops 0x80072746 upgrade")[0], "Drops with a code");
    assert_eq!(titles(&casebook, "0x80072746 7.2 ")[0], "Drops with a code");
    assert_eq!(titles(&casebook, "0x80072746 ")[0], "Drops with a code");
}

#[test]
fn what_says_nearly_the_same_stands_behind_the_others_and_says_so() {
    let vault = TestVault::empty();
    let case = |at: usize, text: &str| {
        let text = format!("---\ntype: case\ntitle: Report {at}\nref: ZD-{at}\n---\n## Issue\n{text}\n");
        vault.write(&format!("cases/{at}.md"), text);
    };
    let mail =
        "The tunnel drops every half hour and the client asks for the password again, on every laptop of the office";
    for at in 1..=3 {
        case(at, mail);
    }
    case(
        4,
        "The tunnel drops when the laptop sleeps; after waking it takes minutes until the client notices that it is gone",
    );
    let casebook = vault.open();
    let hits = search(&casebook, "tunnel drops client laptop every half hour").hits;
    assert_eq!(hits.len(), 4);
    assert_eq!(hits[1].title, "Report 4", "the other answer comes second, not fourth");
    let alike = |at: usize| hits[at].why.iter().find(|why| why.reason == Reason::Alike).map(|why| why.text.clone());
    assert_eq!((alike(0), alike(1)), (None, None));
    assert_eq!((alike(2), alike(3)), (Some(hits[0].title.clone()), Some(hits[0].title.clone())));
}

#[test]
fn an_article_stands_before_the_case_it_solved() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", article("Rekey interval", "", "DTLS rekeying closes the session."));
    vault.write(
        "cases/1.md",
        "---\ntype: case\ntitle: Thrown out of the office network\nstatus: solved\nlinks:\n  - article: Rekey-interval\n    how: resolved-by\n---\n## Issue\nThrown out every half hour.\n",
    );
    let casebook = vault.open();
    assert_eq!(titles(&casebook, "thrown out of the office"), ["Rekey interval", "Thrown out of the office network"]);
}

#[test]
fn of_two_that_fit_the_one_whose_issue_says_it_comes_first() {
    let vault = TestVault::empty();
    let note = |path: &str, title: &str, first: &str, second: &str| {
        vault.write(path, format!("---\nid: {title}\ntitle: {title}\n---\n## Issue\n{first}\n\n## Cause\n{second}\n"));
    };
    note("articles/a.md", "Alpha", "The queue of jobs is stuck.", "A driver crashes while it renders.");
    note("articles/b.md", "Gamma", "A driver crashes while it renders.", "The queue of jobs is stuck.");
    let casebook = vault.open();
    assert_eq!(titles(&casebook, "queue of jobs stuck ")[0], "Alpha");
    assert_eq!(titles(&casebook, "driver crashes renders ")[0], "Gamma");
}

#[test]
fn suggested_is_what_runs_on_the_same() {
    let vault = TestVault::empty();
    for (name, system) in [("alpha", "Windows 11 23H2"), ("gamma", "Debian 12")] {
        let text = format!(
            "---\nid: {name}\ntitle: Connection lost after resume {name}\n---\n## Issue\nThe session ends when the laptop wakes.\n\n## \
             Environment\n- {system}\n"
        );
        vault.write(&format!("articles/{name}.md"), text);
    }
    let case = |system: &str| {
        format!(
            "---\ntype: case\ntitle: Session ends\n---\n## Issue\nIt ends when the laptop wakes.\n\n## Environment\n{system}\n"
        )
    };
    vault.write("cases/w.md", case("Windows 11"));
    vault.write("cases/d.md", case("debian"));
    let casebook = vault.open();
    let first = |path: &str| {
        let suggested = casebook.suggest(&VaultPath::new(path).expect("a path")).expect("suggested").articles;
        assert_eq!(suggested.len(), 2);
        suggested[0].title.clone()
    };
    assert_eq!(first("cases/w.md"), "Connection lost after resume alpha");
    assert_eq!(first("cases/d.md"), "Connection lost after resume gamma");
}

#[test]
fn of_two_that_fit_the_one_that_solved_cases_comes_first_and_no_use_buries_an_exact_code() {
    let vault = TestVault::empty();
    let text = "The spooler stops and nothing is printed any more.";
    vault.write("articles/a.md", article("Printing one", "updated: 2026-01-01\n", text));
    vault.write("articles/b.md", article("Printing two", "updated: 2026-01-01\n", text));
    vault.write(
        "articles/c.md",
        article("Printing with a code", "updated: 2001-01-01\n", "Nothing is printed: 0x0000011b."),
    );
    for at in 0..30 {
        let links = "links:\n  - article: Printing-two\n    how: resolved-by\n    at: 2026-01-02T10:00:00Z\n";
        let case = format!(
            "---\ntype: case\nstatus: solved\ntitle: Other matter {at}\n{links}---\n## Issue\nSomething else.\n"
        );
        vault.write(&format!("cases/{at}.md"), case);
    }
    let casebook = vault.open();
    assert_eq!(titles(&casebook, "spooler stops nothing printed ")[0], "Printing two");
    assert_eq!(titles(&casebook, "spooler stops nothing printed 0x0000011b ")[0], "Printing with a code");
}

#[test]
fn of_two_that_fit_equally_the_newer_comes_first() {
    let vault = TestVault::empty();
    let text = "The spooler stops and nothing is printed any more.";
    vault.write("articles/a.md", article("Printing one", "updated: 2019-01-01\n", text));
    vault.write("articles/b.md", article("Printing two", "updated: 2026-01-01\n", text));
    vault.write("articles/c.md", article("Printing six", "updated: 2015-01-01\n", text));
    assert_eq!(titles(&vault.open(), "spooler stops nothing printed ")[0], "Printing two");
}

#[test]
fn use_decides_among_equals_without_any_date_too() {
    let vault = TestVault::empty();
    let text = "The spooler stops and nothing is printed any more.";
    vault.write("articles/a.md", article("Printing one", "", text));
    vault.write("articles/b.md", article("Printing two", "", text));
    let links = "links:\n  - article: Printing-two\n    how: resolved-by\n";
    vault.write("cases/c.md", format!("---\ntype: case\nstatus: solved\ntitle: Other\n{links}---\n## Issue\nElse.\n"));
    assert_eq!(titles(&vault.open(), "spooler stops nothing printed ")[0], "Printing two");
}
