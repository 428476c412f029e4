//! One request, from its head to its answer.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::FutureExt as _;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::address;
use super::counters::Counters;
use super::flight::Flights;
use super::notion::Asking;
use super::randomness::{random, random_key};
use crate::breaker::Breaker;
use crate::broker::{Broker, Step};
use crate::http::{ARRIVAL, Answer, Head, MOST_BYTES};
use crate::limit::{Limits, Place};
use crate::refusal::Refusal;
use crate::replay::Replay;
use crate::route::{self, Route};
use crate::secret::{Secret, SecretBytes};
use crate::upstream::{self, Question};

/// The front door: the broker, whom it asks, and what it remembers from one request to the next.
pub struct Front<A> {
    core: Arc<Core<A>>,
    flights: Arc<Flights>,
    limits: Mutex<Limits>,
    trusted_proxies: usize,
    counters: Arc<Counters>,
}

/// What a question to Notion needs, and outlives the request that asks it.
struct Core<A> {
    broker: Broker,
    asking: A,
    breaker: Mutex<Breaker>,
    replay: Mutex<Replay>,
    begun: Instant,
}

impl<A: Asking> Front<A> {
    /// Puts one together.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub(super) fn new(
        broker: Broker,
        asking: A,
        trusted_proxies: usize,
        counters: Arc<Counters>,
    ) -> Result<Self, String> {
        let replay = Mutex::new(Replay::new(random_key()?));
        let core = Core { broker, asking, breaker: Mutex::default(), replay, begun: Instant::now() };
        Ok(Self { core: Arc::new(core), flights: Arc::default(), limits: Mutex::default(), trusted_proxies, counters })
    }

    /// One with nobody counting and no proxy in front, for trying it out within a program.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn alone(broker: Broker, asking: A) -> Result<Self, String> {
        Self::new(broker, asking, 0, Arc::default())
    }

    /// Answers a request, whatever happens on the way.
    pub async fn answer(&self, request: Request, peer: IpAddr) -> Response {
        let begun = Instant::now();
        let route = Route::at(target(&request));
        let origin = text(&request, header::ORIGIN.as_str()).map(str::to_owned);
        let place = Place::from(address::of_client(request.headers(), peer, self.trusted_proxies));
        let answer = AssertUnwindSafe(self.admitted(request, route, place)).catch_unwind().await;
        let answer = answer.unwrap_or_else(|_| Refusal::Internal.answer());
        let (status, name) = (answer.status, route::name(route));
        self.counters.count(name, status);
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        // Refused floods would fill the log, and the counters have them.
        if status != 429 {
            tracing::info!(route = name, status, microseconds = micros, client = kind(place), "answered");
        }
        response(self.core.broker.dress(answer, origin.as_deref()))
    }

    async fn admitted(&self, request: Request, route: Option<Route>, place: Place) -> Answer {
        let works = request.method() == "POST" && route.is_some_and(Route::takes_body);
        if let Err(refusal) = lock(&self.limits).count(place, works, self.core.now()) {
            return refusal.answer();
        }
        if let Err(refusal) = lock(&self.limits).enter(place) {
            return refusal.answer();
        }
        let _under_way = UnderWay { limits: &self.limits, place };
        let head = Head {
            method: request.method().as_str(),
            target: target(&request),
            origin: text(&request, header::ORIGIN.as_str()),
            content_type: text(&request, header::CONTENT_TYPE.as_str()),
            asks_for_method: text(&request, header::ACCESS_CONTROL_REQUEST_METHOD.as_str()),
        };
        match self.core.broker.receive(&head) {
            Err(answer) => answer,
            Ok(route) => match read(request).await {
                Err(refusal) => refusal.answer(),
                Ok(body) => self.carry_out(route, &body).await,
            },
        }
    }

    async fn carry_out(&self, route: Route, body: &[u8]) -> Answer {
        let Ok(nonce) = random() else { return Refusal::Internal.answer() };
        let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) else { return Refusal::Internal.answer() };
        match self.core.broker.carry_out(route, body, now.as_secs(), &nonce) {
            Step::Answer(answer) => answer,
            Step::Ask(question) => self.core.ask(&question).await,
            Step::Refresh(token, question) => self.refresh(token, question).await,
        }
    }

    async fn refresh(&self, token: Secret, question: Question) -> Answer {
        let Some(print) = lock(&self.core.replay).fingerprint(&token) else { return Refusal::Internal.answer() };
        let core = Arc::clone(&self.core);
        let landed = self.flights.join(print, || async move { core.refresh(&token, &question).await }).await;
        landed.map_or_else(|| Refusal::Internal.answer(), |answer| copy(&answer))
    }
}

impl<A: Asking> Core<A> {
    /// Milliseconds since the start.
    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    async fn ask(&self, question: &Question) -> Answer {
        if let Err(refusal) = lock(&self.breaker).admit(self.now()) {
            return refusal.answer();
        }
        let reply = self.asking.ask(question).await;
        let conclusion = upstream::conclude(question, reply);
        lock(&self.breaker).learn(self.now(), conclusion.health);
        conclusion.answer
    }

    /// The only one asking for this token, and the first one since it was last kept.
    async fn refresh(&self, token: &Secret, question: &Question) -> Answer {
        if let Some(kept) = lock(&self.replay).find(token, self.now()) {
            return Answer::json(200, kept);
        }
        let answer = self.ask(question).await;
        if answer.status == 200
            && let Ok(nonce) = random()
        {
            lock(&self.replay).keep(token, &answer.body, &nonce, self.now());
        }
        answer
    }
}

/// Counts a request out, however it ends.
struct UnderWay<'l> {
    limits: &'l Mutex<Limits>,
    place: Place,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        lock(self.limits).leave(self.place);
    }
}

/// A panic elsewhere must not lock everybody out; what these hold is whole at every step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The body, if it is here in time and not too large.
async fn read(request: Request) -> Result<SecretBytes, Refusal> {
    let body = Limited::new(request.into_body(), MOST_BYTES).collect();
    match timeout(Duration::from_secs(ARRIVAL), body).await {
        Err(_) => Err(Refusal::TooSlow),
        Ok(Ok(body)) => Ok(Zeroizing::new(body.to_bytes().to_vec())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
        Ok(Err(_)) => Err(Refusal::InvalidRequest),
    }
}

fn target(request: &Request) -> &str {
    request.uri().path_and_query().map_or("", |target| target.as_str())
}

fn text<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// As much of an address as a log may have.
const fn kind(place: Place) -> &'static str {
    match place {
        Place::V4(_) => "ipv4",
        Place::V6(_) => "ipv6",
    }
}

fn copy(answer: &Answer) -> Answer {
    Answer { status: answer.status, headers: answer.headers.clone(), body: answer.body.clone() }
}

/// Bytes that are overwritten once they were sent.
struct Sent(SecretBytes);

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn response(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(Bytes::from_owner(Sent(answer.body))));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}
