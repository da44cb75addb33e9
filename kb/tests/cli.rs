//! The `kb` command as its contract says: JSON on standard output, errors on standard error, exit statuses.

mod support;

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::TestVault;

struct Kb<'a> {
    vault: &'a TestVault,
}

impl Kb<'_> {
    fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kb"))
            .args(args)
            .env("KB_VAULT", self.vault.root())
            .env("KB_CACHE", self.vault.cache())
            .env("KB_DATA", self.vault.data())
            .env("KB_AUTHOR", "mira")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kb runs");
        let mut stdin = child.stdin.take().expect("piped");
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("kb ends")
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[&["--json"], args].concat());
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("exactly one JSON document")
    }

    /// The exit status and the error's code.
    fn failure(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(&[&["--json"], args].concat());
        assert!(output.stdout.is_empty(), "{args:?}: nothing on standard output");
        let error: Value = serde_json::from_slice(&output.stderr).expect("an error as JSON");
        for part in ["code", "message", "hint"] {
            assert!(error["error"][part].as_str().is_some_and(|text| !text.is_empty()), "{args:?}: {part} in {error}");
        }
        (output.status.code().expect("an exit status"), error["error"]["code"].as_str().unwrap_or_default().to_owned())
    }
}

#[test]
fn paste_the_error_get_the_fix_close_the_case_and_the_next_person_finds_it() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let found = kb.json(&["search", "DTLS handshake timeout 0x2746", "--kind", "article"]);
    let best = &found["hits"][0];
    assert_eq!(best["title"], "EdgeVPN 7.4 disconnects at DTLS rekey");
    assert_eq!(best["confidence"], "validated");
    let solved = best["resolved_cases"].as_u64().expect("a count");
    let article = best["id"].as_str().expect("an id").to_owned();

    let case = kb.json(&[
        "new",
        "case",
        "--title",
        "Tunnel resets hourly",
        "--ref",
        "ZD-50001",
        "--customer",
        "Kestrel",
        "--priority",
        "high",
    ]);
    let id = case["id"].as_str().expect("an id").to_owned();
    let entry = kb.json(&["note", "ZD-50001", "Asked for edge-diag; shows 0x2746", "--channel", "call"]);
    assert!(entry["at"].is_string() && entry["id"].is_string());
    let linked = kb.json(&["link", "ZD-50001", &article, "--how", "resolved-by"]);
    assert_eq!(linked, serde_json::json!({ "case": id, "article": article, "how": "resolved-by" }));
    let status = kb.json(&["status", &id[..20], "solved", "--resolution", "known", "--reason", "rekey off"]);
    assert_eq!(status["status"], "solved");

    let file = vault.read(case["path"].as_str().expect("a path"));
    for words in
        ["status: solved", "how: resolved-by", "0x2746", "new -> solved: rekey off", "· mira · internal · call ^"]
    {
        assert!(file.contains(words), "{words} in\n{file}");
    }
    let shown = kb.json(&["show", &article]);
    assert_eq!(
        shown["counts"]["resolved_by"].as_u64().expect("a count")
            + shown["counts"]["created"].as_u64().expect("a count"),
        solved + 1
    );
    assert!(shown["cases"].as_array().expect("cases").iter().any(|c| c["case"]["ref"] == "ZD-50001"));
    let unlinked = kb.json(&["unlink", "ZD-50001", &article]);
    assert_eq!(unlinked["article"], Value::String(article));
}

#[test]
fn html_is_shown_only_when_asked_for() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    assert!(kb.json(&["show", "ZD-48213"])["sections"][0].get("html").is_none());
    assert!(kb.json(&["show", "ZD-48213", "--html"])["sections"][0]["html"].is_string());
}

#[test]
fn a_note_is_read_from_standard_input() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let output = kb.run_with(&["note", "ZD-48213", "-", "--customer"], "Hello Ana,\nit holds so far.\n");
    assert!(output.status.success());
    let shown = kb.json(&["show", "ZD-48213"]);
    let last = shown["journal"].as_array().expect("a journal").last().expect("an entry").clone();
    assert_eq!(last["text"], "Hello Ana,\nit holds so far.");
    assert_eq!(last["visibility"], "customer");
}

