//! What every door has to do, whatever it is made of. Names begin with their row in the catalogue.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use super::wire::{Request, Response, read};
use super::{CHALLENGE, CHROME, EDGE, VERIFIER, World, fresh_place, refused, text};

const FIELDS: [&str; 9] = [
    "access_token",
    "bot_id",
    "duplicated_template_id",
    "owner",
    "refresh_token",
    "token_type",
    "workspace_icon",
    "workspace_id",
    "workspace_name",
];

const EXTENSION: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

fn expect_grant(value: &Value) {
    let fields: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(fields, FIELDS);
    assert_eq!(value["workspace_name"], "Library");
    assert_eq!(value["owner"]["user"]["name"], "Ada Lovelace");
}

fn expect_guarded(response: &Response) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ] {
        assert_eq!(response.header(name), Some(value), "{name}");
    }
    assert_eq!(response.header("set-cookie"), None);
}

/// From the first click to the last: start, allow, token, refresh, revoke.
pub async fn somebody_connects_refreshes_and_revokes(world: &World) {
    for client in ["chrome", "edge", "firefox"] {
        let (code, state) = world.code(client).await;
        let response = world.token(&code, &state).await;
        assert_eq!(response.status, 200, "{}", response.text());
        expect_guarded(&response);
        let first = response.json();
        expect_grant(&first);
        let refreshed = world.post("/v1/refresh", &json!({ "refresh_token": first["refresh_token"] })).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.text());
        let second = refreshed.json();
        expect_grant(&second);
        assert_ne!(first["access_token"], second["access_token"]);
        assert_eq!(first["bot_id"], second["bot_id"]);
        let revoked = world.post("/v1/revoke", &json!({ "token": second["access_token"] })).await;
        assert_eq!((revoked.status, revoked.text().as_str()), (200, "{}"));
        let dead = world.post("/v1/refresh", &json!({ "refresh_token": second["refresh_token"] })).await;
        refused(&dead, 400, "invalid_grant");
    }
    for request in world.standin.requests("/v1/oauth/token").await {
        assert_eq!((&request["notionVersion"], &request["host"]), (&json!("2026-03-11"), &json!("api.notion.com")));
    }
    world.expect_only_notion().await;
}

/// What can be looked at without asking for anything.
pub async fn health_and_about_are_told(world: &World) {
    let health = world.door.send(Request::new("GET", "/healthz")).await;
    assert_eq!((health.status, health.text().as_str()), (200, r#"{"status":"ok"}"#));
    expect_guarded(&health);
    let about = world.door.send(Request::new("GET", "/about")).await.json();
    assert_eq!((&about["name"], &about["stores"]), (&json!("satchel-broker"), &json!("nothing")));
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    assert!(about.get("commit").is_some());
    for hidden in ["/metrics", "/", "/favicon.ico"] {
        refused(&world.door.send(Request::new("GET", hidden)).await, 404, "not_found");
    }
}

/// K-01
pub async fn k_01_what_is_not_a_request_is_refused(world: &World) {
    let right = json!({ "challenge": CHALLENGE, "client": "chrome" });
    for wrong in [
        json!({ "challenge": CHALLENGE, "client": "safari" }),
        json!({ "challenge": CHALLENGE, "client": "chrome", "more": 1 }),
        json!({ "challenge": CHALLENGE }),
        json!({ "challenge": [CHALLENGE], "client": "chrome" }),
        json!([CHALLENGE, "chrome"]),
        json!("chrome"),
    ] {
        refused(&world.post("/v1/start", &wrong).await, 400, "invalid_request");
    }
    for (path, wrong) in [
        ("/v1/token", json!({ "code": "c", "state": "s" })),
        ("/v1/refresh", json!({ "refresh_token": "a", "client_id": "b" })),
        ("/v1/refresh", json!({ "refresh_token": "" })),
        ("/v1/revoke", json!({ "token": "a", "token_type_hint": "b" })),
    ] {
        refused(&world.post(path, &wrong).await, 400, "invalid_request");
    }
    let request = Request::post("/v1/start", &right);
    for not_json in [b"".as_slice(), b"{", b"\xff\xfe", br#"{"challenge":1"#] {
        let body = not_json.to_vec();
        refused(&world.door.send(Request { body, ..request.clone() }).await, 400, "invalid_request");
    }
    let large = Request { body: [request.body.clone(), vec![b' '; 9 * 1024]].concat(), ..request.clone() };
    refused(&world.door.send(large.clone()).await, 413, "payload_too_large");
    // The same without saying how long it is.
    let body = [format!("{:x}\r\n", large.body.len()).as_bytes(), &large.body, b"\r\n0\r\n\r\n"].concat();
    let chunked = Request { body, ..large }.with("transfer-encoding", "chunked");
    refused(&world.door.send(chunked).await, 413, "payload_too_large");
    for media in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let request = request.clone().with("content-type", media).from(fresh_place());
        refused(&world.door.send(request).await, 415, "unsupported_media_type");
    }
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 0);
}

