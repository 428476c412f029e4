//! The front of the API: version, token, rate and shape, in Notion's order; then the routes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::call::{Call, FormPart};
use crate::identifier::Id;
use crate::limits;
use crate::moment::Moment;
use crate::oauth;
use crate::refusal::{Refusal, shown};
use crate::routes;
use crate::rules::Rules;
use crate::state::Connection;
use crate::world::World;

/// The one version of the API that is spoken here.
pub const VERSION: &str = "2026-03-11";

/// A request as it came in.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its query, decoded.
    pub query: Vec<(String, String)>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The `Notion-Version` header.
    pub version: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The body, unless it was a form.
    pub body: Vec<u8>,
    /// The parts of a form with files.
    pub form: Vec<FormPart>,
}

/// What is sent back.
#[derive(Debug)]
pub enum Reply {
    /// A JSON answer.
    Json(u16, Value),
    /// A refusal.
    Refusal(Refusal),
    /// A web page: the authorize page.
    Page(u16, String),
    /// A redirect.
    Redirect(String),
}

impl Incoming {
    /// The token in the `Authorization` header.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        let (scheme, token) = self.authorization.as_deref()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The client id and secret in the `Authorization` header.
    #[must_use]
    pub fn client(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.authorization.as_deref()?.split_once(' ')?;
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        scheme.eq_ignore_ascii_case("basic").then(|| (id.to_owned(), secret.to_owned()))
    }

    /// The body, which may be a plain form where both are understood, as at the token endpoints.
    ///
    /// # Errors
    /// 400 when it is neither.
    pub fn content(&self) -> Result<Value, Refusal> {
        if !self.content_type.as_deref().is_some_and(|media| media.starts_with("application/x-www-form-urlencoded")) {
            return self.json();
        }
        let pairs = form_urlencoded::parse(&self.body);
        Ok(Value::Object(pairs.map(|(key, value)| (key.into_owned(), json!(value))).collect()))
    }

    /// The body as JSON; an empty one is an empty object.
    ///
    /// # Errors
    /// 400 when it isn't JSON.
    pub fn json(&self) -> Result<Value, Refusal> {
        if self.body.is_empty() {
            return Ok(json!({}));
        }
        serde_json::from_slice(&self.body).map_err(|_| Refusal::unreadable_body())
    }
}

/// Answers a request to `api.notion.com`.
pub fn answer(world: &mut World, rules: &Rules, incoming: &Incoming, now: Moment) -> Reply {
    world.state.settle(now);
    if incoming.path.starts_with("/v1/oauth/") {
        return oauth::answer(world, rules, incoming, now);
    }
    match accept(world, rules, incoming, now) {
        Ok(value) => Reply::Json(200, value),
        Err(refusal) => Reply::Refusal(refusal),
    }
}

fn accept(world: &mut World, rules: &Rules, incoming: &Incoming, now: Moment) -> Result<Value, Refusal> {
    let found = rules.find(&incoming.method, &incoming.path).ok_or_else(Refusal::unknown_address)?;
    check_version(incoming)?;
    let (who, connection) = identify(world, incoming)?;
    if world.settings.rate_limit {
        world.limiter.admit(who, now).map_err(Refusal::rate_limited)?;
    }
    limits::payload(incoming.body.len())?;
    rules.judge_query(found.shape, &incoming.query)?;
    let body = body(incoming)?;
    rules.judge_body(found.shape, &body)?;
    let call = Call {
        who,
        connection,
        parameters: found.parameters,
        query: incoming.query.clone(),
        body,
        form: incoming.form.clone(),
        now,
        settings: &world.settings,
        sites: &world.sites,
    };
    routes::answer(&found.shape.name, &mut world.state, &call)
}

fn body(incoming: &Incoming) -> Result<Value, Refusal> {
    let media = incoming.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    if !incoming.body.is_empty() && !media.starts_with("application/json") {
        return Err(Refusal::unreadable_body());
    }
    incoming.json()
}

fn check_version(incoming: &Incoming) -> Result<(), Refusal> {
    match incoming.version.as_deref() {
        None => Err(Refusal::no_version()),
        Some(VERSION) => Ok(()),
        Some(other) => {
            let shown = shown(Some(&json!(other)));
            let problem = format!("Notion-Version header should be `\"{VERSION}\"`, instead was {shown}.");
            Err(Refusal::failed("Notion-Version header", &[problem]))
        }
    }
}

fn identify(world: &World, incoming: &Incoming) -> Result<(Id, Connection), Refusal> {
    let token = incoming.token().ok_or_else(Refusal::unauthorized)?;
    let (id, connection) = world.state.connection_of(token).ok_or_else(Refusal::unauthorized)?;
    Ok((id, connection.clone()))
}
