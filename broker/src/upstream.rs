//! What Notion is asked, and what its answer comes to. Two addresses, and no way to name a third.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::breaker::Health;
use crate::grant;
use crate::http::Answer;
use crate::refusal::Refusal;
use crate::secret::{Secret, SecretBytes};

/// Where a person is sent to allow the connection.
pub const AUTHORIZE: &str = "https://api.notion.com/v1/oauth/authorize";
const TOKEN: &str = "https://api.notion.com/v1/oauth/token";
const REVOKE: &str = "https://api.notion.com/v1/oauth/revoke";
const NOTION_VERSION: &str = "2026-03-11";

/// The most bytes of an answer of Notion's that are read.
pub const MOST_BYTES: usize = 64 * 1024;

/// How long Notion may take, in seconds.
pub const PATIENCE: u64 = 10;

/// What to wait when Notion says "too many" but not for how long, and the most that is believed.
const USUAL_WAIT: u64 = 30;
const LONGEST_WAIT: u64 = 15 * 60;

/// What is wanted of Notion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Grant,
    Revocation,
}

/// A request to Notion: always a `POST` of JSON.
pub struct Question {
    purpose: Purpose,
    body: SecretBytes,
}

#[derive(Serialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
enum TokenBody<'b> {
    AuthorizationCode { code: &'b str, redirect_uri: &'b str },
    RefreshToken { refresh_token: &'b str },
}

#[derive(Serialize)]
struct RevokeBody<'b> {
    token: &'b str,
}

impl Question {
    pub(crate) fn exchange(code: &Secret, redirect_uri: &str) -> Option<Self> {
        Self::new(Purpose::Grant, &TokenBody::AuthorizationCode { code: code.expose(), redirect_uri })
    }

    pub(crate) fn refresh(token: &Secret) -> Option<Self> {
        Self::new(Purpose::Grant, &TokenBody::RefreshToken { refresh_token: token.expose() })
    }

    pub(crate) fn revoke(token: &Secret) -> Option<Self> {
        Self::new(Purpose::Revocation, &RevokeBody { token: token.expose() })
    }

    fn new(purpose: Purpose, value: &impl Serialize) -> Option<Self> {
        // Room for the longest of each, so that growing leaves no copy behind.
        let mut body = Zeroizing::new(Vec::with_capacity(8 * 1024));
        serde_json::to_writer(&mut *body, value).ok()?;
        Some(Self { purpose, body })
    }

    /// Where it goes.
    #[must_use]
    pub const fn address(&self) -> &'static str {
        match self.purpose {
            Purpose::Grant => TOKEN,
            Purpose::Revocation => REVOKE,
        }
    }

    /// Its body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Its headers, but for `Authorization`.
    #[must_use]
    pub const fn headers() -> [(&'static str, &'static str); 4] {
        [
            ("content-type", "application/json"),
            ("accept", "application/json"),
            ("notion-version", NOTION_VERSION),
            ("user-agent", concat!("satchel-broker/", env!("CARGO_PKG_VERSION"))),
        ]
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Question").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// The value of `Authorization` for a client at Notion.
#[must_use]
pub fn authorization(client_id: &str, client_secret: &Secret) -> Secret {
    let pair = Zeroizing::new(format!("{client_id}:{}", client_secret.expose()));
    Secret::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())))
}

/// What came of asking.
pub enum Reply {
    /// An answer, with a body of at most [`MOST_BYTES`].
    Came {
        /// Its status.
        status: u16,
        /// Its `Retry-After`.
        retry_after: Option<String>,
        /// Its body.
        body: SecretBytes,
    },
    /// No answer, or none that could be read to its end.
    Lost,
}

/// What to answer, and how Notion seems to be.
pub struct Conclusion {
    /// The answer.
    pub answer: Answer,
    /// What the breaker should know.
    pub health: Health,
}

/// Concludes from what came of a question.
#[must_use]
pub fn conclude(question: &Question, reply: Reply) -> Conclusion {
    let Reply::Came { status, retry_after, body } = reply else {
        return failed(Refusal::UPSTREAM, Health::Failing);
    };
    match status {
        200 => success(question.purpose, &body),
        400 | 401 => {
            let refusal = refused(&body);
            let health = if refusal == Refusal::UPSTREAM { Health::Failing } else { Health::Well };
            failed(refusal, health)
        }
        429 => {
            let wait = retry_after.and_then(|text| text.trim().parse().ok()).unwrap_or(USUAL_WAIT);
            let wait = wait.clamp(1, LONGEST_WAIT);
            failed(Refusal::TooMany { retry_after: wait }, Health::Overloaded { seconds: wait })
        }
        // Redirects are among these: they are not followed.
        _ => failed(Refusal::UPSTREAM, Health::Failing),
    }
}

