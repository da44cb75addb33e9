//! The closed vocabularies of Knowledge-Centered Service and of a case, as they are written in front matter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A word that is not in its vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{found:?} is not a {what}: use one of {}", known.join(", "))]
pub struct UnknownWord {
    /// What the word should have been, such as `status`.
    pub what: &'static str,
    /// The word found.
    pub found: String,
    /// The words of the vocabulary, in order.
    pub known: &'static [&'static str],
}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident ($what:literal) { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
        pub enum $name { $($(#[$vmeta])* #[doc = concat!("`", $word, "`.")] #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of its vocabulary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as written in front matter.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            /// Reads the word, upper or lower case, with `_` or a space for `-`.
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let folded = text.trim().to_lowercase().replace(['_', ' '], "-");
                match folded.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { what: $what, found: text.to_owned(), known: Self::WORDS }),
                }
            }
        }
    };
}

vocabulary! {
    /// What a file is: its `type` key, else its folder, else an article.
    NoteKind("kind") { Article = "article", Case = "case", Path = "path", Template = "template" }
}
vocabulary! {
    /// How far an article can be trusted (KCS article state). WIP articles are searchable: they prevent double work.
    Confidence("confidence") { Wip = "wip", NotValidated = "not-validated", Validated = "validated", Archived = "archived" }
}
vocabulary! {
    /// Who may read an article. Publishing means widening this, not raising the confidence.
    Audience("audience") { Internal = "internal", Partner = "partner", Customer = "customer", Public = "public" }
}
vocabulary! {
    /// Who may change an article: anyone with the experience, or a named few for compliance.
    Governance("governance") { Experience = "experience", Compliance = "compliance" }
}
vocabulary! {
    /// Whether the resolution ends the trouble or works around it.
    Fix("fix") { Permanent = "permanent", Workaround = "workaround" }
}
vocabulary! {
    /// Where a case stands.
    Status("status") { New = "new", Open = "open", Pending = "pending", OnHold = "on-hold", Solved = "solved", Closed = "closed" }
}
vocabulary! {
    /// How soon a case matters; ordered from low to urgent.
    Priority("priority") { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" }
}
vocabulary! {
    /// Who reads a journal entry. A visibility that cannot be read is internal.
    Visibility("visibility") { Internal = "internal", Customer = "customer" }
}
vocabulary! {
    /// Where a journal entry came from.
    Channel("channel") { Note = "note", Call = "call", Email = "email", Chat = "chat", Diagnostic = "diagnostic", Status = "status" }
}
vocabulary! {
    /// How a case used an article. All measures follow from this.
    LinkUse("link use") { ResolvedBy = "resolved-by", Tried = "tried", Referenced = "referenced", Created = "created" }
}

impl Status {
    /// Whether the case needs no more work.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }
}

impl LinkUse {
    /// Whether this use counts towards the link rate: the article resolved the case or was created from it.
    #[must_use]
    pub const fn solves(self) -> bool {
        matches!(self, Self::ResolvedBy | Self::Created)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_lenient_spellings_are_accepted() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse::<Status>().as_ref(), Ok(status));
        }
        assert_eq!("On hold".parse(), Ok(Status::OnHold));
        assert_eq!("RESOLVED_BY".parse(), Ok(LinkUse::ResolvedBy));
    }

    #[test]
    fn an_unknown_word_names_the_known_ones() {
        let error = "done".parse::<Status>().expect_err("unknown").to_string();
        assert_eq!(error, "\"done\" is not a status: use one of new, open, pending, on-hold, solved, closed");
    }
}
