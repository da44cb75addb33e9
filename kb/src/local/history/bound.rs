//! Keeping the history within its bounds: what is older than it is kept goes, and when the file is larger than it may be the oldest
//! go, the last version of a note after all others.

use rusqlite::Connection;

use super::{HISTORY_BYTES, HISTORY_DAYS, History, forget};
use crate::local::LocalError;
use crate::model::Moment;

/// Versions taken away at a time.
const AT_A_TIME: usize = 64;

impl History {
    /// Takes away what is older than [`HISTORY_DAYS`], except the last version of a note that is there, then the oldest until
    /// the rest fits into [`HISTORY_BYTES`].
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be written.
    pub fn tidy(&self, now: Moment) -> Result<(), LocalError> {
        self.tidy_within(HISTORY_BYTES, now)
    }

    pub(super) fn tidy_within(&self, most: u64, now: Moment) -> Result<(), LocalError> {
        let before = now.plus_seconds(-HISTORY_DAYS * 86_400).unix_seconds();
        let took = self.write("tidy up", |connection| {
            let mut took = take_away(connection, OLD, before)? + take_away(connection, LONG_GONE, before)?;
            while used(connection)? > most {
                let one = match take_away(connection, OLDEST, i64::try_from(AT_A_TIME).expect("small"))? {
                    0 => take_away(connection, OLDEST_LAST, i64::try_from(AT_A_TIME).expect("small"))?,
                    some => some,
                };
                if one == 0 {
                    break;
                }
                took += one;
            }
            Ok(took)
        })?;
        if took > 0 {
            self.give_back()?;
        }
        Ok(())
    }

    /// Gives the pages that are free back to the file system.
    fn give_back(&self) -> Result<(), LocalError> {
        self.read("give room back", |connection| {
            let mut statement = connection.prepare("PRAGMA incremental_vacuum")?;
            let mut rows = statement.query([])?;
            while rows.next()?.is_some() {}
            Ok(())
        })
    }
}

/// Older than they are kept, and not the last of their note.
const OLD: &str = "SELECT number, hash FROM versions AS v WHERE at_s < ?1
    AND EXISTS (SELECT 1 FROM versions WHERE path = v.path AND number > v.number)";
/// Of notes that have been gone for as long.
const LONG_GONE: &str = "SELECT number, hash FROM versions WHERE gone_s < ?1";
/// The oldest of those that are not the last of their note.
const OLDEST: &str = "SELECT number, hash FROM versions AS v
    WHERE EXISTS (SELECT 1 FROM versions WHERE path = v.path AND number > v.number) ORDER BY number LIMIT ?1";
/// The oldest.
const OLDEST_LAST: &str = "SELECT number, hash FROM versions ORDER BY number LIMIT ?1";

fn take_away(connection: &Connection, which: &str, value: i64) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(which)?;
    let rows = statement.query_map([value], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(u32, [u8; 32])> = rows.collect::<rusqlite::Result<_>>()?;
    for (number, hash) in &found {
        forget(connection, *number, hash)?;
    }
    Ok(found.len())
}

/// Bytes of the file that hold something.
fn used(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let bytes = (pragma("page_count")? - pragma("freelist_count")?) * pragma("page_size")?;
    Ok(bytes.cast_unsigned())
}
