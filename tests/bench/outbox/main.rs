//! What the outbox costs, and how that grows with what waits in it: the real flows over a browser of a few maps,
//! on this machine. `cargo xtask bench outbox` runs it.
//!
//! The times are the processor's for the core alone; in a browser the stores take most of it. So what the core asks
//! of them is counted as well, and that is the same each time: a cost that grows with what waits shows there first.

#![allow(clippy::expect_used, clippy::panic, reason = "a program that measures may stop when it cannot go on")]

mod account;
mod browser;
mod notion;
#[path = "../rows.rs"]
mod rows;

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use browser::{Browser, Counts};
use rows::{count, head, row};
use satchel::clip::Clip;
use satchel::flow::draining::{Occasion, drain};
use satchel::flow::saving::{enqueue, pending};
use satchel::json::Json;
use satchel::outbox::Kind;
use satchel::view::Submission;

/// How many wait, and how often it is measured.
const WAITING: [(u32, u32); 3] = [(10, 300), (1_000, 30), (10_000, 30)];

/// Which answers are cut short: none, or one of so many.
const CUT: [Option<u32>; 2] = [None, Some(10)];

/// Longer than what makes two saves of one address one, or holds a save up.
const LATER: u64 = 20_000;

fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let runs = std::env::args().skip_while(|word| word != "--runs").nth(1).and_then(|runs| runs.parse().ok());
    head("the outbox");
    for (waiting, usual) in WAITING {
        entering(waiting, runs.unwrap_or(usual));
    }
    for cut in CUT {
        let each = WAITING.map(|(waiting, usual)| draining(waiting, runs.unwrap_or(usual), cut));
        let [few, .., many] = each;
        let what = drained(10_000, cut);
        count(&format!("{what}: asked of the browser for each, beside 10"), "times", many.calls / few.calls);
        count(&format!("{what}: read for each, beside 10"), "times", many.read / few.read);
    }
}

/// What a save costs that comes while others wait, and counting what waits.
fn entering(waiting: u32, runs: u32) {
    let [mut entered, mut counted] = [(); 2].map(|()| Vec::new());
    let [mut for_one, mut for_count] = [Counts::default(); 2];
    for _ in 0..runs {
        // Anew each time: no more wait than it says.
        let browser = filled(waiting);
        browser.pass(LATER);
        let before = browser.counts();
        counted.push(microseconds(timed(|| {
            done(pending(&browser)).expect("what waits");
        })));
        for_count = browser.counts() - before;
        let before = browser.counts();
        entered.push(microseconds(timed(|| enter(&browser, waiting))));
        for_one = browser.counts() - before;
    }
    row(&format!("a save entered while {waiting} wait"), "µs", &entered);
    count(&format!("a save entered while {waiting} wait: read"), "records", for_one.read);
    row(&format!("{waiting} that wait counted for the button"), "µs", &counted);
    count(&format!("{waiting} that wait counted for the button: read"), "records", for_count.read);
}

/// What the draining of so many is called.
fn drained(waiting: u32, cut: Option<u32>) -> String {
    match cut {
        None => format!("{waiting} drained"),
        Some(cut) => format!("{waiting} drained, one answer in {cut} cut short"),
    }
}

/// What each of those that wait costs until Notion has all of them.
fn draining(waiting: u32, runs: u32, cut: Option<u32>) -> Counts {
    let each = f64::from(waiting);
    let (mut times, mut rates) = (Vec::new(), Vec::new());
    let mut counts = Counts::default();
    for _ in 0..runs {
        let browser = filled(waiting);
        browser.notion.cuts(cut);
        let before = browser.counts();
        let took = timed(|| drain_all(&browser));
        counts = browser.counts() - before;
        assert_eq!(browser.notion.pages(), waiting as usize, "each save is one page");
        times.push(microseconds(took) / each);
        rates.push(each / took.as_secs_f64());
    }
    let what = drained(waiting, cut);
    row(&format!("{what}: for each"), "µs", &times);
    row(&format!("{what}: saves"), "a second", &rates);
    let counts = Counts { calls: counts.calls / each, read: counts.read / each, written: counts.written / each };
    for (name, number) in [("read", counts.read), ("written", counts.written)] {
        count(&format!("{what}: {name} for each"), "records", number);
    }
    count(&format!("{what}: asked of the browser for each"), "calls", counts.calls);
    counts
}

/// Until nothing waits any more: as an alarm brings the outbox back, at the moment that it asks for.
fn drain_all(browser: &Browser) {
    loop {
        let left = done(drain(browser, Occasion::default())).expect("the outbox works");
        if left.waiting == 0 {
            return;
        }
        browser.pass_until(left.next_at.expect("what waits has a moment"));
    }
}

/// A browser with so many saves that wait.
fn filled(waiting: u32) -> Browser {
    let browser = Browser::connected();
    for number in 0..waiting {
        browser.pass(LATER);
        enter(&browser, number);
    }
    browser
}

fn enter(browser: &Browser, number: u32) {
    let clip = Clip {
        title: format!("Of paper, part {number}"),
        address: format!("https://news.example/paper/{number}"),
        description: "How paper is made, and what of: fibres, which are laid on a sieve and pressed.".to_owned(),
        ..Clip::default()
    };
    let submission = Submission {
        clip,
        tags: vec!["Paper".to_owned()],
        destination: account::SOURCE.to_owned(),
        notices: Vec::new(),
        entries: Json::Null,
        mode: Kind::New,
        page: None,
        article: String::new(),
    };
    done(enqueue(browser, Box::new(submission))).expect("a save is entered");
}

/// What a flow comes to; over this browser none ever waits for anything.
fn done<T>(flow: impl Future<Output = T>) -> T {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("a flow waits for something that never comes"),
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
