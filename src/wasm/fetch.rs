//! The only place that sends anything.

use gloo_net::http::{Headers, Request as HttpRequest};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::convert::{from_js, to_js};
use crate::error::{Code, Error};
use crate::http::{Answer, Head, Method, NOTION_VERSION, Recipient, Request, TIMEOUT_MS, UPLOAD_TIMEOUT_MS};

/// Sends the request, or the form instead of its body, and takes whatever answer comes.
pub(super) async fn send(to: &Recipient, request: &Request, form: JsValue) -> Result<Answer, Box<Error>> {
    let headers = Headers::new();
    if let Some(authorization) = to.authorization() {
        headers.set("Authorization", authorization);
    }
    if to.is_notion() {
        headers.set("Notion-Version", NOTION_VERSION);
    }
    // Not gloo's own builder, which takes every address apart for its query.
    let options = RequestInit::new();
    let mut timeout = TIMEOUT_MS;
    if form.is_object() {
        options.set_body(&form);
        timeout = UPLOAD_TIMEOUT_MS;
    }
    if let Some(body) = &request.body {
        headers.set("Content-Type", "application/json");
        let text = js_sys::JSON::stringify(&to_js(body)).map_err(failed)?;
        options.set_body(&text);
    }
    options.set_headers(&headers.into_raw());
    options.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    });
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(RequestCredentials::Omit);
    // A redirect would carry the token to wherever it leads.
    options.set_redirect(RequestRedirect::Manual);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(timeout)));
    let built = web_sys::Request::new_with_str_and_init(&to.address(request), &options).map_err(failed)?;
    let response = HttpRequest::from(built).send().await.map_err(unanswered)?;
    let headers = response.headers();
    let head = Head {
        status: response.status(),
        retry_after: headers.get("retry-after"),
        request_id: headers.get("x-notion-request-id"),
        date: headers.get("date"),
    };
    let text = response.text().await.ok().filter(|text| text.len() <= to.longest_answer());
    let body = text.and_then(|text| js_sys::JSON::parse(&text).ok()).map(|body| from_js(&body));
    Ok(Answer { head, body })
}

fn failed(_: JsValue) -> Box<Error> {
    Code::WorkerFailed.into()
}

fn unanswered(error: gloo_net::Error) -> Box<Error> {
    match error {
        gloo_net::Error::JsError(thrown) if matches!(thrown.name.as_str(), "TimeoutError" | "AbortError") => {
            Code::TimedOut.into()
        }
        _ => Code::Offline.into(),
    }
}
