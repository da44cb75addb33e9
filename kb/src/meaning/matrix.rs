//! Every vector of a vault in one flat block of memory, compared one after the other: exact, and for a hundred thousand notes
//! two hundred thousand short dot products, some tens of milliseconds of one core (decision 0010).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::usual::{Once, Sample, of_neighbours};
use super::vector::{DIMENSIONS, Packed, Vector, dot, scaled};
use crate::model::NoteKind;

/// One note's two vectors.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// The note's row in the catalog.
    pub row: i64,
    /// Article or case.
    pub kind: NoteKind,
    /// Of its title alone.
    pub title: Packed,
    /// Of title, issue, environment and resolution.
    pub whole: Packed,
}

/// How near a note is to a text: cosines, -1 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The note's row in the catalog.
    pub row: i64,
    /// How near its title is.
    pub title: f32,
    /// How near the whole note is.
    pub whole: f32,
    /// How near the note is to questions of all kinds.
    pub usual: f32,
}

impl Near {
    /// Both in one, by which notes are ordered: a fifth of it is the title, which a long text drowns.
    #[must_use]
    pub fn of_note(&self) -> f32 {
        TITLE * self.title + (1.0 - TITLE) * self.whole
    }
}

/// What the title counts beside the whole note.
const TITLE: f32 = 0.2;

/// Of how many notes for each wanted the title is compared too.
const LOOKED_AT: usize = 4;

/// The vectors of a vault's notes.
#[derive(Debug, Default)]
pub struct Matrix {
    notes: Vec<Facts>,
    /// Two vectors a note, in the order of `notes`: its title's, then the whole note's.
    numbers: Vec<[i8; DIMENSIONS]>,
    at: HashMap<i64, usize>,
    /// How near each is to questions of all kinds, in the order of `notes`.
    usual: Vec<Once>,
    sample: Sample,
    /// Where the sample lies in `notes`.
    sampled: OnceLock<Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Facts {
    row: i64,
    kind: NoteKind,
    title_scale: f32,
    whole_scale: f32,
}

impl Matrix {
    /// How many notes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The memory its vectors take, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.numbers.capacity() * DIMENSIONS + self.notes.capacity() * size_of::<Facts>()
    }

    /// Adds a note or replaces its vectors.
    pub fn put(&mut self, note: &MatrixRow) {
        self.remove(note.row);
        self.at.insert(note.row, self.notes.len());
        self.notes.push(Facts {
            row: note.row,
            kind: note.kind,
            title_scale: note.title.scale,
            whole_scale: note.whole.scale,
        });
        self.numbers.extend([*note.title.values, *note.whole.values]);
        self.usual.push(Once::unknown());
        if note.kind == NoteKind::Article && self.sample.add(&note.title, note.row) {
            self.forget_usual();
        }
    }

    /// Takes a note out; the last one takes its place.
    pub fn remove(&mut self, row: i64) {
        let Some(at) = self.at.get(&row).copied() else { return };
        if self.notes[at].kind == NoteKind::Article && self.sample.remove(&self.title(at), row) {
            self.forget_usual();
        }
        self.at.remove(&row);
        self.notes.swap_remove(at);
        self.usual.swap_remove(at);
        // The later place first: each takes the last note's vector of its own sort.
        self.numbers.swap_remove(2 * at + 1);
        self.numbers.swap_remove(2 * at);
        if let Some(moved) = self.notes.get(at) {
            self.at.insert(moved.row, at);
        }
        self.sampled = OnceLock::new();
    }

    fn forget_usual(&mut self) {
        self.usual.iter_mut().for_each(Once::forget);
        self.sampled = OnceLock::new();
    }

    fn title(&self, at: usize) -> Packed {
        Packed { scale: self.notes[at].title_scale, values: Box::new(self.numbers[2 * at]) }
    }

