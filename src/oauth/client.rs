//! Who asks Notion for a token: the person's own integration, or a broker that
//! keeps the secret of a shared one.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Code, Error};
use crate::text;
use crate::token::{self, Token};

/// The person's own integration: the id and the secret from its settings.
#[derive(Clone)]
pub struct Client {
    id: String,
    secret: Token,
}

impl Client {
    /// Cleans and checks what a person pasted, as [`Token::parse`] does.
    ///
    /// # Errors
    /// [`Code::ClientIdMalformed`] or [`Code::ClientSecretMalformed`].
    pub fn parse(id: &str, secret: &str) -> Result<Self, Box<Error>> {
        let id = token::clean(id);
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        // Notion's are UUIDs; nothing that long and plain is a secret, which has a `_` in it.
        if !plain || !(8..=64).contains(&id.len()) {
            return Err(Code::ClientIdMalformed.into());
        }
        let secret = Token::parse(secret).map_err(|_| Box::<Error>::from(Code::ClientSecretMalformed))?;
        if secret.reveal() == id {
            return Err(Code::ClientSecretMalformed.into());
        }
        Ok(Self { id, secret })
    }

    /// Its id, which is no secret: it stands in the address of Notion's window.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret itself: for the store, nothing else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.secret.reveal()
    }

    /// The value of the Authorization header (RFC 7617).
    #[must_use]
    pub fn basic(&self) -> String {
        let pair = [&self.id, ":", self.reveal()].concat();
        ["Basic ", &STANDARD.encode(pair)].concat()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Client(***)")
    }
}

/// Where a broker is: scheme, host and port, nothing more. Plain http is for
/// this machine alone.
///
/// # Errors
/// [`Code::BrokerMalformed`].
pub fn broker_origin(pasted: &str) -> Result<String, Box<Error>> {
    let refused = || Box::<Error>::from(Code::BrokerMalformed);
    let pasted = token::clean(pasted);
    let (scheme, rest) = text::cut(&pasted, "://").ok_or_else(refused)?;
    let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port),
        None => (authority.as_str(), "443"),
    };
    let labels = host
        .split('.')
        .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    // What ends in a number is an IPv4 address or nothing (WHATWG URL, 3.5).
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let octets = host.split('.').filter(|label| label.parse::<u8>().is_ok()).count();
    let real = !host.rsplit('.').next().is_some_and(is_number) || octets == 4 && host.split('.').count() == 4;
    let numbered = port.parse::<u16>().is_ok_and(|port| port > 0);
    let scheme = scheme.to_ascii_lowercase();
    let private = scheme == "https" || scheme == "http" && matches!(host, "127.0.0.1" | "localhost");
    if !(labels && real && numbered && private) {
        return Err(refused());
    }
    Ok([&scheme, "://", &authority].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "b3f1c2d4-0000-4000-8000-5a7c4e100001";
    const SECRET: &str = "secret_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v";

    #[test]
    fn the_header_is_what_the_standard_says() {
        let client = Client::parse(&format!(" {ID}\n"), &format!("\"{SECRET}\"")).unwrap();
        let expected = "Basic YjNmMWMyZDQtMDAwMC00MDAwLTgwMDAtNWE3YzRlMTAwMDAxOnNlY3JldF9BMWIyQzNkNEU1ZjZHN2g4STlqMEsxbDJNM240TzVwNlE3cjhTOXQwVTF2";
        assert_eq!(client.basic(), expected);
        assert_eq!(format!("{client:?}"), "Client(***)");
    }

    #[test]
    fn each_field_that_is_wrong_is_named() {
        let code = |id, secret| Client::parse(id, secret).unwrap_err().code;
        for id in ["", "x", SECRET, "https://www.notion.so/x", "b3f1 c2d4-0000", "b3f1c2d4:0000"] {
            assert_eq!(code(id, SECRET), Code::ClientIdMalformed, "{id}");
        }
        for secret in ["", "x", ID, "https://www.notion.so/x"] {
            assert_eq!(code(ID, secret), Code::ClientSecretMalformed, "{secret}");
        }
    }

    #[test]
    fn a_broker_is_an_origin_and_encrypted() {
        for (pasted, origin) in [
            ("https://sign-in.example/", "https://sign-in.example"),
            (" HTTPS://Sign-In.Example:8443 ", "https://sign-in.example:8443"),
            ("http://127.0.0.1:8787", "http://127.0.0.1:8787"),
            ("https://10.0.0.25", "https://10.0.0.25"),
            ("http://localhost:8787/", "http://localhost:8787"),
        ] {
            assert_eq!(broker_origin(pasted).unwrap(), origin);
        }
        for wrong in [
            "",
            "sign-in.example",
            "http://sign-in.example",
            "http://localhost.example",
            "https://user@sign-in.example",
            "https://sign-in.example/path",
            "https://sign-in.example?x",
            "https://sign-in.example:0",
            "https://sign-in.example:99999",
            "https://.example",
            "https://10.0.0.256",
            "https://sign-in.1",
            "javascript://alert",
        ] {
            assert_eq!(broker_origin(wrong).unwrap_err().code, Code::BrokerMalformed, "{wrong}");
        }
    }
}
