//! The lists of cases: whose, in which order, narrowed by what; read in windows.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::codec::pack;
use super::listing::{Clause, Narrow, reversed};
use super::lookup::all;
use super::rows::{NoteRow, columns};
use super::{CatalogError, Snapshot, codec, lookup};
use crate::model::{Moment, Priority, Status, VaultPath};

/// Which cases are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Work<'a> {
    /// One owner's cases that need work. Owners compare exactly.
    Of(&'a str),
    /// Everyone's cases that need work.
    #[default]
    Team,
    /// Solved and closed cases.
    Done,
}

/// The orders. Each is from what matters most, and can be turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseOrder {
    /// Work: the soonest promise first (none last), then the higher priority, then the longer open. Finished cases: the
    /// last solved first.
    #[default]
    Due,
    /// The higher priority first, then by promise.
    Priority,
    /// The last opened first.
    Opened,
    /// The latest journal entry first.
    LastEntry,
    /// By title.
    Title,
}

/// What was promised to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// Something.
    Some,
    /// Nothing.
    None,
    /// Something that should have been kept before this.
    Before(Moment),
}

/// A list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseQuery<'a> {
    /// Whose.
    pub work: Work<'a>,
    /// One of these; none means any.
    pub status: Vec<Status>,
    /// One of these; none means any.
    pub priority: Vec<Priority>,
    /// What was promised.
    pub promise: Option<Promise>,
    /// Opened before this.
    pub opened_before: Option<Moment>,
    /// Labels and words.
    pub narrow: Narrow,
    /// In which order.
    pub order: CaseOrder,
    /// Turned around.
    pub reversed: bool,
    /// Cases promised before this come first, then those that wait for us, then those that wait for someone else. Only
    /// work in the order of [`CaseOrder::Due`] is grouped.
    pub due_soon: Option<Moment>,
}

/// A window of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseWindow {
    /// The rows.
    pub rows: Vec<NoteRow>,
    /// How many cases are in the list.
    pub total: u32,
    /// How many are in each group, in their order; empty when there are none.
    pub groups: Vec<u32>,
}

const NOTES: &str = "notes n";

impl Snapshot<'_> {
    /// The cases from `offset` on, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn cases(&self, query: &CaseQuery<'_>, offset: usize, limit: usize) -> Result<CaseWindow, CatalogError> {
        self.ask("list cases", |connection| {
            let (parts, order) = (query.parts(), query.order());
            let counts = parts.iter().map(|part| part.count(connection)).collect::<rusqlite::Result<Vec<u32>>>()?;
            let mut rows = Vec::new();
            for (part, window) in windows(&parts, &counts, offset, limit) {
                for row in part.rows(connection, NOTES, &order, window)? {
                    rows.extend(lookup::row(connection, row)?);
                }
            }
            let total = counts.iter().sum();
            let groups = if query.is_grouped() { counts } else { Vec::new() };
            Ok(CaseWindow { rows, total, groups })
        })
    }

    /// The other cases of the customer of the case at `path`, named exactly alike: open ones first, then the latest.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn cases_of(&self, customer: &str, path: &VaultPath, limit: usize) -> Result<Vec<NoteRow>, CatalogError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM notes n WHERE n.kind = 1 AND n.customer = ?1 AND n.path <> ?2
             ORDER BY n.status >= 4, coalesce(n.solved, n.last_entry, n.opened, 0) DESC, n.path LIMIT ?3"
        );
        let limit = codec::stored(limit);
        self.ask("list a customer's cases", |connection| all(connection, sql, &[&customer, &path.as_str(), &limit]))
    }

    /// How many other cases the customer of the case at `path` has.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn count_cases_of(&self, customer: &str, path: &VaultPath) -> Result<u32, CatalogError> {
        let sql = "SELECT count(*) FROM notes WHERE kind = 1 AND customer = ?1 AND path <> ?2";
        self.ask("count a customer's cases", |connection| {
            connection.prepare_cached(sql)?.query_row([customer, path.as_str()], |row| row.get(0))
        })
    }

    /// The paths of the cases from `offset` on, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn case_paths(
        &self,
        query: &CaseQuery<'_>,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<VaultPath>, CatalogError> {
        self.ask("list cases", |connection| {
            let (parts, order) = (query.parts(), query.order());
            let counts = parts.iter().map(|part| part.count(connection)).collect::<rusqlite::Result<Vec<u32>>>()?;
            let mut paths = Vec::new();
            for (part, window) in windows(&parts, &counts, offset, limit) {
                paths.extend(part.paths(connection, NOTES, &order, window)?);
            }
            Ok(paths)
        })
    }

    /// How many cases of the list come before the one at `path`; `None` when it is not in the list.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn place_of_case(&self, query: &CaseQuery<'_>, path: &VaultPath) -> Result<Option<usize>, CatalogError> {
        self.ask("look for a case in a list", |connection| {
            let order = query.order();
            let mut before = 0;
            for part in query.parts() {
                if let Some(place) = part.place(connection, NOTES, &order, path)? {
                    return Ok(Some(before + place));
                }
                before += part.count(connection)? as usize;
            }
            Ok(None)
        })
    }

    /// How many cases need work, whosever they are.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn open_cases(&self) -> Result<u32, CatalogError> {
        self.ask("count cases", |connection: &Connection| Clause::new("n.kind = 1 AND n.status < 4").count(connection))
    }
}

