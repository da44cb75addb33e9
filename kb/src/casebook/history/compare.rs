//! Two texts compared: by lines first, by words where lines differ. The answer is text in pieces, never HTML, and bounded: long
//! stretches that are the same are left out and counted.

use std::time::Duration;

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff};

use crate::casebook::view::{Comparison, DiffKind, DiffPiece};

/// Lines shown around what differs.
const AROUND: usize = 3;
/// How long lines, and then the words of each place, are compared before the rest counts as different.
const LINES_TIME: Duration = Duration::from_millis(500);
const WORDS_TIME: Duration = Duration::from_millis(50);
/// Bytes of text in the answer at most; what is beyond is left out and said.
const SHOWN: usize = 256 * 1024;

/// What was taken out of `old` and put into `new`.
pub(super) fn compare(old: &str, new: &str) -> Comparison {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).timeout(LINES_TIME).diff_lines(old, new);
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (diff.iter_old_slices().collect(), diff.iter_new_slices().collect());
    let mut out = Pieces::default();
    let last = diff.ops().len().saturating_sub(1);
    for (place, op) in diff.ops().iter().enumerate() {
        let (was, is) = (old_lines[op.old_range()].concat(), new_lines[op.new_range()].concat());
        match op {
            DiffOp::Equal { .. } => out.same(&new_lines[op.new_range()], place == 0, place == last),
            DiffOp::Delete { .. } => out.push(DiffKind::Removed, &was),
            DiffOp::Insert { .. } => out.push(DiffKind::Added, &is),
            DiffOp::Replace { .. } => {
                out.words(&was, &is);
            }
        }
    }
    let differs = out.pieces.iter().any(|piece| piece.kind != DiffKind::Same && piece.kind != DiffKind::LeftOut);
    Comparison { pieces: out.pieces, differs, cut: out.cut }
}

/// A text with nothing to compare it with, from its beginning.
pub(super) fn alone(text: &str) -> Comparison {
    let shown = &text[..text.floor_char_boundary(SHOWN)];
    let pieces = vec![DiffPiece { kind: DiffKind::Same, text: shown.to_owned(), lines: 0 }];
    Comparison { pieces, differs: true, cut: shown.len() < text.len() }
}

#[derive(Default)]
struct Pieces {
    pieces: Vec<DiffPiece>,
    bytes: usize,
    cut: bool,
}

impl Pieces {
    /// Adds a piece to the one before it when it is of the same kind.
    fn push(&mut self, kind: DiffKind, text: &str) {
        if text.is_empty() || self.cut {
            return;
        }
        if self.bytes + text.len() > SHOWN {
            self.cut = true;
            return;
        }
        self.bytes += text.len();
        match self.pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.pieces.push(DiffPiece { kind, text: text.to_owned(), lines: 0 }),
        }
    }

    /// Adds what differs within lines, word by word. Spaces between words that differ differ with them: one stretch reads better
    /// than one for each word.
    fn words(&mut self, was: &str, is: &str) {
        let diff = TextDiff::configure().timeout(WORDS_TIME).diff_words(was, is);
        let (mut gone, mut came, mut space) = (String::new(), String::new(), String::new());
        for change in diff.iter_all_changes() {
            let text = change.value();
            let differs = !gone.is_empty() || !came.is_empty();
            match change.tag() {
                ChangeTag::Equal if differs && space.is_empty() && text.trim().is_empty() && !text.contains('\n') => {
                    space.push_str(text);
                    continue;
                }
                ChangeTag::Equal => {
                    self.push(DiffKind::Removed, &std::mem::take(&mut gone));
                    self.push(DiffKind::Added, &std::mem::take(&mut came));
                    self.push(DiffKind::Same, &std::mem::take(&mut space));
                    self.push(DiffKind::Same, text);
                    continue;
                }
                ChangeTag::Delete | ChangeTag::Insert => {}
            }
            gone.push_str(&space);
            came.push_str(&std::mem::take(&mut space));
            let side = if change.tag() == ChangeTag::Delete { &mut gone } else { &mut came };
            side.push_str(text);
        }
        self.push(DiffKind::Removed, &gone);
        self.push(DiffKind::Added, &came);
        self.push(DiffKind::Same, &space);
    }

    /// Adds what is the same: its ends, if what differs is beside them.
    fn same(&mut self, lines: &[&str], is_first: bool, is_last: bool) {
        let head = if is_first { 0 } else { AROUND };
        let tail = if is_last { 0 } else { AROUND };
        // One line left out saves nothing.
        if lines.len() <= head + tail + 1 {
            return self.push(DiffKind::Same, &lines.concat());
        }
        let left_out = lines.len() - head - tail;
        self.push(DiffKind::Same, &lines[..head].concat());
        if !self.cut {
            let lines = u32::try_from(left_out).unwrap_or(u32::MAX);
            self.pieces.push(DiffPiece { kind: DiffKind::LeftOut, text: String::new(), lines });
        }
        self.push(DiffKind::Same, &lines[head + left_out..].concat());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let mark = |piece: &DiffPiece| match piece.kind {
            DiffKind::Same => piece.text.clone(),
            DiffKind::Added => format!("[+{}]", piece.text),
            DiffKind::Removed => format!("[-{}]", piece.text),
            DiffKind::LeftOut => format!("<{} lines>", piece.lines),
        };
        compare(old, new).pieces.iter().map(mark).collect()
    }

    #[test]
    fn words_that_differ_stand_in_lines_that_do_not() {
        assert_eq!(
            shown("a\nit drops hourly now\nb\n", "a\nit drops daily now\nb\n"),
            "a\nit drops [-hourly][+daily] now\nb\n"
        );
    }

    #[test]
    fn words_that_differ_one_after_the_other_are_one_stretch() {
        let shown = shown("words that must not be lost\n", "a script was here\n");
        assert_eq!(shown, "[-words that must not be lost][+a script was here]\n");
    }

    #[test]
    fn long_stretches_that_are_the_same_are_counted() {
        let same: String = (0..20).map(|line| format!("{line}\n")).collect();
        assert_eq!(shown(&format!("old\n{same}"), &format!("new\n{same}")), "[-old][+new]\n0\n1\n2\n<17 lines>");
        assert_eq!(shown(&same, &same), "<20 lines>");
        assert!(!compare(&same, &same).differs);
    }

    #[test]
    fn a_text_of_megabytes_is_cut_and_says_so() {
        let large = "word ".repeat(200_000);
        let found = compare("", &large);
        assert!(found.cut && found.pieces.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_shown_of_two_short_texts_is_each_of_them(old in "([a-c ]{0,5}\n?){0,6}", new in "([a-c ]{0,5}\n?){0,6}") {
            let pieces = compare(&old, &new).pieces;
            prop_assume!(pieces.iter().all(|piece| piece.kind != DiffKind::LeftOut));
            let side = |gone: DiffKind| -> String {
                pieces.iter().filter(|piece| piece.kind != gone).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(side(DiffKind::Added), old);
            prop_assert_eq!(side(DiffKind::Removed), new);
        }
    }
}
