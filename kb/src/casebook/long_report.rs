//! A report too long to be typed: read piece by piece, told how far it is, stopped when asked, and held while it is
//! searched for. Its text is kept nowhere: of a file a piece is in memory at a time, of what a window has pasted the piece it
//! sends.

use std::io::Read;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use super::attach::Content;
use super::error::Error;
use super::open::{Casebook, count};
use super::reading;
use super::view::{Event, HeldReport, Progress, ReportPiece, SearchAnswer, SearchRequest};
use crate::report::{Reader, Report};
use crate::vault::{Vault, VaultError};

/// Read at a time, in bytes.
const PIECE: usize = 1024 * 1024;
/// Pieces after which it is told how far it is.
const TOLD: u64 = 4;
/// What progress is counted in, in bytes.
const UNIT: u64 = 1024;

/// A report of which more pieces are to come.
pub(super) struct Pieces {
    reading: u32,
    reader: Reader,
}

impl Casebook {
    /// Reads a report and holds it for [`search_held`](Self::search_held), in place of the one before. Stopped, it holds
    /// what it has read by then.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn hold_report(&self, name: &str, content: Content<'_>) -> Result<HeldReport, Error> {
        self.stop_reading.store(false, Ordering::Relaxed);
        let (report, complete) = match content {
            Content::Bytes(mut bytes) => {
                let length = bytes.len() as u64;
                self.read_report(&mut bytes, length)
            }
            Content::Open(mut file) => {
                let length = file.metadata().map_or(0, |facts| facts.len());
                self.read_report(&mut file, length)
            }
            Content::File(place) => {
                let mut file = Vault::open_outside(place)?;
                let length = file.metadata().map_or(0, |facts| facts.len());
                self.read_report(&mut file, length)
            }
        }
        .map_err(VaultError::io("read", Path::new(name)))?;
        Ok(self.keep_held(name, report, complete))
    }

    /// Takes the next piece of a report, cut anywhere, and holds the report once the last one is here, as
    /// [`hold_report`](Self::hold_report) does. The first piece of one ends the reading of any other.
    ///
    /// # Errors
    /// [`Error::Refused`] for a piece of a report whose reading has ended.
    pub fn take_report_piece(&self, piece: &ReportPiece, bytes: &[u8]) -> Result<Option<HeldReport>, Error> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        if piece.first {
            *pieces = Some(Pieces { reading: piece.reading, reader: Reader::default() });
        }
        let Some(taken) = pieces.as_mut().filter(|pieces| pieces.reading == piece.reading) else {
            return Err(Error::Refused {
                what: format!("{} is not read on", piece.name),
                reason: "its reading was ended, or another report is read now".to_owned(),
                hint: "Paste it again".to_owned(),
            });
        };
        taken.reader.push(bytes);
        let Some(complete) = piece.complete else { return Ok(None) };
        let report = pieces.take().map(|pieces| pieces.reader.finish()).unwrap_or_default();
        drop(pieces);
        Ok(Some(self.keep_held(&piece.name, report, complete)))
    }

    fn keep_held(&self, name: &str, report: Report, complete: bool) -> HeldReport {
        let held =
            HeldReport { name: name.to_owned(), bytes: report.bytes as f64, lines: report.lines as f64, complete };
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(report));
        held
    }

    /// Stops the reading of a report that is under way. What has come of one in pieces is let go.
    pub fn stop_reading(&self) {
        self.stop_reading.store(true, Ordering::Relaxed);
        *self.pieces.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is searched for when the report that is held is: what it says of its fault, and none of what varies.
    pub(super) fn words_of_held(&self) -> Option<String> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let words: Vec<String> = held.clues().into_iter().map(|clue| clue.text).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Searches for the report that is held; its text in `request` does not count. Nothing held finds nothing.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn search_held(&self, request: &SearchRequest) -> Result<SearchAnswer, Error> {
        let started = Instant::now();
        let stale = self.await_own_changes()?;
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let query = self.filtered(request)?;
        let reading = match held {
            Some(report) => reading::of_report(query, report, &request.off),
            None => reading::read(query, &request.off),
        };
        self.answered(request, reading, stale, started)
    }

    fn read_report(&self, source: &mut dyn Read, length: u64) -> std::io::Result<(Report, bool)> {
        let mut reader = Reader::default();
        let mut piece = vec![0; PIECE];
        let (mut read, mut pieces) = (0_u64, 0_u64);
        let tell = |progress| self.lead.shared.tell(&Event::Reading { progress });
        let complete = loop {
            if self.stop_reading.load(Ordering::Relaxed) {
                break false;
            }
            match source.read(&mut piece) {
                Ok(0) => break true,
                Ok(more) => {
                    reader.push(&piece[..more]);
                    read += more as u64;
                    pieces += 1;
                    if pieces.is_multiple_of(TOLD) {
                        let units = |bytes: u64| count(usize::try_from(bytes / UNIT).unwrap_or(usize::MAX));
                        tell(Some(Progress { done: units(read), total: units(length.max(read)) }));
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    tell(None);
                    return Err(error);
                }
            }
        };
        tell(None);
        Ok((reader.finish(), complete))
    }
}
