//! Purging a customer: what is listed, what becomes of it, and that no byte of them is left in vault, local state or caches.
#![expect(clippy::disallowed_methods, reason = "the test looks through every byte that was written")]

#[cfg(unix)]
#[allow(dead_code, reason = "this test uses its part of it")]
#[path = "support/disk.rs"]
mod disk;
mod support;

use std::path::{Path, PathBuf};

use disk::{SimulatedDisk, Trouble};
use kb::casebook::view::{Change, PurgeRequest};
use kb::casebook::{Casebook, Code, Options, Stay};
use kb::local::Searched;
use kb::model::{Channel, Moment, VaultPath, Visibility};
use support::{TestVault, search, wait_for};

const NAME: &str = "Northwind";

fn vp(path: &str) -> VaultPath {
    VaultPath::new(path).expect("a path")
}

/// Every file below a folder that has the name in its bytes or its path, in any case.
fn with_name(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("listed").flatten() {
            let path = entry.path();
            let has = |bytes: &[u8]| bytes.to_ascii_lowercase().windows(NAME.len()).any(|part| part == b"northwind");
            if has(entry.file_name().as_encoded_bytes())
                || (path.is_file() && has(&std::fs::read(&path).expect("read")))
            {
                found.push(path.clone());
            }
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(
        "cases/2026/northwind-vpn.md",
        "---\nid: 01C\ntype: case\nref: ZD-1\ntitle: Northwind VPN drops\ncustomer: Northwind\ncontact: Ana Ruiz\nlinks:\n  - article: 01A\n    how: resolved-by\n---\n## Issue\nNorthwind's tunnel drops.\n\n## Journal\n### 2026-11-20T09:20:03+01:00 · mira · internal · call ^k3f9\nNorthwind calls again.\n",
    );
    vault.write("attachments/01C/northwind.log", "host=gw.northwind.example\n");
    vault.write("attachments/01C/other.bin", [0, 159, 146, 150]);
    vault.write(
        "articles/rekey-northwind.md",
        "---\r\nid: 01A\r\ntype: article\r\ntitle: Rekey drops\r\nunknown: [a,  b] # kept\r\n---\r\n## Issue\r\nIt drops at Northwind.\r\n\r\n## Resolution\r\nTurn it off.\r\n",
    );
    vault.write("articles/other.md", "---\nid: 01B\ntitle: Other\n---\nNothing of theirs.\n");
    vault.write("cases/2026/b.md", "---\nid: 01D\ntype: case\ntitle: Like the one before\ncustomer: Contoso\n---\n## Issue\nAs with northwind_prod.\n");
    vault
}

/// The app at work with this customer for a while.
fn used(vault: &TestVault) -> Casebook {
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("opens");
    casebook.settle();
    let case = vp("cases/2026/northwind-vpn.md");
    wait_for("versions are kept", || !casebook.history(&case).expect("listed").versions.is_empty());
    let text = "Northwind asks for a date.".to_owned();
    casebook
        .change(Change::AddEntry { case, visibility: Visibility::Customer, channel: Channel::Note, text })
        .expect("added");
    casebook.save_draft("case:01D", "ask Northwind").expect("kept");
    casebook.save_draft("case:01B", "ask Jon").expect("kept");
    // As if it had been kept before anybody knew that it is a customer's name.
    let chosen = std::collections::BTreeMap::new();
    let asked = Searched { text: "northwind tunnel".to_owned(), chosen, pasted: false, hits: 1, opened: None };
    casebook.local().log_search(&asked, Moment::parse("2026-11-20T09:00:00+01:00").expect("a moment")).expect("kept");
    casebook.local().set_setting("views", Some("[{\"customer\":\"Northwind\"}]")).expect("kept");
    let made = casebook.change(new_case("Northwind again")).expect("made");
    casebook.change(Change::Trash { path: made.path }).expect("moved to the trash");
    casebook.settle();
    casebook
}

fn new_case(title: &str) -> Change {
    Change::NewCase(kb::casebook::view::NewCase {
        title: title.to_owned(),
        reference: None,
        customer: Some(NAME.to_owned()),
        priority: None,
        issue: None,
    })
}

#[test]
fn everything_that_names_them_is_listed_with_counts() {
    let vault = vault();
    let casebook = used(&vault);
    let traces = casebook.find_traces(" northwind ").expect("found");
    let notes: Vec<(&str, bool, u32)> =
        traces.notes.iter().map(|note| (note.path.as_str(), note.is_theirs, note.attachments)).collect();
    assert_eq!(
        notes,
        [
            ("cases/2026/northwind-vpn.md", true, 2),
            ("articles/rekey-northwind.md", false, 0),
            ("cases/2026/b.md", false, 0)
        ]
    );
    assert_eq!((traces.notes[0].entries, traces.also.as_slice()), (2, &["Ana Ruiz".to_owned()][..]));
    assert_eq!(traces.files, [vp("attachments/01C/northwind.log")]);
    assert_eq!((traces.drafts, traces.trashed, traces.searches, traces.settings), (1, 1, 1, 1));
    assert!(traces.versions >= 4, "{}", traces.versions);
    let of_words = casebook.find_traces("Nothing Northwind").expect("found");
    assert!(of_words.notes.is_empty(), "a word is not the name");
    assert_eq!(of_words.also, ["Northwind", "Nothing"]);
    assert_eq!(casebook.find_traces("xy").expect_err("too short").code(), Code::Invalid);
}

#[test]
fn after_a_purge_no_byte_of_them_is_left_anywhere() {
    let vault = vault();
    let casebook = used(&vault);
    assert!(with_name(&vault.data()).len() >= 3 && !with_name(&vault.cache()).is_empty(), "the test tests something");
    let remove = vec![vp("cases/2026/northwind-vpn.md")];
    let purged = casebook.purge(&PurgeRequest { name: NAME.to_owned(), remove }).expect("purged");
    assert_eq!((purged.removed, purged.attachments, purged.masked, purged.left.as_slice()), (1, 2, 2, &[][..]));
    assert_eq!((purged.drafts, purged.trashed, purged.searches, purged.settings), (1, 1, 1, 1));

    let nothing: [PathBuf; 0] = [];
    assert_eq!(with_name(&vault.root()), nothing);
    assert_eq!(with_name(&vault.data()), nothing);
    assert_eq!(with_name(&vault.cache()), nothing);

    // What stays says the same without the name, byte for byte, and is found.
    let article = vault.read("articles/rekey-the-customer.md");
    assert!(
        article.contains("unknown: [a,  b] # kept\r\n") && article.contains("It drops at the customer.\r\n"),
        "{article}"
    );
    assert!(vault.read("cases/2026/b.md").contains("As with the customer_prod."));
    assert_eq!(casebook.draft("case:01B").expect("read").as_deref(), Some("ask Jon"));
    assert_eq!(search(&casebook, "northwind").total, 0);
    assert_eq!(search(&casebook, "rekey").hits[0].path, vp("articles/rekey-the-customer.md"));
    drop(casebook);
    assert_eq!(with_name(vault.folder.path()), nothing);
}

#[test]
fn what_cannot_be_purged_is_said() {
    let vault = vault();
    vault.write("casebook.toml", "id = \"01TESTVAULT\"\nname = \"Test\"\nproducts = [\"Northwind Edition\"]\n");
    vault.write(".git/packed", "Northwind");
    let casebook = vault.open();
    let purged = casebook.purge(&PurgeRequest { name: NAME.to_owned(), remove: Vec::new() }).expect("purged");
    let mut left: Vec<String> = purged.left.iter().map(|left| left.path.clone()).collect();
    left.sort();
    assert!(left.iter().any(|path| path.ends_with(".git/packed")), "{left:?}");
    assert!(left.iter().any(|path| path == "casebook.toml"), "{left:?}");
}

fn request() -> PurgeRequest {
    PurgeRequest { name: NAME.to_owned(), remove: vec![vp("cases/2026/northwind-vpn.md")] }
}

#[test]
fn the_command_purges_no_vault_that_the_app_has_open() {
    let vault = vault();
    let app = used(&vault);
    let before = vault.read("cases/2026/northwind-vpn.md");
    let refused = vault.open().purge(&request()).expect_err("the app is open");
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.message().contains("Casebook has this vault open"), "{}", refused.message());
    assert_eq!(vault.read("cases/2026/northwind-vpn.md"), before);
    assert!(app.unfinished_purge().expect("asked").is_none(), "nothing was begun");

    // Nor may one of two windows that are processes of their own.
    let other = Casebook::open(vault.options(Stay::Resident)).expect("opens");
    assert_eq!(app.purge(&request()).expect_err("another is open").code(), Code::Refused);
    drop(other);
    app.purge(&request()).expect("purged by the only window");
    // It is there again for everybody who asks.
    assert_eq!(vault.open().purge(&request()).expect_err("the app is open").code(), Code::Refused);
    drop(app);
    vault.open().purge(&request()).expect("purged again, there is nothing left");
}

