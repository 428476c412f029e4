//! Pages and blocks, written and shown so that a test fits on a screen.

#![allow(clippy::string_slice, reason = "a test, of tags in ASCII")]

use crate::article::blocks::{Compiled, Options, compile};
use crate::article::page::Page;
use crate::article::part::Part;
use crate::json::Json;

/// The page that all small pages are.
pub(super) const ADDRESS: &str = "https://page.example/article";

/// A small page, compiled as a whole.
pub(super) fn compiled(html: &str) -> Compiled {
    let tokens = tokens(html);
    compile(&Page::read(&tokens), &Part::whole(), &Options { address: ADDRESS.to_owned() })
}

/// Tokens of the plainest HTML: quoted values, every element closed but those that
/// have no end, no character references but a few.
pub(super) fn tokens(html: &str) -> String {
    const EMPTY: &[&str] = &["!doctype", "br", "embed", "hr", "img", "input", "meta", "source", "wbr"];
    let mut tokens = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut tokens, &rest[..at]);
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('/') {
            tokens.push('\u{3}');
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        tokens.push('\u{2}');
        tokens.push_str(name);
        while !attributes.trim().is_empty() {
            let attribute = attributes.trim_start();
            let length = attribute.find(['=', ' ']).unwrap_or(attribute.len());
            tokens.push('\u{1f}');
            tokens.push_str(&attribute[..length]);
            tokens.push('=');
            attributes = &attribute[length..];
            if let Some(value) = attributes.strip_prefix('=') {
                let (value, after) = value[1..].split_once(&value[..1]).unwrap();
                tokens.push_str(&decoded(value));
                attributes = after;
            }
        }
        if EMPTY.contains(&name) {
            tokens.push('\u{3}');
        }
    }
    push_text(&mut tokens, rest);
    tokens
}

fn push_text(tokens: &mut String, text: &str) {
    if !text.is_empty() {
        tokens.push('\u{1}');
        tokens.push_str(&decoded(text));
    }
}

fn decoded(text: &str) -> String {
    text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Blocks as lines: `kind (member value): text`, with those inside it indented. Text
/// that looks like something stands in brackets: `[b bold]`, `[bi both]`,
/// `[a link → address]`, `[$ formula]`. All that is in a block is shown.
pub(super) fn outline(blocks: &[Json]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        push_block(block, 0, &mut lines);
    }
    lines
}

fn push_block(block: &Json, depth: usize, lines: &mut Vec<String>) {
    let [(kind, content)] = block.members() else { panic!("{block:?}") };
    let mut line = format!("{}{kind}", "  ".repeat(depth));
    let mut text = String::new();
    let mut below = Vec::new();
    for (name, value) in content.members() {
        match (name.as_ref(), value) {
            ("rich_text" | "caption", runs) => text = format!(" {}", shown(runs)),
            ("cells", cells) => text = cells.items().iter().map(|cell| format!(" | {}", shown(cell))).collect(),
            ("children", children) => {
                children.items().iter().for_each(|child| push_block(child, depth + 1, &mut below))
            }
            ("icon", icon) => line += &format!(" (icon {})", icon.get("emoji").text().unwrap()),
            ("external", file) => line += &format!(" (url {})", file.get("url").text().unwrap()),
            (name, Json::Text(value)) => line += &format!(" ({name} {value})"),
            (name, Json::Bool(value)) => line += &format!(" ({name} {value})"),
            (name, Json::Number(value)) => line += &format!(" ({name} {value})"),
            other => panic!("{other:?}"),
        }
    }
    lines.push(format!("{line}:{}", text.trim_end()));
    lines.append(&mut below);
}

fn shown(runs: &Json) -> String {
    runs.items().iter().map(run).collect::<String>().replace('\n', "\\n")
}

fn run(run: &Json) -> String {
    if let Some(expression) = run.get("equation").get("expression").text() {
        return format!("[$ {expression}]");
    }
    let text = run.get("text");
    let marks: String = run
        .get("annotations")
        .members()
        .iter()
        .map(|(name, value)| if name == "color" { value.text().unwrap() } else { name })
        .map(|name| match name {
            "bold" => 'b',
            "italic" => 'i',
            "strikethrough" => 's',
            "underline" => 'u',
            "code" => 'c',
            "yellow_background" => 'm',
            other => panic!("{other}"),
        })
        .collect();
    let content = text.get("content").text().unwrap();
    match (marks.as_str(), text.get("link").get("url").text()) {
        ("", None) => content.to_owned(),
        (marks, None) => format!("[{marks} {content}]"),
        (marks, Some(link)) => format!("[{}a {content} → {link}]", marks),
    }
}
