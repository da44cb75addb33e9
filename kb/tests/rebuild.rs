//! Files are the truth: after any sequence of changes, through the facade and behind its back, every answer equals that of
//! a build from nothing.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

mod support;

use kb::casebook::Casebook;
use kb::casebook::view::{Change, NewCase};
use kb::model::{Channel, LinkUse, Status, VaultPath, Visibility};
use proptest::prelude::*;
use support::{TestVault, answers};

const WORDS: [&str; 6] = ["rekey", "tunnel", "spooler", "0x2746", "deadlock", "invoice"];

#[derive(Debug, Clone)]
enum Step {
    WriteArticle { slot: usize, id: usize, word: usize, broken: bool },
    WriteCase { slot: usize, word: usize, links: Vec<usize> },
    Remove { slot: usize },
    Rename { slot: usize, to: usize },
    Entry { slot: usize, word: usize },
    Status { slot: usize, status: usize },
    Link { case: usize, article: usize },
    NewCase { word: usize },
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let (slot, word) = (0..6_usize, 0..WORDS.len());
    prop_oneof![
        (slot.clone(), 0..4_usize, word.clone(), prop::bool::weighted(0.15))
            .prop_map(|(slot, id, word, broken)| Step::WriteArticle { slot, id, word, broken }),
        (slot.clone(), word.clone(), prop::collection::vec(0..4_usize, 0..3))
            .prop_map(|(slot, word, links)| Step::WriteCase { slot, word, links }),
        slot.clone().prop_map(|slot| Step::Remove { slot }),
        (slot.clone(), 0..6_usize).prop_map(|(slot, to)| Step::Rename { slot, to }),
        (slot.clone(), word.clone()).prop_map(|(slot, word)| Step::Entry { slot, word }),
        (slot.clone(), 0..Status::ALL.len()).prop_map(|(slot, status)| Step::Status { slot, status }),
        (slot.clone(), 0..6_usize).prop_map(|(case, article)| Step::Link { case, article }),
        word.prop_map(|word| Step::NewCase { word }),
        Just(Step::Reopen),
    ]
}

fn article(slot: usize) -> String {
    format!("articles/a{slot}.md")
}

fn case(slot: usize) -> String {
    format!("cases/2026/c{slot}.md")
}

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

/// Changes by the facade may be refused (no such case, an ambiguous id): then nothing happens, which is right too.
fn take(vault: &TestVault, casebook: Casebook, step: &Step) -> Casebook {
    match step {
        Step::WriteArticle { slot, id, word, broken } => {
            let title = if *broken { "[unclosed" } else { "An article" };
            let text = format!("---\nid: A-{id}\ntitle: {title}\n---\n## Resolution\n{} [[c{slot}]]\n", WORDS[*word]);
            vault.write(&article(*slot), text);
        }
        Step::WriteCase { slot, word, links } => {
            let links: String = links.iter().map(|id| format!("  - article: A-{id}\n    how: resolved-by\n")).collect();
            let links = if links.is_empty() { links } else { format!("links:\n{links}") };
            let text = format!(
                "---\nid: C-{slot}\ntype: case\ntitle: A case\nstatus: open\n{links}---\n## Issue\n{}\n",
                WORDS[*word]
            );
            vault.write(&case(*slot), text);
        }
        Step::Remove { slot } => {
            let _ = std::fs::remove_file(vault.root().join(article(*slot)));
        }
        Step::Rename { slot, to } => {
            let _ = std::fs::rename(vault.root().join(article(*slot)), vault.root().join(article(*to)));
        }
        Step::Entry { slot, word } => {
            let text = WORDS[*word].to_owned();
            let (visibility, channel) = (Visibility::Internal, Channel::Note);
            let _ = casebook.change(Change::AddEntry { case: path(&case(*slot)), visibility, channel, text });
        }
        Step::Status { slot, status } => {
            let status = Status::ALL[*status];
            let case = path(&case(*slot));
            let change = Change::SetStatus { case, status, resolution: None, reason: None, resolved_by: None };
            let _ = casebook.change(change);
        }
        Step::Link { case: from, article: to } => {
            let (case, article) = (path(&case(*from)), path(&article(*to)));
            let _ = casebook.change(Change::LinkArticle { case, article, how: LinkUse::ResolvedBy, query: None });
        }
        Step::NewCase { word } => {
            let new = NewCase { title: format!("New {}", WORDS[*word]), ..NewCase::default() };
            casebook.change(Change::NewCase(new)).expect("a new case is always possible");
        }
        Step::Reopen => {
            drop(casebook);
            return vault.open();
        }
    }
    casebook
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_the_caches_equal_a_fresh_build(steps in prop::collection::vec(step(), 1..14)) {
        let vault = TestVault::empty();
        let mut casebook = vault.open();
        for step in &steps {
            casebook = take(&vault, casebook, step);
        }
        casebook.rescan();
        casebook.settle();
        let lived = answers(&casebook, &WORDS);
        drop(casebook);
        vault.forget_caches();
        prop_assert_eq!(lived, answers(&vault.open(), &WORDS));
    }
}
