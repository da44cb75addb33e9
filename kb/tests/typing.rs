//! What typing is helped with, from files to answers: synonyms, corrections, versions, the language of a note.

mod support;

use kb::casebook::view::{PartKind, ReadPart, SearchAnswer};
use kb::casebook::{Casebook, Stay};
use kb::model::{NoteKind, VaultPath};
use support::{TestVault, search, wait_for};

fn titles(casebook: &Casebook, text: &str) -> Vec<String> {
    search(casebook, text).hits.into_iter().map(|hit| hit.title).collect()
}

fn also(answer: &SearchAnswer, word: &str, other: &str) -> bool {
    let is_part = |part: &ReadPart| part.kind == PartKind::Also && part.text == word && part.also == [other];
    answer.read_as.iter().any(is_part)
}

#[test]
fn synonyms_hold_as_soon_as_they_are_written_and_bad_ones_are_shown() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntitle: Tunnel closes\n---\n## Issue\nThe tunnel is closed.\n");
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    casebook.settle();
    assert!(titles(&casebook, "vpn").is_empty());
    vault.write("casebook.toml", "id = \"01TESTVAULT\"\n[synonyms]\nvpn = [\"tunnel\"]\n");
    wait_for("the synonym finds", || titles(&casebook, "vpn") == ["Tunnel closes"]);
    let answer = search(&casebook, "vpn");
    assert!(also(&answer, "vpn", "tunnel"), "{:?}", answer.read_as);
    assert_eq!(answer.hits[0].why[0].text, "tunnel");
    assert!(!answer.hits[0].title_marks.is_empty());
    vault.write("casebook.toml", "id = \"01TESTVAULT\"\n[synonyms]\nvpn = \"tunnel\"\n");
    wait_for("the problem is shown", || casebook.status().expect("a status").problems > 0);
    assert_eq!(titles(&casebook, "vpn"), ["Tunnel closes"], "what held before holds on");
}

#[test]
fn a_correction_is_written_as_the_note_writes_it() {
    let vault = TestVault::empty();
    vault.write(
        "articles/a.md",
        "---\ntitle: Certificates expire\n---\n## Issue\nThe certificate of EdgeVPN is old. Error 0x80070005.\n",
    );
    let casebook = vault.open();
    let answer = search(&casebook, "edgvpn certifcate x");
    assert_eq!(answer.did_you_mean.as_deref(), Some("EdgeVPN certificate x"));
    assert!(also(&answer, "certifcate", "certificate"), "{:?}", answer.read_as);
    let why: Vec<&str> = answer.hits[0].why.iter().map(|why| why.text.as_str()).collect();
    assert!(why.contains(&"certificate") && why.contains(&"EdgeVPN"), "{why:?}");
    assert_eq!(search(&casebook, "0x8007005 ").did_you_mean.as_deref(), Some("0x80070005 "));
    assert_eq!(search(&casebook, "certificate").did_you_mean, None);
}

#[test]
fn a_hit_says_how_it_fits_the_version_that_was_stated() {
    let vault = TestVault::empty();
    let article = |title: &str, keys: &str| {
        format!("---\ntitle: {title}\nproducts: [EdgeVPN]\n{keys}---\n## Issue\nThe tunnel drops.\n")
    };
    vault.write("articles/a.md", article("Drops at rekey", "applies-to: 7.2 - 7.4\nfixed-in: 7.4.2\n"));
    vault.write("articles/b.md", article("Drops at sleep", "applies-to: 8.x\n"));
    vault.write("articles/c.md", article("Drops anyhow", ""));
    vault.write(
        "cases/1.md",
        "---\ntype: case\ntitle: Tunnel drops\n---\n## Issue\nThe tunnel drops.\n## Environment\n- EdgeVPN gateway 7.4.1\n",
    );
    let casebook = vault.open();
    let note = |text: &str, title: &str| {
        let hits = search(&casebook, text).hits;
        hits.into_iter().find(|hit| hit.title == title).expect("found").version_note
    };
    let fixed = Some("Fixed in 7.4.2; the search says 7.4.1".to_owned());
    assert_eq!(note("tunnel drops 7.4.1 ", "Drops at rekey"), fixed);
    assert_eq!(note("EdgeVPN 7.4.1 drops", "Drops at rekey"), fixed);
    assert_eq!(note("EdgeVPN 7.4.1 drops", "Drops at sleep").as_deref(), Some("Does not say 7.4.1: applies to 8.x"));
    assert_eq!(note("tunnel drops 7.4.1 ", "Drops at sleep"), None, "a version of what?");
    assert_eq!(note("EdgeVPN 7.4.1 drops", "Drops anyhow"), None);
    assert_eq!(note("tunnel drops", "Drops at rekey"), None);
    let suggested = casebook.suggest(&VaultPath::new("cases/1.md").expect("a path")).expect("suggested").articles;
    let hit = suggested.iter().find(|hit| hit.title == "Drops at rekey").expect("suggested");
    assert_eq!(hit.version_note.as_deref(), Some("Fixed in 7.4.2; the case says 7.4.1"));
}

#[test]
fn a_german_question_finds_its_article_in_the_sample() {
    let casebook = TestVault::sample().open();
    for text in ["VPN trennt alle 30 Minuten", "vpn trennt alle 30 minuten seit dem Update"] {
        let answer = search(&casebook, text);
        let first = answer.hits.iter().find(|hit| hit.kind == NoteKind::Article).expect("an article");
        assert_eq!(first.title, "EdgeVPN 7.4 disconnects at DTLS rekey", "{text}");
    }
}
