//! What becomes of saves, and of what is kept beside them, when a workspace is disconnected.

use serde_json::json;

use super::super::connecting::{Leaving, disconnect, waiting};
use super::super::history::{history, undo};
use super::super::saving::{enqueue, pending};
use super::world::{ID, World};
use super::{captured, queue, save, shown};
use crate::clip::Clip;
use crate::json::Json;
use crate::outbox::operation::Kind;
use crate::view::{Looking, SaveState, Submission};

/// Two workspaces: the one that is asked for, and another, whose records are as the first one's.
fn connected() -> World {
    let world = super::connected();
    let mut settings = crate::json::testing::value(&world.records.borrow()["settings"]);
    let mut other = settings["accounts"][0].clone();
    other["id"] = json!("other");
    settings["accounts"].as_array_mut().unwrap().push(other);
    let mut destination = settings["destinations"][0].clone();
    (destination["id"], destination["account"]) = (json!("elsewhere"), json!("other"));
    settings["destinations"].as_array_mut().unwrap().push(destination);
    world.put("settings", settings);
    world
}

fn queue_at(world: &World, destination: &str, number: usize) -> String {
    let clip = Clip {
        title: format!("Page {number}"),
        address: format!("https://news.example/{destination}/{number}"),
        ..Clip::default()
    };
    let submission = Submission {
        clip,
        tags: vec![],
        destination: destination.into(),
        notices: vec![],
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: String::new(),
    };
    world.run(enqueue(world, submission.into())).unwrap().id
}

fn leave(world: &World, account: &str) {
    world.run(disconnect(world, Leaving { account: account.into(), with_saves: true })).unwrap();
}

#[test]
fn what_waits_is_counted_for_each_workspace_and_all_of_it() {
    let world = connected();
    assert_eq!(save(&world, &[]).state, SaveState::Saved);
    for number in 0..30 {
        queue_at(&world, ID.source, number);
    }
    for number in 0..3 {
        queue_at(&world, "elsewhere", number);
    }
    let count = |account| world.run(waiting(&world, account)).unwrap();
    assert_eq!((count("w"), count("other"), count("nobody")), (30, 3, 0));
    leave(&world, "w");
    assert_eq!((count("w"), count("other")), (0, 3), "and what goes are those that were counted");
}

#[test]
fn what_is_in_notion_stays_in_the_history() {
    let world = connected();
    let saved = save(&world, &[]);
    assert_eq!(saved.state, SaveState::Saved);
    world.online.set(false);
    world.pass(20_000);
    queue(&world, &["waits"]).unwrap();
    leave(&world, "w");
    let seen = world.run(history(&world, &Looking::default())).unwrap();
    let seen: Vec<_> = seen.saves.iter().map(|save| (save.id.as_str(), save.state, save.notices.len())).collect();
    assert_eq!(seen, [(saved.id.as_str(), SaveState::Saved, 0)]);
    assert_eq!(shown(&world).saves.len(), 1);
    let kept = &world.operations()[0];
    assert_eq!(kept.get("clip").get("address").text(), Some(captured().address.as_str()));
}

#[test]
fn what_is_not_wanted_and_can_no_longer_be_looked_for_goes_too() {
    let world = connected();
    world.lose_next_answer.set(true);
    let unclear = save(&world, &[]);
    assert_eq!(unclear.state, SaveState::Unclear);
    world.pass(20_000);
    let undone = save(&world, &["undone"]);
    world.fail_next_with.set(Some(("/v1/pages/00000000-0000-0000-0000-000000000002", 503)));
    world.run(undo(&world, &undone.id)).unwrap();
    leave(&world, "w");
    assert!(world.operations().is_empty());
    assert_eq!(world.run(pending(&world)).unwrap().next_at, None);
}

#[test]
fn nothing_of_a_workspace_and_of_the_saves_that_go_with_it_is_left() {
    let world = connected();
    let saved = save(&world, &[]).id;
    world.online.set(false);
    world.pass(20_000);
    let gone = queue(&world, &["waits"]).unwrap();
    let other = queue_at(&world, "elsewhere", 1);
    let beside = ["receipt:", "sent:", "left:", "renewal:", "pictures-due:"];
    for id in [&saved, &gone, &other] {
        for kind in beside {
            world.put(&format!("{kind}{id}"), json!({}));
        }
    }
    for account in ["w", "other"] {
        world.put(&format!("people:{account}"), json!({ "list": [] }));
    }
    for target in ["elsewhere", "no longer shared"] {
        world.put(&format!("target:{target}"), json!({}));
    }
    leave(&world, "w");
    let records = world.records.borrow();
    let has = |key: &str| records.contains_key(key);
    assert!(!has("people:w") && has("people:other"));
    assert!(!has(&format!("target:{}", ID.source)) && !has("target:no longer shared") && has("target:elsewhere"));
    for kind in beside {
        let of = |id: &str| has(&format!("{kind}{id}"));
        assert_eq!((of(&saved), of(&gone), of(&other)), (true, false, true), "{kind}");
    }
}
