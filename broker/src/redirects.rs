//! Where Notion may send a code: a table written by whoever runs the broker.

use crate::client::Client;

/// One address for each client that is served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirects {
    chrome: Option<String>,
    edge: Option<String>,
    firefox: Option<String>,
}

impl Redirects {
    /// Puts an address into the table.
    ///
    /// # Errors
    /// Says what is wrong with an address that no browser gives an extension.
    pub fn set(&mut self, client: Client, address: &str) -> Result<(), &'static str> {
        let right = match client {
            Client::Chrome | Client::Edge => chromium_extension(address).is_some(),
            Client::Firefox => is_firefox_address(address),
        };
        if !right {
            return Err(match client {
                Client::Firefox => {
                    "must be https://HASH.extensions.allizom.org/PATH or http://127.0.0.1/mozoauth2/HASH/PATH"
                }
                _ => "must be https://EXTENSION-ID.chromiumapp.org/PATH",
            });
        }
        *self.slot(client) = Some(address.to_owned());
        Ok(())
    }

    /// The address for a client, if that client is served.
    #[must_use]
    pub fn of(&self, client: Client) -> Option<&str> {
        match client {
            Client::Chrome => self.chrome.as_deref(),
            Client::Edge => self.edge.as_deref(),
            Client::Firefox => self.firefox.as_deref(),
        }
    }

    /// Whether no client is served.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Client::ALL.into_iter().all(|client| self.of(client).is_none())
    }

    /// Whether this is, to the letter, the origin of an extension in the table.
    ///
    /// Firefox draws an extension's origin anew for each installation, so it can't be in a table.
    #[must_use]
    pub fn knows_origin(&self, origin: &str) -> bool {
        let asking = origin.strip_prefix("chrome-extension://");
        let known = [&self.chrome, &self.edge];
        asking.is_some_and(|asking| {
            known.into_iter().flatten().any(|address| chromium_extension(address) == Some(asking))
        })
    }

    fn slot(&mut self, client: Client) -> &mut Option<String> {
        match client {
            Client::Chrome => &mut self.chrome,
            Client::Edge => &mut self.edge,
            Client::Firefox => &mut self.firefox,
        }
    }
}

/// The extension an address of `chromiumapp.org` belongs to.
fn chromium_extension(address: &str) -> Option<&str> {
    let (id, path) = address.strip_prefix("https://")?.split_once(".chromiumapp.org/")?;
    let is_id = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'a'..=b'p'));
    (is_id && is_path(path)).then_some(id)
}

fn is_firefox_address(address: &str) -> bool {
    let is_hash = |hash: &str| hash.len() == 40 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if let Some(rest) = address.strip_prefix("http://127.0.0.1/mozoauth2/") {
        let (hash, path) = rest.split_once('/').unwrap_or((rest, ""));
        return is_hash(hash) && is_path(path);
    }
    let parts = address.strip_prefix("https://").and_then(|rest| rest.split_once(".extensions.allizom.org/"));
    parts.is_some_and(|(hash, path)| is_hash(hash) && is_path(path))
}

/// Plain words and slashes: nothing that two programs could read differently.
fn is_path(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "abcdefghijklmnopabcdefghijklmnop";
    const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn the_addresses_browsers_give_are_taken() {
        let mut table = Redirects::default();
        assert!(table.is_empty());
        for (client, address) in [
            (Client::Chrome, format!("https://{ID}.chromiumapp.org/")),
            (Client::Edge, format!("https://{ID}.chromiumapp.org/cb")),
            (Client::Firefox, format!("https://{HASH}.extensions.allizom.org/cb")),
            (Client::Firefox, format!("http://127.0.0.1/mozoauth2/{HASH}")),
            (Client::Firefox, format!("http://127.0.0.1/mozoauth2/{HASH}/cb")),
        ] {
            table.set(client, &address).unwrap();
            assert_eq!(table.of(client), Some(address.as_str()));
        }
    }

    #[test]
    fn every_other_address_is_refused() {
        let mut table = Redirects::default();
        for address in [
            "",
            "https://chromiumapp.org/cb",
            "https://short.chromiumapp.org/cb",
            "https://evil.example/cb",
            "https://evil.example/abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/",
            &format!("http://{ID}.chromiumapp.org/cb"),
            &format!("https://{ID}.chromiumapp.org.evil.example/cb"),
            &format!("https://{ID}.chromiumapp.org:8443/cb"),
            &format!("https://user@{ID}.chromiumapp.org/cb"),
            &format!("https://{ID}.chromiumapp.org/cb?x=1"),
            &format!("https://{ID}.chromiumapp.org/cb#x"),
            &format!("https://{ID}.chromiumapp.org/../cb"),
            &format!("https://{}.chromiumapp.org/cb", ID.to_uppercase()),
            &format!("https://{HASH}.extensions.allizom.org/cb"),
        ] {
            assert!(table.set(Client::Chrome, address).is_err(), "{address}");
        }
        for address in [
            "http://127.0.0.1/cb",
            "http://127.0.0.1/mozoauth2/short/cb",
            &format!("http://localhost/mozoauth2/{HASH}/cb"),
            &format!("https://{ID}.chromiumapp.org/cb"),
        ] {
            assert!(table.set(Client::Firefox, address).is_err(), "{address}");
        }
        assert!(table.is_empty());
    }

    #[test]
    fn an_origin_is_known_to_the_letter() {
        let mut table = Redirects::default();
        table.set(Client::Chrome, &format!("https://{ID}.chromiumapp.org/cb")).unwrap();
        table.set(Client::Firefox, &format!("https://{HASH}.extensions.allizom.org/cb")).unwrap();
        assert!(table.knows_origin(&format!("chrome-extension://{ID}")));
        for other in [
            "null",
            "",
            "*",
            "chrome-extension://",
            "chrome-extension://other",
            &format!("chrome-extension://{ID}/"),
            &format!("chrome-extension://{ID}.evil.example"),
            &format!("Chrome-Extension://{ID}"),
            &format!("https://{ID}.chromiumapp.org"),
            &format!("moz-extension://{ID}"),
        ] {
            assert!(!table.knows_origin(other), "{other}");
        }
    }
}
