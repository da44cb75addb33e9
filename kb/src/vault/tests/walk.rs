//! The walk: every note once, in order, and a word about everything that could not be one.

use super::*;
use crate::model::ProblemCode;

fn notes(walk: crate::vault::Walk) -> Vec<String> {
    walk.map(|item| item.unwrap_or_else(|finding| panic!("{finding:?}")).path.into()).collect()
}

fn findings(ground: &Ground) -> Vec<(String, ProblemCode)> {
    ground.vault.walk().filter_map(Result::err).map(|finding| (finding.path, finding.problem.code)).collect()
}

#[test]
fn notes_come_once_sorted_by_path_and_nothing_else_does() {
    everywhere(|ground| {
        let expected = [
            "README.MD",
            "a-b.md",
            "a.b/x.md",
            "a/b.md",
            "a/b/c.md",
            "a/b0.md",
            "a0/x.md",
            "a_.markdown",
            "b.md/inner.md",
            "casebook.md",
            "\u{e9}.md",
        ];
        for path in expected {
            ground.put(path, "x");
        }
        for other in [
            "casebook.toml",
            "a/log.txt",
            "attachments/x.png",
            "md",
            "a/.md",
            ".git/HEAD.md",
            "a/.trash/x.md",
            ".casebook-1f-0.tmp",
            "a/node_modules/p/readme.md",
            ".stversions/b.md",
            "x.md.bak",
            "x.md~",
        ] {
            ground.put(other, "x");
        }
        let walked = notes(ground.vault.walk());
        assert!(walked.is_sorted(), "{walked:?}");
        let mut expected = expected.map(String::from);
        expected.sort();
        assert_eq!(walked, expected);
    });
}

#[test]
fn the_order_is_that_of_whole_paths_whatever_the_names() {
    use proptest::prelude::*;
    let name = "[a-c.\\- /]{1,6}";
    proptest!(ProptestConfig::with_cases(32), |(paths in prop::collection::vec(name, 1..20))| {
        let ground = Ground::plain();
        let mut expected = Vec::new();
        for path in paths {
            let path: Vec<_> = path.split('/').map(str::trim).map(|part| part.trim_start_matches('.')).collect();
            let path = path.join("/") + ".md";
            let Ok(path) = VaultPath::new(path) else { continue };
            if crate::vault::names::leads_into_skipped(&path) {
                continue;
            }
            let place = path.under(ground.vault.root());
            if fs::create_dir_all(place.parent().unwrap()).is_ok() && !place.exists() && fs::write(place, "").is_ok() {
                expected.push(path.to_string());
            }
        }
        expected.sort();
        prop_assert_eq!(notes(ground.vault.walk()), expected);
    });
}

#[test]
fn stamps_of_a_walk_are_those_of_a_look_at_each_file() {
    everywhere(|ground| {
        ground.put("a/one.md", "1");
        ground.put("two.md", "22");
        for entry in ground.vault.walk().map(Result::unwrap) {
            assert_eq!(ground.vault.stamp(&entry.path).unwrap(), Some(entry.stamp));
            assert_eq!(ground.vault.read(&entry.path, None).unwrap().stamp, entry.stamp);
        }
    });
}

#[test]
fn a_walk_below_a_folder_is_the_part_of_the_whole_walk() {
    everywhere(|ground| {
        for path in ["a/x.md", "a/b/y.md", "a.md", "ab/z.md", ".git/a.md"] {
            ground.put(path, "x");
        }
        assert_eq!(notes(ground.vault.walk_below(&vp("a"))), ["a/b/y.md", "a/x.md"]);
        assert_eq!(notes(ground.vault.walk_below(&vp("a/b"))), ["a/b/y.md"]);
        assert_eq!(notes(ground.vault.walk_below(&vp("a.md"))), ["a.md"]);
        for nothing in ["none", "none/deeper", ".git", "a.md/x"] {
            assert_eq!(notes(ground.vault.walk_below(&vp(nothing))), [""; 0], "{nothing}");
        }
    });
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_bad_ones_are_reported() {
    use std::os::unix::fs::symlink;
    everywhere(|ground| {
        ground.put("a/real.md", "x");
        ground.put("a/plain.txt", "x");
        ground.put(".hidden/x.md", "x");
        fs::write(ground.dir.path().join("outside.md"), "x").unwrap();
        fs::write(ground.dir.path().join("outside.log"), "x").unwrap();
        symlink("a/real.md", ground.at("fine.md")).unwrap();
        symlink("a", ground.at("fine-folder")).unwrap();
        symlink(ground.dir.path().join("outside.log"), ground.at("no-note.log")).unwrap();
        symlink("nowhere", ground.at(".#emacs.md")).unwrap();

        symlink("..", ground.at("a/back")).unwrap();
        symlink(".hidden", ground.at("to-hidden")).unwrap();
        symlink("a/plain.txt", ground.at("to-text.md")).unwrap();
        symlink("round-2.md", ground.at("round-1.md")).unwrap();
        symlink("round-1.md", ground.at("round-2.md")).unwrap();
        symlink("nowhere.md", ground.at("dangling.md")).unwrap();
        symlink(ground.dir.path().join("outside.md"), ground.at("out.md")).unwrap();
        symlink(ground.dir.path(), ground.at("out-folder")).unwrap();

        let walked: Vec<_> = ground.vault.walk().filter_map(Result::ok).map(|entry| String::from(entry.path)).collect();
        assert_eq!(walked, ["a/real.md"]);
        let reported = findings(ground);
        assert!(reported.iter().all(|(_, code)| *code == ProblemCode::Symlink), "{reported:?}");
        let reported: Vec<_> = reported.into_iter().map(|(path, _)| path).collect();
        let bad =
            ["a/back", "dangling.md", "out-folder", "out.md", "round-1.md", "round-2.md", "to-hidden", "to-text.md"];
        assert_eq!(reported, bad);
        for path in bad {
            assert_eq!(ground.vault.walk_below(&vp(path)).filter_map(Result::err).count(), 1, "{path}");
        }
        assert_eq!(ground.vault.walk_below(&vp("fine-folder")).count(), 0);
        assert_eq!(ground.vault.walk_below(&vp("a/back/a")).count(), 0);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_reported_and_never_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    everywhere(|ground| {
        let bad = |name: &[u8]| ground.vault.root().join(OsStr::from_bytes(name));
        fs::write(bad(b"caf\xe9.md"), "x").unwrap();
        fs::write(bad(b"caf\xe9.txt"), "x").unwrap();
        fs::create_dir(bad(b"dossier\xe9")).unwrap();
        fs::write(bad(b"dossier\xe9/a.md"), "x").unwrap();
        ground.put("a.md", "x");
        assert_eq!(
            findings(ground),
            [("caf\u{fffd}.md".into(), ProblemCode::FileName), ("dossier\u{fffd}".into(), ProblemCode::FileName)]
        );
        assert_eq!(ground.vault.walk().filter_map(Result::ok).count(), 1);
    });
}

#[test]
fn a_deep_vault_is_walked_to_its_end() {
    let ground = Ground::plain();
    let mut path = String::from("d");
    for _ in 0..200 {
        path.push_str("/d");
    }
    path.push_str("/a.md");
    ground.put(&path, "x");
    assert_eq!(notes(ground.vault.walk()), [path]);
}
