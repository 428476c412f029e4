//! What a receipt says of a page in which something happened.

use serde_json::{Value, json as literal};

use super::*;
use crate::json::testing::json;

fn paragraph(text: &str) -> Value {
    literal!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
}

fn image(address: &str) -> Value {
    literal!({ "image": { "external": { "url": address } } })
}

fn article() -> Vec<Value> {
    vec![
        paragraph("The tide turns twice a day."),
        literal!({ "divider": {} }),
        image("https://e.com/a.png"),
        image("https://e.com/b.png"),
        literal!({ "toggle": { "rich_text": [{ "text": { "content": "More" } }], "children": [paragraph("Inside"), literal!({ "divider": {} })] } }),
        literal!({ "table": { "table_width": 1, "children": [
            { "table_row": { "cells": [[{ "text": { "content": "Port" } }]] } },
            { "table_row": { "cells": [[{ "text": { "content": "Hull" } }]] } },
        ] } }),
        paragraph("The tide turns twice a day."),
    ]
}

fn sent() -> Vec<Sent> {
    Sent::all(json(Value::Array(article())).items())
}

/// The blocks as they are in the page, each with an id.
fn page() -> Vec<Stored> {
    let mut blocks: Vec<Stored> = json(Value::Array(article())).items().iter().map(Stored::of).collect();
    number(&mut blocks, "b");
    blocks
}

fn number(blocks: &mut [Stored], before: &str) {
    for (at, block) in blocks.iter_mut().enumerate() {
        block.id = format!("{before}{at}");
        number(&mut block.children, &format!("{before}{at}-"));
    }
}

fn mine(id: &str, block: Value) -> Stored {
    Stored { id: id.to_owned(), ..Stored::of(&json(block)) }
}

fn compare(sent: &mut [Sent], page: &[Stored]) -> Receipt {
    let mut receipt = Receipt::default();
    receipt.compare(sent, page, &[], true);
    receipt
}

fn named(receipt: &Receipt) -> Vec<(&str, &str)> {
    receipt.missing.iter().map(|missing| (&*missing.kind, &*missing.start)).collect()
}

#[test]
fn all_of_it_is_there() {
    let mut sent = sent();
    let receipt = compare(&mut sent, &page());
    assert_eq!((receipt.standing, receipt.changed), (Standing::Whole, 0));
    assert_eq!(receipt.sent, receipt.stored);
    assert_eq!(receipt.sent, Amount { characters: 62, blocks: 11, pictures: 2 });
    assert!(sent.iter().all(|block| !block.id.is_empty()));
}

#[test]
fn of_what_an_update_did_only_an_update_says_something() {
    let first = Receipt::after("save", &Json::Null);
    assert_eq!(first.added, None);
    assert_eq!(Receipt::after("save", &first.write()).added, None);
    let update = Receipt { added: Some(0), ..Receipt::of("save") };
    assert_eq!(Receipt::after("save", &update.write()).added, Some(0));
}

#[test]
fn what_is_missing_is_named_with_what_it_is_in() {
    for (at, kind, start, blocks) in [
        (0, "paragraph", "The tide turns twice a day.", 1),
        (1, "divider", "", 1),
        (2, "image", "https://e.com/a.png", 1),
        (3, "image", "https://e.com/b.png", 1),
        (4, "toggle", "More", 3),
        (5, "table", "Port", 3),
        (6, "paragraph", "The tide turns twice a day.", 1),
    ] {
        // At the first look, and once everything was seen.
        for was_seen in [false, true] {
            let (mut sent, mut page) = (sent(), page());
            if was_seen {
                compare(&mut sent, &page);
            }
            page.remove(at);
            // The person writes before, between and after.
            page.insert(0, mine("mine", paragraph("My own note on it, which is longer than most")));
            page.insert(3, mine("rule", literal!({ "quote": { "rich_text": [] } })));
            page.push(mine("last", paragraph("")));
            let receipt = compare(&mut sent, &page);
            assert_eq!((receipt.standing, named(&receipt)), (Standing::Missing, vec![(kind, start)]), "{at}");
            assert_eq!(receipt.stored.blocks, 11 - blocks);
            assert_eq!(receipt.changed, 0);
        }
    }
}

#[test]
fn a_line_of_the_persons_own_does_not_stand_in_for_one_that_was_seen() {
    let (mut sent, mut page) = (sent(), page());
    compare(&mut sent, &page);
    page[1].id = "mine".into();
    assert_eq!(named(&compare(&mut sent, &page)), [("divider", "")]);
}

