//! A bounded load: 1,000 requests a second of abuse from one place, and people who behave from others.
//!
//! `cargo bench --profile broker --package satchel-broker --bench abuse`
//!
//! It starts the program and the stand-in, prints figures, and fails when a limit doesn't hold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a program that measures may stop when it can't"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/server_door/mod.rs"]
mod server_door;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use common::wire::{Door, Request};
use common::{CHALLENGE, fresh_place};
use serde_json::{Value, json};
use server_door::Server;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

const LENGTH: Duration = Duration::from_secs(20);
const GREEDY: [u8; 4] = [127, 0, 0, 1];

fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure());
}

async fn measure() {
    let server = Server::start().await;
    let door = server.world.door;
    let token = server.world.sign_in("chrome").await["refresh_token"].as_str().unwrap().to_owned();
    let quiet = behave(door, token.clone(), Duration::from_secs(5)).await;
    let before = resident(server.id());
    let until = Instant::now() + LENGTH;
    let (abuse, (behaved, most)) = tokio::join!(abuse(door, until), async {
        let watching = tokio::spawn(watch(server.id(), until));
        (behave(door, quiet.token.clone(), LENGTH).await, watching.await.unwrap())
    });
    let after = resident(server.id());
    let own = own_times(&server.end().await);

    println!("abuse: {} sent in {} s from one address", abuse.sent, LENGTH.as_secs());
    println!("  {} served, {} told to wait (429), {} hung up on", abuse.served, abuse.waiting, abuse.cut);
    for (name, figures) in [("quiet", &quiet), ("under abuse", &behaved)] {
        println!("{name}: start   {}", told(&figures.starts));
        println!("{name}: refresh {} (the stand-in and TLS to it included)", told(&figures.refreshes));
        println!("{name}: {} of {} not served", figures.refused, figures.starts.len() + figures.refreshes.len());
    }
    println!("within the broker, from head to answer, of all starts it served: {}", told(&own));
    println!("resident: {before} kB before, {most} kB at most, {after} kB after");
    assert!(abuse.served <= 10 + LENGTH.as_secs() / 6 + 1, "the limit holds");
    assert_eq!(behaved.refused, 0, "the others are served");
}

#[derive(Default)]
struct Abuse {
    sent: u64,
    served: u64,
    waiting: u64,
    cut: u64,
}

/// A thousand a second, each on a connection of its own, of four kinds.
async fn abuse(door: Door, until: Instant) -> Abuse {
    let counts: Arc<[AtomicU64; 3]> = Arc::default();
    let mut sent = 0;
    let mut tick = interval(Duration::from_millis(10));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut all = JoinSet::new();
    while Instant::now() < until {
        tick.tick().await;
        for _ in 0..10 {
            sent += 1;
            let request = match sent % 4 {
                0 => Request::post("/v1/start", &json!({ "challenge": CHALLENGE, "client": "chrome" })),
                1 => Request::post("/v1/refresh", &json!({ "refresh_token": format!("canary-{sent}") })),
                2 => Request::post("/v1/token", &json!({ "code": "x".repeat(2_000), "state": "y", "verifier": "z" })),
                _ => Request::post("/v1/revoke", &json!({ "token": "x".repeat(20_000) })),
            };
            let counts = Arc::clone(&counts);
            all.spawn(async move {
                let answer = door.try_send(request.from(GREEDY)).await;
                let kind = match answer.map(|answer| answer.status) {
                    Some(429) => 1,
                    Some(_) => 0,
                    None => 2,
                };
                counts[kind].fetch_add(1, Ordering::Relaxed);
            });
        }
        while all.try_join_next().is_some() {}
    }
    while all.join_next().await.is_some() {}
    let [served, waiting, cut] = [0, 1, 2].map(|kind: usize| counts[kind].load(Ordering::Relaxed));
    Abuse { sent, served, waiting, cut }
}

struct Behaved {
    starts: Vec<Duration>,
    refreshes: Vec<Duration>,
    refused: usize,
    token: String,
}

/// People who begin a sign-in, twenty a second, and refresh a token, two a second, each from elsewhere.
async fn behave(door: Door, mut token: String, length: Duration) -> Behaved {
    let (mut starts, mut refreshes, mut refused) = (Vec::new(), Vec::new(), 0);
    let begun = Instant::now();
    for turn in 0.. {
        let at = begun + Duration::from_millis(50) * turn;
        if at >= begun + length {
            break;
        }
        sleep_until(at.into()).await;
        let refreshing = turn % 10 == 9;
        let request = if refreshing {
            Request::post("/v1/refresh", &json!({ "refresh_token": token }))
        } else {
            Request::post("/v1/start", &json!({ "challenge": CHALLENGE, "client": "chrome" }))
        };
        let sent = Instant::now();
        let answer = door.try_send(request.from(fresh_place())).await;
        let took = sent.elapsed();
        match answer.filter(|answer| answer.status == 200) {
            None => refused += 1,
            Some(answer) if refreshing => {
                answer.json()["refresh_token"].as_str().unwrap().clone_into(&mut token);
                refreshes.push(took);
            }
            Some(_) => starts.push(took),
        }
    }
    Behaved { starts, refreshes, refused, token }
}

fn told(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let part = |percent: usize| {
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    };
    format!("{:>4} requests, p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms", sorted.len(), part(50), part(99), part(100))
}

/// What the broker's own log says it took for the requests that needed no Notion.
fn own_times(log: &str) -> Vec<Duration> {
    let line = |line: &str| {
        let said: Value = serde_json::from_str(line).ok()?;
        let served = said["route"] == "start" && said["status"] == 200;
        served.then(|| said["microseconds"].as_u64().map(Duration::from_micros))?
    };
    log.lines().filter_map(line).collect()
}

async fn watch(process: u32, until: Instant) -> u64 {
    let mut most = 0;
    let mut tick = interval(Duration::from_millis(200));
    while Instant::now() < until {
        tick.tick().await;
        most = most.max(resident(process));
    }
    most
}

/// Kilobytes in memory.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
