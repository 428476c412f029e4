//! How much the broker takes, and what people who behave notice of those who do not: at its own pace, quiet, beside
//! 1,000 requests a second of abuse from one place, and beside as many from thousands of places.
//!
//! `cargo xtask bench broker`, or `cargo bench --profile broker --package satchel-broker --bench abuse` for what is
//! printed alone. It starts the program and the stand-in, prints figures, and fails when a limit doesn't hold.

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
#[path = "../../tests/bench/rows.rs"]
mod rows;
#[path = "../tests/server_door/mod.rs"]
mod server_door;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use common::wire::{Door, Request};
use common::{CHALLENGE, fresh_place};
use rows::{head, row};
use serde_json::{Value, json};
use server_door::Server;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

/// How long each part takes, unless said otherwise.
const SECONDS: u64 = 30;

/// Where all of the abuse comes from that comes from one place.
const GREEDY: [u8; 4] = [127, 0, 0, 1];

/// How many ask at once where it is measured how much the broker takes.
const AT_ONCE: usize = 8;

/// How long one of those rates is counted.
const WINDOW: Duration = Duration::from_millis(500);

fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let seconds = std::env::args().skip_while(|word| word != "--seconds").nth(1);
    let length = Duration::from_secs(seconds.map_or(SECONDS, |seconds| seconds.parse().expect("a number of seconds")));
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure(length));
}

async fn measure(length: Duration) {
    head("the broker");
    capacity(length).await;
    for from in [None, Some(From::OnePlace), Some(From::Everywhere)] {
        part(from, length).await;
    }
}

