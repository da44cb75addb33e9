//! Random numbers that a seed brings back: xorshift64*, which is enough to choose moments.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `limit`, which is not 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(usize::MAX) % limit
    }

    /// Up to this many milliseconds.
    pub(super) fn millis(&mut self, most: usize) -> Duration {
        Duration::from_millis(self.below(most.max(1)) as u64)
    }
}

/// A seed nobody chose.
pub(super) fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.subsec_nanos().into())
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_seed_brings_the_same_numbers_back() {
        let numbers = |seed| -> Vec<usize> {
            let mut chance = Chance::new(seed);
            (0..20).map(|_| chance.below(1_000)).collect()
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
    }
}