fn failed(refusal: Refusal, health: Health) -> Conclusion {
    Conclusion { answer: refusal.answer(), health }
}

fn success(purpose: Purpose, body: &[u8]) -> Conclusion {
    let answer = match purpose {
        Purpose::Grant => grant::hand_on(body).map(|body| Answer::json(200, body)),
        Purpose::Revocation => {
            let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
            is_json.then(|| Answer::text(200, String::from("{}")))
        }
    };
    match answer {
        Some(answer) => Conclusion { answer, health: Health::Well },
        None => failed(Refusal::UPSTREAM, Health::Failing),
    }
}

/// The two documented shapes of a refusal.
#[derive(Deserialize)]
struct RefusalBody {
    error: Option<String>,
    code: Option<String>,
}

fn refused(body: &[u8]) -> Refusal {
    let Ok(body) = serde_json::from_slice::<RefusalBody>(body) else { return Refusal::UPSTREAM };
    match body.error.or(body.code).as_deref() {
        Some("invalid_grant") => Refusal::InvalidGrant,
        Some("invalid_client" | "unauthorized_client" | "unauthorized") => Refusal::Misconfigured,
        Some("invalid_request" | "validation_error") => Refusal::Relayed("invalid_request"),
        Some("unsupported_grant_type") => Refusal::Relayed("unsupported_grant_type"),
        Some("invalid_scope") => Refusal::Relayed("invalid_scope"),
        _ => Refusal::UPSTREAM,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn asked(status: u16, retry_after: Option<&str>, body: &str) -> (u16, Value, Conclusion) {
        let question = Question::refresh(&Secret::new("r".into())).unwrap();
        let body = Zeroizing::new(body.as_bytes().to_vec());
        let conclusion = conclude(&question, Reply::Came { status, retry_after: retry_after.map(str::to_owned), body });
        let value = serde_json::from_slice(&conclusion.answer.body).unwrap();
        (conclusion.answer.status, value, conclusion)
    }

    #[test]
    fn questions_are_what_notion_documents() {
        let body = |question: Option<Question>| {
            let question = question.unwrap();
            (question.address(), serde_json::from_slice::<Value>(question.body()).unwrap())
        };
        let secret = Secret::new("s\"1".into());
        assert_eq!(
            body(Question::exchange(&secret, "https://x/cb")),
            (TOKEN, json!({ "grant_type": "authorization_code", "code": "s\"1", "redirect_uri": "https://x/cb" }))
        );
        assert_eq!(
            body(Question::refresh(&secret)),
            (TOKEN, json!({ "grant_type": "refresh_token", "refresh_token": "s\"1" }))
        );
        assert_eq!(body(Question::revoke(&secret)), (REVOKE, json!({ "token": "s\"1" })));
        assert!(!format!("{:?}", Question::revoke(&secret)).contains("s\\\"1"));
        assert_eq!(authorization("id", &Secret::new("se:cret".into())).expose(), "Basic aWQ6c2U6Y3JldA==");
    }

    #[test]
    fn o_13_both_shapes_of_a_refusal_are_understood() {
        for (status, body, expected, code) in [
            (400, r#"{"error":"invalid_grant","error_description":"x"}"#, 400, "invalid_grant"),
            (400, r#"{"object":"error","status":400,"code":"invalid_grant","message":"x"}"#, 400, "invalid_grant"),
            (401, r#"{"error":"invalid_client"}"#, 502, "broker_misconfigured"),
            (401, r#"{"object":"error","status":401,"code":"unauthorized"}"#, 502, "broker_misconfigured"),
            (400, r#"{"error":"unauthorized_client"}"#, 502, "broker_misconfigured"),
            (400, r#"{"object":"error","code":"validation_error"}"#, 400, "invalid_request"),
            (400, r#"{"error":"<script>"}"#, 502, "upstream_failed"),
            (400, "<html>", 502, "upstream_failed"),
            (403, r#"{"error":"invalid_grant"}"#, 502, "upstream_failed"),
            (302, "{}", 502, "upstream_failed"),
            (200, "{}", 502, "upstream_failed"),
            (500, r#"{"error":"invalid_grant"}"#, 502, "upstream_failed"),
            (529, "", 502, "upstream_failed"),
        ] {
            let (given, value, _) = asked(status, None, body);
            assert_eq!((given, value["error"].as_str().unwrap()), (expected, code), "{status} {body}");
        }
    }

    #[test]
    fn too_many_is_handed_on_with_how_long_to_wait() {
        for (header, wait) in
            [(Some("7"), "7"), (None, "30"), (Some("soon"), "30"), (Some("0"), "1"), (Some("99999"), "900")]
        {
            let (status, _, conclusion) = asked(429, header, "{}");
            assert_eq!((status, conclusion.answer.header("retry-after")), (429, Some(wait)));
        }
    }
}
