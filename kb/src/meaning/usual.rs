//! How near a note is to questions of all kinds, told by a sample of the vault's own articles: their titles where a line is
//! asked, their whole texts where a text is.
//!
//! In a space of many dimensions a few vectors are among the nearest of very many others (hubs: Radovanović, Nanopoulos and
//! Ivanović, 2010). What is subtracted from a cosine for it is the mean similarity to the nearest of a sample, as in cross-domain
//! similarity local scaling (Conneau and others, Word translation without parallel data, 2018).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use super::vector::Packed;

/// Titles in the sample: beyond it the measured gain grows slowly, the time of a first question with it.
const SAMPLE: usize = 1_024;
/// How many of the nearest count, after the very nearest: that is the note itself, or the article the case was solved by.
const NEIGHBOURS: usize = 5;
/// How much of the nearness that is usual says nothing, for a line.
const OF_LINES: f32 = 0.45;
/// And for a text: texts of one vault are all somewhat alike.
const OF_TEXTS: f32 = 0.6;

/// What a question is like, and what of the sample it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// A line, as titles are.
    Titles,
    /// A text, as whole notes are.
    Notes,
}

impl Like {
    /// How much of the nearness that is usual says nothing.
    pub(super) fn share(self) -> f32 {
        match self {
            Self::Titles => OF_LINES,
            Self::Notes => OF_TEXTS,
        }
    }
}

/// The articles whose titles are the sample: those with the smallest keys, which depend on their titles alone. So the sample is
/// the same however the vault came to be, and hardly changes while it grows.
#[derive(Debug, Default)]
pub(super) struct Sample {
    all: BTreeSet<(u64, i64)>,
    /// The last that is in; `None` while there is room. Most articles of a large vault lie behind it.
    last: Option<(u64, i64)>,
}

impl Sample {
    /// Takes an article in; whether the sample is another one now.
    pub(super) fn add(&mut self, title: &Packed, row: i64) -> bool {
        let entry = (key(title), row);
        self.all.insert(entry);
        self.changed_by(entry)
    }

    /// Leaves an article out; whether the sample is another one now.
    pub(super) fn remove(&mut self, title: &Packed, row: i64) -> bool {
        let entry = (key(title), row);
        self.all.remove(&entry);
        self.changed_by(entry)
    }

    /// The rows of the sample.
    pub(super) fn rows(&self) -> impl Iterator<Item = i64> {
        self.all.iter().take(SAMPLE).map(|(_, row)| *row)
    }

    /// Whether coming or going of `entry` made another sample.
    fn changed_by(&mut self, entry: (u64, i64)) -> bool {
        let changed = self.last.is_none_or(|last| entry <= last);
        if changed {
            self.last = self.all.iter().nth(SAMPLE - 1).copied();
        }
        changed
    }
}

/// How near a note is to what is nearest to it in the sample, but for the very nearest; 0 where there is nothing else.
pub(super) fn of_neighbours(mut near: Vec<f32>) -> f32 {
    let counted = (NEIGHBOURS + 1).min(near.len());
    if counted < 2 {
        return 0.0;
    }
    near.select_nth_unstable_by(counted - 1, |one, two| two.total_cmp(one));
    let nearest = near[..counted].iter().copied().fold(f32::MIN, f32::max);
    (near[..counted].iter().sum::<f32>() - nearest) / (counted - 1) as f32
}

/// A number that is worked out when it is asked for first, by whoever asks.
#[derive(Debug)]
pub(super) struct Once(AtomicU32);

impl Once {
    pub(super) fn unknown() -> Self {
        Self(AtomicU32::new(f32::NAN.to_bits()))
    }

    pub(super) fn forget(&mut self) {
        *self = Self::unknown();
    }

    pub(super) fn get_or(&self, make: impl FnOnce() -> f32) -> f32 {
        let known = f32::from_bits(self.0.load(Ordering::Relaxed));
        if !known.is_nan() {
            return known;
        }
        let made = make();
        self.0.store(made.to_bits(), Ordering::Relaxed);
        made
    }
}

/// A number that depends on a vector alone: those with the smallest are the same ones in every build of a vault.
pub(super) fn key(title: &Packed) -> u64 {
    let bytes: Vec<u8> = title.values.iter().map(|value| value.cast_unsigned()).collect();
    let mut first = [0; 8];
    first.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..8]);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::{DIMENSIONS, Vector};

    fn title(number: usize) -> Packed {
        let mut values = [0.0; DIMENSIONS];
        values[number % DIMENSIONS] = 1.0;
        values[(number / DIMENSIONS + number + 1) % DIMENSIONS] = 0.5;
        Vector::of(&values).pack()
    }

    #[test]
    fn the_sample_is_the_same_in_whatever_order_articles_come_and_go() {
        let (mut one, mut two) = (Sample::default(), Sample::default());
        let many = SAMPLE * 2;
        for number in 0..many {
            one.add(&title(number), number as i64);
        }
        for number in (0..many).rev() {
            two.add(&title(number), number as i64);
        }
        two.add(&title(many), -1);
        two.remove(&title(many), -1);
        assert_eq!(one.rows().collect::<Vec<_>>(), two.rows().collect::<Vec<_>>());
        assert_eq!(one.rows().count(), SAMPLE);
    }

    #[test]
    fn what_lies_beyond_the_sample_changes_nothing() {
        let mut sample = Sample::default();
        let changed = (0..SAMPLE * 3).filter(|number| sample.add(&title(*number), *number as i64)).count();
        assert!((SAMPLE..SAMPLE * 3).contains(&changed), "{changed}");
        let before: Vec<i64> = sample.rows().collect();
        let outside = (0..(SAMPLE * 3) as i64).find(|row| !before.contains(row)).unwrap();
        assert!(!sample.remove(&title(usize::try_from(outside).unwrap()), outside));
        assert_eq!(sample.rows().collect::<Vec<_>>(), before);
    }

    #[test]
    fn the_nearest_is_left_out_and_the_next_five_count() {
        assert!((of_neighbours(vec![0.1, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.2]) - 0.5).abs() < 1e-6);
        assert!((of_neighbours(vec![0.9, 0.3]) - 0.3).abs() < 1e-6);
        assert!(of_neighbours(vec![0.9]).abs() < f32::EPSILON);
        assert!(of_neighbours(Vec::new()).abs() < f32::EPSILON);
    }
}
