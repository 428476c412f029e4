//! Taking away what no save has.

use super::super::saving::{draft, enqueue};
use super::super::sweeping::sweep;
use super::world::World;
use super::{captured, connected};
use crate::json::Json;
use crate::outbox::operation::Kind;
use crate::port::Port;
use crate::view::Submission;

/// A save that waits with its article, and what nobody saved.
fn world() -> World {
    let world = connected();
    world.online.set(false);
    let draft = world.run(draft(&world, captured().into(), false)).unwrap();
    let submission = Submission {
        clip: draft.clip,
        destination: draft.destination.unwrap_or_default(),
        tags: vec![],
        notices: vec![],
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: "1:needed".into(),
    };
    for key in ["needed", "left"] {
        world.contents.borrow_mut().insert(key.into(), "[]".into());
    }
    world.files.borrow_mut().insert("left".into(), "bytes".into());
    world.run(enqueue(&world, submission.into())).unwrap();
    world
}

fn kept(world: &World) -> (Vec<String>, Vec<String>) {
    let articles = world.contents.borrow().keys().cloned().collect();
    (articles, world.files.borrow().keys().cloned().collect())
}

#[test]
fn what_no_save_has_goes_without_a_start_of_the_browser() {
    let world = world();
    assert!(!world.run(sweep(&world)).unwrap(), "nothing is left to come again for");
    assert_eq!(kept(&world), (vec!["needed".to_owned()], vec![]));
}

#[test]
fn what_is_young_stays_and_it_is_said_that_there_is_some() {
    for is_file in [false, true] {
        let world = world();
        let store = if is_file { &world.files } else { &world.contents };
        store.borrow_mut().insert("young".into(), "text".into());
        assert!(world.run(sweep(&world)).unwrap());
        assert!(store.borrow().contains_key("young") && !store.borrow().contains_key("left"));
    }
}

#[test]
fn beside_an_open_popup_no_article_goes() {
    let world = world();
    let popup = world.run(world.turn("contents")).unwrap();
    assert!(world.run(sweep(&world)).unwrap(), "it is worth coming again");
    assert_eq!(kept(&world), (vec!["left".to_owned(), "needed".to_owned()], vec![]));
    drop(popup);
    assert!(!world.run(sweep(&world)).unwrap());
    assert_eq!(kept(&world).0, ["needed"]);
}

#[test]
fn a_worker_killed_at_any_call_takes_nothing_that_is_needed() {
    for after in [false, true] {
        for call in 1.. {
            let world = world();
            world.kill(call, after);
            let lived = world.try_run(sweep(&world)).is_some();
            world.live();
            assert!(world.contents.borrow().contains_key("needed"), "call {call}, after: {after}");
            assert!(!world.run(sweep(&world)).unwrap());
            assert_eq!(kept(&world), (vec!["needed".to_owned()], vec![]), "call {call}, after: {after}");
            if lived {
                break;
            }
        }
    }
}
