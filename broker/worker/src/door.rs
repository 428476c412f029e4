//! One request, from the platform's to the platform's.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use satchel_broker::breaker::Breaker;
use satchel_broker::broker::{Broker, Step};
use satchel_broker::http::{ARRIVAL, Answer, Head, MOST_BYTES};
use satchel_broker::limit::{Limits, Place};
use satchel_broker::refusal::Refusal;
use satchel_broker::route::{self, Route};
use satchel_broker::secret::{Secret, SecretBytes};
use satchel_broker::settings::{PREFIX, Settings};
use satchel_broker::state::Nonce;
use satchel_broker::upstream::{self, Question};
use worker::{Context, Date, Env, Headers, Request, Response, console_error, console_log, event};
use zeroize::Zeroizing;

use crate::notion;
use crate::reading::{Trouble, read, within};

/// The platform's rate limit, when it is bound.
const LIMITER: &str = "LIMITER";

thread_local! {
    /// What this isolate remembers. Another one remembers something else.
    static BROKER: RefCell<Option<Rc<Broker>>> = const { RefCell::new(None) };
    static LIMITS: RefCell<Limits> = RefCell::new(Limits::default());
    static BREAKER: RefCell<Breaker> = RefCell::new(Breaker::default());
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> worker::Result<Response> {
    let Some(broker) = broker(&env) else { return response(Refusal::Misconfigured.answer()) };
    let begun = Date::now().as_millis();
    let url = request.inner().url();
    let target = target(&url);
    let origin = request.headers().get("origin")?;
    let answer = admitted(&broker, &env, request, target, origin.as_deref()).await?;
    let (status, milliseconds) = (answer.status, Date::now().as_millis().saturating_sub(begun));
    let route = route::name(Route::at(target));
    if status != 429 {
        console_log!(r#"{{"route":"{route}","status":{status},"milliseconds":{milliseconds}}}"#);
    }
    response(broker.dress(answer, origin.as_deref()))
}

/// The broker, set up at the first request.
fn broker(env: &Env) -> Option<Rc<Broker>> {
    BROKER.with_borrow_mut(|known| {
        if known.is_none() {
            let value = |name: &str| {
                let name = format!("{PREFIX}{name}");
                let text = env.secret(&name).map(|value| value.to_string()).ok();
                let text = text.or_else(|| env.var(&name).map(|value| value.to_string()).ok());
                text.filter(|text| !text.trim().is_empty()).map(Secret::new)
            };
            match Settings::read(value) {
                Ok(settings) => *known = Some(Rc::new(Broker::new(settings, option_env!("SATCHEL_BROKER_COMMIT")))),
                // Sentences that repeat no value.
                Err(problems) => problems.iter().for_each(|problem| console_error!("{problem}")),
            }
        }
        known.clone()
    })
}

async fn admitted(
    broker: &Broker,
    env: &Env,
    mut request: Request,
    target: &str,
    origin: Option<&str>,
) -> worker::Result<Answer> {
    let method = request.inner().method();
    let works = method == "POST" && Route::at(target).is_some_and(Route::takes_body);
    // The edge sets this header, whatever the client sent. Without an edge there is one place.
    let address = request.headers().get("cf-connecting-ip")?;
    let address: IpAddr = address.and_then(|text| text.parse().ok()).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let place = Place::from(address);
    if let Err(refusal) = LIMITS.with_borrow_mut(|limits| limits.count(place, works, Date::now().as_millis())) {
        return Ok(refusal.answer());
    }
    if works && !platform_admits(env, place).await {
        return Ok(Refusal::TooMany { retry_after: 60 }.answer());
    }
    if let Err(refusal) = LIMITS.with_borrow_mut(|limits| limits.enter(place)) {
        return Ok(refusal.answer());
    }
    let _under_way = UnderWay(place);
    let content_type = request.headers().get("content-type")?;
    let asks_for_method = request.headers().get("access-control-request-method")?;
    let head = Head {
        method: &method,
        target,
        origin,
        content_type: content_type.as_deref(),
        asks_for_method: asks_for_method.as_deref(),
    };
    let route = match broker.receive(&head) {
        Ok(route) => route,
        Err(answer) => return Ok(answer),
    };
    match body(&mut request).await {
        Ok(body) => Ok(carry_out(broker, route, &body).await),
        Err(refusal) => Ok(refusal.answer()),
    }
}

/// Asks the platform's limit, if there is one. When it fails, the isolate's own limits still hold.
async fn platform_admits(env: &Env, place: Place) -> bool {
    let Ok(limiter) = env.rate_limiter(LIMITER) else { return true };
    !limiter.limit(format!("{place:?}")).await.is_ok_and(|outcome| !outcome.success)
}

async fn body(request: &mut Request) -> Result<SecretBytes, Refusal> {
    let Ok(stream) = request.stream() else { return Ok(Zeroizing::default()) };
    match within(ARRIVAL, read(stream, MOST_BYTES)).await {
        None => Err(Refusal::TooSlow),
        Some(Ok(body)) => Ok(body),
        Some(Err(Trouble::TooLarge)) => Err(Refusal::TooLarge),
        Some(Err(Trouble::Broken)) => Err(Refusal::InvalidRequest),
    }
}

async fn carry_out(broker: &Broker, route: Route, body: &[u8]) -> Answer {
    let mut nonce = Nonce::default();
    if getrandom::fill(&mut nonce).is_err() {
        return Refusal::Internal.answer();
    }
    match broker.carry_out(route, body, Date::now().as_millis() / 1000, &nonce) {
        Step::Answer(answer) => answer,
        Step::Ask(question) | Step::Refresh(_, question) => asked(broker, &question).await,
    }
}

async fn asked(broker: &Broker, question: &Question) -> Answer {
    if let Err(refusal) = BREAKER.with_borrow_mut(|breaker| breaker.admit(Date::now().as_millis())) {
        return refusal.answer();
    }
    let reply = notion::ask(broker, question).await;
    let conclusion = upstream::conclude(question, reply);
    BREAKER.with_borrow_mut(|breaker| breaker.learn(Date::now().as_millis(), conclusion.health));
    conclusion.answer
}

/// Counts a request out, however it ends.
struct UnderWay(Place);

impl Drop for UnderWay {
    fn drop(&mut self) {
        LIMITS.with_borrow_mut(|limits| limits.leave(self.0));
    }
}

/// The path and the query of an address.
fn target(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

fn response(answer: Answer) -> worker::Result<Response> {
    let headers = Headers::new();
    for (name, value) in &answer.headers {
        headers.set(name, value)?;
    }
    let response = if answer.body.is_empty() { Response::empty() } else { Response::from_bytes(answer.body.to_vec()) };
    Ok(response?.with_status(answer.status).with_headers(headers))
}
