//! Every vector of a vault in one flat block of memory, compared one after the other: exact, and for a hundred thousand notes
//! two hundred thousand short dot products, some tens of milliseconds of one core (decision 0010).

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::metric::Metric;
use super::usual::{Like, Once, Sample, key, of_neighbours};
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
    /// How much of that says nothing: as near it is to questions of all kinds.
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

/// Links that are learned from at most: beyond that more of them say the same.
const LESSONS: usize = 2_048;

/// The vectors of a vault's notes.
#[derive(Debug, Default)]
pub struct Matrix {
    notes: Vec<Facts>,
    /// Two vectors a note, in the order of `notes`: its title's, then the whole note's.
    numbers: Vec<[i8; DIMENSIONS]>,
    at: HashMap<i64, usize>,
    /// How near each is to lines and to texts of all kinds, in the order of `notes`.
    usual: Vec<[Once; 2]>,
    sample: Sample,
    /// Where the sample's titles lie in `notes`, and its whole notes, and what a step of each is worth.
    sampled: [OnceLock<Vec<(usize, f32)>>; 2],
    /// What the vault's links taught; without, all directions count alike.
    metric: Option<Metric>,
    /// The links it was learned from, but for those of which an end has changed since.
    learned: HashSet<(i64, i64)>,
    /// Each note as the metric has it, in the order of `notes`.
    turned: Vec<OnceLock<Turned>>,
}

/// A note as the metric has it, worked out when it is asked for first.
#[derive(Debug)]
struct Turned {
    /// What a step of its title's numbers is worth.
    title_by: f32,
    /// And of the whole note's.
    whole_by: f32,
    /// Both in one, as [`Near::of_note`] weighs them, to be multiplied with what is not turned.
    toward: Packed,
    /// How long that is.
    length: f32,
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

