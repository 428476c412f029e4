//! Every error there is. The texts are constant: nothing of a request or of Notion's answer is in them.

use crate::http::Answer;

/// Why a request wasn't carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The body is not what this address takes.
    InvalidRequest,
    /// The state is over, tampered with or foreign, or the verifier is another sign-in's.
    InvalidState,
    /// Notion refused the code or the refresh token.
    InvalidGrant,
    /// Notion refused the request for a reason of the standard's list.
    Relayed(&'static str),
    /// Notion doesn't know this broker's own client.
    Misconfigured,
    /// Notion gave no usable answer.
    UpstreamFailed {
        /// Seconds to wait, where that is known.
        retry_after: Option<u64>,
    },
    /// There is nothing at this address.
    NotFound,
    /// There is something at this address, but not for this method.
    NotAllowed(&'static str),
    /// The request took too long to arrive.
    TooSlow,
    /// The body is too large.
    TooLarge,
    /// The body is not declared as JSON.
    NotJson,
    /// Too many requests.
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Something went wrong here.
    Internal,
}

impl Refusal {
    /// Notion answered nothing usable, and nothing is known about when it will.
    pub const UPSTREAM: Self = Self::UpstreamFailed { retry_after: None };

    /// Its HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest | Self::InvalidState | Self::InvalidGrant | Self::Relayed(_) => 400,
            Self::NotFound => 404,
            Self::NotAllowed(_) => 405,
            Self::TooSlow => 408,
            Self::TooLarge => 413,
            Self::NotJson => 415,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            Self::Misconfigured | Self::UpstreamFailed { .. } => 502,
        }
    }

    /// Its code, which is what programs decide by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidState => "invalid_state",
            Self::InvalidGrant => "invalid_grant",
            Self::Relayed(code) => code,
            Self::Misconfigured => "broker_misconfigured",
            Self::UpstreamFailed { .. } => "upstream_failed",
            Self::NotFound => "not_found",
            Self::NotAllowed(_) => "method_not_allowed",
            Self::TooSlow => "request_timeout",
            Self::TooLarge => "payload_too_large",
            Self::NotJson => "unsupported_media_type",
            Self::TooMany { .. } => "rate_limited",
            Self::Internal => "internal_error",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request is not one this address takes",
            Self::InvalidState => "this sign-in is over or was not begun here; begin again",
            Self::InvalidGrant => "Notion no longer takes this code or token; connect again",
            Self::Relayed(_) => "Notion refused the request",
            Self::Misconfigured => "the broker's own connection to Notion is not set up rightly",
            Self::UpstreamFailed { .. } => "Notion gave no usable answer; try again later",
            Self::NotFound => "there is nothing at this address",
            Self::NotAllowed(_) => "this address takes another method",
            Self::TooSlow => "the request took too long to arrive",
            Self::TooLarge => "the request is too large",
            Self::NotJson => "the content type has to be application/json",
            Self::TooMany { .. } => "too many requests; wait as long as Retry-After says",
            Self::Internal => "something went wrong in the broker",
        }
    }

    /// The answer that says so.
    #[must_use]
    pub fn answer(self) -> Answer {
        let (code, description) = (self.code(), self.description());
        let answer =
            Answer::text(self.status(), format!(r#"{{"error":"{code}","error_description":"{description}"}}"#));
        match self {
            Self::NotAllowed(methods) => answer.with("allow", methods),
            Self::TooMany { retry_after } | Self::UpstreamFailed { retry_after: Some(retry_after) } => {
                answer.with("retry-after", &retry_after.max(1).to_string())
            }
            _ => answer,
        }
    }
}
