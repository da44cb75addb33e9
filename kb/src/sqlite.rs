//! What our SQLite files have in common: how they are told from others, and what several openings at once look like.

use rusqlite::{Connection, ErrorCode};

/// What a file says of itself, all of one moment: another process may be making its tables.
pub(crate) struct Marks {
    /// `PRAGMA user_version`: the number of its format.
    pub(crate) version: i64,
    /// `PRAGMA application_id`: whose it is.
    pub(crate) owner: i64,
    /// Whether there is a table in it.
    pub(crate) has_tables: bool,
}

impl Marks {
    /// Reads them.
    ///
    /// # Errors
    /// It is no such file, or cannot be read now.
    pub(crate) fn of(connection: &mut Connection) -> rusqlite::Result<Self> {
        let moment = connection.transaction()?;
        let number = |name: &str| moment.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
        let (version, owner) = (number("user_version")?, number("application_id")?);
        Ok(Self { version, owner, has_tables: number("schema_version")? != 0 })
    }
}

/// Whether a second process making or migrating the same file explains the error.
pub(crate) fn is_race(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        || error.to_string().contains("already exists")
}
