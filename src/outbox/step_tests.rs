//! The rules one by one, then all of them against a Notion that delays, lies and
//! loses answers while the worker dies at any moment.

use super::*;
use crate::mapping::value::Caution;
use crate::notion::answer::PageRef;

fn queued() -> Operation {
    Operation { id: "op".into(), created_at: 1_000, ..Operation::default() }
}

fn page() -> PageRef {
    PageRef { id: "p".into(), url: "https://www.notion.so/p".into() }
}

fn error(code: Code) -> Box<Error> {
    code.into()
}

fn at(now: Millis) -> Moment {
    Moment { now, jitter: 0.5, online: true }
}

fn after(mut save: Operation, event: Event, now: Millis) -> (Operation, Next) {
    let next = step(&mut save, event, at(now));
    (save, next)
}

#[test]
fn a_save_is_sent_once_and_done() {
    let (save, next) = after(queued(), Event::Begin, 2_000);
    assert_eq!((save.state, next, save.first_sent_at), (State::Sent, Next::Send, Some(2_000)));
    let (save, next) = after(save, Event::Answered(Outcome::Applied(page())), 3_000);
    assert_eq!((save.state, next, save.page.clone()), (State::Saved, Next::Rest, Some(page())));
    assert_eq!(after(save.clone(), Event::Begin, 4_000), (save, Next::Rest));
}

#[test]
fn an_unknown_outcome_is_looked_up_and_never_just_resent() {
    // R3 to R6
    let (save, _) = after(queued(), Event::Begin, 0);
    let (save, next) = after(save, Event::Answered(Outcome::Unknown(error(Code::TimedOut))), 58_000);
    assert_eq!((save.state, next), (State::Unclear, Next::Wait(60_000)));
    assert_eq!(after(save.clone(), Event::Begin, 59_000).1, Next::Wait(60_000));
    let (save, next) = after(save, Event::Begin, 60_000);
    assert_eq!(next, Next::Look);
    // Absent before the quarantine is over proves nothing.
    let (save, next) = after(save, Event::Looked(Lookup::Absent), 60_500);
    assert_eq!(next, Next::Wait(QUARANTINE));
    let (save, next) = after(save, Event::Looked(Lookup::Absent), QUARANTINE);
    assert_eq!(next, Next::Wait(QUARANTINE + BETWEEN_LOOKUPS));
    // A page that turns up at any time is the save.
    let (found, next) = after(save.clone(), Event::Looked(Lookup::Found(page())), QUARANTINE + 1);
    assert_eq!((found.state, next), (State::Saved, Next::Rest));
    let (save, next) = after(save, Event::Looked(Lookup::Absent), QUARANTINE + BETWEEN_LOOKUPS);
    assert_eq!((save.state, next), (State::Sent, Next::Send));
}

#[test]
fn an_interrupted_save_is_looked_up_first() {
    // L-03, L-04
    let (save, _) = after(queued(), Event::Begin, 0);
    let (save, next) = after(save, Event::Begin, 100);
    assert_eq!((save.state, next), (State::Unclear, Next::Look));
}

#[test]
fn a_pause_asked_for_is_kept() {
    //
    for (asked, least, most) in [
        (None, 500, 1_000),
        (Some(30_000), 30_000, 30_000),
        (Some(0), 1_000, 1_000),
        (Some(10_u64.pow(12)), 900_000, 900_000),
    ] {
        let refusal = Box::new(Error { retry_after_ms: asked, ..*error(Code::RateLimited) });
        let (save, _) = after(queued(), Event::Begin, 0);
        let (save, next) = after(save, Event::Answered(Outcome::Later(refusal)), 0);
        assert_eq!(save.state, State::Queued);
        assert!(matches!(next, Next::Wait(until) if (least..=most).contains(&until)), "{asked:?} {next:?}");
    }
    assert!(pause(60, None, 1.0) <= LONGEST_BACK_OFF);
}

#[test]
fn refused_content_is_mended_once_and_then_shown() {
    // R11
    let mut save = queued();
    save.risk = Caution { pictures: true, values: true, ..Caution::default() }.bits();
    let refused = || Event::Answered(Outcome::Refused(error(Code::InvalidRequest)));
    let (save, _) = after(save, Event::Begin, 0);
    let (save, next) = after(save, refused(), 1);
    assert_eq!(next, Next::ReadSchema);
    let (save, next) = after(save, Event::SchemaRead(Ok(true)), 2);
    assert_eq!(next, Next::Send);
    let (save, next) = after(save, refused(), 3);
    assert_eq!((next, save.repair), (Next::Send, Repair::Pictures));
    let (save, next) = after(save, refused(), 4);
    assert_eq!((next, save.repair), (Next::Send, Repair::Values));
    let (save, next) = after(save, refused(), 5);
    assert_eq!((save.state, next), (State::Attention, Next::Rest));
    let (save, next) = after(save, Event::Retry, 6);
    assert_eq!((save.state, next, save.repair), (State::Sent, Next::Send, Repair::None));
}

#[test]
fn a_person_who_is_gone_is_no_database_that_is_gone() {
    let mut save = queued();
    save.risk = Caution { references: true, ..Caution::default() }.bits();
    let gone = || Event::Answered(Outcome::Blocked(error(Code::NotShared)));
    let (save, _) = after(save, Event::Begin, 0);
    let (save, next) = after(save, gone(), 1);
    assert_eq!(next, Next::ReadSchema);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((next, save.repair), (Next::Send, Repair::References));
    let (save, next) = after(save, gone(), 3);
    assert_eq!((save.state, next), (State::Attention, Next::Rest));
}

