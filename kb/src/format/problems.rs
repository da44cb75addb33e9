//! Collects the findings of one file, up to a limit: a hostile file could otherwise have one in every line, and
//! each costs a count of the lines before it.

use std::ops::Range;

use crate::model::{Problem, ProblemCode};

/// More findings than this in one file help nobody.
const MOST: usize = 100;

pub(super) struct Problems<'t> {
    text: &'t str,
    found: Vec<Problem>,
}

impl<'t> Problems<'t> {
    pub(super) fn new(text: &'t str, first: Option<Problem>) -> Self {
        Self { text, found: first.into_iter().collect() }
    }

    pub(super) fn add(
        &mut self,
        code: ProblemCode,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.found.len() < MOST {
            self.found.push(Problem::at(code, self.text, range, message, hint));
        }
    }

    /// A value of a known key that could not be read.
    pub(super) fn invalid(&mut self, key: &str, range: Range<usize>, message: impl std::fmt::Display, hint: &str) {
        if self.found.len() < MOST {
            self.add(ProblemCode::InvalidValue, range, format!("{key}: {message}"), hint);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.found
    }
}

/// At most `limit` characters of `text` on one line, for a message.
pub(super) fn brief(text: &str, limit: usize) -> String {
    let mut short: String = text.chars().take(limit).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        short.push('…');
    }
    short
}
