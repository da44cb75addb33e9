//! The index on disk: commits, payloads, versions, locks, damage.
#![expect(clippy::disallowed_methods, reason = "breaks index files on purpose")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Note, article, bench, payload, put, rows};
use crate::model::NoteKind;
use crate::search::{IndexDoc, Load, Query, SearchError, TOKENIZER_VERSION, create, open};

#[test]
fn reopening_keeps_notes_and_payload() {
    let bench = bench(&[article(1, "Kept", "words")]);
    drop(bench.index);
    let index = open(bench.folder.path()).unwrap();
    assert_eq!(index.payload().unwrap(), Some(payload(1)));
    let reader = index.reader().unwrap();
    assert_eq!(reader.len(), 1);
    assert_eq!(rows(&reader.search(&Query::new("words")).unwrap()), [1]);
}

#[test]
fn a_new_index_has_no_payload_and_answers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = create(&folder.path().join("deep/inside")).unwrap();
    assert_eq!(index.payload().unwrap(), None);
    let reader = index.reader().unwrap();
    assert!(reader.is_empty());
    assert!(reader.search(&Query::new("anything 0x80")).unwrap().hits.is_empty());
}

#[test]
fn a_reader_stays_at_its_commit_until_it_reloads() {
    let bench = bench(&[article(1, "First", "words")]);
    let mut writer = bench.index.writer(Load::Live).unwrap();
    put(&mut writer, &article(2, "Second", "words"));
    writer.commit(&payload(2)).unwrap();
    assert_eq!(bench.rows("words"), [1]);
    bench.reader.reload().unwrap();
    assert_eq!(bench.rows("words").len(), 2);
    assert_eq!(bench.reader.payload().unwrap(), Some(payload(2)));
}

#[test]
fn a_rollback_forgets_and_a_put_replaces() {
    let bench = bench(&[article(1, "First", "words")]);
    let mut writer = bench.index.writer(Load::Live).unwrap();
    put(&mut writer, &article(2, "Gone", "words"));
    writer.rollback().unwrap();
    put(&mut writer, &article(1, "Changed", "other"));
    writer.commit(&payload(2)).unwrap();
    bench.reader.reload().unwrap();
    assert!(bench.rows("words").is_empty());
    assert_eq!(bench.rows("changed"), [1]);
    assert_eq!(bench.reader.len(), 1);
}

#[test]
fn notes_that_nothing_tells_apart_stand_as_they_did_before_a_rebuild() {
    let ids = ["KB-1", "KB-2", "KB-3", "KB-4"];
    let asked = |order: [usize; 4]| {
        let notes: Vec<Note> = (1..)
            .zip(order)
            .map(|(row, at)| Note {
                id: Some(ids[at]),
                filters: &[("tag", "vpn")],
                ..article(row, "Tunnel drops", "same words")
            })
            .collect();
        let bench = bench(&notes);
        ["tunnel", "tunnel drops", "tag:vpn"].map(|query| {
            let found: Vec<&str> = bench.rows(query).into_iter().map(|row| ids[order[row as usize - 1]]).collect();
            assert_eq!(found.len(), 4, "{query}");
            found
        })
    };
    assert_eq!(asked([0, 1, 2, 3]), asked([2, 0, 3, 1]));
}

#[test]
fn what_was_written_but_never_committed_is_seen_by_nobody_and_forgotten_by_a_rollback() {
    let bench = bench(&[article(1, "First", "words")]);
    let mut writer = bench.index.writer(Load::Live).unwrap();
    put(&mut writer, &article(2, "Gone", "words"));
    drop(writer.prepare().unwrap());
    bench.reader.reload().unwrap();
    assert_eq!(bench.rows("words"), [1]);
    writer.rollback().unwrap();
    put(&mut writer, &article(3, "Third", "words"));
    writer.commit(&payload(2)).unwrap();
    bench.reader.reload().unwrap();
    let mut rows = bench.rows("words");
    rows.sort_unstable();
    assert_eq!(rows, [1, 3]);
}