/// How many sign-ins begin in a second where as many ask as get an answer, each on a connection of its own and from
/// a place of its own. Who asks takes part of the same processors.
async fn capacity(length: Duration) {
    let server = Server::start().await;
    let door = server.world.door;
    let answered = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + length;
    let mut all = JoinSet::new();
    for _ in 0..AT_ONCE {
        let answered = Arc::clone(&answered);
        all.spawn(async move {
            while Instant::now() < until {
                let answer = door.try_send(start().from(fresh_place())).await;
                if answer.is_some_and(|answer| answer.status == 200) {
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
    let mut rates = Vec::new();
    while Instant::now() + WINDOW <= until {
        let (begun, before) = (Instant::now(), answered.load(Ordering::Relaxed));
        sleep_until((begun + WINDOW).into()).await;
        let more = u32::try_from(answered.load(Ordering::Relaxed) - before).unwrap();
        rates.push(f64::from(more) / begun.elapsed().as_secs_f64());
    }
    while all.join_next().await.is_some() {}
    let _ended = server.end().await;
    row("sign-ins begun, as many as it takes", "a second", &rates);
}

/// Where abuse comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    OnePlace,
    Everywhere,
}

/// People who behave, with abuse beside them or without, in front of a broker that was just started.
async fn part(from: Option<From>, length: Duration) {
    let what = match from {
        None => "quiet",
        Some(From::OnePlace) => "abuse from one place",
        Some(From::Everywhere) => "abuse from everywhere",
    };
    let server = Server::start().await;
    let door = server.world.door;
    let token = server.world.sign_in("chrome").await["refresh_token"].as_str().unwrap().to_owned();
    let begun = Instant::now();
    let until = begun + length;
    let abusing = async {
        match from {
            None => Abuse::default(),
            Some(from) => abuse(door, from, until).await,
        }
    };
    let watching = tokio::spawn(watch(server.id(), until));
    let (abuse, behaved) = tokio::join!(abusing, behave(door, token, length));
    let abused = begun.elapsed();
    let resident = watching.await.unwrap();
    let own = own_times(&server.end().await);

    row(&format!("{what}: a sign-in begun, as its client sees it"), "ms", &behaved.starts);
    row(&format!("{what}: a refresh, the stand-in included"), "ms", &behaved.refreshes);
    row(&format!("{what}: the broker's own part of a sign-in begun"), "ms", &own);
    row(&format!("{what}: the 99th of each hundred of those"), "ms", &each_99th(&own));
    row(&format!("{what}: resident memory"), "MB", &resident);
    let asked = behaved.starts.len() + behaved.refreshes.len() + behaved.refused;
    let most = resident.iter().copied().fold(0.0, f64::max);
    println!("  {} of {asked} who behave not served; {most:.1} MB at most", behaved.refused);
    if from.is_some() {
        let Abuse { sent, served, waiting, cut } = abuse;
        println!("  abuse: {sent} sent, {served} answered, {waiting} told to wait (429), {cut} hung up on");
    }
    if from == Some(From::OnePlace) {
        assert!(abuse.served <= 10 + abused.as_secs() / 6 + 1, "the limit holds");
        assert_eq!(behaved.refused, 0, "the others are served");
    }
}

fn start() -> Request {
    Request::post("/v1/start", &json!({ "challenge": CHALLENGE, "client": "chrome" }))
}

#[derive(Default)]
struct Abuse {
    sent: u64,
    served: u64,
    waiting: u64,
    cut: u64,
}

/// A thousand a second, each on a connection of its own, of four kinds: sign-ins that nobody finishes, tokens that
/// nobody has, states that nobody made, bodies of more than twice what is taken. From everywhere, where each place has
/// requests left, no token is tried: Notion would be asked, and people wait for that, too.
async fn abuse(door: Door, from: From, until: Instant) -> Abuse {
    let counts: Arc<[AtomicU64; 3]> = Arc::default();
    let mut sent = 0;
    let mut tick = interval(Duration::from_millis(10));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut all = JoinSet::new();
    while Instant::now() < until {
        tick.tick().await;
        for _ in 0..10 {
            sent += 1;
            let state = format!("{}.{sent:08}", "x".repeat(300));
            let request = match sent % 4 {
                0 => start(),
                1 if from == From::OnePlace => {
                    Request::post("/v1/refresh", &json!({ "refresh_token": format!("canary-{sent}") }))
                }
                1 | 2 => {
                    let verifier = "z".repeat(43);
                    Request::post(
                        "/v1/token",
                        &json!({ "code": "x".repeat(200), "state": state, "verifier": verifier }),
                    )
                }
                _ => Request::post("/v1/revoke", &json!({ "token": "x".repeat(20_000) })),
            };
            let place = if from == From::OnePlace { GREEDY } else { fresh_place() };
            let counts = Arc::clone(&counts);
            all.spawn(async move {
                let answer = door.try_send(request.from(place)).await;
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

/// What those who behave notice, in milliseconds.
struct Behaved {
    starts: Vec<f64>,
    refreshes: Vec<f64>,
    refused: usize,
}

/// People who begin a sign-in, fifty a second, and refresh a token, two a second, each from elsewhere.
async fn behave(door: Door, mut token: String, length: Duration) -> Behaved {
    let (mut starts, mut refreshes, mut refused) = (Vec::new(), Vec::new(), 0);
    let begun = Instant::now();
    for turn in 0.. {
        let at = begun + Duration::from_millis(20) * turn;
        if at >= begun + length {
            break;
        }
        // Who comes while the one before still waits for an answer has waited since then.
        let due = if Instant::now() > at {
            at
        } else {
            sleep_until(at.into()).await;
            Instant::now()
        };
        let refreshing = turn % 25 == 24;
        let request =
            if refreshing { Request::post("/v1/refresh", &json!({ "refresh_token": token })) } else { start() };
        let answer = door.try_send(request.from(fresh_place())).await;
        let took = due.elapsed().as_secs_f64() * 1e3;
        match answer.filter(|answer| answer.status == 200) {
            None => refused += 1,
            Some(answer) if refreshing => {
                answer.json()["refresh_token"].as_str().unwrap().clone_into(&mut token);
                refreshes.push(took);
            }
            Some(_) => starts.push(took),
        }
    }
    Behaved { starts, refreshes, refused }
}

/// What the broker's own log says it took for the requests that needed no Notion, from head to answer: milliseconds.
fn own_times(log: &str) -> Vec<f64> {
    let line = |line: &str| {
        let said: Value = serde_json::from_str(line).ok()?;
        let served = said["route"] == "start" && said["status"] == 200;
        served.then(|| said["microseconds"].as_f64().map(|time| time / 1e3))?
    };
    log.lines().filter_map(line).collect()
}

/// Of each hundred in a row, the one that only one other is above.
fn each_99th(times: &[f64]) -> Vec<f64> {
    let of = |hundred: &[f64]| {
        let mut sorted = hundred.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[98]
    };
    times.chunks_exact(100).map(of).collect()
}

/// How many megabytes are in memory, five times a second.
async fn watch(process: u32, until: Instant) -> Vec<f64> {
    let mut seen = Vec::new();
    let mut tick = interval(Duration::from_millis(200));
    while Instant::now() < until {
        tick.tick().await;
        seen.push(resident(process));
    }
    seen
}

fn resident(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
