//! The person takes back that Notion may be reached, or never allowed it.

use super::*;
use crate::flow::signing_in::{SignIn, sign_in};
use crate::json::Field;
use crate::outbox::pause::{FURTHEST, Pauses};
use crate::outbox::{Operation, State};

/// The saves as they are kept.
fn kept(world: &World) -> Vec<Operation> {
    world.operations().iter().filter_map(Operation::read).collect()
}

/// Whether nothing is counted against a save, and nothing holds it up once it may be sent.
fn is_untouched(save: &Operation) -> bool {
    (save.state, save.attempts, save.unknowns, save.not_before) == (State::Queued, 0, 0, 0)
}

fn allow(world: &World) {
    world.allowed.set(usize::MAX);
    world.run(drain(world, Occasion { started: false, reachable: true })).unwrap();
}

#[test]
fn without_the_permission_nothing_is_sent_and_nothing_is_counted() {
    let world = connected();
    world.allowed.set(0);
    let waiting = save(&world, &[]);
    let code = waiting.error.map(|error| error.code);
    assert_eq!(
        (waiting.state, code, waiting.next_attempt_at),
        (SaveState::Waiting, Some(Code::NotionNotAllowed), None)
    );
    let second = queue(&world, &["later"]).unwrap();
    let before = world.operations();
    for _ in 0..50 {
        let left = world.run(drain(&world, Occasion::default())).unwrap();
        assert_eq!((left.waiting, left.attention), (2, 0));
        // Nobody is woken for what only the person changes, and the browser tells.
        assert_eq!(left.next_at, Some(world.now.get() + FURTHEST));
        world.pass(60_000);
    }
    assert_eq!(world.operations(), before);
    assert!(kept(&world).iter().all(|save| is_untouched(save) && save.first_sent_at.is_none()));
    let pauses: Pauses = world.run(crate::flow::records::settings_and_pauses(&world)).unwrap().1;
    assert_eq!((pauses.list.len(), world.requests.borrow().len()), (0, 0));
    // Nor because the person tries.
    let tried = world.run(take_up(&world, &second, Event::Retry)).unwrap();
    assert_eq!((tried.state, world.requests.borrow().len()), (SaveState::Waiting, 0));

    allow(&world);
    assert_eq!(world.pages.borrow().len(), 2);
    assert_eq!(world.run(pending(&world)).unwrap().waiting, 0);
}

#[test]
fn taken_back_at_any_moment_it_is_one_page() {
    let mut is_whole = false;
    for call in 0..200 {
        let world = connected();
        world.calls.set(0);
        world.allowed.set(call);
        let id = queue(&world, &[]).unwrap();
        let view = world.run(take_up(&world, &id, Event::Begin)).unwrap();
        let made = world.pages.borrow().len();
        if view.state == SaveState::Saved {
            is_whole = true;
        } else {
            assert_eq!((view.state, made), (SaveState::Waiting, 0), "at call {call}");
            assert!(kept(&world).iter().all(is_untouched), "at call {call}");
        }
        allow(&world);
        assert_eq!(world.pages.borrow().len(), 1, "at call {call}");
    }
    assert!(is_whole);
}

#[test]
fn what_may_have_arrived_before_it_was_taken_back_is_looked_up_after() {
    let world = connected();
    world.lose_next_answer.set(true);
    let id = queue(&world, &[]).unwrap();
    assert_eq!(world.run(take_up(&world, &id, Event::Begin)).unwrap().state, SaveState::Unclear);
    world.allowed.set(0);
    let asked = world.requests.borrow().len();
    world.go_on(20);
    assert_eq!(world.requests.borrow().len(), asked);
    allow(&world);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn everything_else_that_is_asked_says_why_it_is_not() {
    let world = connected();
    world.allowed.set(0);
    let code = |answer: Result<(), Box<crate::error::Error>>| answer.unwrap_err().code;
    assert_eq!(code(world.run(connect(&world, TOKEN))), Code::NotionNotAllowed);
    assert_eq!(code(world.run(refresh_destinations(&world))), Code::NotionNotAllowed);
    assert_eq!(code(world.run(add_destination(&world, ID.source))), Code::NotionNotAllowed);
    // Nobody goes through Notion's window for nothing.
    assert_eq!(code(world.run(sign_in(&world, SignIn::default().into()))), Code::NotionNotAllowed);
    assert_eq!(world.requests.borrow().len(), 0);
    // Disconnecting forgets all the same.
    let id = shown(&world).accounts[0].id.clone();
    world.run(disconnect(&world, Leaving { account: id, with_saves: false })).unwrap();
    assert_eq!(shown(&world).accounts.len(), 0);
}
