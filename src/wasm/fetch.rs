//! The only place that sends anything.

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::convert::{from_js, to_js};
use crate::error::{Code, Error};
use crate::http::{API, Answer, Head, Method, NOTION_VERSION, Request, TIMEOUT_MS};
use crate::token::Token;

/// Sends the request with the token and takes whatever answer comes.
pub(super) async fn send(token: &Token, request: &Request) -> Result<Answer, Box<Error>> {
    let builder = RequestBuilder::new(&[API, &request.path].concat())
        .method(match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        })
        .header("Authorization", &["Bearer ", token.reveal()].concat())
        .header("Notion-Version", NOTION_VERSION)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        // A redirect would carry the token to wherever it leads.
        .redirect(RequestRedirect::Manual)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let built = match &request.body {
        Some(body) => {
            let text = js_sys::JSON::stringify(&to_js(body)).map_err(|_| Box::<Error>::from(Code::WorkerFailed))?;
            builder.header("Content-Type", "application/json").body(JsValue::from(text))
        }
        None => builder.build(),
    };
    let response = built.map_err(|_| Box::<Error>::from(Code::WorkerFailed))?.send().await.map_err(unanswered)?;
    let headers = response.headers();
    let head = Head {
        status: response.status(),
        retry_after: headers.get("retry-after"),
        request_id: headers.get("x-notion-request-id"),
    };
    let text = response.text().await.ok();
    let body = text.and_then(|text| js_sys::JSON::parse(&text).ok()).map(|body| from_js(&body));
    Ok(Answer { head, body })
}

fn unanswered(error: gloo_net::Error) -> Box<Error> {
    match error {
        gloo_net::Error::JsError(thrown) if matches!(thrown.name.as_str(), "TimeoutError" | "AbortError") => {
            Code::TimedOut.into()
        }
        _ => Code::Offline.into(),
    }
}
