//! HTTP as values. The core says what to send and reads what came back;
//! someone else sends it.

use std::fmt;

use serde::Serialize;

use crate::error::{Code, Error};
use crate::json::Json;
use crate::notion::refusal;
use crate::oauth::client::Client;
use crate::token::Token;

/// How long an answer is waited for. Notion gives up at 60 s; Chromium ends a
/// worker whose request takes over 30 s unless an extension call is made
/// meanwhile, which the browser layer does.
pub const TIMEOUT_MS: u32 = 58_000;

/// How long it is waited for while a file is sent, which may take that long on its way
/// up. Nothing is doubtful about it: it can be sent again.
pub const UPLOAD_TIMEOUT_MS: u32 = 240_000;

/// Notion's host: every request but a broker's goes there.
pub const API: &str = "https://api.notion.com";

/// The one place that names the API version.
pub const NOTION_VERSION: &str = "2026-03-11";

/// The methods used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, searches, queries.
    Post,
    /// Changes, appends.
    Patch,
}

/// Who a request goes to, and what lets it in there. The two belong together, so
/// that no secret is ever sent to anybody else. There is no `Debug` that shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    origin: String,
    authorization: Option<String>,
    longest_answer: usize,
}

/// The longest answer of Notion's that is read, in bytes: a schema of ten
/// thousand options is a fraction of it.
const LONGEST_ANSWER: usize = 32 << 20;

/// The longest answer that is read of whoever issues tokens.
const LONGEST_GRANT: usize = 64 << 10;

impl Recipient {
    /// Notion, for whoever the token belongs to.
    #[must_use]
    pub fn notion(token: &Token) -> Self {
        let bearer = ["Bearer ", token.reveal()].concat();
        Self { origin: API.to_owned(), authorization: Some(bearer), longest_answer: LONGEST_ANSWER }
    }

    /// Notion's token endpoints, for an integration.
    #[must_use]
    pub fn client(client: &Client) -> Self {
        Self { origin: API.to_owned(), authorization: Some(client.basic()), longest_answer: LONGEST_GRANT }
    }

    /// A broker, which is let in by Notion itself.
    #[must_use]
    pub fn broker(origin: &str) -> Self {
        Self { origin: origin.to_owned(), authorization: None, longest_answer: LONGEST_GRANT }
    }

    /// Where a request goes.
    #[must_use]
    pub fn address(&self, request: &Request) -> String {
        [self.origin.as_str(), &request.path].concat()
    }

    /// Whether it is Notion itself.
    #[must_use]
    pub fn is_notion(&self) -> bool {
        self.origin == API
    }

    /// How many bytes of an answer are believed to be one.
    #[must_use]
    pub fn longest_answer(&self) -> usize {
        self.longest_answer
    }

    /// The value of the Authorization header: for the request, nothing else.
    #[must_use]
    pub fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Recipient(***)")
    }
}

/// A request, less who it goes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// From `/v1/` on.
    pub path: String,
    /// The JSON body, if the method takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
}

/// What is read of an answer before its body is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// `x-notion-request-id`.
    pub request_id: Option<String>,
    /// `Date`, as sent: what Notion's clock says.
    pub date: Option<String>,
}

/// An answer, of any status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What came before the body.
    pub head: Head,
    /// The body; `None` where it was cut short or is not JSON.
    pub body: Option<Json>,
}

impl Answer {
    /// The body of a success.
    ///
    /// # Errors
    /// What [`refusal::read`] makes of any other answer, and
    /// [`Code::UnreadableAnswer`] for a success without a body.
    pub fn success(self) -> Result<Json, Box<Error>> {
        match self.body {
            Some(body) if self.head.is_success() => Ok(body),
            None if self.head.is_success() => {
                let Head { status, request_id, .. } = self.head;
                let unreadable = *Box::<Error>::from(Code::UnreadableAnswer);
                Err(Box::new(Error { status: Some(status), request_id, ..unreadable }))
            }
            body => Err(refusal::read(&self.head, body.as_ref())),
        }
    }
}

impl Head {
    /// Whether the status says that it worked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == 200
    }
}
