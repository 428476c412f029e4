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
use crate::view::{SaveState, Submission};

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

/// Asks for the page to be saved, or added to, with what was selected there and that article; a minute later than
/// whatever was before.
fn queue(world: &World, mode: Kind, words: &str, article: &str) -> String {
    world.pass(60_000);
    let submission = Submission {
        clip: clip(words),
        tags: Vec::new(),
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode,
        page: (mode != Kind::New).then(|| PAGE.into()),
        entries: crate::json::Json::Null,
        article: article.into(),
    };
    world.run(enqueue(world, submission.into())).unwrap().id
}

fn save(world: &World, mode: Kind, words: &str) -> String {
    let id = queue(world, mode, words, "");
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

/// Adds to a page what stands in it once, and nobody can tell from the answer that nothing was done.
fn add_in_vain(world: &World, words: &str) {
    world.fail_next_with.set(Some((CHILDREN, 500)));
    save(world, Kind::Append, words);
    assert_eq!(count(world, words), 1);
}

#[test]
fn what_somebody_wrote_is_not_taken_for_what_was_added() {
    let world = with("Said.", "ada");
    add_in_vain(&world, "Said.");
    finish(&world);
    assert_eq!(count(&world, "Said."), 2);
}

#[test]
fn what_another_save_added_is_not_taken_for_what_was_added() {
    let world = with("Something else.", "ada");
    save(&world, Kind::Append, "Said.");
    add_in_vain(&world, "Said.");
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
    let first = save(&world, Kind::Append, "Said.");
    add_in_vain(&world, "Said.");
    // Of what is over for long, that store alone knows.
    world.saves[1].borrow_mut().remove(&first);
    world.pass(60_000);
    world.broken.set(Some(0));
    world.run(drain(&world, Occasion::default())).unwrap();
    world.broken.set(None);
    finish(&world);
    assert_eq!(count(&world, "Said."), 2);
}

#[test]
fn a_body_that_fails_ten_times_is_in_its_page_in_the_end() {
    //
    let world = connected();
    let article: Vec<Value> = ["One.", "Two.", "Three."].map(quoted).into();
    world.contents.borrow_mut().insert("k".into(), Value::Array(article).to_string());
    world.store(PAGE, vec![quoted("One.")]);
    let failure = json!({ "object": "error", "code": "internal_server_error", "message": "no" });
    world.answers.borrow_mut().insert(CHILDREN.into(), (500, failure));
    let id = queue(&world, Kind::New, "", "1,3:k");
    let mut view = world.run(take_up(&world, &id, Event::Begin)).unwrap();
    let tries = || world.requests.borrow().iter().filter(|sent| sent.ends_with(CHILDREN)).count();
    while tries() < 10 {
        assert_ne!(view.state, SaveState::Saved);
        assert!(view.page.is_some() && view.error.is_some());
        world.pass(60_000);
        view = world.run(take_up(&world, &id, Event::Retry)).unwrap();
    }
    world.answers.borrow_mut().clear();
    finish(&world);
    assert_eq!((count(&world, "One."), count(&world, "Two."), count(&world, "Three.")), (1, 1, 1));
    assert_eq!(world.pages.borrow().len(), 1);
}