    /// A note's two vectors in one, as [`Near::of_note`] weighs them.
    fn note(&self, at: usize) -> Packed {
        let (title, whole) = (&self.numbers[2 * at], &self.numbers[2 * at + 1]);
        let (by_title, by_whole) = (TITLE * self.notes[at].title_scale, (1.0 - TITLE) * self.notes[at].whole_scale);
        let mut mixed = [0.0; DIMENSIONS];
        for (mixed, (title, whole)) in mixed.iter_mut().zip(title.iter().zip(whole)) {
            *mixed = by_title * f32::from(*title) + by_whole * f32::from(*whole);
        }
        Vector::mixed(mixed).pack()
    }

    /// How near a note is to questions of all kinds: worked out when it is asked for first.
    fn usual(&self, at: usize) -> f32 {
        self.usual[at].get_or(|| {
            let sampled =
                self.sampled.get_or_init(|| self.sample.rows().filter_map(|row| self.at.get(&row).copied()).collect());
            let note = self.note(at);
            let near = |other: &usize| {
                scaled(dot(&note.values, &self.numbers[2 * other]), note.scale, self.notes[*other].title_scale)
            };
            of_neighbours(sampled.iter().map(near).collect())
        })
    }

    /// The `limit` notes of `kind` nearest to `text`, nearest first; equally near ones by row. Whole notes are compared first
    /// and titles only of the best of these, which halves the work: a title alone brings few notes forward.
    #[must_use]
    pub fn nearest(&self, text: &Packed, kind: NoteKind, limit: usize) -> Vec<Near> {
        let of_kind = self.notes.iter().enumerate().filter(|(_, note)| note.kind == kind);
        let mut whole: Vec<(f32, usize)> = of_kind.map(|(at, note)| (self.whole(text, at, note), at)).collect();
        let looked_at = limit.saturating_mul(LOOKED_AT);
        if looked_at < whole.len() {
            whole.select_nth_unstable_by(looked_at, |one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
            whole.truncate(looked_at);
        }
        let of_note =
            |at: usize| TITLE * self.near_title(text, at) + (1.0 - TITLE) * self.whole(text, at, &self.notes[at]);
        let mut near: Vec<(f32, usize)> = whole.into_iter().map(|(_, at)| (of_note(at), at)).collect();
        near.sort_unstable_by(|(one, a), (two, b)| {
            two.total_cmp(one).then_with(|| self.notes[*a].row.cmp(&self.notes[*b].row))
        });
        near.truncate(limit);
        near.into_iter().map(|(_, at)| self.compare(text, at)).collect()
    }

    /// How near each of `rows` is to `text`, in their order; `None` where a note has no vectors.
    #[must_use]
    pub fn similarities(&self, text: &Packed, rows: &[i64]) -> Vec<Option<Near>> {
        rows.iter().map(|row| self.at.get(row).map(|at| self.compare(text, *at))).collect()
    }

    /// The cosine of the angle between two notes, title and text in one; `None` where one has no vectors or says nothing.
    #[must_use]
    pub fn between(&self, one: i64, two: i64) -> Option<f32> {
        let (one, two) = (self.note(*self.at.get(&one)?), self.note(*self.at.get(&two)?));
        let lengths = (one.dot(&one) * two.dot(&two)).sqrt();
        (lengths > 0.0).then(|| (one.dot(&two) / lengths).clamp(-1.0, 1.0))
    }

    fn compare(&self, text: &Packed, at: usize) -> Near {
        let note = &self.notes[at];
        let title = self.near_title(text, at);
        Near { row: note.row, title, whole: self.whole(text, at, note), usual: self.usual(at) }
    }

    fn near_title(&self, text: &Packed, at: usize) -> f32 {
        scaled(dot(&text.values, &self.numbers[2 * at]), text.scale, self.notes[at].title_scale)
    }

    fn whole(&self, text: &Packed, at: usize, note: &Facts) -> f32 {
        scaled(dot(&text.values, &self.numbers[2 * at + 1]), text.scale, note.whole_scale)
    }
}
