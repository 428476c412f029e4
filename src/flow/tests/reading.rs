//! Reading a page's blocks back.

use serde_json::{Value, json};

use super::connected;
use super::world::World;
use crate::error::Code;
use crate::flow::reading::{Reading, read};
use crate::notion::stored::Stored;

fn block(id: &str, kind: &str, has_children: bool) -> Value {
    let text = json!({ "type": "text", "text": { "content": id }, "plain_text": id });
    json!({ "object": "block", "id": id, "type": kind, "has_children": has_children, kind: { "rich_text": [text] } })
}

/// A page of 250 paragraphs, a toggle with a list in it, and a page of the person's.
fn page(world: &World) {
    let mut blocks = world.blocks.borrow_mut();
    let mut all: Vec<Value> = (0..250).map(|number| block(&format!("p{number}"), "paragraph", false)).collect();
    all.insert(120, block("toggle", "toggle", true));
    all.push(block("mine", "child_page", true));
    blocks.insert("page".into(), all);
    blocks.insert("toggle".into(), vec![block("item", "bulleted_list_item", true), block("last", "paragraph", false)]);
    blocks.insert("item".into(), vec![block("deep", "bulleted_list_item", false)]);
}

fn ids(reading: &Reading) -> Vec<&str> {
    Stored::all(&reading.blocks).iter().map(|block| block.id.as_str()).collect()
}

#[test]
fn all_blocks_are_read_in_order_and_no_other_page() {
    let world = connected();
    page(&world);
    let reading = world.run(read(&world, "w", "page")).unwrap();
    assert!(reading.is_whole);
    let ids = ids(&reading);
    assert_eq!((ids.len(), ids[119]), (255, "p119"));
    assert_eq!(ids[120..125], ["toggle", "item", "deep", "last", "p120"]);
    assert_eq!(world.requests.borrow().len(), 5);
}

#[test]
fn a_page_with_too_much_in_it_is_read_in_part() {
    let world = connected();
    let toggles = (0..500).map(|number| block(&format!("t{number}"), "toggle", true)).collect();
    world.blocks.borrow_mut().insert("page".into(), toggles);
    for number in 0..500 {
        world.blocks.borrow_mut().insert(format!("t{number}"), vec![block(&format!("c{number}"), "paragraph", false)]);
    }
    let reading = world.run(read(&world, "w", "page")).unwrap();
    assert!(!reading.is_whole);
    assert_eq!(ids(&reading).len(), 500 + 400 - 5);
}

#[test]
fn what_notion_refuses_is_told() {
    let world = connected();
    assert_eq!(world.run(read(&world, "w", "gone")).unwrap_err().code, Code::NotShared);
}
