//! What tests may turn while the stand-in runs.

use serde::{Deserialize, Serialize};

use crate::shapes::USUAL_UPLOAD_LIMIT;

/// The settings, as they are now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// How long search doesn't know of something new.
    pub index_lag_ms: i64,
    /// How long queries don't know of a new row.
    pub query_lag_ms: i64,
    /// Whether three requests a second are the most.
    pub rate_limit: bool,
    /// The most bytes a file may have.
    pub max_file_upload_bytes: u64,
    /// How long an upload nobody attaches lives.
    pub upload_lifetime_ms: i64,
    /// Whether a connection to the server outlives one request. A browser repeats by itself what
    /// was cut off on a connection used before, so tests that cut connections turn this off.
    pub keep_alive: bool,
    /// The shape of errors of the token endpoint: `rfc` or `notion`; both are documented.
    pub oauth_errors: OauthErrors,
}

/// The two documented shapes of errors of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OauthErrors {
    /// `{"error", "error_description"}`.
    Rfc,
    /// `{"object": "error", "code", ...}`.
    Notion,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            index_lag_ms: 0,
            query_lag_ms: 0,
            rate_limit: true,
            max_file_upload_bytes: USUAL_UPLOAD_LIMIT,
            upload_lifetime_ms: 60 * 60 * 1000,
            keep_alive: true,
            oauth_errors: OauthErrors::Rfc,
        }
    }
}

/// Some settings to change.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    index_lag_ms: Option<i64>,
    query_lag_ms: Option<i64>,
    rate_limit: Option<bool>,
    max_file_upload_bytes: Option<u64>,
    upload_lifetime_ms: Option<i64>,
    keep_alive: Option<bool>,
    oauth_errors: Option<OauthErrors>,
}

impl Settings {
    /// Changes what is given and leaves the rest.
    pub fn apply(&mut self, change: &Change) {
        self.index_lag_ms = change.index_lag_ms.unwrap_or(self.index_lag_ms);
        self.query_lag_ms = change.query_lag_ms.unwrap_or(self.query_lag_ms);
        self.rate_limit = change.rate_limit.unwrap_or(self.rate_limit);
        self.max_file_upload_bytes = change.max_file_upload_bytes.unwrap_or(self.max_file_upload_bytes);
        self.upload_lifetime_ms = change.upload_lifetime_ms.unwrap_or(self.upload_lifetime_ms);
        self.keep_alive = change.keep_alive.unwrap_or(self.keep_alive);
        self.oauth_errors = change.oauth_errors.unwrap_or(self.oauth_errors);
    }
}
