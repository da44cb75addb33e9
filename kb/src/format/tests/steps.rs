//! The steps of onboarding paths.

use proptest::prelude::*;

use super::*;

fn plan(text: &str) -> (PathPlan, String) {
    let parsed = parsed("paths", text);
    (path_plan(&parsed.text, &parsed.note), parsed.text)
}

/// What a step says, in short: target, minutes, why.
fn steps(text: &str) -> Vec<(String, Option<u32>, String)> {
    plan(text).0.steps.into_iter().map(|step| (step.link.target, step.minutes, step.why)).collect()
}

fn step(target: &str, minutes: Option<u32>, why: &str) -> (String, Option<u32>, String) {
    (target.to_owned(), minutes, why.to_owned())
}

#[test]
fn a_path_is_its_links_in_order_with_why_and_minutes() {
    let text = "---\ntype: path\ntitle: First week\n---\n# First week\nFor newcomers.\n\n\
        1. [[Rekey]] (12 min): the fault of the year; `0x2746`\n\
        2. [[Idle timeout|the usual wrong turn]]: reason 17\n   is an idle user\n\
        10) [[articles/cgnat.md#Resolution]] - (1 h) drops on mobile lines\n";
    let (plan, text) = plan(text);
    assert_eq!(&text[plan.about.clone()], "For newcomers.");
    assert!(!plan.cut);
    let found: Vec<_> = plan.steps.iter().map(|it| (it.link.target.as_str(), it.minutes, it.why.as_str())).collect();
    let expected = [
        ("Rekey", Some(12), "the fault of the year; `0x2746`"),
        ("Idle timeout", None, "reason 17\nis an idle user"),
        ("articles/cgnat.md", Some(60), "drops on mobile lines"),
    ];
    assert_eq!(found, expected);
    assert_eq!(plan.steps[2].link.fragment.as_deref(), Some("Resolution"));
}

#[test]
fn every_way_to_write_a_list_is_read() {
    let text = "- [[A]]\n* [ ] [[B]] why\n+ [x] [[C]]: because\n- Read [[D|that]] (5 minutes) before lunch\n\n\
        [[E]], a line of its own\n\n## Part two\n1. Group\n   - [[F]] (3 m)\n   - no link\n";
    let expected = [
        step("A", None, ""),
        step("B", None, "why"),
        step("C", None, "because"),
        step("D", Some(5), "Read that before lunch"),
        step("E", None, "a line of its own"),
        step("F", Some(3), "- no link"),
    ];
    assert_eq!(steps(text), expected);
}

#[test]
fn a_link_in_a_sentence_in_code_or_embedded_is_no_step() {
    let text = "See also [[A]] some day.\n\n```\n1. [[B]]\n```\n\n<!--\n1. [[C]]\n-->\n1. ![[picture.png]]\n2. `[[D]]`\n\
        3. [[E]]\n   - and [[F]] too\n\nThat was all, see [[G]].\n";
    assert_eq!(steps(text), [step("E", None, "- and [[F]] too")]);
}

#[test]
fn an_indented_paragraph_after_a_blank_line_belongs_to_its_step() {
    let text = "1. [[A]]: why\n\n   More of it, see [[B]].\n\nNot of it.\n";
    assert_eq!(steps(text), [step("A", None, "why\n\nMore of it, see [[B]].")]);
}

#[test]
fn what_a_path_is_about_stands_before_its_steps_and_parts() {
    let about = |text: &str| {
        let (plan, text) = plan(text);
        text[plan.about].to_owned()
    };
    assert_eq!(about("# T\n\nFor all.\n\n## Part one\n1. [[A]]\n"), "For all.");
    assert_eq!(about("# T\n## Part one\n1. [[A]]\nMore"), "");
    assert_eq!(about("Nothing but words.\n"), "Nothing but words.");
}

#[test]
fn what_is_no_time_stays_text() {
    let texts = ["(0 min)", "(99999999999 min)", "(five min)", "(12 km)", "(601 min)", "(12 min", "()"];
    for text in texts {
        assert_eq!(steps(&format!("1. [[A]] {text}")), [step("A", None, text)], "{text}");
    }
    assert_eq!(steps("1. [[A]] (see note) (4 min)"), [step("A", Some(4), "(see note)")]);
}

#[test]
fn too_many_steps_are_cut_and_said() {
    let (plan, _) = plan(&"- [[A]]\n".repeat(600));
    assert_eq!((plan.steps.len(), plan.cut), (500, true));
    let long = format!("- [[A]] {}", "é".repeat(3_000));
    assert!(steps(&long)[0].2.len() <= 2_000 + '…'.len_utf8());
}

fn hostile_path() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "1. ",
        "- ",
        "  * ",
        "[ ] ",
        "[[A]]",
        "[[A|b]]",
        "![[x.png]]",
        "[[",
        "]]",
        "(5 min)",
        "(",
        ")",
        ":",
        "é😀",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "   ",
        "\t",
        "# T",
        "```",
        "~~~",
        "<!--",
        "-->",
        "---\n",
        "`",
        "\\",
        "===",
        "99999999999. ",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn reading_steps_never_fails_and_every_step_is_a_link_of_the_note(text in hostile_path()) {
        let parsed = parsed("paths", &text);
        let plan = path_plan(&parsed.text, &parsed.note);
        prop_assert!(parsed.text.get(plan.about.clone()).is_some());
        let mut last = 0;
        for step in &plan.steps {
            prop_assert!(parsed.note.wikilinks.contains(&step.link) && !step.link.embed);
            prop_assert!(step.link.range.start >= last, "in order, each link once");
            last = step.link.range.end;
        }
    }
}
