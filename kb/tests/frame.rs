//! Framing an article from a case: what goes in, what stays in the case, and that it is one step.

mod support;

use kb::casebook::Code;
use kb::casebook::view::{Change, Changed};
use kb::model::{LinkUse, SectionKind, VaultPath};
use support::TestVault;

const CASE: &str = "cases/2026/vpn-a1b2.md";
const TEXT: &str = "---
id: 01CASE
type: case
title: Northwind Traders loses the tunnel every half hour
customer: Northwind Traders
contact: Zoë Brunel
site: Depot Halden
products: [EdgeVPN]
links:
  - article: KB-7
    how: tried
    query: \"vpn idle northwind\"
---
## Issue
\"Every half hour I get thrown out\", says Zoë (zoe.brunel@northwind.example).
See [dump](../../attachments/01CASE/northwind-dump.txt).

`DTLS handshake timeout (code 0x2746)`

## Environment
- EdgeVPN 7.4.1 on northwind_gw01, Depot Halden

## Journal
### 2026-11-20T09:20:03+01:00 · mira · internal · diagnostic ^a1
```text
$ edge-diag --host northwind-gw
## not a heading
```

### 2026-11-20T09:30:03+01:00 · mira · customer · email ^a2
Hello Zoë, we are looking into it.

### 2026-11-20T09:40:03+01:00 · mira · internal · note ^a3
Raised the idle limit, no change.
";

fn vault() -> TestVault {
    let vault = TestVault::empty();
    vault.write(CASE, TEXT);
    vault.write(
        "articles/idle.md",
        "---\nid: KB-7\ntype: article\ntitle: Raise the idle timeout\n---\n## Resolution\nRaise it.\n",
    );
    vault
}

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

fn frame(casebook: &kb::casebook::Casebook) -> Changed {
    casebook.change(Change::FrameArticle { case: path(CASE) }).expect("framed")
}

#[test]
fn the_draft_says_what_the_case_knows_and_names_nobody() {
    let vault = vault();
    let casebook = vault.open();
    let framed = frame(&casebook);
    let text = vault.read(framed.path.as_str());
    insta::assert_snapshot!(
        text.lines()
            .skip_while(|line| !line.starts_with("title:"))
            .filter(|line| !line.starts_with("created:"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    for name in ["northwind", "zoë", "zoe", "brunel", "halden"] {
        assert!(!text.to_lowercase().contains(name), "{name} in\n{text}");
    }
    let note = casebook.note(&framed.path).expect("read");
    let kinds: Vec<SectionKind> = note.sections.iter().map(|section| section.kind).collect();
    use SectionKind::{Body, Cause, Environment, Issue, Resolution};
    assert_eq!(kinds, [Issue, Environment, Cause, Resolution, Body], "nothing of the case divides the article");
}

#[test]
fn framing_is_one_step_and_undo_takes_back_both() {
    let vault = vault();
    let casebook = vault.open();
    let framed = frame(&casebook);
    casebook.settle();
    let case = casebook.note(&path(CASE)).expect("read");
    let link = case.links.last().expect("a link");
    assert_eq!((link.link.how, link.path.as_ref()), (LinkUse::Created, Some(&framed.path)));
    casebook.undo(framed.undo.expect("undoable")).expect("undone");
    assert_eq!(vault.read(CASE), TEXT);
    assert!(!vault.root().join(framed.path.as_str()).exists());
}

#[test]
fn what_was_written_into_the_article_since_is_not_undone_away() {
    let vault = vault();
    let casebook = vault.open();
    let framed = frame(&casebook);
    let written = vault.read(framed.path.as_str()) + "Found it.\n";
    vault.write(framed.path.as_str(), &written);
    let linked = vault.read(CASE);
    let error = casebook.undo(framed.undo.expect("undoable")).expect_err("it was changed");
    assert_eq!(error.code(), Code::Refused);
    assert_eq!((vault.read(framed.path.as_str()), vault.read(CASE)), (written, linked), "neither half is undone");
}

#[test]
fn a_case_frames_one_article() {
    let vault = vault();
    let casebook = vault.open();
    let first = frame(&casebook);
    casebook.settle();
    let again = frame(&casebook);
    assert_eq!((again.path, again.undo), (first.path.clone(), None));
    let not_a_case = casebook.change(Change::FrameArticle { case: first.path }).expect_err("an article");
    assert_eq!(not_a_case.code(), Code::Refused);
}
