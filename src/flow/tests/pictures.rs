//! Pictures that stay, once their page is there.

use serde_json::{Value, json};

use super::super::aftercare::aftercare;
use super::super::history::undo;
use super::super::pictures::keep;
use super::super::saving::{draft, enqueue, take_up};
use super::world::{World, refusal};
use super::{captured, connected};
use crate::flow::records;
use crate::http::{Method, Request};
use crate::instant;
use crate::json::testing::value;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::outbox::picture::{DUE, Pictures};
use crate::view::{CareWish, Submission};

const PNG: &str = "\u{89}PNG one";
const WEBP: &str = "RIFF----WEBP two";

fn run(text: &str) -> Value {
    json!([{ "text": { "content": text } }])
}

fn image(address: &str) -> Value {
    json!({ "image": { "external": { "url": address } } })
}

fn card(address: &str) -> Value {
    json!({ "bookmark": { "url": address, "caption": run(address) } })
}

/// What the article has: two pictures, one of them twice, and two cards next to each other.
fn article() -> Vec<Value> {
    let item = json!({ "quote": { "rich_text": run("a"), "children": [image("https://e.com/a.png")] } });
    vec![
        image("https://e.com/a.png"),
        card("https://e.com/b.webp"),
        card("https://e.com/c?w=1"),
        item,
        image("https://e.com/gone.png"),
        json!({ "paragraph": { "rich_text": run("b") } }),
        card("https://e.com/page.webp"),
        card("http://e.com/d.webp"),
    ]
}

const NAMED: [&str; 6] = [
    "https://e.com/a.png",
    "https://e.com/gone.png",
    "https://e.com/b.webp",
    "https://e.com/c?w=1",
    "https://e.com/page.webp",
    "http://e.com/d.webp",
];

/// Whether the person wants copies, and what there is in the web.
fn world() -> World {
    let world = connected();
    let web = [
        ("https://e.com/a.png", PNG),
        ("https://e.com/b.webp", WEBP),
        ("https://e.com/c?w=1", WEBP),
        ("https://e.com/page.webp", "<html>no"),
        ("http://e.com/d.webp", WEBP),
    ];
    world.web.borrow_mut().extend(web.map(|(address, bytes)| (address.to_owned(), bytes.to_owned())));
    world
}

/// Saves a page with its article, and lets Notion have its blocks.
fn save(world: &World) -> String {
    let blocks = article();
    world.contents.borrow_mut().insert("k".into(), json!(blocks).to_string());
    let draft = world.run(draft(world, captured().into(), false)).unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: vec![],
        destination: draft.destination.unwrap_or_default(),
        notices: draft.notices,
        mode: Kind::New,
        page: None,
        entries: crate::json::Json::Null,
        article: format!("{}:k", blocks.len()),
    };
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    let page = page_of(world, &id);
    world.store(&page, blocks);
    expect(world, &id);
    world.run(aftercare(world, &CareWish::default())).unwrap();
    id
}

/// As the extension writes it down.
fn expect(world: &World, id: &str) {
    let fate = |address: &str| if address.starts_with("https:") { "" } else { "insecure" };
    let pictures: Vec<Value> =
        NAMED.iter().map(|address| json!({ "address": address, "fate": fate(address) })).collect();
    world.put(&[DUE, id].concat(), json!({ "pictures": pictures }));
}

fn page_of(world: &World, id: &str) -> String {
    let saves = world.operations();
    let save = saves.iter().find(|save| save.get("id").text() == Some(id)).unwrap();
    save.get("page").get("id").text().unwrap().to_owned()
}

/// What became of each picture.
fn fates(world: &World, id: &str) -> Vec<(String, String)> {
    let found: Option<Pictures> = world.run(records::read(world, [DUE, id].concat())).unwrap();
    let pictures = found.unwrap().pictures;
    pictures.into_iter().map(|picture| (picture.address, picture.fate)).collect()
}

fn expected() -> Vec<(String, String)> {
    let fates = ["kept", "answered 404", "kept", "kept", "not-a-picture", "insecure"];
    NAMED.iter().zip(fates).map(|(address, fate)| ((*address).to_owned(), fate.to_owned())).collect()
}