#[test]
fn a_report_is_searched_for_by_what_it_says() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let log =
        "2026-11-23T09:31:08Z edge-gw-03 dtlsd[4411]: DTLS handshake timeout (code 0x2746), retry 3\n".repeat(200);
    for piped in [&["--report", "-"][..], &["-"]] {
        let args = [&["--json", "search", "--kind", "article"][..], piped].concat();
        let found: Value = serde_json::from_slice(&kb.run_with(&args, &log).stdout).expect("JSON");
        assert_eq!(found["hits"][0]["title"], "EdgeVPN 7.4 disconnects at DTLS rekey", "{args:?}");
    }
}

#[test]
fn a_fault_that_a_case_had_is_named() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let log = "2026-11-20 09:20:03,123 ERROR [report-worker-2] net.ledgerline.report.Worker - RPT-0500 worker lost on rep-09.example.org, \
               report restarted (2 of 2), ledger-reportd 2026.2.0\n\
               java.lang.OutOfMemoryError: Java heap space\n\
               \tat net.ledgerline.report.xlsx.CellBuffer.grow(CellBuffer.java:91)\n\
               \tat net.ledgerline.report.xlsx.SheetWriter.append(SheetWriter.java:150)\n";
    for command in [["search", "--report"], ["report", ""]] {
        let args: Vec<&str> = command.into_iter().filter(|arg| !arg.is_empty()).chain(["-"]).collect();
        let human = String::from_utf8_lossy(&kb.run_with(&args, log).stdout).into_owned();
        let told = "Same fault as ZD-45718; differs in version (2026.2.0, there 2026.1.0), host\n\
                    Resolved by Ledgerline report service: OutOfMemoryError with large Excel reports\n";
        assert!(human.starts_with(told), "{human}");
    }
}

#[test]
fn exit_statuses_say_what_happened() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    assert_eq!(kb.run(&["search", "zzzyyyxxxwww"]).status.code(), Some(1), "nothing found");
    assert_eq!(kb.failure(&["show", "no-such-note"]), (1, "not-found".to_owned()));
    assert_eq!(kb.failure(&["frobnicate"]), (2, "usage".to_owned()));
    assert_eq!(kb.failure(&["search", "x", "--filter", "nonsense"]), (2, "usage".to_owned()));
    assert_eq!(kb.failure(&["search", "x", "--filter", "nonsense=1"]), (2, "invalid".to_owned()));
    assert_eq!(kb.failure(&["status", "ZD-48213", "finished"]), (2, "usage".to_owned()));
    assert_eq!(kb.failure(&["note", "ZD-48213", "   "]), (2, "invalid".to_owned()));
    assert_eq!(kb.failure(&["--vault", "/no/such/folder", "check"]).0, 5);
    assert_eq!(kb.failure(&["note", "@", "words"]), (1, "not-found".to_owned()), "no case is open in an app");
    assert_eq!(kb.failure(&["status", "articles", "open"]).0, 1);
}

#[test]
fn the_sample_vault_has_no_problems() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    assert_eq!(kb.json(&["check"]), serde_json::json!({ "problems": [] }));
}

#[test]
fn check_names_file_line_and_next_step() {
    let vault = TestVault::sample();
    vault.write("articles/bad.md", "---\ntype: article\ntitle: Bad\nconfidence: sure\n---\n[[nowhere at all]]\n");
    let kb = Kb { vault: &vault };
    let output = kb.run(&["--json", "check"]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems = found["problems"].as_array().expect("problems");
    assert!(
        problems.iter().any(|p| p["path"] == "articles/bad.md" && p["line"] == 4 && p["code"] == "invalid-value"),
        "{found}"
    );
    assert!(problems.iter().any(|p| p["line"] == 6 && p["code"] == "dangling-wikilink"), "{found}");
}

#[test]
fn new_articles_name_their_possible_duplicates() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let made = kb.json(&["new", "article", "--title", "EdgeVPN 7.4 disconnects at DTLS rekey"]);
    assert_eq!(made["possible_duplicates"][0]["title"], "EdgeVPN 7.4 disconnects at DTLS rekey");
    let text = vault.read(made["path"].as_str().expect("a path"));
    for heading in ["## Issue", "## Environment", "## Cause", "## Resolution", "confidence: wip", "audience: internal"]
    {
        assert!(text.contains(heading), "{heading} in\n{text}");
    }
}

