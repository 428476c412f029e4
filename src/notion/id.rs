//! Notion's ids: 32 hexadecimal digits, with or without dashes, alone or at the
//! end of a link.

use crate::text;

/// An id as Notion writes it in answers: lower case, with dashes.
#[must_use]
pub fn parse(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|&c| c != '-').collect();
    (digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| dashed(&digits))
}

/// The id in a link to a page or database, or in what was copied as an id. In a
/// link it stands at the end of the last path part, after the title; the `v` of
/// the query is a view's id, and a `p` is a page opened on top.
#[must_use]
pub fn from_link(pasted: &str) -> Option<String> {
    let rest = behind_scheme(pasted);
    if let Some(id) = parse(rest) {
        return Some(id);
    }
    if !is_link(pasted) {
        return None;
    }
    let path = rest.split(['?', '#']).next()?;
    let name = text::last_part(path.trim_end_matches('/'), '/');
    parse(name).or_else(|| {
        // After a title, the id has no dashes of its own.
        let at = name.len().checked_sub(32)?;
        name.get(at..).and_then(parse)
    })
}

/// Whether what was pasted leads to Notion, whatever is there.
#[must_use]
pub fn is_link(pasted: &str) -> bool {
    is_notion(host(pasted))
}

/// Whether it leads to a page as its owner published it for everybody.
#[must_use]
pub fn is_published(pasted: &str) -> bool {
    let host = host(pasted).to_ascii_lowercase();
    host.ends_with(".notion.site")
}

fn host(pasted: &str) -> &str {
    behind_scheme(pasted).split(['/', '?', '#']).next().unwrap_or_default()
}

/// What was pasted, less what it may be wrapped in and its scheme.
fn behind_scheme(pasted: &str) -> &str {
    let link = pasted.trim().trim_matches(['"', '\'', '<', '>']);
    text::cut(link, "://").map_or(link, |(_, rest)| rest)
}

/// Hosts whose links are Notion's: the app's old and new one, and public sites.
fn is_notion(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    ["notion.so", "notion.com", "notion.site"]
        .iter()
        .any(|site| host == *site || host.strip_suffix(site).is_some_and(|head| head.ends_with('.')))
}

fn dashed(digits: &str) -> String {
    let mut id = String::with_capacity(36);
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit.to_ascii_lowercase());
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123abcd-4567-89ef-0123-456789abcdef";

    #[test]
    fn ids_and_links_are_read() {
        // I-12
        for text in [
            "0123abcd456789ef0123456789abcdef",
            " 0123ABCD-4567-89EF-0123-456789ABCDEF ",
            "https://www.notion.so/0123abcd456789ef0123456789abcdef",
            "https://www.notion.so/ada/Reading-list-0123abcd456789ef0123456789abcdef?v=ffffffffffffffffffffffffffffffff&pvs=4",
            "https://app.notion.com/p/Leseliste-0123abcd456789ef0123456789abcdef#block",
            "notion.so/0123abcd456789ef0123456789abcdef/",
            "https://ada.notion.site/B%C3%BCcher-0123abcd456789ef0123456789abcdef",
        ] {
            assert_eq!(from_link(text).as_deref(), Some(ID), "{text}");
        }
    }

    #[test]
    fn links_to_notion_are_told_from_others() {
        for (text, is_notions, is_public) in [
            ("https://www.notion.so/ada/Reading-list", true, false),
            ("app.notion.com", true, false),
            (" <https://Ada.Notion.site/Books?v=1> ", true, true),
            ("https://notion.site/", true, false),
            ("https://example.com/notion.so", false, false),
            ("https://evilnotion.site/", false, false),
            ("hello", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_link(text), is_published(text)), (is_notions, is_public), "{text}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "hello",
            "https://www.notion.so/",
            "https://www.notion.so/ada/Reading-list",
            "https://example.com/0123abcd456789ef0123456789abcdef",
            "https://evilnotion.so/0123abcd456789ef0123456789abcdef",
            "0123abcd456789ef0123456789abcde",
            "https://www.notion.so/ü",
        ] {
            assert_eq!(from_link(text), None, "{text}");
        }
    }
}
