use proptest::prelude::*;

use super::super::words::HeadingWords;
use super::*;

const ARTICLE: &str = "---\nid: A1\ntitle: Tunnel drops\nconfidence: wip\ntags: [vpn, rekey]\nupdated: 2026-01-01T10:00:00Z\n---\n## \
                       Issue\nThe tunnel drops.\n\n## Cause\nA timer.\nOf the gateway.\nSet too short.\n\n## Resolution\nRaise it.\n";

const CASE: &str = "---\nid: C1\ntype: case\ntitle: Drops\nstatus: open\nlinks:\n  - article: A1\n    how: resolved-by\n---\n## Issue\nIt \
                    drops.\n\n## Journal\n\n### 2026-01-01T10:00:00Z · mira · internal · note ^e1\nFirst look.\n";

fn merge(base: &str, mine: &str, theirs: &str) -> Merge {
    let headings = HeadingWords::default();
    super::merge(base, mine, theirs, &Context { folder: None, fallback_title: "", headings: &headings })
}

fn clean(base: &str, mine: &str, theirs: &str) -> String {
    let merge = merge(base, mine, theirs);
    merge.clean().unwrap_or_else(|| panic!("{merge:?}"))
}

fn partings(base: &str, mine: &str, theirs: &str) -> Vec<Parting> {
    let parted = |part| match part {
        MergePart::Parted(parting) => Some(parting),
        MergePart::Agreed(_) => None,
    };
    merge(base, mine, theirs).parts.into_iter().filter_map(parted).collect()
}

#[test]
fn changes_of_other_sections_and_properties_come_together() {
    let mine = ARTICLE
        .replace("The tunnel drops.", "The tunnel drops hourly.")
        .replace("confidence: wip", "confidence: validated");
    let theirs =
        ARTICLE.replace("Raise it.", "Raise it to 8 h.").replace("title: Tunnel drops", "title: Tunnel drops at rekey");
    let merged = clean(ARTICLE, &mine, &theirs);
    let both =
        mine.replace("Raise it.", "Raise it to 8 h.").replace("title: Tunnel drops", "title: Tunnel drops at rekey");
    assert_eq!(merged, both);
}

#[test]
fn adjacent_properties_do_not_part() {
    let mine = ARTICLE.replace("title: Tunnel drops", "title: Mine");
    let theirs = ARTICLE.replace("confidence: wip", "confidence: archived\nowner: jo");
    let merged = clean(ARTICLE, &mine, &theirs);
    assert!(merged.contains("title: Mine\nconfidence: archived\nowner: jo\ntags:"), "{merged}");
}

#[test]
fn lists_to_which_both_added_have_both_and_the_later_update_holds() {
    let mine =
        ARTICLE.replace("[vpn, rekey]", "[vpn, rekey, dtls]").replace("updated: 2026-01-01", "updated: 2026-03-01");
    let theirs =
        ARTICLE.replace("[vpn, rekey]", "[rekey, \"a, b\"]").replace("updated: 2026-01-01", "updated: 2026-02-01");
    let merged = clean(ARTICLE, &mine, &theirs);
    assert!(merged.contains("tags: [rekey, \"a, b\", dtls]\nupdated: 2026-03-01"), "{merged}");

    let link = |article: &str| format!("    how: resolved-by\n  - article: {article}\n    how: tried\n");
    let [mine, theirs] = ["A2", "A3"].map(|article| CASE.replace("    how: resolved-by\n", &link(article)));
    let merged = clean(CASE, &mine, &theirs);
    assert!(merged.contains("article: A3\n    how: tried\n  - article: A2\n    how: tried\n---\n"), "{merged}");
}

#[test]
fn a_property_both_changed_parts_and_so_do_the_same_lines_of_a_section() {
    let mine = ARTICLE.replace("confidence: wip", "confidence: validated").replace("A timer.", "A short timer.");
    let theirs = ARTICLE.replace("confidence: wip", "confidence: archived").replace("A timer.", "A bad timer.");
    let parted = partings(ARTICLE, &mine, &theirs);
    assert_eq!(
        parted.iter().map(|parting| parting.what.as_str()).collect::<Vec<_>>(),
        ["property confidence", "Cause"]
    );
    assert_eq!((parted[1].mine.as_str(), parted[1].theirs.as_str()), ("A short timer.\n", "A bad timer.\n"));
    assert_eq!(parted[1].base, "A timer.\n");
}

