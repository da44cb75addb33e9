//! What a text was read as, part by part, and what of it the asker does not want: each part is a toggle.

/// What a part of a query was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// A word.
    Word,
    /// Words side by side.
    Phrase,
    /// What no hit may have.
    Without,
    /// Two of which one is enough.
    Either,
    /// A field and its value.
    Field,
    /// A regular expression.
    Regex,
    /// The last word, which may go on.
    Prefix,
    /// A word that others were searched for beside: the team's for the same, or what may have been meant.
    Also,
    /// A pasted text, all words of which count.
    Pasted,
}

/// A part of a query as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it was taken for.
    pub kind: PartKind,
    /// What it says: with its kind the part's name, by which it is switched off.
    pub text: String,
    /// What was searched for beside it.
    pub also: Vec<String>,
    /// Whether it is switched off: a word is left out then, and every other part is taken for plain words.
    pub off: bool,
}

impl Part {
    /// A part that holds.
    #[must_use]
    pub fn new(kind: PartKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), also: Vec::new(), off: false }
    }
}

/// Something to look for that is told apart from any text, such as what a report names.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// A word or an identifier.
    pub text: String,
    /// Whether it counts as a whole only: its digits or letters elsewhere are something else.
    pub exact: bool,
    /// What it is worth beside a plain word.
    pub weight: f32,
}

/// The parts that are switched off.
#[derive(Clone, Copy)]
pub(super) struct Off<'q>(pub(super) &'q [(PartKind, String)]);

impl Off<'_> {
    pub(super) fn has(self, kind: PartKind, text: &str) -> bool {
        self.0.iter().any(|(off, name)| *off == kind && name == text)
    }
}
