//! What tests of a front door share: a stand-in for Notion, a tunnel to it, a door, and scenarios.
//!
//! Nothing in the doors knows of a test. Notion's host name leads to the stand-in because a proxy says so
//! (`HTTPS_PROXY`), and its certificate is trusted because the environment says so (`SSL_CERT_FILE`).

#![allow(dead_code, reason = "each test program uses its part")]
#![allow(unreachable_pub, reason = "shared by programs that have no outside")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "clippy sees tests only where they are marked so"
)]

pub mod children;
pub mod scenarios;
pub mod secrets;
pub mod standin;
pub mod tunnel;
pub mod wire;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use secrets::Secrets;
use standin::Standin;
use wire::{Door, Request, Response};

/// The challenge and the verifier of RFC 7636's example.
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// See [`CHALLENGE`].
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The client's id at the stand-in.
pub const CLIENT_ID: &str = "0f1e2d3c-client";
/// Its secret.
pub const CLIENT_SECRET: &str = "canary-client-secret-8d1f";
/// The key in use.
pub const KEY: &str = "Y2FuYXJ5LWtleS0wMTIzNDU2Nzg5LWFiY2RlZmdoaWo=";
/// The key that comes after it.
pub const NEXT_KEY: &str = "bmV4dC1jYW5hcnkta2V5LTk4NzY1NDMyMTAtenl4d3Y=";

/// Where codes go for Chrome.
pub const CHROME: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";
/// Where codes go for Edge.
pub const EDGE: &str = "https://ponmlkjihgfedcbaponmlkjihgfedcba.chromiumapp.org/cb";
/// Where codes go for Firefox.
pub const FIREFOX: &str = "https://0123456789abcdef0123456789abcdef01234567.extensions.allizom.org/cb";

/// The settings of a door, by their name without the prefix.
pub fn settings() -> Vec<(&'static str, String)> {
    [
        ("CLIENT_ID", CLIENT_ID),
        ("CLIENT_SECRET", CLIENT_SECRET),
        ("KEY", KEY),
        ("REDIRECT_CHROME", CHROME),
        ("REDIRECT_EDGE", EDGE),
        ("REDIRECT_FIREFOX", FIREFOX),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

/// A door in front of a stand-in, and every secret that went through.
pub struct World {
    pub standin: Standin,
    pub door: Door,
    pub secrets: Secrets,
}

/// A place nobody else in this run sends from, so that no test uses up another's requests.
pub fn fresh_place() -> [u8; 4] {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let [_, a, b, c] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    [127, 10 + a, b, c]
}

impl World {
    /// Sends JSON, from a place of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.note(body);
        let response = self.door.send(Request::post(path, body)).await;
        if let Ok(value) = serde_json::from_slice(&response.body) {
            self.note(&value);
        }
        response
    }

    /// Begins a sign-in and returns the address to open and the state.
    pub async fn start(&self, client: &str) -> (String, String) {
        let response = self.post("/v1/start", &json!({ "challenge": CHALLENGE, "client": client })).await;
        assert_eq!(response.status, 200, "{}", response.text());
        let value = response.json();
        (text(&value, "authorize_url"), text(&value, "state"))
    }

    /// Begins a sign-in, allows it, and returns the code and the state.
    pub async fn code(&self, client: &str) -> (String, String) {
        let (address, state) = self.start(client).await;
        let back = self.standin.allow(&address).await;
        assert_eq!(back.state, state);
        self.secrets.note(&back.code);
        (back.code, state)
    }

    /// Signs in and returns what the door answered.
    pub async fn sign_in(&self, client: &str) -> Value {
        let (code, state) = self.code(client).await;
        let response = self.token(&code, &state).await;
        assert_eq!(response.status, 200, "{}", response.text());
        response.json()
    }

    /// Exchanges a code with the right verifier.
    pub async fn token(&self, code: &str, state: &str) -> Response {
        self.post("/v1/token", &json!({ "code": code, "state": state, "verifier": VERIFIER })).await
    }

    /// Expects that nothing but Notion was asked, and nothing there but what the broker is for.
    pub async fn expect_only_notion(&self) {
        // A Worker's way out is one service, whatever the host; there a redirect that is followed shows by its path.
        if !self.door.told {
            assert_eq!(self.standin.tunnel.wanted(), ["api.notion.com:443"]);
        }
        assert_eq!(self.standin.requests("/v1/oauth/elsewhere").await.len(), 0);
    }

    fn note(&self, value: &Value) {
        for key in ["code", "verifier", "access_token", "refresh_token", "token", "state"] {
            if let Some(secret) = value.get(key).and_then(Value::as_str) {
                self.secrets.note(secret);
            }
        }
    }
}

/// A text in a JSON object.
pub fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("no {key}")).to_owned()
}

/// Expects a refusal of this status and code, with nothing else in it than the two fields.
pub fn refused(response: &Response, status: u16, code: &str) {
    assert_eq!((response.status, response.json()["error"].as_str()), (status, Some(code)), "{}", response.text());
    let value = response.json();
    assert_eq!(value.as_object().unwrap().len(), 2);
    assert!(value["error_description"].is_string());
}
