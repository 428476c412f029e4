//! Dates as pages write them, where they can be read in one way only.

use super::{Details, Mark};
use crate::address::Address;
use crate::text;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The first date in a text, in ISO 8601: with the time where the text says how
/// far it is from UTC, else the day alone.
pub(super) fn read(given: &str, language: &str) -> Option<String> {
    let text = text::split_at_units(given.trim(), 200).0;
    // Every place where a number begins.
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() && !before.is_ascii_alphanumeric() {
            let rest = text.get(at..).unwrap_or_default();
            if let Some(found) = iso(rest).or_else(|| slashed(rest, language)) {
                return Some(found);
            }
        }
        before = c;
    }
    in_words(text)
}

/// `2026-11-23`, `2026/11/23`, `20261123`, and the time after it.
fn iso(text: &str) -> Option<String> {
    let mut scan = Scan(text);
    let (year, length) = scan.number()?;
    let date = if length == 8 {
        day(year / 10_000, year / 100 % 100, year % 100)?
    } else {
        let mark = scan.one_of("-/.")?;
        let month = scan.number()?.0;
        (length == 4 && scan.one_of("-/.") == Some(mark)).then_some(())?;
        day(year, month, scan.number()?.0)?
    };
    let time = time(scan.0.trim_start_matches(['T', 't', ' ', ',']));
    Some([date.as_str(), &time.unwrap_or_default()].concat())
}

/// `23.11.2026`, `11/23/2026`: where it can be only one.
fn slashed(text: &str, language: &str) -> Option<String> {
    let mut scan = Scan(text);
    let (first, _) = scan.number()?;
    let mark = scan.one_of("-/.")?;
    let (second, _) = scan.number()?;
    (scan.one_of("-/.") == Some(mark)).then_some(())?;
    let (year, length) = scan.number()?;
    (length == 4).then_some(())?;
    // Dots, and every language but English, have the day first.
    let english = language.get(..2).is_none_or(|start| start.eq_ignore_ascii_case("en"));
    let american = language.eq_ignore_ascii_case("en-us");
    let day_first =
        first > 12 || mark == '.' || !english && !language.is_empty() || english && language.len() > 2 && !american;
    if day_first {
        day(year, second, first)
    } else if second > 12 || american || first == second {
        day(year, first, second)
    } else {
        None
    }
}

/// `Nov 23, 2026`, `23 November 2026`, `Mon, 23 Nov 2026 04:41:00 +0000`.
fn in_words(text: &str) -> Option<String> {
    let mut words = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != ':' && c != '+' && c != '-')
        .filter(|word| !word.is_empty());
    let (mut before, mut day_number, mut month) = ("", None, None);
    while let Some(word) = words.next() {
        if let Some(month) = month {
            let number = ordinal(word);
            if let (Some(day_number), Some(year)) = (day_number, number.filter(|year| *year > 31)) {
                let date = day(year, month, day_number)?;
                let rest: Vec<&str> = words.take(2).collect();
                let time = time(&rest.concat());
                return Some([date.as_str(), &time.unwrap_or_default()].concat());
            }
            if day_number.is_none() && number.is_some() {
                day_number = number;
                continue;
            }
        }
        month = month_of(word);
        day_number = ordinal(before);
        before = word;
    }
    None
}

/// A number, with or without the ending of an ordinal.
fn ordinal(word: &str) -> Option<u64> {
    let ends = ["st", "nd", "rd", "th"];
    ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).parse().ok()
}

fn month_of(word: &str) -> Option<u64> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && (month.starts_with(&word) || word == "sept" && *month == "september"))?;
    Some(at as u64 + 1)
}

/// A day that there is, of a year in which something may have been published.
fn day(year: u64, month: u64, day: u64) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let exists = (1000..2100).contains(&year) && (1..=12).contains(&month) && (1..=longest).contains(&day);
    exists.then(|| [&text::digits(year, 4), "-", &text::digits(month, 2), "-", &text::digits(day, 2)].concat())
}

