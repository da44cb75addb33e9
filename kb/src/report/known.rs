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
