//! What an editor asks of the facade: offers, checks, whole files, flags, and saves of one sitting as one undo.

mod support;

use kb::casebook::view::{Change, CheckCode};
use kb::casebook::{Casebook, Code};
use kb::model::{SectionKind, Status, VaultPath};
use support::TestVault;

const ARTICLE: &str = "---\r\nid: 01A\r\ntype: article\r\ntitle: EdgeVPN 7.4 drops at rekey # old\r\ntags: [dtls]\r\n---\r\n## Issue\r\nIt drops at Northwind.\r\n\r\n## Environment\r\nEdgeVPN 7.4\r\n\r\n## Resolution\r\nTurn it off, see [[Nowhere]].\r\n\r\n> [!INTERNAL] Ask Jon.\r\n";
const CASE: &str = "---\nid: 01C\ntype: case\nref: ZD-1\ntitle: Drops\ncustomer: Northwind\ncontact: Ana Ruiz\nlinks:\n  - article: 01A\n    how: resolved-by\n---\n## Issue\nDrops\n";

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a path")
}

fn article() -> VaultPath {
    path("articles/rekey.md")
}

fn vault() -> (TestVault, Casebook) {
    let vault = TestVault::empty();
    vault.write("articles/rekey.md", ARTICLE);
    vault.write(
        "articles/other.md",
        "---\nid: 01B\ntitle: Other | odd [title]\ntags: [dtls, mtu]\nowner: jon\n---\ntext\n",
    );
    vault.write("cases/2026/c.md", CASE);
    vault.write("templates/reply.md", "---\ntype: template\ntitle: Known fix\n---\nHello {{ contact }},\n");
    let casebook = vault.open();
    (vault, casebook)
}

fn replace(from: &str, to: &str) -> Change {
    let (from, to) = (from.to_owned(), to.to_owned());
    Change::ReplaceSection { path: article(), section: SectionKind::Resolution, from, to }
}

#[test]
fn a_whole_file_is_replaced_from_its_version_and_put_back_to_the_byte() {
    let (vault, casebook) = vault();
    let file = casebook.file_text(&article()).expect("read");
    let text = file.text.replace("\r\n", "\n").replace("drops at rekey", "disconnects at rekey");
    let change =
        |base: &str, text: &str| Change::ReplaceFile { path: article(), base: base.to_owned(), text: text.to_owned() };
    let done = casebook.change(change(&file.version, &text)).expect("saved");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE.replace("drops at rekey", "disconnects at rekey"));

    let stale = casebook.change(change(&file.version, "other")).expect_err("the base is gone");
    assert_eq!(stale.code(), Code::Conflict);
    let same = casebook.file_text(&article()).expect("read");
    assert_eq!(casebook.change(change(&same.version, &text)).expect("nothing to do").undo, None);

    let redo = casebook.undo(done.undo.expect("undoable")).expect("undone").undo.expect("redoable");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    casebook.undo(redo).expect("done again");
    assert!(vault.read("articles/rekey.md").contains("disconnects at rekey"));
}

#[test]
fn a_replacement_is_not_taken_back_over_what_others_wrote() {
    let (vault, casebook) = vault();
    let file = casebook.file_text(&article()).expect("read");
    let change = Change::ReplaceFile { path: article(), base: file.version, text: format!("{}more\n", file.text) };
    let undo = casebook.change(change).expect("saved").undo.expect("undoable");
    vault.write("articles/rekey.md", "somebody else's\n");
    let error = casebook.undo(undo).expect_err("refused");
    assert_eq!(error.code(), Code::Refused);
    assert_eq!(vault.read("articles/rekey.md"), "somebody else's\n");
}

#[test]
fn what_is_no_text_is_not_edited_as_a_whole() {
    let (vault, casebook) = vault();
    vault.write("articles/latin.md", b"caf\xe9\n");
    let error = casebook.file_text(&path("articles/latin.md")).expect_err("refused");
    assert_eq!(error.code(), Code::Refused);
}

