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
    /// How long a code lives. Notion doesn't say; ten minutes is what OAuth recommends at most.
    pub code_lifetime_ms: i64,
    /// Whether there are refresh tokens at all: `refresh_token` may be null.
    pub refresh_tokens: bool,
    /// What a refresh token that was used before does: `refused`, `revokes` or `accepted`.
    pub refresh_reuse: RefreshReuse,
    /// How a token answer names its owner: `full`, `partial` or `workspace`.
    pub token_owner: TokenOwner,
    /// Whether a token answer names the workspace: `workspace_name` may be null.
    pub token_workspace_name: bool,
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

/// What a refresh token that was used before does; Notion doesn't document it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RefreshReuse {
    /// Nothing: it is refused.
    Refused,
    /// It is refused, and the whole connection is revoked.
    Revokes,
    /// It works again, and so does every access token that a refresh replaced.
    Accepted,
}

/// The documented shapes of the owner in a token answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenOwner {
    /// A person, with name and email address.
    Full,
    /// A person, by id alone.
    Partial,
    /// The workspace.
    Workspace,
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
            code_lifetime_ms: 10 * 60 * 1000,
            refresh_tokens: true,
            refresh_reuse: RefreshReuse::Refused,
            token_owner: TokenOwner::Full,
            token_workspace_name: true,
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
    code_lifetime_ms: Option<i64>,
    refresh_tokens: Option<bool>,
    refresh_reuse: Option<RefreshReuse>,
    token_owner: Option<TokenOwner>,
    token_workspace_name: Option<bool>,
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
        self.code_lifetime_ms = change.code_lifetime_ms.unwrap_or(self.code_lifetime_ms);
        self.refresh_tokens = change.refresh_tokens.unwrap_or(self.refresh_tokens);
        self.refresh_reuse = change.refresh_reuse.unwrap_or(self.refresh_reuse);
        self.token_owner = change.token_owner.unwrap_or(self.token_owner);
        self.token_workspace_name = change.token_workspace_name.unwrap_or(self.token_workspace_name);
    }
}
