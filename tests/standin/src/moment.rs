//! Time as Notion shows it. Everything that depends on the time is handed it, so tests choose it.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The present.
    #[must_use]
    pub fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// This moment and some milliseconds.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Rounded down to the minute, as `created_time` and `last_edited_time` are.
    #[must_use]
    pub fn to_the_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(MINUTE))
    }

    /// Midnight before it, in UTC.
    #[must_use]
    pub fn midnight(self) -> Self {
        Self(self.0 - self.0.rem_euclid(DAY))
    }

    /// Some days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus(days.saturating_mul(DAY))
    }

    /// `2026-11-23T04:54:00.000Z`.
    #[must_use]
    pub fn text(self) -> String {
        let Ok(at) = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)) else {
            return String::from("1970-01-01T00:00:00.000Z");
        };
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        let millisecond = self.0.rem_euclid(1000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

/// What a date written in a request covers: an instant, or all of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first millisecond.
    pub first: Moment,
    /// Its last millisecond.
    pub last: Moment,
}

impl Span {
    /// An instant.
    #[must_use]
    pub fn instant(at: Moment) -> Self {
        Self { first: at, last: at }
    }

    /// Reads an ISO 8601 date, or date and time; without an offset it is taken as UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(date) = parse_date(text) {
            let first = milliseconds(PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc());
            return Some(Self { first, last: first.plus(DAY - 1) });
        }
        let (date, clock) = text.split_once(['T', ' '])?;
        let (clock, offset) = split_offset(clock);
        let clock = match clock.matches(':').count() {
            0 => format!("{clock}:00:00"),
            1 => format!("{clock}:00"),
            _ => clock.to_owned(),
        };
        let whole = format!("{date}T{clock}{offset}");
        let at = OffsetDateTime::parse(&whole, &Rfc3339).ok()?;
        Some(Self::instant(milliseconds(at.to_offset(UtcOffset::UTC))))
    }
}

fn milliseconds(at: OffsetDateTime) -> Moment {
    Moment(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX))
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// `10:00+0200` and `10:00+02:00` are both ISO 8601; RFC 3339 only knows the second.
fn split_offset(clock: &str) -> (&str, String) {
    let Some(at) = clock.find(['Z', 'z', '+', '-']) else { return (clock, String::from("Z")) };
    let (clock, offset) = clock.split_at(at);
    match offset.len() {
        1 => (clock, String::from("Z")),
        5 => {
            let (hours, minutes) = offset.split_at(3);
            (clock, format!("{hours}:{minutes}"))
        }
        3 => (clock, format!("{offset}:00")),
        _ => (clock, offset.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_to_the_minute_the_way_notion_does() {
        let at = Moment(1_763_873_697_123);
        assert_eq!(at.text(), "2025-11-23T04:54:57.123Z");
        assert_eq!(at.to_the_minute().text(), "2025-11-23T04:54:00.000Z");
        assert_eq!(at.midnight().text(), "2025-11-23T00:00:00.000Z");
    }

    #[test]
    fn dates_and_times_are_read_in_every_iso_spelling() {
        let day = Span::parse("2025-11-23").unwrap();
        assert_eq!(day.first.text(), "2025-11-23T00:00:00.000Z");
        assert_eq!(day.last.text(), "2025-11-23T23:59:59.999Z");
        for text in
            ["2025-11-23T05:00Z", "2025-11-23T07:00:00+02:00", "2025-11-23T07:00+0200", "2025-11-23T05:00:00.000"]
        {
            assert_eq!(Span::parse(text).unwrap().first.text(), "2025-11-23T05:00:00.000Z", "{text}");
        }
        for text in ["yesterday", "2025-13-01", "23/11/2025", "2025-11-23T25:00Z", ""] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }
}
