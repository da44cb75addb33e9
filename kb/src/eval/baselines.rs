//! What others would answer, on the same texts in the same process: figures to compare with, none of them ours.

use rusqlite::Connection;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, TantivyDocument, TantivyError, Term};

use super::DEPTH;
use super::data::Data;
use super::error::EvalError;

/// What a word in the title weighs beside one in the text.
const TITLE_WEIGHT: f32 = 2.0;
/// Memory of the writer, in bytes.
const WRITER_BYTES: usize = 64 << 20;

/// tantivy as it comes: English stems, BM25 over title and text, any word of the query.
pub(super) struct Bm25 {
    reader: IndexReader,
    analyzer: TextAnalyzer,
    title: Field,
    text: Field,
    at: Field,
}

impl Bm25 {
    pub(super) fn of_articles(data: &Data) -> Result<Self, EvalError> {
        Self::build(data, false).map_err(|error| failed_index(&error))
    }

    /// Each article's text goes on with the texts of the cases it solved.
    pub(super) fn with_cases(data: &Data) -> Result<Self, EvalError> {
        Self::build(data, true).map_err(|error| failed_index(&error))
    }

    fn build(data: &Data, with_cases: bool) -> Result<Self, TantivyError> {
        let indexing =
            TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(IndexRecordOption::WithFreqs);
        let mut schema = Schema::builder();
        let title = schema.add_text_field("title", TextOptions::default().set_indexing_options(indexing.clone()));
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let at = schema.add_u64_field("at", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
        let mut of_cases = vec![String::new(); data.articles.len()];
        for case in data.cases.iter().filter(|_| with_cases) {
            of_cases[case.article].push_str(&format!("\n{}\n{}", case.title, case.text));
        }
        for (place, (article, of_cases)) in data.articles.iter().zip(&of_cases).enumerate() {
            let mut doc = TantivyDocument::default();
            doc.add_text(title, &article.title);
            doc.add_text(text, format!("{}{of_cases}", article.text));
            doc.add_u64(at, place as u64);
            writer.add_document(doc)?;
        }
        writer.commit()?;
        let analyzer = index.tokenizer_for_field(text)?;
        Ok(Self { reader: index.reader()?, analyzer, title, text, at })
    }

    pub(super) fn ask(&self, text: &str) -> Result<Vec<usize>, EvalError> {
        self.answer(text).map_err(|error| failed_index(&error))
    }

    fn answer(&self, text: &str) -> Result<Vec<usize>, TantivyError> {
        let mut words = Vec::new();
        self.analyzer.clone().token_stream(text).process(&mut |token| words.push(token.text.clone()));
        let term = |field, word: &str| {
            Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs)) as Box<dyn Query>
        };
        let any = words.iter().flat_map(|word| {
            let title = Box::new(BoostQuery::new(term(self.title, word), TITLE_WEIGHT)) as Box<dyn Query>;
            [(Occur::Should, title), (Occur::Should, term(self.text, word))]
        });
        let searcher = self.reader.searcher();
        let found = searcher.search(&BooleanQuery::new(any.collect()), &TopDocs::with_limit(DEPTH).order_by_score())?;
        let mut places = Vec::with_capacity(found.len());
        for (_, address) in found {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64(searcher.schema().get_field_name(self.at))?;
            places.extend(column.first(address.doc_id).and_then(|at| usize::try_from(at).ok()));
        }
        Ok(places)
    }
}

fn failed_index(error: &TantivyError) -> EvalError {
    EvalError::Baseline { name: "bm25", reason: error.to_string() }
}

/// SQLite's own full-text search on the articles: Porter stems, the title twice.
pub(super) struct Fts5(Connection);

impl Fts5 {
    pub(super) fn new(data: &Data) -> Result<Self, EvalError> {
        Self::build(data).map_err(|error| failed_fts5(&error))
    }

    fn build(data: &Data) -> rusqlite::Result<Self> {
        let mut store = Connection::open_in_memory()?;
        store.execute_batch("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'porter unicode61')")?;
        let all = store.transaction()?;
        for (at, article) in (0_i64..).zip(&data.articles) {
            let insert = "INSERT INTO t(rowid, title, body) VALUES (?1, ?2, ?3)";
            all.execute(insert, (at, &article.title, &article.text))?;
        }
        all.commit()?;
        Ok(Self(store))
    }

    pub(super) fn ask(&self, text: &str) -> Result<Vec<usize>, EvalError> {
        self.answer(text).map_err(|error| failed_fts5(&error))
    }

    fn answer(&self, text: &str) -> rusqlite::Result<Vec<usize>> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let unique: std::collections::BTreeSet<String> =
            words.map(|word| format!("\"{}\"", word.to_lowercase())).collect();
        if unique.is_empty() {
            return Ok(Vec::new());
        }
        let any = unique.into_iter().collect::<Vec<_>>().join(" OR ");
        let sql = "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 2.0, 1.0) LIMIT ?2";
        let mut found = self.0.prepare_cached(sql)?;
        let rows = found.query_map((any, DEPTH as i64), |row| row.get::<_, i64>(0))?;
        rows.map(|row| row.map(|row| usize::try_from(row).unwrap_or(usize::MAX))).collect()
    }
}

fn failed_fts5(error: &rusqlite::Error) -> EvalError {
    EvalError::Baseline { name: "fts5", reason: error.to_string() }
}