/// The blocks of a page as lines, uploads by their bytes.
fn lines(world: &World, holder: &str) -> Vec<String> {
    let all = world.blocks.borrow().get(holder).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for block in all {
        let kind = block["type"].as_str().unwrap();
        let content = &block[kind];
        let shown = match (content["file"]["url"].as_str(), content["external"]["url"].as_str()) {
            (Some(upload), _) => world.uploaded(upload).unwrap().2.unwrap(),
            (None, Some(address)) => address.to_owned(),
            (None, None) => content["url"].as_str().unwrap_or_default().to_owned(),
        };
        let caption = content["caption"][0]["text"]["content"].as_str().unwrap_or_default();
        lines.push([kind, " ", &shown, " ", caption].concat().trim_end().to_owned());
        lines.extend(self::lines(world, block["id"].as_str().unwrap()));
    }
    lines
}

fn whole() -> Vec<String> {
    [
        "image \u{89}PNG one",
        "image RIFF----WEBP two https://e.com/b.webp",
        "image RIFF----WEBP two https://e.com/c?w=1",
        "quote",
        "image \u{89}PNG one",
        "image https://e.com/gone.png",
        "paragraph",
        "bookmark https://e.com/page.webp https://e.com/page.webp",
        "bookmark http://e.com/d.webp http://e.com/d.webp",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Brings the work back until there is nothing left.
fn finish(world: &World) {
    for _ in 0..50 {
        if !world.run(keep(world)).unwrap() {
            return;
        }
        world.pass(61_000);
    }
    panic!("the pictures never come to rest");
}

impl World {
    /// Lets Notion have these blocks in a page or a block.
    pub(super) fn store(&self, holder: &str, blocks: Vec<Value>) {
        let stored = blocks.into_iter().map(|block| self.stored(block)).collect();
        self.blocks.borrow_mut().insert(holder.to_owned(), stored);
    }

    fn stored(&self, mut block: Value) -> Value {
        self.ids.set(self.ids.get() + 1);
        let id = format!("b{}", self.ids.get());
        let kind = block.as_object().unwrap().keys().next().unwrap().clone();
        if let Some(upload) = block[&kind]["file_upload"]["id"].as_str().map(str::to_owned) {
            block[&kind]["file"] = json!({ "url": upload });
        }
        let children = block[&kind].as_object_mut().unwrap().remove("children");
        block["has_children"] = json!(children.is_some());
        if let Some(Value::Array(children)) = children {
            self.store(&id, children);
        }
        block["id"] = json!(id);
        block["type"] = json!(kind);
        let now = self.now.get();
        block["created_time"] = json!(instant::to_iso(now - now % instant::MINUTE));
        block["created_by"] = json!({ "id": "bot" });
        block["last_edited_by"] = json!({ "id": "bot" });
        block
    }

    /// What Notion makes of a request about blocks; nothing where it is about something else.
    pub(super) fn change_block(&self, request: &Request, body: &Value) -> Option<(u16, Value)> {
        let path = request.path.strip_prefix("/v1/blocks/").filter(|_| request.method == Method::Patch)?;
        if let Some(holder) = path.strip_suffix("/children") {
            let children = body["children"].as_array()?.iter();
            let new: Vec<Value> = children.map(|block| self.stored(block.clone())).collect();
            let mut blocks = self.blocks.borrow_mut();
            let level = blocks.get_mut(holder)?;
            let behind = &body["position"]["after_block"]["id"];
            let at = match body["position"]["type"].as_str() {
                None => Some(level.len()),
                Some("start") => Some(0),
                Some(_) => level.iter().position(|block| block["id"] == *behind).map(|at| at + 1),
            };
            let Some(at) = at else { return Some(refusal(400, "validation_error")) };
            level.splice(at..at, new.clone());
            return Some((200, json!({ "object": "list", "results": new })));
        }
        let mut blocks = self.blocks.borrow_mut();
        let level = blocks.values_mut().find(|level| level.iter().any(|block| block["id"] == *path))?;
        let at = level.iter().position(|block| block["id"] == *path)?;
        if body["in_trash"] == true {
            return Some((200, level.remove(at)));
        }
        let upload = body["image"]["file_upload"]["id"].as_str()?;
        level[at]["image"] = json!({ "file": { "url": upload } });
        Some((200, level[at].clone()))
    }
}

#[test]
fn each_picture_is_kept_or_says_why_it_is_not() {
    let world = world();
    let id = save(&world);
    assert!(!world.run(keep(&world)).unwrap());
    assert_eq!(fates(&world, &id), expected());
    assert_eq!(lines(&world, &page_of(&world, &id)), whole());
    // The same bytes under two addresses, one picture at two places: an upload each.
    assert_eq!(world.count("/v1/file_uploads"), 2);
    assert!(!world.fetched.borrow().iter().any(|address| address.starts_with("http:")));
    let changed = || world.requests.borrow().iter().filter(|sent| !sent.ends_with("page_size=100")).count();
    let before = changed();
    assert!(!world.run(keep(&world)).unwrap());
    assert_eq!(changed(), before, "there is nothing left to do");
}

#[test]
fn nothing_is_fetched_that_nobody_wants() {
    let world = world();
    let id = save(&world);
    world.records.borrow_mut().remove(&[DUE, &id].concat());
    let asked = world.requests.borrow().len();
    assert!(!world.run(keep(&world)).unwrap());
    assert!(world.fetched.borrow().is_empty());
    assert_eq!(world.requests.borrow().len(), asked);
}

#[test]
fn a_worker_killed_at_any_call_ends_the_same_and_nothing_is_twice() {
    for after in [false, true] {
        for call in 1.. {
            let world = world();
            let id = save(&world);
            world.kill(call, after);
            let lived = world.try_run(keep(&world)).is_some();
            world.live();
            finish(&world);
            let found = lines(&world, &page_of(&world, &id));
            assert_eq!(found, whole(), "call {call}, after: {after}");
            assert_eq!(fates(&world, &id), expected(), "call {call}, after: {after}");
            if lived {
                assert!(call > 60, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn what_is_too_much_for_notion_is_tried_again_later() {
    for status in [429, 500] {
        let world = world();
        let id = save(&world);
        world.fail_next_with.set(Some(("/v1/file_uploads", status)));
        assert!(world.run(keep(&world)).unwrap(), "{status}");
        assert!(world.records.borrow().contains_key("pauses"), "saves wait as well");
        finish(&world);
        assert_eq!(lines(&world, &page_of(&world, &id)), whole(), "{status}");
    }
}

#[test]
fn a_picture_that_notion_refuses_stays_linked_and_holds_up_no_other() {
    let world = world();
    let id = save(&world);
    world.fail_next_with.set(Some(("/v1/file_uploads", 400)));
    assert!(!world.run(keep(&world)).unwrap());
    let fates = fates(&world, &id);
    assert_eq!(fates[0], ("https://e.com/a.png".to_owned(), "not-taken".to_owned()));
    assert_eq!(fates[2..], expected()[2..]);
}

#[test]
fn pictures_wait_until_it_is_known_which_blocks_are_which() {
    let world = world();
    let id = save(&world);
    let receipt = world.records.borrow_mut().remove(&format!("receipt:{id}"));
    assert!(world.run(keep(&world)).unwrap(), "it is tried again");
    assert!(world.fetched.borrow().is_empty());
    let mut again = value(&receipt.unwrap());
    again["againAt"] = json!(world.now.get() + 1_000);
    world.put(&format!("receipt:{id}"), again);
    assert!(world.run(keep(&world)).unwrap());
    assert!(world.fetched.borrow().is_empty());
    world.run(aftercare(&world, &CareWish { id: id.clone(), missing: false })).unwrap();
    assert!(!world.run(keep(&world)).unwrap());
    assert_eq!(fates(&world, &id), expected());
}

#[test]
fn a_page_that_was_taken_back_is_left_alone() {
    let world = world();
    let id = save(&world);
    let page = page_of(&world, &id);
    world.run(undo(&world, &id)).unwrap();
    world.blocks.borrow_mut().remove(&page);
    assert!(!world.run(keep(&world)).unwrap());
    assert_eq!(fates(&world, &id)[0].1, "gone");
    assert!(world.fetched.borrow().is_empty());
}
