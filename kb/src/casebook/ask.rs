//! Lists: the queue, the articles, the problems.

use super::error::Error;
use super::open::{Casebook, count};
use super::view::{
    ArticleFilter, ArticleList, ArticleListRequest, ArticleRow, ArticleSort, CaseFilter, CaseListRequest, CaseRow,
    CaseSort, Choice, Choices, ChoicesRequest, ProblemRow, PromiseFilter, Queue, QueueGroup, QueueScope, Waits,
};
use crate::catalog::{
    ArticleOrder, ArticleQuery, CaseOrder, CaseQuery, FoundProblem, HydratedRow, Label, Narrow, NoteRow, Promise,
    Snapshot, Work,
};
use crate::model::{Audience, Confidence, Moment, NoteKind, Priority, Status, VaultPath};

/// Problems listed at most.
const PROBLEMS: usize = 10_000;
/// Rows of one window at most.
const WINDOW: u32 = 1_000;
/// Paths listed at most.
const PATHS: u32 = 100_000;
/// A promise this near is due soon, in seconds.
const DUE_SOON: i64 = 2 * 60 * 60;
const DAY: i64 = 24 * 60 * 60;

impl Casebook {
    /// A window of the queue.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn queue(&self, request: &CaseListRequest) -> Result<Queue, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let author = self.author();
        let query = case_query(request, &author, self.world.now());
        let limit = request.limit.clamp(1, WINDOW) as usize;
        let window = snapshot.cases(&query, request.offset as usize, limit)?;
        let found = request.find.as_ref().map(|path| snapshot.place_of_case(&query, path)).transpose()?.flatten();
        let waits = [Waits::DueSoon, Waits::ForUs, Waits::ForOthers];
        Ok(Queue {
            rows: window.rows.into_iter().map(case_row).collect(),
            total: window.total,
            open: snapshot.open_cases()?,
            groups: waits.into_iter().zip(window.groups).map(|(waits, count)| QueueGroup { waits, count }).collect(),
            found: found.map(count),
        })
    }

    /// The paths of a window of the queue: what a selection consists of.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn queue_paths(&self, request: &CaseListRequest) -> Result<Vec<VaultPath>, Error> {
        let store = self.store()?;
        let author = self.author();
        let query = case_query(request, &author, self.world.now());
        let limit = request.limit.min(PATHS) as usize;
        Ok(store.catalog.read()?.case_paths(&query, request.offset as usize, limit)?)
    }

    /// A window of the articles.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn articles(&self, request: &ArticleListRequest) -> Result<ArticleList, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let now = self.world.now();
        let query = article_query(request, now);
        let limit = request.limit.clamp(1, WINDOW) as usize;
        let (rows, total) = snapshot.articles(&query, request.offset as usize, limit)?;
        let found = request.find.as_ref().map(|path| snapshot.place_of_article(&query, path)).transpose()?.flatten();
        let rows = rows.into_iter().map(|row| article_row(row, now)).collect();
        Ok(ArticleList { rows, total, found: found.map(count) })
    }

    /// The paths of a window of the articles.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn article_paths(&self, request: &ArticleListRequest) -> Result<Vec<VaultPath>, Error> {
        let store = self.store()?;
        let limit = request.limit.min(PATHS) as usize;
        let query = article_query(request, self.world.now());
        Ok(store.catalog.read()?.article_paths(&query, request.offset as usize, limit)?)
    }

    /// The values a list can be narrowed by.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn choices(&self, request: ChoicesRequest) -> Result<Choices, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let of = |label| choices(&snapshot, label, request);
        let customer = if request.kind == NoteKind::Case { of(Label::Customer)? } else { Vec::new() };
        Ok(Choices { owner: of(Label::Owner)?, customer, product: of(Label::Product)?, tag: of(Label::Tag)? })
    }

    /// Everything that is wrong with the vault's files, by file and line.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn problems(&self) -> Result<Vec<ProblemRow>, Error> {
        self.await_own_changes()?;
        let row = |found: FoundProblem| ProblemRow { path: found.path, problem: found.problem };
        let said = self.said();
        let settings = said
            .problems
            .iter()
            .map(|problem| ProblemRow { path: "casebook.toml".to_owned(), problem: problem.clone() });
        let found = self.store()?.catalog.read()?.problems(None, PROBLEMS)?;
        Ok(settings.chain(found.into_iter().map(row)).collect())
    }
}

