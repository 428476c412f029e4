//! The answers that are not a success, in Notion's shape and words.

use serde_json::{Map, Value, json};

use crate::identifier::Id;

/// A refused request.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Notion's code: stable, what clients decide by.
    pub code: String,
    /// Notion's message: for people, may change.
    pub message: String,
    /// `additional_data`, where Notion sends it.
    pub additional: Option<Value>,
    /// Extra headers, such as `Retry-After`.
    pub headers: Vec<(String, String)>,
}

impl Refusal {
    /// A refusal with nothing special about it.
    #[must_use]
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), additional: None, headers: Vec::new() }
    }

    /// 400: the request can't be carried out as it stands.
    #[must_use]
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "validation_error", message)
    }

    /// 400 for one part of the request, `body`, `query` or `path`, with everything wrong in it.
    #[must_use]
    pub fn failed(part: &str, problems: &[String]) -> Self {
        Self::validation(match problems {
            [only] => format!("{part} failed validation: {only}"),
            several => format!("{part} failed validation. Fix one:\n{}", several.join("\n")),
        })
    }

    /// 400 for content that has the right shape but can't be stored, such as a bad link.
    #[must_use]
    pub fn content(problem: &str) -> Self {
        Self::validation(format!("Content creation Failed. Fix the following: \n{problem}"))
    }

    /// 400: no such endpoint.
    #[must_use]
    pub fn unknown_address() -> Self {
        Self::new(400, "invalid_request_url", "Invalid request URL.")
    }

    /// 400: the body isn't JSON.
    #[must_use]
    pub fn unreadable_body() -> Self {
        Self::new(400, "invalid_json", "Error parsing JSON body.")
    }

    /// 400: the header every request needs is missing.
    #[must_use]
    pub fn no_version() -> Self {
        let message = "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.";
        Self::new(400, "missing_version", message)
    }

    /// 401: the token is unknown, revoked or expired.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401, "unauthorized", "API token is invalid.")
    }

    /// 403: the connection lacks a capability.
    #[must_use]
    pub fn restricted() -> Self {
        Self::new(403, "restricted_resource", "Insufficient permissions for this endpoint.")
    }

    /// 404: it doesn't exist, or it isn't shared with this connection; Notion doesn't say which.
    #[must_use]
    pub fn not_found(kind: &str, id: Id, connection: &str) -> Self {
        let message = format!(
            "Could not find {kind} with ID: {id}. Make sure the relevant pages and databases are shared with your integration \"{connection}\"."
        );
        Self::new(404, "object_not_found", message)
    }

    /// 429, with the whole seconds to wait.
    #[must_use]
    pub fn rate_limited(seconds: u64) -> Self {
        let mut refusal =
            Self::new(429, "rate_limited", "You have been rate limited. Please try again in a few minutes.");
        refusal.additional = Some(json!({ "rate_limit_reason": "public_api_request_rate_limit" }));
        refusal.headers.push((String::from("Retry-After"), seconds.to_string()));
        refusal
    }

    /// The body, without the request id, which the server adds.
    #[must_use]
    pub fn body(&self) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("object".into(), "error".into());
        body.insert("status".into(), self.status.into());
        body.insert("code".into(), self.code.clone().into());
        body.insert("message".into(), self.message.clone().into());
        if let Some(additional) = &self.additional {
            body.insert("additional_data".into(), additional.clone());
        }
        body
    }
}

/// Shortens a value for a message, in the backticks Notion puts round it.
#[must_use]
pub fn shown(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| String::from("undefined"), Value::to_string);
    if text.chars().count() <= 120 {
        return format!("`{text}`");
    }
    format!("`{}...`", text.chars().take(117).collect::<String>())
}