impl CaseQuery<'_> {
    fn is_grouped(&self) -> bool {
        self.due_soon.is_some() && self.order == CaseOrder::Due && !self.reversed && self.work != Work::Done
    }

    /// The list as clauses: one, or one for each group in their order.
    fn parts(&self) -> Vec<Clause> {
        let mut clause = match self.work {
            Work::Done => Clause::new("n.kind = 1 AND n.status >= 4"),
            Work::Team | Work::Of(_) => Clause::new("n.kind = 1 AND n.status < 4"),
        };
        if let Work::Of(owner) = self.work {
            clause.and("n.owner = ?", [Value::Text(owner.to_owned())]);
        }
        clause.one_of("n.status", self.status.iter().map(|status| *status as i64));
        clause.one_of("n.priority", self.priority.iter().map(|priority| *priority as i64));
        match self.promise {
            None => {}
            Some(Promise::Some) => clause.and("n.promised IS NOT NULL", []),
            Some(Promise::None) => clause.and("n.promised IS NULL", []),
            Some(Promise::Before(moment)) => clause.and("n.promised < ?", [Value::Integer(pack(moment))]),
        }
        if let Some(moment) = self.opened_before {
            clause.and("n.opened < ?", [Value::Integer(pack(moment))]);
        }
        clause.narrow(&self.narrow);
        let Some(soon) = self.due_soon.filter(|_| self.is_grouped()).map(|moment| Value::Integer(pack(moment))) else {
            return vec![clause];
        };
        let later = "(n.promised IS NULL OR n.promised > ?)";
        let group = |condition: &str| {
            let mut part = clause.clone();
            part.and(condition, [soon.clone()]);
            part
        };
        // 0 and 1 are new and open, 2 and 3 pending and on hold.
        vec![
            group("n.promised <= ?"),
            group(&format!("n.status < 2 AND {later}")),
            group(&format!("n.status >= 2 AND {later}")),
        ]
    }

    fn order(&self) -> String {
        let terms: &[(&str, bool)] = match (self.order, self.work) {
            (CaseOrder::Due, Work::Done) => {
                &[("coalesce(n.solved, n.last_entry, n.opened, 0)", true), ("n.path", false)]
            }
            (CaseOrder::Due, _) => &[
                ("n.promised IS NULL", false),
                ("n.promised", false),
                ("n.priority", true),
                ("n.opened IS NULL", false),
                ("n.opened", false),
                ("n.path", false),
            ],
            (CaseOrder::Priority, _) => {
                &[("n.priority", true), ("n.promised IS NULL", false), ("n.promised", false), ("n.path", false)]
            }
            (CaseOrder::Opened, _) => &[("n.opened", true), ("n.path", false)],
            (CaseOrder::LastEntry, _) => &[("n.last_entry", true), ("n.path", false)],
            (CaseOrder::Title, _) => &[("n.title_key", false), ("n.path", false)],
        };
        reversed(terms, self.reversed)
    }
}

/// Where a window of all parts, one after the other, falls in each of them.
fn windows<'a>(
    parts: &'a [Clause],
    counts: &'a [u32],
    offset: usize,
    limit: usize,
) -> impl Iterator<Item = (&'a Clause, (usize, usize))> {
    let (mut skip, mut left) = (offset, limit);
    parts.iter().zip(counts).filter_map(move |(part, count)| {
        let count = *count as usize;
        let start = skip.min(count);
        skip -= start;
        let taken = left.min(count - start);
        left -= taken;
        (taken > 0).then_some((part, (start, taken)))
    })
}