#[test]
fn saves_of_one_sitting_are_taken_back_together() {
    let (vault, casebook) = vault();
    let started = "Turn it off, see [[Nowhere]].\n\n> [!INTERNAL] Ask Jon.";
    let first = casebook.change(replace(started, "Turn it")).expect("saved").undo.expect("undoable");
    let second = casebook.change(replace("Turn it", "Turn it off and on")).expect("saved").undo.expect("undoable");
    let joined = casebook.join_undo(first, second).expect("a step");
    let third = casebook.change(replace("Turn it off and on", "Turn it off for good")).expect("saved").undo;
    let joined = casebook.join_undo(joined, third.expect("undoable")).expect("a step");
    assert!(casebook.undo(first).is_err(), "it belongs to the one step now");
    let redo = casebook.undo(joined).expect("undone").undo.expect("redoable");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE, "to the byte, line ends and all");
    casebook.undo(redo).expect("done again");
    assert!(vault.read("articles/rekey.md").contains("Turn it off for good\r\n"));
}

#[test]
fn joined_saves_leave_what_others_wrote_meanwhile() {
    let (vault, casebook) = vault();
    let started = "Turn it off, see [[Nowhere]].\n\n> [!INTERNAL] Ask Jon.";
    let first = casebook.change(replace(started, "One")).expect("saved").undo.expect("undoable");
    let second = casebook.change(replace("One", "Two")).expect("saved").undo.expect("undoable");
    let joined = casebook.join_undo(first, second).expect("a step");
    vault.write("articles/rekey.md", vault.read("articles/rekey.md").replace("It drops at", "It fails at"));
    casebook.undo(joined).expect("undone");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE.replace("It drops at", "It fails at"));
}

#[test]
fn a_property_is_taken_back_after_the_whole_file_was_edited_and_put_back() {
    let (vault, casebook) = vault();
    casebook
        .change(replace("Turn it off, see [[Nowhere]].\n\n> [!INTERNAL] Ask Jon.", "Turn it off at night."))
        .expect("saved");
    let property = Change::SetKey { path: article(), key: "confidence".to_owned(), value: Some("archived".to_owned()) };
    let property = casebook.change(property).expect("saved").undo.expect("undoable");
    let outside = vault.read("articles/rekey.md").replace("at night", "at dawn");
    vault.write("articles/rekey.md", &outside);
    let file = casebook.file_text(&article()).expect("read");
    let text = format!("{}\nwritten in the file", file.text);
    let change = Change::ReplaceFile { path: article(), base: file.version, text };
    let whole = casebook.change(change).expect("saved").undo.expect("undoable");
    casebook.undo(whole).expect("the file is put back");
    assert_eq!(vault.read("articles/rekey.md"), outside);
    casebook.undo(property).expect("the property is put back");
    assert!(!vault.read("articles/rekey.md").contains("archived"));
}

#[test]
fn a_sitting_that_ends_where_it_began_leaves_nothing_to_take_back() {
    let (vault, casebook) = vault();
    let started = "Turn it off, see [[Nowhere]].\n\n> [!INTERNAL] Ask Jon.";
    let first = casebook.change(replace(started, "Turn it")).expect("saved").undo.expect("undoable");
    let second = casebook.change(replace("Turn it", started)).expect("saved").undo.expect("undoable");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    assert_eq!(casebook.join_undo(first, second), None);
    assert!(casebook.undo(first).is_err() && casebook.undo(second).is_err());

    let whole = |text: &str| {
        let base = casebook.file_text(&article()).expect("read").version;
        casebook.change(Change::ReplaceFile { path: article(), base, text: text.to_owned() }).expect("saved").undo
    };
    let first = whole("other\n").expect("undoable");
    let second = whole(ARTICLE).expect("undoable");
    assert_eq!(vault.read("articles/rekey.md"), ARTICLE);
    assert_eq!(casebook.join_undo(first, second), None);
}

#[test]
fn changes_of_different_notes_are_never_joined() {
    let (_vault, casebook) = vault();
    let key = |path| Change::SetList { path, key: "tags".to_owned(), values: vec!["x".to_owned()] };
    let first = casebook.change(key(article())).expect("saved").undo.expect("undoable");
    let second = casebook.change(key(path("articles/other.md"))).expect("saved").undo.expect("undoable");
    assert_eq!(casebook.join_undo(first, second), Some(second));
    casebook.undo(second).expect("undone");
    casebook.undo(first).expect("still there");
}