#[test]
fn an_option_that_may_not_be_made_costs_no_save() {
    let mut save = queued();
    save.risk = Caution { options: true, ..Caution::default() }.bits();
    let (save, _) = after(save, Event::Begin, 0);
    let (save, _) = after(save, Event::Answered(Outcome::Blocked(error(Code::Forbidden))), 1);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((next, save.repair), (Next::Send, Repair::Options));
}

#[test]
fn a_schema_that_did_not_change_needs_a_person() {
    let (save, _) = after(queued(), Event::Begin, 0);
    let (save, _) = after(save, Event::Answered(Outcome::Refused(error(Code::InvalidRequest))), 1);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((save.state, next, save.error.unwrap().code), (State::Attention, Next::Rest, Code::InvalidRequest));
}

#[test]
fn a_lost_token_keeps_the_save() {
    // T-03, A-08
    for code in [Code::TokenRejected, Code::NotShared, Code::Forbidden, Code::LimitReached] {
        let (save, _) = after(queued(), Event::Begin, 0);
        let (save, next) = after(save, Event::Answered(Outcome::Blocked(error(code))), 1);
        assert_eq!((save.state, next), (State::Attention, Next::Rest));
        // While it is not known whether Notion has it, a lost token changes nothing of that.
        let (save, _) = after(queued(), Event::Begin, 0);
        let (save, _) = after(save, Event::Begin, 1);
        let (save, _) = after(save, Event::Looked(Lookup::Failed(error(code))), 2);
        assert_eq!(save.state, State::Unclear);
        assert_eq!(after(save, Event::Retry, 3).1, Next::Look);
    }
}

#[test]
fn offline_is_waiting_and_nothing_was_sent() {
    // N-01
    let mut save = queued();
    let next = step(&mut save, Event::Begin, Moment { online: false, ..at(5) });
    assert_eq!((save.state, save.first_sent_at), (State::Queued, None));
    assert_eq!(next, Next::Wait(30_005));
}

#[test]
fn a_clock_that_jumped_holds_nothing_up() {
    // N-11
    let save = Operation { not_before: 10_u64.pow(15), ..queued() };
    assert_eq!(after(save, Event::Begin, 1).1, Next::Send);
}

/// A small generator with a fixed sequence: the same seed is the same story.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Notion, as far as one save can see it: when each request was applied.
#[derive(Default)]
struct Notion {
    applied: Vec<Millis>,
}

/// How long Notion's index may lag.
const LAG: u64 = 10_000;

impl Notion {
    fn look(&self, now: Millis) -> Lookup {
        if self.applied.iter().any(|&at| at + LAG <= now) { Lookup::Found(page()) } else { Lookup::Absent }
    }
}

/// Runs one story and returns how many pages there are in the end.
fn story(seed: u64, step: impl Fn(&mut Operation, Event, Moment) -> Next) -> usize {
    let mut dice = Dice(seed);
    let mut notion = Notion::default();
    let mut now = 1_000;
    let mut written = queued();
    let mut event = Event::Begin;
    for turn in 0.. {
        assert!(turn < 400, "seed {seed} never ends");
        // After a while the faults stop, and every story must come to its end.
        let calm = turn > 60;
        let mut save = written.clone();
        let moment = Moment { jitter: dice.roll(100) as f64 / 100.0, online: calm || dice.roll(9) > 0, ..at(now) };
        let next = step(&mut save, event, moment);
        // The worker may die before the record is written, or right after.
        if !calm && dice.roll(8) == 0 {
            event = Event::Begin;
            now += dice.roll(90_000);
            continue;
        }
        written = save;
        if !calm && dice.roll(8) == 0 {
            event = Event::Begin;
            now += dice.roll(90_000);
            continue;
        }
        event = match next {
            Next::Rest if written.state == State::Saved => return notion.applied.len(),
            Next::Rest => Event::Retry,
            Next::Wait(until) => {
                now = now.max(until) + dice.roll(30_000);
                Event::Begin
            }
            Next::ReadSchema => Event::SchemaRead(Ok(dice.roll(2) == 0)),
            Next::Look if !calm && dice.roll(5) == 0 => Event::Looked(Lookup::Failed(error(Code::NotionFailed))),
            Next::Look => {
                let found = notion.look(now);
                now += dice.roll(3_000);
                Event::Looked(found)
            }
            Next::Send => {
                let late = if dice.roll(3) == 0 { dice.roll(60_000) } else { 0 };
                let fate = if calm { 0 } else { dice.roll(8) };
                if fate < 5 {
                    notion.applied.push(now + late);
                }
                now += dice.roll(58_000);
                match fate {
                    0 | 1 => Event::Answered(Outcome::Applied(page())),
                    2 | 3 => Event::Answered(Outcome::Unknown(error(Code::TimedOut))),
                    // Applied, and the worker died before it could know.
                    4 => Event::Begin,
                    5 => Event::Answered(Outcome::Unknown(error(Code::NotionFailed))),
                    6 => Event::Answered(Outcome::Later(error(Code::RateLimited))),
                    _ => Event::Answered(Outcome::Blocked(error(Code::TokenRejected))),
                }
            }
        };
    }
    unreachable!()
}

#[test]
fn every_story_ends_with_exactly_one_page() {
    for seed in 0..50_000 {
        assert_eq!(story(seed, step), 1, "seed {seed}");
    }
}

#[test]
fn the_stories_can_tell_a_careless_outbox() {
    // Treating a lost answer as a failure, as most clippers do, makes doubles.
    let careless = |save: &mut Operation, event, moment| {
        let event = match event {
            Event::Answered(Outcome::Unknown(error)) => Event::Answered(Outcome::Later(error)),
            event => event,
        };
        step(save, event, moment)
    };
    assert!((0..1_000).any(|seed| story(seed, careless) > 1));
}
