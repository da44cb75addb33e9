//! Brings two edits of one file together: property by property, section by section, entry by entry, and within a section
//! line by line. Where both changed the same lines, both stay for a person to choose from; no marker is ever written.

mod lines;
mod lists;
mod pieces;

use std::collections::HashMap;

use super::line_ends::with_line_ends_of;
use super::parse::Context;
use pieces::{Key, Piece, pieces};

/// Two edits of one text, brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// In the order of the text, agreed and parted.
    pub parts: Vec<MergePart>,
}

/// A stretch of a merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergePart {
    /// What both say, or what one of them changed.
    Agreed(String),
    /// What both changed, each in another way.
    Parted(Parting),
}

/// A stretch that both changed, each in another way; an empty text is one that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// Which part of the note it is in, in a phrase: `Resolution`, `property status`.
    pub what: String,
    /// What it said before both.
    pub base: String,
    /// What the edit at hand says.
    pub mine: String,
    /// What the file says.
    pub theirs: String,
}

impl Merge {
    /// The merged text, if nobody has to choose.
    #[must_use]
    pub fn clean(&self) -> Option<String> {
        let agreed = |part: &MergePart| match part {
            MergePart::Agreed(text) => Some(text.clone()),
            MergePart::Parted(_) => None,
        };
        self.parts.iter().map(agreed).collect()
    }

    fn agree(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(MergePart::Agreed(before)) => before.push_str(text),
            _ => self.parts.push(MergePart::Agreed(text.to_owned())),
        }
    }
}

/// Brings `mine` and `theirs`, which both started from `base`, together. Line ends are those of `theirs`.
#[must_use]
pub fn merge(base: &str, mine: &str, theirs: &str, context: &Context<'_>) -> Merge {
    let [base, mine, plain] = [base, mine, theirs].map(|text| text.replace("\r\n", "\n"));
    let mut merged = merged(&base, &mine, &plain, context);
    if theirs.contains("\r\n") {
        for part in &mut merged.parts {
            match part {
                MergePart::Agreed(text) => *text = with_line_ends_of(theirs, text),
                MergePart::Parted(Parting { mine, theirs: text, .. }) => {
                    for text in [mine, text] {
                        *text = with_line_ends_of(theirs, text);
                    }
                }
            }
        }
    }
    merged
}

fn merged(base: &str, mine: &str, theirs: &str, context: &Context<'_>) -> Merge {
    let all = [base, mine, theirs].map(|text| pieces(text, context));
    let by_key = |pieces: &[Piece<'_>]| -> HashMap<Key, usize> {
        pieces.iter().enumerate().map(|(at, piece)| (piece.key.clone(), at)).collect()
    };
    let [of_base, of_mine, of_theirs] = [0, 1, 2].map(|which| by_key(&all[which]));
    let order = order(&all[1], &all[2], &of_mine, &of_theirs);
    let text_of = |which: usize, keys: &HashMap<Key, usize>, key: &Key| keys.get(key).map(|at| all[which][*at].text);
    let mut merge = Merge { parts: Vec::new() };
    let mut last: Option<Key> = None;
    for key in order {
        let what = of_mine.get(&key).map_or_else(|| &all[2][of_theirs[&key]].what, |at| &all[1][*at].what);
        let [base, mine, theirs] =
            [(0, &of_base), (1, &of_mine), (2, &of_theirs)].map(|(which, keys)| text_of(which, keys, &key));
        let parts = one_piece(&key, what, base, mine, theirs);
        if parts.is_empty() {
            continue;
        }
        merge.end_line();
        // A piece that was the last one of its text has another one after it now.
        let follows = |which: usize, keys: &HashMap<Key, usize>| {
            let before = keys.get(&key).and_then(|at| at.checked_sub(1));
            before.is_some_and(|before| Some(&all[which][before].key) == last.as_ref())
        };
        if key.is_block() && !follows(1, &of_mine) && !follows(2, &of_theirs) && !merge.ends_with_blank_line() {
            merge.end_with_blank_line();
        }
        last = Some(key);
        for part in parts {
            match part {
                MergePart::Agreed(text) => merge.agree(&text),
                parted @ MergePart::Parted(_) => merge.parts.push(parted),
            }
        }
    }
    merge
}

impl Merge {
    fn ends_with_blank_line(&self) -> bool {
        match self.parts.last() {
            None | Some(MergePart::Parted(_)) => true,
            // Right behind the front matter too, as it was before.
            Some(MergePart::Agreed(text)) => text.is_empty() || text.ends_with("\n\n") || text.ends_with("---\n"),
        }
    }

    fn end_line(&mut self) {
        if let Some(MergePart::Agreed(text)) = self.parts.last_mut()
            && !text.is_empty()
            && !text.ends_with('\n')
        {
            text.push('\n');
        }
    }

    fn end_with_blank_line(&mut self) {
        if let Some(MergePart::Agreed(text)) = self.parts.last_mut() {
            text.push('\n');
        }
    }
}

/// The pieces of both, each once: as theirs are, with mine behind what they stand behind in my text. Entries that both added go
/// by their time.
fn order(
    mine: &[Piece<'_>],
    theirs: &[Piece<'_>],
    of_mine: &HashMap<Key, usize>,
    of_theirs: &HashMap<Key, usize>,
) -> Vec<Key> {
    let mut order: Vec<Key> = theirs.iter().map(|piece| piece.key.clone()).collect();
    let mut after = 0;
    for piece in mine {
        if of_theirs.contains_key(&piece.key) {
            after = order.iter().position(|key| *key == piece.key).map_or(after, |at| at + 1);
            continue;
        }
        while let Some(next) = order.get(after)
            && let (Some(at), Some(added)) = (piece.at, of_theirs.get(next).map(|at| &theirs[*at]))
            && !of_mine.contains_key(next)
            && added.at.is_some_and(|other| other <= at)
        {
            after += 1;
        }
        order.insert(after, piece.key.clone());
        after += 1;
    }
    order
}

/// One piece of three texts; nothing where it is gone.
fn one_piece(key: &Key, what: &str, base: Option<&str>, mine: Option<&str>, theirs: Option<&str>) -> Vec<MergePart> {
    let same = |one: Option<&str>, two: Option<&str>| one.map(str::trim_end) == two.map(str::trim_end);
    let agreed = |text: Option<&str>| text.map(|text| MergePart::Agreed(text.to_owned())).into_iter().collect();
    if same(mine, base) || same(mine, theirs) {
        return agreed(theirs);
    }
    if same(theirs, base) {
        return agreed(mine);
    }
    let (Some(ours), Some(file)) = (mine, theirs) else { return vec![parted(what, base, mine, theirs)] };
    match key {
        Key::Property(..) => match lists::merge(key, base.unwrap_or_default(), ours, file) {
            Some(text) => vec![MergePart::Agreed(text)],
            None => vec![parted(what, base, mine, theirs)],
        },
        _ => lines::merge(what, base.unwrap_or_default(), ours, file),
    }
}

fn parted(what: &str, base: Option<&str>, mine: Option<&str>, theirs: Option<&str>) -> MergePart {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    MergePart::Parted(Parting { what: what.to_owned(), base: text(base), mine: text(mine), theirs: text(theirs) })
}

#[cfg(test)]
mod tests;
