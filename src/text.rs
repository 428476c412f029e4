//! Text as pages have it, made fit to show and to send: no control or invisible
//! characters, lengths counted as Notion counts them, cuts that break no glyph.

mod glyph;

/// What the browser does better than tables in the wasm could: Unicode
/// normalisation and case. The host's tests bring their own.
pub trait Unicode {
    /// The text in Normalisation Form C.
    fn nfc(&self, text: &str) -> String;
    /// The text in lower case.
    fn lower(&self, text: &str) -> String;

    /// What two spellings of one word share: NFC and lower case. Plain ASCII,
    /// the usual case, is answered here.
    fn key(&self, text: &str) -> String {
        if text.is_ascii() { text.to_ascii_lowercase() } else { self.nfc(&self.lower(&self.nfc(text))) }
    }
}

/// One line: controls, invisible characters and direction overrides gone, white
/// space (line breaks too) folded to single spaces.
#[must_use]
pub fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(4096));
    for word in text.split(is_space) {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let start = line.len();
        line.extend(word.chars().filter(|&c| !is_unwanted(c)));
        if line.len() == start {
            line.truncate(before);
        }
    }
    line
}

/// Several lines: each cleaned as [`line`] does, at most one empty line in a row,
/// none at the ends.
#[must_use]
pub fn lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut gap = false;
    for raw in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let clean = line(raw);
        if clean.is_empty() {
            gap = !kept.is_empty();
            continue;
        }
        if !kept.is_empty() {
            kept.push_str(if gap { "\n\n" } else { "\n" });
        }
        kept.push_str(&clean);
        gap = false;
    }
    kept
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}')
}

/// Characters that a title, a tag or a description never means: controls,
/// direction overrides and isolates (they turn what stands around them),
/// zero-width characters other than the joiners and marks that scripts and emoji
/// need, non-characters and the replacement of a broken one.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{206a}'..='\u{206f}')
}

/// What stands before and after the first occurrence of `mark`. (The standard
/// library's search for text in text is made for long ones, and weighs as much.)
#[must_use]
pub fn cut<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(mark.len()).position(|window| window == mark.as_bytes())?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// What stands after the last `mark`; the whole text where there is none. (Reading
/// from the front: searching backwards would be more code in the wasm.)
#[must_use]
pub fn last_part(text: &str, mark: char) -> &str {
    text.split(mark).reduce(|_, last| last).unwrap_or(text)
}

/// Whether `part` stands in the text.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    part.is_empty() || cut(text, part).is_some()
}

/// A number in decimal, with zeros in front up to that width. (The standard
/// library's formatting, with its fills and signs, is more code in the wasm.)
#[must_use]
pub fn digits(number: u64, width: usize) -> String {
    let mut text = String::new();
    let mut rest = number;
    while rest > 0 || text.len() < width {
        text.insert(0, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    text
}

/// The length in UTF-16 code units, which is how JavaScript and, as far as is
/// known, Notion count characters.
#[must_use]
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Splits off the longest beginning of at most `limit` UTF-16 units that ends
/// between two user-perceived characters. A single one longer than the limit
/// (a pile of combining marks) is cut between code points: never in one.
#[must_use]
pub fn split_at_units(text: &str, limit: usize) -> (&str, &str) {
    // Every code point takes at most as many units as bytes.
    if text.len() <= limit {
        return (text, "");
    }
    let (mut length, mut longest) = (0, 0);
    for c in text.chars() {
        length += c.len_utf16();
        if length > limit && longest > 0 {
            break;
        }
        longest += c.len_utf8();
    }
    let (kept, rest) = text.split_at_checked(longest).unwrap_or((text, ""));
    let whole = glyph::end(kept, rest);
    text.split_at_checked(if whole > 0 { whole } else { longest }).unwrap_or((text, ""))
}

/// Pieces of at most `limit` UTF-16 units that joined give the text again.
pub fn pieces(text: &str, limit: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = split_at_units(rest, limit);
        rest = after;
        Some(piece)
    })
}

/// The text within `limit` units, with an ellipsis where something was cut.
/// The flag says whether it was.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> (String, bool) {
    if units(text) <= limit {
        return (text.to_owned(), false);
    }
    let (kept, _) = split_at_units(text, limit.saturating_sub(1));
    ([kept.trim_end(), "…"].concat(), true)
}

#[cfg(test)]
pub(crate) mod testing {
    use unicode_normalization::UnicodeNormalization;

    use super::Unicode;

    /// What a browser would answer.
    pub(crate) struct Host;

    impl Unicode for Host {
        fn nfc(&self, text: &str) -> String {
            text.nfc().collect()
        }
        fn lower(&self, text: &str) -> String {
            text.to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::Host;
    use super::*;

    #[test]
    fn a_line_is_clean() {
        assert_eq!(line("  The\n\tquick\u{a0}\u{2028}fox\u{0} "), "The quick fox");
        assert_eq!(line("abc\u{202e}fed\u{200b}g\u{fffe}"), "abcfedg");
        assert_eq!(line("\u{200b} \u{200b}a \u{202e} b"), "a b");
        // Joiners mean something in Persian and in emoji.
        assert_eq!(line("می\u{200c}خواهم 👩\u{200d}👩\u{200d}👧"), "می\u{200c}خواهم 👩\u{200d}👩\u{200d}👧");
        assert_eq!(line(" \n "), "");
    }

    #[test]
    fn paragraphs_keep_their_breaks() {
        assert_eq!(lines("\n one \r\n\r\n\r\n two\nthree \n"), "one\n\ntwo\nthree");
    }

    #[test]
    fn a_cut_breaks_no_glyph() {
        let family = "👩\u{200d}👩\u{200d}👧\u{200d}👦";
        assert_eq!(units(family), 11);
        assert_eq!(split_at_units(&format!("ab{family}c"), 12), ("ab", &*format!("{family}c")));
        assert_eq!(split_at_units(&format!("ab{family}c"), 13), (&*format!("ab{family}"), "c"));
        assert_eq!(split_at_units("e\u{301}e\u{301}", 3), ("e\u{301}", "e\u{301}"));
        assert_eq!(split_at_units("🇩🇪🇫🇷", 6), ("🇩🇪", "🇫🇷"));
        assert_eq!(shorten("abcdef", 4), ("abc…".to_owned(), true));
        assert_eq!(shorten("abcd", 4), ("abcd".to_owned(), false));
    }

    #[test]
    fn spellings_of_one_word_share_a_key() {
        // I-05
        assert_eq!(Host.key("CAFÉ"), Host.key("cafe\u{301}"));
        assert_eq!(Host.key("Rust"), "rust");
        assert_ne!(Host.key("resume"), Host.key("résumé"));
    }

    proptest! {
        #[test]
        fn pieces_join_to_the_text_and_keep_the_limit(text in "\\PC{0,80}", limit in 1_usize..12) {
            let parts: Vec<&str> = pieces(&text, limit).collect();
            prop_assert_eq!(parts.concat(), text.as_str());
            // Only an astral character in a limit of one may be longer.
            prop_assert!(parts.iter().all(|part| units(part) <= limit.max(2)));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            prop_assert_eq!(line(&line(&text)), line(&text));
            prop_assert_eq!(lines(&lines(&text)), lines(&text));
        }
    }
}
