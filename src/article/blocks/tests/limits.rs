use super::*;
use crate::article::blocks::{batches, count};
use crate::json::Json;

fn depth(block: &Json) -> usize {
    let children = block.members()[0].1.get("children").items();
    assert!(children.len() <= 100);
    1 + children.iter().map(depth).max().unwrap_or(0)
}

/// Whether every table has rows: Notion refuses one without.
fn has_rows(block: &Json) -> bool {
    let (kind, content) = &block.members()[0];
    let children = content.get("children").items();
    (kind != "table" || !children.is_empty()) && children.iter().all(has_rows)
}

/// Every block is one that a request has room for, and they come to so many batches.
#[track_caller]
fn fits(html: &str, words: usize) -> Vec<String> {
    let compiled = compiled(html);
    for block in &compiled.blocks {
        assert!(depth(block) <= 3 && has_rows(block));
    }
    for batch in batches(&compiled.blocks) {
        let batch = &compiled.blocks[batch];
        assert!(batch.len() <= 100 && count(batch).blocks <= 1_000);
        assert!(serde_json::to_string(batch).unwrap().len() < 400_000);
    }
    let lines = outline(&compiled.blocks);
    let found = lines
        .iter()
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with("w0"))
        .count();
    assert_eq!(found, words);
    lines
}

#[test]
fn a_long_text_is_several_blocks() {
    let words = "w0rd ".repeat(100_000);
    assert!(fits(&format!("<p>{words}</p>"), 100_000).len() > 1);
    assert!(fits(&format!("<pre>{words}</pre>"), 100_000).len() > 1);
    let lines = fits(&format!("<ul><li>{words}</li><li>b</li></ul>"), 100_000);
    assert!(lines[0].starts_with("bulleted_list_item") && lines[1].starts_with("  paragraph"));
    let runs = "<b>w0rd</b> w0rd ".repeat(300);
    assert!(fits(&format!("<h2>{runs}</h2>"), 600).iter().all(|line| line.starts_with("heading_2")));
    let link = format!("<a href='https://e.com/{}'>w0rd</a> ", "ü".repeat(1_900));
    assert!(fits(&format!("<p>{}</p>", link.repeat(200)), 200).len() > 1);
}

#[test]
fn what_holds_more_than_a_hundred_goes_on_in_another() {
    let items = "<p>w0rd</p>".repeat(250);
    let lines = fits(&format!("<details><summary>Title</summary>{items}</details>"), 250);
    let toggles: Vec<&String> = lines.iter().filter(|line| line.starts_with("toggle")).collect();
    assert_eq!(toggles, ["toggle: Title", "toggle: …", "toggle: …"]);
    let items = "<li>w0rd<ul><li>w0rd</li></ul></li>".repeat(1_000);
    fits(&format!("<ul><li>a<ul>{items}</ul></li></ul>"), 2_000);
    fits(&format!("<blockquote>a<ul><li>b{}</li></ul></blockquote>", "<p>w0rd</p>".repeat(3_000)), 3_000);
}

#[test]
fn long_and_wide_tables_go_on() {
    let rows = "<tr><td>w0rd</td><td>b</td></tr>".repeat(250);
    let lines = fits(&format!("<table><tr><th>A</th><th>B</th></tr>{rows}</table>"), 250);
    assert_eq!(lines.iter().filter(|line| line.starts_with("table")).count(), 3);
    assert_eq!(lines.iter().filter(|line| line.ends_with("| A | B")).count(), 3);
    let cells = "<td>w0rd</td>".repeat(230);
    let html = format!("<table><tr>{cells}</tr><tr>{cells}</tr></table>");
    assert!(fits(&html, 460)[0].contains("(table_width 100)"));
    loses(&html, Reason::Width, 6, 0);
    let long = "w0rd ".repeat(50_000);
    fits(&format!("<table><tr><td>{long}</td><td>b</td><td>{long}</td></tr></table>"), 100_000);
}

#[test]
fn a_table_that_comes_when_there_is_no_room_is_in_what_follows() {
    let cell = "w0rd ".repeat(2_000);
    let small = "<tr><td>w0rd</td><td>w0rd</td></tr>".repeat(3);
    let table = format!("<table><tr><td>{cell}</td><td>b</td></tr>{small}</table>");
    for paragraphs in 85..100 {
        let text = format!("<p>{}</p>", "w0rd ".repeat(399)).repeat(paragraphs);
        fits(&format!("<blockquote>a{text}{table}</blockquote>"), paragraphs * 399 + 2_006);
    }
}

#[test]
fn cells_that_reach_far_make_no_holes() {
    let row = "<tr><td colspan='1000'>w0rd</td><td>w0rd</td></tr>";
    let rows = "<tr><td>w0rd</td></tr>".repeat(5_000);
    fits(&format!("<table>{row}{rows}</table>"), 5_002);
    let stairs = "<tr><td rowspan='0'>w0rd</td><td>w0rd</td></tr>".repeat(3_000);
    fits(&format!("<table>{stairs}</table>"), 6_000);
}

#[test]
fn depth_costs_nothing() {
    for tag in [
        "div",
        "ul",
        "li",
        "blockquote",
        "details",
        "b",
        "dl",
        "dd",
        "table",
        "td",
        "sup",
        "a",
        "figure",
        "math",
        "pre",
    ] {
        let html = format!("{}w0rd{}", format!("<{tag}>").repeat(300), format!("</{tag}>").repeat(300));
        let words = usize::from(tag != "math") + usize::from(tag == "math");
        fits(&html, words);
    }
}
