//! Dates as pages write them, where they can be read in one way only.

use super::details::{Details, Mark};
use super::scan::{
    add_number, begins_with_one_of, has_one_of, is_one_of, is_word_of, lower, number, pieces, without_start, word,
};
use crate::address::Address;
use crate::instant::MONTHS;
use crate::text;

/// How months are called in other languages, without accents: how their names begin, or all
/// of them where these are three letters.
const ELSEWHERE: &str = late!(
    "
janv janu jane ener genn
febr febb fevr feve
mars marz marc maart
avri abri apri
mai mei maj mayo maio magg
juin juni junh giug
juil juli julh lugl
aout agos augu
sept sete sett
octo octu okto otto outu
nove novi
dece deze dici dice
"
);

/// The first date in a text, in ISO 8601: with the time where the text says how
/// far it is from UTC, else the day alone.
#[inline(never)]
pub(super) fn read(given: &str, language: &str) -> Option<String> {
    let text = text::split_at_units(given.trim(), 200).0;
    // Every place where a number begins.
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() && !before.is_ascii_alphanumeric() {
            let found = in_digits(text.get(at..).unwrap_or_default(), language);
            if found.is_some() {
                return found;
            }
        }
        before = c;
    }
    in_words(text)
}

/// `2026-11-23`, `2026/11/23`, `20261123`, and the time after it; `2026年11月23日`;
/// `23.11.2026`, `11/23/2026` where it can be only one.
#[inline(never)]
fn in_digits(text: &str, language: &str) -> Option<String> {
    let (first, length, rest) = number(text);
    if length == 8 {
        return with_time(day(first / 10_000, first / 100 % 100, first % 100)?, rest);
    }
    let (second, _, after) = after_mark(rest, "-/.年년");
    let mark = if after.starts_with('월') { "월" } else { rest.get(..1).unwrap_or("月") };
    let (third, last_length, rest) = after_mark(after, mark);
    if length == 4 {
        return with_time(day(first, second, third)?, rest);
    }
    if last_length != 4 {
        return None;
    }
    // Dots, and every language but English, have the day first.
    let language = lower(language);
    // With either sign between them.
    let american = language.len() == 5 && language.starts_with("en") && language.ends_with("us");
    let other = !language.is_empty() && !american && language != "en";
    if first > 12 || mark == "." || other {
        day(third, second, first)
    } else if second > 12 || american || first == second {
        day(third, first, second)
    } else {
        None
    }
}

/// `Nov 23, 2026`, `23 November 2026`, `Mon, 23 Nov 2026 04:41:00 +0000`, `23 de
/// noviembre de 2026`.
#[inline(never)]
fn in_words(text: &str) -> Option<String> {
    let plain: String = text.chars().map(without_accent).collect();
    let mut rest = plain.as_str();
    // Zero is no day and no month.
    let (mut before, mut day_number, mut month) = (0, 0, 0);
    loop {
        let found = word(&mut rest);
        if found.is_empty() {
            return None;
        }
        if is_word_of(late!("de del di"), found) {
            continue;
        }
        let number = ordinal(found);
        if month > 0 && number > 0 {
            if day_number > 0 && number > 31 {
                return with_time(day(number, month, day_number)?, rest);
            }
            if day_number == 0 {
                day_number = number;
                continue;
            }
        }
        month = month_of(found);
        day_number = before;
        before = number;
    }
}

/// A number, with or without the ending of an ordinal; zero where it is none.
fn ordinal(word: &str) -> u64 {
    let (number, length, rest) = number(word);
    if length > 0 && (rest.is_empty() || is_word_of(late!("st nd rd th"), rest)) { number } else { 0 }
}

/// A letter as names of months have it, without its accent.
fn without_accent(c: char) -> char {
    match c {
        'ä' => 'a',
        'ç' => 'c',
        'é' => 'e',
        'û' => 'u',
        _ => c,
    }
}

/// The month that begins like this; zero where none does.
fn month_of(word: &str) -> u64 {
    if word.len() < 3 {
        return 0;
    }
    let word = lower(word);
    if let Some((before, _)) = text::cut(MONTHS, &[" ", &word].concat()) {
        return before.bytes().filter(|b| *b == b' ').count() as u64 + 1;
    }
    // Before the first line is an empty one.
    let is_named = |line| pieces(line, " ").any(|start| word == start || start.len() > 3 && word.starts_with(start));
    pieces(ELSEWHERE, "\n").position(is_named).map_or(0, |month| month as u64)
}

/// A day that there is, of a year in which something may have been published.
#[inline(never)]
fn day(year: u64, month: u64, day: u64) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let exists = (1000..2100).contains(&year) && (1..=12).contains(&month) && (1..=longest).contains(&day);
    let mut date = String::new();
    add_number(&mut date, "", year, 4);
    add_number(&mut date, "-", month, 2);
    add_number(&mut date, "-", day, 2);
    exists.then_some(date)
}

