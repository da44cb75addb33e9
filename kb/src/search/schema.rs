//! The fields of the index and the version of what is in them.
//!
//! | field | holds | used for |
//! |---|---|---|
//! | `text` | the title three times, tags, aliases, the sections | words, phrases: one length and one rarity per note |
//! | `journal` | a case's journal, internal and customer-visible | words, at half weight |
//! | `codes` | identifiers as wholes | exact codes, above all words |
//! | `filters` | `field U+1 value`; a note's class, and its language unless that is English | `field:value` |
//! | `issue`, `environment` | the words of these sections, without how often | where in a note they stand |
//! | `title` | the title's letters, three at a time, as numbers | how alike it is to what was asked |
//! | `row`, `id`, `resolves`, `class`, `prior`, `at` | numbers | the catalog's key, votes, kinds, mild priors, ties |
//!
//! One weighted field instead of one for each section is what makes the ranking: a sum of BM25 scores of short fields
//! rewards a word for standing in a short section, whatever its weight in the note.

use std::sync::LazyLock;

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::words::Words;

/// The version of the fields. A change here makes every older index [`super::SearchError::Outdated`].
pub const SCHEMA_VERSION: u32 = 2;

/// The version of how texts are cut and folded. As [`SCHEMA_VERSION`].
pub const TOKENIZER_VERSION: u32 = 2;

/// How often the title counts.
pub(super) const TITLE_TIMES: usize = 3;

const WORDS: &str = "casebook_words";
const LINES: &str = "casebook_lines";

/// The fields by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) text: Field,
    pub(super) journal: Field,
    pub(super) codes: Field,
    pub(super) filters: Field,
    pub(super) issue: Field,
    pub(super) environment: Field,
    pub(super) title: Field,
    pub(super) row: Field,
    pub(super) id: Field,
    pub(super) resolves: Field,
    pub(super) class: Field,
    pub(super) prior: Field,
    pub(super) at: Field,
}

/// The schema of the index.
pub(super) fn schema() -> Schema {
    let words = |record| TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(record);
    let codes = TextFieldIndexing::default()
        .set_tokenizer(LINES)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqs);
    let indexed = |indexing| TextOptions::default().set_indexing_options(indexing);
    let mut builder = SchemaBuilder::new();
    builder.add_text_field("text", indexed(words(IndexRecordOption::WithFreqsAndPositions)));
    builder.add_text_field("journal", indexed(words(IndexRecordOption::WithFreqsAndPositions)));
    builder.add_text_field("codes", indexed(codes));
    builder.add_text_field("filters", STRING);
    for section in ["issue", "environment"] {
        let which = words(IndexRecordOption::Basic).set_fieldnorms(false);
        builder.add_text_field(section, indexed(which));
    }
    builder.add_u64_field("title", FAST);
    builder.add_u64_field("row", INDEXED | FAST);
    builder.add_u64_field("id", INDEXED | FAST);
    builder.add_u64_field("resolves", FAST);
    builder.add_u64_field("class", FAST);
    builder.add_u64_field("prior", FAST);
    builder.add_i64_field("at", FAST);
    builder.build()
}

/// The fields of this version, by which notes are made ready before a writer is at hand.
static KNOWN: LazyLock<Fields> =
    LazyLock::new(|| Fields::of(&schema()).expect("the schema made here has the fields named here"));

impl Fields {
    /// The fields of this version. [`Fields::of`] answers the same for every index of it.
    pub(super) fn known() -> Self {
        *KNOWN
    }

    /// Looks the fields up; `None` when the schema is not this one.
    pub(super) fn of(schema: &Schema) -> Option<Self> {
        let field = |name| schema.get_field(name).ok();
        Some(Self {
            text: field("text")?,
            journal: field("journal")?,
            codes: field("codes")?,
            filters: field("filters")?,
            issue: field("issue")?,
            environment: field("environment")?,
            title: field("title")?,
            row: field("row")?,
            id: field("id")?,
            resolves: field("resolves")?,
            class: field("class")?,
            prior: field("prior")?,
            at: field("at")?,
        })
    }
}

/// Tells the index how to cut texts.
pub(super) fn register_tokenizers(index: &Index) {
    index.tokenizers().register(WORDS, TextAnalyzer::from(Words::for_indexing()));
    index.tokenizers().register(LINES, TextAnalyzer::from(Lines));
}

/// A text with one token a line: identifiers were found before.
#[derive(Clone)]
struct Lines;

struct LineStream<'a> {
    lines: std::str::Lines<'a>,
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { lines: text.lines(), token: Token::default() }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(line) = self.lines.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(line);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
