//! One change of many notes: what changes, what is refused, and that one undo brings every byte back.

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use kb::casebook::view::{
    ArticleListRequest, CaseListRequest, Change, Changed, Event, ManyChanged, Progress, QueueScope, SetMany,
};
use kb::casebook::{Casebook, Error};
use kb::model::{Audience, Confidence, Priority, Status, VaultPath};
use support::TestVault;

fn case(title: &str, keys: &str) -> String {
    format!(
        "---\ntype: case\ntitle: {title}\n# a remark that stays\nstatus: open\n{keys}---\n## Issue\nIt drops.\n\n## Journal\n"
    )
}

fn paths(names: &[&str]) -> Vec<VaultPath> {
    names.iter().map(|name| VaultPath::new(*name).expect("a path")).collect()
}

fn change(casebook: &Casebook, names: &[&str], set: SetMany) -> (Changed, ManyChanged) {
    let changed = casebook.change(Change::ChangeMany { paths: paths(names), set }).expect("carried out");
    let many = changed.many.clone().expect("it says how it went");
    (changed, many)
}

#[test]
fn a_status_reaches_every_case_and_one_undo_brings_every_byte_back() {
    let vault = TestVault::empty();
    let names = ["cases/a.md", "cases/b.md", "cases/c.md"];
    names.iter().for_each(|name| vault.write(name, case(name, "")));
    let before = names.map(|name| vault.read(name));
    let casebook = vault.open();

    let (changed, many) = change(&casebook, &names, SetMany::Status { status: Status::Solved });
    assert_eq!(many, ManyChanged { changed: 3, same: 0, refused: Vec::new(), left: 0 });
    for name in names {
        let text = vault.read(name);
        assert!(text.contains("status: solved") && text.contains("open -> solved"), "{text}");
        assert!(text.contains("\nsolved: ") && text.contains("# a remark that stays"), "{text}");
    }
    casebook.settle();
    let solved = CaseListRequest { scope: QueueScope::Solved, limit: 10, ..Default::default() };
    assert_eq!(casebook.queue(&solved).expect("listed").total, 3);

    let undone = casebook.undo(changed.undo.expect("it can be undone")).expect("undone");
    assert_eq!(undone.many.expect("it says how it went").changed, 3);
    assert_eq!(names.map(|name| vault.read(name)), before);

    casebook.undo(undone.undo.expect("it can be done again")).expect("done again");
    assert!(names.iter().all(|name| vault.read(name).contains("status: solved")));
}

