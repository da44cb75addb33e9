//! A point in time together with the offset it was written in.

use std::fmt;

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A point in time that remembers its writer's offset, so that `09:12+01:00` is shown as 09:12.
///
/// Written as RFC 3339 with whole seconds (`2026-11-20T09:12:44+01:00`). Ordered and compared by the instant.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
}

/// Why a text is not a [`Moment`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a time: write it like 2026-11-20T09:12:44+01:00 or 2026-11-20")]
pub struct InvalidMoment(pub String);

impl Moment {
    /// A moment from an instant and the offset to show it in. What a file keeps is whole seconds, so that is what a moment
    /// has: fractions are dropped, or a moment would differ from itself read back.
    #[must_use]
    pub fn new(at: Timestamp, offset: Offset) -> Self {
        Self { at: Timestamp::from_second(at.as_second()).unwrap_or(at), offset }
    }

    /// Reads RFC 3339 (`Z` or an offset; a space for `T` is accepted; seconds may be missing) or a bare date, which
    /// is midnight UTC. A time without an offset is taken as UTC.
    ///
    /// # Errors
    /// [`InvalidMoment`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidMoment> {
        let bad = || InvalidMoment(text.to_owned());
        let trimmed = text.trim();
        if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(trimmed) {
            let time = pieces.time().unwrap_or_else(jiff::civil::Time::midnight);
            let offset = match pieces.offset() {
                Some(jiff::fmt::temporal::PiecesOffset::Numeric(numeric)) => numeric.offset(),
                _ => Offset::UTC,
            };
            let at = offset.to_timestamp(pieces.date().to_datetime(time)).map_err(|_| bad())?;
            return Ok(Self::new(at, offset));
        }
        Err(bad())
    }

    /// The instant.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.at.as_second()
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; what does not fit into 64 bits (after 2262) is capped.
    #[must_use]
    pub fn unix_nanoseconds(self) -> i64 {
        i64::try_from(self.at.as_nanosecond()).unwrap_or(i64::MAX)
    }

    /// The offset it was written in, east of Greenwich.
    #[must_use]
    pub fn offset(self) -> Offset {
        self.offset
    }

    /// The calendar year at its own offset.
    #[must_use]
    pub fn year(self) -> i16 {
        self.zoned().year()
    }

    /// This many seconds later, or earlier; a moment beyond what can be written stays as it is.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let at = self.at.as_second().checked_add(seconds).and_then(|second| Timestamp::from_second(second).ok());
        Self { at: at.unwrap_or(self.at), offset: self.offset }
    }

    fn zoned(self) -> Zoned {
        self.at.to_zoned(TimeZone::fixed(self.offset))
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

impl TryFrom<String> for Moment {
    type Error = InvalidMoment;
    fn try_from(text: String) -> Result<Self, InvalidMoment> {
        Self::parse(&text)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writers_offset_survives() {
        for text in ["2026-11-20T09:12:44+01:00", "2026-11-20T09:12:44+00:00", "2026-06-01T23:59:59-03:30"] {
            assert_eq!(Moment::parse(text).expect("valid").to_string(), text);
        }
    }

    #[test]
    fn lenient_forms_are_read() {
        let read = |text: &str| Moment::parse(text).expect("valid").to_string();
        assert_eq!(read("2026-11-20"), "2026-11-20T00:00:00+00:00");
        assert_eq!(read("2026-11-20 09:12:44Z"), "2026-11-20T09:12:44+00:00");
        assert_eq!(read("2026-11-20T09:12"), "2026-11-20T09:12:00+00:00");
        assert_eq!(read("2026-11-20T09:12:44.5+01:00"), "2026-11-20T09:12:44+01:00");
    }

    #[test]
    fn a_moment_equals_itself_read_back() {
        let fraction = Timestamp::new(1_763_000_000, 123_456_789).expect("in range");
        let moment = Moment::new(fraction, Offset::constant(1));
        assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "yesterday", "2026-13-01", "20/11/2026", "2026-11-20T25:00:00Z"] {
            assert!(Moment::parse(text).is_err(), "{text:?}");
        }
    }
}
