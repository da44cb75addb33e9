//! Pasted error reports, from files to answers: what is asked of the index, what is switched off, which case had the fault.

mod support;

use kb::casebook::view::{
    Asked, PartKind, PartName, ReadPart, Reason, ReportPiece, SearchAnswer, SearchRequest, Searched,
};
use kb::casebook::{Code, Content};
use support::{TestVault, search, wait_for};

const TRACE: &str = "2026-11-20 09:20:03,123 [http-nio-8080-exec-5] ERROR com.acme.Pay - Request 4711 failed on host edge-01 (EdgeVPN 7.4.1)
java.lang.IllegalStateException: Could not open session 8812
\tat com.acme.Pay.open(Pay.java:42)
Caused by: java.sql.SQLException: ORA-01555: snapshot too old
\tat oracle.jdbc.driver.T4CTTIoer.process(T4CTTIoer.java:440)
\tat com.acme.Db.query(Db.java:88)
\t... 12 more
";

fn case(title: &str, more: &str, text: &str) -> String {
    format!("---\ntype: case\ntitle: {title}\n{more}---\n## Issue\n{text}\n")
}

fn elsewhere() -> String {
    TRACE
        .replace("09:20:03,123", "23:59:01,007")
        .replace("edge-01", "edge-77")
        .replace("8812", "17")
        .replace("7.4.1", "7.5.0")
}

fn part<'a>(answer: &'a SearchAnswer, kind: PartKind, text: &str) -> &'a ReadPart {
    answer.read_as.iter().find(|part| part.kind == kind && part.text == text).expect("a part of the report")
}

fn titles(answer: &SearchAnswer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.title.as_str()).collect()
}

fn request(text: &str) -> SearchRequest {
    SearchRequest { text: text.to_owned(), kind: None, filters: Vec::new(), limit: 20, number: 0, off: Vec::new() }
}

#[test]
fn a_report_asks_for_what_tells_and_what_is_switched_off_is_not_asked_for() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntitle: Snapshot too old\n---\n## Issue\nORA-01555 while a long query runs.\n");
    vault.write("articles/b.md", "---\ntitle: Deadlock\n---\n## Issue\nORA-00060 in the session pool.\n");
    vault.write("articles/c.md", "---\ntitle: Listeners\n---\n## Issue\nexec 5 and nio 8080 of 09:20:03 listen.\n");
    let casebook = vault.open();
    let answer = search(&casebook, TRACE);
    assert_eq!(titles(&answer)[0], "Snapshot too old");
    assert!(!titles(&answer).contains(&"Listeners"), "what varies is not asked for: {:?}", titles(&answer));
    assert_eq!(answer.read_as[0].text, "log, Java trace");
    assert!(!part(&answer, PartKind::Code, "ORA-01555").off);
    assert!(answer.varying.iter().any(|varying| varying.what == "host" && varying.first == "edge-01"));
    let code = PartName { kind: PartKind::Code, text: "ORA-01555".to_owned() };
    let message = PartName { kind: PartKind::Message, text: "ORA-01555: snapshot too old".to_owned() };
    let request = SearchRequest { off: vec![code, message], ..request(TRACE) };
    let answer = casebook.search(&request).expect("an answer");
    assert!(part(&answer, PartKind::Code, "ORA-01555").off, "it can be switched on again");
    assert!(!titles(&answer).contains(&"Snapshot too old"), "{:?}", titles(&answer));
    let all = answer.read_as.iter().filter(|part| part.kind.is_toggle());
    let off = all.map(|part| PartName { kind: part.kind, text: part.text.clone() }).collect();
    let none = casebook.search(&SearchRequest { off, ..request }).expect("an answer");
    assert!(none.hits.is_empty() && none.read_as.iter().skip(1).all(|part| part.off));
}

#[test]
fn the_case_that_had_the_fault_and_the_article_that_ended_it_come_first() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\nid: 01A\ntitle: Undo is too small\n---\n## Issue\nThe nightly job ends.\n");
    vault.write(
        "articles/b.md",
        "---\ntitle: ORA-01555 snapshot too old SQLException\n---\n## Issue\nORA-01555 snapshot too old\n",
    );
    let solved = "ref: ZD-47391\nstatus: solved\nlinks:\n  - article: 01A\n    how: resolved-by\n";
    vault.write("cases/1.md", case("Export stops", solved, &format!("It ends every night.\n\n```\n{TRACE}```\n")));
    vault.write("cases/2.md", case("Export stops again", "", TRACE));
    vault.write(
        "cases/3.md",
        case("Another", "", &TRACE.replace("ORA-01555", "ORA-00060").replace("Db.query", "Db.commit")),
    );
    let casebook = vault.open();
    let pasted = format!(
        "WARN something else before it\njava.io.IOException: The disk is full\n\tat com.acme.Log.write(Log.java:1)\n{}",
        elsewhere()
    );
    let answer = search(&casebook, &pasted);
    let fault = answer.same_fault.as_ref().expect("the same fault");
    assert_eq!((fault.reference.as_deref(), fault.others), (Some("ZD-47391"), 1));
    assert_eq!(fault.differs, ["version (7.5.0, there 7.4.1)", "host"]);
    assert_eq!(fault.article.as_ref().map(|article| article.title.as_str()), Some("Undo is too small"));
    assert_eq!(titles(&answer)[..2], ["Undo is too small", "Export stops"]);
    assert_eq!((answer.hits[0].why[0].reason, answer.hits[0].why[0].text.as_str()), (Reason::SameFault, "ZD-47391"));
    // What is not said any more is not recognised any more.
    vault.write("cases/1.md", case("Export stops", solved, "It ends every night."));
    vault.write("cases/2.md", case("Export stops again", "", "So does this."));
    let casebook = {
        drop(casebook);
        vault.open()
    };
    wait_for("the cases are read again", || search(&casebook, &pasted).same_fault.is_none());
}

