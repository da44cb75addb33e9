//! ripgrep over the notes as files, where it is installed: it ranks nothing and needs no index.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::table::{Asked, Column};
use crate::{Note, Questions};

/// Questions of each sort: each reads every file.
const QUESTIONS: usize = 10;

pub(crate) fn column(folder: &Path, notes: impl Iterator<Item = Note>, questions: &[Questions]) -> Option<Column> {
    if Command::new("rg").arg("--version").output().is_err() {
        eprintln!("ripgrep: left out, there is no rg");
        return None;
    }
    let files = folder.join("files");
    for note in notes {
        let within = files.join((note.row % 256).to_string());
        std::fs::create_dir_all(&within).expect("made");
        std::fs::write(within.join(format!("{}.md", note.row)), format!("# {}\n{}", note.title, note.body))
            .expect("written");
    }
    let asked = questions.iter().map(|questions| {
        let mut times = Vec::new();
        for text in questions.texts.iter().take(QUESTIONS) {
            let mut rg = Command::new("rg");
            rg.args(["--files-with-matches", "--ignore-case", "--fixed-strings"]);
            for word in text.split_whitespace() {
                rg.arg("-e").arg(word);
            }
            let started = Instant::now();
            rg.arg(&files).output().expect("it ran a moment ago");
            times.push(started.elapsed());
        }
        Asked { name: questions.name, times }
    });
    Some(Column {
        name: "ripgrep, unranked".to_owned(),
        built: None,
        bytes: None,
        memory: None,
        asked: asked.collect(),
        saves: None,
        saves_under_load: None,
    })
}
