//! How well search ranks, on data of the layout `corpus.jsonl`, `cases.jsonl`, `queries.jsonl`, `qrels.tsv`.
//!
//! `CASEBOOK_BENCH_DATA=DIR cargo bench -p kb --bench relevance`: DIR holds one folder for each set (`reports`, `faq`).
//! Without it nothing is measured. SQLite's FTS5 runs on the same articles beside it.
#![expect(clippy::print_stdout, reason = "a bench reports on the terminal")]
#![expect(clippy::disallowed_methods, reason = "reads its data and times itself")]
#![expect(clippy::unwrap_used, reason = "bench data is as it should be or the bench stops")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use kb::model::{NoteId, NoteKind};
use kb::search::{IndexDoc, IndexReader, Load, Payload, Query, create};
use serde_json::Value;

const SHOWN: [&str; 4] = ["typed repeat", "typed first", "pasted repeat", "pasted first"];

fn main() {
    let Ok(data) = std::env::var("CASEBOOK_BENCH_DATA") else {
        println!("relevance: skipped, CASEBOOK_BENCH_DATA names no folder with data");
        return;
    };
    for set in ["reports", "faq"] {
        let folder = Path::new(&data).join(set);
        if folder.join("corpus.jsonl").exists() {
            println!("\n{set} (MAP / nDCG@10 / Recall@10 / Success@1)");
            measure(&Set::load(&folder));
        } else {
            println!("relevance: no {set}");
        }
    }
}

struct Set {
    corpus: Vec<Value>,
    cases: Vec<Value>,
    queries: Vec<Value>,
    wanted: HashMap<String, HashSet<String>>,
}

fn lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

impl Set {
    fn load(folder: &Path) -> Self {
        let mut wanted: HashMap<String, HashSet<String>> = HashMap::new();
        for line in std::fs::read_to_string(folder.join("qrels.tsv")).unwrap().lines().skip(1) {
            let mut cells = line.split('\t');
            let (query, article) = (cells.next().unwrap(), cells.next().unwrap());
            wanted.entry(query.to_owned()).or_default().insert(article.to_owned());
        }
        Self {
            corpus: lines(&folder.join("corpus.jsonl")),
            cases: lines(&folder.join("cases.jsonl")),
            queries: lines(&folder.join("queries.jsonl")),
            wanted,
        }
    }

    fn index(&self, folder: &Path, with_cases: bool) -> IndexReader {
        let index = create(folder).unwrap();
        let mut writer = index.writer(Load::Bulk).unwrap();
        for (row, article) in self.corpus.iter().enumerate() {
            let id = NoteId::new(text(article, "_id")).unwrap();
            let mut doc = IndexDoc::new(NoteKind::Article, text(article, "title"));
            doc.id = Some(&id);
            doc.issue = text(article, "text");
            writer.put(row as u64, doc.entry()).unwrap();
        }
        for (row, case) in self.cases.iter().enumerate().filter(|_| with_cases) {
            let solved_by = [NoteId::new(text(case, "article")).unwrap()];
            let mut doc = IndexDoc::new(NoteKind::Case, text(case, "title"));
            doc.issue = text(case, "text");
            doc.resolves = &solved_by;
            writer.put((self.corpus.len() + row) as u64, doc.entry()).unwrap();
        }
        writer.commit(&Payload { store_id: "bench".to_owned(), generation: 1 }).unwrap();
        writer.finish().unwrap();
        let reader = index.reader().unwrap();
        reader.reload().unwrap();
        reader
    }
}

fn measure(set: &Set) {
    let folder = tempfile::tempdir().unwrap();
    let with_cases = set.index(&folder.path().join("cases"), true);
    let without = set.index(&folder.path().join("plain"), false);
    let ask = |reader: &IndexReader, text: &str, without_votes: bool| -> Vec<usize> {
        let mut query = Query::new(text);
        query.kind = Some(NoteKind::Article);
        query.limit = 1000;
        query.without_votes = without_votes;
        reader.search(&query).unwrap().hits.iter().map(|hit| hit.row as usize).collect()
    };
    report("articles alone", set, |text| ask(&without, text, true));
    report("cases in, no votes", set, |text| ask(&with_cases, text, true));
    report("cases vote", set, |text| ask(&with_cases, text, false));
    let fts = Fts::build(set);
    report("FTS5 porter, title x2", set, |text| fts.ask(text));
}

fn report(name: &str, set: &Set, answer: impl Fn(&str) -> Vec<usize>) {
    let mut sums: BTreeMap<String, ([f64; 4], f64)> = BTreeMap::new();
    let started = std::time::Instant::now();
    for query in &set.queries {
        let found = answer(text(query, "text"));
        let wanted = &set.wanted[text(query, "_id")];
        let is_right: Vec<bool> = found.iter().map(|row| wanted.contains(text(&set.corpus[*row], "_id"))).collect();
        let class = format!("{} {}", text(query, "form"), text(query, "class"));
        let sum = sums.entry(class).or_default();
        for (sum, figure) in sum.0.iter_mut().zip(figures(&is_right, wanted.len())) {
            *sum += figure;
        }
        sum.1 += 1.0;
    }
    let each = started.elapsed().as_secs_f64() * 1000.0 / set.queries.len() as f64;
    print!("{name:24}");
    for class in SHOWN.iter().filter_map(|class| sums.get(*class)) {
        let [map, ndcg, recall, success] = class.0.map(|sum| sum / class.1);
        print!(" | {map:.3} {ndcg:.3} {recall:.3} {success:.3}");
    }
    println!(" | {each:.2} ms");
}

fn figures(is_right: &[bool], wanted: usize) -> [f64; 4] {
    let wanted = wanted.max(1);
    let gain = |at: usize| 1.0 / ((at + 2) as f64).log2();
    let (mut seen, mut precision) = (0.0, 0.0);
    for (at, _) in is_right.iter().enumerate().filter(|(_, right)| **right) {
        seen += 1.0;
        precision += seen / (at + 1) as f64;
    }
    let top: Vec<usize> = (0..is_right.len().min(10)).filter(|at| is_right[*at]).collect();
    let ideal: f64 = (0..wanted.min(10)).map(gain).sum();
    let dcg: f64 = top.iter().map(|at| gain(*at)).sum();
    let first = f64::from(u8::from(is_right.first() == Some(&true)));
    [precision / wanted as f64, dcg / ideal, top.len() as f64 / wanted as f64, first]
}

/// SQLite's own full-text search on the articles, as plain as it comes.
struct Fts(rusqlite::Connection);

impl Fts {
    fn build(set: &Set) -> Self {
        let store = rusqlite::Connection::open_in_memory().unwrap();
        store
            .execute_batch("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'porter unicode61'); BEGIN")
            .unwrap();
        for (row, article) in set.corpus.iter().enumerate() {
            let values = (row as i64, text(article, "title"), text(article, "text"));
            store.execute("INSERT INTO t(rowid, title, body) VALUES (?1, ?2, ?3)", values).unwrap();
        }
        store.execute_batch("COMMIT").unwrap();
        Self(store)
    }

    fn ask(&self, text: &str) -> Vec<usize> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let unique: std::collections::BTreeSet<String> =
            words.map(|word| format!("\"{}\"", word.to_lowercase())).collect();
        let query = unique.into_iter().collect::<Vec<_>>().join(" OR ");
        let sql = "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 2.0, 1.0) LIMIT 1000";
        let mut found = self.0.prepare_cached(sql).unwrap();
        let rows = found.query_map([query], |row| row.get::<_, i64>(0)).unwrap();
        rows.map(|row| row.unwrap() as usize).collect()
    }
}
