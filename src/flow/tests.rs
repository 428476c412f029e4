//! The flows over a world of maps, which can stop answering at any call: what
//! that leaves behind is what a killed worker leaves behind.

mod adding;
mod aftercare;
mod backup;
mod crowd;
mod disconnecting;
mod files;
mod founding;
mod issuer;
mod missing;
mod outgoing;
mod permission;
mod pictures;
mod reading;
mod refused;
mod renewing;
mod resending;
mod signing_in;
mod sweeping;
mod upgrades;
mod world;

use serde_json::json;
use world::{ID, TOKEN, World};

use super::connecting::{self, Leaving, add_destination, connect, disconnect, refresh_destinations};
use super::draining::{Occasion, drain};
use super::fields::tag_options;
use super::history::{edit, history, retry_all, undo};
use super::saving::{draft, enqueue, pending, take_up};
use crate::clip::{Captured, Clip, Facts, NoticeCode};
use crate::error::Code;
use crate::json::testing::{json as ours, value};
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::port::Port;
use crate::settings::{AccountStatus, Empty};
use crate::view::{Change, Looking, SaveState, SaveView, Submission, View};

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
    let draft = world.try_run(draft(world, captured().into(), false))?.unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        destination: draft.destination.unwrap_or_default(),
        notices: draft.notices,
        mode: Kind::New,
        page: None,
        entries: crate::json::Json::Null,
        article: String::new(),
    };
    Some(world.try_run(enqueue(world, submission.into()))?.unwrap().id)
}