#[test]
fn learn_lists_the_paths_and_walks_one() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let paths = kb.json(&["learn"]);
    let paths = paths["paths"].as_array().expect("paths");
    let week = paths.iter().find(|path| path["title"] == "First week: EdgeVPN").expect("the path of the sample");
    assert_eq!((&week["done"], &week["next"]), (&Value::from(0), &Value::from(1)));
    let by_id = kb.json(&["learn", week["id"].as_str().expect("an id")]);
    assert_eq!(by_id, kb.json(&["learn", "first week: edgevpn"]), "a title names it too");
    let first = &by_id["plan"][0];
    assert_eq!(first["title"], "EdgeVPN 7.4 disconnects at DTLS rekey");
    assert!(first["minutes"].as_u64().is_some_and(|minutes| minutes >= 1) && first["done"].is_null(), "{first}");
    assert!(first.get("why_html").is_none() && by_id.get("about_html").is_none());
    assert_eq!(kb.failure(&["learn", "no such path"]), (1, "not-found".to_owned()));
    assert_eq!(kb.failure(&["learn", "ZD-48213"]), (1, "not-found".to_owned()), "a case is no path");

    let text = String::from_utf8(kb.run(&["learn", "First week: EdgeVPN"]).stdout).expect("UTF-8");
    assert!(text.contains("0 of ") && text.contains("  1. [ ] EdgeVPN 7.4 disconnects at DTLS rekey"), "{text}");

    let empty = TestVault::empty();
    let output = Kb { vault: &empty }.run(&["--json", "learn"]);
    assert_eq!((output.status.code(), output.stdout.trim_ascii()), (Some(1), &br#"{"paths":[]}"#[..]));
}

#[test]
fn reindex_counts_what_it_did() {
    let vault = TestVault::sample();
    let done = Kb { vault: &vault }.json(&["reindex"]);
    assert_eq!(done["files"], done["indexed"]);
    assert_eq!(done["problems"], 0);
    assert!(done["seconds"].is_number());
}

#[test]
fn people_get_plain_text() {
    let vault = TestVault::sample();
    let output = Kb { vault: &vault }.run(&["search", "0x2746", "--limit", "3"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("article  EdgeVPN 7.4 disconnects at DTLS rekey"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours where no terminal reads");
}

#[test]
fn an_article_is_framed_from_a_case_without_its_names() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let framed = kb.json(&["frame", "ZD-48213"]);
    assert_eq!(framed.as_object().expect("an object").len(), 2, "id and path: {framed}");
    let text = vault.read(framed["path"].as_str().expect("a path"));
    for words in
        ["confidence: wip", "products: [EdgeVPN]", "0x2746", "Searched for: vpn disconnects after 30 minutes idle"]
    {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    for name in ["Brackwater", "Ana", "Ruiz"] {
        assert!(!text.contains(name), "{name} in\n{text}");
    }
    let case = kb.json(&["show", "ZD-48213"]);
    let links = case["links"].as_array().expect("links");
    assert!(links.iter().any(|link| link["article"] == framed["id"] && link["how"] == "created"), "{links:?}");
    assert_eq!(kb.json(&["frame", "ZD-48213"]), framed, "framed once");
    assert_eq!(kb.failure(&["frame", "no-such-case"]), (1, "not-found".to_owned()));
}

#[test]
fn a_report_is_read_from_a_file_or_a_pipe_without_a_vault() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let text = "2026-11-20 09:20:03 ERROR \u{1b}[31mcannot open: ORA-01555 on host edge-03\n";
    let output = kb.run_with(&["--json", "--vault", "/nowhere", "report", "-"], text);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).expect("exactly one JSON document");
    assert_eq!(read["report"]["lines"], 1);
    assert_eq!(read["clues"][0]["text"], "ORA-01555");
    assert_eq!(read["clues"][0]["why"], "code");
    let human = kb.run_with(&["report", "-"], text);
    let human = String::from_utf8_lossy(&human.stdout).into_owned();
    assert!(human.contains("Codes: ORA-01555") && human.contains("Hosts: edge-03"), "{human}");
    assert!(!human.contains('\u{1b}'), "nothing steers the terminal");
    assert_eq!(kb.run_with(&["report", "-"], "").status.code(), Some(1));
    assert_eq!(kb.failure(&["report", "/nowhere/a.log"]), (4, "io".to_owned()));
}

#[expect(clippy::disallowed_methods, reason = "data of a measurement, no vault")]
fn put(folder: &tempfile::TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).expect("written");
}

/// A folder with three articles, a case of the third and two queries.
fn known_answers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |name, text| put(&folder, name, text);
    put(
        "corpus.jsonl",
        r#"{"_id":"a1","title":"Tunnel drops at every rekey","text":"the client loses its tunnel"}
{"_id":"a2","title":"Printer asks for a password","text":"release station"}
{"_id":"a3","title":"Export stops half way","text":"snapshot too old"}
"#,
    );
    put("cases.jsonl", "{\"_id\":\"c1\",\"title\":\"nightly report is empty\",\"text\":\"\",\"article\":\"a3\"}\n");
    put(
        "queries.jsonl",
        r#"{"_id":"q1","text":"tunnel drops","form":"typed","class":"first"}
{"_id":"q2","text":"report empty every night","form":"typed","class":"repeat"}
"#,
    );
    put("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\ta1\t1\nq2\ta3\t1\nq2\ta2\t0\n");
    folder
}

