//! Flags of an article, said by anybody and taken away by whoever mends what they say, and the words it does not learn.

use super::super::Casebook;
use super::super::error::Error;
use super::super::view::Changed;
use super::needed;
use crate::format::{Edit, Value};
use crate::model::{ArticleMeta, Moment, Note, VaultPath};

/// The longest flag, in characters: a flag is a remark, not an article.
const LONGEST_FLAG: usize = 500;
/// The longest word that is dropped, in characters: identifiers are at most as long.
const LONGEST_WORD: usize = 96;

impl Casebook {
    pub(super) fn flag(&self, article: &VaultPath, at: Moment, text: &str) -> Result<Changed, Error> {
        // One flag is one item of a list: its line ends become spaces.
        let flag = needed("flag", text)?.split_whitespace().collect::<Vec<_>>().join(" ");
        if flag.chars().count() > LONGEST_FLAG {
            let reason = format!("a flag has at most {LONGEST_FLAG} characters");
            return Err(Error::Invalid { what: "flag", value: text.chars().take(60).collect(), reason });
        }
        self.edit(article, at, |note| {
            let flags = &must_be_article(note, article)?.flags;
            if flags.contains(&flag) {
                return Ok((Vec::new(), None));
            }
            let flags = flags.iter().cloned().chain([flag]).collect();
            Ok((vec![Edit::SetKey { key: "flags".to_owned(), value: Some(Value::List(flags)) }], None))
        })
    }

    pub(super) fn unflag(&self, article: &VaultPath, at: Moment, flag: &str) -> Result<Changed, Error> {
        self.edit(article, at, |note| {
            let flags = &must_be_article(note, article)?.flags;
            let Some(place) = flags.iter().position(|known| known == flag) else {
                return Err(Error::NotFound { what: "flag", text: flag.to_owned() });
            };
            let mut left = flags.clone();
            left.remove(place);
            let value = (!left.is_empty()).then_some(Value::List(left));
            Ok((vec![Edit::SetKey { key: "flags".to_owned(), value }], None))
        })
    }
}

impl Casebook {
    /// Drops a word that an article learned from its cases, or lets it be learned again.
    pub(super) fn set_learned(
        &self,
        article: &VaultPath,
        at: Moment,
        word: &str,
        learned: bool,
    ) -> Result<Changed, Error> {
        let word = needed("word", word)?;
        if word.chars().count() > LONGEST_WORD || word.contains(char::is_whitespace) {
            let reason = format!("one word of at most {LONGEST_WORD} characters is dropped at a time");
            return Err(Error::Invalid { what: "word", value: word.chars().take(60).collect(), reason });
        }
        self.edit(article, at, |note| {
            let dropped = &must_be_article(note, article)?.not_learned;
            let is_it = |known: &String| known.to_lowercase() == word.to_lowercase();
            if dropped.iter().any(is_it) != learned {
                return Ok((Vec::new(), None));
            }
            let mut left: Vec<String> = dropped.iter().filter(|known| !is_it(known)).cloned().collect();
            if !learned {
                left.push(word.to_owned());
            }
            let value = (!left.is_empty()).then_some(Value::List(left));
            Ok((vec![Edit::SetKey { key: "not-learned".to_owned(), value }], None))
        })
    }
}

fn must_be_article<'a>(note: &'a Note, path: &VaultPath) -> Result<&'a ArticleMeta, Error> {
    note.as_article().ok_or_else(|| Error::Refused {
        what: format!("changing {path}"),
        reason: format!("it is a {}", note.kind()),
        hint: "Choose an article".to_owned(),
    })
}
