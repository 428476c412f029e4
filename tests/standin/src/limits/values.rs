//! Limits on rich text, property values and property settings.

use serde_json::Value;

use super::links::{external, icon, is_link};
use super::{EQUATION, Findings, NAME, TEXT};
use crate::moment::Span;

/// The body of create or update page.
pub(super) fn page(body: &Value, findings: &mut Findings) {
    if let Some(Value::Object(properties)) = body.get("properties") {
        for (name, value) in properties {
            property(value, &format!("body.properties.{name}"), findings);
        }
    }
    decorations(body, findings);
}

/// The body of create or update database, or data source.
pub(super) fn data_source(body: &Value, findings: &mut Findings) {
    rich_text(body.get("title"), "body.title", findings);
    rich_text(body.get("description"), "body.description", findings);
    decorations(body, findings);
    for parent in ["/properties", "/initial_data_source/properties"] {
        let Some(Value::Object(properties)) = body.pointer(parent) else { continue };
        let parent = parent.replace('/', ".");
        for (name, settings) in properties {
            for kind in ["select", "multi_select", "status"] {
                let Some(Value::Array(options)) = settings.pointer(&format!("/{kind}/options")) else { continue };
                for (index, option) in options.iter().enumerate() {
                    let path = format!("body{parent}.{name}.{kind}.options[{index}]");
                    option_name(option, kind, &path, findings);
                }
            }
        }
    }
}

fn decorations(body: &Value, findings: &mut Findings) {
    if let Some(given) = body.get("icon") {
        icon(given, "body.icon", findings);
    }
    if let Some(cover) = body.get("cover") {
        external(cover, "body.cover", "page cover", findings);
    }
}

fn property(value: &Value, path: &str, findings: &mut Findings) {
    rich_text(value.get("title"), &format!("{path}.title"), findings);
    rich_text(value.get("rich_text"), &format!("{path}.rich_text"), findings);
    for kind in ["select", "status"] {
        if let Some(option) = value.get(kind) {
            option_name(option, kind, &format!("{path}.{kind}"), findings);
        }
    }
    if let Some(Value::Array(options)) = value.get("multi_select") {
        for (index, option) in options.iter().enumerate() {
            option_name(option, "multi_select", &format!("{path}.multi_select[{index}]"), findings);
        }
    }
    if let Some(Value::Array(files)) = value.get("files") {
        for (index, file) in files.iter().enumerate() {
            external(file, &format!("{path}.files[{index}]"), "file", findings);
        }
    }
    if let Some(given) = value.get("date") {
        date(given, &format!("{path}.date"), findings);
    }
}

fn option_name(option: &Value, kind: &str, path: &str, findings: &mut Findings) {
    let Some(name) = option.get("name").and_then(Value::as_str) else { return };
    findings.longest(&format!("{path}.name"), name, NAME);
    if name.is_empty() {
        findings.validation.push(format!("{path}.name.length should be ≥ `1`, instead was `0`."));
    }
    if kind != "status" && name.contains(',') {
        findings.validation.push(format!("Invalid select option, commas not allowed: {name}"));
    }
}

fn date(date: &Value, path: &str, findings: &mut Findings) {
    for key in ["start", "end"] {
        let Some(Value::String(text)) = date.get(key) else { continue };
        if Span::parse(text).is_none() {
            findings.wrong(&format!("{path}.{key}"), "a valid ISO 8601 date string", &Value::String(text.clone()));
        }
    }
    let start = date.get("start").and_then(Value::as_str).unwrap_or_default();
    let offset = start.split_once('T').is_some_and(|(_, clock)| clock.contains(['Z', '+', '-']));
    if offset && date.get("time_zone").is_some_and(Value::is_string) {
        findings.wrong(
            &format!("{path}.start"),
            "without an offset when a time_zone is given",
            &Value::String(start.to_owned()),
        );
    }
}

/// A list of pieces of text, if there is one.
pub(super) fn rich_text(pieces: Option<&Value>, path: &str, findings: &mut Findings) {
    let Some(Value::Array(pieces)) = pieces else { return };
    for (index, piece) in pieces.iter().enumerate() {
        let path = format!("{path}[{index}]");
        if let Some(content) = piece.pointer("/text/content").and_then(Value::as_str) {
            findings.longest(&format!("{path}.text.content"), content, TEXT);
        }
        if let Some(address) = piece.pointer("/text/link/url").and_then(Value::as_str) {
            findings.longest(&format!("{path}.text.link.url"), address, TEXT);
            if !is_link(address) {
                findings.content.push(String::from("Invalid URL for link."));
            }
        }
        if let Some(expression) = piece.pointer("/equation/expression").and_then(Value::as_str) {
            findings.longest(&format!("{path}.equation.expression"), expression, EQUATION);
        }
        if let Some(given) = piece.pointer("/mention/date") {
            date(given, &format!("{path}.mention.date"), findings);
        }
    }
}