#[test]
fn what_a_writer_that_died_before_its_commit_left_is_in_nobodys_way() {
    let bench = bench(&[article(1, "First", "words"), article(2, "Second", "words")]);
    // A list of deletions is named by its segment and a count that goes on from the last commit: the next writer comes to the same one.
    let kept =
        std::fs::read_dir(bench.folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let segments: Vec<String> = kept.filter_map(|name| name.strip_suffix(".term").map(str::to_owned)).collect();
    assert!(!segments.is_empty());
    for (segment, count) in segments.iter().flat_map(|segment| (0..40).map(move |count| (segment, count))) {
        std::fs::write(bench.folder.path().join(format!("{segment}.{count}.del")), "half").unwrap();
    }
    let mut writer = bench.index.writer(Load::Live).unwrap();
    put(&mut writer, &article(1, "Changed", "other"));
    writer.commit(&payload(2)).unwrap();
    bench.reader.reload().unwrap();
    assert_eq!(bench.rows("words"), [2]);
    assert_eq!(bench.rows("changed"), [1]);
}

#[test]
fn a_merge_left_for_the_next_writer_forgets_no_deletion() {
    for rolled_back in [false, true] {
        let bench = bench(&[]);
        {
            // As a kill between a commit and the merges after it leaves it: many small segments, one with a deletion of that
            // commit, and none of the others.
            let index = tantivy::Index::open_in_dir(bench.folder.path()).unwrap();
            crate::search::schema::register_tokenizers(&index);
            let stamp = index.load_metas().unwrap().payload.unwrap();
            let row = index.schema().get_field("row").unwrap();
            let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 16 << 20).unwrap();
            writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
            let commit = |writer: &mut tantivy::IndexWriter| {
                let mut prepared = writer.prepare_commit().unwrap();
                prepared.set_payload(&stamp);
                prepared.commit().unwrap();
            };
            for rows in [10..15_u64, 20..23, 30..31, 31..32, 32..33, 33..34, 34..35] {
                for number in rows {
                    writer.add_document(tantivy::doc!(row => number)).unwrap();
                }
                commit(&mut writer);
            }
            writer.delete_term(tantivy::Term::from_field_u64(row, 22));
            commit(&mut writer);
        }
        bench.reader.reload().unwrap();
        assert_eq!(bench.reader.len(), 12);
        let mut writer = bench.index.writer(Load::Live).unwrap();
        if rolled_back {
            writer.rollback().unwrap();
        }
        put(&mut writer, &article(20, "Changed", "words"));
        writer.commit(&payload(2)).unwrap();
        writer.finish().unwrap();
        bench.reader.reload().unwrap();
        assert_eq!(bench.reader.len(), 12, "the note of row 20 is there twice (after a rollback: {rolled_back})");
    }
}

#[test]
fn a_second_writer_is_told_so() {
    let bench = bench(&[]);
    let _writer = bench.index.writer(Load::Live).unwrap();
    assert!(matches!(bench.index.writer(Load::Live), Err(SearchError::Locked { .. })));
}

#[test]
fn another_version_is_outdated_and_nothing_is_missing() {
    let bench = bench(&[article(1, "First", "words")]);
    let meta = bench.folder.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    let now = format!("\\\"tokenizer\\\":{TOKENIZER_VERSION}");
    assert!(text.contains(&now), "{text}");
    std::fs::write(&meta, text.replace(&now, "\\\"tokenizer\\\":0")).unwrap();
    let error = open(bench.folder.path()).err().unwrap();
    assert!(matches!(&error, SearchError::Outdated { .. }) && error.wants_rebuild(), "{error:?}");

    let nowhere = tempfile::tempdir().unwrap();
    assert!(matches!(open(nowhere.path()), Err(SearchError::Missing { .. })));
    assert!(matches!(open(&nowhere.path().join("x")), Err(SearchError::Missing { .. })));
}

#[test]
fn broken_files_are_damage() {
    let bench = bench(&[article(1, "First", "words")]);
    let folder = bench.folder.path().to_owned();
    let of_kind = |kind: &str| {
        let mut files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        files.find(|path| path.extension().is_some_and(|extension| extension == kind)).unwrap()
    };
    let terms = of_kind("term");
    let whole = std::fs::read(&terms).unwrap();
    std::fs::write(&terms, &whole[..whole.len() / 2]).unwrap();
    let error = open(&folder).and_then(|index| index.reader().map(|_| ())).err().unwrap();
    assert!(matches!(&error, SearchError::Damaged { .. }), "{error:?}");
    std::fs::remove_file(&terms).unwrap();
    let error = open(&folder).and_then(|index| index.reader().map(|_| ())).err().unwrap();
    assert!(matches!(&error, SearchError::Damaged { .. }), "{error:?}");
    std::fs::write(folder.join("meta.json"), "{").unwrap();
    let error = open(&folder).err().unwrap();
    assert!(matches!(&error, SearchError::Damaged { .. }) && error.wants_rebuild(), "{error:?}");
}

