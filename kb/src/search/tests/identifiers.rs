//! Identifiers of many kinds, each beside a near miss: whole, in parts, half typed, in any case.

use super::twins::TWINS;
use super::{Note, article, bench};

/// Notes of prose beside the identifiers, as a vault has them.
const PROSE: &[&str] = &[
    "The client does not connect after an upgrade, and the user sees an error in the log.",
    "Printing stops when the server restarts; the queue is stuck with one job.",
    "The export of the ledger takes too long and ends with a failure in the middle of the night.",
    "A user cannot sign in; the password is right and the account is not locked.",
];

/// Two notes for every pair, alike but for their identifiers, and prose.
fn all_twins() -> Vec<Note> {
    let mut notes = Vec::new();
    let mut row = 0;
    for (exact, near) in TWINS {
        for identifier in [exact, near] {
            row += 1;
            let issue: &'static str =
                format!("The user sees {identifier} in the log and cannot go on with the work.").leak();
            notes.push(article(row, "Work is interrupted", issue));
        }
    }
    for text in PROSE.iter().cycle().take(40) {
        row += 1;
        notes.push(article(row, "A question of everyday work", text));
    }
    notes
}

#[test]
fn each_of_two_hundred_identifiers_finds_its_article_before_its_near_miss() {
    assert!(TWINS.len() >= 200);
    let bench = bench(&all_twins());
    let mut wrong = Vec::new();
    for (pair, (exact, near)) in (0_u64..).zip(TWINS) {
        // The very same identifier may stand in more pairs than one.
        let same = |text: &str| {
            let all = TWINS.iter().flat_map(|(one, other)| [one, other]);
            (1..).zip(all).filter(|(_, twin)| twin.eq_ignore_ascii_case(text)).map(|(row, _)| row).collect::<Vec<u64>>()
        };
        let (rows, twins) = (same(exact), [pair * 2 + 2]);
        for text in [
            (*exact).to_owned(),
            exact.to_lowercase(),
            exact.to_uppercase(),
            format!("\u{201c}{exact}\u{201d}"),
            format!("the user sees {exact} in the log"),
            format!("what does {exact} mean?"),
        ] {
            let found = bench.rows(&text);
            let place = |rows: &[u64]| found.iter().position(|row| rows.contains(row)).unwrap_or(usize::MAX);
            if place(&rows) > 0 || place(&twins) < place(&rows) {
                wrong.push(format!("{text:?} beside {near}: {:?}, wanted {rows:?}", &found[..found.len().min(4)]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_exact_identifier_comes_before_its_near_miss_however_often_that_is_repeated() {
    for (exact, near) in TWINS.iter().step_by(7) {
        let one: &'static str =
            format!("The log has {exact}, once, in a rather long sentence about many other things.").leak();
        let many: &'static str = format!("{near}: {near} and {near}").leak();
        let bench = bench(&[
            article(1, "Near miss", many),
            article(2, "The one", one),
            article(3, "Another", "Nothing to see here"),
        ]);
        for text in
            [(*exact).to_owned(), exact.to_lowercase(), format!("log {exact}"), format!("\u{201c}{exact}\u{201d}")]
        {
            assert_eq!(bench.rows(&text).first(), Some(&2), "{text} beside {near}");
        }
        let typed: Vec<char> = exact.chars().collect();
        for end in (typed.len() * 2 / 3).max(2)..=typed.len() {
            let text: String = typed[..end].iter().collect();
            assert!(bench.typing(&text).contains(&2), "{text} on the way to {exact}");
        }
    }
}

#[test]
fn a_part_finds_the_whole() {
    let parts = [
        ("https://portal.azure.com/x?y=1", "azure.com"),
        ("https://portal.azure.com/x?y=1", "portal"),
        ("my_snake_case_name", "snake"),
        ("NullReferenceException", "reference"),
        ("NullReferenceException", "nullreferenceexception"),
        ("HRESULT=0x80070005", "0x80070005"),
        ("0x80070005", "80070005"),
        ("KB5034441", "5034441"),
        (r"C:\Windows\System32\drivers\etc", "system32"),
        (r"C:\Windows\System32\drivers\etc", "drivers"),
        ("[guide](https://docs.example.org/a-b.html)", "docs.example.org"),
        ("System.Net.Http.HttpRequestException", "HttpRequestException"),
        ("OpenOffice", "openoffice"),
        ("error[E0502]:", "E0502"),
    ];
    for (text, part) in parts {
        let bench = bench(&[article(1, "Other", "nothing of it"), article(2, "Whole", text)]);
        assert_eq!(bench.rows(part), [2], "{part} in {text}");
    }
}

#[test]
fn a_half_typed_code_finds_it() {
    let bench = bench(&[article(1, "Access denied", "Error 0x80070005 on update"), article(2, "Other", "0x90000000")]);
    for typed in ["0x8", "0x8007", "0x80070005"] {
        assert_eq!(bench.typing(typed).first(), Some(&1), "{typed}");
    }
    assert!(bench.rows("0x8007").is_empty(), "only while typing");
}
