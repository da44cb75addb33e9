//! The figures of the ranking, each chosen by cross-validation on real duplicate reports, and the statistics that
//! BM25 is fed with.

use tantivy::Searcher;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, Term};

use super::schema::Fields;

/// How rarity counts: BM25's is raised to this power, so that the telling words of a long text outweigh its many common ones.
pub(super) const RARITY_POWER: f32 = 1.3;

/// How long a note is taken to be on average, as a share of what it is. Below one, BM25's length normalisation
/// gets stronger and its saturation later: with tantivy's fixed k1 = 1.2 and b = 0.75, 0.6 acts as k1 = 1.8 and b = 0.83.
pub(super) const LENGTH_SHARE: f64 = 0.6;

/// What the journal's words weigh beside the note's.
pub(super) const JOURNAL_WEIGHT: f32 = 0.5;

/// What an identifier found whole adds to its parts.
pub(super) const CODE_WEIGHT: f32 = 1.0;
/// What an identifier inside the one asked for adds.
pub(super) const CODE_PART_WEIGHT: f32 = 0.5;
/// What the completions of an unfinished word weigh, together as rare as any of them.
pub(super) const PREFIX_WEIGHT: f32 = 0.8;

/// Up to so many words, notes with all of them come before all others.
pub(super) const ALL_WORDS_FIRST: usize = 4;
/// Up to so many words, notes with all of them get [`ALL_WORDS_BONUS`]: a longer text is a description, in which no
/// single word is a condition.
pub(super) const ALL_WORDS_MAX: usize = 12;
/// What having all words of a longer query is worth, as a share of the best score of all.
pub(super) const ALL_WORDS_BONUS: f32 = 0.25;

/// BM25's inverse document frequency, never zero.
pub(super) fn rarity(count: u64, docs: u64) -> f32 {
    let (count, docs) = (count as f32, docs.max(1) as f32);
    (1.0 + (docs - count.min(docs) + 0.5) / (count + 0.5)).ln().max(1e-3)
}

/// What a rarity weighs in the end.
pub(super) fn rarity_power(rarity: f32) -> f32 {
    rarity.powf(RARITY_POWER)
}

/// The index's statistics with the average length tempered.
pub(super) struct Statistics<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let docs = self.searcher.total_num_docs()?.max(1);
        if field == self.fields.codes {
            return Ok(docs);
        }
        // Most notes have no journal: its length is judged by that of the notes.
        let tokens = self.searcher.total_num_tokens(self.fields.text)?;
        Ok(((tokens as f64 * LENGTH_SHARE) as u64).max(docs))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.total_num_docs()?.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::doc_freq(self.searcher, term)
    }
}
