//! Questions with the order expected, over a corpus small enough to see why.

use super::{Note, article, bench, case, rows};
use crate::model::NoteKind;
use crate::search::{Match, Part, PartKind, Query};

fn corpus() -> Vec<Note> {
    vec![
        Note {
            id: Some("A1"),
            filters: &[("product", "EdgeVPN"), ("confidence", "validated")],
            ..article(
                1,
                "VPN drops every 30 minutes after an upgrade to 7.4",
                "The tunnel is closed at the DTLS rekey. Users see \"session has been closed\".",
            )
        },
        Note {
            id: Some("A2"),
            filters: &[("product", "EdgeVPN"), ("confidence", "archived")],
            ..article(2, "VPN client does not start", "The service is disabled after an upgrade. Nothing is logged.")
        },
        Note {
            id: Some("A3"),
            resolution: "Empty the print queue and restart the spooler.",
            ..article(3, "Printer spooler hangs", "Jobs stay in the queue.")
        },
        Note { id: Some("A4"), ..article(4, "Mail is delayed", "Messages wait for the virus scanner.") },
        Note {
            resolves: &["A1"],
            filters: &[("status", "solved"), ("customer", "Northwind GmbH")],
            ..case(10, "Tunnel flaps on site Lyon", "Every half hour everybody gets thrown out of the office network.")
        },
        Note {
            filters: &[("status", "open")],
            at: 5,
            journal: "Asked about the spooler.",
            ..case(11, "Cannot print invoices", "Since Monday nothing leaves the printer.")
        },
    ]
}

#[test]
fn notes_with_all_words_come_before_better_scoring_ones_without() {
    let bench = bench(&[
        article(1, "Spooler spooler spooler", "spooler spooler spooler"),
        article(
            2,
            "A very long note",
            "About many things, at the end of which a queue is named, and how the spooler uses it, among others.",
        ),
        article(3, "Queue", "queue"),
    ]);
    assert_eq!(bench.rows("spooler queue").first(), Some(&2));
    assert_eq!(bench.rows("spooler queue").len(), 3);
}

#[test]
fn more_words_never_find_less() {
    let bench = bench(&corpus());
    assert!(bench.rows("vpn upgrade unheard-of gibberish").len() >= bench.rows("vpn upgrade").len());
}

#[test]
fn words_are_found_whatever_their_ending() {
    let bench = bench(&corpus());
    for text in ["upgrading vpn", "VPN UPGRADES", "vpn upgraded", "\u{ff36}PN upgrade"] {
        let found = bench.rows(text);
        assert!(found.contains(&1) && found.contains(&2), "{text}: {found:?}");
    }
}

#[test]
fn every_step_of_typing_a_word_finds_it() {
    let bench = bench(&corpus());
    for (word, row) in [("upgrading", 1), ("spooler", 3), ("delayed", 4), ("scanner", 4), ("restarting", 3)] {
        for end in 2..=word.len() {
            assert!(bench.typing(&word[..end]).contains(&row), "{} for {word}", &word[..end]);
        }
    }
    assert!(bench.typing("vpn drops rek").first() == Some(&1));
    assert!(!bench.typing("spoo ").contains(&3), "a blank ends the word");
}

#[test]
fn a_case_speaks_for_the_article_that_solved_it() {
    let bench = bench(&corpus());
    let asked = Query { kind: Some(NoteKind::Article), ..Query::new("thrown out of the office every half hour") };
    let answer = bench.reader.search(&asked).unwrap();
    let first = &answer.hits[0];
    assert_eq!((first.row, first.spoken_for_by.as_slice()), (1, [10].as_slice()));
    let silent = bench.reader.search(&Query { without_votes: true, ..asked }).unwrap();
    assert!(silent.hits.iter().all(|hit| hit.spoken_for_by.is_empty()));
    let none = bench.reader.search(&Query { exclude_row: Some(10), ..Query::new("thrown office") }).unwrap();
    assert!(none.hits.is_empty(), "the case one searches for does not vote");
}

