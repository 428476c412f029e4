//! The flows over a world of maps, which can stop answering at any call: what
//! that leaves behind is what a killed worker leaves behind.

mod crowd;
mod issuer;
mod signing_in;
mod world;

use serde_json::json;
use world::{ID, TOKEN, World};

use super::connecting::{self, Leaving, add_destination, connect, disconnect, refresh_destinations};
use super::fields::tag_options;
use super::saving::{advance, draft, enqueue, pending};
use crate::clip::{Captured, Facts};
use crate::error::Code;
use crate::outbox::Event;
use crate::settings::{AccountStatus, Empty};
use crate::view::{SaveState, SaveView, Submission, View};

fn connected() -> World {
    let world = World::default();
    world.run(connect(&world, TOKEN)).unwrap();
    world.run(connecting::confirm(&world, "w")).unwrap();
    world.requests.borrow_mut().clear();
    world
}

fn captured() -> Captured {
    Captured {
        address: "https://news.example/story".into(),
        title: "A story".into(),
        facts: Some(Facts::default()),
        ..Captured::default()
    }
}

/// Writes the story down. `None` where the worker was killed meanwhile.
fn queue(world: &World, tags: &[&str]) -> Option<String> {
    let draft = world.try_run(draft(world, captured().into()))?.unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        destination: draft.destination.unwrap_or_default(),
        notices: draft.notices,
        entries: crate::json::Json::Null,
    };
    Some(world.try_run(enqueue(world, submission.into()))?.unwrap())
}

fn save(world: &World, tags: &[&str]) -> SaveView {
    let id = queue(world, tags).unwrap();
    *world.run(advance(world, &id, Event::Begin)).unwrap()
}

/// What the options page shows.
fn shown(world: &World) -> View {
    *world.run(connecting::view(world)).unwrap()
}

#[test]
fn connecting_lists_every_page_of_what_is_shared() {
    let world = World { page_size: 2, ..World::default() };
    world.add_sources(5);
    world.run(connect(&world, TOKEN)).unwrap();
    let view = shown(&world);
    assert_eq!(view.destinations.len(), 6);
    assert_eq!(view.default_destination, None);
    assert_eq!(world.count("/v1/search"), 3);
}

#[test]
fn an_empty_list_says_why() {
    let world = World::default();
    world.sources.borrow_mut().clear();
    world.run(connect(&world, TOKEN)).unwrap();
    assert_eq!(shown(&world).empty, Some(Empty::NothingShared));
    world.shares_a_page.set(true);
    world.run(refresh_destinations(&world)).unwrap();
    assert_eq!(shown(&world).empty, Some(Empty::NoDatabase));
}

#[test]
fn a_link_leads_to_every_data_source_of_its_database() {
    let world = connected();
    let added = |link: String| world.run(add_destination(&world, &link)).map(|()| shown(&world).destinations.len());
    world.add_sources(2);
    assert_eq!(added(format!("https://www.notion.so/x-{}?v=1", ID.database.replace('-', ""))).unwrap(), 3);
    assert_eq!(added(ID.source.to_owned()).unwrap(), 3);
    assert_eq!(added(ID.page.to_owned()).unwrap_err().code, Code::LinkIsAPage);
    assert_eq!(added("ffffffffffffffffffffffffffffffff".to_owned()).unwrap_err().code, Code::NotShared);
    assert_eq!(added("hello".to_owned()).unwrap_err().code, Code::LinkUnreadable);
}

#[test]
fn a_save_reaches_notion_with_what_the_database_knows() {
    let world = connected();
    let save = save(&world, &["RUST"]);
    assert_eq!((save.state, save.page.is_some()), (SaveState::Saved, true));
    let page = world.pages.borrow()[0].body.clone();
    assert_eq!(page["properties"]["t"], json!({ "multi_select": [{ "name": "Rust" }] }));
    assert_eq!(world.run(tag_options(&world, ID.source)).unwrap()[0].name, "Rust");
}