/// K-02. That an expired state is refused is shown where there is a clock to turn: in `broker.rs`.
pub async fn k_02_a_state_is_taken_as_it_was_given_or_not_at_all(world: &World) {
    let (code, state) = world.code("chrome").await;
    let (_, of_edge) = world.start("edge").await;
    let mut texts = std::collections::BTreeSet::new();
    for at in [0, 1, 20, 60, state.len() - 2] {
        let mut bytes = state.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let response = world.token(&code, &String::from_utf8(bytes).unwrap()).await;
        refused(&response, 400, "invalid_state");
        texts.insert(response.text());
    }
    // Sealed with a key of somebody else's, and nothing sealed at all.
    let foreign = "AQICAgICAgICAgICAgICAgICAgICAgICAgICv0D0DmYFn2pcBAOP3Wjzk9zq2Dh0bCHe0gTIkcrh5Z2Jq0FEzZ2Jq0FEzZ2Jq0FEzZ2Jq0FEzZ2Jq0FEzZ2Jq0FEzZ2";
    for wrong in ["", "x", foreign, &format!("{state}="), &state[1..]] {
        let response = world.token(&code, wrong).await;
        refused(&response, 400, "invalid_state");
        texts.insert(response.text());
    }
    assert_eq!(texts.len(), 1, "one text, so that nobody learns which it was");
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 0, "Notion was not asked");
    // Another client's state is sealed rightly, but brings that client's address, which isn't the code's.
    refused(&world.token(&code, &of_edge).await, 400, "invalid_grant");
    assert_eq!(world.standin.requests("/v1/oauth/token").await[0]["body"]["redirect_uri"], EDGE);
    // After all that the right one is still taken.
    assert_eq!(world.token(&code, &state).await.status, 200);
}

/// K-03
pub async fn k_03_only_the_own_verifier_opens(world: &World) {
    let (code, state) = world.code("chrome").await;
    let long = "a".repeat(129);
    for (verifier, error) in [
        (&"x".repeat(43) as &str, "invalid_state"),
        // `plain`: the challenge shown as if it were the verifier.
        (CHALLENGE, "invalid_state"),
        (&VERIFIER[..42], "invalid_request"),
        (&long, "invalid_request"),
        (&VERIFIER.replace('-', "+"), "invalid_request"),
        ("", "invalid_request"),
    ] {
        let body = json!({ "code": code, "state": state, "verifier": verifier });
        refused(&world.post("/v1/token", &body).await, 400, error);
    }
    let plain = json!({ "challenge": CHALLENGE, "client": "chrome", "code_challenge_method": "plain" });
    refused(&world.post("/v1/start", &plain).await, 400, "invalid_request");
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 0);
    assert_eq!(world.token(&code, &state).await.status, 200);
}

/// K-04
pub async fn k_04_no_caller_says_where_codes_go(world: &World) {
    let evil = "https://evil.example/cb";
    let start = json!({ "challenge": CHALLENGE, "client": "chrome", "redirect_uri": evil });
    refused(&world.post("/v1/start", &start).await, 400, "invalid_request");
    let (code, state) = world.code("chrome").await;
    let token = json!({ "code": code, "state": state, "verifier": VERIFIER, "redirect_uri": evil });
    refused(&world.post("/v1/token", &token).await, 400, "invalid_request");
    assert_eq!(world.token(&code, &state).await.status, 200);
    let asked: Vec<Value> = world.standin.requests("/v1/oauth/token").await;
    let addresses: Vec<&Value> = asked.iter().map(|request| &request["body"]["redirect_uri"]).collect();
    assert_eq!(addresses, [CHROME]);
}

/// K-05
pub async fn k_05_nothing_else_is_relayed(world: &World) {
    let body = json!({ "token": "canary-token-of-k-05" });
    for target in [
        "/v1/oauth/introspect",
        "/v1/oauth/token",
        "/v1/introspect",
        "//v1/token",
        "/v1//token",
        "/v1/token/",
        "/v1/./token",
        "/v1/x/../token",
        "/v1/%2e%2e/v1/token",
        "/%2e%2e/v1/token",
        "/v1/%74oken",
        "/v1/token%00",
        "/v1/revoke?token=canary-token-of-k-05",
    ] {
        let response = world.door.send(Request::post(target, &body)).await;
        // A Worker never sees dots: the platform has resolved them, so that such a path may be a real one.
        let dots = world.door.told && (target.contains("/.") || target.contains("%2e"));
        if !dots {
            refused(&response, 404, "not_found");
        }
        assert_ne!(response.status, 200, "{target}");
    }
    for (method, target) in [
        ("GET", "/v1/token"),
        ("PUT", "/v1/start"),
        ("DELETE", "/v1/revoke"),
        ("OPTIONS", "/v1/token"),
        ("POST", "/about"),
    ] {
        let response = world.door.send(Request::new(method, target)).await;
        refused(&response, 405, "method_not_allowed");
        assert!(response.header("allow").is_some());
    }
    for path in ["/v1/oauth/token", "/v1/oauth/introspect", "/v1/oauth/revoke"] {
        assert_eq!(world.standin.requests(path).await.len(), 0, "{path}");
    }
}

