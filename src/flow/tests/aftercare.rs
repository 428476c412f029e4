//! What is done about saves when Notion has them.

use serde_json::{Value, json};

use super::world::World;
use super::{connected, ours};
use crate::clip::Clip;
use crate::error::Code;
use crate::flow::aftercare::aftercare;
use crate::flow::saving::{enqueue, take_up};
use crate::json::Field;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::outbox::receipt::{Receipt, Standing};
use crate::view::{CareWish, Cared, Errand, Submission};

const PAGE: &str = "00000000-0000-0000-0000-000000000001";

const CHILDREN: &str = "/v1/blocks/00000000-0000-0000-0000-000000000001/children?page_size=100";

fn article() -> Vec<Value> {
    let paragraph = |text: &str| json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } });
    vec![paragraph("One"), json!({ "divider": {} }), paragraph("Three")]
}

/// A story that is in Notion with its article.
fn saved(world: &World) -> String {
    world.contents.borrow_mut().insert("k".into(), Value::Array(article()).to_string());
    let id = save(world);
    let blocks = article().into_iter().enumerate().map(|(at, mut block)| {
        let kind = block.as_object().unwrap().keys().next().unwrap().clone();
        block["id"] = json!(format!("b{at}"));
        block["type"] = json!(kind);
        block
    });
    world.blocks.borrow_mut().insert(PAGE.into(), blocks.collect());
    world.requests.borrow_mut().clear();
    id
}

fn save(world: &World) -> String {
    let submission = Submission {
        clip: Clip { title: "A story".into(), address: "https://news.example/story".into(), ..Clip::default() },
        tags: Vec::new(),
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode: Kind::New,
        page: None,
        entries: crate::json::Json::Null,
        article: "3:k".into(),
    };
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    id
}

fn tend(world: &World) -> Cared {
    *world.run(aftercare(world, &CareWish::default())).unwrap()
}

fn tended(world: &World) -> Receipt {
    Receipt::read(&tend(world).receipts[0]).unwrap()
}

/// What is kept of it.
fn asked(world: &World, id: &str) -> Receipt {
    let kept = world.records.borrow().get(&format!("receipt:{id}")).cloned();
    kept.map_or_else(Receipt::default, |record| Receipt::read(&record).unwrap())
}

fn again(world: &World, id: &str) -> Receipt {
    let wish = CareWish { id: id.to_owned(), missing: false };
    Receipt::read(&world.run(aftercare(world, &wish)).unwrap().receipts.pop().unwrap()).unwrap()
}

#[test]
fn a_save_with_an_article_gets_a_receipt_once() {
    let world = connected();
    let id = saved(&world);
    assert_eq!(asked(&world, &id).standing, Standing::Open);
    let cared = tend(&world);
    assert_eq!((cared.receipts.len(), cared.next_at), (1, None));
    let receipt = asked(&world, &id);
    assert_eq!((receipt.standing, receipt.sent.characters, receipt.stored.blocks), (Standing::Whole, 8, 3));
    assert_eq!(tend(&world), Cared::default());
    assert_eq!(world.requests.borrow().len(), 1);
}

#[test]
fn what_goes_missing_later_is_named_though_the_article_is_not_here_any_more() {
    let world = connected();
    let id = saved(&world);
    tend(&world);
    world.contents.borrow_mut().clear();
    world.blocks.borrow_mut().get_mut(PAGE).unwrap().remove(0);
    let receipt = again(&world, &id);
    assert_eq!((receipt.standing, receipt.missing[0].start.as_str()), (Standing::Missing, "One"));
    assert_eq!(asked(&world, &id), receipt);
}

#[test]
fn a_block_that_is_late_is_waited_for() {
    let world = connected();
    let id = saved(&world);
    let last = world.blocks.borrow_mut().get_mut(PAGE).unwrap().pop().unwrap();
    let cared = tend(&world);
    assert_eq!(
        (Receipt::read(&cared.receipts[0]).unwrap().standing, cared.next_at),
        (Standing::Late, Some(world.now.get() + 20_000))
    );
    assert_eq!(tend(&world).receipts.len(), 0);
    world.blocks.borrow_mut().get_mut(PAGE).unwrap().push(last);
    world.pass(20_000);
    assert_eq!(tended(&world).standing, Standing::Whole);
    assert_eq!(asked(&world, &id).standing, Standing::Whole);
}

#[test]
fn a_worker_that_dies_at_any_call_leaves_what_the_next_one_goes_on_with() {
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            let id = saved(&world);
            world.kill(call, after);
            let cared = world.try_run(aftercare(&world, &CareWish::default()));
            world.live();
            tend(&world);
            assert_eq!(asked(&world, &id).standing, Standing::Whole, "{call} {after}");
            if cared.is_some() {
                break;
            }
        }
    }
}

#[test]
fn without_a_network_nothing_is_asked_and_a_refusal_is_tried_again() {
    let world = connected();
    let id = saved(&world);
    world.online.set(false);
    assert_eq!(tend(&world), Cared { receipts: vec![], next_at: Some(world.now.get() + 60_000) });
    world.online.set(true);
    world.fail_next_with.set(Some((CHILDREN, 500)));
    let cared = tend(&world);
    assert_eq!(
        (Receipt::read(&cared.receipts[0]).unwrap().standing, cared.next_at),
        (Standing::Open, Some(world.now.get() + 30_000))
    );
    assert!(asked(&world, &id).error.is_some());
    world.pass(30_000);
    assert_eq!(tended(&world).standing, Standing::Whole);
}

#[test]
fn what_was_sent_and_is_not_known_any_more_is_said() {
    let world = connected();
    let id = saved(&world);
    world.contents.borrow_mut().clear();
    assert_eq!(tended(&world).standing, Standing::Unknown);
    assert_eq!(again(&world, &id).standing, Standing::Unknown);
    assert_eq!(world.requests.borrow().len(), 0);
}

#[test]
fn a_page_that_is_gone_is_said_to_be() {
    let world = connected();
    let id = saved(&world);
    world.blocks.borrow_mut().clear();
    let cared = tend(&world);
    assert_eq!((Receipt::read(&cared.receipts[0]).unwrap().standing, cared.next_at), (Standing::Gone, None));
    assert_eq!(again(&world, &id).error.unwrap().code, Code::NotShared);
}

#[test]
fn a_wish_is_told_from_a_look_at_the_history() {
    let of = |asked| Errand::of(&ours(asked));
    assert_eq!(of(json!({ "query": "", "state": "", "after": null })), None);
    let care = |id: &str, missing| Some(Errand::Care(CareWish { id: id.into(), missing }));
    assert_eq!(of(json!({ "id": "" })), care("", false));
    assert_eq!(of(json!({ "id": "a", "missing": true })), care("a", true));
    assert_eq!(of(json!({ "id": "", "pictures": true })), Some(Errand::Pictures));
    assert_eq!(of(json!({ "id": "", "sweep": true })), Some(Errand::Sweep));
    assert_eq!(of(json!({ "id": "a", "remove": true })), Some(Errand::Remove("a".into())));
    assert_eq!(of(json!({ "id": "w", "waiting": true })), Some(Errand::Count("w".into())));
}
