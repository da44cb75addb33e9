//! A vault on disk for a test, with its own caches and local state, and a clock that stands still unless told to move.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]
#![allow(dead_code, reason = "every test file uses its own part of this")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use jiff::Timestamp;
use jiff::tz::Offset;
use kb::casebook::view::{ArticleListRequest, CaseListRequest, QueueScope, SearchAnswer, SearchRequest};
use kb::casebook::{Casebook, Options, Places, Stay, World};
use kb::model::{EntryId, Moment, NoteId};
use tempfile::TempDir;

/// A world whose time moves one second with every look, from now on, and whose ids count up.
pub(crate) struct TestWorld {
    seconds: AtomicI64,
    ids: AtomicU32,
    salt: u32,
}

impl TestWorld {
    pub(crate) fn new() -> Arc<Self> {
        let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
        let (seconds, salt) = (now.as_secs().cast_signed(), now.subsec_nanos() ^ std::process::id());
        Arc::new(Self { seconds: AtomicI64::new(seconds), ids: AtomicU32::new(0), salt })
    }
}

impl World for TestWorld {
    fn now(&self) -> Moment {
        let second = self.seconds.fetch_add(1, Ordering::Relaxed);
        Moment::new(Timestamp::from_second(second).expect("in range"), Offset::constant(1))
    }

    fn new_note_id(&self) -> NoteId {
        let count = self.ids.fetch_add(1, Ordering::Relaxed);
        NoteId::new(format!("01TEST{:010}{count:010}", self.salt)).expect("letters and digits")
    }

    fn new_entry_id(&self) -> EntryId {
        EntryId::new(format!("e{}", self.ids.fetch_add(1, Ordering::Relaxed))).expect("letters and digits")
    }
}

/// A vault and all that belongs to it, removed when dropped.
pub(crate) struct TestVault {
    pub(crate) folder: TempDir,
}

impl TestVault {
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("vault")).expect("made");
        let vault = Self { folder };
        vault.write("casebook.toml", "id = \"01TESTVAULT\"\nname = \"Test\"\n");
        vault
    }

    /// The sample vault that newcomers see.
    pub(crate) fn sample() -> Self {
        let vault = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/sample-vault"), &vault.root());
        vault
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).expect("read")
    }

    pub(crate) fn options(&self, stay: Stay) -> Options {
        let places = Places { cache: self.cache(), data: self.data(), logs: None };
        Options::new(self.root(), places, "mira".to_owned(), stay, TestWorld::new())
    }

    /// Opens the vault with everything indexed.
    pub(crate) fn open(&self) -> Casebook {
        Casebook::open(self.options(Stay::Visitor)).expect("the vault opens")
    }

    pub(crate) fn forget_caches(&self) {
        // A closed index may still be finishing a merge in the background.
        wait_for("the caches are gone", || std::fs::remove_dir_all(self.cache()).is_ok() || !self.cache().exists());
    }
}

pub(crate) fn search(casebook: &Casebook, text: &str) -> SearchAnswer {
    let request =
        SearchRequest { text: text.to_owned(), kind: None, filters: Vec::new(), limit: 20, number: 0, off: Vec::new() };
    casebook.search(&request).expect("every text is a valid query")
}

/// Everything a user could notice about notes with these words, as text.
pub(crate) fn answers(casebook: &Casebook, words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for word in words {
        let answer = search(casebook, word);
        let mut hits: Vec<String> = answer
            .hits
            .iter()
            .map(|hit| format!("{word}: {} {} {:?} {:?}", hit.path, hit.title, hit.resolved_cases, hit.resolved_by))
            .collect();
        hits.sort();
        all.extend(hits);
        all.push(format!("{word}: {}", answer.total));
    }
    for scope in [QueueScope::Mine, QueueScope::Team, QueueScope::Solved] {
        let rows = casebook.queue(&CaseListRequest { scope, limit: 100, ..Default::default() }).expect("listed").rows;
        all.extend(rows.into_iter().map(|row| format!("{scope:?}: {} {} {}", row.path, row.title, row.status)));
    }
    for row in casebook.articles(&ArticleListRequest { limit: 100, ..Default::default() }).expect("listed").rows {
        let note = casebook.note(&row.path).expect("read");
        let cases: Vec<String> = note.cases.iter().map(|used| format!("{} {}", used.case.path, used.how)).collect();
        all.push(format!("{} {} {:?} {:?}", row.path, row.resolved_cases, note.counts, cases));
    }
    let problems = casebook.problems().expect("listed");
    all.extend(problems.into_iter().map(|row| format!("{} {} {}", row.path, row.problem.line, row.problem.message)));
    all.sort();
    all
}

/// Waits until `condition` holds; panics with `what` after twenty seconds.
pub(crate) fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !condition() {
        assert!(std::time::Instant::now() < deadline, "waited in vain until {what}");
        std::thread::yield_now();
        std::thread::park_timeout(std::time::Duration::from_millis(5));
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("listed").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copied");
        }
    }
}
