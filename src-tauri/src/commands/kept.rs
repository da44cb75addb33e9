//! Commands about what is kept besides the files: versions of notes, the trash, and everything that names a customer.

use kb::casebook::view::{Comparison, NoteHistory, PurgeRequest, Purged, Traces, Trash};
use kb::model::VaultPath;
use serde::Deserialize;
use ts_rs::TS;

use super::{NotePath, Nothing};
use crate::desk::Desk;
use crate::failure::Failure;

/// Which version, and what it is compared with.
#[derive(Debug, Deserialize, TS)]
pub struct VersionOf {
    path: VaultPath,
    number: u32,
    /// With the file as it is now; else with the version before it.
    with_now: bool,
}

/// Which thing in the trash.
#[derive(Debug, Deserialize, TS)]
pub struct TrashPlace {
    place: String,
}

/// Whom to look for.
#[derive(Debug, Deserialize, TS)]
pub struct TracesOf {
    name: String,
}

pub(super) fn list_history(desk: &Desk, request: &NotePath) -> Result<NoteHistory, Failure> {
    Ok(desk.casebook()?.history(&request.path)?)
}

pub(super) fn compare_version(desk: &Desk, request: &VersionOf) -> Result<Comparison, Failure> {
    Ok(desk.casebook()?.compare_version(&request.path, request.number, request.with_now)?)
}

pub(super) fn list_trash(desk: &Desk, _: &Nothing) -> Result<Trash, Failure> {
    Ok(desk.casebook()?.trash()?)
}

pub(super) fn delete_trashed(desk: &Desk, request: &TrashPlace) -> Result<Trash, Failure> {
    let casebook = desk.casebook()?;
    casebook.delete_trashed(&request.place)?;
    Ok(casebook.trash()?)
}

pub(super) fn empty_trash(desk: &Desk, _: &Nothing) -> Result<Trash, Failure> {
    let casebook = desk.casebook()?;
    casebook.empty_trash()?;
    Ok(casebook.trash()?)
}

pub(super) fn find_traces(desk: &Desk, request: &TracesOf) -> Result<Traces, Failure> {
    Ok(desk.casebook()?.find_traces(&request.name)?)
}

pub(super) fn purge(desk: &Desk, request: &PurgeRequest) -> Result<Purged, Failure> {
    Ok(desk.casebook()?.purge(request)?)
}

pub(super) fn finish_purge(desk: &Desk, _: &Nothing) -> Result<Option<Purged>, Failure> {
    Ok(desk.casebook()?.finish_purge()?)
}
