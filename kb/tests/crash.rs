//! The crash protocol: the process is killed between every two of its steps, and whatever was acknowledged is there
//! afterwards, and every answer equals that of a fresh build.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use std::process::Command;
use std::sync::Arc;

use kb::casebook::view::{ArticleListRequest, Change};
use kb::casebook::{Casebook, Stay};
use kb::model::{Channel, VaultPath, Visibility};
use kb::reconcile::Step;
use support::{TestVault, search, wait_for};

const STEPS: [Step; 4] = [Step::CatalogCommitted, Step::IndexCommitted, Step::DirtyCleared, Step::Reloaded];
const CASE: &str = "cases/2026/tunnel.md";
const ROOT: &str = "KB_TEST_CRASH_FOLDER";
const STEP: &str = "KB_TEST_CRASH_STEP";
const TIMES: &str = "KB_TEST_CRASH_AFTER";

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(
        CASE,
        "---\nid: C-1\ntype: case\ntitle: Tunnel drops\nstatus: open\n---\n## Issue\nIt drops\n\n## Journal\n",
    );
    vault.write(
        "articles/rekey.md",
        "---\nid: A-1\ntype: article\ntitle: Rekey\n---\n## Resolution\nSet dtls.rekey=0\n",
    );
    vault.write("articles/gone.md", "---\nid: A-2\ntype: article\ntitle: Soon gone\n---\nwithdrawn words\n");
    vault
}

/// Runs in the child: opens, changes, and dies at the step it was told.
#[test]
fn child_that_dies() {
    let (Ok(folder), Ok(step), Ok(after)) = (std::env::var(ROOT), std::env::var(STEP), std::env::var(TIMES)) else {
        return;
    };
    let after: usize = after.parse().expect("a number");
    let folder = std::path::PathBuf::from(folder);
    let places = kb::casebook::Places { cache: folder.join("cache"), data: folder.join("data"), logs: None };
    let mut options = kb::casebook::Options::new(
        folder.join("vault"),
        places,
        "mira".to_owned(),
        Stay::Visitor,
        support::TestWorld::new(),
    );
    let seen = std::sync::atomic::AtomicUsize::new(0);
    options.at_step = Arc::new(move |at| {
        let count = seen.fetch_add(usize::from(format!("{at:?}") == step), std::sync::atomic::Ordering::SeqCst);
        if format!("{at:?}") == step && count == after {
            std::process::abort();
        }
    });
    let casebook = Casebook::open(options).expect("the vault opens");
    casebook.change(entry("acknowledged words")).expect("saved");
    std::fs::remove_file(folder.join("vault/articles/gone.md")).expect("removed");
    casebook.rescan();
    casebook.settle();
}

fn entry(text: &str) -> Change {
    Change::AddEntry {
        case: VaultPath::new(CASE).expect("a path"),
        visibility: Visibility::Internal,
        channel: Channel::Note,
        text: text.to_owned(),
    }
}

#[test]
fn a_crash_between_any_two_steps_loses_nothing_and_invents_nothing() {
    let mut died = 0;
    for step in STEPS {
        // 0: during the opening scan; 1: during the change; 2: while taking a removed file out.
        for after in 0..3 {
            let vault = vault();
            let status = Command::new(std::env::current_exe().expect("this test"))
                .args(["--exact", "child_that_dies", "--nocapture"])
                .env(ROOT, vault.folder.path())
                .env(STEP, format!("{step:?}"))
                .env(TIMES, after.to_string())
                .output()
                .expect("the child runs")
                .status;
            died += usize::from(!status.success());
            let text = vault.read(CASE);
            let acknowledged = text.contains("acknowledged words");
            assert!(after == 0 || acknowledged, "{step:?} {after}: the entry was acknowledged before the crash");

            let survived = answers(&vault.open());
            vault.forget_caches();
            let fresh = answers(&vault.open());
            assert_eq!(survived, fresh, "{step:?}, crash {after}");
        }
    }
    assert_eq!(died, STEPS.len() * 3, "every child must have died where it was told to");
}

#[test]
fn a_damaged_cache_is_built_anew() {
    for (file, damage) in [("catalog.db", &b"not a database, not at all"[..]), ("index/meta.json", b"{")] {
        let vault = vault();
        let before = answers(&vault.open());
        let store = only_store(&vault);
        std::fs::write(store.join(file), damage).expect("damaged");
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(store.join(format!("{file}{suffix}")));
        }
        assert_eq!(answers(&vault.open()), before, "{file}");
    }
}

#[test]
fn an_index_that_lacks_any_of_its_files_is_built_anew() {
    let vault = vault();
    let before = answers(&vault.open());
    for kind in ["pos", "idx", "term", "fast", "fieldnorm", "store"] {
        let index = only_store(&vault).join("index");
        let files = std::fs::read_dir(&index).expect("listed").flatten().map(|entry| entry.path());
        let file =
            files.filter(|file| file.extension().is_some_and(|end| end == kind)).max().expect("one of each kind");
        std::fs::remove_file(file).expect("removed");
        assert_eq!(answers(&vault.open()), before, "{kind}");
    }
}

