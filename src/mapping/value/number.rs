//! Numbers as pages and people write them.

use crate::text;

/// The most digits that a float holds without losing any.
const MOST_DIGITS: usize = 15;

/// Reads a number: plain, with thousands separated, with a decimal comma where
/// it cannot be anything else, with a sign of currency or percent. `None` where it
/// could mean two things, has a unit, or has more digits than can be kept.
#[must_use]
pub fn parse(given: &str, is_share: bool) -> Option<f64> {
    let Decimal { is_negative, digits, places } = read(given, is_share)?;
    let mantissa = digits.bytes().fold(0_u64, |number, byte| number * 10 + u64::from(byte - b'0'));
    // Both are exact, so that their quotient is the nearest float there is.
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    #[allow(clippy::cast_precision_loss, reason = "at most fifteen digits")]
    let number = mantissa as f64 / scale;
    Some(if is_negative { -number } else { number })
}

/// The number in plain decimals: `-1234.5`.
#[must_use]
pub fn plain(given: &str, is_share: bool) -> Option<String> {
    let Decimal { is_negative, digits, places } = read(given, is_share)?;
    let padding = (places + 1).saturating_sub(digits.len());
    let digits = ["0".repeat(padding), digits].concat();
    let (whole, fraction) = digits.split_at_checked(digits.len() - places)?;
    let fraction = fraction.trim_end_matches('0');
    let sign = if is_negative { "-" } else { "" };
    let mark = if fraction.is_empty() { "" } else { "." };
    Some([sign, whole, mark, fraction].concat())
}

/// A number as its digits.
struct Decimal {
    is_negative: bool,
    /// At most [`MOST_DIGITS`], without zeros in front.
    digits: String,
    /// How many of them stand after the decimal mark: at most 22.
    places: usize,
}

fn read(given: &str, is_share: bool) -> Option<Decimal> {
    let (mut negative, mut currency, mut percent) = (false, false, false);
    // Digits, and `.`, `,` or ` ` between them.
    let mut plain = String::new();
    for c in given.trim().chars() {
        let inside = !plain.is_empty();
        match c {
            '0'..='9' if percent => return None,
            '0'..='9' | '.' | ',' => plain.push(c),
            '\'' | '’' => plain.push(' '),
            '-' | '−' if !inside && !negative => negative = true,
            '+' if !inside => {}
            '%' if inside => percent = true,
            '$' | '£' | '¥' | '€' | '\u{20a0}'..='\u{20cf}' => currency = true,
            _ if c.is_whitespace() && inside => plain.push(' '),
            _ if c.is_whitespace() => {}
            _ => return None,
        }
    }
    let plain = plain.trim_end();
    let count = |mark: char| plain.chars().filter(|&c| c == mark).count();
    let last = plain.chars().fold(' ', |last, c| if c == '.' || c == ',' { c } else { last });
    let (whole, fraction) = match (count('.'), count(',')) {
        (0, 0) => (plain, ""),
        (1, 0) | (0, 1) => {
            let (whole, fraction) = plain.split_once(last)?;
            let threes = fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
            match last {
                // `1,234` has its thousands separated; `0,234` is a fraction.
                ',' if threes => (plain, ""),
                // `1.234 €` may be one euro or a thousand.
                '.' if threes && currency => return None,
                _ => (whole, fraction),
            }
        }
        (dots, commas) if dots > 0 && commas > 0 => {
            let fraction = text::last_part(plain, last);
            (plain.get(..plain.len() - fraction.len() - 1)?, fraction)
        }
        _ => (plain, ""),
    };
    if plain.len() > whole.len() && fraction.is_empty() {
        return None;
    }
    let digits = [&grouped(whole)?, fraction].concat();
    let digits = digits.trim_start_matches('0');
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.len() > MOST_DIGITS {
        return None;
    }
    let places = fraction.len() + if percent && is_share { 2 } else { 0 };
    (places <= 22).then(|| Decimal { is_negative: negative, digits: digits.to_owned(), places })
}

/// The digits before the decimal mark, in groups of three where they are in groups.
fn grouped(whole: &str) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return (!whole.is_empty()).then(|| whole.to_owned());
    };
    let mut digits = String::new();
    for (at, group) in whole.split(mark).enumerate() {
        let fits = if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        if !fits {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("0", 0.0),
            ("42", 42.0),
            ("-7", -7.0),
            ("−7", -7.0),
            ("+7", 7.0),
            ("3.25", 3.25),
            ("0.1", 0.1),
            ("1.234", 1.234),
            ("0,234", 0.234),
            ("12,5", 12.5),
            ("1,234", 1_234.0),
            ("1,234.5", 1_234.5),
            ("1.234,56", 1_234.56),
            ("1.234.567", 1_234_567.0),
            ("1 234,50", 1_234.5),
            ("1\u{202f}234", 1_234.0),
            ("12'345.60", 12_345.6),
            ("$19.99", 19.99),
            ("19,99 €", 19.99),
            ("₹ 1,299", 1_299.0),
            ("50%", 50.0),
            ("999999999999999", 999_999_999_999_999.0),
        ] {
            assert_eq!(parse(text, false), Some(number), "{text}");
        }
        assert_eq!(parse("12.5 %", true), Some(0.125));
        assert_eq!(parse("0.5", true), Some(0.5));
        for (text, plainly) in [("1,234.50", "1234.5"), ("-0.05", "-0.05"), ("0", "0"), ("7", "7"), ("100", "100")] {
            assert_eq!(plain(text, false).as_deref(), Some(plainly));
        }
        assert_eq!(plain("5%", true).as_deref(), Some("0.05"));
    }

    #[test]
    fn what_could_be_something_else_is_not_a_number() {
        for text in [
            "",
            " ",
            "-",
            ".",
            ",",
            "5.",
            "abc",
            "12 kg",
            "1.234 €",
            "12 34",
            "1,23,456",
            "1.2.3",
            "1 2",
            "5-6",
            "1e5",
            "1/2",
            "%",
            "5%5",
            "1,234,5",
            "12345678901234567890",
            "½",
            "٣",
            "0x10",
            "1,.5",
            "1'23",
        ] {
            assert_eq!(parse(text, false), None, "{text}");
        }
    }
}
