//! The fields that a page of some kind has, in the same form on every page: a
//! paper's DOI, a product's price, a video's length.

use super::Fields;
use super::scan::{add_number, number, pieces};
use super::source::{Said, clean};
use crate::text;

/// Where the fields that are the same for every page come from: a line for each,
/// its name first.
const UNIFORM: &str = late!(
    "
doi citation_doi prism.doi dc.identifier ld:doi ld:identifier.value ld:identifier ld:sameas
journal citation_journal_title citation_conference_title prism.publicationname ld:ispartof.ispartof.name ld:ispartof.name
price product:price:amount og:price:amount ld:offers.price ld:offers.lowprice ld:hasvariant.offers.price itemprop=price
currency product:price:currency og:price:currency ld:offers.pricecurrency ld:hasvariant.offers.pricecurrency itemprop=pricecurrency
channel ld:author.name ld:creator.name itemprop=name ld:publisher.name
duration ld:duration itemprop=duration og:video:duration video:duration
stars href=stars
code-language ld:programminglanguage.name ld:programminglanguage itemprop=programminglanguage
isbn ld:isbn book:isbn citation_isbn itemprop=isbn
rating ld:aggregaterating.ratingvalue itemprop=ratingvalue
"
);

/// The fields that a page of some kind has, in the same form on every page.
pub(super) fn add(said: &Said, fields: &mut Fields) {
    for line in pieces(UNIFORM, "\n") {
        let Some((name, sources)) = text::cut(line, " ") else { continue };
        // A picture's or an article's author is no channel.
        if name == "channel" && said.kind != "video" {
            continue;
        }
        for found in said.all(sources) {
            let value = uniform(name, found);
            if !value.is_empty() {
                fields.add(name, &value);
                if name == "duration" {
                    fields.add("length", &readable_duration(&value));
                }
                break;
            }
        }
    }
}

/// A value in the form that it has on every page; empty where it is not one.
fn uniform(name: &str, value: &str) -> String {
    match name {
        "doi" => match text::cut(value, "10.") {
            Some((_, rest)) if text::contains(rest, "/") => ["10.", rest].concat(),
            _ => String::new(),
        },
        "duration" => match amount(value) {
            (0, 0) => String::new(),
            (thousandths, 0) => iso_duration(thousandths / 1000),
            _ => value.trim().to_owned(),
        },
        "stars" => match amount(value) {
            // Thousands.
            (thousandths, b'k') => text::digits(thousandths, 0),
            (thousandths, _) => text::digits(thousandths / 1000, 0),
        },
        _ => clean(value),
    }
}

/// The number that a text begins with, in thousandths, and the small letter that
/// follows it, or zero.
fn amount(text: &str) -> (u64, u8) {
    let (mut number, mut decimals, mut unit) = (0_u64, 0_u8, 0);
    for b in text.bytes() {
        match b {
            b'0'..=b'9' if decimals < 4 => {
                number = number.saturating_mul(10).saturating_add(u64::from(b - b'0'));
                decimals += u8::from(decimals > 0);
            }
            b'0'..=b'9' | b',' | b' ' | b'\n' => {}
            b'.' if decimals == 0 => decimals = 1,
            _ => {
                unit = b.to_ascii_lowercase();
                break;
            }
        }
    }
    // One more than there were, up to three.
    for _ in decimals.max(1)..4 {
        number = number.saturating_mul(10);
    }
    (number, unit)
}

/// `PT1H2M3S`.
fn iso_duration(seconds: u64) -> String {
    let mut text = "PT".to_owned();
    for (number, unit) in [(seconds / 3600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")] {
        if number > 0 {
            add_number(&mut text, "", number, 1);
            text.push_str(unit);
        }
    }
    text
}

/// `1:02:03`, out of `PT1H2M3S`.
fn readable_duration(iso: &str) -> String {
    let mut seconds = 0_u64;
    let mut rest = iso;
    while !rest.is_empty() {
        let (value, _, after) = number(rest);
        let unit = match after.as_bytes().first() {
            Some(b'D' | b'd') => 86_400,
            Some(b'H' | b'h') => 3_600,
            Some(b'M' | b'm') => 60,
            Some(b'S' | b's') => 1,
            Some(b'P' | b'T' | b'p' | b't') => 0,
            _ => return String::new(),
        };
        seconds = seconds.saturating_add(value.saturating_mul(unit));
        rest = after.get(1..).unwrap_or_default();
    }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let mut text = text::digits(hours, 0);
    add_number(&mut text, if hours > 0 { ":" } else { "" }, minutes, if hours > 0 { 2 } else { 1 });
    add_number(&mut text, ":", seconds % 60, 2);
    if seconds == 0 { String::new() } else { text }
}
