//! What is missing in a page is sent again, once, to where it belongs.

use serde_json::{Value, json};

use super::connected;
use super::world::World;
use crate::clip::Clip;
use crate::error::Code;
use crate::flow::aftercare::aftercare;
use crate::flow::history::undo;
use crate::flow::saving::{enqueue, take_up};
use crate::json::Field;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::outbox::receipt::{Receipt, Standing};
use crate::view::{CareWish, Submission};

const PAGE: &str = "00000000-0000-0000-0000-000000000001";

const CHILDREN: &str = "/v1/blocks/00000000-0000-0000-0000-000000000001/children";

/// A week, and a day.
const LONG: u64 = 8 * 86_400_000;

fn paragraph(text: &str) -> Value {
    json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
}

fn article() -> Vec<Value> {
    let toggle = json!({ "toggle": { "rich_text": [{ "text": { "content": "More" } }],
        "children": [paragraph("Four"), paragraph("Five")] } });
    vec![paragraph("One"), json!({ "divider": {} }), paragraph("Three"), toggle, paragraph("Six")]
}

const WHOLE: [&str; 8] = ["mine", "One", "", "Three", "More", "Four", "Five", "Six"];

fn save(world: &World, address: &str, article: &str) -> String {
    let submission = Submission {
        clip: Clip { title: "A story".into(), address: address.into(), ..Clip::default() },
        tags: Vec::new(),
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode: Kind::New,
        page: None,
        entries: crate::json::Json::Null,
        article: article.into(),
    };
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    id
}

/// A story that is in Notion with its article, below a line of the person's own, and its receipt.
fn saved(world: &World) -> String {
    world.contents.borrow_mut().insert("k".into(), Value::Array(article()).to_string());
    let id = save(world, "https://news.example/story", "5:k");
    let mut blocks = article();
    blocks.insert(0, paragraph("mine"));
    world.store(PAGE, blocks);
    tend(world);
    world.requests.borrow_mut().clear();
    id
}

/// Removes the blocks of these texts from the page; the divider has none.
fn remove(world: &World, texts: &[&str]) {
    for level in world.blocks.borrow_mut().values_mut() {
        level.retain(|block| !texts.contains(&text(block)));
    }
}

fn text(block: &Value) -> &str {
    let kind = block["type"].as_str().unwrap();
    block[kind]["rich_text"][0]["text"]["content"].as_str().unwrap_or_default()
}

/// What the page says, line by line.
fn lines(world: &World) -> Vec<String> {
    let blocks = world.blocks.borrow();
    let mut waiting: Vec<&Value> = blocks[PAGE].iter().rev().collect();
    let mut lines = Vec::new();
    while let Some(block) = waiting.pop() {
        lines.push(text(block).to_owned());
        waiting.extend(blocks.get(block["id"].as_str().unwrap()).into_iter().flatten().rev());
    }
    lines
}

fn tend(world: &World) -> Option<u64> {
    world.run(aftercare(world, &CareWish::default())).unwrap().next_at
}

fn wish(id: &str, missing: bool) -> CareWish {
    CareWish { id: id.to_owned(), missing }
}

/// The receipt, after the page was read now, or what is missing was to be sent.
fn asked(world: &World, id: &str, missing: bool) -> Receipt {
    let cared = world.run(aftercare(world, &wish(id, missing))).unwrap();
    Receipt::read(&cared.receipts[0]).unwrap()
}

/// What is kept of it.
fn kept(world: &World, id: &str) -> Receipt {
    Receipt::read(&world.records.borrow()[&format!("receipt:{id}")]).unwrap()
}

/// Brings the work back until there is nothing left.
fn finish(world: &World) {
    for _ in 0..30 {
        match tend(world) {
            None => return,
            Some(at) => world.pass(at.saturating_sub(world.now.get())),
        }
    }
    panic!("it never comes to rest");
}

/// How many requests were sent that put something somewhere.
fn sends(world: &World) -> usize {
    world.requests.borrow().iter().filter(|sent| sent.ends_with("/children")).count()
}

#[test]
fn what_is_missing_comes_back_to_its_place() {
    for (missing, requests) in [
        (&["One"][..], 1),
        (&["mine", "One"], 1),
        (&["", "Three"], 1),
        (&["More"], 1),
        (&["One", "Three", "Six"], 3),
        (&["One", "", "Three", "More", "Six"], 1),
    ] {
        let world = connected();
        let id = saved(&world);
        remove(&world, missing);
        let receipt = asked(&world, &id, false);
        assert_eq!((receipt.standing, receipt.is_kept), (Standing::Missing, true), "{missing:?}");
        assert_eq!(sends(&world), 0);
        let receipt = asked(&world, &id, true);
        assert_eq!((receipt.standing, receipt.is_kept, &receipt.error), (Standing::Whole, false, &None), "{missing:?}");
        let whole: Vec<&str> = WHOLE.into_iter().filter(|line| !missing.contains(line) || *line != "mine").collect();
        assert_eq!((lines(&world), sends(&world)), (whole.into_iter().map(str::to_owned).collect(), requests));
        assert_eq!(kept(&world, &id), receipt);
        assert_eq!(tend(&world), None);
    }
}

