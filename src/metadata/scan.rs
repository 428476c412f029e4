//! Reading short texts piece by piece. Each of these is compiled once, where the
//! standard library's patterns are compiled once more for each way of asking.

/// The pieces of a text between any of these characters, as `str::split` gives them.
pub(super) struct Pieces<'a> {
    rest: Option<&'a str>,
    marks: &'static str,
}

/// The pieces of a text.
pub(super) fn pieces<'a>(text: &'a str, marks: &'static str) -> Pieces<'a> {
    Pieces { rest: Some(text), marks }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.take()?;
        for (at, c) in text.char_indices() {
            if is_one_of(c, self.marks) {
                self.rest = text.get(at + c.len_utf8()..);
                return text.get(..at);
            }
        }
        Some(text)
    }
}

/// Whether it is one of these characters.
#[inline(never)]
pub(super) fn is_one_of(c: char, marks: &str) -> bool {
    marks.chars().any(|mark| mark == c)
}

/// Whether it is one of the words of a list.
#[inline(never)]
pub(crate) fn is_word_of(list: &'static str, word: &str) -> bool {
    !word.is_empty() && pieces(list, " ").any(|known| known == word)
}

/// Whether the text begins with one of these words.
#[inline(never)]
pub(super) fn begins_with_one_of(list: &'static str, text: &str) -> bool {
    pieces(list, " ").any(|start| text.starts_with(start))
}

/// Whether one of these words stands in the text.
#[inline(never)]
pub(super) fn has_one_of(list: &'static str, text: &str) -> bool {
    pieces(list, " ").any(|part| crate::text::contains(text, part))
}

/// The text without these characters at its beginning.
#[inline(never)]
pub(super) fn without_start<'a>(text: &'a str, marks: &str) -> &'a str {
    let mut rest = text.chars();
    loop {
        let whole = rest.as_str();
        if !rest.next().is_some_and(|c| is_one_of(c, marks)) {
            return whole;
        }
    }
}

/// The text in small letters, where they are ASCII.
#[inline(never)]
pub(super) fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Adds what stands before a number, and the number at that width.
#[inline(never)]
pub(super) fn add_number(text: &mut String, before: &str, number: u64, width: usize) {
    text.push_str(before);
    text.push_str(&crate::text::digits(number, width));
}

/// The number that a text begins with, how many digits that has, and what follows.
#[inline(never)]
pub(super) fn number(text: &str) -> (u64, usize, &str) {
    let (mut number, mut length) = (0_u64, 0);
    for b in text.bytes() {
        if !b.is_ascii_digit() {
            break;
        }
        number = number.saturating_mul(10).saturating_add(u64::from(b - b'0'));
        length += 1;
    }
    (number, length, text.get(length..).unwrap_or_default())
}

/// The next word of letters, digits and `:+-` that are ASCII, which is taken off
/// the text; empty at its end.
#[inline(never)]
pub(super) fn word<'a>(text: &mut &'a str) -> &'a str {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'+' | b'-');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(is_part).unwrap_or(bytes.len());
    let mut end = start;
    while bytes.get(end).is_some_and(is_part) {
        end += 1;
    }
    let word = text.get(start..end).unwrap_or_default();
    *text = text.get(end..).unwrap_or_default();
    word
}