#[test]
fn the_app_does_not_open_a_vault_that_is_being_purged() {
    let vault = vault();
    let command = vault.open();
    let purging = command.local().be_alone().expect("asked").expect("nobody has it open");
    let refused = Casebook::open(vault.options(Stay::Resident)).err().expect("not now");
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.message().contains("being purged"), "{}", refused.message());
    drop(purging);
    Casebook::open(vault.options(Stay::Resident)).expect("opens again");
}

#[test]
fn lines_of_the_apps_log_that_name_them_are_taken_out_and_the_others_stay() {
    let vault = vault();
    let logs = vault.folder.path().join("logs");
    std::fs::create_dir(&logs).expect("made");
    let (log, older) = (logs.join("Casebook.log"), logs.join("Casebook_2026-11-01.log"));
    std::fs::write(&log, "started\ncannot read cases/2026/northwind-vpn.md\nended").expect("written");
    std::fs::write(&older, "one of northwind\n").expect("written");
    let with_logs = |stay| Options { logs: Some(logs.clone()), ..vault.options(stay) };
    let casebook = Casebook::open(with_logs(Stay::Visitor)).expect("opens");
    // As the app has it open: what it writes from now on goes to the same file.
    let mut open = std::fs::File::options().append(true).open(&log).expect("opened");
    assert_eq!(casebook.find_traces(NAME).expect("found").logs, 2);
    let purged = casebook.purge(&request()).expect("purged");
    assert_eq!((purged.logs, purged.left.as_slice()), (2, &[][..]));
    std::io::Write::write_all(&mut open, b"\nstill open\n").expect("written");
    assert_eq!(std::fs::read_to_string(&log).expect("read"), "started\nended\nstill open\n");
    assert_eq!(std::fs::read_to_string(&older).expect("read"), "");
}

