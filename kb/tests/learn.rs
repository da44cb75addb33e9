//! Onboarding paths: what a path leads to, and progress that outlives renames and notices changes.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use kb::casebook::view::PathView;
use kb::casebook::{Casebook, Code};
use kb::model::VaultPath;
use support::TestVault;

fn at(path: &str) -> VaultPath {
    VaultPath::new(path).expect("a path")
}

/// A vault with a path of three steps, the last of which leads nowhere.
fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(
        "paths/week.md",
        "---\nid: WEEK\ntype: path\ntitle: First week\n---\nFor *newcomers*.\n\n1. [[Rekey]]: `0x2746`, see [[Idle]]\n\
         2. [[Idle|the wrong turn]] (7 min)\n3. [[Nowhere]]: to be written\n",
    );
    let words = "word ".repeat(450);
    vault.write(
        "articles/rekey.md",
        format!("---\nid: A1\ntype: article\ntitle: Rekey\nproducts: [EdgeVPN]\n---\n## Resolution\n{words}\n"),
    );
    vault.write("articles/idle.md", "---\nid: A2\ntype: article\ntitle: Idle\n---\n## Issue\nShort.\n");
    vault
}

fn read(casebook: &Casebook) -> PathView {
    casebook.settle();
    let paths = casebook.paths().expect("listed");
    assert_eq!(paths.len(), 1);
    let view = casebook.path(&paths[0].path).expect("a path");
    assert_eq!(view.row, paths[0], "the list says what the path says");
    view
}

#[test]
fn a_path_says_what_why_and_how_long() {
    let vault = vault();
    let view = read(&vault.open());
    assert_eq!((view.row.title.as_str(), view.row.about.as_str()), ("First week", "For newcomers."));
    assert_eq!(view.row.length, 3);
    assert_eq!((view.row.steps, view.row.done, view.row.minutes, view.row.minutes_left), (2, 0, 10, 10));
    assert_eq!((view.row.next, view.row.next_title.as_deref()), (Some(1), Some("Rekey")));
    assert_eq!(view.row.read_at, None);
    let [rekey, idle, nowhere] = view.plan.as_slice() else { panic!("three steps: {:?}", view.plan) };
    assert_eq!((rekey.minutes, rekey.why.as_str()), (3, "0x2746, see Idle"), "450 words at 200 a minute");
    assert!(rekey.why_html.contains("data-note=\"articles/idle.md\""), "{}", rekey.why_html);
    assert_eq!((idle.title.as_str(), idle.minutes, idle.path.clone()), ("Idle", 7, Some(at("articles/idle.md"))));
    assert_eq!((nowhere.title.as_str(), nowhere.minutes, nowhere.key.clone()), ("Nowhere", 0, None));
    assert_eq!(nowhere.missing.as_deref(), Some("No note is called Nowhere"));
    let codes: Vec<_> = view.problems.iter().map(|problem| (problem.code.as_str(), problem.line)).collect();
    assert_eq!(codes, [("dangling-wikilink", 10)]);
}

#[test]
fn progress_survives_renames_of_the_path_and_of_what_it_leads_to() {
    let vault = vault();
    let casebook = vault.open();
    let done = casebook.tick_step(&at("paths/week.md"), "A1", true).expect("ticked");
    assert_eq!((done.row.done, done.row.minutes_left, done.row.next), (1, 7, Some(2)));
    drop(casebook);
    let root = vault.root();
    std::fs::rename(root.join("paths/week.md"), root.join("paths/the-first-week.md")).expect("renamed");
    std::fs::rename(root.join("articles/rekey.md"), root.join("articles/dtls.md")).expect("renamed");
    vault.forget_caches();
    let casebook = vault.open();
    let view = read(&casebook);
    assert_eq!(view.row.path, at("paths/the-first-week.md"));
    assert!(view.plan[0].done.is_some() && !view.plan[0].changed);
    assert!(view.row.read_at.is_some(), "and so does the place");
    let files: Vec<String> = ["paths/the-first-week.md", "articles/dtls.md"].map(|path| vault.read(path)).into();
    assert!(
        files.iter().all(|text| !text.contains("done") && !text.contains("[x]")),
        "nothing is written to the vault"
    );
}

#[test]
fn a_step_that_changed_after_it_was_read_says_so_until_it_is_read_again() {
    let vault = vault();
    let path = at("paths/week.md");
    let casebook = vault.open();
    casebook.tick_step(&path, "A2", true).expect("ticked");
    let rewrite = |text: &str| {
        vault.write("articles/idle.md", text);
        casebook.rescan();
        read(&casebook)
    };
    let front = "---\nid: A2\ntype: article\ntitle: Idle\nconfidence: validated\n---\n";
    let view = rewrite(&format!("{front}## Issue\n\nShort.\n"));
    assert!(!view.plan[1].changed, "its properties and its blank lines are not what was read");
    let view = rewrite(&format!("{front}## Issue\nShort, but other.\n"));
    assert!(view.plan[1].changed && view.plan[1].done.is_some());
    assert_eq!(view.row.changed, 1);
    let view = casebook.tick_step(&path, "A2", true).expect("read again");
    assert!(!view.plan[1].changed);
    let view = casebook.tick_step(&path, "A2", false).expect("taken back");
    assert_eq!((view.plan[1].done, view.row.done), (None, 0));
}

#[test]
fn a_path_is_resumed_where_it_was_left() {
    let vault = vault();
    let path = at("paths/week.md");
    let casebook = vault.open();
    casebook.visit_step(&path, "A2").expect("kept");
    assert_eq!(read(&casebook).row.next, Some(2));
    casebook.tick_step(&path, "A2", true).expect("ticked");
    assert_eq!(read(&casebook).row.next, Some(1), "the last step is read: back to what was left out");
    casebook.tick_step(&path, "A1", true).expect("ticked");
    let row = read(&casebook).row;
    assert_eq!((row.next, row.done, row.steps, row.minutes_left), (None, 2, 2, 0));
}

#[test]
fn what_is_no_path_or_no_step_is_refused() {
    let vault = vault();
    let casebook = vault.open();
    let error = casebook.path(&at("articles/idle.md")).expect_err("no path");
    assert_eq!(error.code(), Code::Refused);
    insta::assert_snapshot!(format!("{}\n{}", error.message(), error.hint()), @"
    reading articles/idle.md as a path: it is a note of kind article
    Give it type: path, or move it into the folder paths
    ");
    let error = casebook.tick_step(&at("paths/week.md"), "A9", true).expect_err("no step");
    assert_eq!((error.code(), error.message()), (Code::NotFound, "no step answers to \"A9\"".to_owned()));
}

#[test]
fn the_paths_of_the_sample_lead_somewhere_at_every_step() {
    let vault = TestVault::sample();
    let casebook = vault.open();
    casebook.settle();
    let paths = casebook.paths().expect("listed");
    assert!(paths.len() >= 2, "{paths:?}");
    for row in paths {
        let view = casebook.path(&row.path).expect("a path");
        assert!(view.plan.len() >= 5 && !view.cut);
        for step in &view.plan {
            assert!(step.missing.is_none() && !step.why.is_empty() && step.minutes > 0, "{}: {step:?}", row.path);
        }
        assert!(!row.about.is_empty(), "{row:?}");
        assert!(row.title != "First week: EdgeVPN" || row.products == ["EdgeVPN"], "{row:?}");
    }
}
