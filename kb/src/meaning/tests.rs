//! Packing, nearness, keeping; and the model itself where it lies on this machine.

use proptest::prelude::*;

use super::bag::Bag;
use super::vector::dot;
use super::*;
use crate::model::NoteKind;

mod keeping;
mod model;

fn vector(values: &[f32]) -> Vector {
    let mut all = [0.0; DIMENSIONS];
    all.iter_mut().zip(values).for_each(|(to, from)| *to = *from);
    Vector::of(&all)
}

fn embedded(text: &str) -> Packed {
    Bag::new("bag/1").embed(text).expect("embeds").pack()
}

/// A line as it is asked.
fn asked(matrix: &Matrix, text: &str) -> Toward {
    matrix.toward(&Bag::new("bag/1").embed(text).expect("embeds"), Like::Titles)
}

fn row(row: i64, kind: NoteKind, title: &str, whole: &str) -> MatrixRow {
    MatrixRow { row, kind, title: embedded(title), whole: embedded(whole) }
}

fn any_vector() -> impl Strategy<Value = Vector> {
    proptest::collection::vec(-1.0_f32..1.0, DIMENSIONS).prop_map(|values| vector(&values))
}

/// Mostly small numbers and a few large ones, as a model has them.
fn spiky_vector() -> impl Strategy<Value = Vector> {
    let number = prop_oneof![30 => -0.05_f32..0.05, 1 => -1.0_f32..1.0];
    proptest::collection::vec(number, DIMENSIONS).prop_map(|values| vector(&values))
}

proptest! {
    #[test]
    fn packing_costs_a_few_steps_at_most(one in any_vector(), two in any_vector(), three in spiky_vector()) {
        for (a, b) in [(&one, &two), (&one, &three), (&three, &two), (&one, &one), (&three, &three)] {
            let (one, two) = (a.pack(), b.pack());
            let off = (a.dot(b) - one.dot(&two)).abs();
            // Roundings are independent: six times their deviation, which for a vector with itself is twice as large.
            prop_assert!(off <= 3.0 * one.scale.hypot(two.scale) + 1e-6, "{off}");
        }
    }

    #[test]
    fn a_matrix_is_what_was_put_in_last(steps in proptest::collection::vec((0_i64..8, 0_u8..4), 0..60)) {
        let (mut matrix, mut plain) = (Matrix::default(), std::collections::BTreeMap::new());
        for (at, (key, what)) in steps.into_iter().enumerate() {
            if what == 0 {
                matrix.remove(key);
                plain.remove(&key);
            } else {
                let note = row(key, NoteKind::Article, &format!("title{at}"), &format!("whole{at} text"));
                matrix.put(&note);
                plain.insert(key, note);
            }
        }
        let asked = asked(&matrix, "title3 whole5 text");
        prop_assert_eq!(matrix.len(), plain.len());
        let near = matrix.nearest(&asked, NoteKind::Article, 100);
        prop_assert_eq!(near.len(), plain.len());
        for found in near {
            let note = &plain[&found.row];
            prop_assert_eq!((found.title, found.whole), (asked.numbers.dot(&note.title), asked.numbers.dot(&note.whole)));
        }
    }
}

#[test]
fn a_vector_has_length_one_and_a_text_without_any_is_near_nothing() {
    let some = vector(&[3.0, 4.0]);
    assert_eq!(some.values()[..3], [0.6, 0.8, 0.0]);
    assert!((some.dot(&some) - 1.0).abs() < 1e-6);
    let none = vector(&[]);
    assert_eq!((none.dot(&some), none.pack().dot(&some.pack())), (0.0, 0.0));
    let wild = vector(&[f32::NAN, f32::INFINITY]);
    assert_eq!(wild, none);
}

#[test]
fn the_largest_products_do_not_run_over() {
    let (most, least) = ([127_i8; DIMENSIONS], [-127_i8; DIMENSIONS]);
    assert_eq!(dot(&most, &most), 384 * 127 * 127);
    assert_eq!(dot(&most, &least), -384 * 127 * 127);
}

#[test]
fn the_nearest_come_first_by_title_or_whole_text_and_of_one_kind() {
    let mut matrix = Matrix::default();
    matrix.put(&row(1, NoteKind::Article, "Printer is offline", "Printer is offline queue stuck"));
    matrix.put(&row(2, NoteKind::Article, "Mail does not arrive", "Mail does not arrive spam filter"));
    matrix.put(&row(3, NoteKind::Case, "Printer is offline again", "paper"));
    matrix.put(&row(4, NoteKind::Article, "Slow network", "the printer queue is stuck and offline"));
    let near = matrix.nearest(&asked(&matrix, "printer offline"), NoteKind::Article, 2);
    assert_eq!(near.iter().map(|near| near.row).collect::<Vec<_>>(), [1, 4]);
    assert!(near[0].title > near[0].whole && near[1].whole > near[1].title, "{near:?}");
    let case = matrix.nearest(&asked(&matrix, "printer offline"), NoteKind::Case, 9);
    assert_eq!(case.iter().map(|near| near.row).collect::<Vec<_>>(), [3]);
    let these = matrix.similarities(&asked(&matrix, "printer offline"), &[4, 99, 1]);
    assert_eq!((these[0], these[1], these[2]), (Some(near[1]), None, Some(near[0])));
    assert!(matrix.nearest(&asked(&matrix, "printer"), NoteKind::Article, 0).is_empty());
}

