//! What an article learned from the cases it solved is shown, and a word that is not about it can be dropped.

mod support;

use kb::casebook::Casebook;
use kb::casebook::view::{Change, LearnedWords, SearchRequest};
use kb::model::VaultPath;
use support::TestVault;

const ARTICLE: &str = "---\r\nid: KB-42\r\ntitle: Tunnel drops at rekey # ours\r\nmine: {a: 1}\r\n---\r\n## Issue\r\nThe tunnel drops.\r\n\r\n## Resolution\r\nTurn rekeying off.\r\n";

fn article() -> VaultPath {
    VaultPath::new("articles/rekey.md").expect("a path")
}

fn case(number: u32, title: &str, issue: &str, customer: &str, how: &str) -> String {
    format!(
        "---\nid: C{number}\ntype: case\nref: ZD-{number}\ntitle: {title}\ncustomer: {customer}\nstatus: solved\n\
         links:\n  - article: KB-42\n    how: {how}\n---\n## Issue\n{issue}\n"
    )
}

fn vault() -> (TestVault, Casebook) {
    let vault = TestVault::empty();
    vault.write("articles/rekey.md", ARTICLE);
    vault.write("articles/printer.md", "---\nid: KB-7\ntitle: Printer shows offline\n---\n## Issue\nOffline.\n");
    let one = "After the rekey the softphone of Northwind is mute per call, 0x2746. Softphones stay mute.";
    vault.write("cases/2026/1.md", case(1, "Softphone mute", one, "Northwind", "resolved-by"));
    vault.write(
        "cases/2026/2.md",
        case(2, "Mute again", "At Northwind the softphone is mute per call on the ward.", "Kiel", "created"),
    );
    vault.write("cases/2026/3.md", case(3, "Only tried", "The teapot leaks.", "Kiel", "tried"));
    let casebook = vault.open();
    (vault, casebook)
}

fn learned(casebook: &Casebook) -> LearnedWords {
    casebook.learned_words(&article()).expect("known")
}

fn words(casebook: &Casebook) -> Vec<String> {
    learned(casebook).words.into_iter().map(|word| word.word).collect()
}

fn drop_word(casebook: &Casebook, word: &str, learned: bool) -> kb::casebook::view::Changed {
    let change = Change::SetLearned { article: article(), word: word.to_owned(), learned };
    let changed = casebook.change(change).expect("changed");
    casebook.settle();
    changed
}

/// Whether the article answers, by its own words or because a case vouches for it.
fn answers(casebook: &Casebook, text: &str) -> bool {
    let request =
        SearchRequest { text: text.to_owned(), kind: None, filters: Vec::new(), limit: 20, number: 0, off: Vec::new() };
    casebook.search(&request).expect("answered").hits.iter().any(|hit| hit.path == article())
}

#[test]
fn what_solved_cases_say_and_the_article_does_not_is_learned() {
    let (_vault, casebook) = vault();
    let LearnedWords { words, dropped, cases } = learned(&casebook);
    let named = |word: &str| words.iter().position(|known| known.word == word);
    let softphone = &words[named("softphone").expect("learned")];
    assert_eq!((softphone.cases, cases, dropped.len()), (2, 2, 0));
    let from: Vec<_> = softphone.from.iter().filter_map(|case| case.reference.as_deref()).collect();
    assert!(from.contains(&"ZD-1") && from.contains(&"ZD-2"), "{from:?}");
    assert!(named("0x2746").is_some(), "of an identifier one case is enough: {words:?}");
    // What it says itself, in whatever form, and what cases say that it did not solve.
    // And words of one case only, and those that say little wherever they stand.
    for not in ["rekey", "tunnel", "drops", "teapot", "leaks", "the", "after", "ward", "per"] {
        assert!(named(not).is_none(), "{not}");
    }
    assert_eq!(named("Northwind"), Some(words.len() - 1), "who had it is the least of it");
}

#[test]
fn a_dropped_word_does_not_lead_to_the_article_any_more_and_undoing_brings_it_back() {
    let (vault, casebook) = vault();
    assert!(answers(&casebook, "softphone") && answers(&casebook, "softphones ward"));

    let done = drop_word(&casebook, "softphone", false);
    let text = vault.read("articles/rekey.md");
    let line = "not-learned: [softphone]\r\n";
    assert!(text.contains(line), "{text}");
    assert_eq!(text.replacen(line, "", 1), ARTICLE, "nothing else moves");
    assert!(!answers(&casebook, "softphone") && !answers(&casebook, "softphones"), "in no form");
    assert!(answers(&casebook, "softphone mute ward"), "its other words go on leading to it");
    assert!(answers(&casebook, "rekey"), "what it says itself always does");
    let LearnedWords { dropped, .. } = learned(&casebook);
    assert_eq!(dropped, ["softphone"]);
    assert!(!words(&casebook).iter().any(|word| word.contains("softphone")));

    drop_word(&casebook, "0x2746", false);
    assert!(!answers(&casebook, "0x2746"), "an identifier");
    drop_word(&casebook, "0X2746", true);
    assert!(answers(&casebook, "0x2746"));

    casebook.undo(done.undo.expect("undoable")).expect("undone");
    casebook.settle();
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    assert!(answers(&casebook, "softphone") && words(&casebook).contains(&"softphone".to_owned()));
}

#[test]
fn dropping_twice_changes_nothing_and_what_is_no_word_or_no_article_is_refused() {
    let (vault, casebook) = vault();
    drop_word(&casebook, "mute", false);
    let once = vault.read("articles/rekey.md");
    assert_eq!(drop_word(&casebook, "Mute", false).undo, None);
    assert_eq!(vault.read("articles/rekey.md"), once);
    for (path, word) in [("articles/rekey.md", "two words"), ("articles/rekey.md", " "), ("cases/2026/1.md", "mute")] {
        let article = VaultPath::new(path).expect("a path");
        let change = Change::SetLearned { article, word: word.to_owned(), learned: false };
        assert!(casebook.change(change).is_err(), "{path} {word}");
    }
    let printer = VaultPath::new("articles/printer.md").expect("a path");
    let nothing = casebook.learned_words(&printer).expect("known");
    assert!(nothing.words.is_empty() && nothing.cases == 0);
}

#[test]
fn nothing_of_it_is_in_what_a_customer_gets() {
    let (_vault, casebook) = vault();
    drop_word(&casebook, "ward", false);
    let reply = casebook.reply_text(&article()).expect("made");
    for word in ["softphone", "ward", "not-learned"] {
        assert!(!reply.text.contains(word) && !reply.html.contains(word), "{word}");
    }
}
