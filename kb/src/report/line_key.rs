//! A number for what a line says without its numbers. Every line of a long log goes through here, so it is made to be fast: digits
//! are looked for and text is hashed eight bytes at a time, and where a line begins like the one before, its moment and the
//! like are not looked at again.

use super::Shape;

const EIGHT: usize = 8;
/// Of the beginning of a line, remembered: a moment with a fraction of a second. In bytes.
const HEAD: usize = 3 * EIGHT;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// How lines are told apart; remembers how the last one began.
#[derive(Debug)]
pub(super) struct LineKeys {
    /// The beginning, with all digits as zeros.
    head: [u64; 3],
    /// The hash of what stands in it before `from`, where a word with digits ends.
    hash: u64,
    from: usize,
}

impl Default for LineKeys {
    fn default() -> Self {
        // Nothing of a line is hashed yet: true of any beginning.
        Self { head: [0; 3], hash: SEED, from: 0 }
    }
}

impl LineKeys {
    /// A number for the words of a line that follows one of shape `after`. Words with digits are all the same, except those
    /// that look like codes: `ORA-01555`, `KB5034441`.
    pub(super) fn key(&mut self, line: &[u8], after: Shape) -> u64 {
        let (mut hash, mut from) = line.first_chunk().map_or((SEED, 0), |head| self.begun(head));
        let mut at = from;
        while let Some((start, end)) = next_number(line, from, at) {
            at = end;
            if !is_code(line, start, end) {
                hash = add(hash, line, from, start);
                from = end;
            }
        }
        fold(add(hash, line, from, line.len()), after as u64)
    }

    /// The hash of the beginning up to where its last word with digits ends, and where that is. Not past a code, whose digits
    /// count, nor a word that may go on.
    fn begun(&mut self, bytes: &[u8; HEAD]) -> (u64, usize) {
        let head = [0, 1, 2].map(|place| without_digits(eight(bytes, place * EIGHT)));
        if head != self.head {
            let (mut hash, mut from) = (SEED, 0);
            while let Some((start, end)) = next_number(bytes, from, from) {
                if end == HEAD || is_code(bytes, start, end) {
                    break;
                }
                hash = add(hash, bytes, from, start);
                from = end;
            }
            *self = Self { head, hash, from };
        }
        (self.hash, self.from)
    }
}

/// The next word with a digit at or behind `at`, and no farther back than `from`.
fn next_number(line: &[u8], from: usize, at: usize) -> Option<(usize, usize)> {
    let digit = next_digit(line, at)?;
    let before = line[from..digit].iter().rposition(|byte| !is_word(*byte));
    let behind = line[digit..].iter().position(|byte| !is_word(*byte));
    Some((before.map_or(from, |before| from + before + 1), behind.map_or(line.len(), |length| digit + length)))
}

/// The first digit from `at` on.
fn next_digit(line: &[u8], mut at: usize) -> Option<usize> {
    while let Some(bytes) = line.get(at..).and_then(|rest| rest.first_chunk()) {
        let digits = digits(u64::from_le_bytes(*bytes));
        if digits != 0 {
            return Some(at + (digits.trailing_zeros() / 8) as usize);
        }
        at += EIGHT;
    }
    line.get(at..)?.iter().position(u8::is_ascii_digit).map(|found| at + found)
}

/// In the highest bit of each byte: whether it is a digit.
fn digits(eight: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const fn all(byte: u8) -> u64 {
        0x0101_0101_0101_0101 * byte as u64
    }
    // No byte carries into the next: both summands are below 0x80.
    let low = eight & !HIGH;
    (low + all(0x80 - b'0')) & !(low + all(0x7f - b'9')) & !eight & HIGH
}

fn without_digits(eight: u64) -> u64 {
    eight & !((digits(eight) >> 7) * 0x0f)
}

/// `line[from..to]`, which ends where a word with digits begins, or with the line.
fn add(mut hash: u64, line: &[u8], mut from: usize, to: usize) -> u64 {
    while to - from >= EIGHT {
        hash = fold(hash, eight(line, from));
        from += EIGHT;
    }
    // The last bytes with their number in the highest one, so that no two parts are taken for one.
    let rest = to - from;
    fold(hash, eight(line, from) & !(u64::MAX << (8 * rest)) | (rest as u64) << 56)
}

