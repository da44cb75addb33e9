//! Three versions of one stretch of text, line by line: what is known as diff3 (Khanna, Kunal and Pierce, A formal
//! investigation of diff3, 2007).

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{MergePart, Parting};

/// Lines that differ on both sides, multiplied, up to which they are compared: beyond it comparing would take for ever, and
/// whoever merges would see nothing in it.
const MOST: usize = 25_000_000;

/// Brings `mine` and `theirs` together; what both changed stays parted, under the name `what`.
pub(super) fn merge(what: &str, base: &str, mine: &str, theirs: &str) -> Vec<MergePart> {
    let [mut base, mine, theirs] = [base, mine, theirs].map(lines);
    if base.is_empty() {
        // Where nobody knows what it was before, it is taken to have been what both say.
        let both = matches(&mine, &theirs);
        base = mine.iter().zip(both).filter(|(_, found)| found.is_some()).map(|(line, _)| *line).collect();
    }
    let (in_mine, in_theirs) = (matches(&base, &mine), matches(&base, &theirs));
    let mut parts = Vec::new();
    let (mut from, mut from_mine, mut from_theirs) = (0, 0, 0);
    let mut at = 0;
    loop {
        // The next line that all three have; one behind the last ends them all.
        let common = (at..base.len()).find_map(|line| Some((line, in_mine[line]?, in_theirs[line]?)));
        let (line, my_line, their_line) = common.unwrap_or((base.len(), mine.len(), theirs.len()));
        let [b, m, t] = [(&base, from..line), (&mine, from_mine..my_line), (&theirs, from_theirs..their_line)]
            .map(|(lines, range): (&Vec<&str>, Range<usize>)| lines[range].concat());
        if m == b || m == t {
            agree(&mut parts, &t);
        } else if t == b {
            agree(&mut parts, &m);
        } else {
            parts.push(MergePart::Parted(Parting { what: what.to_owned(), base: b, mine: m, theirs: t }));
        }
        if common.is_none() {
            return parts;
        }
        agree(&mut parts, base[line]);
        (from, from_mine, from_theirs) = (line + 1, my_line + 1, their_line + 1);
        at = line + 1;
    }
}

/// The lines, each with an end: the last one's is added, so that it compares as a line.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// For each line of `base`, which line of `other` it is.
fn matches(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    let head = base.iter().zip(other).take_while(|(one, two)| one == two).count();
    let most = base.len().min(other.len()) - head;
    let tail = base.iter().rev().zip(other.iter().rev()).take(most).take_while(|(one, two)| one == two).count();
    let (base_end, other_end) = (base.len() - tail, other.len() - tail);
    found[..head].iter_mut().zip(0..).for_each(|(found, line)| *found = Some(line));
    found[base_end..].iter_mut().zip(other_end..).for_each(|(found, line)| *found = Some(line));
    let (inner, other_inner) = (&base[head..base_end], &other[head..other_end]);
    if inner.len().saturating_mul(other_inner.len()) <= MOST {
        for op in capture_diff_slices(Algorithm::Patience, inner, other_inner) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                for line in 0..len {
                    found[head + old_index + line] = Some(head + new_index + line);
                }
            }
        }
    }
    found
}

fn agree(parts: &mut Vec<MergePart>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(MergePart::Agreed(before)) => before.push_str(text),
        _ => parts.push(MergePart::Agreed(text.to_owned())),
    }
}
