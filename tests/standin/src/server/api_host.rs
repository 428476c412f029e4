//! The API over HTTP: reading requests, making the ordered faults happen, writing answers.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::RequestExt;
use axum::body::{Body, Bytes};
use axum::extract::{Multipart, Request};
use axum::http::header;
use axum::response::Response;
use futures_util::stream;
use serde_json::{Map, Value, json};

use super::{MOST_BYTES, response};
use crate::api::{self, Incoming, Reply};
use crate::call::FormPart;
use crate::faults::{Cut, Fault};
use crate::identifier;
use crate::log::Entry;
use crate::moment::Moment;
use crate::oauth;
use crate::refusal::Refusal;
use crate::wire::Scissors;
use crate::world::Standin;

/// An answer before it is an HTTP response.
struct Answer {
    status: u16,
    media: &'static str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Answers one request to the API.
pub(super) async fn answer(standin: &Arc<Standin>, scissors: &Scissors, request: Request, host: &str) -> Response {
    let arrived = microseconds();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let incoming = match read(request).await {
        Ok(incoming) => incoming,
        Err(refusal) => return finish(from_reply(Reply::Refusal(refusal))),
    };
    let (number, fault) = note(standin, &incoming, arrived, query, host);
    let Some(fault) = fault else {
        let answer = carry_out(standin, &incoming);
        standin.world().log.answered(number, answer.status);
        standin.changed();
        return finish(answer);
    };
    if fault.regardless {
        return late(standin, incoming, number, fault).await;
    }
    tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    let answer = faulty(standin, scissors, &incoming, number, &fault);
    tokio::time::sleep(Duration::from_millis(fault.answer_delay_ms)).await;
    answer
}

/// Carries the request out after a while, whether or not anybody still waits for the answer: this
/// future ends with the connection, and the task does not.
async fn late(standin: &Arc<Standin>, incoming: Incoming, number: u64, fault: Fault) -> Response {
    let standin = Arc::clone(standin);
    let work = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        let answer = carry_out(&standin, &incoming);
        standin.world().log.answered(number, answer.status);
        standin.changed();
        answer
    });
    let answer = work.await;
    tokio::time::sleep(Duration::from_millis(fault.answer_delay_ms)).await;
    finish(answer.unwrap_or_else(|_| nothing()))
}

fn faulty(standin: &Standin, scissors: &Scissors, incoming: &Incoming, number: u64, fault: &Fault) -> Response {
    if fault.cut == Some(Cut::Before) {
        scissors.cut();
        standin.changed();
        return finish(nothing());
    }
    let instead = (fault.status.is_some() || fault.page().is_some() || fault.body.is_some()) && !fault.apply_first;
    let applied = (!instead).then(|| carry_out(standin, incoming));
    if fault.cut == Some(Cut::After) {
        scissors.cut();
        standin.changed();
        return finish(nothing());
    }
    let mut answer = match (applied, fault.status, fault.page()) {
        (_, status, Some(page)) => edge(status.unwrap_or(403), page),
        (_, status, None) if let Some(body) = &fault.body => given(status.unwrap_or(200), body),
        (_, Some(status), None) => from_reply(refusal(standin, incoming, fault.refusal(status))),
        (Some(applied), None, None) => applied,
        (None, None, None) => nothing(),
    };
    answer.body.resize(answer.body.len() + fault.padding, b' ');
    answer.headers.extend(fault.headers.clone());
    standin.world().log.answered(number, answer.status);
    standin.changed();
    if fault.truncate { half(answer) } else { finish(answer) }
}

/// A refusal in the shape its address uses.
fn refusal(standin: &Standin, incoming: &Incoming, refusal: Refusal) -> Reply {
    if incoming.path.starts_with("/v1/oauth/") {
        return oauth::refuse(standin.world().settings.oauth_errors, refusal);
    }
    Reply::Refusal(refusal)
}

/// Now, since 1970.
fn microseconds() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

fn note(standin: &Standin, incoming: &Incoming, arrived: u64, query: String, host: &str) -> (u64, Option<Fault>) {
    let mut world = standin.world();
    let connection = incoming.token().and_then(|token| {
        let all = world.state.connections.values();
        all.into_iter().find(|known| known.has_had(token)).map(|known| known.name.clone())
    });
    let body = match incoming.content() {
        _ if !incoming.form.is_empty() => {
            json!({ "bytes": incoming.form.iter().map(|part| part.content.len()).sum::<usize>() })
        }
        Ok(_) if incoming.body.is_empty() => Value::Null,
        Ok(body) => body,
        Err(_) => json!({ "bytes": incoming.body.len() }),
    };
    let fault = world.faults.take(&incoming.method, &incoming.path, &body);
    let entry = Entry {
        sequence: 0,
        at: String::new(),
        arrived,
        method: incoming.method.clone(),
        path: incoming.path.clone(),
        query,
        host: host.to_owned(),
        status: None,
        connection,
        client: incoming.client().map(|(id, _)| id),
        grant_type: body.get("grant_type").and_then(Value::as_str).map(str::to_owned),
        notion_version: incoming.version.clone(),
        body,
    };
    (world.log.add(Moment::now(), entry), fault)
}