/// A purge that ends in the middle, whichever change of the vault it is at, is known of at the next start, and finished.
#[cfg(unix)]
#[test]
fn a_purge_that_was_interrupted_is_offered_and_finished() {
    let mut call = 0;
    loop {
        let vault = vault();
        // So many that their absence would be asked about.
        for number in 0..30 {
            let text = format!("---\nid: 01N{number}\ntype: case\ntitle: Case {number}\ncustomer: Northwind\n---\n");
            vault.write(&format!("cases/2025/n{number}.md"), text);
        }
        drop(used(&vault));
        let disk = SimulatedDisk::over(&vault.root());
        let options = Options { fs: disk.clone(), ..vault.options(Stay::Visitor) };
        let casebook = Casebook::open(options).expect("opens");
        let found = casebook.find_traces(NAME).expect("found");
        let remove = found.notes.into_iter().filter(|note| note.is_theirs).map(|note| note.path).collect();
        let request = PurgeRequest { name: NAME.to_owned(), remove };
        disk.trouble_at(disk.calls() + call, Trouble::Io);
        let outcome = casebook.purge(&request);
        drop(casebook);
        if outcome.is_ok() {
            assert!(call > 60, "the test interrupts it: {call}");
            return;
        }
        // The app knows, and nothing else may be purged before.
        let app = Casebook::open(vault.options(Stay::Resident)).expect("opens");
        app.settle();
        assert_eq!(app.status().expect("asked").unfinished_purge.as_deref(), Some(NAME));
        let other = PurgeRequest { name: "Contoso".to_owned(), remove: Vec::new() };
        assert_eq!(app.purge(&other).expect_err("another waits").code(), Code::Refused);
        let purged = app.finish_purge().expect("finished").expect("there was one");
        assert_eq!(purged.left, []);
        assert_eq!(app.status().expect("asked").unfinished_purge, None);
        assert!(app.finish_purge().expect("asked").is_none());
        drop(app);
        let left = with_name(vault.folder.path());
        assert!(left.is_empty(), "interrupted at call {call}: {left:?}");
        assert!(vault.read("cases/2026/b.md").contains("As with the customer_prod."));
        call += 7;
    }
}
