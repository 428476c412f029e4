//! The real program, in front of the real stand-in, over TLS.

mod common;
mod server_door;

use std::time::{Duration, Instant};

use common::scenarios as does;
use common::wire::{Request, read};
use common::{CHALLENGE, KEY, NEXT_KEY, VERIFIER, fresh_place, refused, text};
use serde_json::json;
use server_door::{Server, change, expect_refusal_to_start};
use tokio::io::AsyncWriteExt as _;

/// One test for each scenario that every door has to get through.
macro_rules! scenarios {
    ($($name:ident)*) => {
        $(#[tokio::test]
        async fn $name() {
            let server = Server::start().await;
            does::$name(&server.world).await;
            server.end().await;
        })*
    };
}

scenarios! {
    somebody_connects_refreshes_and_revokes
    health_and_about_are_told
    k_01_what_is_not_a_request_is_refused
    k_02_a_state_is_taken_as_it_was_given_or_not_at_all
    k_03_only_the_own_verifier_opens
    k_04_no_caller_says_where_codes_go
    k_05_nothing_else_is_relayed
    k_06_only_known_extensions_may_read
    k_07_one_place_uses_up_its_own_requests_only
    k_08_notions_troubles_are_told_in_one_sentence
    k_08_notion_gets_ten_seconds
    k_13_a_body_that_does_not_come_is_waited_for_ten_seconds
    o_13_what_notion_refuses_is_refused
    o_14_an_answer_without_a_token_is_no_answer
    o_15_an_answer_is_read_within_bounds
    notions_rate_limit_is_heeded
    a_notion_that_fails_is_left_alone
}

#[tokio::test]
async fn k_07_five_at_once_from_one_place() {
    let server = Server::start().await;
    let (door, greedy) = (server.world.door, fresh_place());
    server.world.standin.fault(&json!({ "delayMs": 3000, "times": null })).await;
    let mut waiting = Vec::new();
    for number in 0..8 {
        // Different tokens, or they would be one question.
        let body = json!({ "refresh_token": format!("canary-refresh-{number}") });
        waiting.push(tokio::spawn(
            async move { door.send(Request::post("/v1/refresh", &body).from(greedy)).await.status },
        ));
    }
    let mut statuses = Vec::new();
    for each in waiting {
        statuses.push(each.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [400, 400, 400, 400, 400, 429, 429, 429]);
    server.end().await;
}

#[tokio::test]
async fn k_10_a_refresh_asked_again_gets_the_same_answer() {
    let server = Server::start().await;
    let world = &server.world;
    let refresh = json!({ "refresh_token": world.sign_in("chrome").await["refresh_token"] });
    let first = world.post("/v1/refresh", &refresh).await;
    assert_eq!(first.status, 200);
    let again = world.post("/v1/refresh", &refresh).await;
    assert_eq!(again.text(), first.text());
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 2, "the exchange, and one refresh");
    // Another token is another question; after 120 s so is this one, which `replay.rs` shows with its own clock.
    let next = world.post("/v1/refresh", &json!({ "refresh_token": first.json()["refresh_token"] })).await;
    assert_ne!(text(&next.json(), "access_token"), text(&first.json(), "access_token"));
    server.end().await;
}

#[tokio::test]
async fn k_10_a_refresh_asked_twice_at_once_is_one_question() {
    let server = Server::start().await;
    let world = &server.world;
    let refresh = json!({ "refresh_token": world.sign_in("chrome").await["refresh_token"] });
    world.standin.fault(&json!({ "delayMs": 500 })).await;
    let (first, second, third) = tokio::join!(
        world.post("/v1/refresh", &refresh),
        world.post("/v1/refresh", &refresh),
        world.post("/v1/refresh", &refresh),
    );
    assert_eq!(first.status, 200);
    assert_eq!((second.text(), third.text()), (first.text(), first.text()));
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 2);
    server.end().await;
}

#[tokio::test]
async fn k_10_an_answer_is_there_for_whoever_hung_up() {
    let server = Server::start().await;
    let world = &server.world;
    let refresh = json!({ "refresh_token": world.sign_in("chrome").await["refresh_token"] });
    world.standin.fault(&json!({ "delayMs": 700 })).await;
    let request = Request::post("/v1/refresh", &refresh);
    let mut stream = world.door.connect(request.place).await;
    stream.write_all(&request.bytes()).await.unwrap();
    // Notion has the question, and will have changed the token by the time it answers.
    world.standin.control("GET", "/requests?path=/v1/oauth/token&atLeast=2", &serde_json::Value::Null).await;
    drop(stream);
    let again = world.post("/v1/refresh", &refresh).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(world.standin.requests("/v1/oauth/token").await.len(), 2);
    server.end().await;
}

