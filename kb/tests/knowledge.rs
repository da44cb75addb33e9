//! What an article's surroundings say: related notes, how using it went, and who names it without a link.

mod support;

use kb::casebook::view::{Change, UnlinkedMention};
use kb::casebook::{Casebook, Code};
use kb::model::{NoteKind, VaultPath};
use support::TestVault;

const ARTICLE: &str =
    "---\nid: KB-42\ntitle: Tunnel drops at rekey\nmerged-into: KB-7\n---\n## Resolution\nTurn it off.\n";
const OTHER: &str = "---\nid: KB-7\ntitle: Raise the limit\nsee-also: \"[[Tunnel drops at rekey]]\" # by hand\n---\n## Issue\n| a | b |\n| --- | --- |\n| see tunnel drops at Rekey | x |\n\nAnd Tunnel drops at rekey.\n";

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

fn article() -> VaultPath {
    path("articles/rekey.md")
}

fn case(number: u32, links: &str) -> String {
    format!("---\nid: C{number}\ntype: case\nref: ZD-{number}\ntitle: Case {number}\n{links}---\n## Issue\nIt drops.\n")
}

fn link(how: &str, at: &str) -> String {
    format!("  - article: KB-42\n    how: {how}\n    at: {at}\n")
}

fn vault() -> (TestVault, Casebook) {
    let vault = TestVault::empty();
    vault.write("articles/rekey.md", ARTICLE);
    vault.write("articles/limit.md", OTHER);
    let casebook = vault.open();
    (vault, casebook)
}

fn mentions(casebook: &Casebook) -> Vec<UnlinkedMention> {
    casebook.unlinked_mentions(&article()).expect("looked for")
}

#[test]
fn related_notes_are_a_property_that_leads_and_is_led_back_from() {
    let (vault, casebook) = vault();
    let limit = path("articles/limit.md");
    let view = casebook.note(&limit).expect("read");
    let [see_also] = &view.article.expect("an article").see_also[..] else { panic!("one link") };
    assert_eq!((see_also.title.as_str(), see_also.path.as_ref()), ("Tunnel drops at rekey", Some(&article())));
    let view = casebook.note(&article()).expect("read");
    assert_eq!(view.mentioned_in.len(), 1, "a property links as the text does");
    let merged = view.article.expect("an article").merged_into.expect("said");
    assert_eq!((merged.title.as_str(), merged.path.as_ref()), ("Raise the limit", Some(&limit)));

    let before = vault.read("articles/rekey.md");
    let values = vec!["Raise the limit".to_owned(), "[[Nowhere]]".to_owned()];
    let done = casebook.change(Change::SetList { path: article(), key: "see-also".to_owned(), values }).expect("set");
    let text = vault.read("articles/rekey.md");
    assert!(text.contains("[[Raise the limit]]") && text.contains("[[Nowhere]]"), "{text}");
    let see_also = casebook.note(&article()).expect("read").article.expect("an article").see_also;
    let shown: Vec<_> = see_also.iter().map(|link| (link.title.as_str(), link.path.is_some())).collect();
    assert_eq!(shown, [("Raise the limit", true), ("Nowhere", false)]);
    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read("articles/rekey.md"), before);
}

#[test]
fn success_counts_cases_and_not_links() {
    let (vault, casebook) = vault();
    assert_eq!(casebook.note(&article()).expect("read").success, None);
    drop(casebook);
    let (tried, solved) = (link("tried", "2026-10-01T10:00:00Z"), link("resolved-by", "2026-11-12T10:00:00Z"));
    vault.write("cases/2026/1.md", case(1, &format!("links:\n{tried}{solved}")));
    vault.write("cases/2026/2.md", case(2, &format!("links:\n{tried}")));
    vault.write("cases/2026/3.md", case(3, &format!("links:\n{}", link("referenced", "2026-11-20T10:00:00Z"))));
    vault.write(
        "cases/2026/4.md",
        case(4, "solved: 2026-11-14T10:00:00Z\nlinks:\n  - {article: KB-42, how: resolved-by}\n"),
    );
    let success = vault.open().note(&article()).expect("read").success.expect("tried");
    assert_eq!((success.solved, success.tried), (2, 3));
    assert_eq!(success.last.expect("known").to_string(), "2026-11-14T10:00:00+00:00");
}

#[test]
fn a_mention_without_a_link_is_found_and_linked_where_it_stands() {
    let vault = TestVault::empty();
    vault.write("articles/rekey.md", ARTICLE);
    vault.write("articles/limit.md", OTHER.replace("see-also: \"[[Tunnel drops at rekey]]\" # by hand\n", ""));
    vault.write("articles/linked.md", "---\ntitle: Linked\n---\n[[Tunnel drops at rekey]], Tunnel drops at rekey\n");
    vault.write("articles/words.md", "---\ntitle: Words\n---\nThe rekey drops the tunnel at noon.\n");
    vault.write("cases/2026/1.md", case(1, "").replace("It drops.", "See KB-42, says Ana."));
    vault.write(
        "cases/2026/2.md",
        case(2, &format!("links:\n{}", link("tried", "2026-10-01T10:00:00Z"))).replace("It drops.", "KB-42"),
    );
    let casebook = vault.open();
    let found = mentions(&casebook);
    let shown: Vec<_> = found.iter().map(|one| (one.kind, one.path.as_str(), one.text.as_str(), one.mark)).collect();
    assert_eq!(
        shown,
        [
            (
                NoteKind::Article,
                "articles/limit.md",
                "| a | b | | --- | --- | | see tunnel drops at Rekey | x | And Tunnel drops at rekey.",
                [30, 51]
            ),
            (NoteKind::Case, "cases/2026/1.md", "See KB-42, says Ana.", [4, 9]),
        ]
    );

    let limit = path("articles/limit.md");
    let before = vault.read("articles/limit.md");
    let linking = |path: &VaultPath| Change::LinkMention { path: path.clone(), article: article() };
    let done = casebook.change(linking(&limit)).expect("linked");
    assert!(vault.read("articles/limit.md").contains("| see [[Tunnel drops at rekey\\|tunnel drops at Rekey]] | x |"));
    casebook.settle();
    assert!(mentions(&casebook).iter().all(|one| one.path != limit), "it links there now");
    casebook.undo(done.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read("articles/limit.md"), before);

    let done = casebook.change(linking(&path("cases/2026/1.md"))).expect("linked");
    assert!(vault.read("cases/2026/1.md").contains("how: referenced"));
    assert!(vault.read("cases/2026/1.md").contains("See KB-42, says Ana."), "a customer's words stay");
    casebook.undo(done.undo.expect("undoable")).expect("undone");

    let error = casebook.change(linking(&path("articles/words.md"))).expect_err("nothing to link");
    assert_eq!(error.code(), Code::Refused);
    assert!(!error.hint().is_empty());
}