#[test]
fn solving_with_an_article_is_one_step_that_one_undo_takes_back() {
    let (vault, casebook) = vault();
    let solve = |article: &str| Change::SetStatus {
        case: path("cases/2026/c.md"),
        status: Status::Solved,
        resolution: Some("known".to_owned()),
        reason: Some("rekey switched off".to_owned()),
        resolved_by: Some(path(article)),
    };
    let refused = casebook.change(solve("articles/gone.md")).expect_err("there is no such article");
    assert_eq!(refused.code(), Code::NotFound);
    assert_eq!(vault.read("cases/2026/c.md"), CASE, "nothing is half done");

    let done = casebook.change(solve("articles/other.md")).expect("solved");
    let text = vault.read("cases/2026/c.md");
    assert!(text.contains("status: solved") && text.contains("resolution: known"), "{text}");
    assert!(text.contains("article: 01A") && text.contains("article: \"01B\""), "{text}");
    let redo = casebook.undo(done.undo.expect("undoable")).expect("undone").undo.expect("redoable");
    assert_eq!(vault.read("cases/2026/c.md"), CASE);
    casebook.undo(redo).expect("done again");
    assert_eq!(vault.read("cases/2026/c.md"), text);

    // The article it is resolved by already is not linked twice.
    casebook.change(solve("articles/rekey.md")).expect("solved again");
    assert_eq!(vault.read("cases/2026/c.md").matches("article: 01A").count(), 1);
}

#[test]
fn flags_are_added_once_and_taken_away_with_undo() {
    let (vault, casebook) = vault();
    let flag = |text: &str| Change::FlagArticle { article: article(), text: text.to_owned() };
    casebook.change(flag("Step 2 fails,\nsince 7.5: try \"it\"")).expect("flagged");
    casebook.change(flag("Too long")).expect("flagged");
    assert_eq!(casebook.change(flag("Too long")).expect("already").undo, None);
    let flags = || casebook.note(&article()).expect("read").article.expect("an article").flags;
    assert_eq!(flags(), ["Step 2 fails, since 7.5: try \"it\"", "Too long"]);
    assert!(casebook.change(flag("  ")).is_err());

    let unflag = |flag: &str| Change::UnflagArticle { article: article(), flag: flag.to_owned() };
    let undo = casebook.change(unflag("Too long")).expect("mended").undo.expect("undoable");
    assert_eq!(flags().len(), 1);
    casebook.undo(undo).expect("undone");
    assert_eq!(flags().len(), 2);
    assert_eq!(casebook.change(unflag("never said")).expect_err("unknown").code(), Code::NotFound);
    let case = Change::FlagArticle { article: path("cases/2026/c.md"), text: "x".to_owned() };
    assert_eq!(casebook.change(case).expect_err("no article").code(), Code::Refused);
    assert!(vault.read("articles/rekey.md").contains("# old\r\n"), "what was not meant stays");
}

#[test]
fn lists_are_set_whole_and_dates_need_no_time() {
    let (vault, casebook) = vault();
    let values = vec!["Gateway, the old one".to_owned(), "GW".to_owned()];
    casebook
        .change(Change::SetList { path: article(), key: "aliases".to_owned(), values: values.clone() })
        .expect("set");
    assert_eq!(casebook.note(&article()).expect("read").article.expect("an article").aliases, values);
    let date = Change::SetKey { path: article(), key: "review-by".to_owned(), value: Some("2027-01-31".to_owned()) };
    casebook.change(date).expect("set");
    assert!(vault.read("articles/rekey.md").contains("review-by: 2027-01-31\r\n"));
}

#[test]
fn the_vault_offers_names_words_and_templates() {
    let (_vault, casebook) = vault();
    let names = |text| casebook.complete_notes(text, 10).expect("asked");
    assert_eq!(names("edgevpn 7")[0].link, "EdgeVPN 7.4 drops at rekey");
    assert_eq!(names("Other")[0].link, "articles/other", "a title with signs of its own is linked by path");
    assert!(names("rekey").iter().any(|name| name.path == article()), "by words too");
    assert!(!names("").is_empty());
    let words = casebook.words().expect("asked");
    let pairs = |words: &[kb::casebook::view::WordCount]| -> Vec<(String, u32)> {
        words.iter().map(|one| (one.word.clone(), one.count)).collect()
    };
    assert_eq!(pairs(&words.tags), [("dtls".to_owned(), 2), ("mtu".to_owned(), 1)]);
    assert_eq!(pairs(&words.owners), [("jon".to_owned(), 1)]);
    let templates = casebook.templates().expect("asked");
    assert_eq!((templates[0].title.as_str(), templates[0].text.as_str()), ("Known fix", "Hello {{ contact }},"));
    let html = casebook.preview(&article(), "see [[Other | odd]] <script>x</script> **b**").expect("rendered");
    assert!(html.contains("<strong>b</strong>") && !html.contains("<script"), "{html}");
}

