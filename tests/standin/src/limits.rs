//! The documented limits that the client's types can't say.

mod blocks;
mod links;
mod values;

use serde_json::Value;

use crate::judge::length;
use crate::refusal::{Refusal, shown};

pub use links::{is_link, is_web_address};

/// Most items in any array.
pub const ITEMS: usize = 100;
/// Most UTF-16 units in the content of one piece of text, and in any address.
pub const TEXT: usize = 2000;
/// Most UTF-16 units in an equation.
pub const EQUATION: usize = 1000;
/// Most UTF-16 units in the name of a select option or a file.
pub const NAME: usize = 100;
/// Most blocks in one request, at every level together.
pub const BLOCKS: usize = 1000;
/// Most bytes in one request's JSON body.
pub const PAYLOAD: usize = 500_000;

/// What is wrong with a body that fits its schema.
#[derive(Debug, Default)]
struct Findings {
    /// Sizes and numbers, said as `body failed validation`.
    validation: Vec<String>,
    /// Content that can't be stored, said as `Content creation Failed`.
    content: Vec<String>,
}

impl Findings {
    fn longest(&mut self, path: &str, text: &str, most: usize) {
        let units = length(text);
        if units > most {
            self.validation.push(format!("{path}.length should be ≤ `{most}`, instead was `{units}`."));
        }
    }

    fn wrong(&mut self, path: &str, expected: &str, value: &Value) {
        self.validation.push(format!("{path} should be {expected}, instead was {}.", shown(Some(value))));
    }
}

/// Judges the body of the endpoint the official client calls `name`.
///
/// # Errors
/// The refusal Notion would answer with.
pub fn check(name: &str, body: &Value) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    arrays(body, "body", &mut findings);
    if let Some(size) = body.get("page_size") {
        findings.validation.extend(page_size(size, "body.page_size"));
    }
    for key in ["children", "content"] {
        if let Some(Value::Array(children)) = body.get(key) {
            blocks::check(children, &format!("body.{key}"), &mut findings);
        }
    }
    match name {
        "updateBlock" => blocks::update(body, &mut findings),
        "createPage" | "updatePage" => values::page(body, &mut findings),
        "createDatabase" | "updateDatabase" | "createDataSource" | "updateDataSource" => {
            values::data_source(body, &mut findings);
        }
        _ => {}
    }
    match (findings.validation.as_slice(), findings.content.first()) {
        ([], None) => Ok(()),
        ([], Some(problem)) => Err(Refusal::content(problem)),
        (problems, _) => Err(Refusal::failed("body", problems)),
    }
}

/// Judges the size of a body in bytes.
///
/// # Errors
/// The refusal Notion would answer with.
pub fn payload(bytes: usize) -> Result<(), Refusal> {
    if bytes <= PAYLOAD {
        return Ok(());
    }
    Err(Refusal::failed("body", &[format!("body.length should be ≤ `{PAYLOAD}`, instead was `{bytes}`.")]))
}

/// Judges a page size: a whole number from 1 to 100.
pub(crate) fn page_size(size: &Value, path: &str) -> Option<String> {
    match size.as_u64() {
        Some(1..=100) => None,
        Some(0) => Some(format!("{path} should be ≥ `1`, instead was `0`.")),
        Some(more) => Some(format!("{path} should be ≤ `100`, instead was `{more}`.")),
        None => Some(format!("{path} should be an integer, instead was {}.", shown(Some(size)))),
    }
}

fn arrays(value: &Value, path: &str, findings: &mut Findings) {
    match value {
        Value::Array(items) => {
            if items.len() > ITEMS {
                let message = format!("{path}.length should be ≤ `{ITEMS}`, instead was `{}`.", items.len());
                findings.validation.push(message);
            }
            for (index, item) in items.iter().enumerate() {
                arrays(item, &format!("{path}[{index}]"), findings);
            }
        }
        Value::Object(map) => map.iter().for_each(|(key, value)| arrays(value, &format!("{path}.{key}"), findings)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