#[test]
fn how_well_search_finds_is_measured_on_known_answers_beside_baselines() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let data = known_answers();
    let folder = data.path().to_str().expect("UTF-8");
    let report = kb.json(&["--vault", "/nowhere", "eval", folder, "--baselines"]);
    let systems = report["systems"].as_array().expect("systems");
    let names: Vec<_> = systems.iter().map(|system| system["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["casebook", "casebook, cases ignored", "bm25", "bm25, cases appended", "fts5"]);
    let figure = |system: usize, class: usize, name: &str| systems[system]["rows"][class][name].as_f64().expect(name);
    for (system, name) in names.iter().enumerate() {
        assert_eq!(systems[system]["rows"][0]["class"], "first");
        assert!((figure(system, 0, "success_1") - 1.0).abs() < 1e-9, "{name} knows what is written there");
    }
    // Only what learns from cases knows the words of the case.
    assert!((figure(0, 1, "map") - 1.0).abs() < 1e-9 && (figure(3, 1, "map") - 1.0).abs() < 1e-9, "{report}");
    assert!(figure(1, 1, "map") < 1e-9 && figure(2, 1, "map") < 1e-9 && figure(4, 1, "map") < 1e-9, "{report}");
    let row = &systems[0]["rows"][1];
    assert_eq!((&row["form"], &row["n"]), (&"typed".into(), &1.into()));
    assert_eq!(row["map_ci"], serde_json::json!([1.0, 1.0]));
    assert_eq!(kb.json(&["eval", folder])["systems"].as_array().map(Vec::len), Some(1));
}

#[test]
fn data_that_cannot_be_measured_is_named_with_its_line() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    assert_eq!(kb.failure(&["eval", "/nowhere"]), (4, "io".to_owned()));
    let broken = |name: &str, text: &str| {
        let data = known_answers();
        put(&data, name, text);
        let args = ["--json", "eval", data.path().to_str().expect("UTF-8")];
        let output = kb.run(&args);
        let error: Value = serde_json::from_slice(&output.stderr).expect("an error as JSON");
        (output.status.code(), error["error"]["message"].as_str().unwrap_or_default().to_owned())
    };
    let (status, message) = broken("corpus.jsonl", "{\"_id\":\"a1\"}\n\n{\"_id\":\"a2\",\n");
    assert!(status == Some(2) && message.contains("corpus.jsonl:3"), "{message}");
    let (status, message) = broken("corpus.jsonl", "{\"_id\":\"a1\"}\n{\"_id\":\"a1\"}\n");
    assert!(status == Some(2) && message.contains("corpus.jsonl:2") && message.contains("a1"), "{message}");
    let (status, message) = broken("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\ta1\tmuch\n");
    assert!(status == Some(2) && message.contains("qrels.tsv:2") && message.contains("much"), "{message}");
    let (status, message) = broken("qrels.tsv", "query-id\tcorpus-id\tscore\n");
    assert!(status == Some(2) && message.contains("right answer"), "{message}");
}

