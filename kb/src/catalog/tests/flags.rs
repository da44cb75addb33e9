use proptest::prelude::*;

use super::*;

#[test]
fn links_dangle_exactly_while_no_file_carries_their_id() {
    let fixture = fixture();
    fixture.put("cases/c.md", &case("C").linked("A", LinkUse::Tried));
    assert_eq!(fixture.problems(), ["cases/c.md: dangling-link"]);
    fixture.put("a.md", &article("A").id("A"));
    assert_eq!(fixture.problems(), [""; 0]);
    fixture.put("a2.md", &article("A copy").id("A"));
    fixture.remove("a.md");
    assert_eq!(fixture.problems(), [""; 0], "the copy still carries it");
    fixture.put("a2.md", &article("A copy").id("B"));
    assert_eq!(fixture.problems(), ["cases/c.md: dangling-link"]);
    let message = fixture.read().problems(Some("cases/c.md"), 9).expect("lists").remove(0).problem.message;
    assert_eq!(message, "it links to the article A, which no file carries as its id");
}

#[test]
fn wikilinks_dangle_with_their_place_in_the_file() {
    let fixture = fixture();
    let source = "one\n[[here]] [[there]]\n";
    let mut put = article("From");
    for (target, range) in [("here", 4..12), ("there", 13..22)] {
        put.wikilinks.push(Wikilink { target: target.into(), fragment: None, label: None, embed: false, range });
    }
    let mut batch = fixture.catalog.begin().expect("begins");
    batch
        .put(&NoteRecord {
            path: &path("from.md"),
            stamp: StoredStamp::default(),
            scanned_ns: 0,
            hash: &hash_of(1),
            note: &put,
            source,
            text: &NoteText::default(),
            faults: &[],
        })
        .expect("puts");
    batch.commit().expect("commits");
    fixture.put("here.md", &article("Here"));
    let problems = fixture.read().problems(None, 10).expect("lists");
    assert_eq!(problems.len(), 1);
    let problem = &problems[0].problem;
    assert_eq!((problem.line, &source[problem.range.clone()]), (2, "[[there]]"));
    assert_eq!(problem.message, "[[there]] leads to no note");
}

#[test]
fn attachments_templates_and_headings_of_the_same_note_never_dangle() {
    let fixture = fixture();
    fixture.put("a.md", &article("A").wikilinked("shot.png").wikilinked("x/trace.pcap").wikilinked(""));
    let template = note("T", NoteMeta::Template).wikilinked("{{article}}").linked("{{id}}", LinkUse::Tried);
    fixture.put("templates/t.md", &template);
    assert_eq!(fixture.problems(), [""; 0]);
}

#[test]
fn problems_of_parsing_walking_and_all_files_come_by_path_and_line() {
    let fixture = fixture();
    let mut put = article("A").wikilinked("gone");
    put.problems.push(Problem {
        code: ProblemCode::DuplicateKey,
        range: 9..12,
        line: 3,
        message: "m".into(),
        hint: "h".into(),
    });
    fixture.put("b.md", &put);
    let mut batch = fixture.catalog.begin().expect("begins");
    let unreadable = Problem::whole(ProblemCode::Unreadable, "cannot be read", "check its permissions");
    batch.put_findings("a folder/\u{fffd}", std::slice::from_ref(&unreadable)).expect("puts");
    batch.put_findings("z", std::slice::from_ref(&unreadable)).expect("puts");
    batch.put_findings("z", &[]).expect("clears");
    batch.commit().expect("commits");
    assert_eq!(fixture.problems(), ["a folder/\u{fffd}: unreadable", "b.md: dangling-wikilink", "b.md: duplicate-key"]);
    assert_eq!(fixture.read().counts().expect("counts").problems, 3);
    assert_eq!(fixture.read().problems(None, 1).expect("lists")[0].problem, unreadable);

    let mut batch = fixture.catalog.begin().expect("begins");
    batch.clear_findings().expect("clears");
    batch.commit().expect("commits");
    fixture.put("b.md", &article("A"));
    assert_eq!(fixture.problems(), [""; 0]);
}

/// What a step of the property below does to one of a few files.
#[derive(Debug, Clone)]
enum Step {
    Put { file: usize, title: usize, id: Option<usize>, alias: Option<usize>, links: Vec<usize>, wikilinks: Vec<usize> },
    Remove { file: usize },
}

const FILES: [&str; 4] = ["n0.md", "x/n1.md", "x/y/n2.md", "z/n0.md"];
const WORDS: [&str; 7] = ["n0", "X/N1", "y/n2", "Title A", "a/b", "b", "Alias"];

fn step() -> impl Strategy<Value = Step> {
    let word = 0..WORDS.len();
    let put = (
        0..FILES.len(),
        word.clone(),
        proptest::option::of(0..3_usize),
        proptest::option::of(word.clone()),
        proptest::collection::vec(0..3_usize, 0..3),
        proptest::collection::vec(word, 0..4),
    )
        .prop_map(|(file, title, id, alias, links, wikilinks)| Step::Put {
            file,
            title,
            id,
            alias,
            links,
            wikilinks,
        });
    prop_oneof![3 => put, 1 => (0..FILES.len()).prop_map(|file| Step::Remove { file })]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The flags kept up to date step by step are those a catalog made at once would have.
    #[test]
    fn flags_after_any_changes_are_those_of_a_fresh_catalog(steps in proptest::collection::vec(step(), 1..25)) {
        let grown = fixture();
        let mut files: BTreeMap<&str, Note> = BTreeMap::new();
        let mut batch = grown.catalog.begin().expect("begins");
        for step in steps {
            match step {
                Step::Remove { file } => {
                    let known = batch.remove(&path(FILES[file])).expect("removes").is_some();
                    prop_assert_eq!(files.remove(FILES[file]).is_some(), known);
                }
                Step::Put { file, title, id, alias, links, wikilinks } => {
                    let mut put = if links.is_empty() { article(WORDS[title]) } else { case(WORDS[title]) };
                    put = id.into_iter().fold(put, |put, id| put.id(&format!("ID{id}")));
                    put = alias.into_iter().fold(put, |put, alias| put.alias(WORDS[alias]));
                    put = links.into_iter().fold(put, |put, id| put.linked(&format!("ID{id}"), LinkUse::Tried));
                    put = wikilinks.into_iter().fold(put, |put, word| put.wikilinked(WORDS[word]));
                    batch.put_with(FILES[file], &put, 1);
                    files.insert(FILES[file], put);
                }
            }
        }
        batch.commit().expect("commits");
        let fresh = fixture();
        for (file, note) in &files {
            fresh.put(file, note);
        }
        prop_assert_eq!(grown.problems(), fresh.problems());
        // And a link that is said to lead somewhere does.
        for (file, note) in &files {
            for link in &note.wikilinks {
                let leads = grown.read().resolve_wikilink(&link.target).expect("follows").is_some();
                let problems = grown.read().problems(Some(file), 99).expect("lists");
                let text = format!("[[{}]] leads to no note", link.target);
                prop_assert_eq!(!leads, problems.iter().any(|found| found.problem.message == text), "{}", link.target);
            }
        }
    }
}