fn save(world: &World, tags: &[&str]) -> SaveView {
    let id = queue(world, tags).unwrap();
    *world.run(take_up(world, &id, Event::Begin)).unwrap()
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
            let lived = queue(&world, &[]).and_then(|id| world.try_run(take_up(&world, &id, Event::Begin))).is_some();
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
fn what_waits_is_read_together_a_few_times_however_many_outcomes_are_unknown() {
    for count in [10, 100] {
        let world = connected();
        for number in 0..count {
            queue(&world, &[&format!("tag {number}")]);
        }
        world.cut_answer_of.set(Some("/v1/pages"));
        world.read_together.set(0);
        world.finish();
        assert_eq!(world.pages.borrow().len(), count);
        let times = world.read_together.get() / count;
        assert!(times < 20, "all {count} were read {times} times");
    }
}

#[test]
fn a_refused_token_is_asked_about_once_and_holds_up_all_that_wait() {
    // T-03, R10
    let world = connected();
    world.revoked.set(true);
    for number in 0..50 {
        let view = save(&world, &[&format!("tag {number}")]);
        assert_eq!((view.state, view.error.unwrap().code), (SaveState::Attention, Code::TokenRejected));
    }
    assert_eq!(world.count("/v1/pages"), 1, "fifty saves, one request");
    // The person may have it tried all the same: one save, or all of them.
    let id = queue(&world, &["mine"]).unwrap();
    for (event, requests) in [(Event::Begin, 1), (Event::Retry, 2)] {
        world.run(take_up(&world, &id, event)).unwrap();
        assert_eq!(world.count("/v1/pages"), requests);
    }
    world.run(retry_all(&world)).unwrap();
    world.run(drain(&world, Occasion::default())).unwrap();
    assert_eq!(world.count("/v1/pages"), 3, "all of them, one request");
    world.revoked.set(false);
    world.run(take_up(&world, &id, Event::Retry)).unwrap();
    assert_eq!(shown(&world).accounts[0].status, AccountStatus::Connected, "Notion takes it after all");
    world.finish();
    assert_eq!(world.pages.borrow().len(), 51);
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
    assert_eq!(world.run(pending(&world)).unwrap().attention, 1);
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
fn a_clock_that_was_set_back_between_two_clicks_makes_no_second_save() {
    // N-11
    let world = connected();
    let first = queue(&world, &[]).unwrap();
    world.now.set(world.now.get() - 86_400_000);
    assert_eq!(queue(&world, &[]).unwrap(), first);
    // One that has arrived is no half of a double click any more.
    world.run(take_up(&world, &first, Event::Begin)).unwrap();
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
    let draft = world.run(draft(&world, captured().into(), false)).unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: vec![],
        destination: String::new(),
        notices: vec![],
        mode: Kind::New,
        page: None,
        entries: crate::json::Json::Null,
        article: String::new(),
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
    let strange = [
        (
            "0000000000001-new",
            json!({ "version": 99, "id": "0000000000001-new", "live": true, "clip": { "address": "https://e.com/" } }),
        ),
        ("0000000000002-broken", json!({ "version": "one", "live": true })),
        ("0000000000003-junk", json!(5)),
    ];
    for (id, record) in strange.clone() {
        world.saves[0].borrow_mut().insert(id.to_owned(), ours(record.clone()));
        world.put(&format!("operation:{id}"), record);
    }
    save(&world, &[]);
    world.run(drain(&world, Occasion { started: true, reachable: true })).unwrap();
    world.finish();
    for (id, record) in strange {
        assert_eq!(value(&world.saves[0].borrow()[id]), record, "left as it was");
        assert_eq!(value(&world.records.borrow()[&format!("operation:{id}")]), record);
    }
    let seen = world.run(history(&world, &Looking::default())).unwrap();
    assert_eq!((seen.saves.len(), seen.counts.saved), (1, 1));
    assert!(seen.counts.unreadable >= 3, "and shown as what they are");
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

#[test]
fn saves_of_version_1_move_once_wherever_the_worker_dies() {
    // D-08, G26
    let old = |id: &str, state: &str| {
        let clip = json!({ "title": "A story", "address": format!("https://news.example/{id}") });
        json!({ "version": 1, "id": id, "account": "w", "destination": ID.source, "clip": clip, "state": state,
                "createdAt": 1_795_409_600_000_u64, "senders": ["bot"] })
    };
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            for (id, state) in
                [("1795409600000-a", "queued"), ("1795409600001-b", "saved"), ("1795409600002-c", "attention")]
            {
                world.put(&format!("operation:{id}"), old(id, state));
            }
            world.kill(call, after);
            let lived = world.try_run(drain(&world, Occasion { started: true, reachable: false })).is_some();
            world.live();
            world.run(drain(&world, Occasion { started: true, reachable: false })).unwrap();
            world.finish();
            assert_eq!(world.operations().len(), 3, "call {call}");
            assert_eq!(world.pages.borrow().len(), 1, "call {call}, after: {after}");
            assert!(!world.records.borrow().keys().any(|key| key.starts_with("operation:")));
            if lived {
                break;
            }
        }
    }
}

#[test]
fn one_store_alone_serves_and_says_so() {
    // D-10
    for broken in [0, 1] {
        let world = connected();
        world.broken.set(Some(broken));
        let view = save(&world, &[]);
        assert_eq!(view.state, SaveState::Saved, "store {broken}");
        assert!(view.notices.iter().any(|notice| notice.code == NoticeCode::OneStore), "store {broken}");
        assert_eq!(world.pages.borrow().len(), 1);
    }
}

#[test]
fn a_disk_that_is_full_for_a_second_loses_nothing_older() {
    // D-03
    let world = connected();
    world.online.set(false);
    queue(&world, &["older"]).unwrap();
    let kept = world.operations();
    world.full.set(true);
    world.online.set(true);
    // What cannot be written down is not sent. That what is new cannot be kept, is said: see above.
    let _failed = world.run(drain(&world, Occasion::default()));
    assert_eq!((world.operations(), world.pages.borrow().len()), (kept, 0));
    world.full.set(false);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
    assert_eq!(save(&world, &["newer"]).state, SaveState::Saved);
    assert_eq!(world.pages.borrow().len(), 2);
}

#[test]
fn a_start_asks_for_nothing_of_what_is_long_over() {
    // L-17
    let calls = |old: usize| {
        let world = connected();
        let id = save(&world, &[]).id;
        world.pass(86_400_000);
        world.finish();
        let over = world.saves[0].borrow()[&id].clone();
        assert!(!over.get("live").is_true() && world.saves[1].borrow().is_empty());
        for at in 0..old {
            let mut record = value(&over);
            record["id"] = json!(format!("{id}-{at:03}"));
            world.saves[0].borrow_mut().insert(format!("{id}-{at:03}"), ours(record));
        }
        world.session.borrow_mut().clear();
        let before = world.calls.get();
        world.run(drain(&world, Occasion { started: true, reachable: false })).unwrap();
        world.calls.get() - before
    };
    assert_eq!(calls(500), calls(0));
}

#[test]
fn what_a_killed_browser_lost_is_no_proof_that_one_store_alone_has_it() {
    // R8, D-05, D-10
    let world = connected();
    world.broken.set(Some(0));
    let id = queue(&world, &[]).unwrap();
    let alone = world.saves[1].borrow()[&id].clone();
    world.broken.set(None);
    world.run(take_up(&world, &id, Event::Begin)).unwrap();
    // The one store loses what was written since, and the other cannot be read for now.
    world.saves[1].borrow_mut().insert(id, alone);
    world.session.borrow_mut().clear();
    world.broken.set(Some(0));
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn an_edit_while_it_is_being_sent_changes_the_page_afterwards() {
    // C-05
    let world = connected();
    world.lose_next_answer.set(true);
    let id = save(&world, &[]).id;
    let clip = Clip { title: "Better".into(), address: "https://news.example/story".into(), ..Clip::default() };
    let change = Change { id: id.clone(), clip, tags: vec![], entries: crate::json::Json::Null };
    let follow_up = world.run(edit(&world, change)).unwrap();
    assert_ne!(follow_up.id, id);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
    let title = &world.pages.borrow()[0].body["properties"]["title"]["title"][0]["text"]["content"];
    assert_eq!(title, "Better");
}

#[test]
fn a_clock_that_was_set_back_lets_no_edit_hold_up_what_it_waits_for() {
    // N-11: the later save has the earlier id.
    let world = connected();
    world.fail_next_with.set(Some(("/v1/pages", 500)));
    let id = save(&world, &[]).id;
    world.now.set(world.now.get() - 86_400_000);
    let clip = Clip { title: "Better".into(), address: "https://news.example/story".into(), ..Clip::default() };
    let change = Change { id: id.clone(), clip, tags: vec![], entries: crate::json::Json::Null };
    assert!(world.run(edit(&world, change)).unwrap().id < id);
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    world.finish();
    let title = &world.pages.borrow()[0].body["properties"]["title"]["title"][0]["text"]["content"];
    assert_eq!((world.pages.borrow().len(), title.as_str()), (1, Some("Better")));
}

#[test]
fn what_somebody_else_has_in_hand_wakes_nobody_every_second() {
    let world = connected();
    let id = queue(&world, &[]).unwrap();
    let hand = world.run(world.turn(&super::saving::hand(&id))).unwrap();
    let next_at = world.run(drain(&world, Occasion::default())).unwrap().next_at.unwrap();
    assert!(next_at >= world.now.get() + 30_000);
    drop(hand);
    assert_eq!(world.run(drain(&world, Occasion::default())).unwrap().next_at, None);
}

#[test]
fn a_save_waits_for_the_outbox_only_behind_what_came_before_it() {
    let world = connected();
    let _drain = world.run(world.turn(super::saving::DRAIN)).unwrap();
    let first = queue(&world, &["first"]).unwrap();
    let second = queue(&world, &["second"]).unwrap();
    let moved = |id: &str| world.run(take_up(&world, id, Event::Begin)).unwrap().state;
    assert_eq!(moved(&second), SaveState::Waiting);
    assert_eq!(moved(&first), SaveState::Saved);
    assert_eq!(moved(&second), SaveState::Saved);
}

#[test]
fn a_click_does_not_overtake_what_waits_since_before() {
    let world = connected();
    world.online.set(false);
    save(&world, &["first"]);
    world.pass(20_000);
    world.online.set(true);
    assert_eq!(save(&world, &["second"]).state, SaveState::Waiting);
    assert!(world.pages.borrow().is_empty());
    let pending = world.run(drain(&world, Occasion::default())).unwrap();
    assert_eq!((world.pages.borrow().len(), pending.waiting), (2, 0));
    let first = world.pages.borrow()[0].body["properties"]["t"]["multi_select"][0]["name"].clone();
    assert_eq!(first, "first");
    // What waits for another database holds up nothing.
    world.online.set(false);
    save(&world, &["third"]);
    for (_, record) in world.saves[0].borrow_mut().iter_mut().chain(world.saves[1].borrow_mut().iter_mut()) {
        let mut changed = value(record);
        if changed["state"] == "queued" {
            changed["destination"] = json!("another");
        }
        *record = ours(changed);
    }
    world.pass(20_000);
    world.online.set(true);
    assert_eq!(save(&world, &["fourth"]).state, SaveState::Saved);
}

#[test]
fn what_somebody_has_in_hand_puts_off_nothing_else() {
    let world = connected();
    let first = queue(&world, &[]).unwrap();
    world.online.set(true);
    world.pass(20_000);
    let second = queue(&world, &["second"]).unwrap();
    let mut records = world.saves.iter().map(|store| store.borrow_mut()).collect::<Vec<_>>();
    for store in &mut records {
        let save = store.get_mut(&second).unwrap();
        let mut changed = crate::json::testing::value(save);
        changed["notBefore"] = json!(world.now.get() + 3_000);
        *save = serde_json::from_value(changed).unwrap();
        let save = store.get_mut(&first).unwrap();
        let mut changed = crate::json::testing::value(save);
        changed["state"] = json!("sent");
        *save = serde_json::from_value(changed).unwrap();
    }
    drop(records);
    let _hand = world.run(world.turn(&super::saving::hand(&first))).unwrap();
    let next_at = world.run(drain(&world, Occasion::default())).unwrap().next_at;
    assert_eq!(next_at, Some(world.now.get() + 3_000));
}

#[test]
fn undoing_within_half_a_minute_trashes_the_page() {
    let world = connected();
    let id = save(&world, &[]).id;
    let undone = world.run(undo(&world, &id)).unwrap();
    assert_eq!(undone.map(|save| save.state), Some(SaveState::Gone));
    assert_eq!(world.pages.borrow()[0].body["in_trash"], json!(true));
}
