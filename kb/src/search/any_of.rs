//! Which of many words a dictionary has, in one walk through it: looking each up by itself takes as many walks.

use tantivy_fst::Automaton;

/// Accepts exactly the words of a sorted list.
pub(super) struct AnyOf<'w>(&'w [&'w str]);

/// The words that begin with what was read, by their places in the list, and how many bytes that is.
#[derive(Clone, Copy)]
pub(super) struct Begun {
    from: usize,
    to: usize,
    bytes: usize,
}

impl<'w> AnyOf<'w> {
    /// Of `words`, which are sorted.
    pub(super) fn new(words: &'w [&'w str]) -> Self {
        debug_assert!(words.is_sorted(), "the words of a list have to be in order");
        Self(words)
    }
}

impl Automaton for AnyOf<'_> {
    type State = Begun;

    fn start(&self) -> Begun {
        Begun { from: 0, to: self.0.len(), bytes: 0 }
    }

    fn is_match(&self, begun: &Begun) -> bool {
        // In order, the word that ends here comes before those that go on.
        begun.from < begun.to && self.0[begun.from].len() == begun.bytes
    }

    fn can_match(&self, begun: &Begun) -> bool {
        begun.from < begun.to
    }

    fn accept(&self, begun: &Begun, byte: u8) -> Begun {
        let words = &self.0[begun.from..begun.to];
        let next = |word: &&str| word.as_bytes().get(begun.bytes).copied();
        let from = begun.from + words.partition_point(|word| next(word) < Some(byte));
        let to = begun.from + words.partition_point(|word| next(word) <= Some(byte));
        Begun { from, to, bytes: begun.bytes + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(any: &AnyOf<'_>, text: &str) -> bool {
        let mut state = any.start();
        for byte in text.bytes() {
            if !any.can_match(&state) {
                return false;
            }
            state = any.accept(&state, byte);
        }
        any.is_match(&state)
    }

    #[test]
    fn the_words_of_the_list_are_accepted_and_no_others() {
        let words = ["a", "ab", "abc", "b\u{fc}ro", "spool", "spooler", "z"];
        let any = AnyOf::new(&words);
        assert!(words.iter().all(|word| accepts(&any, word)));
        for other in ["", "abcd", "ac", "b", "b\u{fc}", "spoole", "spoolers", "y", "zz"] {
            assert!(!accepts(&any, other), "{other}");
        }
        assert!(!accepts(&AnyOf::new(&[]), "a"));
    }
}
