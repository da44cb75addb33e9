//! Commands about reports too long to be typed. Their text crosses as bytes, a piece at a time, or as the name of a file that
//! the shell saw being dropped; never as JSON.

use std::path::PathBuf;

use kb::casebook::Content;
use kb::casebook::view::{HeldReport, ReportPiece, SearchAnswer, SearchRequest};
use serde::Deserialize;
use ts_rs::TS;

use super::Nothing;
use crate::desk::Desk;
use crate::failure::Failure;

/// Which dropped file to read.
#[derive(Debug, Deserialize, TS)]
pub struct DroppedReport {
    file: PathBuf,
}

pub(super) fn take_report_piece(desk: &Desk, piece: &ReportPiece, body: &[u8]) -> Result<Option<HeldReport>, Failure> {
    Ok(desk.casebook()?.take_report_piece(piece, body)?)
}

pub(super) fn hold_dropped_report(desk: &Desk, request: &DroppedReport) -> Result<HeldReport, Failure> {
    if !desk.was_dropped(&request.file) {
        let message = format!("{} is not read: it was not dropped on the window", request.file.display());
        return Err(Failure::new("refused", message, "Drop it again"));
    }
    let name = request.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    Ok(desk.casebook()?.hold_report(&name, Content::File(&request.file))?)
}

pub(super) fn search_held(desk: &Desk, request: &SearchRequest) -> Result<SearchAnswer, Failure> {
    Ok(desk.casebook()?.search_held(request)?)
}

pub(super) fn stop_reading(desk: &Desk, _: &Nothing) -> Result<Nothing, Failure> {
    desk.casebook()?.stop_reading();
    Ok(Nothing {})
}
