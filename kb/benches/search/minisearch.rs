//! MiniSearch, which several note takers search with, under Node where both are installed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::table::{Asked, Column};
use crate::{Note, Questions};

/// Reads notes, one a line, and questions; answers with what was measured.
const SCRIPT: &str = r"
const { readFileSync, createReadStream } = require('node:fs')
const { createInterface } = require('node:readline')
const MiniSearch = require(process.argv[2])
const questions = JSON.parse(readFileSync(process.argv[4], 'utf8'))
async function main() {
  const index = new MiniSearch({ idField: 'row', fields: ['title', 'body'], searchOptions: { boost: { title: 2 } } })
  const notes = []
  for await (const line of createInterface({ input: createReadStream(process.argv[3]) })) notes.push(JSON.parse(line))
  const started = performance.now()
  index.addAll(notes)
  const built = performance.now() - started
  const memory = process.memoryUsage().rss
  const asked = questions.map(({ texts, unfinished }) => texts.map((text) => {
    const options = unfinished ? { prefix: true } : {}
    index.search(text, options)
    const started = performance.now()
    index.search(text, options).slice(0, 10)
    return performance.now() - started
  }))
  console.log(JSON.stringify({ built, memory, asked }))
}
main()
";

/// Questions of each sort: it takes its time.
const QUESTIONS: usize = 60;

pub(crate) fn column(folder: &Path, notes: impl Iterator<Item = Note>, questions: &[Questions]) -> Option<Column> {
    let Some(package) = std::env::var_os("KB_BENCH_MINISEARCH").map(PathBuf::from) else {
        eprintln!("MiniSearch: left out, KB_BENCH_MINISEARCH names no folder of it");
        return None;
    };
    let (script, data, asked) = (folder.join("ask.js"), folder.join("notes.jsonl"), folder.join("questions.json"));
    std::fs::write(&script, SCRIPT).expect("written");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&data).expect("made"));
    for note in notes {
        writeln!(file, "{}", json!({ "row": note.row, "title": note.title, "body": note.body })).expect("written");
    }
    file.flush().expect("written");
    let some = |questions: &Questions| {
        let texts: Vec<&String> = questions.texts.iter().take(QUESTIONS).collect();
        json!({ "texts": texts, "unfinished": questions.unfinished })
    };
    std::fs::write(&asked, Value::from(questions.iter().map(some).collect::<Vec<_>>()).to_string()).expect("written");
    let mut node = Command::new("node");
    let output = node
        .arg("--max-old-space-size=8192")
        .arg(&script)
        .arg(package.join("dist/cjs/index.cjs"))
        .arg(&data)
        .arg(&asked)
        .output();
    let output = match output {
        Ok(output) if output.status.success() => output,
        Ok(output) => {
            eprintln!("MiniSearch: left out, {}", String::from_utf8_lossy(&output.stderr));
            return None;
        }
        Err(error) => {
            eprintln!("MiniSearch: left out, node does not start: {error}");
            return None;
        }
    };
    let said: Value = serde_json::from_slice(&output.stdout).expect("figures");
    let ms = |value: &Value| Duration::from_secs_f64(value.as_f64().unwrap_or(0.0) / 1e3);
    let times =
        |at: usize| said["asked"][at].as_array().map(|times| times.iter().map(ms).collect()).unwrap_or_default();
    let asked = questions.iter().enumerate().map(|(at, questions)| Asked { name: questions.name, times: times(at) });
    Some(Column {
        name: "MiniSearch".to_owned(),
        built: Some(ms(&said["built"])),
        bytes: None,
        memory: said["memory"].as_u64(),
        asked: asked.collect(),
        saves: None,
        saves_under_load: None,
    })
}