fn case_query<'a>(request: &CaseListRequest, author: &'a str, now: Moment) -> CaseQuery<'a> {
    let CaseFilter { text, status, priority, owner, customer, product, tag, promise, older_than_days } =
        request.filter.clone();
    let labels =
        [(Label::Owner, owner), (Label::Customer, customer), (Label::Product, product), (Label::Tag, tag)].into();
    CaseQuery {
        work: match request.scope {
            QueueScope::Mine => Work::Of(author),
            QueueScope::Team => Work::Team,
            QueueScope::Solved => Work::Done,
        },
        status,
        priority,
        promise: promise.map(|promise| match promise {
            PromiseFilter::Some => Promise::Some,
            PromiseFilter::None => Promise::None,
            PromiseFilter::Late => Promise::Before(now),
        }),
        opened_before: older_than_days.map(|days| now.plus_seconds(-DAY * i64::from(days))),
        narrow: Narrow { labels, words: words(&text) },
        order: match request.sort {
            CaseSort::Due => CaseOrder::Due,
            CaseSort::Priority => CaseOrder::Priority,
            CaseSort::Opened => CaseOrder::Opened,
            CaseSort::LastEntry => CaseOrder::LastEntry,
            CaseSort::Title => CaseOrder::Title,
        },
        reversed: request.reversed,
        due_soon: Some(now.plus_seconds(DUE_SOON)),
    }
}

fn article_query(request: &ArticleListRequest, now: Moment) -> ArticleQuery {
    let ArticleFilter { text, confidence, audience, owner, product, tag, needs_review } = request.filter.clone();
    ArticleQuery {
        confidence,
        audience,
        wants_review: needs_review.then_some(now),
        narrow: Narrow {
            labels: [(Label::Owner, owner), (Label::Product, product), (Label::Tag, tag)].into(),
            words: words(&text),
        },
        order: match request.sort {
            ArticleSort::Updated => ArticleOrder::Updated,
            ArticleSort::Title => ArticleOrder::Title,
            ArticleSort::Solved => ArticleOrder::Solved,
        },
        reversed: request.reversed,
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn choices(snapshot: &Snapshot<'_>, label: Label, request: ChoicesRequest) -> Result<Vec<Choice>, Error> {
    let counts = snapshot.label_counts(label, request.kind, request.done)?;
    Ok(counts.into_iter().map(|found| Choice { value: found.value, count: found.count }).collect())
}

/// A case's row as it crosses to the UI. What the vocabulary gives a default has it here too.
pub(super) fn case_row(note: NoteRow) -> CaseRow {
    CaseRow {
        path: note.path,
        id: note.id,
        reference: note.reference,
        title: note.title,
        status: note.status.unwrap_or(Status::New),
        priority: note.priority.unwrap_or(Priority::Normal),
        customer: note.customer,
        owner: note.owner,
        opened: note.opened,
        solved: note.solved,
        promised: note.promised,
        next: note.next,
        last_entry: note.last_entry,
    }
}

fn article_row(row: HydratedRow, now: Moment) -> ArticleRow {
    let note = row.note;
    ArticleRow {
        path: note.path,
        id: note.id,
        title: note.title,
        confidence: note.confidence.unwrap_or(Confidence::Wip),
        audience: note.audience.unwrap_or(Audience::Internal),
        owner: note.owner,
        products: note.products,
        resolved_cases: row.resolved_cases.unwrap_or(0),
        updated: note.updated,
        needs_review: note.flags > 0 || note.review_by.is_some_and(|moment| moment < now),
    }
}
