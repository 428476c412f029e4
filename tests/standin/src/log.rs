//! The requests that came, for tests to read.

use serde::Serialize;
use serde_json::Value;

use crate::moment::Moment;

/// One request to the API.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts up from 1.
    pub sequence: u64,
    /// When it came.
    pub at: String,
    /// When its head did, in microseconds since 1970: for whoever measures.
    pub arrived: u64,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its query, as sent.
    pub query: String,
    /// The host it was meant for.
    pub host: String,
    /// Its body, when it is JSON or a plain form, or how many bytes another kind of body had.
    pub body: Value,
    /// The status it was answered with; none yet, or none at all when it was cut off.
    pub status: Option<u16>,
    /// The name of the connection; never its token.
    pub connection: Option<String>,
    /// The id of the client that asked, at the token endpoints; never its secret.
    pub client: Option<String>,
    /// What the token endpoint was asked for: `authorization_code` or `refresh_token`.
    pub grant_type: Option<String>,
    /// The version it asked for.
    pub notion_version: Option<String>,
}

/// What is asked about the log.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only what came after this one.
    pub since: u64,
    /// Only this path.
    pub path: Option<String>,
    /// Only this method.
    pub method: Option<String>,
    /// Only this grant type.
    pub grant_type: Option<String>,
}

/// The log.
#[derive(Debug, Default)]
pub struct Log {
    entries: Vec<Entry>,
    sequence: u64,
}

impl Log {
    /// Notes a request and returns its number.
    pub fn add(&mut self, now: Moment, mut entry: Entry) -> u64 {
        self.sequence += 1;
        entry.sequence = self.sequence;
        entry.at = now.text();
        hide_secrets(&mut entry.body);
        self.entries.push(entry);
        self.sequence
    }

    /// Notes how a request was answered.
    pub fn answered(&mut self, sequence: u64, status: u16) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.sequence == sequence) {
            entry.status = Some(status);
        }
    }

    /// The entries that are asked for.
    #[must_use]
    pub fn find(&self, wanted: &Wanted) -> Vec<&Entry> {
        let fits = |entry: &&Entry| {
            entry.sequence > wanted.since
                && wanted.path.as_deref().is_none_or(|path| path == entry.path)
                && wanted.method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case(&entry.method))
                && (wanted.grant_type.is_none() || wanted.grant_type == entry.grant_type)
        };
        self.entries.iter().filter(fits).collect()
    }

    /// Forgets every entry; numbers go on counting.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

/// The log is shown in test output, so the secrets of the token endpoints stay out of it.
fn hide_secrets(body: &mut Value) {
    for key in ["token", "refresh_token", "client_secret"] {
        if let Some(secret) = body.get_mut(key) {
            *secret = Value::String(String::from("(hidden)"));
        }
    }
}
