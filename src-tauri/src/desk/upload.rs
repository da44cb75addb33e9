//! A long text on its way from the window into a file: piece after piece, so that it may be of any length and the window
//! answers meanwhile. The file has no name: whatever happens to the app, nothing of the text stays behind.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use ts_rs::TS;

use super::Desk;
use crate::failure::Failure;

/// Which piece of which text.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct Piece {
    /// The text it is of: a number of the window's choosing.
    pub text: u32,
    /// Whether it is the first.
    pub first: bool,
    /// Whether it is the last.
    pub last: bool,
}

/// The text that is on its way, if one is.
pub(super) type Uploads = Mutex<Option<(u32, File)>>;

impl Desk {
    /// Takes the next piece; with the last one, answers the file that holds them all, at its beginning.
    /// The first piece of one text ends the way of any other.
    ///
    /// # Errors
    /// `refused` when what comes before this piece is not here, `io` when it cannot be kept; then nothing of the text is left.
    pub fn take_piece(&self, piece: Piece, body: &[u8]) -> Result<Option<File>, Failure> {
        let mut uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        let before = uploads.take().filter(|(text, _)| *text == piece.text && !piece.first);
        let mut file = match before {
            Some((_, file)) => file,
            None if piece.first => file_in(&self.places.cache).map_err(|error| unkept(&error))?,
            None => {
                let message = "the text is not kept: what comes before this piece of it is not here";
                return Err(Failure::new("refused", message, "Paste it again"));
            }
        };
        file.write_all(body).map_err(|error| unkept(&error))?;
        if piece.last {
            file.rewind().map_err(|error| unkept(&error))?;
            return Ok(Some(file));
        }
        *uploads = Some((piece.text, file));
        Ok(None)
    }
}

fn file_in(caches: &Path) -> std::io::Result<File> {
    std::fs::create_dir_all(caches)?;
    tempfile::tempfile_in(caches)
}

fn unkept(error: &std::io::Error) -> Failure {
    let hint = "Free some space, or save the text as a file and attach that";
    Failure::new("io", format!("the text is not kept: it cannot be put into a file on its way: {error}"), hint)
}