#[test]
fn a_change_of_many_says_how_far_it_is_and_what_is_stopped_can_be_taken_back() {
    let vault = TestVault::empty();
    let names: Vec<String> = (0..60).map(|number| format!("cases/{number:02}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.iter().for_each(|name| vault.write(name, case(name, "")));
    let texts = || names.iter().map(|name| vault.read(name)).collect::<Vec<_>>();
    let before = texts();
    let casebook = Arc::new(vault.open());
    let told = Arc::new(Mutex::new(Vec::new()));
    let stop_at = Arc::new(AtomicU32::new(20));
    casebook.subscribe({
        let (told, stop_at, casebook) = (Arc::clone(&told), Arc::clone(&stop_at), Arc::downgrade(&casebook));
        move |event| {
            let Event::Changing { progress } = event else { return };
            told.lock().expect("held").push(*progress);
            if progress.is_some_and(|at| at.done == stop_at.load(Ordering::Relaxed)) {
                casebook.upgrade().expect("open").stop_changing();
            }
        }
    });
    let is_high = |text: &&String| text.contains("priority: high");

    let (changed, many) = change(&casebook, &names, SetMany::Priority { priority: Priority::High });
    assert_eq!(many, ManyChanged { changed: 21, same: 0, refused: Vec::new(), left: 39 });
    assert_eq!(texts().iter().filter(is_high).count(), 21);
    let steps = std::mem::take(&mut *told.lock().expect("held"));
    assert_eq!(steps.first().copied().flatten(), Some(Progress { done: 0, total: 60 }));
    assert_eq!((steps.len(), steps.last().copied().flatten()), (22, None), "each of 21 notes, and the end");

    // Taking it back can be stopped too; what was not reached is taken back the next time.
    stop_at.store(5, Ordering::Relaxed);
    let number = changed.undo.expect("undoable");
    assert_eq!(casebook.undo(number).expect("stopped").many.expect("counted").changed, 21, "fewer than are told of");
    assert_eq!(texts(), before);
    stop_at.store(u32::MAX, Ordering::Relaxed);
    let (changed, _) = change(&casebook, &names, SetMany::Priority { priority: Priority::High });
    stop_at.store(30, Ordering::Relaxed);
    let number = changed.undo.expect("undoable");
    let many = casebook.undo(number).expect("stopped").many.expect("counted");
    assert_eq!((many.changed, many.left), (31, 29));
    stop_at.store(u32::MAX, Ordering::Relaxed);
    assert_eq!(casebook.undo(number).expect("the rest").many.expect("counted").changed, 29);
    assert_eq!(texts(), before);
}

#[test]
fn what_cannot_be_changed_is_named_and_the_rest_is_changed() {
    let vault = TestVault::empty();
    vault.write("cases/good.md", case("Good", "priority: low\n"));
    vault.write("cases/so-already.md", case("Already", "priority: high\n"));
    vault.write("cases/broken.md", "---\ntype: case\ntitle: [never\n---\nwords\n");
    vault.write("articles/other.md", "---\ntype: article\ntitle: Other\n---\n");
    let casebook = vault.open();
    let names = ["cases/good.md", "cases/so-already.md", "cases/broken.md", "articles/other.md", "cases/gone.md"];
    let broken = vault.read("cases/broken.md");

    let (changed, many) = change(&casebook, &names, SetMany::Priority { priority: Priority::High });
    assert_eq!((many.changed, many.same), (1, 1));
    let refused: Vec<&str> = many.refused.iter().map(|refused| refused.path.as_str()).collect();
    assert_eq!(refused, ["articles/other.md", "cases/broken.md", "cases/gone.md"]);
    assert!(many.refused[0].reason.contains("it is a article"), "{many:?}");
    assert!(many.refused.iter().all(|refused| !refused.reason.is_empty() && !refused.hint.is_empty()), "{many:?}");
    assert!(vault.read("cases/good.md").contains("priority: high"));
    assert_eq!(vault.read("cases/broken.md"), broken);
    casebook.undo(changed.undo.expect("one changed")).expect("undone");
    assert!(vault.read("cases/good.md").contains("priority: low"));
}

#[test]
fn an_undo_that_meets_a_conflict_undoes_the_rest_and_can_be_tried_again() {
    let vault = TestVault::empty();
    vault.write("cases/a.md", case("A", "owner: tom\n"));
    vault.write("cases/b.md", case("B", "owner: tom\n"));
    let casebook = vault.open();
    let (changed, _) =
        change(&casebook, &["cases/a.md", "cases/b.md"], SetMany::Owner { owner: Some(" mira ".to_owned()) });
    let number = changed.undo.expect("it can be undone");
    let mine = vault.read("cases/b.md");
    assert!(mine.contains("owner: mira\n"));
    vault.write("cases/b.md", "---\ntype: case\ntitle: [torn\n---\n");

    let undone = casebook.undo(number).expect("one is undone").many.expect("it says how it went");
    assert_eq!((undone.changed, undone.refused.len()), (1, 1));
    assert!(vault.read("cases/a.md").contains("owner: tom\n"));

    vault.write("cases/b.md", mine);
    let again = casebook.undo(number).expect("the other is undone").many.expect("it says how it went");
    assert_eq!((again.changed, again.refused.len()), (1, 0));
    assert!(vault.read("cases/b.md").contains("owner: tom\n"));
}

#[test]
fn tags_are_added_and_removed_and_the_others_stay() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntype: article\ntitle: A\ntags: [VPN, old]\n---\n");
    vault.write("articles/b.md", "---\ntype: article\ntitle: B\n---\n");
    vault.write("articles/c.md", "---\ntype: article\ntitle: C\ntags: [old]\n---\n");
    let casebook = vault.open();
    let set = SetMany::Tags { add: vec!["#vpn".into(), "review".into()], remove: vec!["OLD".into()] };
    let (_, many) = change(&casebook, &["articles/a.md", "articles/b.md", "articles/c.md"], set);
    assert_eq!(many.changed, 3);
    let tags = |name: &str| casebook.note(&VaultPath::new(name).expect("a path")).expect("read").tags;
    assert_eq!(tags("articles/a.md"), ["VPN", "review"]);
    assert_eq!(tags("articles/b.md"), ["vpn", "review"]);
    assert_eq!(tags("articles/c.md"), ["vpn", "review"]);
    let (changed, many) =
        change(&casebook, &["articles/b.md"], SetMany::Tags { add: vec!["VPN".into()], remove: vec![] });
    assert_eq!((changed.undo, many.same), (None, 1));
}

#[test]
fn articles_are_trusted_and_widened_together() {
    let vault = TestVault::empty();
    vault.write("articles/a.md", "---\ntype: article\ntitle: A\n---\n");
    vault.write("articles/b.md", "---\ntype: article\ntitle: B\nconfidence: wip\n---\n");
    let casebook = vault.open();
    let names = ["articles/a.md", "articles/b.md"];
    change(&casebook, &names, SetMany::Confidence { confidence: Confidence::Validated });
    change(&casebook, &names, SetMany::Audience { audience: Audience::Customer });
    casebook.settle();
    let listed = casebook.articles(&ArticleListRequest { limit: 10, ..Default::default() }).expect("listed");
    assert!(
        listed.rows.iter().all(|row| row.confidence == Confidence::Validated && row.audience == Audience::Customer)
    );
}

#[test]
fn nothing_too_much_and_nonsense_are_refused_before_anything_is_written() {
    let vault = TestVault::empty();
    vault.write("cases/a.md", case("A", ""));
    let before = vault.read("cases/a.md");
    let casebook = vault.open();
    let set = || SetMany::Tags { add: vec!["two words".into()], remove: Vec::new() };
    let refuse = |paths: Vec<VaultPath>, set| casebook.change(Change::ChangeMany { paths, set }).expect_err("refused");
    assert!(matches!(refuse(Vec::new(), SetMany::Owner { owner: None }), Error::Invalid { .. }));
    assert!(matches!(refuse(paths(&["cases/a.md"]), set()), Error::Invalid { .. }));
    let many = (0..1001).map(|n| VaultPath::new(format!("cases/{n}.md")).expect("a path")).collect();
    let error = refuse(many, SetMany::Owner { owner: None });
    assert_eq!(error.to_string(), "changing 1001 notes at once: at most 1000 are changed in one step");
    assert_eq!(vault.read("cases/a.md"), before);
}
