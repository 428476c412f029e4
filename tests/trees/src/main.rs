//! Compiles thousands of pages that nobody would write, each from one number, and
//! checks of each that Notion would take every request and that no word is missing
//! without being counted.
//!
//! `satchel-trees [--trees N] [--from N]`, or `--tree N` for one page alone, which is
//! also shown. Requests are judged by the stand-in's schemas, which are made of
//! Notion's own types, and by its limits: neither knows anything of the compiler.

#![allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test")]

mod check;
mod dice;
mod page;
mod receipt;

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How many pages there are, unless said otherwise.
const USUAL: u64 = 20_000;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = given.iter().position(|word| word == name)?;
        given.get(at + 1)?.parse::<u64>().ok()
    };
    if let Some(seed) = number("--tree") {
        println!("{}", page::Made::of(seed).shown());
        return match check::page(seed) {
            Ok(_) => {
                println!("tree {seed} holds");
                ExitCode::SUCCESS
            }
            Err(rule) => {
                println!("tree {seed}: {rule}");
                ExitCode::FAILURE
            }
        };
    }
    let (from, count) = (number("--from").unwrap_or(0), number("--trees").unwrap_or(USUAL));
    let started = Instant::now();
    let (blocks, failure) = all(from, count);
    match failure {
        None => {
            println!("{count} trees, {blocks} blocks: {:.1} s", started.elapsed().as_secs_f64());
            println!("trees: 1 passed; 0 failed");
            ExitCode::SUCCESS
        }
        Some((seed, rule)) => {
            println!("tree {seed}: {rule}\nagain with `cargo xtask test --only blocks --tree {seed}`");
            println!("trees: 0 passed; 1 failed");
            ExitCode::FAILURE
        }
    }
}

/// Checks these pages, as many at once as the machine can; gives how many blocks they
/// came to, and the first that broke a rule.
fn all(from: u64, count: u64) -> (usize, Option<(u64, String)>) {
    let next = AtomicU64::new(from);
    let worst = AtomicU64::new(u64::MAX);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let (mut blocks, mut failures) = (0, Vec::new());
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + count || seed > worst.load(Ordering::Relaxed) {
                return (blocks, failures);
            }
            // A panic is a broken rule as well.
            let checked = std::panic::catch_unwind(|| check::page(seed));
            match checked.unwrap_or_else(|_| Err("a panic, see above".to_owned())) {
                Ok(more) => blocks += more,
                Err(rule) => {
                    worst.fetch_min(seed, Ordering::Relaxed);
                    failures.push((seed, rule));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().filter_map(|worker| worker.join().ok());
        let (counts, failures): (Vec<usize>, Vec<_>) = done.unzip();
        (counts.iter().sum(), failures.into_iter().flatten().min_by_key(|(seed, _)| *seed))
    })
}
