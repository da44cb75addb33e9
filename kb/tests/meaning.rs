//! Meaning in an open vault: who embeds, what is near, what happens when notes change and processes come and go.

#![expect(clippy::disallowed_methods, reason = "tests change their own files")]

mod support;

use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use kb::casebook::view::{Event, MeaningState, Reason, SearchRequest};
use kb::casebook::{Casebook, ModelPlace, Places, Stay};
use kb::meaning::{DIMENSIONS, Embedder, MODEL_BYTES, MODEL_FILES, MODEL_NAME, MeaningError, Vector};
use kb::model::NoteKind;
use support::{TestVault, search, wait_for};

/// Each letter pair of a text is a direction: the plainest embedder there is. It counts its runs and can be held up.
struct Pairs {
    key: &'static str,
    runs: AtomicUsize,
    broken: AtomicBool,
    /// How many runs in the background may pass, where it is held up.
    held: Mutex<Option<usize>>,
    freed: Condvar,
}

impl Pairs {
    fn new(key: &'static str) -> Arc<Self> {
        let (runs, broken) = (AtomicUsize::new(0), AtomicBool::new(false));
        Arc::new(Self { key, runs, broken, held: Mutex::new(None), freed: Condvar::new() })
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }

    fn hold(&self, held: bool) {
        *self.held.lock().expect("unbroken") = held.then_some(0);
        self.freed.notify_all();
    }

    /// Lets one more run in the background pass.
    fn let_one_pass(&self) {
        *self.held.lock().expect("unbroken").get_or_insert(0) += 1;
        self.freed.notify_all();
    }
}

impl Embedder for Pairs {
    fn key(&self) -> &str {
        self.key
    }

    fn embed(&self, text: &str) -> Result<Vector, MeaningError> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        if self.broken.load(Ordering::Relaxed) {
            return Err(MeaningError::Failed { bytes: text.len(), reason: "it is broken".to_owned() });
        }
        let mut sum = [0.0_f32; DIMENSIONS];
        let letters: Vec<usize> = text.to_lowercase().bytes().map(usize::from).collect();
        letters.windows(2).for_each(|pair| sum[(pair[0] * 31 + pair[1] * 7) % DIMENSIONS] += 1.0);
        Ok(Vector::of(&sum))
    }

    fn embed_quietly(&self, text: &str) -> Result<Vector, MeaningError> {
        let held = self.held.lock().expect("unbroken");
        let mut held = self.freed.wait_while(held, |held| *held == Some(0)).expect("unbroken");
        if let Some(left) = held.as_mut() {
            *left -= 1;
        }
        drop(held);
        self.embed(text)
    }
}

fn open(vault: &TestVault, stay: Stay, model: &Arc<Pairs>) -> Casebook {
    let mut options = vault.options(stay);
    options.model = ModelPlace::Given(Arc::clone(model) as Arc<dyn Embedder>);
    Casebook::open(options).expect("the vault opens")
}

fn article(title: &str, issue: &str) -> String {
    format!("---\nid: {}\ntype: article\ntitle: {title}\n---\n## Issue\n{issue}\n", title.replace(' ', "-"))
}

fn case(title: &str, links: &str) -> String {
    format!("---\ntype: case\ntitle: {title}\nstatus: solved\n{links}---\n## Issue\n{title}\n")
}

/// Two articles, a case that one of them solved, and one that nothing solved.
fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write("articles/printer.md", article("Printer is offline", "The queue is stuck."));
    vault.write("articles/mail.md", article("Mail does not arrive", "The filter holds it."));
    let link = "links:\n  - article: Printer-is-offline\n    how: resolved-by\n";
    vault.write("cases/solved.md", case("The printer went offline", link));
    vault.write("cases/open.md", case("The printer is offline too", ""));
    vault
}

fn titles(casebook: &Casebook, text: &str, kind: NoteKind) -> Vec<String> {
    let near = casebook.nearest(text, kind, 10).expect("asked");
    let title = |row: i64| casebook.title_of_row(row).expect("read").unwrap_or_default();
    near.iter().map(|near| title(near.row)).collect()
}

fn embedded(casebook: &Casebook) -> u32 {
    casebook.meaning().expect("read").embedded
}

#[test]
fn articles_and_solved_cases_are_embedded_and_the_nearest_found() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    assert_eq!(titles(&casebook, "printer offline", NoteKind::Article), ["Printer is offline", "Mail does not arrive"]);
    assert_eq!(titles(&casebook, "printer offline", NoteKind::Case), ["The printer went offline"]);
    let near = casebook.nearest("printer is offline", NoteKind::Article, 1).expect("asked")[0];
    let similar = casebook.similarities("printer is offline", &[near.row, 9_999]).expect("asked");
    assert_eq!(similar, [Some(near), None]);
    assert!(near.title > near.whole, "{near:?}");
}