#[test]
fn where_nothing_is_missing_nothing_is_sent() {
    let world = connected();
    let id = saved(&world);
    assert_eq!((asked(&world, &id, true).standing, sends(&world)), (Standing::Whole, 0));
}

#[test]
fn a_lost_answer_is_looked_up_and_nothing_is_sent_twice() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    asked(&world, &id, false);
    world.lose_answer_of.set(Some(CHILDREN));
    let receipt = asked(&world, &id, true);
    assert_eq!((receipt.standing, receipt.again_at), (Standing::Sending, Some(world.now.get() + 30_000)));
    assert_eq!(receipt.error.unwrap().code, Code::Offline);
    world.lose_answer_of.set(None);
    finish(&world);
    assert_eq!((kept(&world, &id).standing, sends(&world)), (Standing::Whole, 1));
    assert_eq!(lines(&world), WHOLE);
}

#[test]
fn what_may_still_arrive_is_waited_for_before_it_is_sent_again() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    asked(&world, &id, false);
    world.fail_next_with.set(Some((CHILDREN, 502)));
    let first = world.now.get();
    asked(&world, &id, true);
    // Whoever asks meanwhile changes nothing about that.
    for _ in 0..3 {
        world.pass(20_000);
        assert_eq!((asked(&world, &id, true).standing, sends(&world)), (Standing::Sending, 1));
    }
    finish(&world);
    // Then it is for the person to say.
    let receipt = kept(&world, &id);
    assert_eq!((receipt.standing, receipt.is_kept, sends(&world)), (Standing::Missing, true, 1));
    assert!(world.now.get() - first > 85_000);
    assert_eq!((asked(&world, &id, true).standing, sends(&world)), (Standing::Whole, 2));
    assert_eq!(lines(&world), WHOLE);
}

#[test]
fn a_worker_killed_at_any_call_ends_the_same_and_nothing_is_twice() {
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            let id = saved(&world);
            remove(&world, &["", "Three", "Six"]);
            asked(&world, &id, false);
            world.kill(call, after);
            let lived = world.try_run(aftercare(&world, &wish(&id, true))).is_some();
            world.live();
            finish(&world);
            if kept(&world, &id).standing == Standing::Missing {
                // It died before anything was sent; or that was waited for, and never came.
                asked(&world, &id, true);
            }
            assert_eq!(lines(&world), WHOLE, "call {call}, after: {after}");
            assert_eq!(kept(&world, &id).standing, Standing::Whole, "call {call}, after: {after}");
            if lived {
                assert!(call > 25, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn an_article_that_is_not_here_any_more_is_not_sent() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    world.contents.borrow_mut().clear();
    for missing in [false, true] {
        let receipt = asked(&world, &id, missing);
        assert_eq!((receipt.standing, receipt.is_kept, sends(&world)), (Standing::Missing, false, 0));
    }
    assert_eq!(tend(&world), None);
}

#[test]
fn an_article_is_kept_for_a_week() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    world.pass(LONG / 2);
    world.start();
    assert!(asked(&world, &id, false).is_kept);
    world.pass(LONG / 2);
    world.start();
    assert!(!asked(&world, &id, false).is_kept);
}

#[test]
fn what_notion_does_not_take_now_is_sent_when_it_does() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    asked(&world, &id, false);
    world.fail_next_with.set(Some((CHILDREN, 429)));
    let receipt = asked(&world, &id, true);
    assert_eq!((receipt.standing, receipt.error.unwrap().code), (Standing::Sending, Code::RateLimited));
    finish(&world);
    assert_eq!((lines(&world), sends(&world)), (WHOLE.map(str::to_owned).to_vec(), 2));
}

#[test]
fn what_notion_refuses_is_said_and_not_sent_by_itself() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    asked(&world, &id, false);
    for (status, code) in [(400, Code::InvalidRequest), (404, Code::NotShared)] {
        world.fail_next_with.set(Some((CHILDREN, status)));
        let receipt = asked(&world, &id, true);
        assert_eq!((receipt.standing, receipt.is_kept), (Standing::Missing, true));
        assert_eq!((receipt.error.unwrap().code, tend(&world)), (code, None));
    }
    assert_eq!(sends(&world), 2);
    assert_eq!(asked(&world, &id, true).standing, Standing::Whole);
}

#[test]
fn nothing_is_sent_into_a_page_that_was_taken_back() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Three"]);
    asked(&world, &id, false);
    world.fail_next_with.set(Some((CHILDREN, 429)));
    asked(&world, &id, true);
    world.run(undo(&world, &id)).unwrap();
    finish(&world);
    assert_eq!(sends(&world), 1);
}

#[test]
fn what_is_missing_in_a_block_that_is_there_is_named_and_not_sent() {
    let world = connected();
    let id = saved(&world);
    remove(&world, &["Four"]);
    let receipt = asked(&world, &id, false);
    assert_eq!((receipt.standing, receipt.is_kept), (Standing::Missing, false));
    asked(&world, &id, true);
    assert_eq!(sends(&world), 0);
}
