//! Taking away what no save has.

use serde_json::json;

use super::super::draining::{Occasion, drain};
use super::super::saving::{draft, enqueue, take_up};
use super::super::sweeping::sweep;
use super::world::World;
use super::{captured, connected};
use crate::clip::Clip;
use crate::json::Json;
use crate::json::testing::{json as ours, value};
use crate::metadata::PageField;
use crate::outbox::Event;
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
fn files_stay_while_a_newer_satchel_may_need_them() {
    let world = world();
    let newer =
        json!({ "version": 99, "id": "0000000000001-new", "live": true, "clip": { "address": "https://e.com/" } });
    world.saves[0].borrow_mut().insert("0000000000001-new".into(), ours(newer));
    assert!(world.run(sweep(&world)).unwrap());
    assert_eq!(kept(&world).1, ["left"]);
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

const DAY: u64 = 86_400_000;

const WORDS: &str = "Words of the page";

/// Saved with a selection, and with what the page declares.
fn quoted(world: &World, number: usize) -> String {
    let clip = Clip {
        title: format!("Page {number}"),
        address: format!("https://news.example/{number}"),
        selection: WORDS.into(),
        fields: vec![PageField { name: "text".into(), value: WORDS.into() }],
        ..Clip::default()
    };
    let submission = Submission {
        clip,
        tags: vec!["mine".into()],
        destination: super::ID.source.into(),
        notices: vec![],
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: String::new(),
    };
    world.run(enqueue(world, submission.into())).unwrap().id
}

fn record(world: &World, id: &str) -> String {
    value(&world.saves[0].borrow()[id]).to_string()
}

#[test]
fn the_text_of_a_page_is_not_kept_as_long_as_what_became_of_its_save() {
    let world = connected();
    let ids: Vec<String> = (0..3).map(|number| quoted(&world, number)).collect();
    world.finish();
    let times = |id: &str| record(&world, id).matches(WORDS).count();
    assert!(ids.iter().all(|id| times(id) == 2), "as long as it may be undone, all of it");
    world.pass(20 * 60_000);
    world.run(drain(&world, Occasion::default())).unwrap();
    assert!(ids.iter().all(|id| times(id) == 1), "what was selected, in a file of it");
    // What this code does not understand is in nobody's way.
    let newer = ours(serde_json::json!({ "version": 99, "clip": { "selection": WORDS }, "id": "1795409698001-new" }));
    world.saves[0].borrow_mut().insert("1795409698001-new".into(), newer.clone());
    world.pass(8 * DAY);
    world.run(sweep(&world)).unwrap();
    assert_eq!(world.saves[0].borrow()["1795409698001-new"], newer);
    for (number, id) in ids.iter().enumerate() {
        assert_eq!(times(id), 0, "nothing");
        let kept = record(&world, id);
        assert!(
            [format!("Page {number}"), format!("example/{number}"), "mine".into()]
                .iter()
                .all(|word| kept.contains(word))
        );
    }
    // Those that were gone through are not again, and what is new is.
    let before: Vec<String> = ids.iter().map(|id| record(&world, id)).collect();
    let late = quoted(&world, 9);
    world.finish();
    world.pass(8 * DAY);
    world.start();
    assert_eq!(times(&late), 0);
    assert_eq!(before, ids.iter().map(|id| record(&world, id)).collect::<Vec<_>>());
}

#[test]
fn a_save_that_waits_for_weeks_loses_nothing() {
    let world = connected();
    world.online.set(false);
    let id = quoted(&world, 1);
    world.run(take_up(&world, &id, Event::Begin)).unwrap();
    for _ in 0..3 {
        world.pass(8 * DAY);
        world.start();
    }
    assert_eq!(record(&world, &id).matches(WORDS).count(), 2);
    world.online.set(true);
    world.run(drain(&world, Occasion { started: false, reachable: true })).unwrap();
    world.finish();
    let sent = world.pages.borrow()[0].body.to_string();
    assert!(sent.contains(WORDS), "{sent}");
    // Its week was over before it was sent.
    world.pass(20 * 60_000);
    world.run(drain(&world, Occasion::default())).unwrap();
    assert_eq!(record(&world, &id).matches(WORDS).count(), 0);
}

#[test]
fn a_worker_killed_while_records_are_gone_through_goes_through_them_again() {
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            let ids: Vec<String> = (0..3).map(|number| quoted(&world, number)).collect();
            world.finish();
            world.pass(20 * 60_000);
            world.run(drain(&world, Occasion::default())).unwrap();
            world.pass(8 * DAY);
            world.kill(call, after);
            let lived = world.try_run(sweep(&world)).is_some();
            world.live();
            world.run(sweep(&world)).unwrap();
            assert!(ids.iter().all(|id| !record(&world, id).contains(WORDS)), "call {call}, after: {after}");
            if lived {
                break;
            }
        }
    }
}
