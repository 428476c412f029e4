//! Page addresses: what may be saved, in what form, and which of a page's two
//! addresses (the one in the bar, the one it declares as canonical) is meant.
//!
//! Addresses arrive as a browser writes them (already parsed and serialised by
//! the WHATWG rules), so splitting at the delimiters is enough here and a second
//! URL parser in the wasm would cost more than everything else together.

pub mod canonical;
pub mod tracking;

use std::fmt;

use crate::error::{Code, Error};
use crate::text;

/// An http or https address without user name or password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// An address cut at its delimiters; the parts borrow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// `http` or `https`.
    pub scheme: &'a str,
    /// Host and port.
    pub authority: &'a str,
    /// From the first slash on; may be empty.
    pub path: &'a str,
    /// Without the question mark; `None` where there is none.
    pub query: Option<&'a str>,
    /// Without the number sign; `None` where there is none.
    pub fragment: Option<&'a str>,
}

impl Address {
    /// Reads an absolute http or https address and drops any user name and
    /// password in it (they are secrets, and never part of what a page is).
    ///
    /// # Errors
    /// [`Code::PageNotSavable`] for every other scheme and for what is no address.
    pub fn parse(given: &str) -> Result<Self, Box<Error>> {
        let given = given.trim();
        let refused = || Box::<Error>::from(Code::PageNotSavable);
        let (scheme, rest) = text::cut(given, "://").ok_or_else(refused)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(refused());
        }
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end).ok_or_else(refused)?;
        let host = text::last_part(authority, '@').to_ascii_lowercase();
        let named = !host.is_empty() && !host.starts_with(':');
        if !named || given.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(refused());
        }
        let slash = if tail.starts_with('/') { "" } else { "/" };
        Ok(Self([&scheme, "://", &host, slash, tail].concat()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as text of its own.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }

    /// The address at its delimiters.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        let (scheme, rest) = text::cut(&self.0, "://").unwrap_or(("https", &self.0));
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = match rest.find('/').and_then(|at| rest.split_at_checked(at)) {
            Some((authority, path)) => (authority, path),
            None => (rest, ""),
        };
        Parts { scheme, authority, path, query, fragment }
    }

    /// Host without port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.parts().authority;
        authority.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(':').unwrap_or(authority)
    }

    /// Without tracking parameters, and without a fragment that means nothing.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        tracking::clean(self)
    }

    /// Whether the host is this machine or a private network's, where nobody else
    /// could open it: worth a word before it is saved.
    #[must_use]
    pub fn is_private(&self) -> bool {
        let host = self.host();
        if let Some(six) = host.strip_prefix('[') {
            return six.starts_with("::1]")
                || ["fc", "fd", "fe8", "fe9", "fea", "feb"].iter().any(|p| six.starts_with(p));
        }
        let octets: Vec<u8> = host.split('.').filter_map(|part| part.parse().ok()).collect();
        if let ([a, b, _, _], 4) = (octets.as_slice(), host.split('.').count()) {
            return matches!((a, b), (10 | 127 | 0, _) | (172, 16..=31) | (192, 168) | (169, 254));
        }
        !host.contains('.')
            || [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".corp", ".intranet"]
                .iter()
                .any(|suffix| host.ends_with(suffix))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Parts<'_> {
    /// The address of these parts.
    #[must_use]
    pub fn join(&self) -> Address {
        let Self { scheme, authority, path, .. } = self;
        let mut text = [scheme, "://", authority, path].concat();
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                text.push(mark);
                text.push_str(part);
            }
        }
        Address(text)
    }
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(head, tail)| (head, Some(tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> String {
        Address::parse(text).unwrap().to_string()
    }

    #[test]
    fn an_address_is_read() {
        assert_eq!(parse(" https://Example.COM/A?b#c "), "https://example.com/A?b#c");
        assert_eq!(parse("http://example.com"), "http://example.com/");
        assert_eq!(parse("https://example.com?x=1"), "https://example.com/?x=1");
        assert_eq!(parse("HTTPS://xn--bcher-kva.example/ü"), "https://xn--bcher-kva.example/ü");
        let long = format!("https://example.com/{}", "a".repeat(100_000));
        assert_eq!(parse(&long), long);
    }

    #[test]
    fn user_names_and_passwords_go() {
        // P-11
        assert_eq!(parse("https://ada:secret@example.com:8443/x"), "https://example.com:8443/x");
        assert_eq!(parse("https://a@b@example.com/"), "https://example.com/");
        assert_eq!(parse("https://example.com/@ada"), "https://example.com/@ada");
    }

    #[test]
    fn what_is_no_page_is_refused() {
        // P-10, V-02
        for text in [
            "",
            "example.com",
            "javascript:alert(1)",
            "JaVaScRiPt:\t//x",
            "data:text/html,x",
            "file:///etc/passwd",
            "chrome://version",
            "about:blank",
            "view-source:https://example.com",
            "chrome-extension://abc/x.html",
            "https://",
            "https:///path",
            "https://:80/",
            "https://exa mple.com/",
            "https://example.com/a\nb",
        ] {
            assert_eq!(Address::parse(text).unwrap_err().code, Code::PageNotSavable, "{text}");
        }
    }

    #[test]
    fn parts_join_to_the_address() {
        for text in ["https://example.com/a/b?c=d&e#f?g#h", "http://example.com/", "https://[::1]:8080/?#"] {
            assert_eq!(Address::parse(text).unwrap().parts().join().as_str(), text);
        }
        let address = Address::parse("https://example.com:81/a?b=c#d?e").unwrap();
        let Parts { scheme, authority, path, query, fragment } = address.parts();
        assert_eq!(
            (scheme, authority, path, query, fragment),
            ("https", "example.com:81", "/a", Some("b=c"), Some("d?e"))
        );
        assert_eq!(address.host(), "example.com");
    }

    #[test]
    fn private_hosts_are_known() {
        for text in [
            "http://localhost:3000/",
            "http://127.0.0.1/",
            "http://10.1.2.3/",
            "http://172.20.0.1/",
            "http://192.168.1.1/",
            "http://[::1]/",
            "http://[fe80::1]/",
            "http://printer/",
            "http://wiki.internal/",
            "http://nas.local/",
        ] {
            assert!(Address::parse(text).unwrap().is_private(), "{text}");
        }
        for text in [
            "https://example.com/",
            "http://172.32.0.1/",
            "http://11.0.0.1/",
            "https://10.example/",
            "http://[2001:db8::1]/",
        ] {
            assert!(!Address::parse(text).unwrap().is_private(), "{text}");
        }
    }
}
