//! Backups: what goes into one comes out of it, beside whatever is there, and the local state with it.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use kb::casebook::{Casebook, Places, Stay, SystemWorld, restore};
use support::{TestVault, answers, search};

const WORDS: [&str; 3] = ["vpn", "0x2746", "spooler"];

fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("listed").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            all.extend(everything(&entry.path()).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.push((name, std::fs::read(entry.path()).expect("read")));
        }
    }
    all.sort();
    all
}

/// Opens what was restored to `folder`, with the same local state as the vault.
fn open_restored(vault: &TestVault, folder: &Path, data: &Path) -> Casebook {
    let mut options = vault.options(Stay::Visitor);
    (options.root, options.data) = (folder.to_path_buf(), data.to_path_buf());
    Casebook::open(options).expect("opens")
}

#[test]
fn a_backup_is_the_vault_as_it_was_with_its_drafts_and_nobody_elses() {
    let vault = TestVault::sample();
    vault.write(".git/config", "[core]\n");
    vault.write("attachments/x/trace.bin", vec![7_u8; 3_000_000]);
    let casebook = vault.open();
    casebook.save_draft("case:1", "half a sentence").expect("kept");
    let other = TestVault::empty();
    let mut options = other.options(Stay::Visitor);
    options.data = vault.data();
    Casebook::open(options).expect("opens").save_draft("case:1", "zebrafish of another vault").expect("kept");

    let file = vault.folder.path().join("backup.tar.gz");
    let done = casebook.back_up(&file).expect("backed up");
    assert!(done.skipped.is_empty() && done.files > 300, "{done:?}");
    let before = (everything(&vault.root()), answers(&casebook, &WORDS));

    // On a machine that knows nothing of it.
    let (to, data) = (vault.folder.path().join("restored"), vault.folder.path().join("new-data"));
    let places = Places { cache: vault.cache(), data: data.clone(), logs: None };
    restore(&file, &to, &places, &SystemWorld).expect("restored");
    let restored = open_restored(&vault, &to, &data);
    assert_eq!((everything(&to), answers(&restored, &WORDS)), before);
    assert_eq!(restored.draft("case:1").expect("read").as_deref(), Some("half a sentence"));
    let database = std::fs::read(data.join("local.db")).expect("read");
    assert!(!database.windows(9).any(|text| text == b"zebrafish"), "another vault's draft went along");
}

#[test]
fn a_vault_restored_beside_itself_has_its_own_state_and_the_first_keeps_its_own() {
    let vault = TestVault::empty();
    vault.write("cases/c.md", "---\nid: C-1\ntype: case\ntitle: Spooler\nstatus: open\n---\n## Journal\n");
    let casebook = vault.open();
    casebook.save_draft("k", "of then").expect("kept");
    let file = vault.folder.path().join("backup.tar.gz");
    casebook.back_up(&file).expect("backed up");
    casebook.save_draft("k", "of now").expect("kept");

    let to = vault.folder.path().join("restored");
    let places = Places { cache: vault.cache(), data: vault.data(), logs: None };
    restore(&file, &to, &places, &SystemWorld).expect("restored");
    assert_eq!(casebook.draft("k").expect("read").as_deref(), Some("of now"));
    let restored = open_restored(&vault, &to, &vault.data());
    assert_eq!(restored.draft("k").expect("read").as_deref(), Some("of then"));
    assert_eq!(search(&restored, "spooler").total, 1);
    assert!(restore(&file, &to, &places, &SystemWorld).is_err(), "nothing is replaced");
    assert_eq!(restored.draft("k").expect("read").as_deref(), Some("of then"));
}

#[test]
fn journals_that_lie_about_from_another_database_are_not_applied_to_the_restored_one() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    casebook.save_draft("k", "of then").expect("kept");
    let file = vault.folder.path().join("backup.tar.gz");
    casebook.back_up(&file).expect("backed up");
    let data = vault.folder.path().join("stale");
    std::fs::create_dir(&data).expect("made");

    // What a database leaves beside itself when its program dies: a real one of each kind.
    let dead = vault.folder.path().join("dead.db");
    let connection = rusqlite::Connection::open(&dead).expect("opens");
    connection
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE drafts (text); INSERT INTO drafts VALUES ('stale')")
        .expect("written");
    for (from, to) in
        [("dead.db-wal", "local.db-wal"), ("dead.db-shm", "local.db-shm"), ("dead.db", "local.db-journal")]
    {
        std::fs::copy(vault.folder.path().join(from), data.join(to)).expect("copied");
    }
    let to = vault.folder.path().join("restored");
    restore(&file, &to, &Places { cache: vault.cache(), data: data.clone(), logs: None }, &SystemWorld)
        .expect("restored");
    let restored = open_restored(&vault, &to, &data);
    assert_eq!(restored.draft("k").expect("read").as_deref(), Some("of then"));
    let sound: String = rusqlite::Connection::open(data.join("local.db"))
        .and_then(|connection| connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
        .expect("asked");
    assert_eq!(sound, "ok");
}