#[test]
fn versions_are_listed_and_one_is_brought_back() {
    let vault = TestVault::empty();
    vault.write("cases/2026/c.md", "---\nid: 01C\ntype: case\ntitle: Drops\n---\n## Issue\nDrops\n\n## Journal\n");
    let before = vault.read("cases/2026/c.md");
    let kb = Kb { vault: &vault };
    kb.json(&["note", "01C", "Asked."]);
    let listed = kb.json(&["history", "01C"]);
    let by: Vec<&str> =
        listed["versions"].as_array().expect("rows").iter().flat_map(|row| row["by"].as_str()).collect();
    assert_eq!(by, ["kb", "outside"]);
    let number = listed["versions"][1]["number"].to_string();
    kb.json(&["revert", "01C", &number]);
    assert_eq!(vault.read("cases/2026/c.md"), before);
    assert_eq!(kb.failure(&["revert", "01C", "4000"]), (1, "not-found".to_owned()));
    let text = String::from_utf8(kb.run(&["history", "01C"]).stdout).expect("text");
    assert!(text.starts_with('*') && text.contains("restored"), "{text}");
}

#[test]
fn the_trash_is_listed_brought_back_and_emptied_only_on_request() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\nid: 01A\ntitle: A\n---\ntext\n");
    let trash = || {
        let casebook = vault.open();
        let path = kb::model::VaultPath::new("articles/a.md").expect("a path");
        casebook.change(kb::casebook::view::Change::Trash { path }).expect("moved");
    };
    trash();
    let kb = Kb { vault: &vault };
    let place = kb.json(&["trash"])["items"][0]["place"].as_str().expect("a place").to_owned();
    assert_eq!(kb.json(&["trash", "restore", &place])["path"], "articles/a.md");
    trash();
    assert_eq!(kb.run(&["trash", "empty"]).status.code(), Some(1), "nothing was deleted");
    assert_eq!(kb.json(&["trash", "empty", "--yes"])["deleted"], 1);
    assert_eq!(kb.run(&["--json", "trash", "list"]).status.code(), Some(1), "there is nothing");
}

#[test]
fn a_customer_is_listed_and_only_with_yes_forgotten() {
    let vault = TestVault::sample();
    let kb = Kb { vault: &vault };
    let case = kb.json(&["show", "ZD-48213"]);
    let customer = case["case"]["customer"].as_str().expect("a customer").to_owned();
    let listed = kb.json(&["purge", "--customer", &customer]);
    assert!(listed["traces"]["notes"].as_array().is_some_and(|notes| !notes.is_empty()), "{listed}");
    kb.json(&["show", "ZD-48213"]);
    let done = kb.json(&["purge", "--customer", &customer, "--yes"]);
    assert_eq!(done["purged"]["left"], serde_json::json!([]));
    assert_eq!(kb.failure(&["show", "ZD-48213"]).1, "not-found");
    assert_eq!(kb.run(&["purge", "--customer", &customer]).status.code(), Some(1), "nothing names them any more");
}
