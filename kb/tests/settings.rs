//! `casebook.toml` while the vault is open: a change holds at once, a broken file changes nothing and is shown.
#![expect(clippy::disallowed_methods, reason = "the test edits the file as a person would")]

mod support;

use kb::casebook::{Casebook, Stay};
use kb::model::{SectionKind, VaultPath};
use support::{TestVault, search, wait_for};

#[test]
fn a_change_of_the_settings_holds_at_once_and_a_broken_file_changes_nothing() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntitle: Drops\n---\n## Complaint\nThe zebra drops.\n");
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    casebook.settle();
    let status = || casebook.status().expect("a status");
    let section = || casebook.note(&VaultPath::new("articles/a.md").expect("a path")).expect("read").sections[0].kind;
    let found_in = || search(&casebook, "zebra").hits[0].snippet.as_ref().expect("a passage").section;
    assert_eq!((status().name.as_str(), section(), found_in()), ("Test", SectionKind::Body, SectionKind::Body));

    let good =
        "id = \"01TESTVAULT\"\nname = \"Night shift\"\nproducts = [\"EdgeVPN\"]\n[headings]\nissue = [\"Complaint\"]\n";
    vault.write("casebook.toml", good);
    wait_for("the new name holds", || status().name == "Night shift");
    assert_eq!((status().products, section()), (vec!["EdgeVPN".to_owned()], SectionKind::Issue));
    wait_for("the index knows the heading", || found_in() == SectionKind::Issue);

    vault.write("casebook.toml", "name = \"Half\nproducts = [");
    wait_for("the problem is shown", || status().problems > 0);
    let problems = casebook.problems().expect("listed");
    assert!(problems.iter().any(|row| row.path == "casebook.toml" && row.problem.message.contains("not TOML")));
    assert_eq!((status().name.as_str(), section()), ("Night shift", SectionKind::Issue), "what held before holds on");

    std::fs::remove_file(vault.root().join("casebook.toml")).expect("removed");
    wait_for("the folder's name holds", || status().name == "vault" && status().problems == 0);
    assert_eq!(section(), SectionKind::Body);
}

#[test]
fn headings_changed_while_the_vault_was_closed_hold_for_every_note() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntitle: Drops\n---\n## Complaint\nThe zebra drops.\n");
    let found_in = || search(&vault.open(), "zebra").hits[0].snippet.as_ref().expect("a passage").section;
    assert_eq!(found_in(), SectionKind::Body);
    vault.write("casebook.toml", "id = \"01TESTVAULT\"\n[headings]\nissue = [\"Complaint\"]\n");
    assert_eq!(found_in(), SectionKind::Issue, "the file itself did not change");
}