#[test]
fn a_worker_killed_at_any_call_leaves_one_page() {
    // L-01 to L-06: at each call of the port in turn, before it does anything
    // and after it did everything.
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            world.kill(call, after);
            let lived = queue(&world, &[]).and_then(|id| world.try_run(advance(&world, &id, Event::Begin))).is_some();
            world.live();
            world.finish();
            let written = !world.operations().is_empty();
            assert!(written || world.pages.borrow().is_empty(), "call {call}: sent before it was written down");
            assert_eq!(world.pages.borrow().len(), usize::from(written), "call {call}, after: {after}");
            if lived {
                assert!(call > 8, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn a_lost_answer_is_looked_up_even_without_a_url_property() {
    let world = World::default();
    world.sources.borrow_mut()[0]["properties"].as_object_mut().unwrap().remove("URL");
    world.run(connect(&world, TOKEN)).unwrap();
    world.run(connecting::confirm(&world, "w")).unwrap();
    world.lose_next_answer.set(true);
    assert_eq!(save(&world, &[]).state, SaveState::Unclear);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
    assert_eq!(world.operations()[0].get("state").text(), Some("saved"));
}

#[test]
fn a_revoked_token_keeps_the_save_for_the_next_one() {
    // T-03, T-11
    let world = connected();
    world.revoked.set(true);
    assert_eq!(save(&world, &[]).state, SaveState::Attention);
    let view = shown(&world);
    assert_eq!((view.accounts[0].status, view.saves.len()), (AccountStatus::Rejected, 1));
    world.revoked.set(false);
    world.run(connect(&world, TOKEN)).unwrap();
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn a_database_that_is_gone_keeps_the_save() {
    //
    let world = connected();
    world.sources.borrow_mut().clear();
    let save = save(&world, &[]);
    assert_eq!((save.state, save.error.unwrap().code), (SaveState::Attention, Code::NotShared));
    assert_eq!(world.run(pending(&world)).unwrap().attention.len(), 1);
}

#[test]
fn a_changed_schema_costs_no_save() {
    //
    let changes: [fn(&mut serde_json::Value); 3] = [
        |properties| properties["URL"]["name"] = json!("Link"),
        |properties| drop(properties.as_object_mut().unwrap().remove("URL")),
        |properties| {
            properties["Tags"]["type"] = json!("select");
            properties["Tags"]["id"] = json!("other");
        },
    ];
    for change in changes {
        let world = connected();
        change(&mut world.sources.borrow_mut()[0]["properties"]);
        assert_eq!(save(&world, &["Rust"]).state, SaveState::Saved);
        assert_eq!(world.pages.borrow().len(), 1);
    }
}

#[test]
fn two_clicks_are_one_save_and_two_wishes_are_two() {
    // R15
    let world = connected();
    let first = queue(&world, &[]).unwrap();
    assert_eq!(queue(&world, &[]).unwrap(), first);
    assert_ne!(queue(&world, &["tag"]).unwrap(), first);
    world.pass(60_000);
    assert_ne!(queue(&world, &[]).unwrap(), first);
}

#[test]
fn the_same_page_saved_twice_is_two_pages_even_when_an_answer_is_lost() {
    let world = connected();
    save(&world, &[]);
    world.pass(20_000);
    world.lose_next_answer.set(true);
    save(&world, &[]);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 2);
    let pages: std::collections::BTreeSet<String> =
        world.operations().iter().map(|save| save.get("page").get("id").text().unwrap().to_owned()).collect();
    assert_eq!(pages.len(), 2, "each save has a page of its own");
}

#[test]
fn a_full_store_is_said_and_nothing_is_sent() {
    // D-02
    let world = connected();
    world.full.set(true);
    let draft = world.run(draft(&world, captured().into())).unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: vec![],
        destination: String::new(),
        notices: vec![],
        entries: crate::json::Json::Null,
    };
    assert_eq!(world.run(enqueue(&world, submission.into())).unwrap_err().code, Code::StorageFull);
    assert_eq!(world.count("/v1/pages"), 0);
}

#[test]
fn disconnecting_keeps_what_waits_for_whoever_connects_again() {
    let world = connected();
    world.online.set(false);
    assert_eq!(save(&world, &[]).state, SaveState::Waiting);
    world.run(disconnect(&world, Leaving { account: "w".into(), with_saves: false })).unwrap();
    let view = shown(&world);
    assert_eq!((view.accounts.len(), view.saves.len()), (0, 1));
    world.online.set(true);
    world.run(connect(&world, TOKEN)).unwrap();
    world.run(connecting::confirm(&world, "w")).unwrap();
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn records_of_a_newer_satchel_are_left_alone() {
    // D-07, D-12
    let world = connected();
    world.put(
        "operation:0000000000001-new",
        json!({ "version": 99, "id": "x", "clip": { "address": "https://e.com/" } }),
    );
    world.put("operation:0000000000002-broken", json!({ "version": "one" }));
    world.put("operation:0000000000003-junk", json!(5));
    save(&world, &[]);
    world.finish();
    assert_eq!(world.operations().len(), 4);
    world.put("settings", json!({ "version": 99 }));
    assert_eq!(world.run(connecting::view(&world)).unwrap_err().code, Code::StorageFailed);
}

#[test]
fn settings_that_cannot_be_read_are_set_aside() {
    let world = connected();
    world.put("settings", json!({ "version": 1, "accounts": "broken" }));
    assert!(shown(&world).accounts.is_empty());
    assert!(world.records.borrow().contains_key("unreadable-settings"));
}