#[test]
fn a_question_in_other_words_finds_what_says_the_same_and_says_so() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    // No word of it, in any form, is in a note; its letters are those of "Printer is offline".
    let text = "printerisoffline printerisofflines";
    let answer = search(&casebook, text);
    let first = &answer.hits[0];
    assert_eq!(first.title, "Printer is offline", "{answer:?}");
    assert!(first.why.iter().any(|why| why.reason == Reason::Meaning), "{:?}", first.why);
    assert_eq!(answer.total as usize, answer.hits.len());
    let asked =
        SearchRequest { text: text.to_owned(), kind: None, filters: Vec::new(), limit: 20, number: 0, off: Vec::new() };
    let facets = casebook.facets(&asked).expect("counted");
    let kinds = facets.facets.iter().find(|facet| facet.field == "kind").expect("kinds");
    assert_eq!(kinds.values.iter().map(|value| value.count).sum::<u32>(), answer.total);
    casebook.use_meaning(false).expect("kept");
    assert!(search(&casebook, text).hits.is_empty(), "words alone find nothing");
}

#[test]
fn what_must_hold_holds_of_what_is_near_too() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    let titles = |text: &str| search(&casebook, text).hits.into_iter().map(|hit| hit.title).collect::<Vec<_>>();
    assert!(titles("printer offline").contains(&"Printer is offline".to_owned()));
    assert!(!titles("printer offline -queue").contains(&"Printer is offline".to_owned()));
    assert!(titles("printer offline \"holds it\"").iter().all(|title| title.starts_with("Mail")));
    assert!(titles("printer offline kind:case").iter().all(|title| title.starts_with("The printer")));
    // A single word and a list of identifiers are matched by what they are.
    let before = model.runs();
    assert!(titles("printerisoffline").is_empty() && titles("0x2746 10.0.0.1").is_empty());
    assert_eq!(model.runs(), before);
}

#[test]
fn what_changed_is_embedded_again_and_what_is_gone_forgotten() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    let before = model.runs();
    vault.write("articles/mail.md", article("Mail does not arrive", "The disk of the server is full."));
    std::fs::remove_file(vault.root().join("articles/printer.md")).expect("removed");
    wait_for("the change is embedded", || {
        embedded(&casebook) == 2
            && casebook.nearest("disk of the server full", NoteKind::Article, 1).is_ok_and(|near| near[0].whole > 0.5)
    });
    assert_eq!(titles(&casebook, "printer offline", NoteKind::Article), ["Mail does not arrive"]);
    // One run for the changed text, one for each of the two questions: the title was known.
    assert_eq!(model.runs() - before, 3);
}

#[test]
fn the_next_start_and_a_rebuild_run_the_model_no_more() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    let runs = model.runs();
    drop(casebook);
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("they are read", || embedded(&casebook) == 3);
    casebook.reindex().expect("rebuilt");
    wait_for("the new store has them", || {
        casebook.nearest("printer", NoteKind::Article, 9).is_ok_and(|near| near.len() == 2) && embedded(&casebook) == 3
    });
    assert_eq!(model.runs(), runs + 1, "one run for the question");
}

#[test]
fn without_caches_every_answer_is_the_same_once_it_is_done() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let ask = |casebook: &Casebook| {
        wait_for("three notes are embedded", || embedded(casebook) == 3);
        let near = casebook.nearest("offline printer queue", NoteKind::Article, 9).expect("asked");
        near.iter().map(|near| (near.title.to_bits(), near.whole.to_bits())).collect::<Vec<_>>()
    };
    let first = ask(&open(&vault, Stay::Resident, &model));
    vault.forget_caches();
    assert_eq!(ask(&open(&vault, Stay::Resident, &model)), first);
}

#[test]
fn a_command_reads_what_the_app_embedded_and_embeds_nothing_itself() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let app = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&app) == 3);
    let other = Pairs::new("pairs/1");
    let follower = open(&vault, Stay::Visitor, &other);
    assert!(!follower.leads());
    assert_eq!(titles(&follower, "printer offline", NoteKind::Case), ["The printer went offline"]);
    assert_eq!(other.runs(), 1, "the question alone");
    drop(follower);
    drop(app);
    vault.write("articles/new.md", article("Screen is dark", "No picture."));
    let alone = open(&vault, Stay::Visitor, &other);
    assert!(alone.leads());
    assert_eq!(titles(&alone, "printer offline", NoteKind::Case), ["The printer went offline"]);
    assert_eq!(other.runs(), 2, "the question alone");
    assert_eq!((alone.embed().expect("embedded").fresh, other.runs()), (1, 4));
    assert_eq!(titles(&alone, "screen dark", NoteKind::Article)[0], "Screen is dark");
}

#[test]
fn a_vault_closes_in_the_midst_of_embedding_and_goes_on_the_next_time() {
    let (vault, model) = (TestVault::empty(), Pairs::new("pairs/1"));
    for at in 0..40 {
        vault.write(&format!("articles/{at}.md"), article(&format!("Title {at}"), &format!("Issue {at}")));
    }
    model.hold(true);
    let casebook = open(&vault, Stay::Resident, &model);
    casebook.settle();
    assert_eq!(search(&casebook, "Title 7").hits[0].title, "Title 7");
    std::thread::scope(|scope| {
        let closing = scope.spawn(move || drop(casebook));
        // The thread is at one text; whenever it is told to end, it does not begin another.
        wait_for("it closes", || {
            model.let_one_pass();
            closing.is_finished()
        });
    });
    assert!(model.runs() < 80, "it ends before all are embedded: {} runs", model.runs());
    model.hold(false);
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("all are embedded", || embedded(&casebook) == 40);
}

