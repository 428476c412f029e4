//! K-09, its last part: when the code itself goes wrong while it holds a secret, the secret stays inside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy sees tests only where they are marked so")]

mod common;

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::Request;
use common::children::Running;
use common::{CHALLENGE, CLIENT_SECRET, settings};
use futures_util::future::BoxFuture;
use satchel_broker::broker::Broker;
use satchel_broker::secret::Secret;
use satchel_broker::server::{Asking, Front, install_report};
use satchel_broker::settings::Settings;
use satchel_broker::upstream::{Question, Reply};
use tokio::process::Command;

const ROLE: &str = "SATCHEL_BROKER_TEST_ROLE";

/// Goes wrong, and says all it knows while doing so.
struct Broken;

impl Asking for Broken {
    fn ask<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Reply> {
        let body = String::from_utf8_lossy(question.body()).into_owned();
        Box::pin(async move { panic!("canary panic with {body} and {CLIENT_SECRET}") })
    }
}

#[tokio::test]
async fn k_09_a_panic_is_told_by_its_place_alone() {
    if std::env::var_os(ROLE).is_some() {
        return goes_wrong().await;
    }
    // Another process, since what is looked at is all that one writes.
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "k_09_a_panic_is_told_by_its_place_alone", "--nocapture"]).env(ROLE, "broken");
    let (succeeded, written) = Running::start(&mut command).ended().await;
    assert!(succeeded, "{written}");
    assert_eq!(written.matches("a request went wrong").count(), 3, "{written}");
    assert_eq!(written.matches(r#""status":500"#).count(), 3, "{written}");
    assert!(written.contains("panic.rs:"), "the place: {written}");
    assert!(!written.contains("canary"), "{written}");
}

async fn goes_wrong() {
    install_report();
    let value = |name: &str| {
        let found = settings().into_iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| Secret::new(value))
    };
    let front = Front::alone(Broker::new(Settings::read(value).unwrap(), None), Broken).unwrap();
    let refresh = r#"{"refresh_token":"canary-refresh-token"}"#;
    for (path, body) in [
        ("/v1/refresh", refresh),
        // The first one took its flight off the list as it went down.
        ("/v1/refresh", refresh),
        ("/v1/revoke", r#"{"token":"canary-access-token"}"#),
    ] {
        let response = front.answer(request(path, body), IpAddr::from([127, 0, 0, 1])).await;
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
    // It goes on.
    let start = format!(r#"{{"challenge":"{CHALLENGE}","client":"chrome"}}"#);
    let response = front.answer(request("/v1/start", &start), IpAddr::from([127, 0, 0, 1])).await;
    assert_eq!(response.status(), 200);
}

fn request(path: &str, body: &str) -> Request {
    let request = Request::post(path).header("content-type", "application/json");
    request.body(Body::from(body.to_owned())).unwrap()
}
