//! Test web pages, published under any address.

use std::collections::HashMap;

/// One published answer.
#[derive(Clone, Debug)]
pub struct Site {
    /// The HTTP status.
    pub status: u16,
    /// Its media type.
    pub content_type: String,
    /// More headers.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Vec<u8>,
    /// How long it takes.
    pub delay_ms: u64,
}

/// All published answers, by address.
#[derive(Debug, Default)]
pub struct Sites {
    known: HashMap<String, Site>,
}

impl Sites {
    /// Publishes something.
    pub fn publish(&mut self, address: &str, site: Site) {
        self.known.insert(key(address), site);
    }

    /// Finds what stands at an address; one published without a query answers every query.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<&Site> {
        let address = key(address);
        let bare = address.split('?').next().unwrap_or_default();
        self.known.get(&address).or_else(|| self.known.get(bare))
    }
}

/// An address without its scheme, port and fragment: all sites share one listener.
fn key(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{host}{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(body: &str) -> Site {
        Site { status: 200, content_type: String::new(), headers: Vec::new(), body: body.into(), delay_ms: 0 }
    }

    #[test]
    fn the_exact_address_wins_over_the_one_without_a_query() {
        let mut sites = Sites::default();
        sites.publish("https://Example.test/a", site("any"));
        sites.publish("https://example.test/a?b", site("b"));
        let body = |address: &str| sites.find(address).map(|site| String::from_utf8_lossy(&site.body).into_owned());
        assert_eq!(body("example.test:8443/a?b").as_deref(), Some("b"));
        assert_eq!(body("https://example.test/a?c").as_deref(), Some("any"));
        assert_eq!(body("https://example.test/"), None);
    }
}
