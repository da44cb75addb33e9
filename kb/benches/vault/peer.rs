//! The peer: tantivy as its own examples use it, on the same text: title and body, default tokenizer, all threads.

use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{STORED, STRING, Schema, TEXT};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term, doc};

pub(crate) struct Peer {
    index: Index,
    reader: IndexReader,
    writer: IndexWriter,
    pub(crate) built: Duration,
    pub(crate) files: usize,
}

impl Peer {
    /// Reads every file of `files` below `root` and indexes it.
    pub(crate) fn build(folder: &Path, root: &Path, files: impl Iterator<Item = (String, String)>) -> Self {
        let mut schema = Schema::builder();
        let path = schema.add_text_field("path", STRING | STORED);
        let title = schema.add_text_field("title", TEXT);
        let body = schema.add_text_field("body", TEXT);
        std::fs::create_dir_all(folder).expect("made");
        let index = Index::create_in_dir(folder, schema.build()).expect("created");
        let mut writer = index.writer(100_000_000).expect("a writer");
        let start = Instant::now();
        let mut count = 0;
        for (name, heading) in files {
            count += 1;
            let text = String::from_utf8_lossy(&std::fs::read(root.join(&name)).expect("read")).into_owned();
            writer.add_document(doc!(path => name, title => heading, body => text)).expect("added");
        }
        writer.commit().expect("committed");
        let built = start.elapsed();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().expect("a reader");
        Self { index, reader, writer, built, files: count }
    }

    /// Ten hits for any of the words. Signs are left out: its query language would trip over them.
    pub(crate) fn search(&self, text: &str) -> usize {
        let text = &text.replace(|c: char| !c.is_alphanumeric(), " ");
        let schema = self.index.schema();
        let fields = ["title", "body"].map(|name| schema.get_field(name).expect("a field")).to_vec();
        let (query, _) = QueryParser::for_index(&self.index, fields).parse_query_lenient(text);
        let searcher = self.reader.searcher();
        searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("searched").len()
    }

    /// One changed document until a reloaded reader has it.
    pub(crate) fn change(&mut self, name: &str, text: &str) -> Duration {
        let schema = self.index.schema();
        let (path, body) = (schema.get_field("path").expect("a field"), schema.get_field("body").expect("a field"));
        let start = Instant::now();
        self.writer.delete_term(Term::from_field_text(path, name));
        let mut document = TantivyDocument::default();
        document.add_text(path, name);
        document.add_text(body, text);
        self.writer.add_document(document).expect("added");
        self.writer.commit().expect("committed");
        self.reader.reload().expect("reloaded");
        start.elapsed()
    }
}