/// K-06
pub async fn k_06_only_known_extensions_may_read(world: &World) {
    let start = json!({ "challenge": CHALLENGE, "client": "chrome" });
    let preflight = |origin: &str| {
        let request = Request::new("OPTIONS", "/v1/start").with("origin", origin);
        request.with("access-control-request-method", "POST").with("access-control-request-headers", "content-type")
    };
    let allowed = world.door.send(preflight(EXTENSION)).await;
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (204, Some(EXTENSION)));
    assert_eq!(allowed.header("access-control-allow-headers"), Some("content-type"));
    assert_eq!(allowed.header("access-control-allow-credentials"), None);
    let read = world.door.send(Request::post("/v1/start", &start).with("origin", EXTENSION)).await;
    assert_eq!((read.status, read.header("access-control-allow-origin")), (200, Some(EXTENSION)));
    for origin in [
        "null",
        "*",
        "https://evil.example",
        "chrome-extension://other",
        "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop.evil.example",
        "moz-extension://0a1b2c3d-0000-4000-8000-000000000000",
    ] {
        for request in [preflight(origin), Request::post("/v1/start", &start).with("origin", origin)] {
            let response = world.door.send(request).await;
            let let_in = response.headers.iter().filter(|(name, _)| name.starts_with("access-control"));
            assert_eq!(let_in.count(), 0, "{origin}");
            assert_ne!(response.status, 204, "{origin}");
        }
    }
}

/// K-08, but for the wait.
pub async fn k_08_notions_troubles_are_told_in_one_sentence(world: &World) {
    let refresh = json!({ "refresh_token": "canary-refresh-of-k-08" });
    let redirect = json!({ "location": "https://evil.example/v1/oauth/token" });
    for fault in [
        json!({ "status": 500, "message": "canary-message" }),
        json!({ "status": 302, "headers": redirect }),
        json!({ "status": 307, "headers": redirect }),
        json!({ "status": 307, "headers": { "location": "https://api.notion.com/v1/oauth/elsewhere" } }),
        json!({ "cut": "before" }),
    ] {
        world.standin.fault(&fault).await;
        let response = world.post("/v1/refresh", &refresh).await;
        refused(&response, 502, "upstream_failed");
        assert!(!response.text().contains("canary"), "{}", response.text());
        // Notion seems well again, or the breaker would open on the way.
        refused(&world.post("/v1/refresh", &refresh).await, 400, "invalid_grant");
    }
    world.expect_only_notion().await;
}

/// O-13 on the broker's side: what Notion refuses is refused, in either of its ways to say so.
pub async fn o_13_what_notion_refuses_is_refused(world: &World) {
    for errors in ["rfc", "notion"] {
        world.standin.control("POST", "/settings", &json!({ "oauthErrors": errors })).await;
        let (code, state) = world.code("chrome").await;
        assert_eq!(world.token(&code, &state).await.status, 200);
        let again = world.token(&code, &state).await;
        refused(&again, 400, "invalid_grant");
        assert!(!again.text().contains("revoked"), "Notion's own words: {}", again.text());
        let unknown = world.post("/v1/refresh", &json!({ "refresh_token": "canary-unknown-refresh" })).await;
        refused(&unknown, 400, "invalid_grant");
    }
    for (status, code) in [(401, "invalid_client"), (400, "unauthorized_client")] {
        world.standin.fault(&json!({ "status": status, "code": code })).await;
        let response = world.post("/v1/refresh", &json!({ "refresh_token": "canary-refresh" })).await;
        refused(&response, 502, "broker_misconfigured");
    }
}

/// O-14 on the broker's side.
pub async fn o_14_an_answer_without_a_token_is_no_answer(world: &World) {
    let json_answer =
        |body: &str| json!({ "status": 200, "html": body, "headers": { "content-type": "application/json" } });
    world.standin.fault(&json_answer(r#"{"token_type":"bearer","refresh_token":"canary-refresh-alone"}"#)).await;
    refused(&world.post("/v1/refresh", &json!({ "refresh_token": "canary-r1" })).await, 502, "upstream_failed");
    let bare = r#"{"access_token":"canary-access-alone","refresh_token":null,"client_secret":"canary-never"}"#;
    world.standin.fault(&json_answer(bare)).await;
    let response = world.post("/v1/refresh", &json!({ "refresh_token": "canary-r2" })).await;
    assert_eq!(response.status, 200);
    let value = response.json();
    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), FIELDS);
    assert_eq!((text(&value, "access_token").as_str(), &value["refresh_token"]), ("canary-access-alone", &Value::Null));
}