    /// The memory its vectors take, in bytes, with what was worked out about them.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let turned = self.turned.iter().filter(|turned| turned.get().is_some()).count();
        let each = size_of::<Facts>() + size_of::<OnceLock<Turned>>();
        (self.numbers.capacity() + turned) * DIMENSIONS + self.notes.capacity() * each
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
        self.usual.push([Once::unknown(), Once::unknown()]);
        self.turned.push(OnceLock::new());
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
        self.turned.swap_remove(at);
        self.learned.retain(|(case, article)| *case != row && *article != row);
        // The later place first: each takes the last note's vector of its own sort.
        self.numbers.swap_remove(2 * at + 1);
        self.numbers.swap_remove(2 * at);
        if let Some(moved) = self.notes.get(at) {
            self.at.insert(moved.row, at);
        }
        self.sampled = Default::default();
    }

    fn forget_usual(&mut self) {
        self.usual.iter_mut().flatten().for_each(Once::forget);
        self.sampled = Default::default();
    }

    /// The differences between the ends of links (case, article), where they are others than what was learned from. Of many links
    /// those count that have the smallest keys; they come in the order of these, so that every build of a vault learns the same.
    #[must_use]
    pub fn lesson(&self, links: &[(i64, i64)]) -> Option<Lesson> {
        let known = |link: &&(i64, i64)| self.at.contains_key(&link.0) && self.at.contains_key(&link.1);
        let mut links: Vec<(i64, i64)> = links.iter().filter(known).copied().collect();
        links.sort_by_cached_key(|(case, article)| [case, article].map(|row| key(&self.title(self.at[row]))));
        links.truncate(LESSONS);
        if links.len() == self.learned.len() && links.iter().all(|link| self.learned.contains(link)) {
            return None;
        }
        let one = |row: &i64| {
            let note = self.plain(self.at[row]);
            *Vector::of(note.values()).values()
        };
        let difference = |(case, article): &(i64, i64)| {
            let (case, article) = (one(case), one(article));
            std::array::from_fn(|at| case[at] - article[at])
        };
        Some(Lesson { differences: links.iter().map(difference).collect(), links })
    }

    /// Measures as these links taught from now on.
    pub fn learn(&mut self, lesson: Lesson, metric: Option<Metric>) {
        self.learned = lesson.links.into_iter().collect();
        self.metric = metric;
        self.turned.iter_mut().for_each(|turned| *turned = OnceLock::new());
        self.forget_usual();
    }

    fn title(&self, at: usize) -> Packed {
        Packed { scale: self.notes[at].title_scale, values: Box::new(self.numbers[2 * at]) }
    }

    /// Two vectors of a note in one, as [`Near::of_note`] weighs them, where a step of each is worth so much.
    fn mixed(&self, at: usize, title_by: f32, whole_by: f32) -> Vector {
        let (title, whole) = (&self.numbers[2 * at], &self.numbers[2 * at + 1]);
        let (by_title, by_whole) = (TITLE * title_by, (1.0 - TITLE) * whole_by);
        let mut mixed = [0.0; DIMENSIONS];
        for (mixed, (title, whole)) in mixed.iter_mut().zip(title.iter().zip(whole)) {
            *mixed = by_title * f32::from(*title) + by_whole * f32::from(*whole);
        }
        Vector::mixed(mixed)
    }

    /// A note in one vector, before anything was learned.
    fn plain(&self, at: usize) -> Vector {
        self.mixed(at, self.notes[at].title_scale, self.notes[at].whole_scale)
    }

    fn turned(&self, at: usize) -> &Turned {
        self.turned[at].get_or_init(|| {
            let Facts { title_scale, whole_scale, .. } = self.notes[at];
            let Some(metric) = &self.metric else {
                let note = self.plain(at);
                return Turned {
                    title_by: title_scale,
                    whole_by: whole_scale,
                    length: note.length(),
                    toward: note.pack(),
                };
            };
            let (title_by, whole_by) = (self.by(metric, 2 * at, title_scale), self.by(metric, 2 * at + 1, whole_scale));
            let turned = Vector::mixed(metric.turned(self.mixed(at, title_by, whole_by).values()));
            let toward = Vector::mixed(metric.against(turned.values())).pack();
            Turned { title_by, whole_by, length: turned.length(), toward }
        })
    }

    /// What a step of the numbers at `place` is worth, so that the vector has length one once it is turned.
    fn by(&self, metric: &Metric, place: usize, scale: f32) -> f32 {
        let values = Packed { scale, values: Box::new(self.numbers[place]) }.values();
        let length = Vector::mixed(metric.turned(&values)).length();
        if length > f32::MIN_POSITIVE { scale / length } else { 0.0 }
    }

    /// Works out, for `count` notes from the one at `from` on, what a typed question would have to wait for; whether there are
    /// more. A text that is pasted waits longer for the model than for the rest.
    #[must_use]
    pub fn prepare(&self, from: usize, count: usize) -> bool {
        let end = self.notes.len().min(from.saturating_add(count));
        for at in from..end {
            self.usual(at, Like::Titles);
        }
        end < self.notes.len()
    }

    /// A question as it is compared with notes.
    #[must_use]
    pub fn toward(&self, text: &Vector, like: Like) -> Toward {
        let Some(metric) = &self.metric else { return Toward { numbers: text.pack(), like } };
        let turned = Vector::mixed(metric.turned(text.values()));
        // As much longer or shorter as it was before.
        let by = if turned.length() > f32::MIN_POSITIVE { text.length() / turned.length() } else { 0.0 };
        Toward { numbers: Vector::mixed(metric.against(&turned.values().map(|value| value * by))).pack(), like }
    }

    /// How much of a note's nearness says nothing: worked out when it is asked for first.
    fn usual(&self, at: usize, like: Like) -> f32 {
        let which = usize::from(like == Like::Notes);
        self.usual[at][which].get_or(|| {
            let sampled = self.sampled[which].get_or_init(|| {
                let places = self.sample.rows().filter_map(|row| self.at.get(&row).copied());
                let with_step = |at: usize| {
                    let Facts { title_scale, whole_scale, .. } = self.notes[at];
                    let scale = [title_scale, whole_scale][which];
                    (at, self.metric.as_ref().map_or(scale, |metric| self.by(metric, 2 * at + which, scale)))
                };
                places.map(with_step).collect()
            });
            let note = &self.turned(at).toward;
            let near = |(other, by): &(usize, f32)| {
                scaled(dot(&note.values, &self.numbers[2 * other + which]), note.scale, *by)
            };
            like.share() * of_neighbours(sampled.iter().map(near).collect())
        })
    }

    /// The `limit` notes of `kind` nearest to a question turned [`toward`](Self::toward) them, nearest first; equally near ones by
    /// row. Whole notes are compared first, as if all were of one length, and exactly only the best of these: a title alone brings few
    /// notes forward.
    #[must_use]
    pub fn nearest(&self, asked: &Toward, kind: NoteKind, limit: usize) -> Vec<Near> {
        let text = &asked.numbers;
        let of_kind = self.notes.iter().enumerate().filter(|(_, note)| note.kind == kind);
        let whole = |at: usize, note: &Facts| {
            scaled(dot(&text.values, &self.numbers[2 * at + 1]), text.scale, note.whole_scale)
        };
        let mut whole: Vec<(f32, usize)> = of_kind.map(|(at, note)| (whole(at, note), at)).collect();
        let looked_at = limit.saturating_mul(LOOKED_AT);
        if looked_at < whole.len() {
            whole.select_nth_unstable_by(looked_at, |one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
            whole.truncate(looked_at);
        }
        let mut near: Vec<(f32, usize)> = whole.into_iter().map(|(_, at)| (self.of_note(text, at), at)).collect();
        near.sort_unstable_by(|(one, a), (two, b)| {
            two.total_cmp(one).then_with(|| self.notes[*a].row.cmp(&self.notes[*b].row))
        });
        near.truncate(limit);
        near.into_iter().map(|(_, at)| self.compare(asked, at)).collect()
    }

    /// How near each of `rows` is to a question turned [`toward`](Self::toward) them, in their order; `None` where a note has no
    /// vectors.
    #[must_use]
    pub fn similarities(&self, asked: &Toward, rows: &[i64]) -> Vec<Option<Near>> {
        rows.iter().map(|row| self.at.get(row).map(|at| self.compare(asked, *at))).collect()
    }

    /// The cosine of the angle between two notes, title and text in one; `None` where one has no vectors or says nothing.
    #[must_use]
    pub fn between(&self, one: i64, two: i64) -> Option<f32> {
        let (one, two) = (*self.at.get(&one)?, *self.at.get(&two)?);
        let (turned, other) = (self.turned(one), self.turned(two));
        let note = self.mixed(two, other.title_by, other.whole_by).pack();
        let lengths = turned.length * other.length;
        (lengths > 0.0).then(|| (turned.toward.dot(&note) / lengths).clamp(-1.0, 1.0))
    }

    fn of_note(&self, text: &Packed, at: usize) -> f32 {
        let (title, whole) = self.both(text, at);
        TITLE * title + (1.0 - TITLE) * whole
    }

    fn compare(&self, asked: &Toward, at: usize) -> Near {
        let (title, whole) = self.both(&asked.numbers, at);
        Near { row: self.notes[at].row, title, whole, usual: self.usual(at, asked.like) }
    }

    /// How near the note's title is to a text, and how near the whole.
    fn both(&self, text: &Packed, at: usize) -> (f32, f32) {
        let Turned { title_by, whole_by, .. } = self.turned(at);
        let near = |place: usize, by: f32| scaled(dot(&text.values, &self.numbers[place]), text.scale, by);
        (near(2 * at, *title_by), near(2 * at + 1, *whole_by))
    }
}

/// A question as it is compared with notes that are not turned.
#[derive(Debug, Clone, PartialEq)]
pub struct Toward {
    pub(super) numbers: Packed,
    like: Like,
}

/// What a metric is learned from.
#[derive(Debug)]
pub struct Lesson {
    /// By how much the two ends of each link differ.
    pub differences: Vec<[f32; DIMENSIONS]>,
    links: Vec<(i64, i64)>,
}
