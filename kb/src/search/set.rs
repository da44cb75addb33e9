//! A set of one segment's notes.

use tantivy::DocId;

/// One bit a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set(Vec<u64>);

impl Set {
    /// No note of a segment with `notes` of them.
    pub(super) fn empty(notes: DocId) -> Self {
        Self(vec![0; notes as usize / 64 + 1])
    }

    pub(super) fn has(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
    }

    pub(super) fn add(&mut self, doc: DocId) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Keeps what `other` has too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, others)| *bits &= others);
    }

    /// Adds what `other` has.
    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, others)| *bits |= others);
    }

    /// Takes out what `other` has.
    pub(super) fn drop_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, others)| *bits &= !others);
    }

    /// The notes, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.0.iter().zip(0_u32..).flat_map(|(bits, block)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let bit = bits.trailing_zeros();
                    bits &= bits - 1;
                    block * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(docs: &[DocId]) -> Set {
        let mut set = Set::empty(200);
        docs.iter().for_each(|doc| set.add(*doc));
        set
    }

    #[test]
    fn sets_are_joined_kept_and_dropped_by_note() {
        let mut joined = set(&[0, 63, 64]);
        joined.join(&set(&[64, 199]));
        assert_eq!(joined.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        joined.keep(&set(&[63, 64, 100]));
        assert_eq!(joined, set(&[63, 64]));
        joined.drop_all(&set(&[63]));
        assert!(joined.has(64) && !joined.has(63) && !joined.has(5_000));
    }
}