#[test]
fn other_lines_of_one_section_come_together() {
    let merged =
        clean(ARTICLE, &ARTICLE.replace("A timer.", "One timer."), &ARTICLE.replace("Set too short.", "Set to 1 h."));
    assert!(merged.contains("One timer.\nOf the gateway.\nSet to 1 h.\n"), "{merged}");
}

#[test]
fn entries_both_added_are_both_there_in_order_of_time() {
    let entry = |at: &str, id: &str| {
        format!("{CASE}\n### 2026-01-0{at}T10:00:00Z · mira · internal · note ^{id}\nEntry {id}.\n")
    };
    let merged = clean(CASE, &entry("3", "m"), &entry("2", "t"));
    let places: Vec<usize> =
        ["First look.", "Entry t.", "Entry m."].iter().map(|text| merged.find(text).unwrap()).collect();
    assert!(places.is_sorted(), "{merged}");
    assert!(merged.contains("First look.\n\n###") && merged.contains("Entry t.\n\n###"), "{merged}");
}

#[test]
fn what_one_removed_and_the_other_changed_parts_and_what_nobody_changed_goes() {
    let without = ARTICLE.replace("## Cause\nA timer.\nOf the gateway.\nSet too short.\n\n", "");
    assert_eq!(clean(ARTICLE, &without, ARTICLE), without);
    assert_eq!(clean(ARTICLE, ARTICLE, &without), without);
    let changed = ARTICLE.replace("A timer.", "Two timers.");
    let parted = partings(ARTICLE, &without, &changed);
    assert_eq!((parted.len(), parted[0].mine.as_str()), (1, ""));
    assert!(parted[0].theirs.contains("Two timers."));
    assert_eq!(partings(ARTICLE, &changed, &without)[0].theirs, "");
}

#[test]
fn of_two_versions_without_a_common_one_only_what_differs_parts() {
    let theirs = ARTICLE.replace("Of the gateway.", "Of the client.").replace("Raise it.", "Raise it.\nThen restart.");
    let parted = partings("", ARTICLE, &theirs);
    assert_eq!(parted.len(), 1, "{parted:?}");
    assert_eq!((parted[0].mine.as_str(), parted[0].theirs.as_str()), ("Of the gateway.\n", "Of the client.\n"));
    assert_eq!(clean("", ARTICLE, ARTICLE), ARTICLE);
}

#[test]
fn line_ends_of_the_file_stay() {
    let theirs = ARTICLE.replace("Raise it.", "Raise it to 8 h.").replace('\n', "\r\n");
    let merged = clean(&ARTICLE.replace('\n', "\r\n"), &ARTICLE.replace("A timer.", "One timer."), &theirs);
    assert!(merged.contains("One timer.\r\n") && merged.contains("8 h.\r\n"));
    assert_eq!(merged.matches('\n').count(), merged.matches("\r\n").count());
}

#[test]
fn texts_without_end_take_no_time_without_end() {
    let lines = |seed: usize| (0..60_000).map(|n| format!("{}\n", n * 7919 + seed)).collect::<String>();
    assert_eq!(partings(&lines(0), &lines(1), &lines(2)).len(), 1);
}

fn texts() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("## Issue"),
        Just("## Cause"),
        Just("## Journal"),
        Just("---"),
        Just("title: x"),
        Just("tags: [a, b]"),
        Just("  - a"),
        Just("<<<<<<< mine"),
        Just("alpha"),
        Just("beta"),
        Just(""),
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn one_edit_alone_is_taken_as_it_is(base in texts(), edit in texts()) {
        let ends = |text: &str| text.trim_end().to_owned();
        prop_assert_eq!(ends(&clean(&base, &base, &edit)), ends(&edit));
        prop_assert_eq!(ends(&clean(&base, &edit, &edit)), ends(&edit));
    }

    #[test]
    fn every_line_that_was_added_is_somewhere(base in texts(), mine in texts(), theirs in texts()) {
        let merge = merge(&base, &mine, &theirs);
        let mut all = String::new();
        for part in &merge.parts {
            match part {
                MergePart::Agreed(text) => all.push_str(text),
                MergePart::Parted(parting) => all.extend([parting.mine.as_str(), "\n", parting.theirs.as_str(), "\n"]),
            }
        }
        for line in mine.lines().chain(theirs.lines()) {
            let is_new = !line.trim().is_empty() && !base.lines().any(|other| other == line);
            let of_list = line.starts_with("tags");
            prop_assert!(!is_new || of_list || all.lines().any(|other| other == line), "{:?} is lost: {:?}", line, merge);
        }
    }
}
