//! Lines of a long log that say what one before said: told by their words, without their numbers, at the speed of reading.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Shape;

/// Different lines remembered: a few megabytes at most.
const MOST: usize = 65_536;
/// A line that tells of a failure is read whole so often: what differs in it may be a code.
const TELLING: u32 = 256;

/// A line as it was read before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) shape: Shape,
    /// The number of its template; none where no room was left for it.
    pub(super) template: Option<usize>,
    /// Whether it names an exception, or tells of a failure.
    pub(super) telling: bool,
    /// Whether it begins or ends what must not be kept.
    pub(super) guards: bool,
}

/// The lines read so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    seen: HashMap<u64, (Seen, u32), BuildHasherDefault<Same>>,
}

impl Known {
    /// The line with this key, if it need not be read whole again.
    pub(super) fn find(&self, key: u64) -> Option<Seen> {
        let (seen, times) = self.seen.get(&key)?;
        let enough = !seen.guards && (!seen.telling || *times >= TELLING);
        enough.then_some(*seen)
    }

    /// Remembers a line that was read whole.
    pub(super) fn keep(&mut self, key: u64, seen: Seen) {
        if let Some((_, times)) = self.seen.get_mut(&key) {
            *times += 1;
        } else if !self.is_full() {
            self.seen.insert(key, (seen, 1));
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.seen.len() >= MOST
    }
}

/// A number for the words of a line that follows one of shape `after`. Words with digits are all the same, except those
/// that look like codes: `ORA-01555`, `KB5034441`.
pub(super) fn key(line: &[u8], after: Shape) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ (after as u64);
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut at = 0;
    while at < line.len() {
        let byte = line[at];
        if !is_word(byte) {
            add(byte);
            at += 1;
            continue;
        }
        let start = at;
        let mut letters = true;
        while at < line.len() && is_word(line[at]) {
            letters &= !line[at].is_ascii_digit();
            at += 1;
        }
        if letters || is_code(line, start, at) {
            line[start..at].iter().for_each(|byte| add(*byte));
        } else {
            add(b'0');
        }
    }
    hash
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn is_code(line: &[u8], start: usize, end: usize) -> bool {
    let word = &line[start..end];
    let capitals = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = word[capitals..].iter().all(u8::is_ascii_digit);
    let follows_capital = start > 1 && line[start - 1] == b'-' && line[start - 2].is_ascii_uppercase();
    digits && word.len() <= 12 && (capitals > 0 || follows_capital)
}

/// The keys are hashes already.
#[derive(Debug, Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