#[test]
fn what_the_person_changed_or_moved_is_not_missing() {
    let (mut sent, mut page) = (sent(), page());
    compare(&mut sent, &page);
    page[0].text = "It turns.".into();
    page[4].kind = "heading_1".into();
    // Moved away and back, which gives it another id.
    let mut moved = page[4].children.remove(0);
    moved.id = "other".into();
    page.insert(0, moved);
    let receipt = compare(&mut sent, &page);
    assert_eq!((receipt.standing, receipt.changed), (Standing::Whole, 2));
    assert_eq!(receipt.stored, Amount { characters: 62 - 22 + 8, ..receipt.sent });
    // From then on it is known by that id.
    page[0].text.push_str(" and more");
    assert_eq!(compare(&mut sent, &page).changed, 3);
}

#[test]
fn pictures_that_notion_keeps_are_those_that_were_linked() {
    let mut kept = page();
    for (at, block) in kept.iter_mut().filter(|block| block.kind == "image").enumerate() {
        block.address = format!("https://files.notion.so/{at}");
        block.is_kept = true;
    }
    assert_eq!(compare(&mut sent(), &kept).standing, Standing::Whole);
    let mut sent = sent();
    compare(&mut sent, &page());
    kept.remove(2);
    assert_eq!(named(&compare(&mut sent, &kept)), [("image", "https://e.com/a.png")]);
}

#[test]
fn what_notion_writes_in_another_way_is_there() {
    let mut page = page();
    page[2].address = "https://e.com/a.png?width=100".into();
    page[3].address = "https://e.com/other.png".into();
    let long = "A sentence that is as long as it takes to tell it from any other by its beginning.";
    let mut sent = sent();
    sent.extend(Sent::all(&[json(paragraph(long))]));
    page.push(mine("long", paragraph(&[long, "!"].concat())));
    let receipt = compare(&mut sent, &page);
    assert_eq!((receipt.standing, receipt.changed), (Standing::Whole, 1));
}

#[test]
fn a_copy_that_was_there_before_is_not_taken_for_this_one() {
    let mut twice = page();
    number(&mut twice, "old");
    twice.extend(page());
    let mut sent = sent();
    assert_eq!(compare(&mut sent, &twice).standing, Standing::Whole);
    assert!(sent.iter().all(|block| block.id.starts_with('b')));
}

#[test]
fn of_a_page_read_in_part_nothing_is_called_missing() {
    let mut page = page();
    page.truncate(3);
    let mut receipt = Receipt::default();
    receipt.compare(&mut sent(), &page, &[], false);
    assert_eq!((receipt.standing, receipt.missing.len(), receipt.stored.blocks), (Standing::Partial, 0, 3));
    receipt.compare(&mut sent(), &[], &[], true);
    assert_eq!((receipt.standing, receipt.missing.len()), (Standing::Missing, 7));
}

#[test]
fn what_was_never_seen_may_be_late_and_what_was_seen_is_gone() {
    let (mut sent, mut page) = (sent(), page());
    let last = page.pop().unwrap();
    let mut receipt = Receipt::of("s");
    for (now, standing, again) in
        [(0, Standing::Late, Some(20_000)), (20_000, Standing::Late, Some(100_000)), (100_000, Standing::Missing, None)]
    {
        receipt.looked(&mut sent, &page, &[], true, now);
        assert_eq!((receipt.standing, receipt.again_at, receipt.checked_at), (standing, again, Some(now)));
    }
    // Whoever asks afterwards is told at once.
    receipt.looked(&mut sent, &page, &[], true, 105_000);
    assert_eq!(receipt.standing, Standing::Missing);
    page.push(last);
    receipt.looked(&mut sent, &page, &[], true, 107_000);
    assert_eq!(receipt.standing, Standing::Whole);
    page.remove(0);
    receipt.looked(&mut sent, &page, &[], true, 110_000);
    assert_eq!((receipt.standing, receipt.again_at), (Standing::Missing, None));
}

#[test]
fn a_page_that_cannot_be_read_is_tried_again_and_not_for_ever() {
    let mut receipt = Receipt::of("s");
    let mut waits = Vec::new();
    for _ in 0..7 {
        receipt.failed(Code::Offline.into(), 0);
        waits.push(receipt.again_at);
    }
    assert_eq!(waits[..5], [30_000, 120_000, 480_000, 1_920_000, 7_680_000].map(Some));
    assert_eq!(waits[5..], [None, None]);
    assert_eq!(receipt.standing, Standing::Open);
    receipt.looked(&mut sent(), &page(), &[], true, 0);
    assert_eq!((receipt.standing, receipt.error.take(), receipt.attempts), (Standing::Whole, None, 0));
    let mut wait = Box::<Error>::from(Code::RateLimited);
    wait.retry_after_ms = Some(45_000);
    receipt.failed(wait, 0);
    assert_eq!((receipt.standing, receipt.again_at), (Standing::Open, Some(45_000)));
    receipt.failed(Code::NotShared.into(), 0);
    assert_eq!((receipt.standing, receipt.again_at), (Standing::Gone, None));
}
