//! Commands about notes: each asks the open vault and hands its answer on.

use kb::casebook::view::{
    Change, Changed, CustomerContext, DraftRow, Hit, LearnedWords, NewNoteWords, NoteView, OpenCases, ProblemRow,
    SearchAnswer, SearchRequest, Suggestions,
};
use kb::model::VaultPath;
use serde::Deserialize;
use ts_rs::TS;

use super::Nothing;
use crate::desk::{Desk, Keep};
use crate::failure::Failure;

/// Notes shown where nothing has been searched for yet.
const RECENT: usize = 12;

/// Which note.
#[derive(Debug, Deserialize, TS)]
pub struct NotePath {
    pub(super) path: VaultPath,
}

/// Which change.
#[derive(Debug, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ChangeRequest {
    change: Change,
    /// The undo number of an earlier change that this one goes on with: the two become one step.
    amends: Option<u32>,
}

/// Which change to undo.
#[derive(Debug, Deserialize, TS)]
pub struct UndoRequest {
    undo: u32,
}

/// Where something was being typed.
#[derive(Debug, Deserialize, TS)]
pub struct DraftKey {
    key: String,
}

/// The case that is open.
#[derive(Debug, Deserialize, TS)]
pub struct ActiveCase {
    path: Option<VaultPath>,
}

pub(super) fn search(desk: &Desk, request: &SearchRequest) -> Result<SearchAnswer, Failure> {
    Ok(desk.casebook()?.search(request)?)
}

pub(super) fn get_note(desk: &Desk, request: &NotePath) -> Result<NoteView, Failure> {
    Ok(desk.casebook()?.note(&request.path)?)
}

pub(super) fn suggest(desk: &Desk, request: &NotePath) -> Result<Suggestions, Failure> {
    Ok(desk.casebook()?.suggest(&request.path)?)
}

pub(super) fn find_duplicates(desk: &Desk, words: &NewNoteWords) -> Result<Vec<Hit>, Failure> {
    Ok(desk.casebook()?.possible_duplicates(words)?)
}

pub(super) fn list_learned_words(desk: &Desk, request: &NotePath) -> Result<LearnedWords, Failure> {
    Ok(desk.casebook()?.learned_words(&request.path)?)
}

pub(super) fn list_problems(desk: &Desk, _: &Nothing) -> Result<Vec<ProblemRow>, Failure> {
    Ok(desk.casebook()?.problems()?)
}

pub(super) fn recent_notes(desk: &Desk, _: &Nothing) -> Result<Vec<Hit>, Failure> {
    Ok(desk.casebook()?.recent(RECENT)?)
}

pub(super) fn change(desk: &Desk, request: &ChangeRequest) -> Result<Changed, Failure> {
    let casebook = desk.casebook()?;
    let mut changed = casebook.change(request.change.clone())?;
    changed.undo = match (request.amends, changed.undo) {
        (Some(earlier), Some(later)) => casebook.join_undo(earlier, later),
        (earlier, later) => later.or(earlier),
    };
    Ok(changed)
}

pub(super) fn undo(desk: &Desk, request: &UndoRequest) -> Result<Changed, Failure> {
    Ok(desk.casebook()?.undo(request.undo)?)
}

pub(super) fn stop_changing(desk: &Desk, _: &Nothing) -> Result<Nothing, Failure> {
    desk.casebook()?.stop_changing();
    Ok(Nothing {})
}

pub(super) fn save_draft(desk: &Desk, draft: &Keep) -> Result<Nothing, Failure> {
    desk.keep_draft(draft)?;
    Ok(Nothing {})
}

pub(super) fn read_draft(desk: &Desk, draft: &DraftKey) -> Result<Option<String>, Failure> {
    Ok(desk.casebook()?.draft(&draft.key)?)
}

pub(super) fn list_drafts(desk: &Desk, _: &Nothing) -> Result<Vec<DraftRow>, Failure> {
    Ok(desk.casebook()?.drafts()?)
}

pub(super) fn set_active_case(desk: &Desk, active: &ActiveCase) -> Result<Nothing, Failure> {
    desk.casebook()?.set_active_case(active.path.as_ref())?;
    Ok(Nothing {})
}

pub(super) fn customer_context(desk: &Desk, request: &NotePath) -> Result<CustomerContext, Failure> {
    Ok(desk.casebook()?.customer_context(&request.path)?)
}

pub(super) fn save_open_cases(desk: &Desk, open: &OpenCases) -> Result<Nothing, Failure> {
    desk.casebook()?.set_open_cases(open)?;
    Ok(Nothing {})
}

pub(super) fn read_open_cases(desk: &Desk, _: &Nothing) -> Result<OpenCases, Failure> {
    Ok(desk.casebook()?.open_cases()?)
}
