//! Dates as pages and people write them, into the form that Notion takes.

use crate::instant::{self, MONTHS};
use crate::text::digits;

/// A date, or a moment with its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// ISO 8601. A moment always has an offset: without one, Notion would take it
    /// as one in UTC.
    pub iso: String,
    /// A moment in minutes, for comparing; none for a date.
    pub minutes: Option<u64>,
    /// Whether a time of day without an offset was left out.
    pub cut: bool,
}

/// Reads a date. `None` where it could mean two days.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_iso = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    match (is_iso, bytes.get(10)) {
        (true, None) => day(text),
        (true, Some(b'T' | b't' | b' ')) => {
            let date = day(text.get(..10)?)?;
            moment(&date.iso, text.get(11..)?)
        }
        _ => lenient(text),
    }
}

fn day(text: &str) -> Option<Date> {
    dated(number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?)
}

fn dated(year: u64, month: u64, day: u64) -> Option<Date> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1000..=9999).contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    let iso = [&digits(year, 4), "-", &digits(month, 2), "-", &digits(day, 2)].concat();
    Some(Date { iso, minutes: None, cut: false })
}

/// A time of day after a date: with its offset a moment, else the date alone.
fn moment(date: &str, time: &str) -> Option<Date> {
    let time = time.trim();
    let end = time.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b':' | b'.')).unwrap_or(time.len());
    let (clock, offset) = time.split_at_checked(end)?;
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().unwrap_or("0");
    let second = number(second.split('.').next()?)?;
    if hour > 23 || minute > 59 || second > 59 || parts.next().is_some() {
        return None;
    }
    let offset = offset.trim();
    let (sign, ahead) = match offset.as_bytes() {
        [] => return Some(Date { iso: date.to_owned(), minutes: None, cut: hour + minute + second > 0 }),
        [b'Z' | b'z'] => ("Z", Some((0, 0))),
        [b'+', ..] => ("+", hours(offset)),
        [b'-', ..] => ("-", hours(offset)),
        _ => return None,
    };
    let (hours, minutes) = ahead?;
    let clock = [&digits(hour, 2), ":", &digits(minute, 2), ":", &digits(second, 2)].concat();
    let mut iso = [date, "T", &clock, sign].concat();
    if sign != "Z" {
        iso.push_str(&[&digits(hours, 2), ":", &digits(minutes, 2)].concat());
    }
    let mut parts = date.split('-').filter_map(number);
    let days = instant::days_of(parts.next()?, parts.next()?, parts.next()?).unwrap_or_default();
    // A day is added, so that no offset leads below nothing.
    let at = (days + 1) * 1440 + hour * 60 + minute;
    let ahead = hours * 60 + minutes;
    Some(Date { iso, minutes: Some(if sign == "-" { at + ahead } else { at - ahead }), cut: false })
}

/// `+01:00`, `+0100`, `+01`.
fn hours(offset: &str) -> Option<(u64, u64)> {
    let plain: String = offset.chars().skip(1).filter(|&c| c != ':').collect();
    let (hours, minutes) = match plain.len() {
        2 => (number(&plain)?, 0),
        4 => (number(plain.get(..2)?)?, number(plain.get(2..)?)?),
        _ => return None,
    };
    (hours <= 14 && minutes <= 59).then_some((hours, minutes))
}

/// `2026/11/25`, `25.11.2026`, `2026年11月25日`, `Nov 25, 2026`: where the year, the
/// month and the day can each be only one of its numbers.
fn lenient(text: &str) -> Option<Date> {
    let mut numbers: Vec<(u64, usize)> = Vec::new();
    let mut month = None;
    for word in text.split(|c: char| {
        c.is_ascii() && !c.is_ascii_alphanumeric() || matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
    }) {
        if let Some(value) = number(word) {
            numbers.push((value, word.len()));
        } else if !word.is_empty() {
            let name = Some(word.to_ascii_lowercase()).filter(|name| name.len() >= 3)?;
            let at = MONTHS.split(' ').skip(1).position(|month| month.starts_with(name.as_str()))?;
            if month.replace(at as u64 + 1).is_some() {
                return None;
            }
        }
    }
    let year = |&(value, length): &(u64, usize)| (length == 4).then_some(value);
    match (month, numbers.as_slice()) {
        (Some(month), [first, last]) => match (year(first), year(last)) {
            (Some(year), None) => dated(year, month, last.0),
            (None, Some(year)) => dated(year, month, first.0),
            _ => None,
        },
        (None, [first, middle, last]) => match (year(first), year(last)) {
            (Some(year), None) => dated(year, middle.0, last.0),
            (None, Some(year)) if first.0 > 12 || first.0 == middle.0 || text.contains('.') => {
                dated(year, middle.0, first.0)
            }
            (None, Some(year)) if middle.0 > 12 => dated(year, first.0, middle.0),
            _ => None,
        },
        _ => None,
    }
}

/// A number of at most four digits.
fn number(text: &str) -> Option<u64> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.bytes().fold(0, |number, byte| number * 10 + u64::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        parse(text).map(|date| date.iso)
    }

    #[test]
    fn iso_dates_and_moments_stay_what_they_are() {
        for (text, read) in [
            ("2026-11-25", "2026-11-25"),
            ("2024-02-29", "2024-02-29"),
            ("2026-11-25T10:00:00+01:00", "2026-11-25T10:00:00+01:00"),
            ("2026-11-25T10:00:00.123Z", "2026-11-25T10:00:00Z"),
            ("2026-11-25T10:00Z", "2026-11-25T10:00:00Z"),
            ("2026-11-25 10:00:00 +0530", "2026-11-25T10:00:00+05:30"),
            ("2026-11-25T10:00-08", "2026-11-25T10:00:00-08:00"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(read), "{text}");
        }
        let cut = parse("2026-11-25T10:00:00").unwrap();
        assert_eq!((cut.iso.as_str(), cut.cut), ("2026-11-25", true));
        assert!(!parse("2026-11-25T00:00:00").unwrap().cut);
    }

    #[test]
    fn other_spellings_are_read_where_they_mean_one_day() {
        for (text, read) in [
            ("2026/11/25", "2026-11-25"),
            ("2026/3/7", "2026-03-07"),
            ("25.11.2026", "2026-11-25"),
            ("3.4.2026", "2026-04-03"),
            ("25/11/2026", "2026-11-25"),
            ("11/25/2026", "2026-11-25"),
            ("7/7/2026", "2026-07-07"),
            ("2026年11月25日", "2026-11-25"),
            ("2026년 11월 25일", "2026-11-25"),
            ("Nov 25, 2026", "2026-11-25"),
            ("25 November 2026", "2026-11-25"),
            ("2026 Nov 5", "2026-11-05"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_two_is_not_read() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-13-01",
            "2025-02-29",
            "2026-11-31",
            "3/4/2026",
            "yesterday",
            "25/11/26",
            "0000-01-01",
            "2026-11-25T25:00Z",
            "2026-11-25T10:00+99:00",
            "2026-11-25T10Z",
            "25 novembre 2026",
            "Nov 25",
            "2026-11-25x",
            "2026-11-25T10:00:00:00Z",
            "Monday, Nov 25, 2026",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn moments_compare_across_offsets() {
        let at = |text| parse(text).unwrap().minutes.unwrap();
        assert!(at("2026-11-25T23:00:00-05:00") > at("2026-11-26T01:00:00+01:00"));
        assert_eq!(at("2026-11-25T10:00:00+01:00"), at("2026-11-25T09:00:00Z"));
        assert!(at("2026-11-30T10:00:00Z") < at("2026-12-01T10:00:00Z"));
    }
}
