//! How well search finds, measured on data whose right answers are known.
//!
//! A folder of the layout `corpus.jsonl`, `cases.jsonl`, `queries.jsonl`, `qrels.tsv` becomes a vault of its own, and its
//! queries are asked through the very index and ranking the app uses. Baselines run on the same texts in the same process.
//! Used by `kb eval`.
//!
//! | file | a line holds |
//! |---|---|
//! | `corpus.jsonl` | an article: `_id`, `title`, `text` |
//! | `cases.jsonl` | a solved case: `_id`, `title`, `text`, and in `article` the id of what solved it; may be missing |
//! | `queries.jsonl` | a query: `_id`, `text`, and to tell kinds of queries apart `form` and `class` |
//! | `qrels.tsv` | after a heading: query id, article id, a score above 0 for a right answer |

mod baselines;
mod data;
mod error;
mod figures;
mod vault;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use error::EvalError;

use data::Data;
use figures::rows;

use crate::casebook::Without;

/// Answers looked at for each query.
const DEPTH: usize = 1_000;

/// What is measured besides search as the app does it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Also the cases ignored, plain BM25, BM25 with the cases' texts appended to their articles, and SQLite's FTS5.
    pub baselines: bool,
    /// The folder of the model for meaning, if it is to be used and there is one. Then words alone are measured too.
    pub model: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Casebook first.
    pub systems: Vec<System>,
}

/// How well one system finds.
#[derive(Debug, Serialize)]
pub struct System {
    /// What it is.
    pub name: &'static str,
    /// A row for each form and class of queries there is.
    pub rows: Vec<Row>,
}

/// How well queries of one form and class are answered. Figures are means over the queries, from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// `typed`, `pasted`, or whatever the data says.
    pub form: String,
    /// `repeat`, `first`, or whatever the data says.
    pub class: String,
    /// How many queries.
    pub n: usize,
    /// Mean average precision.
    pub map: f64,
    /// Mean of one over the place of the first right answer, when that is among the first ten.
    pub mrr_10: f64,
    /// Discounted gain of the first ten answers, over the best there could be.
    pub ndcg_10: f64,
    /// Share of the right answers among the first ten.
    pub recall_10: f64,
    /// Share of queries with a right answer in the first place.
    pub success_1: f64,
    /// From where to where `map` would lie for 95 of 100 drawings of as many queries (bootstrap, fixed seed).
    pub map_ci: [f64; 2],
}

/// Measures search on the data in `folder`. `progress` is told what is being done.
///
/// # Errors
/// [`EvalError`]: the data cannot be read or is not of the layout, or the vault made of it cannot be searched.
pub fn run(folder: &Path, options: &Options, progress: &dyn Fn(&str)) -> Result<Report, EvalError> {
    let data = Data::load(folder)?;
    progress(&format!("{} articles, {} cases, {} queries", data.articles.len(), data.cases.len(), data.queries.len()));
    let mut systems = Vec::new();
    let mut measure = |name, answer: &mut dyn FnMut(&str) -> Result<Vec<usize>, EvalError>| {
        progress(name);
        let mut answers = Vec::with_capacity(data.queries.len());
        for query in &data.queries {
            answers.push(answer(&query.text)?);
        }
        systems.push(System { name, rows: rows(&data, &answers) });
        Ok::<_, EvalError>(())
    };
    let asked = vault::Asked::make(&data, options.model.as_deref(), progress)?;
    let by_words = Without { meaning: true, ..Without::default() };
    measure("casebook", &mut |text| asked.ask(text, Without::default()))?;
    if asked.has_meaning() {
        measure("casebook, words alone", &mut |text| asked.ask(text, by_words))?;
    }
    if options.baselines {
        let no_cases = Without { cases: true, ..Without::default() };
        measure("casebook, cases ignored", &mut |text| asked.ask(text, no_cases))?;
        if asked.has_meaning() {
            let neither = Without { cases: true, ..by_words };
            measure("casebook, words alone, cases ignored", &mut |text| asked.ask(text, neither))?;
        }
        let plain = baselines::Bm25::of_articles(&data)?;
        measure("bm25", &mut |text| plain.ask(text))?;
        let appended = baselines::Bm25::with_cases(&data)?;
        measure("bm25, cases appended", &mut |text| appended.ask(text))?;
        let fts5 = baselines::Fts5::new(&data)?;
        measure("fts5", &mut |text| fts5.ask(text))?;
    }
    Ok(Report { systems })
}
