//! Commands about onboarding paths, and about the sample vault before any vault is open.

use kb::casebook::view::{NoteView, PathRow, PathView, SearchAnswer, SearchRequest};
use kb::model::VaultPath;
use serde::Deserialize;
use ts_rs::TS;

use super::{NotePath, Nothing};
use crate::desk::Desk;
use crate::failure::Failure;

/// Which step of which path was read, or is not read after all.
#[derive(Debug, Deserialize, TS)]
pub struct StepTick {
    path: VaultPath,
    step: String,
    done: bool,
}

/// Which step of which path is being read.
#[derive(Debug, Deserialize, TS)]
pub struct StepPlace {
    path: VaultPath,
    step: String,
}

pub(super) fn list_paths(desk: &Desk, _: &Nothing) -> Result<Vec<PathRow>, Failure> {
    Ok(desk.casebook()?.paths()?)
}

pub(super) fn get_path(desk: &Desk, request: &NotePath) -> Result<PathView, Failure> {
    Ok(desk.casebook()?.path(&request.path)?)
}

pub(super) fn tick_step(desk: &Desk, request: &StepTick) -> Result<PathView, Failure> {
    Ok(desk.casebook()?.tick_step(&request.path, &request.step, request.done)?)
}

pub(super) fn visit_step(desk: &Desk, request: &StepPlace) -> Result<Nothing, Failure> {
    desk.casebook()?.visit_step(&request.path, &request.step)?;
    Ok(Nothing {})
}

pub(super) fn try_search(desk: &Desk, request: &SearchRequest) -> Result<SearchAnswer, Failure> {
    Ok(desk.sample_on_trial()?.search(request)?)
}

pub(super) fn try_note(desk: &Desk, request: &NotePath) -> Result<NoteView, Failure> {
    Ok(desk.sample_on_trial()?.note(&request.path)?)
}