/// A day with the time that follows it, which counts only where its offset is said.
#[inline(never)]
fn with_time(mut date: String, rest: &str) -> Option<String> {
    let day = date.len();
    if !add_time(&mut date, without_start(rest, "Tt ,")) {
        date.truncate(day);
    }
    Some(date)
}

/// Adds `T04:41:00+01:00`; false where it is not all there.
fn add_time(date: &mut String, text: &str) -> bool {
    let (hour, length, rest) = number(text);
    let (minute, minute_length, mut rest) = after_mark(rest, ":");
    let mut second = 0;
    if begins_with_one_of(":", rest) {
        (second, _, rest) = after_mark(rest, ":");
        if begins_with_one_of(". ,", rest) {
            rest = after_mark(rest, ".,").2;
        }
    }
    add_number(date, "T", hour, 2);
    add_number(date, ":", minute, 2);
    add_number(date, ":", second, 2);
    let exists = length > 0 && minute_length > 0 && hour < 24 && minute < 60 && second < 60;
    exists && add_zone(date, word(&mut rest))
}

/// The number after one of these characters: of no digits where there is none.
#[inline(never)]
fn after_mark<'a>(text: &'a str, marks: &str) -> (u64, usize, &'a str) {
    match text.chars().next() {
        Some(c) if is_one_of(c, marks) => number(text.get(c.len_utf8()..).unwrap_or_default().trim_start()),
        _ => (0, 0, ""),
    }
}

/// Adds `Z` or `+01:00`.
fn add_zone(date: &mut String, text: &str) -> bool {
    if is_word_of(late!("z utc gmt"), &lower(text)) {
        date.push('Z');
        return true;
    }
    let (mut hours, length, rest) = after_mark(text, "+-");
    let mut minutes = after_mark(rest, ":").0;
    if length == 4 {
        (hours, minutes) = (hours / 100, hours % 100);
    }
    add_number(date, text.get(..1).unwrap_or_default(), hours, 2);
    add_number(date, ":", minutes, 2);
    matches!(length, 2 | 4) && hours < 15 && minutes < 60
}

/// Dates that the page's elements show, for what its metas did not say.
pub(super) fn from_marks(details: &Details, language: &str, published: &mut String, modified: &mut String) {
    let mut highest = 0;
    let known = !published.is_empty();
    for mark in &details.marks {
        let trust = trust(mark);
        let changed = says_change(&mark.text) || says_change(&mark.hint);
        if trust == 0 || if changed { !modified.is_empty() } else { known || trust <= highest } {
            continue;
        }
        for text in [&mark.value, &mark.text] {
            let Some(date) = read(text, language) else { continue };
            if changed {
                *modified = date;
            } else {
                *published = date;
                highest = trust;
            }
            break;
        }
    }
}

/// The first date in what follows the first heading.
pub(super) fn in_opening(details: &Details, language: &str) -> Option<String> {
    for opening in &details.openings {
        for line in pieces(opening, "\n") {
            if line.len() < 60 && !says_change(line) {
                let found = read(line, language);
                if found.is_some() {
                    return found;
                }
            }
        }
    }
    None
}

/// How surely an element is there to say when the page was published.
fn trust(mark: &Mark) -> u8 {
    let hint = mark.hint.as_str();
    let time = hint.starts_with("time");
    if time && has_one_of("publish entry-date posted", hint) {
        4
    } else if has_one_of("publish posted", hint) {
        3
    } else if time {
        2
    } else {
        u8::from(has_one_of("date timestamp byline author", hint))
    }
}

/// Whether a text says when something was last changed.
fn says_change(text: &str) -> bool {
    has_one_of(late!("updated modifi reviewed aktualisiert actualiz atualiz aggiornat bijgewerkt 更新"), &lower(text))
}

/// `/2026/11/23/` or `/2026/nov/23/` in the address.
pub(super) fn in_address(address: &Address) -> Option<String> {
    let mut rest = address.parts().path;
    while let Some((_, after)) = text::cut(rest, "/") {
        if year(after).is_some() {
            let mut parts = pieces(after, "/");
            let [year, month, day] = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
            let date = in_digits(after, "").or_else(|| in_words(&[day, " ", month, " ", year].concat()));
            if date.as_ref().is_some_and(|date| date.len() == 10) {
                return date;
            }
        }
        rest = after;
    }
    None
}

/// The four digits that a text begins with.
#[inline(never)]
pub(super) fn year(text: &str) -> Option<&str> {
    text.get(..4).filter(|year| number(year).1 == 4)
}
