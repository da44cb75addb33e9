//! Highlights and passages.

use super::{article, bench};
use crate::model::SectionKind;
use crate::search::{Marker, Query};

fn marked(query: &str, text: &str) -> Vec<String> {
    marked_as(query, text, false)
}

fn marked_as(query: &str, text: &str, typing: bool) -> Vec<String> {
    let bench = bench(&[article(1, "x", "y")]);
    let answer = bench.reader.search(&Query { last_word_is_prefix: typing, ..Query::new(query) }).unwrap();
    Marker::new(&answer.terms).highlight(text).into_iter().map(|range| text[range].to_owned()).collect()
}

#[test]
fn marks_are_what_was_asked_for_and_nothing_else() {
    let table: &[(&str, &str, &[&str])] = &[
        ("upgrading", "Upgrade the upgraded grade, not up", &["Upgrade", "upgraded"]),
        ("0x80070005", "0x80070006 and 0x80070005.", &["0x80070005"]),
        ("10.0.6", "10.0.6 but not 10 or 0 or 6 or 10.0.7", &["10.0.6"]),
        ("ORA-01555", "ora-01555: ora and 01555 alone", &["ora-01555"]),
        ("azure.com", "https://portal.azure.com/x", &["azure.com"]),
        ("C#", "C and C++ and C#", &["C#"]),
        ("the spooler", "the spooler and the queue", &["spooler"]),
        ("the", "the end", &["the"]),
        ("\"print queue\"", "a print queue, a queue to print", &["print queue"]),
        ("café", "CAFE and cafés Café", &["CAFE", "cafés", "Café"]),
        ("vpn -client", "vpn client", &["vpn"]),
        ("status:open vpn", "open the vpn status", &["vpn"]),
        ("/re[kq]ey/", "a rekey", &["rekey"]),
        ("NullReferenceException", "a nullreferenceexception, a reference", &["nullreferenceexception"]),
        ("日本語", "これは日本語です", &["日本語"]),
    ];
    for (query, text, expected) in table {
        assert_eq!(marked(query, text), *expected, "{query} in {text}");
    }
}

#[test]
fn while_typing_the_begun_word_is_marked() {
    assert_eq!(marked_as("vpn upgr", "VPN upgrading, up", true), ["VPN", "upgrading"]);
    assert_eq!(marked_as("0x8007", "0x80070005 0x90", true), ["0x80070005"]);
    assert_eq!(marked_as("upgr", "upgrade", false), Vec::<String>::new());
}

#[test]
fn the_passage_is_where_most_of_the_query_is() {
    let bench = bench(&[article(1, "x", "y")]);
    let terms = bench.ask("dtls rekey 0x2746").terms;
    let long = format!(
        "{} dtls alone. {}\nSet the dtls\n  rekey to 0, seen as 0x2746. {}",
        "word ".repeat(90),
        "word ".repeat(90),
        "tail ".repeat(90)
    );
    let sections = [(SectionKind::Issue, "Only dtls here"), (SectionKind::Resolution, long.as_str())];
    let passage = Marker::new(&terms).snippet(&sections).unwrap();
    assert_eq!(passage.section, SectionKind::Resolution);
    assert!(passage.cut_before && passage.cut_after);
    assert!(passage.text.chars().count() <= 240, "{}", passage.text.chars().count());
    assert!(passage.text.contains("dtls rekey to 0"), "{}", passage.text);
    let found: Vec<&str> = passage.marks.iter().map(|mark| &passage.text[mark.clone()]).collect();
    assert_eq!(found, ["dtls", "rekey", "0x2746"]);
}

#[test]
fn a_passage_begins_near_its_match_and_without_the_marks_that_set_it() {
    let bench = bench(&[article(1, "x", "y")]);
    let terms = bench.ask("spooler").terms;
    let text = format!("{}\n\n> [!note]\n> - see [[Queues]]: the spooler stops\n", "words before it ".repeat(40));
    let passage = Marker::new(&terms).snippet(&[(SectionKind::Body, &text)]).unwrap();
    assert_eq!(passage.text, "see Queues: the spooler stops");
    assert_eq!(&passage.text[passage.marks[0].clone()], "spooler");
    assert!(passage.cut_before);
}

