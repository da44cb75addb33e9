//! Every text is a valid question, and every mark lies within its text.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Bench, Note, article, bench, case};
use crate::model::SectionKind;
use crate::search::{Marker, Query};

/// One index for all: nothing here changes it.
static CORPUS: LazyLock<Bench> = LazyLock::new(|| {
    bench(&[
        article(1, "VPN drops 0x80070005", "Über \"quoted\" -x C:\\x\\y 日本語 ﬁle ß İ"),
        Note {
            resolves: &["A"],
            filters: &[("status", "open")],
            ..case(2, "OR status:open", "snake_case NullReferenceException /re/")
        },
    ])
});

fn check(bench: &Bench, text: &str, other: &str, prefix: bool) {
    let answer = bench.reader.search(&Query { last_word_is_prefix: prefix, ..Query::new(text) }).unwrap();
    for source in [text, other] {
        let mut end = 0;
        for mark in Marker::new(&answer.terms).highlight(source) {
            assert!(mark.start >= end && mark.start < mark.end, "{mark:?} after {end}");
            assert!(source.get(mark.clone()).is_some(), "{mark:?} in {source:?}");
            end = mark.end;
        }
        if let Some(passage) = Marker::new(&answer.terms).snippet(&[(SectionKind::Body, source)]) {
            assert!(passage.text.chars().count() <= 240);
            assert!(
                passage.marks.iter().all(|mark| passage.text.get(mark.clone()).is_some_and(|text| !text.is_empty()))
            );
            assert!(!passage.text.contains('\n'));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_is_a_wrong_question(texts in prop::collection::vec((any::<String>(), any::<String>(), any::<bool>()), 8)) {
        let bench = &*CORPUS;
        for (text, other, prefix) in &texts {
            check(bench, text, other, *prefix);
        }
    }

    #[test]
    fn no_mix_of_signs_and_operators_is_a_wrong_question(
        texts in prop::collection::vec("([-\"“”/:.()\\[\\]*+?^$#@\\\\ \n]|OR |AND |status:|kind:|-x|vpn|0x8|é|日本|ﷺ|\u{301}|a_b|Aa){0,24}", 16),
        prefix: bool,
    ) {
        let bench = &*CORPUS;
        for text in &texts {
            check(bench, text, "VPN a_b 日本 é Aa 0x80070005 vpn\u{301} x", prefix);
        }
    }
}

#[test]
fn huge_questions_are_answered() {
    let bench = &*CORPUS;
    for text in [
        "a".repeat(3_000_000),
        "a b ".repeat(200_000),
        "0x80070005,".repeat(100_000),
        "\"".repeat(100_000),
        "a.".repeat(200_000),
        "-x OR ".repeat(50_000),
        "é".repeat(100_000),
        "(".repeat(30),
    ] {
        bench.reader.search(&Query { last_word_is_prefix: true, ..Query::new(text.as_str()) }).unwrap();
    }
}

#[test]
fn a_note_of_one_endless_line_is_indexed() {
    let line: &'static str = format!("start {} end.of.line-42", "x1/y2:z3@".repeat(120_000)).leak();
    let bench = bench(&[article(1, "Endless", line)]);
    assert_eq!(bench.rows("start"), [1]);
}
