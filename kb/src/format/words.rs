//! Which headings count as which section.

use std::collections::BTreeMap;

use crate::model::SectionKind;

/// The words a heading may consist of to count as a section, compared without regard to case, emphasis and a final
/// colon. The default knows the common English ones; [`HeadingWords::extended`] adds a team's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingWords {
    words: BTreeMap<String, SectionKind>,
    longest: usize,
}

const DEFAULTS: &[(SectionKind, &[&str])] = &[
    (
        SectionKind::Issue,
        &["issue", "issues", "symptom", "symptoms", "problem", "problem description", "problem statement"],
    ),
    (SectionKind::Environment, &["environment", "environments", "applies to", "affected versions"]),
    (SectionKind::Cause, &["cause", "causes", "root cause", "root causes"]),
    (
        SectionKind::Resolution,
        &["resolution", "resolutions", "solution", "solutions", "fix", "fixes", "workaround", "workarounds", "answer"],
    ),
];

impl Default for HeadingWords {
    fn default() -> Self {
        let known = DEFAULTS.iter().flat_map(|(kind, words)| words.iter().map(|word| ((*word).to_owned(), *kind)));
        Self::from_words(known.collect())
    }
}

impl HeadingWords {
    /// These words and a team's own; the team's win.
    #[must_use]
    pub fn extended(&self, own: &BTreeMap<String, SectionKind>) -> Self {
        let mut words = self.words.clone();
        words.extend(own.iter().map(|(word, kind)| (folded(word), *kind)).filter(|(word, _)| !word.is_empty()));
        Self::from_words(words)
    }

    /// The section a heading with this text begins, if it is a known one.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<SectionKind> {
        // Four bytes a character and some emphasis: anything longer cannot fold to a known word.
        if heading.len() > self.longest * 4 + 16 {
            return None;
        }
        self.words.get(&folded(heading)).copied()
    }

    fn from_words(words: BTreeMap<String, SectionKind>) -> Self {
        let longest = words.keys().map(String::len).max().unwrap_or(0);
        Self { words, longest }
    }
}

fn folded(heading: &str) -> String {
    heading.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':')).to_lowercase()
}
