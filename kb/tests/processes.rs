//! Two processes on one vault: the app leads, `kb` follows; what either writes, both find.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use std::process::{Command, Output};

use kb::casebook::view::{CaseListRequest, Event, QueueScope};
use kb::casebook::{Casebook, Stay};
use support::{TestVault, search, wait_for};

fn kb(vault: &TestVault, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kb"))
        .args(["--json", "--vault"])
        .arg(vault.root())
        .args(args)
        .env("KB_CACHE", vault.cache())
        .env("KB_DATA", vault.data())
        .env("KB_AUTHOR", "jon")
        .output()
        .expect("kb runs")
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("exactly one JSON document")
}

fn resident(vault: &TestVault) -> Casebook {
    let app = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    app.settle();
    app
}

#[test]
fn what_kb_notes_while_the_app_runs_is_found_by_both() {
    let vault = TestVault::sample();
    let app = resident(&vault);
    assert!(app.leads());
    let (heard, events) = std::sync::mpsc::channel();
    app.subscribe(move |event| {
        let _ = heard.send(event.clone());
    });

    let note = json(&kb(&vault, &["note", "ZD-48213", "quuxly observed on the wire"]));
    assert!(note["id"].as_str().is_some_and(|id| !id.is_empty()));
    let found = json(&kb(&vault, &["search", "quuxly"]));
    assert_eq!(found["total"], 1, "{found}");
    assert!(found.get("stale").is_none(), "{found}");

    wait_for("the app finds the note", || search(&app, "quuxly").total == 1);
    let told = events.try_iter().any(|event| matches!(event, Event::NotesChanged { .. }));
    assert!(told, "the window must hear of it");
}

#[test]
fn what_the_app_writes_kb_finds() {
    let vault = TestVault::sample();
    let app = resident(&vault);
    let case = app.case("ZD-48213").expect("in the sample");
    app.change(kb::casebook::view::Change::AddEntry {
        case,
        visibility: kb::model::Visibility::Internal,
        channel: kb::model::Channel::Note,
        text: "frobnication of the gateway".to_owned(),
    })
    .expect("saved");
    app.settle();
    assert_eq!(json(&kb(&vault, &["search", "frobnication"]))["total"], 1);
}

#[test]
fn entries_added_by_many_processes_at_once_are_all_there() {
    let vault = TestVault::sample();
    let app = resident(&vault);
    let path = app.case("ZD-48213").expect("in the sample");
    let before = app.note(&path).expect("read").journal.len();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (vault, app, path) = (&vault, &app, &path);
            scope.spawn(move || {
                for round in 0..5 {
                    let text = format!("entry {writer}-{round}");
                    if writer % 2 == 0 {
                        json(&kb(vault, &["note", "ZD-48213", &text]));
                    } else {
                        app.change(kb::casebook::view::Change::AddEntry {
                            case: path.clone(),
                            visibility: kb::model::Visibility::Internal,
                            channel: kb::model::Channel::Note,
                            text,
                        })
                        .expect("saved");
                    }
                }
            });
        }
    });
    let journal = app.note(&path).expect("read").journal;
    assert_eq!(journal.len(), before + 20);
    for writer in 0..4 {
        for round in 0..5 {
            assert!(journal.iter().any(|entry| entry.text == format!("entry {writer}-{round}")), "{writer}-{round}");
        }
    }
}

#[test]
fn kb_asks_a_leading_app_to_rebuild_and_both_use_the_new_store() {
    let vault = TestVault::sample();
    let app = resident(&vault);
    let done = json(&kb(&vault, &["reindex"]));
    assert!(done["indexed"].as_u64().is_some_and(|count| count > 100), "{done}");
    assert!(search(&app, "rekey").total > 0);
    assert!(app.leads());
}

#[test]
fn a_follower_takes_the_lead_when_the_leader_ends() {
    let vault = TestVault::sample();
    let first = resident(&vault);
    let second = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    assert!(first.leads() && !second.leads());
    let team = CaseListRequest { scope: QueueScope::Team, limit: 10, ..Default::default() };
    assert!(second.queue(&team).expect("listed").total > 0, "a follower answers");
    drop(first);
    wait_for("the second leads", || second.leads());
    second.settle();
    assert!(search(&second, "rekey").total > 0);
}

#[test]
fn an_outside_edit_is_found_without_asking() {
    let vault = TestVault::sample();
    let app = resident(&vault);
    vault.write("articles/brand-new.md", "# Brand new\nzyzzyva in the log\n");
    wait_for("the outside edit is found", || search(&app, "zyzzyva").total == 1);
    std::fs::remove_file(vault.root().join("articles/brand-new.md")).expect("removed");
    wait_for("the removal is seen", || search(&app, "zyzzyva").total == 0);
}
