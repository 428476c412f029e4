//! The broker: what it says to a request, and what it asks Notion first.

use serde_json::json;

use crate::body;
use crate::http::{Answer, COMMON_HEADERS, Head};
use crate::refusal::Refusal;
use crate::route::Route;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::state::{self, Attempt, LIFE, Nonce};
use crate::upstream::{self, AUTHORIZE, Question};

/// A broker, set up.
#[derive(Debug)]
pub struct Broker {
    settings: Settings,
    commit: Option<&'static str>,
}

/// What comes of a request.
pub enum Step {
    /// This is the answer.
    Answer(Answer),
    /// Notion has to be asked, and [`upstream::conclude`] makes the answer.
    Ask(Question),
    /// The same, and the answer belongs to this refresh token: it may be kept, and has to be asked for once only.
    Refresh(Secret, Question),
}

impl Broker {
    /// Sets one up. `commit` is what it was built from, where that is known.
    #[must_use]
    pub const fn new(settings: Settings, commit: Option<&'static str>) -> Self {
        Self { settings, commit }
    }

    /// Looks at everything but the body. What is left to do takes one.
    ///
    /// # Errors
    /// The answer, when it is known already.
    pub fn receive(&self, head: &Head<'_>) -> Result<Route, Answer> {
        if head.method == "OPTIONS"
            && let Some(answer) = self.preflight(head)
        {
            return Err(answer);
        }
        let route = Route::find(head.method, head.target).map_err(Refusal::answer)?;
        match route {
            Route::Health => Err(Answer::text(200, String::from(r#"{"status":"ok"}"#))),
            Route::About => Err(self.about()),
            _ if !head.content_type.is_some_and(is_json) => Err(Refusal::NotJson.answer()),
            _ => Ok(route),
        }
    }

    /// Carries a request out, as far as that goes without Notion. `now` is in seconds since 1970.
    #[must_use]
    pub fn carry_out(&self, route: Route, body: &[u8], now: u64, nonce: &Nonce) -> Step {
        let step = match route {
            Route::Start => self.start(body, now, nonce),
            Route::Token => self.exchange(body, now),
            Route::Refresh => refresh(body),
            Route::Revoke => body::revoke(body).and_then(|token| asked(Question::revoke(&token))),
            Route::Health | Route::About => Err(Refusal::NotFound),
        };
        step.unwrap_or_else(|refusal| Step::Answer(refusal.answer()))
    }

    /// The value of `Authorization` for Notion.
    #[must_use]
    pub fn authorization(&self) -> Secret {
        upstream::authorization(&self.settings.client_id, &self.settings.client_secret)
    }

    /// Adds the headers that every answer has, and those that let a known extension read it.
    #[must_use]
    pub fn dress(&self, mut answer: Answer, origin: Option<&str>) -> Answer {
        answer.headers.extend(COMMON_HEADERS.map(|(name, value)| (name, value.to_owned())));
        answer.headers.push(("vary", String::from("Origin")));
        if let Some(origin) = origin.filter(|origin| self.settings.redirects.knows_origin(origin)) {
            answer.headers.push(("access-control-allow-origin", origin.to_owned()));
            answer.headers.push(("access-control-expose-headers", String::from("Retry-After")));
        }
        answer
    }

    fn preflight(&self, head: &Head<'_>) -> Option<Answer> {
        let route = Route::at(head.target)?;
        let known = head.origin.is_some_and(|origin| self.settings.redirects.knows_origin(origin));
        let fits = known && route.takes_body() && head.asks_for_method == Some("POST");
        fits.then(|| {
            Answer::empty(204)
                .with("access-control-allow-methods", "POST")
                .with("access-control-allow-headers", "content-type")
                .with("access-control-max-age", "600")
        })
    }

    fn about(&self) -> Answer {
        let about = json!({
            "name": "satchel-broker",
            "version": env!("CARGO_PKG_VERSION"),
            "commit": self.commit,
            "stores": "nothing",
            "statement": "This service adds a client secret to requests for Notion's token endpoints. It has no \
                          database, sees no page or clip, and writes no code, token or address of a person to any log.",
        });
        Answer::text(200, about.to_string())
    }

    fn start(&self, body: &[u8], now: u64, nonce: &Nonce) -> Result<Step, Refusal> {
        let start = body::start(body)?;
        let redirect = self.settings.redirects.of(start.client).ok_or(Refusal::InvalidRequest)?;
        let attempt = Attempt { client: start.client, challenge: start.challenge, expiry: now.saturating_add(LIFE) };
        let state = state::seal(&self.settings.keys, &attempt, nonce).ok_or(Refusal::Internal)?;
        let address = format!(
            "{AUTHORIZE}?client_id={}&redirect_uri={}&response_type=code&owner=user&state={state}",
            encoded(&self.settings.client_id),
            encoded(redirect),
        );
        let answer = json!({ "authorize_url": address, "state": state });
        Ok(Step::Answer(Answer::text(200, answer.to_string())))
    }

    fn exchange(&self, body: &[u8], now: u64) -> Result<Step, Refusal> {
        let exchange = body::exchange(body)?;
        let attempt = state::open(&self.settings.keys, exchange.state.expose(), now).ok_or(Refusal::InvalidState)?;
        if !attempt.challenge.fits(&exchange.verifier) {
            return Err(Refusal::InvalidState);
        }
        let redirect = self.settings.redirects.of(attempt.client).ok_or(Refusal::InvalidState)?;
        asked(Question::exchange(&exchange.code, redirect))
    }
}

fn refresh(body: &[u8]) -> Result<Step, Refusal> {
    let token = body::refresh(body)?;
    let question = Question::refresh(&token).ok_or(Refusal::Internal)?;
    Ok(Step::Refresh(token, question))
}

fn asked(question: Option<Question>) -> Result<Step, Refusal> {
    question.map(Step::Ask).ok_or(Refusal::Internal)
}

fn is_json(media: &str) -> bool {
    let (kind, parameter) = media.split_once(';').unwrap_or((media, "charset=utf-8"));
    kind.trim().eq_ignore_ascii_case("application/json") && parameter.trim().eq_ignore_ascii_case("charset=utf-8")
}

/// Text as a value within a query.
fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::{CHROME, settings};
    use crate::state::NONCE_LENGTH;
    use serde_json::Value;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const NONCE: Nonce = [9; NONCE_LENGTH];

    fn broker() -> Broker {
        Broker::new(settings(), None)
    }

    fn carried_out(route: Route, body: &Value, now: u64) -> Step {
        broker().carry_out(route, body.to_string().as_bytes(), now, &NONCE)
    }

    fn answered(step: Step) -> (u16, Value) {
        let Step::Answer(answer) = step else { panic!("Notion would have been asked") };
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    fn begun(now: u64) -> Value {
        let (status, value) =
            answered(carried_out(Route::Start, &json!({ "challenge": CHALLENGE, "client": "chrome" }), now));
        assert_eq!(status, 200);
        value
    }

    #[test]
    fn a_start_gives_the_address_to_open() {
        let begun = begun(0);
        let state = begun["state"].as_str().unwrap();
        let expected = format!(
            "https://api.notion.com/v1/oauth/authorize?client_id=an-id&redirect_uri=https%3A%2F%2F\
             abcdefghijklmnopabcdefghijklmnop.chromiumapp.org%2Fcb&response_type=code&owner=user&state={state}"
        );
        assert_eq!(begun["authorize_url"], expected);
        let other = carried_out(Route::Start, &json!({ "challenge": CHALLENGE, "client": "edge" }), 0);
        assert_eq!(answered(other).1["error"], "invalid_request");
    }

    #[test]
    fn an_exchange_asks_with_the_address_of_the_table() {
        let body = json!({ "code": "c", "state": begun(0)["state"], "verifier": VERIFIER });
        let Step::Ask(question) = carried_out(Route::Token, &body, LIFE - 1) else { panic!("refused") };
        let asked: Value = serde_json::from_slice(question.body()).unwrap();
        assert_eq!(asked, json!({ "grant_type": "authorization_code", "code": "c", "redirect_uri": CHROME }));
    }

    #[test]
    fn k_02_one_text_for_every_state_that_is_not_taken() {
        let state = begun(0)["state"].as_str().unwrap().to_owned();
        let other = "x".repeat(43);
        let mut texts = std::collections::BTreeSet::new();
        for (state, verifier, now) in [
            (state.clone(), VERIFIER, LIFE),
            (state.replacen("AQkJ", "AQkK", 1), VERIFIER, 0),
            (String::new(), VERIFIER, 0),
            ("x".repeat(8000 - 200), VERIFIER, 0),
            (state, other.as_str(), 0),
        ] {
            let body = json!({ "code": "c", "state": state, "verifier": verifier });
            let (status, value) = answered(carried_out(Route::Token, &body, now));
            assert_eq!((status, value["error"].as_str()), (400, Some("invalid_state")));
            texts.insert(value.to_string());
        }
        assert_eq!(texts.len(), 1);
    }

    #[test]
    fn k_06_only_a_known_extension_is_let_in_by_name() {
        let broker = broker();
        let known = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
        let head = |origin| Head {
            method: "OPTIONS",
            target: "/v1/token",
            origin: Some(origin),
            content_type: None,
            asks_for_method: Some("POST"),
        };
        let answer = broker.receive(&head(known)).unwrap_err();
        let answer = broker.dress(answer, Some(known));
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, Some(known)));
        for other in ["null", "https://evil.example", "chrome-extension://other", "moz-extension://x", "*"] {
            let answer = broker.receive(&head(other)).unwrap_err();
            let answer = broker.dress(answer, Some(other));
            assert_eq!(answer.status, 405, "{other}");
            assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control")), "{other}");
        }
        for (target, asks) in [("/healthz", Some("POST")), ("/v1/token", Some("PUT")), ("/v1/token", None)] {
            let head = Head { target, asks_for_method: asks, ..head(known) };
            assert_eq!(broker.receive(&head).unwrap_err().status, 405, "{target} {asks:?}");
        }
    }

    #[test]
    fn only_json_is_read() {
        let broker = broker();
        let status = |content_type| {
            let head = Head { method: "POST", target: "/v1/start", content_type, ..Head::default() };
            broker.receive(&head).map_or_else(|answer| answer.status, |_| 200)
        };
        assert_eq!(status(Some("application/json")), 200);
        assert_eq!(status(Some("Application/JSON; charset=UTF-8")), 200);
        for wrong in
            ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; a=b", ""]
        {
            assert_eq!(status(Some(wrong)), 415, "{wrong}");
        }
        assert_eq!(status(None), 415);
    }
}
