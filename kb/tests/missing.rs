//! A vault that suddenly lacks much of what it held: nothing is taken over until somebody says so. And files that a
//! power cut emptied are not what their notes say now.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use std::process::{Command, Output};

use kb::casebook::view::{Change, Event, MissingNotes};
use kb::casebook::{Casebook, Stay};
use kb::model::{Channel, ProblemCode, VaultPath, Visibility};
use support::{TestVault, search, wait_for};

/// Articles enough that five in a hundred are more than twenty.
const NOTES: usize = 500;

fn vault() -> TestVault {
    let vault = TestVault::empty();
    for number in 0..NOTES {
        vault.write(&note(number), text(number));
    }
    vault
}

fn note(number: usize) -> String {
    format!("articles/{}/a{number}.md", number % 10)
}

fn text(number: usize) -> String {
    format!("---\nid: A-{number}\ntitle: Article {number}\n---\n## Resolution\nspooler number{number}\n")
}

fn remove(vault: &TestVault, numbers: std::ops::Range<usize>) {
    for number in numbers {
        std::fs::remove_file(vault.root().join(note(number))).expect("removed");
    }
}

fn empty(vault: &TestVault) {
    for entry in std::fs::read_dir(vault.root()).expect("listed").flatten() {
        let path = entry.path();
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.expect("removed");
    }
}

fn resident(vault: &TestVault) -> Casebook {
    let app = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    app.settle();
    app
}

fn found(casebook: &Casebook) -> usize {
    search(casebook, "spooler").total as usize
}

fn missing(known: usize, missing: usize) -> Option<MissingNotes> {
    let number = |count: usize| u32::try_from(count).expect("small");
    Some(MissingNotes { known: number(known), missing: number(missing) })
}

#[test]
fn a_vault_that_is_suddenly_empty_keeps_its_index_until_it_is_back() {
    let vault = vault();
    drop(vault.open());
    let away = vault.folder.path().join("away");
    std::fs::rename(vault.root(), &away).expect("moved");
    std::fs::create_dir(vault.root()).expect("an empty place to mount to");

    let casebook = vault.open();
    assert_eq!(casebook.missing().expect("read"), missing(NOTES, NOTES));
    assert_eq!(found(&casebook), NOTES, "the index is kept");
    casebook.look_again();
    assert_eq!(casebook.missing().expect("read"), missing(NOTES, NOTES));
    drop(casebook);

    std::fs::remove_dir(vault.root()).expect("still empty: nothing is written into it");
    std::fs::rename(&away, vault.root()).expect("mounted");
    let casebook = vault.open();
    assert_eq!(casebook.missing().expect("read"), None);
    assert_eq!((found(&casebook), casebook.status().expect("read").name.as_str()), (NOTES, "Test"));
}

#[test]
fn a_loss_that_is_meant_is_taken_over_when_somebody_says_so() {
    let vault = vault();
    drop(vault.open());
    remove(&vault, 0..26);
    let casebook = vault.open();
    assert_eq!(casebook.missing().expect("read"), missing(NOTES, 26));
    assert_eq!(found(&casebook), NOTES);
    casebook.accept_missing().expect("taken over");
    assert_eq!((casebook.missing().expect("read"), found(&casebook)), (None, NOTES - 26));
    drop(casebook);
    assert_eq!(vault.open().missing().expect("read"), None, "and is asked about once");
}

#[test]
fn a_small_loss_a_move_of_everything_and_a_new_name_of_a_folder_ask_nothing() {
    let vault = vault();
    drop(vault.open());
    remove(&vault, 0..25);
    std::fs::rename(vault.root().join("articles"), vault.root().join("moved")).expect("renamed");
    let casebook = vault.open();
    assert_eq!((casebook.missing().expect("read"), found(&casebook)), (None, NOTES - 25));
    drop(casebook);

    // As git does it: other files, the same content.
    support::copy(&vault.root().join("moved"), &vault.root().join("again"));
    std::fs::remove_dir_all(vault.root().join("moved")).expect("removed");
    let casebook = vault.open();
    assert_eq!((casebook.missing().expect("read"), found(&casebook)), (None, NOTES - 25));
}

#[test]
fn other_notes_in_the_place_of_all_are_a_wrong_folder() {
    let vault = vault();
    drop(vault.open());
    empty(&vault);
    for number in 0..NOTES {
        vault.write(&format!("other/{number}.md"), format!("# Something else {number}\n"));
    }
    let casebook = vault.open();
    assert_eq!(casebook.missing().expect("read"), missing(NOTES, NOTES));
    assert_eq!(found(&casebook), NOTES);
    assert!(casebook.reindex().is_err(), "building anew would take it over");
    assert_eq!(found(&casebook), NOTES);
}

#[test]
fn an_open_vault_that_is_emptied_says_so_goes_on_with_what_is_there_and_comes_back() {
    let vault = vault();
    let app = resident(&vault);
    let (heard, events) = std::sync::mpsc::channel();
    app.subscribe(move |event| {
        let _ = heard.send(event.clone());
    });
    let away = vault.folder.path().join("away");
    support::copy(&vault.root(), &away);
    empty(&vault);
    wait_for("the app asks", || app.missing().expect("read").is_some());
    // At most the few that went before it was too much.
    assert!(found(&app) >= NOTES - 20, "{} are left", found(&app));
    assert!(events.try_iter().any(|event| matches!(event, Event::Missing { missing: Some(_) })));
    assert_eq!(app.status().expect("read").name, "Test", "settings that are gone with the rest hold on");

    support::copy(&away, &vault.root());
    wait_for("all is back", || app.missing().expect("read").is_none() && found(&app) == NOTES);
    wait_for("it says so", || events.try_iter().any(|event| matches!(event, Event::Missing { missing: None })));
}

