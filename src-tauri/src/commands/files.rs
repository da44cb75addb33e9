//! Commands about attachments. The window never names a file outside the vault: it hands over bytes, or says which of the
//! files that the shell saw being dropped it means, or asks the user through the desktop's own dialog.

use std::path::{Path, PathBuf};

use kb::casebook::Content;
use kb::casebook::view::Attached;
use kb::model::VaultPath;
use serde::Deserialize;
use ts_rs::TS;

use super::{NotePath, Nothing};
use crate::desk::{Desk, Piece};
use crate::failure::Failure;

/// Pasted bytes taken at most; a larger file can be dropped or chosen, and is copied without passing the window.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Kinds of files that are opened in the user's own program: they are looked at, and do not act. Everything else is shown in
/// its folder.
const LOOKED_AT: [&str; 33] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "txt", "log", "csv", "tsv", "json", "jsonl", "xml", "yaml",
    "yml", "toml", "ini", "conf", "cfg", "pdf", "zip", "gz", "7z", "tar", "docx", "xlsx", "pptx", "odt", "ods", "pcap",
    "pcapng", "eml",
];

/// Under which name to keep the bytes, and with which note.
#[derive(Debug, Deserialize, TS)]
pub struct AttachName {
    note: VaultPath,
    name: String,
}

/// Under which name to keep a text with which note, and which piece of it this is.
#[derive(Debug, Deserialize, TS)]
pub struct AttachPiece {
    note: VaultPath,
    name: String,
    piece: Piece,
}

/// Which dropped file to keep with which note.
#[derive(Debug, Deserialize, TS)]
pub struct AttachDropped {
    note: VaultPath,
    file: PathBuf,
}

pub(super) fn attach(desk: &Desk, request: &AttachName, body: &[u8]) -> Result<Attached, Failure> {
    let refused =
        |reason: &str, hint| Failure::new("refused", format!("{:?} is not attached: {reason}", request.name), hint);
    if body.is_empty() {
        return Err(refused("it is empty", "Attach a file with something in it"));
    }
    if body.len() > LARGEST_BODY {
        return Err(refused("it has more than 64 MB", "Drop the file on the window, or choose it with Attach"));
    }
    Ok(desk.casebook()?.attach(&request.note, &request.name, Content::Bytes(body))?)
}

pub(super) fn attach_piece(desk: &Desk, request: &AttachPiece, body: &[u8]) -> Result<Option<Attached>, Failure> {
    let Some(file) = desk.take_piece(request.piece, body)? else { return Ok(None) };
    Ok(Some(desk.casebook()?.attach(&request.note, &request.name, Content::Open(&file))?))
}

pub(super) fn attach_dropped(desk: &Desk, request: &AttachDropped) -> Result<Attached, Failure> {
    if !desk.was_dropped(&request.file) {
        let message = format!("{} is not attached: it was not dropped on the window", request.file.display());
        return Err(Failure::new("refused", message, "Drop it again, or choose it with Attach"));
    }
    from_file(desk, &request.note, &request.file)
}

pub(super) fn choose_attachments(desk: &Desk, request: &NotePath) -> Result<Vec<Attached>, Failure> {
    let chosen = desk.desktop().choose_files("Attach files");
    chosen.iter().map(|file| from_file(desk, &request.path, file)).collect()
}

pub(super) fn open_attachment(desk: &Desk, request: &NotePath) -> Result<Nothing, Failure> {
    let file = desk.casebook()?.attachment(request.path.as_str())?;
    let is_looked_at = file
        .extension()
        .and_then(|end| end.to_str())
        .is_some_and(|end| LOOKED_AT.iter().any(|known| end.eq_ignore_ascii_case(known)));
    let done = if is_looked_at { desk.desktop().open_file(&file) } else { desk.desktop().show_in_folder(&file) };
    done.map_err(|reason| {
        Failure::new("io", format!("cannot open {}: {reason}", request.path), "Open it from the vault's folder")
    })?;
    Ok(Nothing {})
}

fn from_file(desk: &Desk, note: &VaultPath, file: &Path) -> Result<Attached, Failure> {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    Ok(desk.casebook()?.attach(note, &name, Content::File(file))?)
}
