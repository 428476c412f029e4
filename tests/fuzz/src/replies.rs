//! An answer to a request, as Notion, a broker or whatever is in between may give it.
//!
//! Before the first empty line are its head's values, one to a line: status, `Retry-After`,
//! `Date`; `-` for none. What follows is the body.
//!
//! Never, whatever they are:
//!
//! - a panic;
//! - JSON that reads otherwise when it was written, or is longer than it was said to be;
//! - a page without an id of Notion's or an address over https;
//! - a list that goes on and is called complete;
//! - a schema that the browser's storage gives back otherwise;
//! - a message that is too long, or a moment that is another one when it comes back.

use satchel::http::{Answer, Head};
use satchel::instant;
use satchel::json::{Field, Json};
use satchel::notion::answer::{self, List, Me, PageRef};
use satchel::notion::schema::{DataSource, Icon};
use satchel::notion::stored::Stored;
use satchel::notion::{id, refusal};
use satchel::oauth::grant::{Grant, Started};
use satchel::outbox::outcome::{self, Lookup, Outcome, Wanted};
use satchel::outbox::receipt::{Gap, Sent};
use satchel::text;

/// Takes the input as an answer.
pub fn check(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (head, body) = input.split_once("\n\n").unwrap_or(("", &input));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.parse().ok()).unwrap_or(200);
    let mut line = || lines.next().filter(|&line| line != "-").map(str::to_owned);
    let head = Head { status, retry_after: line(), date: line(), ..Head::default() };
    if let Some(at) = head.date.as_deref().and_then(instant::from_http) {
        moment(at);
    }
    let body: Option<Json> = serde_json::from_str(body).ok();
    if let Some(body) = &body {
        json(body);
        whole(body);
        parts(body);
    }
    refused(&head, body.as_ref());
    let _ = Answer { head, body }.success();
}

fn moment(at: instant::Millis) {
    assert_eq!(instant::from_iso(&instant::to_iso(at)), Some(at));
}

fn json(body: &Json) {
    let text = serde_json::to_string(body).expect("JSON is written");
    assert!(text.len() <= body.bytes());
    assert_eq!(serde_json::from_str::<Json>(&text).ok().as_ref(), Some(body));
    // Written by hand, fractions are lost and nothing else.
    let written: Json = serde_json::from_str(&body.written()).expect("what is written is JSON");
    assert_eq!(serde_json::from_str::<Json>(&written.written()).ok(), Some(written));
}

fn refused(head: &Head, body: Option<&Json>) {
    let error = refusal::read(head, body);
    assert_eq!(error.status, Some(head.status));
    assert!(text::units(&error.message) <= 500 || error.message == error.code.message());
    let again = Field::read(&error.write());
    assert_eq!(again.as_ref(), Some(&error));
    let _ = Outcome::of(error);
}

/// Reads it as the answer to everything.
fn whole(body: &Json) {
    if let Some(page) = PageRef::from_answer(body) {
        assert!(id::parse(&page.id).as_ref() == Some(&page.id) && page.url.starts_with("https://"));
    }
    if let Some(source) = DataSource::from_answer(body) {
        assert_eq!(DataSource::read(&source.write()), Some(source));
    }
    if let Some(list) = List::from_answer(body) {
        assert!(list.next.is_none() || !list.is_complete);
        looked_up(&list);
    }
    let _ = (Me::from_answer(body), Me::owner(body), Icon::from_answer(body), answer::data_source_ids(body));
    let _ = (Grant::from_answer(body).is_some(), Started::from_answer(body).is_some());
}

fn looked_up(list: &List<'_>) {
    let ours = ["bot".to_owned()];
    for by_id in [false, true] {
        let wanted = Wanted { clock: 7, senders: &ours, title: "A story", by_id, ..Wanted::default() };
        match outcome::lookup(list, &wanted) {
            Lookup::Found(page) => {
                assert!(list.results.iter().any(|one| PageRef::from_answer(one) == Some(page.clone())))
            }
            Lookup::Absent(clock) => assert!(list.is_complete && clock == 7),
            Lookup::Failed(_) => assert!(!list.is_complete),
            Lookup::Arrived(..) => panic!("nobody asked for blocks"),
        }
    }
}

/// Reads each of a list's entries, and takes them for a page's blocks.
fn parts(body: &Json) {
    let entries = body.get("results").items();
    for entry in std::iter::once(body).chain(entries) {
        let _ = (answer::titled(entry), answer::person(entry), answer::author(entry), answer::title(entry));
        if let Some(at) = answer::created_at(entry) {
            moment(at);
        }
    }
    let blocks: Vec<Stored> = entries.iter().map(Stored::of).collect();
    let sent = Sent::all(entries);
    assert_eq!(sent.len(), Stored::all(&blocks).len());
    if let Some(gap) = Gap::first(&sent, &blocks) {
        assert!(gap.first < sent.len() && !gap.blocks.is_empty());
    }
}
