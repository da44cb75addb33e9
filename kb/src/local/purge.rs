//! Taking out of local state what names somebody: drafts, searches, and small settings such as kept views.

use std::ops::AddAssign;

use rusqlite::{Connection, params_from_iter};

use super::{LocalError, VaultState};

/// How much of it there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LocalTraces {
    /// Drafts.
    pub drafts: u32,
    /// Searches.
    pub searches: u32,
    /// Settings of the vault, progress on paths, and preferences.
    pub settings: u32,
}

impl AddAssign for LocalTraces {
    fn add_assign(&mut self, other: Self) {
        self.drafts += other.drafts;
        self.searches += other.searches;
        self.settings += other.settings;
    }
}

/// A table, the columns that say which row, the columns that may name somebody, and what it counts as.
struct Table {
    name: &'static str,
    of_vault: bool,
    texts: &'static [&'static str],
    counts: LocalTraces,
}

const NONE: LocalTraces = LocalTraces { drafts: 0, searches: 0, settings: 0 };
const TABLES: [Table; 6] = [
    Table { name: "drafts", of_vault: true, texts: &["key", "text"], counts: LocalTraces { drafts: 1, ..NONE } },
    Table {
        name: "searches",
        of_vault: true,
        texts: &["text", "chosen", "opened"],
        counts: LocalTraces { searches: 1, ..NONE },
    },
    Table { name: "settings", of_vault: true, texts: &["key", "value"], counts: LocalTraces { settings: 1, ..NONE } },
    Table {
        name: "ticks",
        of_vault: true,
        texts: &["path", "step", "seen"],
        counts: LocalTraces { settings: 1, ..NONE },
    },
    Table { name: "places", of_vault: true, texts: &["path", "step"], counts: LocalTraces { settings: 1, ..NONE } },
    Table {
        name: "preferences",
        of_vault: false,
        texts: &["key", "value"],
        counts: LocalTraces { settings: 1, ..NONE },
    },
];

impl VaultState {
    /// How much of the state `names` says is meant, by its texts.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be read.
    pub fn naming(&self, names: impl Fn(&str) -> bool) -> Result<LocalTraces, LocalError> {
        self.local.read("look through it", |connection| self.each(connection, &names, false))
    }

    /// Takes that out for good: what is left of the file is written anew.
    ///
    /// # Errors
    /// [`LocalError`] when it cannot be done; then nothing is taken out, or only the writing anew is missing.
    pub fn purge(&self, names: impl Fn(&str) -> bool) -> Result<LocalTraces, LocalError> {
        self.local.read("clear what it deletes", |connection| connection.execute_batch("PRAGMA secure_delete = ON"))?;
        let found =
            self.local.write("take out what names somebody", |connection| self.each(connection, &names, true))?;
        self.local.read("write what is left anew", |connection| connection.execute_batch("VACUUM"))?;
        Ok(found)
    }

    fn each(
        &self,
        connection: &Connection,
        names: &impl Fn(&str) -> bool,
        delete: bool,
    ) -> rusqlite::Result<LocalTraces> {
        let mut found = LocalTraces::default();
        for Table { name, of_vault, texts, counts } in TABLES {
            // Every column may be compared as text: a row is known by all of these.
            let columns = texts.join(", ");
            let narrow = if of_vault { " WHERE vault = ?1" } else { "" };
            let mut statement = connection.prepare(&format!("SELECT DISTINCT {columns} FROM {name}{narrow}"))?;
            let vault = of_vault.then_some(self.key.as_str());
            let rows = statement.query_map(params_from_iter(vault), |row| {
                (0..texts.len())
                    .map(|column| row.get::<_, Option<String>>(column))
                    .collect::<rusqlite::Result<Vec<_>>>()
            })?;
            let meant: Vec<Vec<Option<String>>> = rows
                .filter(|row| row.as_ref().map_or(true, |texts| texts.iter().flatten().any(|text| names(text))))
                .collect::<rusqlite::Result<_>>()?;
            for values in meant {
                found += counts;
                if delete {
                    let is = texts.iter().enumerate().map(|(at, column)| format!("{column} IS ?{}", at + 1));
                    let and_vault = if of_vault { format!(" AND vault = ?{}", texts.len() + 1) } else { String::new() };
                    let sql = format!("DELETE FROM {name} WHERE {}{and_vault}", is.collect::<Vec<_>>().join(" AND "));
                    let vault = of_vault.then(|| Some(self.key.clone()));
                    connection.execute(&sql, params_from_iter(values.into_iter().chain(vault)))?;
                }
            }
        }
        Ok(found)
    }
}