#[test]
fn a_database_kept_about_the_vault_is_copied_with_what_is_in_its_journal_only() {
    let vault = TestVault::empty();
    let casebook = vault.open();
    let kept = casebook.local().folder().expect("made").join("extra.db");
    let connection = rusqlite::Connection::open(&kept).expect("opens");
    let sql = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (text); INSERT INTO t VALUES ('newest')";
    connection.execute_batch(sql).expect("written");
    assert!(kept.with_file_name("extra.db-wal").exists());
    let file = vault.folder.path().join("backup.tar.gz");
    casebook.back_up(&file).expect("backed up");

    let (to, data) = (vault.folder.path().join("restored"), vault.folder.path().join("new-data"));
    restore(&file, &to, &Places { cache: vault.cache(), data: data.clone(), logs: None }, &SystemWorld)
        .expect("restored");
    let restored = open_restored(&vault, &to, &data).local().files();
    assert!(!restored.join("extra.db-wal").exists());
    let text: String = rusqlite::Connection::open(restored.join("extra.db"))
        .and_then(|connection| connection.query_row("SELECT text FROM t", [], |row| row.get(0)))
        .expect("asked");
    assert_eq!(text, "newest");
}

#[test]
fn a_backup_made_while_others_write_is_whole() {
    let vault = TestVault::empty();
    vault.write("cases/c.md", "---\nid: C-1\ntype: case\ntitle: Spooler\nstatus: open\n---\n## Journal\n");
    let casebook = vault.open();
    vault.write("busy.md", "0\n".repeat(5_000));
    // Dropped when the test ends, passed or failed.
    let busy = std::sync::Arc::new(());
    let goes_on = std::sync::Arc::downgrade(&busy);
    std::thread::scope(|scope| {
        let (vault, casebook) = (&vault, &casebook);
        scope.spawn(move || {
            for number in 0.. {
                if goes_on.upgrade().is_none() {
                    break;
                }
                vault.write("busy.md", format!("{number}\n").repeat(5_000));
                casebook.save_draft("k", &number.to_string()).expect("kept");
            }
        });
        let busy = busy;
        for round in 0..5 {
            let file = vault.folder.path().join(format!("{round}.tar.gz"));
            let outcome = casebook.back_up(&file);
            let to = vault.folder.path().join(format!("restored-{round}"));
            let data = vault.folder.path().join(format!("data-{round}"));
            let restored = outcome.map(|done| {
                (done, restore(&file, &to, &Places { cache: vault.cache(), data, logs: None }, &SystemWorld))
            });
            let (done, restored) = restored.expect("backed up");
            restored.expect("restored");
            // A file that never held still is left out and said to be.
            match std::fs::read_to_string(to.join("busy.md")) {
                Ok(text) => {
                    let first = text.lines().next();
                    assert!(text.lines().all(|line| Some(line) == first) || text.is_empty(), "a mixture of two states");
                }
                Err(_) => assert_eq!(done.skipped.len(), 1, "{done:?}"),
            }
        }
        drop(busy);
    });
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
fn kb_backs_up_and_restores() {
    let vault = TestVault::sample();
    let at = |name: &str| vault.folder.path().join(name).display().to_string();
    let done = kb(&vault, &["backup", &at("b.tar.gz")]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one document");
    assert!(said["files"].as_u64().is_some_and(|files| files > 300), "{said}");
    assert_eq!(kb(&vault, &["backup", &at("b.tar.gz")]).status.code(), Some(3), "the name is taken");
    assert_eq!(kb(&vault, &["restore", &at("b.tar.gz"), &at("to")]).status.code(), Some(0));
    assert_eq!(everything(&vault.root()), everything(Path::new(&at("to"))));
    assert_eq!(kb(&vault, &["restore", &at("b.tar.gz"), &at("to")]).status.code(), Some(3), "the folder is taken");
    std::fs::write(at("b.tar.gz"), "garbage").expect("written");
    let refused = kb(&vault, &["restore", &at("b.tar.gz"), &at("other")]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(!Path::new(&at("other")).exists());
}
