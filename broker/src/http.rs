//! Requests and answers as values.

use zeroize::Zeroizing;

use crate::secret::SecretBytes;

/// The most bytes a body may have.
pub const MOST_BYTES: usize = 8 * 1024;

/// How long a request may take to arrive as a whole, in seconds.
pub const ARRIVAL: u64 = 10;

/// What of a request is known before its body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'r> {
    /// The method.
    pub method: &'r str,
    /// The path and the query, as they were sent: nothing decoded, nothing tidied.
    pub target: &'r str,
    /// `Origin`.
    pub origin: Option<&'r str>,
    /// `Content-Type`.
    pub content_type: Option<&'r str>,
    /// `Access-Control-Request-Method`, which makes an `OPTIONS` a preflight.
    pub asks_for_method: Option<&'r str>,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers that not every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which may hold tokens; empty for none.
    pub body: SecretBytes,
}

/// On every answer. No cookies are ever set, and nothing is ever HTML.
pub const COMMON_HEADERS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
];

impl Answer {
    /// JSON.
    #[must_use]
    pub fn json(status: u16, body: SecretBytes) -> Self {
        Self { status, headers: vec![("content-type", String::from("application/json"))], body }
    }

    /// JSON without secrets.
    #[must_use]
    pub fn text(status: u16, body: String) -> Self {
        Self::json(status, Zeroizing::new(body.into_bytes()))
    }

    /// Nothing but a status.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Zeroizing::default() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// A header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}
