//! Hits that say nearly the same as one before them: copies of an article, a case entered twice. They go behind the others,
//! so that a list shows different answers first.

use std::cmp::Ordering;

/// Words that make a shingle.
const WORDS: usize = 4;
/// Words of a text that are compared.
const READ: usize = 200;
/// Fewest shingles by which two texts can be told to be alike.
const FEWEST: usize = 8;
/// From which share of common shingles on (Jaccard's) two texts are nearly the same (Broder, On the resemblance and containment of
/// documents, 1997).
const ALIKE: f64 = 0.7;

/// What a text consists of: runs of four words, hashed, whatever their case and marks; in order, each once.
pub(super) struct Shingles(Vec<u64>);

impl Shingles {
    /// Of title and text.
    pub(super) fn of<'t>(parts: impl IntoIterator<Item = &'t str>) -> Self {
        let words = parts.into_iter().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
        let words = words.filter(|word| !word.is_empty()).take(READ);
        let words: Vec<u64> =
            words.map(|word| hash(word.chars().flat_map(char::to_lowercase).map(u64::from))).collect();
        let mut shingles: Vec<u64> = words.windows(WORDS).map(|words| hash(words.iter().copied())).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles)
    }

    /// Whether two texts are nearly the same. Short ones never are: little would make them so.
    pub(super) fn are_alike(&self, other: &Self) -> bool {
        let (fewer, more) = if self.0.len() < other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        if fewer.len() < FEWEST || (fewer.len() as f64) < ALIKE * more.len() as f64 {
            return false;
        }
        // Of so many that they have together, so many at most may be in one of them alone.
        let together = fewer.len() + more.len();
        let most_apart = ((1.0 - ALIKE) / (1.0 + ALIKE) * together as f64).floor() as usize;
        let (mut one, mut two, mut apart) = (0, 0, 0);
        while one < fewer.len() && two < more.len() && apart <= most_apart {
            match fewer[one].cmp(&more[two]) {
                Ordering::Equal => (one, two) = (one + 1, two + 1),
                Ordering::Less => (one, apart) = (one + 1, apart + 1),
                Ordering::Greater => (two, apart) = (two + 1, apart + 1),
            }
        }
        apart + (fewer.len() - one) + (more.len() - two) <= most_apart
    }
}

/// Fowler, Noll and Vo's, by letters and by words: a thousand short texts are not a place for collisions, and it is made for
/// every hit.
fn hash(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0xcbf2_9ce4_8422_2325, |hash, part| (hash ^ part).wrapping_mul(0x100_0000_01b3).rotate_left(29))
}

/// For each of `texts`, best first, the first of those before it that says nearly the same and is not itself such a one.
pub(super) fn like_an_earlier(texts: &[Shingles]) -> Vec<Option<usize>> {
    let mut like: Vec<Option<usize>> = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let earlier = (0..at).find(|earlier| like[*earlier].is_none() && text.are_alike(&texts[*earlier]));
        like.push(earlier);
    }
    like
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "The tunnel drops every thirty minutes since the upgrade of the gateway to the new release, on all sites";

    #[test]
    fn copies_with_a_word_changed_are_alike() {
        let copy = TEXT.replace("on all sites", "on ALL offices!");
        assert!(Shingles::of([TEXT]).are_alike(&Shingles::of([copy.as_str()])));
        assert!(Shingles::of(["The tunnel drops", &TEXT["The tunnel drops".len()..]]).are_alike(&Shingles::of([TEXT])));
    }

    #[test]
    fn texts_that_share_a_sentence_and_short_ones_are_not() {
        let more =
            format!("{TEXT}. It began after the certificate was renewed, and a restart helps for a day at most.");
        assert!(!Shingles::of([TEXT]).are_alike(&Shingles::of([more.as_str()])));
        assert!(!Shingles::of(["VPN drops"]).are_alike(&Shingles::of(["VPN drops"])));
        assert!(!Shingles::of([""]).are_alike(&Shingles::of([""])));
    }

    #[test]
    fn each_copy_is_like_the_first_of_them() {
        let other =
            "Printing is slow on the second floor since the driver was replaced by the one of the vendor last week";
        let texts = [TEXT, other, TEXT, other, TEXT].map(|text| Shingles::of([text]));
        assert_eq!(like_an_earlier(&texts), [None, None, Some(0), Some(1), Some(0)]);
    }
}
