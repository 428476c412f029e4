//! Moments, as milliseconds since 1970 in UTC: written the way Notion's filters
//! take them and read the way its answers give them.

use crate::text::digits;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = u64;

/// One minute. Notion rounds `created_time` down to it.
pub const MINUTE: Millis = 60_000;

/// The months, in English. Before them stands a mark.
pub(crate) const MONTHS: &str =
    late!("january february march april may june july august september october november december");

/// One day.
const DAY: Millis = 86_400_000;

/// `2026-11-23T04:41:00.000Z`.
#[must_use]
pub fn to_iso(at: Millis) -> String {
    let (year, month, day) = date_of(at / DAY);
    let of_day = at % DAY;
    let parts = [
        (year, 4, "-"),
        (month, 2, "-"),
        (day, 2, "T"),
        (of_day / 3_600_000, 2, ":"),
        (of_day / MINUTE % 60, 2, ":"),
        (of_day / 1000 % 60, 2, "."),
        (of_day % 1000, 3, "Z"),
    ];
    let mut text = String::new();
    for (number, width, mark) in parts {
        text.push_str(&digits(number, width));
        text.push_str(mark);
    }
    text
}

/// Reads `2026-11-23T04:41:00.000Z`, the one form Notion answers with. Anything
/// else is `None`: a moment that is not understood must not match a search.
#[must_use]
pub fn from_iso(text: &str) -> Option<Millis> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let milli: u64 = fraction.get(..3.min(fraction.len()))?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some(moment([year, month, day], [hour, minute, second])? + milli)
}

/// Reads `Wed, 25 Nov 2026 09:00:00 GMT`, as `Date` and `Retry-After` have it.
#[must_use]
pub fn from_http(text: &str) -> Option<Millis> {
    const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.trim().split(' ').skip(1);
    let day: u64 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = MONTHS.iter().position(|month| *month == name)?;
    let year: u64 = parts.next()?.parse().ok()?;
    let [hour, minute, second] = numbers(parts.next()?, ':')?;
    if parts.next()? != "GMT" || !(1..=31).contains(&day) {
        return None;
    }
    moment([year, u64::try_from(month).ok()? + 1, day], [hour, minute, second])
}

/// The moment of a date and a time of day; `None` for a year or a time that no clock
/// shows, with which it would be some other moment.
fn moment([year, month, day]: [u64; 3], [hour, minute, second]: [u64; 3]) -> Option<Millis> {
    // 60 is a leap second.
    let is_shown = year < 10_000 && hour < 24 && minute < 60 && second <= 60;
    let days = if is_shown { days_of(year, month, day)? } else { return None };
    Some(days * DAY + hour * 3_600_000 + minute * MINUTE + second * 1000)
}

fn numbers(text: &str, separator: char) -> Option<[u64; 3]> {
    let mut parts = text.split(separator).map(|part| part.parse().ok());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

/// Days since 1970 to a civil date, by counting 400-year eras that begin on
/// March 1st, so that the leap day comes last in its year.
fn date_of(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// The inverse of [`date_of`]; `None` before 1970.
pub(crate) fn days_of(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = year.checked_sub(u64::from(month <= 2))?;
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let (era, year_of_era) = (year / 400, year % 400);
    let of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    (era * 146_097 + of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_are_written_and_read() {
        for (at, iso) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_409_698_123, "2026-11-23T04:54:58.123Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        ] {
            assert_eq!(to_iso(at), iso);
            assert_eq!(from_iso(iso), Some(at));
        }
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for day in 0..146_097 {
            assert_eq!(from_iso(&to_iso(day * DAY)), Some(day * DAY));
        }
    }

    #[test]
    fn a_time_that_no_clock_shows_is_no_moment() {
        assert_eq!(from_iso("2026-11-23T23:59:60.000Z"), from_iso("2026-11-24T00:00:00.000Z"));
        for text in [
            "2026-11-23T24:00:00.000Z",
            "2026-11-23T00:60:00.000Z",
            "2026-11-23T00:00:61.000Z",
            "2026-11-23T9999999999999999:00:00.000Z",
            "2026-11-23T00:00:18446744073709551615.000Z",
            "18446744073709551615-11-23T00:00:00.000Z",
        ] {
            assert_eq!(from_iso(text), None, "{text}");
        }
        assert_eq!(from_http("Wed, 21 Oct 2026 9999999999999999:28:05 GMT"), None);
    }

    #[test]
    fn the_date_of_an_answer_is_read() {
        assert_eq!(from_http("Wed, 21 Oct 2026 07:28:05 GMT"), from_iso("2026-10-21T07:28:05.000Z"));
        for text in ["", "Wed", "Wed, 21 Okt 2026 07:28:05 GMT", "Wed, 21 Oct 2026 07:28:05 CET", "30"] {
            assert_eq!(from_http(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_moment_is_not_read() {
        for text in ["", "2026", "2026-11-23", "2026-13-01T00:00:00Z", "yesterday", "2026-11-23T04:41:00+01:00"] {
            assert_eq!(from_iso(text), None, "{text}");
        }
    }
}