#[test]
fn one_changed_byte_is_found_by_verifying() {
    let bench = bench(&[article(1, "First", "words that stand in the index")]);
    bench.index.verify().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(bench.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| matches!(kind.to_str(), Some("term" | "idx" | "fast"))));
    assert!(files.len() >= 3);
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        let mut broken = whole.clone();
        broken[whole.len() / 3] ^= 1;
        std::fs::write(&file, &broken).unwrap();
        let error = bench.index.verify().err().unwrap();
        assert!(matches!(&error, SearchError::Damaged { .. }) && error.wants_rebuild(), "{file:?} {error:?}");
        std::fs::write(&file, whole).unwrap();
    }
    bench.index.verify().unwrap();
}

#[test]
fn files_that_a_power_cut_left_short_want_a_rebuild() {
    let bench = bench(&[article(1, "First", "words that stand in the index")]);
    let files: Vec<_> = std::fs::read_dir(bench.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    let is_lock = |path: &std::path::Path| path.extension().is_some_and(|kind| kind == "lock");
    for short in files.iter().filter(|path| !is_lock(path)) {
        let whole = std::fs::read(short).unwrap();
        let says_all = |left: usize| whole[left..].trim_ascii().is_empty();
        // Four to seven bytes are enough for tantivy's first look and too few for its second.
        let lengths = [0, 1, 4, 7, whole.len() / 2, whole.len() - 1].into_iter().filter(|left| *left < whole.len());
        for left in lengths.filter(|left| !says_all(*left)) {
            // A copy: what is mapped by the one above must not be cut.
            let copy = tempfile::tempdir().unwrap();
            for file in &files {
                std::fs::copy(file, copy.path().join(file.file_name().unwrap())).unwrap();
            }
            std::fs::write(copy.path().join(short.file_name().unwrap()), &whole[..left]).unwrap();
            let opened = open(copy.path()).and_then(|index| index.verify().and_then(|()| index.reader()));
            let error = opened.err().unwrap_or_else(|| panic!("{short:?} cut to {left} is taken for whole"));
            assert!(error.wants_rebuild(), "{short:?} cut to {left}: {error:?}");
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Put(u64, Vec<usize>),
    Delete(u64),
    Commit,
    Rollback,
}

const WORDS: [&str; 8] = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..12_u64, prop::collection::vec(0..WORDS.len(), 0..6)).prop_map(|(row, words)| Step::Put(row, words)),
        2 => (0..12_u64).prop_map(Step::Delete),
        2 => Just(Step::Commit),
        1 => Just(Step::Rollback),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_run_of_changes_finds_what_a_scan_finds(steps in steps()) {
        let bench = bench(&[]);
        let mut writer = bench.index.writer(Load::Live).unwrap();
        let mut committed: BTreeMap<u64, String> = BTreeMap::new();
        let mut pending = committed.clone();
        for step in steps.into_iter().chain([Step::Commit]) {
            match step {
                Step::Put(row, words) => {
                    let text = words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
                    let mut doc = IndexDoc::new(NoteKind::Article, "");
                    doc.body = &text;
                    writer.put(row, doc.entry()).unwrap();
                    pending.insert(row, text);
                }
                Step::Delete(row) => {
                    writer.delete(row);
                    pending.remove(&row);
                }
                Step::Commit => {
                    writer.commit(&payload(3)).unwrap();
                    committed = pending.clone();
                }
                Step::Rollback => {
                    writer.rollback().unwrap();
                    pending = committed.clone();
                }
            }
            bench.reader.reload().unwrap();
            prop_assert_eq!(bench.reader.len(), committed.len() as u64);
        }
        for (one, two) in [(0, 1), (2, 3), (4, 4), (7, 0)] {
            let has = |text: &String, word: usize| text.split(' ').any(|other| other == WORDS[word]);
            let any: BTreeSet<u64> =
                committed.iter().filter(|(_, text)| has(text, one) || has(text, two)).map(|(row, _)| *row).collect();
            let answer = bench.ask(&format!("{} {}", WORDS[one], WORDS[two]));
            prop_assert_eq!(answer.total, any.len());
            prop_assert_eq!(rows(&answer).into_iter().collect::<BTreeSet<_>>(), any.clone());
            let without: BTreeSet<u64> =
                any.iter().copied().filter(|row| has(&committed[row], one) && !has(&committed[row], two)).collect();
            let found = rows(&bench.ask(&format!("{} -{}", WORDS[one], WORDS[two])));
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), without);
            let both = any.iter().filter(|row| has(&committed[row], one) && has(&committed[row], two)).count();
            let first: Vec<u64> = rows(&answer).into_iter().take(both).collect();
            prop_assert!(first.iter().all(|row| has(&committed[row], one) && has(&committed[row], two)));
        }
    }
}
