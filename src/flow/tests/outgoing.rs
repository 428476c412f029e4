//! What a save would send, held against what it sends.

use serde_json::{Value, json};

use super::world::{ID, TOKEN, World};
use super::{captured, connected};
use crate::error::Code;
use crate::flow::outgoing::{Outgoing, outgoing};
use crate::flow::saving::{draft, enqueue, take_up};
use crate::json::testing::value;
use crate::json::{Field, Json};
use crate::mapping::entry::Entry;
use crate::outbox::Event;
use crate::outbox::attachment::Attachment;
use crate::outbox::operation::Kind;
use crate::view::Submission;

fn submission(world: &World) -> Submission {
    let draft = world.run(draft(world, captured().into(), false)).unwrap();
    Submission {
        clip: draft.clip,
        tags: vec!["Rust".into(), "new".into()],
        destination: draft.destination.unwrap_or_default(),
        notices: draft.notices,
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: String::new(),
    }
}

fn shown(world: &World, submission: &Submission) -> Outgoing {
    world.run(outgoing(world, submission.clone().into())).unwrap()
}

fn send(world: &World, submission: &Submission) {
    let save = world.run(enqueue(world, submission.clone().into())).unwrap();
    world.run(take_up(world, &save.id, Event::Begin)).unwrap();
    world.finish();
}

#[test]
fn the_request_is_the_one_that_is_sent_and_nothing_is_kept_of_looking() {
    let world = connected();
    let submission = submission(&world);
    let before = world.records.borrow().len();
    let shown = shown(&world, &submission);
    assert_eq!((shown.method.as_str(), shown.address.as_str()), ("POST", "https://api.notion.com/v1/pages"));
    assert_eq!(shown.more, 0);
    assert!(world.requests.borrow().is_empty() && world.operations().is_empty());
    assert_eq!(world.records.borrow().len(), before);
    assert!(!value(&shown.write()).to_string().contains(TOKEN));
    send(&world, &submission);
    assert_eq!(value(&shown.body), world.pages.borrow()[0].body);
}

#[test]
fn an_article_goes_along_as_far_as_one_request_takes_it() {
    let world = connected();
    let blocks: Vec<Value> = (0..134)
        .map(|at| json!({ "paragraph": { "rich_text": [{ "text": { "content": at.to_string() } }] } }))
        .collect();
    world.contents.borrow_mut().insert("k".into(), json!(blocks).to_string());
    let submission = Submission { article: "100,134:k".into(), ..submission(&world) };
    let shown = shown(&world, &submission);
    send(&world, &submission);
    assert_eq!(value(&shown.body), world.pages.borrow()[0].body);
    assert_eq!(shown.body.get("children").items().len(), 100);
    assert_eq!(shown.more, 34);
}

#[test]
fn an_update_and_an_addition_name_their_page() {
    let world = connected();
    let page = |mode| Submission { mode, page: Some(ID.page.into()), ..submission(&world) };
    let update = shown(&world, &page(Kind::Update));
    assert_eq!(
        (update.method.as_str(), update.address),
        ("PATCH", format!("https://api.notion.com/v1/pages/{}", ID.page))
    );
    assert!(update.body.get("parent").members().is_empty() && !update.body.get("properties").members().is_empty());
    let addition = shown(&world, &page(Kind::Append));
    assert_eq!(addition.address, format!("https://api.notion.com/v1/blocks/{}/children", ID.page));
    assert!(!addition.body.get("children").items().is_empty());
    assert_eq!(addition.more, 0);
}

#[test]
fn a_file_is_named_where_its_upload_will_be() {
    let world = connected();
    world.sources.borrow_mut()[0]["properties"]["Files"] = json!({ "id": "f", "name": "Files", "type": "files" });
    world.run(crate::flow::fields::refresh_schema(&world, ID.source)).unwrap();
    world.requests.borrow_mut().clear();
    let file = Attachment {
        key: "a1".into(),
        name: "chart.png".into(),
        media: "image/png".into(),
        size: 3,
        ..Attachment::default()
    };
    let values = vec![crate::notion::file::placeholder("a1")];
    let entry = Entry { property: "f".into(), name: "Files".into(), values, attachments: vec![file] };
    let submission = Submission { entries: vec![entry].write(), ..submission(&world) };
    let shown = value(&shown(&world, &submission).body);
    assert_eq!(shown["properties"]["f"]["files"][0]["file_upload"]["id"], "<chart.png>");
    assert!(world.requests.borrow().is_empty(), "nothing is uploaded");
}

#[test]
fn what_may_not_leave_is_not_shown_as_if_it_did() {
    let world = World::default();
    world.run(super::connect(&world, TOKEN)).unwrap();
    let submission = submission(&world);
    let refused = |submission: Submission| world.run(outgoing(&world, submission.into())).unwrap_err().code;
    assert_eq!(refused(submission.clone()), Code::NotConfirmed);
    assert_eq!(refused(Submission { destination: "gone".into(), ..submission }), Code::UnknownDestination);
}