#[test]
fn cases_that_share_a_line_many_faults_say_are_neither_named_nor_counted() {
    let line = |said: &str| format!("2026-11-20 09:20:03,123 ERROR com.acme.Db - {said}\n");
    let end = line("Aborting the start of the server");
    let locked = line("Cannot lock the data file") + &end;
    let vault = TestVault::empty();
    // The newest that share the line have another fault, more of them than are read for one line.
    for at in 10..40 {
        let other = line(&format!("Unknown variable {} in settings", ["port", "pool", "path"][at % 3])) + &end;
        vault.write(
            &format!("cases/{at}.md"),
            case("Other", &format!("opened: 2026-11-{}T09:00:00Z\n", at % 20 + 10), &other),
        );
    }
    vault.write("cases/1.md", case("Locked", "ref: ZD-1\nopened: 2025-01-01T09:00:00Z\n", &locked));
    vault.write("cases/2.md", case("Locked too", "ref: ZD-2\nopened: 2025-01-02T09:00:00Z\n", &locked));
    let casebook = vault.open();
    let fault = search(&casebook, &locked).same_fault.expect("the same fault");
    assert_eq!((fault.reference.as_deref(), fault.others), (Some("ZD-2"), 1));
    let unknown = line("Cannot find the licence file") + &end;
    assert!(search(&casebook, &unknown).same_fault.is_none());
}

#[test]
fn a_report_in_pieces_is_the_report_and_one_that_was_ended_takes_no_more() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntitle: Snapshot too old\n---\n## Issue\nORA-01555: snapshot too old\n");
    let casebook = vault.open();
    let piece = |reading: u32, first: bool, complete: Option<bool>| ReportPiece {
        name: "Pasted text".to_owned(),
        reading,
        first,
        complete,
    };
    let text = elsewhere();
    let (head, tail) = text.as_bytes().split_at(70);
    assert_eq!(casebook.take_report_piece(&piece(1, true, None), head).expect("taken"), None);
    let held = casebook.take_report_piece(&piece(1, false, Some(true)), tail).expect("taken").expect("held");
    assert_eq!((held.bytes, held.lines, held.complete), (text.len() as f64, text.lines().count() as f64, true));
    let request = request("");
    let answer = casebook.search_held(&request).expect("an answer");
    assert_eq!(titles(&answer), ["Snapshot too old"]);
    assert_eq!(answer.read_as, search(&casebook, &text).read_as, "the same as typed");

    // Stopped, it is what had come; ended, or begun anew by another window, it takes no more.
    casebook.take_report_piece(&piece(2, true, None), head).expect("taken");
    let held = casebook.take_report_piece(&piece(2, false, Some(false)), b"").expect("taken").expect("held");
    assert!(!held.complete && held.bytes == 70.0, "{held:?}");
    casebook.take_report_piece(&piece(3, true, None), head).expect("taken");
    casebook.stop_reading();
    assert_eq!(casebook.take_report_piece(&piece(3, false, None), tail).expect_err("ended").code(), Code::Refused);
    casebook.take_report_piece(&piece(4, true, None), head).expect("taken");
    casebook.take_report_piece(&piece(5, true, None), head).expect("taken");
    assert!(casebook.take_report_piece(&piece(4, false, Some(true)), tail).is_err());
}

#[test]
fn a_report_too_long_for_the_box_is_in_the_search_log_by_what_it_says() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    let text = elsewhere().replace("ORA-01555", "password=hunter2 ORA-01555");
    let held = casebook.hold_report("trace.log", Content::Bytes(text.as_bytes())).expect("held");
    assert!(held.complete);
    let searched = Searched { asked: Asked::default(), held: true, hits: 0, opened: None };
    let remembered = casebook.remember_search(&searched).expect("remembered");
    assert_eq!((remembered.kept, remembered.recent.len()), (None, 0), "it is not offered to be asked again");
    let log = casebook.search_log().expect("read");
    let [kept] = &log.without_result[..] else { panic!("{log:?}") };
    assert!(kept.text.contains("ORA-01555") && kept.text.contains("SQLException"), "{}", kept.text);
    assert!(!kept.text.contains("hunter2"), "{}", kept.text);
}
