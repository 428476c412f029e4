//! Asking Notion.

use satchel_broker::broker::Broker;
use satchel_broker::upstream::{MOST_BYTES, PATIENCE, Question, Reply};
use worker::js_sys::Uint8Array;
use worker::{AbortController, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::reading::{read, within};

/// Asks a question, and gives up in time.
pub(crate) async fn ask(broker: &Broker, question: &Question) -> Reply {
    let controller = AbortController::default();
    let signal = controller.signal();
    let asked = within(PATIENCE, async { answer(broker, question, &signal).await }).await;
    if asked.is_none() {
        controller.abort();
    }
    asked.flatten().unwrap_or(Reply::Lost)
}

async fn answer(broker: &Broker, question: &Question, signal: &worker::AbortSignal) -> Option<Reply> {
    let headers = Headers::new();
    for (name, value) in Question::headers() {
        headers.set(name, value).ok()?;
    }
    headers.set("authorization", broker.authorization().expose()).ok()?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_redirect(RequestRedirect::Manual);
    init.with_body(Some(Uint8Array::from(question.body()).into()));
    let request = Request::new_with_init(question.address(), &init).ok()?;
    let mut response = Fetch::Request(request).send_with_signal(signal).await.ok()?;
    let status = response.status_code();
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let body = read(response.stream().ok()?, MOST_BYTES).await.ok()?;
    Some(Reply::Came { status, retry_after, body })
}