#[test]
fn progress_is_told_and_ends() {
    let (vault, model) = (TestVault::empty(), Pairs::new("pairs/1"));
    (0..100).for_each(|at| vault.write(&format!("articles/{at}.md"), article(&format!("Title {at}"), "Same")));
    model.hold(true);
    let casebook = open(&vault, Stay::Resident, &model);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    casebook.subscribe(move |event| {
        if let Event::Embedding { progress } = event {
            hears.lock().expect("unbroken").push(*progress);
        }
    });
    casebook.settle();
    model.hold(false);
    wait_for("it ends", || heard.lock().expect("unbroken").last().is_some_and(Option::is_none));
    let heard = heard.lock().expect("unbroken").clone();
    let some: Vec<_> = heard.iter().flatten().collect();
    assert!(!some.is_empty() && some.iter().all(|progress| progress.total == 100), "{heard:?}");
    assert!(some.windows(2).all(|two| two[0].done < two[1].done), "{heard:?}");
    assert_eq!(casebook.status().expect("read").embedding, None);
}

#[test]
fn switched_off_nothing_is_embedded_or_near_and_the_choice_is_kept() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    casebook.use_meaning(false).expect("kept");
    assert!(casebook.nearest("printer", NoteKind::Article, 9).expect("asked").is_empty());
    assert_eq!(casebook.similarities("printer", &[1, 2]).expect("asked"), [None, None]);
    drop(casebook);
    let casebook = open(&vault, Stay::Resident, &model);
    assert_eq!(casebook.meaning().expect("read").state, MeaningState::Off);
    casebook.use_meaning(true).expect("kept");
    wait_for("they are back", || casebook.nearest("printer", NoteKind::Article, 9).is_ok_and(|near| near.len() == 2));
}

#[test]
fn a_model_that_fails_costs_no_search_and_is_said() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    casebook.settle();
    model.broken.store(true, Ordering::Relaxed);
    assert!(casebook.nearest("printer", NoteKind::Article, 9).expect("asked").is_empty());
    assert!(!search(&casebook, "printer").hits.is_empty());
    let said = casebook.meaning().expect("read");
    assert_eq!(said.state, MeaningState::Failed);
    assert!(said.reason.is_some_and(|reason| reason.contains("it is broken")));
}

#[test]
fn without_a_model_everything_else_works() {
    let vault = vault();
    let casebook = Casebook::open(vault.options(Stay::Resident)).expect("the vault opens");
    casebook.settle();
    assert!(casebook.nearest("printer", NoteKind::Article, 9).expect("asked").is_empty());
    let said = casebook.meaning().expect("read");
    assert_eq!((said.state, said.notes, said.embedded), (MeaningState::Absent, 3, 0));
    assert_eq!(Path::new(&said.folder), vault.data().join("models").join(MODEL_NAME));
    assert_eq!(casebook.embed().expect("nothing to do").fresh, 0);
}

#[test]
fn the_model_is_put_where_it_is_looked_for() {
    assert_eq!(xtask::model::NAME, MODEL_NAME);
    assert_eq!(xtask::model::FILES.map(|file| file.name), MODEL_FILES);
    assert_eq!(xtask::model::FILES.iter().map(|file| file.bytes).sum::<u64>(), u64::from(MODEL_BYTES));
    let machines: [&[(&str, &str)]; 5] = [
        &[("HOME", "/h"), ("APPDATA", "/a")],
        &[("HOME", "/h"), ("XDG_DATA_HOME", "/x"), ("APPDATA", "/a")],
        &[("HOME", "/h"), ("XDG_DATA_HOME", "relative"), ("APPDATA", "/a")],
        &[("KB_DATA", "/d"), ("HOME", "/h"), ("APPDATA", "/a")],
        &[("KB_DATA", ""), ("HOME", "/h"), ("APPDATA", "/a")],
    ];
    for machine in machines {
        let var = |name: &str| {
            // Where caches lie is another matter.
            if name == "KB_CACHE" {
                return Some(OsString::from("/c"));
            }
            machine.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        let app = Places::from_env(var).expect("there is a home").data;
        assert_eq!(xtask::model::data_folder(var), Some(app), "{machine:?}");
    }
}

#[test]
fn after_a_rebuild_what_is_near_is_a_note_of_the_new_store() {
    let (vault, model) = (vault(), Pairs::new("pairs/1"));
    let casebook = open(&vault, Stay::Resident, &model);
    wait_for("three notes are embedded", || embedded(&casebook) == 3);
    std::fs::remove_file(vault.root().join("articles/mail.md")).expect("removed");
    casebook.reindex().expect("rebuilt");
    wait_for("it is gone", || embedded(&casebook) == 2);
    assert_eq!(titles(&casebook, "mail", NoteKind::Article), ["Printer is offline"]);
}