/// O-15 on the broker's side.
pub async fn o_15_an_answer_is_read_within_bounds(world: &World) {
    let refresh = json!({ "refresh_token": "canary-refresh-of-o-15" });
    let huge = format!(r#"{{"access_token":"a","owner":"{}"}}"#, "canary".repeat(1_700_000));
    for (body, media) in [
        (huge.as_str(), "application/json"),
        ("<h1>canary</h1>", "text/html"),
        ("{\"canary", "application/json"),
        ("", "application/json"),
    ] {
        let fault = json!({ "status": 200, "html": body, "headers": { "content-type": media } });
        world.standin.fault(&fault).await;
        let response = world.post("/v1/refresh", &refresh).await;
        refused(&response, 502, "upstream_failed");
        refused(&world.post("/v1/refresh", &refresh).await, 400, "invalid_grant");
    }
    world.standin.fault(&json!({ "truncate": true })).await;
    refused(&world.post("/v1/refresh", &refresh).await, 502, "upstream_failed");
}

/// Notion's own "too many" is handed on, and Notion is left alone for as long as it asked.
pub async fn notions_rate_limit_is_heeded(world: &World) {
    world.standin.fault(&json!({ "status": 429, "headers": { "retry-after": "9" } })).await;
    let refresh = json!({ "refresh_token": "canary-refresh-limited" });
    let first = world.post("/v1/refresh", &refresh).await;
    refused(&first, 429, "rate_limited");
    assert_eq!(first.header("retry-after"), Some("9"));
    refused(&world.post("/v1/refresh", &refresh).await, 429, "rate_limited");
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 1, "Notion was left alone");
    // What needs no Notion goes on.
    world.start("chrome").await;
}

/// Five failures one after the other open the breaker.
pub async fn a_notion_that_fails_is_left_alone(world: &World) {
    world.standin.fault(&json!({ "status": 500, "times": null })).await;
    for _ in 0..8 {
        let response = world.post("/v1/refresh", &json!({ "refresh_token": "canary-refresh-broken" })).await;
        refused(&response, 502, "upstream_failed");
    }
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 5);
}

/// K-07, the part that is not about load.
pub async fn k_07_one_place_uses_up_its_own_requests_only(world: &World) {
    let (greedy, modest) = (fresh_place(), fresh_place());
    let start = || Request::post("/v1/start", &json!({ "challenge": CHALLENGE, "client": "chrome" }));
    let mut statuses = Vec::new();
    for _ in 0..30 {
        let response = world.door.send(start().from(greedy)).await;
        if response.status == 429 {
            refused(&response, 429, "rate_limited");
            let wait: u64 = response.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=6).contains(&wait), "{wait}");
        }
        statuses.push(response.status);
    }
    let served = statuses.iter().filter(|status| **status == 200).count();
    assert!((10..=11).contains(&served), "{statuses:?}");
    // Whatever else it sends: the limit comes first.
    let junk = Request { body: b"junk".to_vec(), ..start() };
    assert_eq!(world.door.send(junk.from(greedy)).await.status, 429);
    assert_eq!(world.door.send(start().from(modest)).await.status, 200);
}

/// K-08, the wait.
pub async fn k_08_notion_gets_ten_seconds(world: &World) {
    world.standin.fault(&json!({ "delayMs": 60_000 })).await;
    let begun = Instant::now();
    let response = world.post("/v1/refresh", &json!({ "refresh_token": "canary-refresh-slow" })).await;
    refused(&response, 502, "upstream_failed");
    expect_about_ten(begun.elapsed());
}

/// K-13
pub async fn k_13_a_body_that_does_not_come_is_waited_for_ten_seconds(world: &World) {
    let begun = Instant::now();
    let half = Request::post("/v1/start", &json!({ "challenge": CHALLENGE, "client": "chrome" }));
    let bytes = half.with("content-length", "500").bytes();
    let mut stream = world.door.connect(fresh_place()).await;
    stream.write_all(&bytes).await.unwrap();
    refused(&read(&mut stream).await.unwrap(), 408, "request_timeout");
    expect_about_ten(begun.elapsed());
}

/// Expects that ten seconds passed, more or less.
pub fn expect_about_ten(took: Duration) {
    assert!(took >= Duration::from_secs(9) && took < Duration::from_secs(16), "{took:?}");
}
