//! Reading the data of a measurement.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::EvalError;
use crate::model::NoteId;

/// Articles, cases, queries and right answers.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) articles: Vec<Article>,
    pub(super) cases: Vec<Case>,
    pub(super) queries: Vec<Query>,
}

/// A line of `corpus.jsonl` or, with the article, of `cases.jsonl`.
#[derive(Debug, Deserialize)]
struct NoteLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    article: Option<String>,
}

#[derive(Debug)]
pub(super) struct Article {
    pub(super) id: NoteId,
    pub(super) title: String,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) text: String,
    /// The place among the articles of what solved it.
    pub(super) article: usize,
}

#[derive(Debug, Deserialize)]
struct QueryLine {
    #[serde(rename = "_id")]
    id: String,
    text: String,
    #[serde(default = "any")]
    form: String,
    #[serde(default = "any")]
    class: String,
}

#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) form: String,
    pub(super) class: String,
    /// The places among the articles of the right answers.
    pub(super) right: HashSet<usize>,
}

fn any() -> String {
    "any".to_owned()
}

impl Data {
    pub(super) fn load(folder: &Path) -> Result<Self, EvalError> {
        let corpus = folder.join("corpus.jsonl");
        let mut articles: Vec<Article> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (at, line) in lines(&corpus, parse::<NoteLine>)?.into_iter().enumerate() {
            let wrong = |reason: String| EvalError::Line { path: corpus.clone(), line: at + 1, reason };
            let id = NoteId::new(line.id.as_str()).map_err(|error| wrong(error.to_string()))?;
            if places.insert(line.id, at).is_some() {
                return Err(wrong(format!("another article has the _id {id} too")));
            }
            articles.push(Article { id, title: line.title, text: line.text });
        }
        let path = folder.join("cases.jsonl");
        let cases = if path.exists() { lines(&path, case)? } else { Vec::new() };
        let solved = |(case, article): (NoteLine, String)| {
            // A case of an article that is not there solves nothing here.
            let article = *places.get(article.as_str())?;
            Some(Case { id: case.id, title: case.title, text: case.text, article })
        };
        let cases = cases.into_iter().filter_map(solved).collect();
        let mut right: HashMap<String, HashSet<usize>> = HashMap::new();
        for judged in lines(&folder.join("qrels.tsv"), judgement)?.into_iter().flatten() {
            if let Some(place) = places.get(judged.1.as_str()) {
                right.entry(judged.0).or_default().insert(*place);
            }
        }
        let asked = lines(&folder.join("queries.jsonl"), parse::<QueryLine>)?;
        let answered = |line: QueryLine| {
            let right = right.remove(&line.id)?;
            Some(Query { text: line.text, form: line.form, class: line.class, right })
        };
        let queries: Vec<Query> = asked.into_iter().filter_map(answered).collect();
        if queries.is_empty() {
            return Err(EvalError::Empty { path: folder.to_path_buf() });
        }
        Ok(Self { articles, cases, queries })
    }
}

#[expect(clippy::disallowed_methods, reason = "the data of a measurement is no vault")]
fn lines<T>(path: &PathBuf, read: fn(usize, &str) -> Result<T, String>) -> Result<Vec<T>, EvalError> {
    let text = std::fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.clone(), source })?;
    let numbered = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let read = |(line, text)| read(line, text).map_err(|reason| EvalError::Line { path: path.clone(), line, reason });
    numbered.map(read).collect()
}

fn parse<T: DeserializeOwned>(_line: usize, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// A line of `cases.jsonl`, with what solved it.
fn case(line: usize, text: &str) -> Result<(NoteLine, String), String> {
    let mut case: NoteLine = parse(line, text)?;
    let article = case.article.take().ok_or("a case needs the `article` that solved it")?;
    Ok((case, article))
}

/// A line of `qrels.tsv`: query and article, when it says that this is a right answer.
fn judgement(line: usize, text: &str) -> Result<Option<(String, String)>, String> {
    let mut cells = text.split('\t');
    let (Some(query), Some(article)) = (cells.next(), cells.next()) else {
        return Err("needs a query's id, a tab and an article's id".to_owned());
    };
    let score = cells.next().unwrap_or("1").trim();
    match score.parse::<f64>() {
        Ok(score) => Ok((score > 0.0).then(|| (query.to_owned(), article.to_owned()))),
        Err(_) if line == 1 => Ok(None),
        Err(_) => Err(format!("the score `{score}` is not a number")),
    }
}