#[test]
fn what_trickles_away_is_noticed_too_and_own_changes_are_still_taken_in() {
    let vault = vault();
    vault.write("cases/c.md", "---\nid: C-1\ntype: case\ntitle: A case\nstatus: open\n---\n## Journal\n");
    let app = resident(&vault);
    for batch in 0..12 {
        remove(&vault, batch * 15..(batch + 1) * 15);
        wait_for("the app has looked", || {
            app.missing().expect("read").is_some() || found(&app) <= NOTES - (batch + 1) * 15
        });
    }
    assert!(app.missing().expect("read").is_some());
    let (case, visibility, channel) =
        (VaultPath::new("cases/c.md").expect("a path"), Visibility::Internal, Channel::Note);
    app.change(Change::AddEntry { case, visibility, channel, text: "written meanwhile".to_owned() }).expect("saved");
    wait_for("it is found", || search(&app, "meanwhile").total == 1);
    app.accept_missing().expect("taken over");
    wait_for("it is taken over", || found(&app) == NOTES - 180);
}

fn kb(vault: &TestVault, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kb"))
        .args(["--json", "--vault"])
        .arg(vault.root())
        .args(args)
        .env("KB_CACHE", vault.cache())
        .env("KB_DATA", vault.data())
        .output()
        .expect("kb runs")
}

#[test]
fn kb_says_it_ends_with_status_5_and_takes_it_over_when_told() {
    let vault = vault();
    drop(vault.open());
    empty(&vault);
    for app in [None, Some(())] {
        let app = app.map(|()| resident(&vault));
        let refused = kb(&vault, &["search", "spooler"]);
        let said: serde_json::Value = serde_json::from_slice(&refused.stderr).expect("one JSON document");
        assert_eq!(
            (refused.status.code(), said["error"]["code"].as_str()),
            (Some(5), Some("vault-unavailable")),
            "{said}"
        );
        assert!(
            said["error"]["message"]
                .as_str()
                .is_some_and(|text| text.starts_with("500 of the 500 notes known are missing")),
            "{said}"
        );
        assert!(said["error"]["hint"].as_str().is_some_and(|text| text.contains("--accept-missing")), "{said}");
        drop(app);
    }
    let app = resident(&vault);
    let done = kb(&vault, &["--accept-missing", "search", "spooler"]);
    assert_eq!(done.status.code(), Some(1), "nothing is found any more: {}", String::from_utf8_lossy(&done.stderr));
    assert_eq!((found(&app), app.missing().expect("read")), (0, None));
}

/// Makes the store look as if the system had been started anew since.
fn restart(vault: &TestVault) {
    let home = std::fs::read_dir(vault.cache()).expect("listed").flatten().next().expect("a cache").path();
    let current = std::fs::read_to_string(home.join("current")).expect("read");
    std::fs::write(home.join("stores").join(current.trim()).join("boot"), "another run").expect("written");
}

fn problems(casebook: &Casebook) -> Vec<(String, ProblemCode)> {
    casebook.problems().expect("listed").into_iter().map(|row| (row.path, row.problem.code)).collect()
}

#[test]
fn a_file_that_a_power_cut_emptied_is_not_taken_over() {
    let vault = TestVault::empty();
    let case = "cases/c.md";
    vault.write(case, "---\nid: C-1\ntype: case\ntitle: Tunnel drops\nstatus: open\n---\n## Journal\n");
    vault.write("articles/meant.md", "# Meant to be empty\n");
    drop(vault.open());
    vault.write("articles/meant.md", "");
    drop(vault.open());
    restart(&vault);
    vault.write(case, "");

    for _ in 0..2 {
        let casebook = vault.open();
        assert_eq!(problems(&casebook), [(case.to_owned(), ProblemCode::Emptied)]);
        assert_eq!(search(&casebook, "tunnel").total, 1, "what was known is kept");
        let (case, visibility, channel) = (VaultPath::new(case).expect("a path"), Visibility::Internal, Channel::Note);
        let refused = casebook
            .change(Change::AddEntry { case, visibility, channel, text: "on top of nothing".to_owned() })
            .expect_err("refused");
        assert!(refused.message().contains("its file is empty"), "{}", refused.message());
    }
    assert_eq!(vault.read(case), "");
    vault.write(case, "---\nid: C-1\ntype: case\ntitle: Tunnel mended\n---\n");
    let casebook = vault.open();
    assert_eq!((problems(&casebook), search(&casebook, "mended").total), (Vec::new(), 1));
}

#[test]
fn without_a_power_cut_an_empty_file_is_an_empty_note() {
    let vault = TestVault::empty();
    vault.write("a.md", "# Spooler\n");
    drop(vault.open());
    vault.write("a.md", "");
    let casebook = vault.open();
    assert_eq!((problems(&casebook), search(&casebook, "spooler").total), (Vec::new(), 0));
}