/// `T04:41:00+01:00`, only where the offset is said.
fn time(text: &str) -> Option<String> {
    let mut scan = Scan(text);
    let (hour, _) = scan.number()?;
    scan.one_of(":")?;
    let (minute, _) = scan.number()?;
    let mut second = 0;
    if scan.one_of(":").is_some() {
        second = scan.number()?.0;
        if scan.one_of(".,").is_some() {
            scan.number()?;
        }
    }
    let rest = scan.0.trim_start();
    let upper = rest.to_ascii_uppercase();
    let zone = if matches!(upper.as_str(), "Z" | "UTC" | "GMT") {
        "Z".to_owned()
    } else {
        let sign = rest.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
        let mut digits = rest.chars().filter(char::is_ascii_digit);
        let mut pair = || -> Option<u64> {
            let (tens, ones) = (digits.next()?.to_digit(10)?, digits.next()?.to_digit(10)?);
            Some(u64::from(tens * 10 + ones))
        };
        let (hours, minutes) = (pair()?, pair().unwrap_or_default());
        (hours < 15 && minutes < 60).then_some(())?;
        [sign, &text::digits(hours, 2), ":", &text::digits(minutes, 2)].concat()
    };
    (hour < 24 && minute < 60 && second < 60).then_some(())?;
    Some(["T", &text::digits(hour, 2), ":", &text::digits(minute, 2), ":", &text::digits(second, 2), &zone].concat())
}

/// What is left of a text.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    /// The number that it begins with, and how many digits that has.
    fn number(&mut self) -> Option<(u64, usize)> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((number.parse().ok()?, length))
    }

    fn one_of(&mut self, marks: &str) -> Option<char> {
        let first = self.0.chars().next().filter(|first| marks.chars().any(|mark| mark == *first))?;
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(first)
    }
}

/// Dates that the page's elements show, for what its metas did not say.
pub(super) fn from_marks(details: &Details, language: &str, published: &mut String, modified: &mut String) {
    let mut highest = 0;
    let known = !published.is_empty();
    for mark in &details.marks {
        let trust = trust(mark);
        let changed = is_of_change(mark);
        if trust == 0 || if changed { !modified.is_empty() } else { known || trust <= highest } {
            continue;
        }
        let date = read(&mark.value, language).or_else(|| read(&mark.text, language));
        let Some(date) = date else { continue };
        if changed {
            *modified = date;
        } else {
            *published = date;
            highest = trust;
        }
    }
}

/// The first date in what follows the first heading.
pub(super) fn in_opening(details: &Details, language: &str) -> Option<String> {
    for opening in &details.openings {
        for line in opening.split('\n') {
            if line.len() < 60
                && !says_change(line)
                && let Some(date) = read(line, language)
            {
                return Some(date);
            }
        }
    }
    None
}

/// How surely an element is there to say when the page was published.
fn trust(mark: &Mark) -> u8 {
    let has = |part: &str| text::contains(&mark.hint, part);
    let time = mark.hint.starts_with("time");
    if time && (has("publish") || has("entry-date") || has("posted")) {
        4
    } else if has("publish") || has("posted") {
        3
    } else if time {
        2
    } else if has("date") || has("timestamp") || has("byline") || has("author") {
        1
    } else {
        0
    }
}

/// Whether an element says when the page was last changed.
fn is_of_change(mark: &Mark) -> bool {
    says_change(&mark.text) || says_change(&mark.hint)
}

fn says_change(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["updated", "modified", "reviewed"].iter().any(|word| text::contains(&text, word))
}

/// `/2026/11/23/` in the address.
pub(super) fn in_address(address: &Address) -> Option<String> {
    let path = address.parts().path;
    let (mut rest, mut found) = (path, None);
    while let (Some((_, after)), None) = (rest.split_once('/'), &found) {
        found = iso(after).filter(|date| date.len() == 10);
        rest = after;
    }
    found
}