#[tokio::test]
async fn k_11_a_restart_between_start_and_token_is_not_noticed() {
    let server = Server::start().await;
    let (code, state) = server.world.code("chrome").await;
    let server = server.again(&[]).await;
    assert_eq!(server.world.token(&code, &state).await.status, 200);
    server.end().await;
}

#[tokio::test]
async fn k_12_a_change_of_keys_costs_nobody_their_sign_in() {
    let server = Server::start().await;
    let (code, state) = server.world.code("chrome").await;
    let (second_code, second_state) = server.world.code("firefox").await;
    let server = server.again(&[("KEY", NEXT_KEY), ("OLD_KEY", KEY)]).await;
    assert_eq!(server.world.token(&code, &state).await.status, 200);
    let (new_code, new_state) = server.world.code("chrome").await;
    // Once the old key is gone its states are foreign, and what was sealed since opens.
    let server = server.again(&[("KEY", NEXT_KEY)]).await;
    refused(&server.world.token(&second_code, &second_state).await, 400, "invalid_state");
    assert_eq!(server.world.token(&new_code, &new_state).await.status, 200);
    server.end().await;
}

#[tokio::test]
async fn k_02_a_state_of_a_client_no_longer_served_is_refused() {
    let server = Server::start().await;
    let (code, state) = server.world.code("edge").await;
    let server = server.again(&[("REDIRECT_EDGE", "")]).await;
    refused(&server.world.token(&code, &state).await, 400, "invalid_state");
    server.end().await;
}

