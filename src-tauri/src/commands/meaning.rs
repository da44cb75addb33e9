//! Commands about searching by meaning.

use kb::casebook::view::MeaningView;
use serde::Deserialize;
use ts_rs::TS;

use super::app::Nothing;
use crate::desk::Desk;
use crate::failure::Failure;

/// Whether the model is to be used.
#[derive(Debug, Deserialize, TS)]
pub struct MeaningChoice {
    wanted: bool,
}

pub(super) fn get_meaning(desk: &Desk, _: &Nothing) -> Result<MeaningView, Failure> {
    Ok(desk.casebook()?.meaning()?)
}

pub(super) fn use_meaning(desk: &Desk, choice: &MeaningChoice) -> Result<MeaningView, Failure> {
    let casebook = desk.casebook()?;
    casebook.use_meaning(choice.wanted)?;
    Ok(casebook.meaning()?)
}
