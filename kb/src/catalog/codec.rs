//! How values lie in the columns: moments, vocabularies, lists, paths, ids.

use jiff::Timestamp;
use jiff::tz::Offset;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::model::{Audience, Confidence, LinkUse, Moment, NoteId, NoteKind, Priority, ProblemCode, Status, VaultPath};

/// Stands for a position that is out of every range.
pub(super) const LAST: usize = usize::MAX;

pub(super) const OFFSET_BITS: u32 = 18;
pub(super) const OFFSET_BIAS: i64 = 1 << (OFFSET_BITS - 1);

/// One integer that sorts by the instant and keeps the offset; fractions of a second are dropped.
pub(super) fn pack(moment: Moment) -> i64 {
    (moment.unix_seconds() << OFFSET_BITS) + i64::from(moment.offset().seconds()) + OFFSET_BIAS
}

fn unpack(packed: i64) -> Option<Moment> {
    let offset = (packed & ((1 << OFFSET_BITS) - 1)) - OFFSET_BIAS;
    let offset = Offset::from_seconds(i32::try_from(offset).ok()?).ok()?;
    Some(Moment::new(Timestamp::from_second(packed >> OFFSET_BITS).ok()?, offset))
}

/// A list as JSON, nothing for an empty one.
pub(super) fn list(items: &[String]) -> Option<String> {
    // A list of strings always serialises.
    if items.is_empty() { None } else { serde_json::to_string(items).ok() }
}

/// A column holds what no Casebook wrote.
fn odd(column: usize, kind: Type, what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.into())
}

pub(super) fn moment_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Moment>> {
    let packed: Option<i64> = row.get(column)?;
    packed.map(|packed| unpack(packed).ok_or_else(|| odd(column, Type::Integer, "not a moment"))).transpose()
}

pub(super) fn list_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(Vec::new()),
        Some(text) => serde_json::from_str(text).map_err(|source| odd(column, Type::Text, source)),
    }
}

pub(super) fn path_at(row: &Row<'_>, column: usize) -> rusqlite::Result<VaultPath> {
    VaultPath::new(row.get::<_, String>(column)?).map_err(|source| odd(column, Type::Text, source))
}

pub(super) fn id_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<NoteId>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| NoteId::new(text).map_err(|source| odd(column, Type::Text, source))).transpose()
}

pub(super) fn code_at(row: &Row<'_>, column: usize) -> rusqlite::Result<ProblemCode> {
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    let text: String = row.get(column)?;
    let reader: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = text.as_str().into_deserializer();
    ProblemCode::deserialize(reader).map_err(|source| odd(column, Type::Text, source))
}

/// A vocabulary whose words lie in the file as their positions.
pub(super) trait Word: Copy + 'static {
    const WORDS: &'static [Self];
}

macro_rules! words {
    ($($name:ident),+) => { $(impl Word for $name { const WORDS: &'static [Self] = Self::ALL; })+ };
}
words!(NoteKind, Confidence, Audience, Status, Priority, LinkUse);

pub(super) fn word_at<W: Word>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<W>> {
    let position: Option<i64> = row.get(column)?;
    let Some(position) = position else { return Ok(None) };
    let word = usize::try_from(position).ok().and_then(|position| W::WORDS.get(position));
    word.copied().map(Some).ok_or_else(|| odd(column, Type::Integer, "not a word of its vocabulary"))
}

/// A word in a column that is never null.
pub(super) fn needed<T>(value: Option<T>, column: usize) -> rusqlite::Result<T> {
    value.ok_or_else(|| odd(column, Type::Null, "missing"))
}

/// A count or position that was stored from a `usize` or `u32`.
pub(super) fn small_at(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    row.get(column)
}

/// Positions are far below 2^63: files are read up to a bound in memory.
pub(super) fn stored(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_its_offset_and_sorts_by_its_instant() {
        let texts = ["1969-12-31T20:00:00-05:00", "2026-11-20T09:12:44+01:00", "2026-11-20T08:30:00+00:00"];
        let moments: Vec<Moment> = texts.iter().map(|text| Moment::parse(text).expect("valid")).collect();
        for (moment, text) in moments.iter().zip(texts) {
            assert_eq!(unpack(pack(*moment)).expect("packed by us").to_string(), text);
        }
        assert!(pack(moments[0]) < pack(moments[1]) && pack(moments[1]) < pack(moments[2]));
    }

    #[test]
    fn the_numbers_in_the_file_are_those_the_schema_names() {
        assert_eq!(NoteKind::Article as i64, 0);
        assert_eq!(NoteKind::Case as i64, 1);
        assert_eq!((Status::Solved as i64, Status::Closed as i64), (4, 5));
        assert!(Status::ALL.iter().all(|status| status.is_done() == (*status as i64 >= 4)));
        assert_eq!(LinkUse::WORDS, ["resolved-by", "tried", "referenced", "created"]);
        assert_eq!(Priority::WORDS, ["low", "normal", "high", "urgent"]);
        assert_eq!(Confidence::WORDS, ["wip", "not-validated", "validated", "archived"]);
        assert_eq!(Audience::WORDS, ["internal", "partner", "customer", "public"]);
    }
}