#[tokio::test]
async fn k_13_a_drop_at_a_time_is_not_a_way_around() {
    let server = Server::start().await;
    let begun = Instant::now();
    let request = Request::post("/v1/start", &json!(null)).with("content-length", "5000");
    let mut stream = server.world.door.connect(fresh_place()).await;
    stream.write_all(&request.bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while writing.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let mut answer = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut reading, &mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    does::expect_about_ten(begun.elapsed());
    dripping.abort();
    server.end().await;
}

#[tokio::test]
async fn k_13_a_head_that_does_not_come_is_waited_for_ten_seconds() {
    let server = Server::start().await;
    let begun = Instant::now();
    let hung_up = async |beginning: &str| {
        let mut stream = server.world.door.connect(fresh_place()).await;
        stream.write_all(beginning.as_bytes()).await.unwrap();
        // With a response or without.
        if let Some(response) = read(&mut stream).await {
            assert_eq!(response.status, 408);
        }
    };
    tokio::join!(hung_up("POST /v1/start HTTP/1.1\r\nhost: x\r\n"), hung_up(""));
    does::expect_about_ten(begun.elapsed());
    server.end().await;
}

#[tokio::test]
async fn requests_under_way_are_finished_before_it_ends() {
    let server = Server::start().await;
    let refresh = json!({ "refresh_token": server.world.sign_in("chrome").await["refresh_token"] });
    server.world.standin.fault(&json!({ "delayMs": 1000 })).await;
    let door = server.world.door;
    let waiting = tokio::spawn(async move { door.send(Request::post("/v1/refresh", &refresh)).await.status });
    server.world.standin.control("GET", "/requests?path=/v1/oauth/token&atLeast=2", &serde_json::Value::Null).await;
    server.end().await;
    assert_eq!(waiting.await.unwrap(), 200);
}

#[tokio::test]
async fn counters_are_told_on_an_address_of_their_own() {
    let server = Server::with(&[("METRICS_LISTEN", "127.0.0.1:0")]).await;
    server.world.start("chrome").await;
    refused(&server.world.post("/v1/start", &json!({})).await, 400, "invalid_request");
    let counters = server.metrics().await.send(Request::new("GET", "/metrics")).await.text();
    assert!(counters.contains(r#"satchel_broker_requests_total{route="start",status="200"} 1"#), "{counters}");
    assert!(counters.contains(r#"satchel_broker_requests_total{route="start",status="400"} 1"#), "{counters}");
    server.end().await;
}

#[tokio::test]
async fn a_proxy_is_believed_when_it_is_known_to_be_there() {
    let forwarded = |from: &str| {
        let body = json!({ "challenge": CHALLENGE, "client": "chrome" });
        Request::post("/v1/start", &body).with("x-forwarded-for", from)
    };
    // Nobody vouches for the header: one place, whatever it claims.
    let server = Server::start().await;
    let place = fresh_place();
    let mut served = 0;
    for number in 0..20 {
        let request = forwarded(&format!("192.0.2.{number}")).from(place);
        served += u32::from(server.world.door.send(request).await.status == 200);
    }
    assert!((10..=11).contains(&served), "{served}");
    // Behind one proxy: what that proxy appended counts, what the client wrote before it does not.
    let server = server.again(&[("TRUSTED_PROXIES", "1")]).await;
    for number in 0..20 {
        let request = forwarded(&format!("6.6.6.6, 192.0.2.{number}")).from(place);
        assert_eq!(server.world.door.send(request).await.status, 200);
    }
    let mut served = 0;
    for number in 0..20 {
        let request = forwarded(&format!("192.0.2.{number}, 198.51.100.7")).from(place);
        served += u32::from(server.world.door.send(request).await.status == 200);
    }
    assert!((10..=11).contains(&served), "{served}");
    server.end().await;
}

#[tokio::test]
async fn it_does_not_start_half_set_up() {
    let all = expect_refusal_to_start(&[]).await;
    for part in ["CLIENT_ID is not set", "CLIENT_SECRET is not set", "_KEY is not set", "nobody could connect"] {
        assert!(all.contains(part), "{part} in {all}");
    }
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let all = expect_refusal_to_start(&change(&[("KEY", zeros), ("REDIRECT_CHROME", "https://evil.example/cb")])).await;
    assert!(all.contains("KEY is not random") && all.contains("REDIRECT_CHROME must be"), "{all}");
    assert!(!all.contains("canary") && !all.contains(zeros), "{all}");
}

#[tokio::test]
async fn k_09_nothing_secret_is_written_on_any_way_to_an_error() {
    // Every other test looks for secrets in what its server wrote, too: see `Server::end`.
    let server = Server::start().await;
    let world = &server.world;
    let secret = |name: &str| format!("canary-{name}-5f3a9c");
    let refresh = json!({ "refresh_token": secret("refresh") });
    let faults = [
        json!({ "status": 400, "message": secret("message"), "code": "invalid_grant" }),
        json!({ "status": 500, "message": secret("message") }),
        json!({ "status": 302, "headers": { "location": "https://evil.example/?code=canary-location" } }),
        json!({ "cut": "before" }),
        json!({ "truncate": true }),
        json!({ "html": secret("page"), "status": 200 }),
    ];
    for fault in faults {
        let (code, state) = world.code("chrome").await;
        world.standin.fault(&fault).await;
        assert_ne!(world.token(&code, &state).await.status, 200);
        // A plain refusal in between keeps the breaker closed.
        refused(&world.post("/v1/refresh", &refresh).await, 400, "invalid_grant");
    }
    for (path, body) in [
        ("/v1/token", json!({ "code": secret("code"), "state": secret("state"), "verifier": VERIFIER })),
        ("/v1/token", json!({ "code": secret("code"), "state": secret("state") })),
        ("/v1/refresh", json!({ "refresh_token": secret("refresh"), "more": secret("more") })),
        ("/v1/refresh", json!({ "refresh_token": secret("refresh") })),
        ("/v1/revoke", json!({ "token": [secret("token")] })),
        ("/v1/refresh?refresh_token=canary-in-the-query", json!({})),
        ("/v1/canary-in-the-path", json!({})),
    ] {
        assert!(world.post(path, &body).await.status >= 400, "{path}");
    }
    world.standin.fault(&json!({ "status": 429, "message": secret("message") })).await;
    refused(&world.post("/v1/refresh", &refresh).await, 429, "rate_limited");
    let authorization =
        Request::new("GET", "/about").with("authorization", "Bearer canary-header").with("cookie", "canary=1");
    assert_eq!(world.door.send(authorization).await.status, 200);
    let nonsense = Request { method: "canary nonsense".into(), ..Request::new("", "/canary") };
    world.door.send(nonsense).await;
    let written = server.end().await;
    assert!(written.contains(r#""route":"token","status":502"#), "{written}");
}