#[test]
fn phrases_exclusions_and_alternatives_mean_what_they_say() {
    let bench = bench(&corpus());
    assert_eq!(bench.rows("\"session has been closed\""), [1]);
    assert!(bench.rows("\"closed been session\"").is_empty());
    assert_eq!(bench.rows("\"restart the spooler\""), [3]);
    assert_eq!(bench.rows("vpn -rekey"), [2]);
    assert_eq!(bench.rows("vpn -7.4"), [2]);
    assert_eq!(bench.rows("spooler -journal -invoices"), [3]);
    let either = bench.rows("rekey OR scanner");
    assert!(either.contains(&1) && either.contains(&4));
    assert_eq!(bench.rows("/re[kq]ey/"), [1]);
    assert_eq!(bench.rows("/^scann/"), [4]);
}

#[test]
fn filters_hold_from_the_text_and_from_the_caller() {
    let bench = bench(&corpus());
    assert_eq!(bench.rows("printer status:open"), [11]);
    assert_eq!(bench.rows("status:OPEN"), [11]);
    assert_eq!(bench.rows("customer:\"northwind gmbh\""), [10]);
    assert_eq!(bench.rows("kind:case spooler"), [11]);
    assert_eq!(bench.rows("product:edgevpn spooler").len(), 0);
    let query = Query { filters: vec![("product".to_owned(), "EDGEVPN".to_owned())], ..Query::new("upgrade") };
    assert_eq!(rows(&bench.reader.search(&query).unwrap()), [1, 2]);
    let mut none = bench.rows("product:edgevpn");
    none.sort_unstable();
    assert_eq!(none, [1, 2], "filters alone list what they allow");
    assert!(bench.rows("").is_empty() && bench.rows("   ").is_empty());
}

#[test]
fn reasons_are_true_and_strongest_first() {
    let bench = bench(&corpus());
    let answer = bench.ask("unheard 7.4 rekey upgrade");
    let hit = &answer.hits[0];
    assert_eq!(hit.row, 1);
    assert_eq!(hit.why[0], Match::Code("7.4".to_owned()));
    assert!(hit.why.contains(&Match::Word("rekey".to_owned())));
    assert!(!hit.why.iter().any(|why| matches!(why, Match::Word(word) if word == "unheard")));
    let other = answer.hits.iter().find(|hit| hit.row == 2).unwrap();
    assert_eq!(other.why, [Match::Word("upgrade".to_owned())]);
}

#[test]
fn a_reason_never_claims_an_identifier_the_note_lacks() {
    let bench = bench(&[article(1, "C", "Plain C here"), article(2, "Sharp", "A C# program")]);
    let answer = bench.ask("C#");
    assert_eq!((answer.hits[0].row, &answer.hits[0].why[0]), (2, &Match::Code("C#".to_owned())));
    let plain = answer.hits.iter().find(|hit| hit.row == 1).unwrap();
    assert_eq!(plain.why, [Match::Word("C".to_owned())]);
}

#[test]
fn totals_count_what_is_not_shown_and_limits_hold_for_each_kind() {
    let bench = bench(&corpus());
    let answer = bench.reader.search(&Query { limit: 1, ..Query::new("the") }).unwrap();
    assert_eq!(answer.hits.iter().filter(|hit| hit.kind == NoteKind::Case).count(), 1);
    assert_eq!(answer.hits.len(), 2);
    assert!(answer.total > 2);
    assert!(answer.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn an_archived_article_comes_after_its_equal() {
    let notes = [
        Note { filters: &[("confidence", "archived")], at: 9, ..article(1, "Same", "words") },
        Note { filters: &[("confidence", "validated")], ..article(2, "Same", "words") },
    ];
    assert_eq!(bench(&notes).rows("same words"), [2, 1]);
}

#[test]
fn length_does_not_win() {
    let long: &'static str =
        format!("{} spooler", "many other words stand here and say nothing of it ".repeat(200)).leak();
    let bench = bench(&[article(1, "Long", long), article(2, "Short", "The spooler hangs"), article(3, "None", "x")]);
    assert_eq!(bench.rows("spooler"), [2, 1]);
}

#[test]
fn a_pasted_report_finds_its_article_among_noise() {
    let bench = bench(&corpus());
    let paste = "2026-11-20T09:12:44 INFO gateway status:open -x \"quoted\n\
        2026-11-20T09:12:45 WARN dtls rekey failed, session has been closed\n\
        2026-11-20T09:12:46 INFO tunnel down after upgrade to 7.4";
    let answer = bench.ask(paste);
    assert_eq!(answer.hits[0].row, 1);
    assert_eq!(answer.parts, [Part::new(PartKind::Pasted, "pasted text")]);
}
