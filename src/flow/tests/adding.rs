//! What is added to a page is there as often as it was added, whatever else stands in the page.

use serde_json::{Value, json};

use super::connected;
use super::world::World;
use crate::clip::Clip;
use crate::flow::draining::{Occasion, drain};
use crate::flow::saving::{enqueue, take_up};
use crate::json::testing::value;
use crate::mapping::addition;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::view::Submission;

const PAGE: &str = "00000000-0000-0000-0000-000000000001";

const CHILDREN: &str = "/v1/blocks/00000000-0000-0000-0000-000000000001/children";

fn clip(words: &str) -> Clip {
    let address = "https://news.example/story".into();
    Clip { title: "A story".into(), address, selection: words.into(), ..Clip::default() }
}

/// What is quoted, as a block.
fn quoted(words: &str) -> Value {
    value(&addition(&clip(words))[0])
}

/// Saves the page, or adds to it, what was selected there; a minute later than whatever was before.
fn save(world: &World, mode: Kind, words: &str) -> String {
    world.pass(60_000);
    let submission = Submission {
        clip: clip(words),
        tags: Vec::new(),
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode,
        page: (mode != Kind::New).then(|| PAGE.into()),
        entries: crate::json::Json::Null,
        article: String::new(),
    };
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    id
}

/// Brings the outbox back until nothing waits.
fn finish(world: &World) {
    for _ in 0..20 {
        if world.run(drain(world, Occasion::default())).unwrap().waiting == 0 {
            return;
        }
        world.pass(60_000);
    }
    panic!("it never comes to rest");
}

/// A page that is in Notion, and has a quotation in it that somebody wrote.
fn with(words: &str, author: &str) -> World {
    let world = connected();
    save(&world, Kind::New, "");
    world.store(PAGE, vec![quoted(words)]);
    let by = json!({ "id": author });
    let mut blocks = world.blocks.borrow_mut();
    let block = &mut blocks.get_mut(PAGE).unwrap()[0];
    (block["created_by"], block["last_edited_by"]) = (by.clone(), by);
    drop(blocks);
    world
}

fn count(world: &World, words: &str) -> usize {
    let wanted = quoted(words);
    world.blocks.borrow()[PAGE].iter().filter(|block| block["quote"] == wanted["quote"]).count()
}

#[test]
fn what_somebody_wrote_is_not_taken_for_what_was_added() {
    let world = with("Said.", "ada");
    world.fail_next_with.set(Some((CHILDREN, 500)));
    save(&world, Kind::Append, "Said.");
    assert_eq!(count(&world, "Said."), 1);
    finish(&world);
    assert_eq!(count(&world, "Said."), 2);
}

#[test]
fn what_another_save_added_is_not_taken_for_what_was_added() {
    let world = with("Something else.", "ada");
    save(&world, Kind::Append, "Said.");
    world.fail_next_with.set(Some((CHILDREN, 500)));
    save(&world, Kind::Append, "Said.");
    assert_eq!(count(&world, "Said."), 1);
    finish(&world);
    assert_eq!(count(&world, "Said."), 2);
}

#[test]
fn what_arrived_is_not_added_again() {
    let world = with("Said.", "ada");
    save(&world, Kind::Append, "Said.");
    world.lose_next_answer.set(true);
    save(&world, Kind::Append, "Said.");
    assert_eq!(count(&world, "Said."), 3);
    finish(&world);
    assert_eq!(count(&world, "Said."), 3);
}

#[test]
fn while_a_store_cannot_be_read_nothing_is_taken_for_what_was_added() {
    let world = with("Something else.", "ada");
    save(&world, Kind::Append, "Said.");
    world.fail_next_with.set(Some((CHILDREN, 500)));
    save(&world, Kind::Append, "Said.");
    // The small copies of what is over are gone by now.
    world.pass(3_600_000);
    world.broken.set(Some(0));
    world.run(drain(&world, Occasion::default())).unwrap();
    world.broken.set(None);
    finish(&world);
    assert_eq!(count(&world, "Said."), 2);
}