#[test]
fn an_article_is_looked_over_with_places_to_go_to() {
    let (vault, casebook) = vault();
    let checks = casebook.check_article(&article()).expect("looked").checks;
    let of = |code| checks.iter().find(|check| check.code == code).expect("looked at");
    for code in [
        CheckCode::HasIssue,
        CheckCode::HasResolution,
        CheckCode::TitleSaysBoth,
        CheckCode::OnePage,
        CheckCode::NoFlags,
    ] {
        assert!(of(code).ok, "{code:?}");
    }
    let names = &of(CheckCode::NamesNobody).places;
    assert_eq!(
        (names.len(), names[0].text.as_str(), names[0].kind, names[0].line),
        (1, "Northwind", Some(SectionKind::Issue), 1)
    );
    let links = &of(CheckCode::LinksLead).places;
    assert_eq!((links[0].text.as_str(), links[0].kind), ("[[Nowhere]]", Some(SectionKind::Resolution)));

    vault.write("articles/rekey.md", ARTICLE.replace("at Northwind", "for Ana Ruiz"));
    let checks = casebook.check_article(&article()).expect("looked").checks;
    let names = checks.into_iter().find(|check| check.code == CheckCode::NamesNobody).expect("looked at").places;
    assert_eq!(names[0].text, "Ana Ruiz", "the contact of a linked case");
    assert_eq!(casebook.check_article(&path("cases/2026/c.md")).expect_err("a case").code(), Code::Refused);
}

#[test]
fn a_reply_is_the_resolution_without_what_is_internal() {
    let (_vault, casebook) = vault();
    let reply = casebook.reply_text(&article()).expect("a resolution");
    assert_eq!(reply.text, "Turn it off, see Nowhere.");
    assert!(reply.left_out && !reply.html.contains("Jon") && !reply.html.contains("data-note"), "{}", reply.html);
    let error = casebook.reply_text(&path("articles/other.md")).expect_err("no resolution");
    assert_eq!(error.code(), Code::Refused);
}

#[test]
fn drafts_are_listed_with_the_note_they_are_for() {
    let (vault, casebook) = vault();
    drop(casebook);
    vault.write("cases/2026/a: b.md", "---\nid: 01D\ntype: case\ntitle: Colons\n---\nx\n");
    let casebook = vault.open();
    for key in ["composer:cases/2026/c.md", "article:issue:articles/rekey.md", "new-case", "next:cases/2026/a: b.md"] {
        casebook.save_draft(key, "{\"text\":\"half a\"}").expect("kept");
    }
    casebook.save_draft("flag:articles/other.md", "x").expect("kept");
    casebook.save_draft("flag:articles/other.md", " ").expect("forgotten");
    casebook.save_draft("flag:articles/gone.md", "x").expect("kept");
    casebook.save_draft("file:articles/other.md", &"x".repeat(20_000)).expect("kept");
    let long = casebook.drafts().expect("read").into_iter().find(|row| row.key.starts_with("file:")).expect("listed");
    assert_eq!((long.text.len(), casebook.draft(&long.key).expect("read").expect("kept").len()), (0, 20_000));
    casebook.save_draft(&long.key, "").expect("forgotten");
    let listed: Vec<_> =
        casebook.drafts().expect("read").into_iter().map(|row| (row.key, row.note.map(|note| note.title))).collect();
    let titled = |key: &str| listed.iter().find(|(other, _)| other == key).expect("listed").1.as_deref();
    assert_eq!(listed.len(), 5);
    assert_eq!(titled("composer:cases/2026/c.md"), Some("Drops"));
    assert_eq!(titled("article:issue:articles/rekey.md"), Some("EdgeVPN 7.4 drops at rekey"));
    assert_eq!(titled("next:cases/2026/a: b.md"), Some("Colons"));
    assert_eq!(titled("new-case"), None);
    assert_eq!(titled("flag:articles/gone.md"), None, "its note is gone, its words are not");
}