#[test]
fn what_is_usual_is_told_by_titles_for_a_line_and_by_whole_notes_for_a_text() {
    let mut matrix = Matrix::default();
    for number in 0..20 {
        let title = format!("word{number}");
        matrix.put(&row(number, NoteKind::Article, &title, &format!("{title} please find the log below")));
    }
    matrix.put(&row(20, NoteKind::Case, "printer", "printer offline please find the log below"));
    let question = Bag::new("bag/1").embed("printer offline").expect("embeds");
    let [line, text] = [Like::Titles, Like::Notes]
        .map(|like| matrix.similarities(&matrix.toward(&question, like), &[20])[0].expect("is there"));
    assert_eq!((line.title, line.whole), (text.title, text.whole));
    assert!(text.usual > line.usual + 0.2, "{line:?} {text:?}");
}

#[test]
fn two_notes_are_as_near_as_their_texts() {
    let mut matrix = Matrix::default();
    matrix.put(&row(1, NoteKind::Article, "Printer is offline", "Printer is offline queue stuck"));
    matrix.put(&row(2, NoteKind::Case, "Printer is offline", "Printer is offline queue stuck"));
    matrix.put(&row(3, NoteKind::Case, "Printer offline again", "paper jam"));
    let [same, like, other] =
        [(1, 2), (1, 3), (3, 1)].map(|(one, two)| matrix.between(one, two).expect("both are there"));
    assert!((same - 1.0).abs() < 0.01 && like < 0.9 && (like - other).abs() < 1e-6, "{same} {like} {other}");
    assert_eq!(matrix.between(1, 99), None);
}

/// `count` cases, each with its article: a case says beside the article's word what everybody says who asks.
fn linked(count: i64) -> (Matrix, Vec<(i64, i64)>) {
    let mut matrix = Matrix::default();
    for number in 0..count {
        let word = format!("word{number}");
        matrix.put(&row(2 * number, NoteKind::Article, &word, &word));
        let asked = format!("please help {word}");
        matrix.put(&row(2 * number + 1, NoteKind::Case, &asked, &asked));
    }
    (matrix, (0..count).map(|number| (2 * number + 1, 2 * number)).collect())
}

fn taught(matrix: &mut Matrix, links: &[(i64, i64)]) -> bool {
    let Some(lesson) = matrix.lesson(links) else { return false };
    let metric = Metric::learn(&lesson.differences);
    matrix.learn(lesson, metric);
    true
}

#[test]
fn links_teach_what_says_little() {
    let (mut matrix, links) = linked(200);
    let asked = Bag::new("bag/1").embed("please help word7").expect("embeds");
    let of_article =
        |matrix: &Matrix| matrix.similarities(&matrix.toward(&asked, Like::Titles), &[14])[0].expect("is there");
    let before = of_article(&matrix);
    assert!(taught(&mut matrix, &links));
    let after = of_article(&matrix);
    assert!(after.whole > before.whole + 0.05 && after.title > before.title + 0.05, "{before:?} {after:?}");
    let nearest = matrix.nearest(&matrix.toward(&asked, Like::Titles), NoteKind::Article, 1);
    assert_eq!((nearest[0].row, nearest[0]), (14, after));
    assert!(matrix.between(15, 14).expect("are there") > 0.6);
    assert!(matrix.between(15, 15).expect("is there") > 0.98);
}

#[test]
fn what_was_learned_hangs_on_the_links_and_not_on_their_history() {
    let (mut one, links) = linked(120);
    let (mut two, _) = linked(120);
    assert!(taught(&mut one, &links));
    assert!(taught(&mut two, &links[..60]));
    assert!(taught(&mut two, &links), "twice as many");
    assert!(!taught(&mut two, &links), "the same again");
    assert!(two.prepare(0, 10) && !two.prepare(10, 1_000));
    let asked = Bag::new("bag/1").embed("please help word7 now").expect("embeds");
    assert_eq!(
        one.nearest(&one.toward(&asked, Like::Titles), NoteKind::Case, 9),
        two.nearest(&two.toward(&asked, Like::Titles), NoteKind::Case, 9)
    );
    // A note that says something else is another lesson; so is none.
    one.put(&row(0, NoteKind::Article, "another", "another text"));
    assert!(taught(&mut one, &links));
    assert!(taught(&mut one, &[]));
    assert_eq!(one.toward(&asked, Like::Titles).numbers, asked.pack());
}

#[test]
fn the_last_questions_are_not_asked_of_the_model_again() {
    let (bag, recent) = (Bag::new("bag/1"), Recent::default());
    let first = recent.vector(&bag, "vpn drops").expect("embeds");
    for other in 0..14 {
        recent.vector(&bag, &format!("question {other}")).expect("embeds");
    }
    assert_eq!(recent.vector(&bag, "vpn drops").expect("embeds"), first);
    assert_eq!(bag.runs(), 15);
    for other in 20..36 {
        recent.vector(&bag, &format!("question {other}")).expect("embeds");
    }
    recent.vector(&bag, "vpn drops").expect("embeds");
    assert_eq!(bag.runs(), 15 + 16 + 1);
}
