//! How alike a title is to what was asked, letter by letter.
//!
//! A word in another form (`installing`, `installation`), written together (`saveas`) or misspelled is another word to the index.
//! Of its letters, three at a time, most are the same. Titles are short enough to keep those with the note.

use super::fold::{MAX_WORD, fold};
use super::words::is_word;

/// Three letters are kept as a number below this. Two that fall together make titles a little more alike than they are; with
/// this many that changed no measured figure.
const KINDS: u32 = 4_096;
/// Most numbers of a text: a title of more than a hundred words is none.
const MOST: usize = 512;

/// The letters of the words in `text`, three at a time with the words' edges: each once, in order.
pub(super) fn triples(text: &str) -> Vec<u16> {
    let mut triples = Vec::new();
    for word in text.split(|c| !is_word(c)).filter(|word| !word.is_empty()) {
        let folded = fold(word, MAX_WORD);
        let letters: Vec<char> = ['\0'].into_iter().chain(folded.chars()).chain(['\0']).collect();
        triples.extend(letters.windows(3).map(number));
        if triples.len() > MOST {
            break;
        }
    }
    triples.truncate(MOST);
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// From 0, nothing in common, to 1: the cosine of the angle between the two sets.
pub(super) fn alike(one: &[u16], two: &[u16]) -> f32 {
    let common = one.iter().filter(|triple| two.binary_search(triple).is_ok()).count();
    let sizes = (one.len() * two.len()) as f32;
    if common == 0 { 0.0 } else { common as f32 / sizes.sqrt() }
}

/// Three letters as a number: the high bits of a product, which depend on every letter.
fn number(letters: &[char]) -> u16 {
    const ODD: u32 = 0x9e37_79b1;
    let mixed =
        letters.iter().fold(0_u32, |mixed, letter| (mixed.rotate_left(9) ^ u32::from(*letter)).wrapping_mul(ODD));
    #[expect(clippy::cast_possible_truncation, reason = "below KINDS")]
    let number = (mixed >> (32 - KINDS.ilog2())) as u16;
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, two: &str) -> f32 {
        alike(&triples(one), &triples(two))
    }

    #[test]
    fn what_says_the_same_in_other_forms_is_more_alike_than_what_shares_a_word() {
        let asked = "cannot install printer drivers";
        let forms = likeness(asked, "Installation of the printer driver fails");
        assert!(forms > likeness(asked, "Cannot open attachments"), "{forms}");
        assert!(likeness("save as dialog", "saveas dialogue hangs") > 0.3);
        assert!(likeness("grafik", "Graphic") > likeness("grafik", "Terminal"));
    }

    #[test]
    fn case_accents_order_and_punctuation_are_nothing() {
        assert!((likeness("Réseau indisponible!", "INDISPONIBLE: reseau") - 1.0).abs() < 1e-6);
        assert!(likeness("", "anything").abs() < f32::EPSILON);
        assert!(likeness("a", "b").abs() < f32::EPSILON);
    }

    #[test]
    fn a_text_without_end_has_a_bounded_number_of_triples() {
        let long: String = (0..100_000).map(|n| format!("word{n} ")).collect();
        assert!(triples(&long).len() <= MOST);
        assert!(triples(&"x".repeat(1_000_000)).len() <= MOST);
        assert!(triples(&long).iter().all(|triple| u32::from(*triple) < KINDS));
    }
}
