//! Every request of the sign-in, to Notion itself (with the client's secret) or
//! to a broker (which adds it).

use super::attempt::Attempt;
use super::secret::Way;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::late::late_word;

const WORDS: &str = late!(
    "/v1/start challenge client /v1/token code state verifier grant_type authorization_code redirect_uri /v1/oauth/token /v1/refresh refresh_token /v1/revoke /v1/oauth/revoke token"
);

/// Asks a broker to begin: it seals the challenge, and where the answer must arrive.
#[must_use]
pub fn start(challenge: &str, browser: &str) -> Request {
    post(
        const { late_word(WORDS, "/v1/start") },
        Json::object([
            (const { late_word(WORDS, "challenge") }, challenge.into()),
            (const { late_word(WORDS, "client") }, browser.into()),
        ]),
    )
}

/// A code for a token.
#[must_use]
pub fn exchange(attempt: &Attempt, code: &str) -> Request {
    if attempt.way == Way::Broker {
        let (state, verifier) = (attempt.state.as_str().into(), attempt.verifier.as_str().into());
        return post(
            const { late_word(WORDS, "/v1/token") },
            Json::object([
                (const { late_word(WORDS, "code") }, code.into()),
                (const { late_word(WORDS, "state") }, state),
                (const { late_word(WORDS, "verifier") }, verifier),
            ]),
        );
    }
    let redirect = attempt.redirect.as_str().into();
    let body = Json::object([
        (const { late_word(WORDS, "grant_type") }, const { late_word(WORDS, "authorization_code") }.into()),
        (const { late_word(WORDS, "code") }, code.into()),
        (const { late_word(WORDS, "redirect_uri") }, redirect),
    ]);
    post(const { late_word(WORDS, "/v1/oauth/token") }, body)
}

/// A new pair for the old refresh token, which is used up by it.
#[must_use]
pub fn refresh(way: Way, token: &str) -> Request {
    if way == Way::Broker {
        return post(
            const { late_word(WORDS, "/v1/refresh") },
            Json::object([(const { late_word(WORDS, "refresh_token") }, token.into())]),
        );
    }
    let body = Json::object([
        (const { late_word(WORDS, "grant_type") }, const { late_word(WORDS, "refresh_token") }.into()),
        (const { late_word(WORDS, "refresh_token") }, token.into()),
    ]);
    post(const { late_word(WORDS, "/v1/oauth/token") }, body)
}

/// The token is no longer wanted.
#[must_use]
pub fn revoke(way: Way, token: &str) -> Request {
    let path = if way == Way::Broker {
        const { late_word(WORDS, "/v1/revoke") }
    } else {
        const { late_word(WORDS, "/v1/oauth/revoke") }
    };
    post(path, Json::object([(const { late_word(WORDS, "token") }, token.into())]))
}

fn post(path: &str, body: Json) -> Request {
    Request { method: Method::Post, path: path.to_owned(), body: Some(body) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_are_notions_and_the_brokers() {
        let attempt =
            Attempt { state: "s".into(), redirect: "https://r/cb".into(), verifier: "v".into(), ..Attempt::default() };
        let own = |request: Request| serde_json::to_value(request).unwrap();
        let post = |path, body| json!({ "method": "POST", "path": path, "body": body });
        assert_eq!(
            own(exchange(&Attempt { way: Way::Integration, ..attempt.clone() }, "c")),
            post(
                "/v1/oauth/token",
                json!({ "grant_type": "authorization_code", "code": "c", "redirect_uri": "https://r/cb" })
            )
        );
        assert_eq!(
            own(exchange(&Attempt { way: Way::Broker, ..attempt }, "c")),
            post("/v1/token", json!({ "code": "c", "state": "s", "verifier": "v" }))
        );
        assert_eq!(
            own(refresh(Way::Integration, "r")),
            post("/v1/oauth/token", json!({ "grant_type": "refresh_token", "refresh_token": "r" }))
        );
        assert_eq!(own(refresh(Way::Broker, "r")), post("/v1/refresh", json!({ "refresh_token": "r" })));
        assert_eq!(own(revoke(Way::Broker, "t")), post("/v1/revoke", json!({ "token": "t" })));
        assert_eq!(own(revoke(Way::Integration, "t")), post("/v1/oauth/revoke", json!({ "token": "t" })));
    }
}