#[test]
fn code_that_a_passage_cuts_is_still_code() {
    let bench = bench(&[article(1, "x", "y")]);
    let terms = bench.ask("spooler").terms;
    let shown = |text: &str| Marker::new(&terms).snippet(&[(SectionKind::Body, text)]).unwrap();
    let before = "words before it ".repeat(40);
    let after = "and words after it ".repeat(40);
    let passage =
        shown(&format!("{before}\nRun `lpctl {} show` for the spooler, then `lpctl {after}` once.", "-v ".repeat(12)));
    assert!(
        passage.text.starts_with("`-v ") && passage.text.contains("show` for the spooler, then `lpctl and"),
        "{}",
        passage.text
    );
    assert!(passage.text.ends_with('`'), "{}", passage.text);
    assert_eq!(passage.text.matches('`').count() % 2, 0);
    assert_eq!(&passage.text[passage.marks[0].clone()], "spooler");
    // A lone backtick is none's other end, and a whole passage stays as it is.
    assert_eq!(shown("The ` of the spooler").text, "The ` of the spooler");
    assert_eq!(shown("`spooler` and `more`").text, "`spooler` and `more`");
    let passage = shown(&format!("{before}\nIt` is the spooler {after}"));
    assert!(!passage.text.starts_with('`') && !passage.text.ends_with('`'), "{}", passage.text);
}

#[test]
fn a_passage_is_what_a_reader_sees() {
    let bench = bench(&[article(1, "x", "y")]);
    let terms = bench.ask("spooler azure.com").terms;
    let shown = |text: &str| {
        let passage = Marker::new(&terms).snippet(&[(SectionKind::Body, text)]).unwrap();
        let marked: Vec<String> = passage.marks.iter().map(|mark| passage.text[mark.clone()].to_owned()).collect();
        (passage.text, marked.join(","))
    };
    let after = "and words after it ".repeat(40);
    let table: &[(&str, &str, &str)] = &[
        ("Restart the **spooler** [again](https://a.example).", "Restart the spooler again.", "spooler"),
        ("| Service | Log |\n| --- | --- |\n| spooler | `lp.log` |", "Service · Log · spooler · `lp.log`", "spooler"),
        (
            "- The queue stops\n- The spooler hangs\n\nError: none",
            "The queue stops · The spooler hangs · Error: none",
            "spooler",
        ),
        ("1. Stop it.\n2. Start the spooler", "1. Stop it. 2. Start the spooler", "spooler"),
        ("Then:\n\n```sh\nstop spooler\nstart `it`\n```\n", "Then: `stop spooler` start `it`", "spooler"),
        // A match that no reader sees is shown with the word it is in.
        ("See [the portal](https://portal.azure.com/x)", "See the portal https://portal.azure.com/x", "azure.com"),
        // Not emphasis: it has no other end.
        ("All of *.log and the spooler", "All of *.log and the spooler", "spooler"),
    ];
    for (text, expected, marked) in table {
        assert_eq!(shown(text), ((*expected).to_owned(), (*marked).to_owned()), "{text}");
    }
    // What is cut is read as it stands in the whole.
    let (text, _) = shown(&format!("The spooler *stops {after}end*"));
    assert!(text.starts_with("The spooler stops and words"), "{text}");
    let (text, _) = shown(&format!("{after}\n\n`{} -v 12345678901 show` of the spooler", "--option value ".repeat(9)));
    assert!(text.starts_with("`--option value -v 12345678901 show` of the spooler"), "{text}");
    let far = "stop it\n\n".repeat(600);
    let (text, _) = shown(&format!("```sh\n{far}\n*spooler* {after}\n```\n"));
    assert!(text.contains("*spooler* and") && text.ends_with('`'), "{text}");
    let (text, _) = shown(&format!("```sh\n{far}\n```\n\nThe *spooler* {after}"));
    assert!(text.contains("The spooler and") && !text.contains('`'), "{text}");
}

#[test]
fn a_short_section_is_shown_whole_and_no_match_is_no_passage() {
    let bench = bench(&[article(1, "x", "y")]);
    let terms = bench.ask("spooler").terms;
    let passage = Marker::new(&terms).snippet(&[(SectionKind::Body, "Restart the\nspooler.\n")]).unwrap();
    assert_eq!((passage.text.as_str(), passage.cut_before, passage.cut_after), ("Restart the spooler.", false, false));
    assert_eq!(Marker::new(&terms).snippet(&[(SectionKind::Body, "nothing")]), None);
    assert_eq!(Marker::new(&terms).snippet(&[]), None);
}