fn carry_out(standin: &Standin, incoming: &Incoming) -> Answer {
    let reply = api::answer(&mut standin.world(), &standin.rules, incoming, Moment::now());
    from_reply(reply)
}

/// Everything of a request but its body.
fn head(request: &Request) -> Incoming {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Incoming {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect(),
        authorization: header("authorization"),
        version: header("notion-version"),
        content_type: header("content-type"),
        body: Vec::new(),
        form: Vec::new(),
    }
}

async fn read(request: Request) -> Result<Incoming, Refusal> {
    let mut incoming = head(&request);
    let too_large = || Refusal::new(413, "validation_error", "Request body too large.");
    let form = incoming.content_type.as_deref().is_some_and(|media| media.starts_with("multipart/form-data"));
    if form {
        incoming.form = parts(request).await?;
        return Ok(incoming);
    }
    let body = axum::body::to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| too_large())?;
    incoming.body = body.to_vec();
    Ok(incoming)
}

async fn parts(request: Request) -> Result<Vec<FormPart>, Refusal> {
    let unreadable = |_| Refusal::validation("The form could not be read.");
    let mut form: Multipart =
        request.extract().await.map_err(|_| Refusal::validation("The form could not be read."))?;
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let content_type = field.content_type().map(str::to_owned);
        let content = field.bytes().await.map_err(unreadable)?.to_vec();
        parts.push(FormPart { name, filename, content_type, content });
    }
    Ok(parts)
}

fn from_reply(reply: Reply) -> Answer {
    match reply {
        Reply::Json(status, value) => json_answer(status, value, Vec::new()),
        Reply::Refusal(refusal) => json_answer(refusal.status, Value::Object(refusal.body()), refusal.headers),
        Reply::Page(status, page) => {
            Answer { status, media: "text/html; charset=utf-8", headers: Vec::new(), body: page.into_bytes() }
        }
        Reply::Redirect(address) => Answer {
            status: 302,
            media: "text/plain",
            headers: vec![(header::LOCATION.to_string(), address)],
            body: Vec::new(),
        },
    }
}

/// Every JSON answer of Notion's names its request, in the body and in a header.
fn json_answer(status: u16, mut value: Value, mut headers: Vec<(String, String)>) -> Answer {
    let request = identifier::fresh().to_string();
    if let Value::Object(map) = &mut value {
        let id: &mut Map<String, Value> = map;
        id.insert(String::from("request_id"), json!(request));
    }
    headers.push((String::from("x-notion-request-id"), request));
    Answer { status, media: "application/json; charset=utf-8", headers, body: value.to_string().into_bytes() }
}

/// What the network edge says before Notion saw anything: a page, a ray id, no request id.
fn edge(status: u16, page: String) -> Answer {
    let headers = vec![(String::from("cf-ray"), String::from("8f0000000000abcd-CDG"))];
    Answer { status, media: "text/html; charset=UTF-8", headers, body: page.into_bytes() }
}

/// What a test wants the answer to be.
fn given(status: u16, body: &Value) -> Answer {
    let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    Answer { status, media: "application/json; charset=utf-8", headers: Vec::new(), body: text.into_bytes() }
}

fn nothing() -> Answer {
    Answer { status: 200, media: "text/plain", headers: Vec::new(), body: Vec::new() }
}

fn finish(answer: Answer) -> Response {
    response(answer.status, answer.media, &answer.headers, Body::from(answer.body))
}

/// Announces the whole answer, sends half of it, and breaks off.
fn half(mut answer: Answer) -> Response {
    answer.headers.push((header::CONTENT_LENGTH.to_string(), answer.body.len().to_string()));
    answer.body.truncate(answer.body.len() / 2);
    let steps = [Ok(Bytes::from(answer.body)), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
    let stream = stream::unfold(steps.into_iter(), async |mut steps| {
        let step = steps.next()?;
        if step.is_err() {
            // Lets the first half reach the client before the connection goes.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Some((step, steps))
    });
    response(answer.status, answer.media, &answer.headers, Body::from_stream(stream))
}
