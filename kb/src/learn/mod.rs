//! Onboarding paths: a note with an ordered list of wikilinks, read step by step, and one person's progress on it.
//!
//! Used by the window's Paths view, the start screen and `kb learn`. Progress is local state, kept by the ids of path and
//! steps, so that renamed files lose nothing; it never reaches the vault.

use std::collections::{BTreeMap, HashMap};

use crate::casebook::view::{PathRow, PathView};
use crate::casebook::{Casebook, Error, rendered};
use crate::catalog::{NoteRow, Snapshot};
use crate::format::{self, PathPlan};
use crate::local::Place;
use crate::model::{Note, NoteKind, VaultPath};
use crate::render;

mod step;

use step::{Reading, Step};

/// Paths listed at most.
const PATHS: usize = 200;
/// Problems shown with a path at most.
const PROBLEMS: usize = 100;
/// Characters of what a path is about, in a list.
const ABOUT: usize = 300;

impl Casebook {
    /// The onboarding paths, by title, each with the progress of whoever asks.
    ///
    /// # Errors
    /// The catalog, a file or local state cannot be read.
    pub fn paths(&self) -> Result<Vec<PathRow>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let places = self.local().places()?;
        let mut readings = HashMap::new();
        let mut rows = Vec::new();
        for note in snapshot.paths(PATHS)? {
            match self.read_path(&snapshot, &note.path, &places, &mut readings) {
                Ok(path) => rows.push(path.row()),
                // A file that went, or became something else, after the catalog was read drops out.
                Err(Error::Vault(_) | Error::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(rows)
    }

    /// The path at `path`, step by step.
    ///
    /// # Errors
    /// [`Error::Refused`] when the note is no path; else what reading it says.
    pub fn path(&self, path: &VaultPath) -> Result<PathView, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let read = self.read_path(&snapshot, path, &self.local().places()?, &mut HashMap::new())?;
        let mut problems = read.note.problems.clone();
        for found in snapshot.problems(Some(path.as_str()), PROBLEMS)? {
            if !problems.iter().any(|known| known.code == found.problem.code && known.range == found.problem.range) {
                problems.push(found.problem);
            }
        }
        let about = read.text.get(read.plan.about.clone()).unwrap_or_default();
        Ok(PathView {
            row: read.row(),
            about_html: rendered(&snapshot, path, "about", about),
            plan: read.steps.iter().map(|step| step.view(&snapshot, path)).collect(),
            cut: read.plan.cut,
            problems,
        })
    }

    /// Ticks a step, or takes the tick back, and answers with the path as it is then. The step is named by its key.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the path has no such step; else what reading the path or keeping the progress says.
    pub fn tick_step(&self, path: &VaultPath, step: &str, done: bool) -> Result<PathView, Error> {
        self.with_step(path, step, |key, reading| {
            let (local, now) = (self.local(), self.now());
            if done {
                local.tick(key, step, &reading.seen, now)?;
                local.keep_place(key, step, now)?;
            } else {
                local.untick(key, step)?;
            }
            Ok(())
        })?;
        self.path(path)
    }

    /// Remembers that a step is being read: the path is resumed there.
    ///
    /// # Errors
    /// As [`Casebook::tick_step`].
    pub fn visit_step(&self, path: &VaultPath, step: &str) -> Result<(), Error> {
        self.with_step(path, step, |key, _| Ok(self.local().keep_place(key, step, self.now())?))
    }

    fn with_step(
        &self,
        path: &VaultPath,
        step: &str,
        act: impl FnOnce(&str, &Reading) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let read = self.read_path(&snapshot, path, &[], &mut HashMap::new())?;
        let found = read.steps.iter().filter_map(|it| it.reading.as_ref()).find(|reading| reading.key == step);
        act(&read.key, found.ok_or_else(|| Error::NotFound { what: "step", text: step.to_owned() })?)
    }

    fn read_path(
        &self,
        snapshot: &Snapshot<'_>,
        path: &VaultPath,
        places: &[Place],
        readings: &mut HashMap<i64, (u32, String)>,
    ) -> Result<ReadPath, Error> {
        let (text, note) = self.parsed(path)?;
        if note.kind() != NoteKind::Path {
            return Err(Error::Refused {
                what: format!("reading {path} as a path"),
                reason: format!("it is a note of kind {}", note.kind()),
                hint: "Give it type: path, or move it into the folder paths".to_owned(),
            });
        }
        let key = name(note.id.as_ref().map(ToString::to_string), path);
        let ticks = self.local().ticks(&key)?;
        let plan = format::path_plan(&text, &note);
        let mut steps = Vec::with_capacity(plan.steps.len());
        for (step, number) in plan.steps.iter().zip(1..) {
            steps.push(Step::read(snapshot, step, number, &ticks, readings)?);
        }
        let place = places.iter().find(|place| place.path == key).cloned();
        Ok(ReadPath { path: path.clone(), key, text, note, plan, steps, place })
    }
}

/// A path, what it leads to, and how far one person is on it.
struct ReadPath {
    path: VaultPath,
    /// What local state calls it.
    key: String,
    text: String,
    note: Note,
    plan: PathPlan,
    steps: Vec<Step>,
    place: Option<Place>,
}

impl ReadPath {
    fn row(&self) -> PathRow {
        let about = self.text.get(self.plan.about.clone()).unwrap_or_default();
        let leading = || self.steps.iter().filter(|step| step.reading.is_some());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let next = self.next();
        PathRow {
            path: self.path.clone(),
            id: self.note.id.clone(),
            title: self.note.title.clone(),
            about: step::one_line(&render::plain(about), ABOUT),
            products: self.products(),
            owner: self.note.owner.clone(),
            length: number(self.steps.len()),
            steps: number(leading().count()),
            done: number(leading().filter(|step| step.is_done()).count()),
            changed: number(leading().filter(|step| step.is_changed()).count()),
            minutes: leading().map(|step| step.minutes).sum(),
            minutes_left: leading().filter(|step| !step.is_done()).map(|step| step.minutes).sum(),
            next: next.map(|step| step.number),
            next_title: next.map(|step| step.title.clone()),
            read_at: self.place.as_ref().map(|place| place.at),
        }
    }

    /// From the step read last onwards, and then from the beginning, the first that is not ticked.
    fn next(&self) -> Option<&Step> {
        let here = |step: &Step| {
            self.place.as_ref().is_some_and(|at| step.reading.as_ref().is_some_and(|it| it.key == at.step))
        };
        let last = self.steps.iter().position(here).unwrap_or(0);
        let (before, onwards) = self.steps.split_at(last);
        onwards.iter().chain(before).find(|step| step.reading.is_some() && !step.is_done())
    }

    /// Its own products, else those at least half of its steps share.
    fn products(&self) -> Vec<String> {
        if !self.note.products.is_empty() {
            return self.note.products.clone();
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for product in self.steps.iter().flat_map(|step| &step.products) {
            *counts.entry(product).or_default() += 1;
        }
        let half = self.steps.len().div_ceil(2).max(1);
        counts.into_iter().filter(|(_, count)| *count >= half).map(|(product, _)| product.to_owned()).collect()
    }
}

/// What local state calls a note: its id, else its path, which no id that is not a path looks like.
fn name(id: Option<String>, path: &VaultPath) -> String {
    id.unwrap_or_else(|| format!("path:{path}"))
}

/// As [`name`], of a note in the catalog.
fn name_of(note: &NoteRow) -> String {
    name(note.id.as_ref().map(ToString::to_string), &note.path)
}
