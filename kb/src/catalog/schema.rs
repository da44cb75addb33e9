//! The catalog's tables and how they came to be.

use rusqlite_migration::{M, Migrations};

/// Every format there has been, oldest first. A released one is never edited.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The newest format's number, as in `PRAGMA user_version`.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Marks the file as ours (`PRAGMA application_id`): "CSBK".
pub(super) const APPLICATION_ID: i64 = 0x4353_424b;

const STEPS: &[M<'static>] = &[
    M::up(include_str!("schema/1.sql")),
    M::up(include_str!("schema/2.sql")),
    M::up(include_str!("schema/3.sql")),
    M::up(include_str!("schema/4.sql")),
    M::up(include_str!("schema/5.sql")),
    M::up(include_str!("schema/6.sql")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_runs() {
        MIGRATIONS.validate().expect("migrations are valid");
    }
}
