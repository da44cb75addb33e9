//! Power cuts and refused calls, on a simulated disk: whatever the vault acknowledged is there afterwards, every file is
//! whole, and catalog and index answer as a fresh build does.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests look at what is on disk")]

#[path = "support/disk.rs"]
mod disk;
mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use disk::{SimulatedDisk, Trouble};
use kb::casebook::view::{Change, NewCase};
use kb::casebook::{Casebook, Stay};
use kb::model::{Channel, VaultPath, Visibility};
use kb::vault::{Base, ContentHash, Vault, VaultError};
use proptest::prelude::*;
use support::{TestVault, answers};

const PLACES: [&str; 5] = ["a.md", "b.md", "cases/a.md", "cases/2026/a.md", "new/deep/a.md"];
const WORDS: [&str; 4] = ["rekey", "tunnel", "spooler", "deadlock"];

#[derive(Debug, Clone)]
enum Step {
    Save { place: usize, length: usize },
    Rename { from: usize, to: usize },
    Trash { place: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..PLACES.len();
    prop_oneof![
        4 => (place.clone(), 0..3_usize).prop_map(|(place, length)| Step::Save { place, length }),
        2 => (place.clone(), place.clone()).prop_map(|(from, to)| Step::Rename { from, to }),
        1 => place.prop_map(|place| Step::Trash { place }),
    ]
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![Just(Trouble::Io), Just(Trouble::Full), Just(Trouble::Interrupted), Just(Trouble::Short)]
}

fn vp(path: &str) -> VaultPath {
    VaultPath::new(path).expect("a path")
}

/// What each file holds now, and what it may hold after a power cut; `None` is no file.
#[derive(Default)]
struct Expected {
    now: BTreeMap<usize, Vec<u8>>,
    may: BTreeMap<usize, Vec<Option<Vec<u8>>>>,
}

impl Expected {
    /// A change that was made: for sure, or as far as the disk said.
    fn made(&mut self, place: usize, content: Option<Vec<u8>>, sure: bool) {
        let may = self.may.entry(place).or_insert_with(|| vec![None]);
        if sure {
            may.clear();
        }
        may.push(content.clone());
        match content {
            Some(content) => self.now.insert(place, content),
            None => self.now.remove(&place),
        };
    }
}

/// Takes one step and notes what may be expected of it.
fn take(vault: &Vault, trash: &Path, step: &Step, count: usize, expected: &mut Expected, dark: impl Fn() -> bool) {
    let lock = vault.lock().expect("the lock");
    // Whether it was made, and whether for sure.
    let fate = |outcome: Result<(), VaultError>| match outcome {
        Ok(()) => Some(true),
        Err(VaultError::Unconfirmed { .. }) => Some(false),
        Err(_) if dark() => Some(false),
        Err(_) => None,
    };
    match *step {
        Step::Save { place, length } => {
            let content = format!("{count}:{}", "x".repeat(length * 200_000)).into_bytes();
            let base = expected.now.get(&place).map_or(Base::Absent, |was| Base::Hash(ContentHash::of(was)));
            let outcome = vault.save(&lock, &vp(PLACES[place]), base, &content).map(drop);
            if let Some(sure) = fate(outcome) {
                expected.made(place, Some(content), sure);
            }
        }
        Step::Rename { from, to } => {
            let Some(content) = expected.now.get(&from).cloned() else { return };
            if expected.now.contains_key(&to) {
                return;
            }
            if let Some(sure) = fate(vault.rename(&lock, &vp(PLACES[from]), &vp(PLACES[to]))) {
                expected.made(from, None, sure);
                expected.made(to, Some(content), sure);
            }
        }
        Step::Trash { place } => {
            if expected.now.contains_key(&place)
                && let Some(sure) = fate(vault.trash(&lock, &vp(PLACES[place]), trash).map(drop))
            {
                expected.made(place, None, sure);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn what_was_acknowledged_is_there_after_a_power_cut_and_every_file_is_whole(
        steps in prop::collection::vec(step(), 1..10),
        cut in 0..90_usize,
        troubles in prop::collection::btree_map(0..90_usize, trouble(), 0..4),
        seed in any::<u64>(),
    ) {
        let ground = tempfile::tempdir().expect("a folder");
        // The trash lies on the same disk: it is where a note is after it left the vault.
        let (root, trash) = (ground.path().join("vault"), ground.path().join("trash"));
        std::fs::create_dir(&root).expect("made");
        std::fs::create_dir(&trash).expect("made");
        let disk = SimulatedDisk::over(ground.path());
        let vault = Vault::open_on(&root, Arc::clone(&disk) as _).expect("opens");
        disk.cut_at(cut);
        troubles.into_iter().for_each(|(call, trouble)| disk.trouble_at(call, trouble));

        let mut expected = Expected::default();
        let mut trashed = Vec::new();
        for (count, step) in steps.iter().enumerate() {
            if let Step::Trash { place } = step {
                trashed.extend(expected.now.get(place).cloned());
            }
            take(&vault, &trash, step, count, &mut expected, || disk.is_dark());
            if disk.is_dark() {
                break;
            }
            for (place, path) in PLACES.iter().enumerate() {
                let found = std::fs::read(root.join(path)).ok();
                prop_assert_eq!(found.as_ref(), expected.now.get(&place), "{} after {:?}", path, step);
            }
        }
        disk.lose_power(&mut fastrand::Rng::with_seed(seed));

        let in_trash: Vec<Vec<u8>> = files_below(&trash).into_iter().filter_map(|file| std::fs::read(file).ok()).collect();
        for (place, may) in &expected.may {
            let found = std::fs::read(root.join(PLACES[*place])).ok();
            prop_assert!(may.contains(&found), "{}: {:?} bytes are none of what was saved", PLACES[*place], found.map(|found| found.len()));
        }
        for content in &trashed {
            let somewhere = in_trash.contains(content)
                || PLACES.iter().any(|path| std::fs::read(root.join(path)).ok().as_ref() == Some(content));
            let replaced = expected.may.values().any(|may| !may.contains(&Some(content.clone())));
            prop_assert!(somewhere || replaced, "what went to the trash is nowhere");
        }
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { files.extend(files_below(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}

/// Opens the vault on a simulated disk, everything indexed.
fn open_on(vault: &TestVault, disk: &Arc<SimulatedDisk>) -> Casebook {
    let mut options = vault.options(Stay::Visitor);
    options.fs = Arc::clone(disk) as _;
    Casebook::open(options).expect("the vault opens")
}

/// What becomes of the caches in the power cut.
#[derive(Debug, Clone, Copy)]
enum Caches {
    /// All of it reached the disk.
    Kept,
    /// They are as they were before the changes.
    Older,
}

#[derive(Debug, Clone)]
enum Edit {
    Entry { case: usize, word: usize },
    Title { case: usize, word: usize },
    NewCase { word: usize },
    Attach { case: usize },
}

fn edit() -> impl Strategy<Value = Edit> {
    let (case, word) = (0..3_usize, 0..WORDS.len());
    prop_oneof![
        4 => (case.clone(), word.clone()).prop_map(|(case, word)| Edit::Entry { case, word }),
        2 => (case.clone(), word.clone()).prop_map(|(case, word)| Edit::Title { case, word }),
        2 => word.prop_map(|word| Edit::NewCase { word }),
        1 => case.prop_map(|case| Edit::Attach { case }),
    ]
}

fn case(number: usize) -> VaultPath {
    vp(&format!("cases/2026/c{number}.md"))
}

/// Makes one edit; says which file must hold which text from now on, if it was acknowledged.
fn make(casebook: &Casebook, edit: &Edit, count: usize) -> Option<(VaultPath, String)> {
    match edit {
        Edit::Entry { case: at, word } => {
            let (case, text) = (case(*at), format!("{} number{count}", WORDS[*word]));
            let (visibility, channel) = (Visibility::Internal, Channel::Note);
            let entry = Change::AddEntry { case: case.clone(), visibility, channel, text: text.clone() };
            casebook.change(entry).ok().map(|_| (case, text))
        }
        Edit::Title { case: at, word } => {
            let (path, value) = (case(*at), Some(WORDS[*word].to_owned()));
            casebook.change(Change::SetKey { path, key: "customer".to_owned(), value }).ok();
            None
        }
        Edit::NewCase { word } => {
            let title = format!("{} number{count}", WORDS[*word]);
            let new = NewCase { title: title.clone(), ..NewCase::default() };
            casebook.change(Change::NewCase(new)).ok().map(|done| (done.path, title))
        }
        Edit::Attach { case: at } => {
            let text = format!("trace number{count}");
            let content = kb::casebook::Content::Bytes(text.as_bytes());
            casebook.attach(&case(*at), "trace.log", content).ok().map(|done| (done.path, text))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn after_a_power_cut_every_acknowledged_edit_is_there_and_the_caches_equal_a_fresh_build(
        edits in prop::collection::vec(edit(), 1..8),
        cut in 0..60_usize,
        trouble in prop::option::of((0..60_usize, trouble())),
        caches in prop_oneof![Just(Caches::Kept), Just(Caches::Older)],
        seed in any::<u64>(),
    ) {
        let vault = TestVault::empty();
        for number in 0..3 {
            vault.write(case(number).as_str(), format!("---\nid: C-{number}\ntype: case\ntitle: Case {number}\nstatus: open\n---\n## Issue\nIt drops\n\n## Journal\n"));
        }
        drop(vault.open());
        let older = vault.folder.path().join("older");
        support::copy(&vault.cache(), &older);

        let disk = SimulatedDisk::over(&vault.root());
        let casebook = open_on(&vault, &disk);
        disk.cut_at(cut);
        if let Some((call, trouble)) = trouble {
            disk.trouble_at(call, trouble);
        }
        let kept: Vec<_> = edits.iter().enumerate().filter_map(|(count, edit)| make(&casebook, edit, count)).collect();
        drop(casebook);
        disk.lose_power(&mut fastrand::Rng::with_seed(seed));
        if let Caches::Older = caches {
            vault.forget_caches();
            std::fs::rename(&older, vault.cache()).expect("put back");
        }

        for (path, text) in &kept {
            let found = std::fs::read_to_string(vault.root().join(path.as_str())).unwrap_or_default();
            prop_assert!(found.contains(text.as_str()), "{} lacks the acknowledged {:?}", path, text);
        }
        for file in files_below(&vault.root()).into_iter().filter(|file| file.extension().is_some_and(|end| end == "md")) {
            let text = std::fs::read_to_string(&file).expect("text");
            prop_assert!(text.starts_with("---\n") && text.contains("## Journal"), "{} is half a note", file.display());
        }
        let recovered = answers(&vault.open(), &WORDS);
        vault.forget_caches();
        prop_assert_eq!(recovered, answers(&vault.open(), &WORDS));
    }
}

/// What a vault can be asked to do, each with a name of its own.
const DEEDS: [&str; 4] = ["replace", "create", "rename", "trash"];

fn deed(name: &str, vault: &Vault, trash: &Path) -> Result<(), VaultError> {
    let lock = vault.lock().expect("the lock");
    match name {
        "replace" => vault.save(&lock, &vp("a.md"), Base::Hash(ContentHash::of(b"old")), &[b'n'; 700_000]).map(drop),
        "create" => vault.save(&lock, &vp("x/y/b.md"), Base::Absent, b"new").map(drop),
        "rename" => vault.rename(&lock, &vp("a.md"), &vp("x/a.md")),
        _ => vault.trash(&lock, &vp("a.md"), trash).map(drop),
    }
}

#[test]
fn any_call_that_fails_leaves_the_old_file_and_nothing_else_and_the_next_try_succeeds() {
    for name in DEEDS {
        for trouble in [Trouble::Io, Trouble::Full, Trouble::Interrupted, Trouble::Short] {
            for call in 0.. {
                let ground = tempfile::tempdir().expect("a folder");
                let (root, trash) = (ground.path().join("vault"), ground.path().join("trash"));
                std::fs::create_dir(&root).expect("made");
                std::fs::create_dir(&trash).expect("made");
                std::fs::write(root.join("a.md"), "old").expect("written");
                let disk = SimulatedDisk::over(ground.path());
                let vault = Vault::open_on(&root, Arc::clone(&disk) as _).expect("opens");
                disk.trouble_at(call, trouble);
                let outcome = deed(name, &vault, &trash);
                if disk.calls() <= call {
                    break;
                }
                let at = format!("{name}, {trouble:?} at call {call}");
                match outcome {
                    Ok(()) => {
                        assert!(
                            matches!(trouble, Trouble::Interrupted | Trouble::Short),
                            "{at}: the call failed and nobody said so"
                        );
                    }
                    Err(VaultError::Unconfirmed { .. }) => {}
                    Err(error) => {
                        assert_eq!(std::fs::read(root.join("a.md")).expect("still there"), b"old", "{at}");
                        let said = matches!(error, VaultError::NoSpace { .. });
                        assert_eq!(said, trouble == Trouble::Full, "{at}: {error}");
                        deed(name, &vault, &trash).unwrap_or_else(|error| panic!("{at}, then tried again: {error}"));
                    }
                }
                let left: Vec<_> = files_below(ground.path())
                    .into_iter()
                    .filter(|file| file.to_string_lossy().contains(".casebook-"))
                    .collect();
                assert!(left.is_empty(), "{at}: {left:?}");
            }
        }
    }
}

#[test]
fn a_failed_flush_is_never_tried_again_the_next_save_writes_the_file_anew() {
    let vault = TestVault::empty();
    vault.write("a.md", "old");
    let disk = SimulatedDisk::over(&vault.root());
    let opened = Vault::open_on(&vault.root(), Arc::clone(&disk) as _).expect("opens");
    let save =
        || opened.save(&opened.lock().expect("the lock"), &vp("a.md"), Base::Hash(ContentHash::of(b"old")), b"new");
    // Create, write, flush.
    disk.trouble_at(2, Trouble::Io);
    let refused = save().expect_err("the flush failed");
    assert!(refused.to_string().starts_with("could not save"), "{refused}");
    assert_eq!(refused.hint(), "Check the disk and try again; the file on disk is as it was");
    save().expect("a new file is written and flushed");
    // The disk says yes to every flush of a file that one has failed for, and keeps nothing of it.
    disk.lose_power(&mut fastrand::Rng::with_seed(1));
    assert_eq!(vault.read("a.md"), "new");
}

#[test]
fn a_folder_that_could_not_be_flushed_is_flushed_by_the_next_who_creates_in_it() {
    let vault = TestVault::empty();
    std::fs::create_dir(vault.root().join("cases")).expect("made");
    let disk = SimulatedDisk::over(&vault.root());
    let opened = Vault::open_on(&vault.root(), Arc::clone(&disk) as _).expect("opens");
    let create = || opened.save(&opened.lock().expect("the lock"), &vp("cases/2026/a.md"), Base::Absent, b"new");
    // The folder is made, and its flush fails.
    disk.trouble_at(1, Trouble::Io);
    create().expect_err("refused");
    assert!(vault.root().join("cases/2026").is_dir());
    create().expect("saved");
    disk.lose_power(&mut fastrand::Rng::with_seed(1));
    assert_eq!(vault.read("cases/2026/a.md"), "new");
}

#[test]
fn a_file_that_cannot_be_read_is_reported_and_what_was_known_of_it_stays() {
    let vault = TestVault::empty();
    vault.write("a.md", "# Spooler\nstops at night");
    drop(vault.open());
    vault.write("a.md", "# Spooler\nstops at noon");
    let disk = SimulatedDisk::over(&vault.root());
    let casebook = open_on(&vault, &disk);
    assert_eq!(support::search(&casebook, "noon").total, 1);
    vault.write("a.md", "# Spooler\nstops in the evening");
    disk.refuse_reading(true);
    casebook.rescan();
    casebook.settle();
    assert_eq!(support::search(&casebook, "noon").total, 1, "what was known stays");
    disk.refuse_reading(false);
    casebook.rescan();
    casebook.settle();
    assert_eq!(support::search(&casebook, "evening").total, 1);
}
