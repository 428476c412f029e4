//! Limits and nesting, judged by the real schemas.

use serde_json::{Value, json};

use crate::validate;

fn page(children: &Value) -> Value {
    json!({ "parent": { "page_id": "5a7c4e10-0000-4000-8000-000000000001" }, "children": children })
}

fn values(properties: &Value) -> Value {
    json!({ "parent": { "page_id": "5a7c4e10-0000-4000-8000-000000000001" }, "properties": properties })
}

fn accepted(body: &Value) {
    assert_eq!(validate("POST", "/v1/pages", Some(body)), Ok(()));
}

fn refused(body: &Value, words: &str) {
    let problems = validate("POST", "/v1/pages", Some(body)).expect_err("it was accepted");
    assert!(problems.iter().any(|problem| problem.contains(words)), "{words} is not in {problems:?}");
}

fn paragraph(children: Option<Value>) -> Value {
    let mut content = json!({ "rich_text": [] });
    if let (Some(children), Value::Object(map)) = (children, &mut content) {
        map.insert(String::from("children"), children);
    }
    json!({ "paragraph": content })
}

#[test]
fn three_levels_fit_and_a_fourth_does_not() {
    let three = paragraph(Some(json!([paragraph(Some(json!([paragraph(None)])))])));
    accepted(&page(&json!([three])));
    let four = paragraph(Some(json!([three])));
    refused(&page(&json!([four])), "paragraph.children should be not present");
}

#[test]
fn columns_get_a_level_for_free_but_only_at_the_top() {
    let deep = paragraph(Some(json!([paragraph(None)])));
    let column = json!({ "column": { "children": [deep] } });
    let list = json!({ "column_list": { "children": [column, column] } });
    accepted(&page(&json!([list])));
    let toggle = json!({ "toggle": { "rich_text": [], "children": [list] } });
    refused(&page(&json!([toggle])), "column_list should be not present");
    let deeper = paragraph(Some(json!([paragraph(Some(json!([paragraph(None)])))])));
    let column = json!({ "column": { "children": [deeper] } });
    let list = json!({ "column_list": { "children": [column, column] } });
    refused(&page(&json!([list])), "children should be not present");
}

#[test]
fn tables_stand_on_the_first_two_levels_only() {
    let table = json!({ "table": { "table_width": 1, "children": [{ "table_row": { "cells": [[]] } }] } });
    accepted(&page(&json!([table])));
    accepted(&page(&json!([paragraph(Some(json!([table])))])));
    let third = paragraph(Some(json!([paragraph(Some(json!([table])))])));
    refused(&page(&json!([third])), "table should be not present");
}

#[test]
fn lengths_are_counted_in_utf_16_units() {
    let title = |content: String| values(&json!({ "title": { "title": [{ "text": { "content": content } }] } }));
    accepted(&title("x".repeat(2000)));
    refused(&title("x".repeat(2001)), "length should be ≤ `2000`, instead was `2001`");
    accepted(&title("🌿".repeat(1000)));
    refused(&title("🌿".repeat(1000) + "x"), "instead was `2001`");
    accepted(&values(&json!({ "Link": { "url": "x".repeat(2000) } })));
    refused(&values(&json!({ "Link": { "url": "x".repeat(2001) } })), "≤ `2000`");
    refused(&values(&json!({ "Link": { "url": "" } })), "≥ `1`");
    accepted(&values(&json!({ "Link": { "url": null } })));
}

#[test]
fn a_thousand_blocks_at_every_level_together_are_the_most() {
    let group = |count: usize| paragraph(Some(json!(vec![paragraph(None); count])));
    accepted(&page(&json!(vec![group(99); 10])));
    refused(&page(&json!(vec![group(100); 10])), "≤ `1000`, instead was `1010`");
    refused(&page(&json!(vec![paragraph(None); 101])), "≤ `100`, instead was `101`");
}

#[test]
fn option_names_have_no_commas_and_a_hundred_units_at_most() {
    let tag = |name: &str| values(&json!({ "Tags": { "multi_select": [{ "name": name }] } }));
    accepted(&tag(&"x".repeat(100)));
    refused(&tag(&"x".repeat(101)), "≤ `100`");
    refused(&tag("a,b"), "commas not allowed: a,b");
    accepted(&tag("a，b"));
}

#[test]
fn links_are_absolute_and_images_end_like_images() {
    for address in ["https://a.test", "http://a.test:80/x", "mailto:a@example.test", "https://münchen.test/ü"] {
        assert!(super::is_link(address), "{address}");
    }
    for address in
        ["", "a.test", "//a.test", "https://", "https:///x", "data:text/html,x", "mailto:", "https://a b.test"]
    {
        assert!(!super::is_link(address), "{address}");
    }
    let image = |address: &str| page(&json!([{ "image": { "external": { "url": address } } }]));
    for address in ["https://a.test/x.png", "https://a.test/x.JPEG?y#z", "http://a.test/a.b/c.svg"] {
        accepted(&image(address));
    }
    for address in ["https://a.test/x.webp", "https://a.test/x?y=.png", "https://a.png", "data:image/png;base64,AA"] {
        refused(&image(address), "Invalid image url.");
    }
}

#[test]
fn a_body_of_half_a_megabyte_is_the_most() {
    assert_eq!(super::payload(super::PAYLOAD), Ok(()));
    assert_eq!(super::payload(super::PAYLOAD + 1).unwrap_err().status, 400);
}

#[test]
fn what_2026_03_11_dropped_is_refused() {
    let id = "5a7c4e10-0000-4000-8000-000000000001";
    let update = validate("PATCH", &format!("/v1/pages/{id}"), Some(&json!({ "archived": true })));
    assert_eq!(
        update.unwrap_err(),
        ["body failed validation: body.archived should be not present, instead was `true`."]
    );
    let append = validate("PATCH", &format!("/v1/blocks/{id}/children"), Some(&json!({ "children": [], "after": id })));
    assert!(append.unwrap_err().join("").contains("body.after"));
}

#[test]
fn unknown_addresses_and_query_keys_are_refused() {
    assert!(validate("POST", "/v1/nothing", None).is_err());
    assert!(validate("GET", "/v1/pages", None).is_err());
    assert_eq!(validate("GET", "/v1/users?page_size=100", None), Ok(()));
    assert!(validate("GET", "/v1/users?page_size=101", None).is_err());
    assert!(validate("GET", "/v1/users?colour=red", None).is_err());
    assert!(validate("GET", "/v1/users/me", Some(&json!({ "x": 1 }))).is_err());
}