#[test]
fn an_index_of_another_store_is_not_trusted() {
    let (one, other) = (vault(), vault());
    one.write("articles/only-here.md", "# Only here\nzebrafish\n");
    let before = answers(&one.open());
    drop(other.open());
    let (mine, theirs) = (only_store(&one).join("index"), only_store(&other).join("index"));
    std::fs::remove_dir_all(&mine).expect("removed");
    std::fs::rename(&theirs, &mine).expect("moved");
    let casebook = one.open();
    assert_eq!(answers(&casebook), before);
    assert_eq!(search(&casebook, "zebrafish").hits.len(), 1);
}

#[test]
fn what_changed_in_the_catalog_while_the_system_was_down_is_read_from_the_files() {
    let vault = vault();
    let before = answers(&vault.open());
    let store = only_store(&vault);
    let boot = store.join("boot");
    if std::fs::read_to_string(&boot).expect("read").is_empty() {
        eprintln!("skipped: this system does not say when it was started");
        return;
    }
    let catalog = rusqlite::Connection::open(store.join("catalog.db")).expect("opened");
    assert_eq!(catalog.execute("UPDATE notes SET title = 'Rekez' WHERE title = 'Rekey'", []).expect("changed"), 1);
    drop(catalog);
    assert_ne!(answers(&vault.open()), before, "nobody can know");
    std::fs::write(boot, "another run of the system").expect("written");
    assert_eq!(answers(&vault.open()), before);
}

#[test]
fn a_note_that_is_in_the_index_twice_is_found_once() {
    let vault = vault();
    let before = answers(&vault.open());
    let catalog = rusqlite::Connection::open(only_store(&vault).join("catalog.db")).expect("opened");
    // Its file is taken for a new one, and the index has the old one still.
    assert_eq!(catalog.execute("DELETE FROM notes WHERE title = 'Rekey'", []).expect("changed"), 1);
    drop(catalog);
    assert_eq!(answers(&vault.open()), before);
}

#[test]
fn caches_that_are_removed_while_they_are_in_use_are_built_anew() {
    for what in ["", "stores", "stores/*/index"] {
        let vault = vault();
        let casebook = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
        casebook.settle();
        let store = only_store(&vault);
        let current = store.ancestors().nth(2).expect("the caches of the vault").join("current");
        let removed = match what {
            "" => vault.cache(),
            "stores" => store.parent().expect("the stores").to_owned(),
            _ => store.join("index"),
        };
        std::fs::remove_dir_all(removed).expect("removed");
        casebook.change(entry("acknowledged words")).expect("saved, whatever becomes of the caches");
        wait_for("the caches are made anew", || {
            current.exists()
                && only_store(&vault) != store
                && casebook.status().is_ok_and(|is| is.unavailable.is_none())
        });
        // What was being read when the words came has them after the next turn.
        casebook.settle();
        let lived = answers(&casebook);
        assert_eq!(search(&casebook, "acknowledged").total, 1, "{what}");
        drop(casebook);
        std::fs::remove_dir_all(vault.cache()).expect("removed");
        assert_eq!(answers(&vault.open()), lived, "{what}");
    }
}

#[test]
fn what_cannot_be_brought_up_to_date_answers_as_it_was_and_says_so() {
    let vault = vault();
    let casebook = vault.open();
    assert!(!search(&casebook, "tunnel").stale);
    vault.write("articles/later.md", "# Later\nzebrafish\n");
    let away = vault.folder.path().join("away");
    std::fs::rename(vault.root(), &away).expect("moved");
    casebook.rescan();
    casebook.settle();
    let answer = search(&casebook, "tunnel");
    assert!(answer.stale, "nobody could look");
    assert_eq!(answer.total, 1);
    std::fs::rename(&away, vault.root()).expect("moved back");
    casebook.rescan();
    casebook.settle();
    let answer = search(&casebook, "zebrafish");
    assert!(!answer.stale);
    assert_eq!(answer.total, 1);
}

fn only_store(vault: &TestVault) -> std::path::PathBuf {
    let home = std::fs::read_dir(vault.cache()).expect("listed").flatten().next().expect("a cache").path();
    let current = std::fs::read_to_string(home.join("current")).expect("read");
    home.join("stores").join(current.trim())
}

/// Everything a user could notice, as text.
fn answers(casebook: &Casebook) -> Vec<String> {
    let mut all = Vec::new();
    for query in ["drops", "acknowledged words", "dtls.rekey", "rekey", "withdrawn", "tunnel"] {
        let answer = search(casebook, query);
        let mut paths: Vec<String> =
            answer.hits.iter().map(|hit| format!("{query}: {} {:?} {:?}", hit.path, hit.title, hit.snippet)).collect();
        paths.sort();
        all.extend(paths);
        all.push(format!("{query}: {}", answer.total));
    }
    all.extend(casebook.problems().expect("listed").iter().map(|row| format!("{}: {:?}", row.path, row.problem.code)));
    let articles = casebook.articles(&ArticleListRequest { limit: 100, ..Default::default() }).expect("listed");
    all.extend(articles.rows.iter().map(|row| format!("{} {}", row.path, row.resolved_cases)));
    all
}
