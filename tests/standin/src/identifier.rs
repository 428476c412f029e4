//! Notion's ids: UUIDs that are read with or without dashes, and the short ids of properties.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use uuid::Uuid;

/// The id of anything but a property or a select option.
pub type Id = Uuid;

/// A fresh id.
#[must_use]
pub fn fresh() -> Id {
    Uuid::new_v4()
}

/// Reads an id as Notion does: 32 hexadecimal digits, with or without the four dashes.
///
/// `Uuid` alone would also take braces and `urn:uuid:`, which Notion refuses.
#[must_use]
pub fn parse(text: &str) -> Option<Id> {
    matches!(text.len(), 32 | 36).then_some(())?;
    Uuid::parse_str(text).ok()
}

/// The spelling used in web addresses: no dashes.
#[must_use]
pub fn compact(id: Id) -> String {
    id.simple().to_string()
}

/// Letters Notion really uses in property ids; a client that forgets to encode them fails here.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY:;=?@[]^`{|}~\\";

/// Notion's own escaping of property ids, the one of JavaScript's `encodeURIComponent`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A fresh property id: four letters, escaped for use in addresses, like `%3AUPp`.
#[must_use]
pub fn fresh_property() -> String {
    let letters: String = Uuid::new_v4()
        .as_bytes()
        .iter()
        .take(4)
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect();
    encode_property(&letters)
}

/// Escapes a property id the way Notion shows it.
#[must_use]
pub fn encode_property(raw: &str) -> String {
    utf8_percent_encode(raw, ENCODED).to_string()
}

/// Whether two spellings, escaped or not, name the same property id.
#[must_use]
pub fn same_property(known: &str, asked: &str) -> bool {
    known == asked || percent_decode_str(known).decode_utf8_lossy() == percent_decode_str(asked).decode_utf8_lossy()
}

/// A token that looks like one of Notion's: `ntn_` and 46 letters and digits.
#[must_use]
pub fn fresh_token() -> String {
    let letters = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    format!("ntn_{}", letters.chars().take(46).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_with_and_without_dashes_and_nothing_else() {
        let id = fresh();
        assert_eq!(parse(&id.to_string()), Some(id));
        assert_eq!(parse(&compact(id)), Some(id));
        assert_eq!(parse(&format!("{{{id}}}")), None);
        assert_eq!(parse("not-an-id"), None);
    }

    #[test]
    fn property_ids_match_escaped_or_not() {
        assert_eq!(encode_property(":UPp"), "%3AUPp");
        assert!(same_property("%3AUPp", ":UPp"));
        assert!(!same_property("%3AUPp", "title"));
    }
}
