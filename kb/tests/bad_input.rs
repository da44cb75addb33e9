//! The worst files we can think of: each becomes a problem with its file and a next step, the rest keeps working, and
//! nothing is rewritten.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use kb::casebook::view::Change;
use kb::casebook::{Casebook, Code, Stay};
use kb::model::{LinkUse, ProblemCode, VaultPath};
use support::{TestVault, search, wait_for};

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

fn good(vault: &TestVault) {
    vault.write(
        "articles/good.md",
        "---\nid: A-1\ntype: article\ntitle: Good article\n---\n## Resolution\nheliotrope\n",
    );
    vault.write("cases/2026/good.md", "---\nid: C-1\ntype: case\ntitle: Good case\n---\n## Issue\nheliotrope\n");
}

fn problems(casebook: &Casebook) -> Vec<(String, ProblemCode, String)> {
    let rows = casebook.problems().expect("listed");
    rows.into_iter().map(|row| (row.path, row.problem.code, row.problem.hint)).collect()
}

/// The problem is there with a hint, the good notes are found, and the bad file has the bytes it had.
fn expect_problem(file: &str, bytes: &[u8], code: ProblemCode) -> TestVault {
    let vault = TestVault::empty();
    good(&vault);
    vault.write(file, bytes);
    let casebook = vault.open();
    let found = problems(&casebook);
    let own = found.iter().find(|(path, found, _)| path == file && *found == code);
    let (_, _, hint) = own.unwrap_or_else(|| panic!("{file}: expected {code:?}, found {found:?}"));
    assert!(!hint.is_empty(), "a problem says what to do next");
    assert_eq!(search(&casebook, "heliotrope").total, 2, "the rest keeps working");
    casebook.note(&path(file)).expect("what can be read is shown");
    assert_eq!(std::fs::read(vault.root().join(file)).expect("read"), bytes, "nothing is rewritten");
    vault
}

#[test]
fn text_that_is_not_utf8_is_read_as_far_as_it_goes() {
    let vault =
        expect_problem("articles/latin.md", b"# Caf\xe9 terminal\nthe word marzipan is found\n", ProblemCode::NotUtf8);
    assert_eq!(search(&vault.open(), "marzipan").total, 1);
}

#[test]
fn nul_bytes_are_a_binary_file() {
    expect_problem("articles/core.md", b"# core\0\0\0dump\n", ProblemCode::Binary);
}

#[test]
fn broken_yaml_is_shown_and_searched_but_never_rewritten_or_linked() {
    let bytes = b"---\ntitle: [unclosed\nstatus: open\n---\n## Resolution\nmarzipan\n";
    let vault = expect_problem("articles/broken.md", bytes, ProblemCode::FrontMatterInvalid);
    let casebook = vault.open();
    assert_eq!(search(&casebook, "marzipan").total, 1);
    let link = Change::LinkArticle {
        case: path("cases/2026/good.md"),
        article: path("articles/broken.md"),
        how: LinkUse::Tried,
        query: None,
    };
    let refused = casebook.change(link).expect_err("no id can be written into it");
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    let set =
        Change::SetKey { path: path("articles/broken.md"), key: "owner".to_owned(), value: Some("mira".to_owned()) };
    assert_eq!(casebook.change(set).expect_err("opaque").code(), Code::Refused);
    assert_eq!(vault.read("articles/broken.md").as_bytes(), bytes);
}

#[test]
fn front_matter_that_never_closes_is_ordinary_text() {
    expect_problem("articles/open.md", b"---\ntitle: Never closed\n\n## Issue\nwords\n", ProblemCode::FrontMatterOpen);
}

#[test]
fn fifty_megabytes_are_indexed_by_their_beginning() {
    let mut bytes = b"# Long log\nmarzipan at the top\n".to_vec();
    bytes.resize(50_000_000, b'x');
    let vault = expect_problem("articles/long.md", &bytes, ProblemCode::TooLong);
    let casebook = vault.open();
    assert_eq!(search(&casebook, "marzipan").total, 1);
    let note = casebook.note(&path("articles/long.md")).expect("read");
    assert!(note.shown_bytes.is_some_and(|shown| shown <= 2_000_000), "the window gets a part of it");
}

#[test]
fn two_files_with_one_id_are_both_found_and_the_id_refuses_links() {
    let vault = TestVault::empty();
    good(&vault);
    vault.write("articles/twin.md", "---\nid: A-1\ntype: article\ntitle: Twin\n---\nheliotrope\n");
    let casebook = vault.open();
    assert_eq!(search(&casebook, "heliotrope").total, 3);
    let twins = problems(&casebook).into_iter().filter(|(_, code, _)| *code == ProblemCode::DuplicateId).count();
    assert_eq!(twins, 2);
    let link = Change::LinkArticle {
        case: path("cases/2026/good.md"),
        article: path("articles/twin.md"),
        how: LinkUse::ResolvedBy,
        query: None,
    };
    let refused = casebook.change(link).expect_err("ambiguous");
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.to_string().contains("articles/good.md"), "{refused}");
}

