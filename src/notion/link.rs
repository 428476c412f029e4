//! Which addresses Notion takes: one that it does not take costs the whole request.

use super::limit;
use crate::address::Address;
use crate::text;

/// An address as it may stand in a link: absolute, `http`, `https` or `mailto`,
/// without user name or password, not too long.
#[must_use]
pub fn link(given: &str) -> Option<String> {
    if let Some(address) = web(given) {
        return Some(address);
    }
    let (scheme, mailbox) = given.trim().split_once(':')?;
    let clean = !mailbox.chars().any(|c| c.is_whitespace() || c.is_control());
    (scheme.eq_ignore_ascii_case("mailto") && clean && mailbox.contains('@') && text::units(given) <= limit::URL)
        .then(|| ["mailto:", mailbox].concat())
}

/// An address of the web: as [`link`], but only `http` and `https`.
#[must_use]
pub fn web(given: &str) -> Option<String> {
    let address = Address::parse(given).ok()?;
    (is_host(address.parts().authority) && text::units(address.as_str()) <= limit::URL).then(|| address.into_text())
}

/// Whether it could be a host with a port. Browsers write international names in
/// ASCII, so what is beyond it was never resolved, and is left to Notion.
fn is_host(authority: &str) -> bool {
    let port = text::last_part(authority, ':');
    let (host, port) = match authority.strip_suffix(port).and_then(|host| host.strip_suffix(':')) {
        Some(host) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_name = |host: &str| {
        !host.starts_with('.')
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || !c.is_ascii())
    };
    let is_number = |host: &str| host.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    !host.is_empty()
        && bracketed.map_or_else(|| is_name(host), is_number)
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// The ending of the file an address names, in lower case; empty where there is none.
#[must_use]
pub fn ending(address: &str) -> String {
    let whole = address.split(['?', '#']).next().unwrap_or_default();
    let path = text::cut(whole, "://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let name = text::last_part(path, '/');
    if name.contains('.') { text::last_part(name, '.').to_ascii_lowercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_notion_takes_is_a_link() {
        for (given, kept) in [
            ("https://e.com/a?b#c", Some("https://e.com/a?b#c")),
            ("http://e.com", Some("http://e.com/")),
            ("https://ada:secret@e.com/", Some("https://e.com/")),
            ("http://[::1]:8080/", Some("http://[::1]:8080/")),
            ("http://localhost:3000/", Some("http://localhost:3000/")),
            ("https://xn--bcher-kva.example/ü", Some("https://xn--bcher-kva.example/ü")),
            ("MAILTO:ada@e.com?subject=x", Some("mailto:ada@e.com?subject=x")),
            ("mailto:", None),
            ("mailto:ada", None),
            ("#top", None),
            ("/a", None),
            ("tel:123", None),
            ("javascript:alert(1)", None),
            ("https://e.com:x/", None),
            ("https://e.com:99999/", None),
            ("https://<e>.com/", None),
            ("https://.e/", None),
            ("data:text/html,x", None),
        ] {
            assert_eq!(link(given).as_deref(), kept, "{given}");
        }
        assert_eq!(link(&["https://e.com/", &"a".repeat(limit::URL)].concat()), None);
    }

    #[test]
    fn a_file_has_an_ending() {
        for (address, wanted) in [
            ("https://e.com/a/b.PNG?w=1.x#y.z", "png"),
            ("https://e.com/a.b/c", ""),
            ("https://e.com", ""),
            ("https://e.com/", ""),
        ] {
            assert_eq!(ending(address), wanted, "{address}");
        }
    }
}
