//! The control interface: how tests set the stage, make things go wrong, and look behind the scene.
//!
//! JSON in, JSON out; a mistake is answered with `{"error"}` and a status of 4xx.
//!
//! | request | does |
//! |---|---|
//! | `POST /reset` | forgets everything: state, settings, faults, log, sites |
//! | `POST /seed` | plants workspaces (see [`Seed`]) and answers with the ids they got |
//! | `POST /share`, `POST /unshare` | `{database \| page, token}` |
//! | `GET /connections` | who they are, with their tokens; `?client=` |
//! | `POST /revoke` | `{token}` or `{connection}`, by id |
//! | `POST /expire` | the same; its access token answers 401 until it is refreshed |
//! | `GET /clients` | the public connections one can sign in through |
//! | `POST /clients` | `{clientId, redirectUris}`: adds addresses that the browser may be sent back to |
//! | `DELETE /databases/{id}` | as if it had never been |
//! | `DELETE /blocks/{id}` | into the trash, with what is in it; a database as well |
//! | `POST /data-sources/{id}/rename-property` | `{from, to}`; also `delete-property {name}`, `retype-property {name, type}` |
//! | `GET`, `POST /settings` | reads, changes [`crate::settings::Settings`] |
//! | `POST /faults` | adds a [`crate::faults::Fault`]; `DELETE` removes them all |
//! | `GET /requests` | the log; `?since=`, `?path=`, `?method=`, `?grantType=`; `DELETE` empties it |
//! | `GET /pages` | pages with values and blocks, oldest first; `?dataSource=` |
//! | `GET /databases` | databases with their schemas |
//! | `POST /sites` | publishes a test page; `DELETE` removes them all |
//!
//! `/requests`, `/pages` and `/connections` wait for as many as `&atLeast=` says, `&timeoutMs=` at most (10 s unless
//! said otherwise, then 408), so that no test needs to sleep.

mod change;
mod inspect;
mod seed;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout_at};

use crate::moment::Moment;
use crate::server::response;
use crate::world::{Standin, World};

pub use seed::{Seed, plant};

/// Most bytes of a control request: test sites may carry pictures.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Why a control request wasn't carried out: a status, and a sentence.
#[derive(Debug)]
pub struct Trouble(pub u16, pub String);

impl Trouble {
    fn bad(error: impl std::fmt::Display) -> Self {
        Self(400, error.to_string())
    }

    fn missing(what: &str) -> Self {
        Self(404, format!("there is no such {what}"))
    }
}

/// One control request.
struct Order {
    method: String,
    path: Vec<String>,
    query: Vec<(String, String)>,
    body: Value,
}

impl Order {
    fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Trouble> {
        self.query(name).map(|text| text.parse().map_err(|_| Trouble(400, format!("{name} is no number")))).transpose()
    }
}

/// Serves until the process ends.
///
/// # Errors
/// When the listener fails.
pub async fn serve(socket: TcpListener, standin: Arc<Standin>) -> std::io::Result<()> {
    axum::serve(socket, Router::new().fallback(route).with_state(standin)).await
}

async fn route(Shared(standin): Shared<Arc<Standin>>, request: Request) -> Response {
    let (status, value) = match read(request).await {
        Ok(order) => match carry_out(&standin, &order).await {
            Ok(value) => (200, value),
            Err(Trouble(status, error)) => (status, json!({ "error": error })),
        },
        Err(Trouble(status, error)) => (status, json!({ "error": error })),
    };
    response(status, "application/json", &[], Body::from(value.to_string()))
}

async fn read(request: Request) -> Result<Order, Trouble> {
    let method = request.method().to_string();
    let path = request.uri().path().trim_matches('/').split('/').map(str::to_owned).collect();
    let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect();
    let bytes = axum::body::to_bytes(request.into_body(), MOST_BYTES).await.map_err(Trouble::bad)?;
    let body = if bytes.is_empty() { json!({}) } else { serde_json::from_slice(&bytes).map_err(Trouble::bad)? };
    Ok(Order { method, path, query, body })
}

async fn carry_out(standin: &Standin, order: &Order) -> Result<Value, Trouble> {
    let path: Vec<&str> = order.path.iter().map(String::as_str).collect();
    match (order.method.as_str(), path.as_slice()) {
        ("GET", ["requests"]) => wait(standin, order, inspect::requests).await,
        ("GET", ["pages"]) => wait(standin, order, inspect::pages).await,
        ("GET", ["connections"]) => wait(standin, order, inspect::connections).await,
        ("GET", ["clients"]) => Ok(inspect::clients(&standin.world())),
        ("GET", ["databases"]) => Ok(inspect::databases(&standin.world())),
        ("GET", ["settings"]) => Ok(json!(standin.world().settings)),
        _ => {
            let value = change::carry_out(&mut standin.world(), order, &path, Moment::now())?;
            standin.changed();
            Ok(value)
        }
    }
}

/// Looks, and when there is too little to see yet, looks again at every change until time is up.
async fn wait(
    standin: &Standin,
    order: &Order,
    look: fn(&World, &Order) -> Result<Vec<Value>, Trouble>,
) -> Result<Value, Trouble> {
    let at_least = order.number("atLeast")?.unwrap_or(0);
    let milliseconds = order.number("timeoutMs")?.unwrap_or(10_000);
    let deadline = Instant::now() + Duration::from_millis(milliseconds);
    let mut changes = standin.changes();
    loop {
        let found = {
            let mut world = standin.world();
            world.state.settle(Moment::now());
            look(&world, order)?
        };
        if found.len() as u64 >= at_least {
            return Ok(Value::Array(found));
        }
        if timeout_at(deadline, changes.changed()).await.is_err() {
            let count = found.len();
            return Err(Trouble(408, format!("waited {milliseconds} ms for {at_least}, and there are {count}")));
        }
    }
}
