//! What an answer that is not a success means. Decided by status and code,
//! never by the message: codes are Notion's promise, messages are not.

use crate::error::{Code, Error};
use crate::http::Head;
use crate::instant::Millis;
use crate::json::Json;
use crate::text;

/// The error of an answer whose status is not 200. The body is Notion's own
/// error, the OAuth standard's, or `None` where it was not JSON.
#[must_use]
pub fn read(head: &Head, body: Option<&Json>) -> Box<Error> {
    let member = |name| body.and_then(|body| body.get(name).text());
    let named = member("code").or(member("error")).unwrap_or_default();
    let request_id = head.request_id.as_deref().or(member("request_id"));
    let code = match (head.status, named) {
        // The API answers JSON and names the request; what does neither is not it.
        (403, _) if body.is_none() && request_id.is_none() => Code::Blocked,
        (400 | 401, "invalid_grant") => Code::GrantRejected,
        (400 | 401, "invalid_client" | "unauthorized_client") => Code::ClientRejected,
        (401, _) | (_, "unauthorized") => Code::TokenRejected,
        (403, _) | (_, "restricted_resource") => Code::Forbidden,
        (404, _) | (_, "object_not_found") => Code::NotShared,
        (409, "row_limit_exceeded") => Code::LimitReached,
        (409, _) => Code::Conflict,
        (413, _) => Code::TooLarge,
        (429, _) => Code::RateLimited,
        (529, _) => Code::Overloaded,
        (400, _) => Code::InvalidRequest,
        (500.., _) => Code::NotionFailed,
        _ => Code::UnreadableAnswer,
    };
    let detail = member("message").or(member("error_description")).unwrap_or_default();
    let (detail, _) = text::shorten(&text::line(detail), 500);
    Box::new(Error {
        status: Some(head.status),
        retry_after_ms: head.retry_after.as_deref().and_then(retry_after),
        request_id: request_id.map(str::to_owned),
        ..*Error::with_detail(code, &detail)
    })
}

/// `Retry-After` in whole seconds, as Notion documents it. A date, or what makes
/// no sense, is as good as none: the policy then waits its own time. So is a number
/// beyond what a record of a save can hold: with it none of the record could be read.
#[must_use]
pub fn retry_after(value: &str) -> Option<Millis> {
    value.trim().parse::<u32>().ok().map(|seconds| Millis::from(seconds) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Field;
    use crate::json::testing::json;

    fn code(status: u16, body: Option<serde_json::Value>) -> Code {
        let head = Head { status, ..Head::default() };
        read(&head, body.map(json).as_ref()).code
    }

    #[test]
    fn every_documented_refusal_has_its_code() {
        let body = |code: &str| Some(serde_json::json!({ "object": "error", "code": code, "message": "x" }));
        for (status, name, expected) in [
            (400, "validation_error", Code::InvalidRequest),
            (400, "missing_version", Code::InvalidRequest),
            (401, "unauthorized", Code::TokenRejected),
            (403, "restricted_resource", Code::Forbidden),
            (404, "object_not_found", Code::NotShared),
            (409, "conflict_error", Code::Conflict),
            (409, "row_limit_exceeded", Code::LimitReached),
            (429, "rate_limited", Code::RateLimited),
            (500, "internal_server_error", Code::NotionFailed),
            (502, "bad_gateway", Code::NotionFailed),
            (503, "service_unavailable", Code::NotionFailed),
            (504, "gateway_timeout", Code::NotionFailed),
            (529, "service_overload", Code::Overloaded),
        ] {
            assert_eq!(code(status, body(name)), expected, "{status} {name}");
        }
        // Both documented shapes of the token endpoints' errors.
        let standard = |code: &str| Some(serde_json::json!({ "error": code, "request_id": "r" }));
        assert_eq!(code(400, standard("invalid_grant")), Code::GrantRejected);
        assert_eq!(code(400, body("invalid_grant")), Code::GrantRejected);
        assert_eq!(code(401, standard("invalid_client")), Code::ClientRejected);
        assert_eq!(code(400, standard("unauthorized_client")), Code::ClientRejected);
        assert_eq!(code(400, standard("invalid_request")), Code::InvalidRequest);
        // A-07, A-11, A-28
        assert_eq!(code(403, None), Code::Blocked);
        assert_eq!(code(413, None), Code::TooLarge);
        assert_eq!(code(302, None), Code::UnreadableAnswer);
        assert_eq!(code(522, None), Code::NotionFailed);
    }

    #[test]
    fn notions_words_come_along() {
        let head = Head { status: 400, retry_after: None, request_id: Some("r-1".into()), ..Head::default() };
        let answer = serde_json::from_value(
            serde_json::json!({ "code": "validation_error", "message": "body failed\nvalidation" }),
        )
        .unwrap();
        let error = read(&head, Some(&answer));
        assert_eq!(error.message, "body failed validation");
        assert_eq!(error.request_id.as_deref(), Some("r-1"));
    }

    #[test]
    fn a_wait_is_read_or_ignored() {
        // A-13
        assert_eq!(retry_after("30"), Some(30_000));
        assert_eq!(retry_after(" 0 "), Some(0));
        for odd in ["", "-5", "abc", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999", "99999999999999999999"] {
            assert_eq!(retry_after(odd), None, "{odd}");
        }
    }

    #[test]
    fn an_error_is_read_back_however_long_the_wait() {
        for seconds in ["30", "4294967295", "9007199254740993", "99999999999999999999"] {
            let head = Head { status: 503, retry_after: Some(seconds.to_owned()), ..Head::default() };
            let error = read(&head, None);
            assert_eq!(Field::read(&error.write()), Some(error), "{seconds}");
        }
    }
}
