//! Tells the outbox thousands of stories in which everything goes wrong that can,
//! each from one number, and checks after each that nothing was lost, doubled,
//! sent early or sent with the wrong account.
//!
//! `satchel-simulation [--seeds N] [--from N]`, or `--seed N` for one story alone.
//! The ways to keep an outbox that are known to fail are told the same stories:
//! if one of them comes through, the stories are too tame.

#![allow(clippy::indexing_slicing, reason = "a test: two contexts, two stores, two accounts")]

mod accounts;
mod additions;
mod articles;
mod deeds;
mod dice;
mod notion;
mod port;
mod saves;
mod story;
mod strategy;
mod world;

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use story::{SAVES, tell};
use strategy::Strategy;

/// How many stories there are, unless said otherwise.
const USUAL: u64 = 100_000;

/// How many stories a way that is known to fail may come through.
const TAME: u64 = 1_000;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = given.iter().position(|word| word == name)?;
        given.get(at + 1)?.parse::<u64>().ok()
    };
    if let Some(seed) = number("--seed") {
        return match tell(seed, Strategy::Sound, true) {
            Ok(()) => {
                println!("story {seed} ends well");
                ExitCode::SUCCESS
            }
            Err(rule) => {
                println!("story {seed}: {rule}");
                ExitCode::FAILURE
            }
        };
    }
    let from = number("--from").unwrap_or(0);
    let seeds = number("--seeds").unwrap_or(USUAL);
    let mut failed = 0;
    for strategy in Strategy::BAD {
        match first_failure(0, TAME, strategy) {
            Some((seed, rule)) => println!("{strategy:?} fails in story {seed}: {rule}"),
            None => {
                println!("{strategy:?} comes through {TAME} stories: they are too tame");
                failed += 1;
            }
        }
    }
    let started = Instant::now();
    match first_failure(from, seeds, Strategy::Sound) {
        None => println!("{seeds} stories of {SAVES} saves end well: {:.1} s", started.elapsed().as_secs_f64()),
        Some((seed, rule)) => {
            println!("story {seed}: {rule}\nagain with `cargo xtask test --only simulate --seed {seed}`");
            failed += 1;
        }
    }
    let passed = Strategy::BAD.len() + 1 - failed;
    println!("simulation: {passed} passed; {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells these stories, as many at once as the machine can, and gives the first
/// that broke a rule.
fn first_failure(from: u64, count: u64, strategy: Strategy) -> Option<(u64, String)> {
    let next = AtomicU64::new(from);
    let worst = AtomicU64::new(u64::MAX);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failures: Vec<(u64, String)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut failures = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= from + count || seed > worst.load(Ordering::Relaxed) {
                            return failures;
                        }
                        // A panic is a broken rule as well, and must not end the others' stories.
                        let told = std::panic::catch_unwind(|| tell(seed, strategy, false));
                        if let Err(rule) = told.unwrap_or_else(|_| Err("a panic, see above".to_owned())) {
                            worst.fetch_min(seed, Ordering::Relaxed);
                            failures.push((seed, rule));
                        }
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    failures.sort();
    failures.into_iter().next()
}
