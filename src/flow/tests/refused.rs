//! A block that Notion does not take costs nothing but itself.

use serde_json::{Value, json};

use super::connected;
use super::world::World;
use crate::clip::{Clip, Notice, NoticeCode};
use crate::flow::saving::{enqueue, take_up};
use crate::json::Json;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::view::{SaveState, SaveView, Submission};

const PAGE: &str = "00000000-0000-0000-0000-000000000001";

const BAD: &str = "https://bad.example/a.png";

fn paragraph(text: &str) -> Value {
    json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
}

/// Saves a story with a new tag and these blocks, to a Notion that takes nothing with this text in it.
fn save(world: &World, blocks: &[Value], refused: &'static str) -> SaveView {
    world.refuses.set(Some(refused));
    world.contents.borrow_mut().insert("k".into(), json!(blocks).to_string());
    world.blocks.borrow_mut().insert(PAGE.into(), Vec::new());
    let submission = Submission {
        clip: Clip { title: "A story".into(), address: "https://news.example/story".into(), ..Clip::default() },
        tags: vec!["new".into()],
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: format!("{}:k", blocks.len()),
    };
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    *world.run(take_up(world, &id, Event::Begin)).unwrap()
}

fn told(view: &SaveView) -> Vec<Notice> {
    view.notices.clone()
}

#[test]
fn a_picture_that_is_refused_is_a_link_and_the_tags_are_there() {
    let world = connected();
    let picture = json!({ "image": { "external": { "url": BAD } } });
    let view = save(&world, &[paragraph("One"), picture], r#""external":{"url":"https://bad"#);
    assert_eq!(view.state, SaveState::Saved);
    let page = world.pages.borrow()[0].body.clone();
    assert_eq!(page["properties"]["t"]["multi_select"], json!([{ "name": "new" }]));
    assert!(page.get("children").is_none());
    let blocks = world.blocks.borrow()[PAGE].clone();
    assert_eq!(blocks.len(), 2);
    assert_eq!(blocks[1]["paragraph"]["rich_text"][0]["text"]["link"]["url"], BAD);
    assert_eq!(told(&view), [Notice::of(NoticeCode::ImagesAsLinks)]);
}

#[test]
fn a_text_that_is_refused_is_left_out_and_said_and_the_tags_are_there() {
    let world = connected();
    let view = save(&world, &[paragraph("One"), paragraph("bad")], "bad");
    assert_eq!(view.state, SaveState::Saved);
    let page = world.pages.borrow()[0].body.clone();
    assert_eq!(page["properties"]["t"]["multi_select"], json!([{ "name": "new" }]));
    assert!(world.blocks.borrow()[PAGE].is_empty());
    assert_eq!(told(&view), [Notice::of(NoticeCode::ArticleCut)]);
}