#[cfg(unix)]
#[test]
fn symlink_loops_and_links_out_of_the_vault_are_named_and_not_followed() {
    let vault = TestVault::empty();
    good(&vault);
    let link =
        |from: &str, to: &std::path::Path| std::os::unix::fs::symlink(to, vault.root().join(from)).expect("linked");
    link("articles/loop", &vault.root());
    link("articles/a.md", &vault.root().join("articles/b.md"));
    link("articles/b.md", &vault.root().join("articles/a.md"));
    std::fs::write(vault.folder.path().join("outside.md"), "# Outside\nsecret marzipan\n").expect("written");
    link("articles/out.md", &vault.folder.path().join("outside.md"));
    let casebook = vault.open();
    assert_eq!(search(&casebook, "heliotrope").total, 2);
    assert_eq!(search(&casebook, "marzipan").total, 0, "what lies outside is not indexed");
    let named: Vec<String> = problems(&casebook)
        .into_iter()
        .filter(|(_, code, _)| *code == ProblemCode::Symlink)
        .map(|(path, ..)| path)
        .collect();
    assert!(named.iter().any(|path| path == "articles/out.md"), "{named:?}");
    assert!(casebook.note(&path("articles/out.md")).is_err());
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_hides_nothing_that_was_known() {
    use std::os::unix::fs::PermissionsExt;
    let vault = TestVault::empty();
    good(&vault);
    vault.write("articles/locked/note.md", "# Locked\nmarzipan\n");
    assert_eq!(search(&vault.open(), "marzipan").total, 1);
    let folder = vault.root().join("articles/locked");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o0)).expect("changed");
    if std::fs::read_dir(&folder).is_ok() {
        println!("skipped: this user reads every folder, whatever its permissions");
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("changed");
        return;
    }
    let casebook = vault.open();
    let found = problems(&casebook);
    assert!(
        found.iter().any(|(path, code, _)| path == "articles/locked" && *code == ProblemCode::Unreadable),
        "{found:?}"
    );
    assert_eq!(search(&casebook, "marzipan").total, 1, "what cannot be listed is not taken for removed");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("changed");
}

#[test]
fn a_vault_that_vanishes_is_said_and_its_answers_stay() {
    let vault = TestVault::empty();
    good(&vault);
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    casebook.settle();
    let away = vault.folder.path().join("away");
    std::fs::rename(vault.root(), &away).expect("moved");
    wait_for("the app says that the vault is gone", || casebook.status().expect("read").unavailable.is_some());
    assert_eq!(search(&casebook, "heliotrope").total, 2, "what is known is still found");
    let entry =
        Change::SetKey { path: path("cases/2026/good.md"), key: "next".to_owned(), value: Some("x".to_owned()) };
    let failed = casebook.change(entry).expect_err("nowhere to write");
    assert_eq!(failed.code(), Code::VaultUnavailable, "{failed}");
    std::fs::rename(&away, vault.root()).expect("moved back");
    wait_for("the vault is back", || casebook.status().expect("read").unavailable.is_none());
    assert_eq!(search(&casebook, "heliotrope").total, 2);
}

#[test]
fn a_folder_that_is_none_is_refused_with_a_next_step() {
    let vault = TestVault::empty();
    let mut options = vault.options(Stay::Visitor);
    options.root = vault.folder.path().join("nowhere");
    let error = Casebook::open(options).err().expect("there is nothing");
    assert_eq!(error.code(), Code::VaultUnavailable);
    assert!(!error.hint().is_empty());
}

#[test]
fn hostile_text_anywhere_comes_out_harmless() {
    let vault = TestVault::empty();
    let evil = "<img src=x onerror=alert(1)><script>alert(2)</script>[x](javascript:alert(3))";
    vault.write(
        "cases/2026/evil.md",
        format!("---\ntype: case\ntitle: '{evil}'\ncustomer: '{evil}'\n---\n## Issue\n{evil}\n\n## Journal\n### 2026-11-20T09:20:03+01:00 · {evil} · internal · call ^k3f9\n{evil}\n"),
    );
    let casebook = vault.open();
    let note = casebook.note(&path("cases/2026/evil.md")).expect("read");
    let html: String =
        note.sections.iter().map(|s| s.html.clone()).chain(note.journal.iter().map(|e| e.html.clone())).collect();
    for sign in ["<script", "href=\"javascript", "<img"] {
        assert!(!html.to_lowercase().contains(sign), "{sign} in {html}");
    }
    assert!(note.title.contains("<script>"), "plain values stay plain text");
}
