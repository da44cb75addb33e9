//! Lists: the queue, the articles, the problems.

use super::error::Error;
use super::open::Casebook;
use super::view::{ArticleRow, CaseRow, ProblemRow, Queue, QueueScope};
use crate::catalog::{FoundProblem, HydratedRow, NoteRow, Work};
use crate::model::{Audience, Confidence, Priority, Status};

/// Problems listed at most.
const PROBLEMS: usize = 10_000;

impl Casebook {
    /// The queue: for work by promise, then priority, then age; solved ones newest first. At most `limit` rows.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn queue(&self, scope: QueueScope, limit: u32) -> Result<Queue, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let author = self.author();
        let work = match scope {
            QueueScope::Mine => Work::Of(&author),
            QueueScope::Team => Work::Team,
            QueueScope::Solved => Work::Done,
        };
        let rows = snapshot.queue(work, limit as usize)?.into_iter().map(case_row).collect();
        Ok(Queue { rows, total: snapshot.queue_size(work)?, open: snapshot.queue_size(Work::Team)? })
    }

    /// The articles, the last changed first; at most `limit`.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn articles(&self, limit: u32) -> Result<Vec<ArticleRow>, Error> {
        let rows = self.store()?.catalog.read()?.articles(limit as usize)?;
        Ok(rows.into_iter().map(article_row).collect())
    }

    /// Everything that is wrong with the vault's files, by file and line.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn problems(&self) -> Result<Vec<ProblemRow>, Error> {
        self.await_own_changes()?;
        let row = |found: FoundProblem| ProblemRow { path: found.path, problem: found.problem };
        let settings = self.lead.settings_problems.iter();
        let settings =
            settings.map(|problem| ProblemRow { path: "casebook.toml".to_owned(), problem: problem.clone() });
        let found = self.store()?.catalog.read()?.problems(None, PROBLEMS)?;
        Ok(settings.chain(found.into_iter().map(row)).collect())
    }
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

fn article_row(row: HydratedRow) -> ArticleRow {
    let note = row.note;
    ArticleRow {
        path: note.path,
        id: note.id,
        title: note.title,
        confidence: note.confidence.unwrap_or(Confidence::Wip),
        audience: note.audience.unwrap_or(Audience::Internal),
        products: note.products,
        resolved_cases: row.resolved_cases.unwrap_or(0),
        updated: note.updated,
    }
}
