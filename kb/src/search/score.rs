//! The figures of the ranking, each chosen by measuring on real duplicate reports and questions (`docs/search.md`).
//!
//! A term scores as in BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): its rarity times how
//! much its repetition in a note of this length counts.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

/// How rarity counts: BM25's is raised to this power, so that the telling words of a long text outweigh its many common ones.
pub(super) const RARITY_POWER: f32 = 1.1;

/// BM25's k1 for words: how slowly repetition stops to count.
const WORD_SATURATION: f32 = 1.8;
/// BM25's b for words: how much a note's length counts.
const WORD_LENGTH: f32 = 5.0 / 6.0;
/// BM25's k1 for identifiers, of which a note has each once; its length does not count.
const CODE_SATURATION: f32 = 1.2;

/// What the journal's words weigh beside the note's.
pub(super) const JOURNAL_WEIGHT: f32 = 0.5;

/// What a word of a pasted text's heading weighs beside one of its other lines.
pub(super) const HEADING_WEIGHT: f32 = 1.6;

/// What a word of what a case runs on weighs beside one of what is wrong with it.
pub(super) const SURROUNDINGS_WEIGHT: f32 = 0.4;

/// What an identifier found whole adds to its parts.
pub(super) const CODE_WEIGHT: f32 = 1.0;
/// What an identifier inside the one asked for adds.
pub(super) const CODE_PART_WEIGHT: f32 = 0.5;
/// What the completions of an unfinished word weigh, together as rare as any of them.
pub(super) const PREFIX_WEIGHT: f32 = 0.8;
/// What they weigh where the last word is one of the index as it stands: then it is most likely complete.
pub(super) const PREFIX_OF_WORD_WEIGHT: f32 = 0.2;

/// What a team's other word for the same weighs beside the one asked for.
pub(super) const SYNONYM_WEIGHT: f32 = 0.8;
/// What the correction of a word that hardly any note has weighs beside the word.
pub(super) const TYPO_WEIGHT: f32 = 0.6;

/// Up to so many words, notes with all of them come before all others.
pub(super) const ALL_WORDS_FIRST: usize = 2;
/// Up to so many words, notes with all of them get [`ALL_WORDS_BONUS`]: a longer text is a description, in which no
/// single word is a condition.
pub(super) const ALL_WORDS_MAX: usize = 12;
/// What having all words of a longer query is worth, as a share of the best score of all.
pub(super) const ALL_WORDS_BONUS: f32 = 0.1;

/// BM25's inverse document frequency, never zero.
pub(super) fn rarity(count: u64, docs: u64) -> f32 {
    let (count, docs) = (count as f32, docs.max(1) as f32);
    (1.0 + (docs - count.min(docs) + 0.5) / (count + 0.5)).ln().max(1e-3)
}

/// What a rarity weighs in the end.
pub(super) fn rarity_power(rarity: f32) -> f32 {
    rarity.powf(RARITY_POWER)
}

/// How often a word has to stand in a note to count half, by the note's length.
///
/// The journal is judged by the length of the other words: most notes have none.
pub(super) struct Saturation {
    words: [f32; 256],
    codes: [f32; 256],
    codes_field: Field,
}

impl Saturation {
    /// For notes of `average_words` on average.
    pub(super) fn of_average(average_words: f32, codes_field: Field) -> Self {
        let average = average_words.max(1.0);
        let mut words = [0.0; 256];
        for (half, code) in words.iter_mut().zip(0_u8..=255) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *half = WORD_SATURATION * (1.0 - WORD_LENGTH + WORD_LENGTH * length / average);
        }
        Self { words, codes: [CODE_SATURATION; 256], codes_field }
    }

    /// The figures of a field, by the code in which tantivy keeps a note's length.
    pub(super) fn of(&self, field: Field) -> &[f32; 256] {
        if field == self.codes_field { &self.codes } else { &self.words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_less_in_a_longer_note_and_an_identifier_as_much() {
        let codes = Field::from_field_id(2);
        let figures = Saturation::of_average(100.0, codes);
        let [short, long] = [50, 400].map(|words| usize::from(FieldNormReader::fieldnorm_to_id(words)));
        let words = figures.of(Field::from_field_id(0));
        assert!(words[short] < words[long]);
        assert!((words[usize::from(FieldNormReader::fieldnorm_to_id(100))] - WORD_SATURATION).abs() < 0.1);
        assert!((figures.of(codes)[short] - figures.of(codes)[long]).abs() < f32::EPSILON);
    }
}
