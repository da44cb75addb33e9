//! What the lists of cases and articles share: conditions gathered as SQL with its values, and windows of an order.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::codec::{path_at, small_at, stored};
use super::labels::{self, Label};
use crate::model::VaultPath;

/// What narrows a list, whatever its notes are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    /// For each sort of label named here, the note has one of the values. Case does not count.
    pub labels: Vec<(Label, Vec<String>)>,
    /// Title, ticket and labels together hold each of these words.
    pub words: Vec<String>,
}

/// A `WHERE` clause over `notes n` as it grows. Values are bound, never written into the text.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    text: String,
    values: Vec<Value>,
}

impl Clause {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Adds a condition in which each `?` stands for one of the values.
    pub(super) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.values.extend(values);
    }

    /// Adds that a column holds one of the words of a vocabulary; none means any.
    pub(super) fn one_of(&mut self, column: &str, words: impl ExactSizeIterator<Item = i64>) {
        if words.len() > 0 {
            let places = places(words.len());
            self.and(&format!("{column} IN ({places})"), words.map(Value::Integer));
        }
    }

    pub(super) fn narrow(&mut self, narrow: &Narrow) {
        for (label, values) in narrow.labels.iter().filter(|(_, values)| !values.is_empty()) {
            let condition = format!(
                "n.row IN (SELECT l.row FROM labels l WHERE l.what = {} AND l.key IN ({}))",
                *label as i64,
                places(values.len())
            );
            self.and(&condition, values.iter().map(|value| Value::Text(labels::fold(value))));
        }
        for word in &narrow.words {
            self.and("instr(n.hay, ?) > 0", [Value::Text(labels::fold(word))]);
        }
    }

    pub(super) fn count(&self, connection: &Connection) -> rusqlite::Result<u32> {
        let sql = format!("SELECT count(*) FROM notes n WHERE {}", self.text);
        connection.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), |row| small_at(row, 0))
    }

    /// The rows of a window of the order.
    pub(super) fn rows(
        &self,
        connection: &Connection,
        from: &str,
        order: &str,
        (offset, limit): (usize, usize),
    ) -> rusqlite::Result<Vec<i64>> {
        let sql = format!("SELECT n.row FROM {from} WHERE {} ORDER BY {order} LIMIT ? OFFSET ?", self.text);
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(self.bound(offset, limit)), |row| row.get(0))?;
        rows.collect()
    }

    /// The paths of a window of the order.
    pub(super) fn paths(
        &self,
        connection: &Connection,
        from: &str,
        order: &str,
        (offset, limit): (usize, usize),
    ) -> rusqlite::Result<Vec<VaultPath>> {
        let sql = format!("SELECT n.path FROM {from} WHERE {} ORDER BY {order} LIMIT ? OFFSET ?", self.text);
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(self.bound(offset, limit)), |row| path_at(row, 0))?;
        rows.collect()
    }

    /// How many come before the note at `path`; `None` when it is not in the list.
    pub(super) fn place(
        &self,
        connection: &Connection,
        from: &str,
        order: &str,
        path: &VaultPath,
    ) -> rusqlite::Result<Option<usize>> {
        let sql = format!("SELECT n.path FROM {from} WHERE {} ORDER BY {order}", self.text);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&self.values))?;
        let mut before = 0;
        while let Some(row) = rows.next()? {
            if row.get_ref(0)?.as_str()? == path.as_str() {
                return Ok(Some(before));
            }
            before += 1;
        }
        Ok(None)
    }

    fn bound(&self, offset: usize, limit: usize) -> impl Iterator<Item = Value> + '_ {
        self.values.iter().cloned().chain([Value::Integer(stored(limit)), Value::Integer(stored(offset))])
    }
}

fn places(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Turns every term of an order around.
pub(super) fn reversed(terms: &[(&str, bool)], reverse: bool) -> String {
    let term = |(text, down): &(&str, bool)| if *down == reverse { (*text).to_owned() } else { format!("{text} DESC") };
    terms.iter().map(term).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_turns_around_whole() {
        let order = [("a", false), ("b", true)];
        assert_eq!(reversed(&order, false), "a, b DESC");
        assert_eq!(reversed(&order, true), "a DESC, b");
    }
}
