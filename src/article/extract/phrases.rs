//! Headings of what is not the article, as pages write them.

/// Whether a heading announces something that is not the article.
pub(super) fn is_aside(heading: &str) -> bool {
    let mut folded = [0_u8; 64];
    let mut length = 0;
    let mut gap = false;
    for c in heading.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            let mut bytes = [0_u8; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            let space: &[u8] = if gap && length > 0 { b" " } else { b"" };
            for &byte in space.iter().chain(bytes) {
                let Some(place) = folded.get_mut(length) else { return false };
                *place = byte;
                length += 1;
            }
            gap = false;
        } else {
            gap = true;
        }
    }
    let folded = folded.get(..length).unwrap_or_default();
    WHOLE.binary_search_by(|known| known.as_bytes().cmp(folded)).is_ok()
        || BEGINNINGS.iter().any(|known| folded.starts_with(known.as_bytes()))
}

const BEGINNINGS: &[&str] = &[
    "related ",
    "more from ",
    "more in ",
    "more on ",
    "more stories",
    "read more",
    "recommended ",
    "sign up for ",
    "subscribe to ",
    "you may also ",
    "you might also ",
    "about the author",
    "follow us",
    "share this",
    "leave a ",
    "latest from ",
    "join the ",
];

const WHOLE: &[&str] = &[
    "advertisement",
    "also read",
    "comments",
    "follow",
    "join our newsletter",
    "join the conversation",
    "keep reading",
    "latest",
    "latest news",
    "leave a comment",
    "leave a reply",
    "more",
    "most popular",
    "most read",
    "newsletter",
    "next",
    "popular",
    "popular posts",
    "post navigation",
    "previous",
    "read next",
    "recent posts",
    "recommended",
    "related",
    "share",
    "share on",
    "share this",
    "subscribe",
    "tags",
    "trending",
    "up next",
    "whats next",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_in_order() {
        assert!(WHOLE.is_sorted());
    }

    #[test]
    fn headings_are_known_whatever_their_dress() {
        assert!(is_aside("  Related Articles:"));
        assert!(is_aside("COMMENTS"));
        assert!(is_aside("Read  next »"));
        assert!(!is_aside("Relatedness of words"));
        assert!(!is_aside("The comments of a king"));
        assert!(!is_aside(&"x".repeat(500)));
        assert!(!is_aside(""));
    }
}
