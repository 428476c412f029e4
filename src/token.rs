//! A pasted token: cleaned of what pasting adds, and refused when it cannot be
//! one, before any request is made.

use std::fmt;

use crate::error::{Code, Error};

/// A Notion token. It has no `Debug` or `Display` that shows it, so that it
/// cannot reach a log or a message by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Tokens look like `ntn_` and 46 characters (older: `secret_` and 43); Notion
/// calls them opaque, so only what no token could be is refused.
const LENGTH: std::ops::RangeInclusive<usize> = 20..=512;

/// No token of Notion's is nearly this long.
const LONGEST_ISSUED: usize = 4096;

impl Token {
    /// Cleans and checks what a person pasted: white space, quotes, a `Bearer `
    /// or `Authorization:` in front, and invisible characters go.
    ///
    /// # Errors
    /// [`Code::TokenEmpty`] when nothing is left, [`Code::TokenMalformed`] for an
    /// address or anything else that cannot be a token.
    pub fn parse(pasted: &str) -> Result<Self, Box<Error>> {
        if pasted.len() > 4 * LENGTH.end() {
            return Err(Code::TokenMalformed.into());
        }
        let visible = clean(pasted);
        let mut token = visible.as_str();
        for prefix in ["authorization:", "bearer"] {
            let Some((head, rest)) = token.split_at_checked(prefix.len()) else { continue };
            let separated = prefix.ends_with(':') || rest.starts_with(|c: char| c.is_whitespace() || c == ':');
            if head.eq_ignore_ascii_case(prefix) && (separated || rest.is_empty()) {
                token = trim(rest.trim_start_matches(':'));
            }
        }
        if token.is_empty() {
            return Err(Code::TokenEmpty.into());
        }
        let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        if !plain || !LENGTH.contains(&token.len()) {
            return Err(Code::TokenMalformed.into());
        }
        // A Notion page's address ends in 32 hexadecimal digits, and so does its
        // copied id: long and plain enough to pass for a token otherwise.
        if is_id(token) {
            return Err(Code::TokenMalformed.into());
        }
        Ok(Self(token.to_owned()))
    }

    /// A token as Notion handed it over: it may look like anything, so long as it
    /// can stand in a header.
    #[must_use]
    pub fn issued(text: &str) -> Option<Self> {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        (plain && text.len() <= LONGEST_ISSUED).then(|| Self(text.to_owned()))
    }

    /// The secret itself: for the Authorization header and the store, nothing else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The last four characters, enough to tell two tokens apart on screen.
    #[must_use]
    pub fn ending(&self) -> &str {
        // ASCII only (checked above), so every byte offset is a boundary.
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(***)")
    }
}

/// Without what pasting adds: white space and quotes around it, invisible
/// characters in it.
#[must_use]
pub fn clean(pasted: &str) -> String {
    let visible: String = pasted.chars().filter(|&c| !is_invisible(c)).collect();
    trim(&visible).to_owned()
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | ',' | ';')
    })
}

fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_id(token: &str) -> bool {
    let digits: String = token.chars().filter(|&c| c != '-').collect();
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "ntn_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2W3x4";

    #[test]
    fn what_pasting_adds_is_removed() {
        // T-01
        for pasted in [
            GOOD.to_owned(),
            format!("  {GOOD}\n"),
            format!("\"{GOOD}\""),
            format!("‘{GOOD}’,"),
            format!("Bearer {GOOD}"),
            format!("bearer: {GOOD}"),
            format!("Authorization: Bearer {GOOD}"),
            format!("\u{feff}{GOOD}\u{200b}"),
            GOOD.replace("C3", "C\u{200b}3"),
        ] {
            assert_eq!(Token::parse(&pasted).unwrap().reveal(), GOOD, "{pasted:?}");
        }
        assert!(Token::parse("secret_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").is_ok());
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        // T-02
        for empty in ["", "  ", "\"\"", "Bearer ", "\u{200b}"] {
            assert_eq!(Token::parse(empty).unwrap_err().code, Code::TokenEmpty, "{empty:?}");
        }
        let long = "a".repeat(1 << 20);
        for garbage in [
            "hello",
            "https://www.notion.so/Reading-list-0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef",
            "01234567-89ab-cdef-0123-456789abcdef",
            "ntn_with some spaces inside of the token",
            "ntn_🎒🎒🎒🎒🎒🎒🎒🎒🎒🎒🎒🎒🎒🎒",
            long.as_str(),
        ] {
            assert_eq!(Token::parse(garbage).unwrap_err().code, Code::TokenMalformed, "{garbage:.40?}");
        }
    }

    #[test]
    fn a_token_never_shows_itself() {
        let token = Token::parse(GOOD).unwrap();
        assert_eq!(format!("{token:?}"), "Token(***)");
        assert_eq!(token.ending(), "W3x4".get(0..4).unwrap());
    }
}