/// The eight bytes at `from`, zeros behind the line.
fn eight(line: &[u8], from: usize) -> u64 {
    match line[from..].first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => line[from..].iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

/// Both halves of a product: every bit counts in it (as in wyhash).
fn fold(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * 0xa076_1d64_78bd_642f;
    (product as u64) ^ ((product >> 64) as u64)
}

/// Most bytes are looked up here.
const WORDS: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        words[byte] = (byte as u8).is_ascii_alphanumeric() || byte >= 0x80;
        byte += 1;
    }
    words
};

fn is_word(byte: u8) -> bool {
    WORDS[usize::from(byte)]
}

fn is_code(line: &[u8], start: usize, end: usize) -> bool {
    let word = &line[start..end];
    let follows_capital = || start > 1 && line[start - 1] == b'-' && line[start - 2].is_ascii_uppercase();
    // Most words with digits begin with one.
    if word.len() > 12 || !word[0].is_ascii_uppercase() && !follows_capital() {
        return false;
    }
    let capitals = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    word[capitals..].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, told byte by byte.
    fn plainly(line: &[u8]) -> Vec<u8> {
        let mut said = Vec::new();
        let mut at = 0;
        while at < line.len() {
            let length = line[at..].iter().take_while(|byte| is_word(**byte)).count();
            let word = &line[at..at + length];
            if word.iter().any(u8::is_ascii_digit) && !is_code(line, at, at + length) {
                said.push(0xff);
            } else {
                said.extend_from_slice(&line[at..at + length.max(1)]);
            }
            at += length.max(1);
        }
        said
    }

    /// Also when other lines were read before: what is remembered of them changes nothing.
    fn is_same(left: &str, right: &str) -> bool {
        let mut keys = LineKeys::default();
        let mut key = |line: &str| keys.key(line.as_bytes(), Shape::Log);
        let (first, second) = (key(left), key(right));
        assert_eq!((key(left), key(left)), (first, first), "{left:?} {right:?}");
        assert_eq!(LineKeys::default().key(right.as_bytes(), Shape::Log), second, "{left:?} {right:?}");
        first == second
    }

    #[test]
    fn words_with_digits_are_the_same_and_codes_are_not() {
        let at = |number: u32| format!("2026-11-{number:02} worker-{number} took {}ms, id a{number}b", number * 977);
        assert!(is_same(&at(1), &at(28)));
        assert!(is_same("7", "7000000") && is_same("a1", "2026") && is_same("é7 ", "x12 "));
        for (left, right) in [
            ("ORA-01555 here", "ORA-00060 here"),
            ("KB5034441", "KB5034442"),
            ("one", "two"),
            ("a 1", "a  1"),
            ("", " "),
            ("1", ""),
            ("a", "a\0"),
            ("2026-11-20 KB5034441 is not there", "2026-11-20 KB5034442 is not there"),
        ] {
            assert!(!is_same(left, right), "{left:?} {right:?}");
        }
        assert_ne!(LineKeys::default().key(b"a", Shape::Log), LineKeys::default().key(b"a", Shape::Text));
    }

    #[test]
    fn words_at_the_edge_of_what_is_remembered_are_whole() {
        for gap in 0..40 {
            let line = |number: &str| format!("{} {number}x{number} {} end", "-".repeat(gap), "word ".repeat(40));
            assert!(is_same(&line("1"), &line("123456789")), "{gap}");
            let long = |letter: &str| format!("{} {} end", "-".repeat(gap), letter.repeat(300));
            assert!(!is_same(&long("a"), &long("b")) && is_same(&long("1a"), &long("2b")), "{gap}");
        }
    }

    proptest! {
        #[test]
        fn lines_have_one_key_when_they_say_the_same(
            left in "([a-c]|[A-C]|[0-2]|[-. :]|é|x{60}|1{70}|[a-d ]{0,90}){0,40}",
            right in "([a-c]|[A-C]|[0-2]|[-. :]|é|x{60}|1{70}|[a-d ]{0,90}){0,40}",
            number in "[0-9]{1,140}",
        ) {
            prop_assert_eq!(is_same(&left, &right), plainly(left.as_bytes()) == plainly(right.as_bytes()));
            let (before, after) = (format!("{left} 7 {right}"), format!("{left} {number} {right}"));
            let same = plainly(before.as_bytes()) == plainly(after.as_bytes());
            prop_assert_eq!(is_same(&before, &after), same);
        }
    }
}
