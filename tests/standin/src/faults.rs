//! What tests make go wrong.

use regex_lite::Regex;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// When a connection is cut instead of answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cut {
    /// Before anything was done.
    Before,
    /// After the request was carried out.
    After,
}

/// One fault.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Only requests with this method.
    pub method: Option<String>,
    /// Only paths that begin with this regular expression; a plain path is one.
    pub path: Option<String>,
    /// Only bodies, JSON or form, that have these members: `{"grant_type": "refresh_token"}`.
    #[serde(default)]
    pub when: Map<String, Value>,
    /// How often it happens: once unless said otherwise, for ever when `null`.
    #[serde(default = "once")]
    pub times: Option<u64>,
    /// How long the answer takes.
    #[serde(default)]
    pub delay_ms: u64,
    /// How long the answer takes after the request was carried out.
    #[serde(default)]
    pub answer_delay_ms: u64,
    /// Carry the request out even when whoever sent it is gone by then, as Notion may.
    #[serde(default)]
    pub regardless: bool,
    /// Answer with this status instead of carrying the request out.
    pub status: Option<u16>,
    /// The code in the answer; the usual one of the status otherwise.
    pub code: Option<String>,
    /// The message in the answer.
    pub message: Option<String>,
    /// Headers of the answer, whether it is the fault's or the real one.
    #[serde(default)]
    pub headers: std::collections::BTreeMap<String, String>,
    /// Answer with a page instead of JSON, as the network edge does: `true`, or the page.
    #[serde(default)]
    pub html: Value,
    /// Answer with this, called JSON: text as it is, anything else as JSON. With status 200 unless
    /// said otherwise.
    pub body: Option<Value>,
    /// Make the answer longer by so many spaces: it stays what it is, and becomes too much to read.
    #[serde(default)]
    pub padding: usize,
    /// Cut the connection.
    pub cut: Option<Cut>,
    /// Carry the request out first, then answer with the status.
    #[serde(default)]
    pub apply_first: bool,
    /// Send half of the real answer, then cut the connection.
    #[serde(default)]
    pub truncate: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "serde asks for the type of the field")]
fn once() -> Option<u64> {
    Some(1)
}

/// The faults that are to happen, in order.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Vec<(Fault, Option<Regex>)>,
}

impl Faults {
    /// Adds one.
    ///
    /// # Errors
    /// When its path is no regular expression.
    pub fn add(&mut self, fault: Fault) -> Result<(), String> {
        let pattern = match &fault.path {
            Some(path) => Some(Regex::new(&format!("^(?:{path})")).map_err(|error| format!("path: {error}"))?),
            None => None,
        };
        self.waiting.push((fault, pattern));
        Ok(())
    }

    /// The first fault for this request, used up by one.
    pub fn take(&mut self, method: &str, path: &str, body: &Value) -> Option<Fault> {
        let fits = |(fault, pattern): &(Fault, Option<Regex>)| {
            fault.method.as_deref().is_none_or(|known| known.eq_ignore_ascii_case(method))
                && pattern.as_ref().is_none_or(|pattern| pattern.is_match(path))
                && fault.when.iter().all(|(key, value)| body.get(key) == Some(value))
        };
        let at = self.waiting.iter().position(fits)?;
        let (fault, _) = self.waiting.get_mut(at)?;
        if let Some(times) = &mut fault.times {
            *times = times.saturating_sub(1);
        }
        let taken = fault.clone();
        if taken.times == Some(0) {
            self.waiting.remove(at);
        }
        Some(taken)
    }
}

impl Fault {
    /// The refusal it answers with.
    #[must_use]
    pub fn refusal(&self, status: u16) -> Refusal {
        let waits = self.headers.keys().any(|name| name.eq_ignore_ascii_case("retry-after"));
        let mut refusal = match status {
            429 if !waits => Refusal::rate_limited(1),
            429 => Refusal { headers: Vec::new(), ..Refusal::rate_limited(1) },
            _ => {
                let (code, message) = usual(status);
                Refusal::new(status, code, message)
            }
        };
        if let Some(code) = &self.code {
            refusal.code.clone_from(code);
        }
        if let Some(message) = &self.message {
            refusal.message.clone_from(message);
        }
        refusal
    }

    /// The page it answers with, if it does.
    #[must_use]
    pub fn page(&self) -> Option<String> {
        match &self.html {
            Value::Bool(true) => Some(String::from(
                "<!doctype html><title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
            )),
            Value::String(page) => Some(page.clone()),
            _ => None,
        }
    }
}

/// The code and message Notion uses with a status.
fn usual(status: u16) -> (&'static str, &'static str) {
    match status {
        401 => ("unauthorized", "API token is invalid."),
        403 => ("restricted_resource", "Insufficient permissions for this endpoint."),
        404 => ("object_not_found", "Could not find the object."),
        409 => ("conflict_error", "Conflict occurred while saving. Please try again."),
        500 => ("internal_server_error", "Unexpected error occurred."),
        502 => ("bad_gateway", "Bad gateway."),
        503 => ("service_unavailable", "Notion is unavailable. Please try again later."),
        504 => ("gateway_timeout", "Gateway timeout."),
        529 => ("service_overload", "Notion is overloaded. Please try again later."),
        _ => ("validation_error", "The request failed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(value: Value) -> Fault {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_fault_happens_as_often_as_it_was_asked_for() {
        let mut faults = Faults::default();
        faults.add(fault(json!({ "status": 500 }))).unwrap();
        faults.add(fault(json!({ "status": 503, "times": 2 }))).unwrap();
        faults.add(fault(json!({ "status": 529, "times": null }))).unwrap();
        let statuses: Vec<_> =
            (0..6).filter_map(|_| faults.take("GET", "/v1/users/me", &Value::Null)?.status).collect();
        assert_eq!(statuses, [500, 503, 503, 529, 529, 529]);
    }

    #[test]
    fn a_path_is_a_prefix_or_a_regular_expression() {
        let mut faults = Faults::default();
        faults.add(fault(json!({ "method": "post", "path": "/v1/pages$", "status": 500 }))).unwrap();
        assert!(faults.take("GET", "/v1/pages", &Value::Null).is_none());
        assert!(faults.take("POST", "/v1/pages/abc", &Value::Null).is_none());
        assert!(faults.take("POST", "/v1/pages", &Value::Null).is_some());
        assert!(faults.add(fault(json!({ "path": "(" }))).is_err());
    }

    #[test]
    fn a_fault_can_be_for_some_bodies_only() {
        let mut faults = Faults::default();
        faults.add(fault(json!({ "when": { "grant_type": "refresh_token" }, "status": 500 }))).unwrap();
        let mut take = |body: Value| faults.take("POST", "/v1/oauth/token", &body).is_some();
        assert!(!take(json!({ "grant_type": "authorization_code" })));
        assert!(!take(Value::Null));
        assert!(take(json!({ "grant_type": "refresh_token", "refresh_token": "x" })));
    }
}
