//! Limits on blocks. How deep they nest is in the schemas themselves: three types, one per level.

use serde_json::{Map, Value};

use super::links::{external, icon, is_web_address};
use super::values::rich_text;
use super::{BLOCKS, EQUATION, Findings, TEXT};

/// The blocks of create page or append.
pub(super) fn check(children: &[Value], path: &str, findings: &mut Findings) {
    let count = count(children);
    if count > BLOCKS {
        findings
            .validation
            .push(format!("{path}: the number of blocks should be ≤ `{BLOCKS}`, instead was `{count}`."));
    }
    list(children, path, None, findings);
}

/// The body of update block, which has a block's shape with everything optional.
pub(super) fn update(body: &Value, findings: &mut Findings) {
    block(body, "body", None, findings);
}

fn count(children: &[Value]) -> usize {
    children.iter().map(|block| 1 + below(block).map_or(0, count)).sum()
}

fn below(block: &Value) -> Option<&[Value]> {
    content(block)?.1.get("children")?.as_array().map(Vec::as_slice)
}

/// A block's type and what stands under it.
fn content(block: &Value) -> Option<(&str, &Map<String, Value>)> {
    let entries = block.as_object()?.iter();
    entries.filter_map(|(key, value)| Some((key.as_str(), value.as_object()?))).next()
}

fn list(children: &[Value], path: &str, parent: Option<&str>, findings: &mut Findings) {
    for (index, child) in children.iter().enumerate() {
        block(child, &format!("{path}[{index}]"), parent, findings);
    }
}

fn block(block: &Value, path: &str, parent: Option<&str>, findings: &mut Findings) {
    let Some((kind, content)) = content(block) else { return };
    let path = format!("{path}.{kind}");
    rich_text(content.get("rich_text"), &format!("{path}.rich_text"), findings);
    rich_text(content.get("caption"), &format!("{path}.caption"), findings);
    if let Some(given) = content.get("icon") {
        if kind == "paragraph" && parent != Some("tab") {
            findings.wrong(&format!("{path}.icon"), "not present", given);
        }
        icon(given, &format!("{path}.icon"), findings);
    }
    match kind {
        "image" | "video" | "pdf" | "audio" | "file" => {
            external(&Value::Object(content.clone()), &path, kind, findings);
        }
        "bookmark" | "embed" => address(content, kind, &path, findings),
        "equation" => {
            let expression = content.get("expression").and_then(Value::as_str).unwrap_or_default();
            findings.longest(&format!("{path}.expression"), expression, EQUATION);
        }
        "table" => table(content, &path, findings),
        "table_row" => cells(content, &path, findings),
        "column_list" => at_least(content, 2, &path, findings),
        "column" => column(content, &path, findings),
        _ => {}
    }
    if let Some(Value::Array(children)) = content.get("children") {
        list(children, &format!("{path}.children"), Some(kind), findings);
    }
}

fn address(content: &Map<String, Value>, kind: &str, path: &str, findings: &mut Findings) {
    let Some(Value::String(address)) = content.get("url") else { return };
    findings.longest(&format!("{path}.url"), address, TEXT);
    if !is_web_address(address) {
        findings.content.push(format!("Invalid {kind} url."));
    }
}

fn cells(row: &Map<String, Value>, path: &str, findings: &mut Findings) {
    let Some(Value::Array(cells)) = row.get("cells") else { return };
    for (index, cell) in cells.iter().enumerate() {
        rich_text(Some(cell), &format!("{path}.cells[{index}]"), findings);
    }
}

fn table(table: &Map<String, Value>, path: &str, findings: &mut Findings) {
    // Updating a table can't change its width, so there it is not given.
    let Some(width) = table.get("table_width") else { return };
    let Some(width) = width.as_u64().filter(|width| *width >= 1) else {
        findings.wrong(&format!("{path}.table_width"), "an integer ≥ 1", width);
        return;
    };
    at_least(table, 1, path, findings);
    let Some(Value::Array(rows)) = table.get("children") else { return };
    let lengths = rows.iter().filter_map(|row| row.pointer("/table_row/cells")?.as_array()).map(Vec::len);
    if lengths.into_iter().any(|length| length as u64 != width) {
        findings
            .content
            .push(String::from("Number of cells in table row must match the table width of the parent table"));
    }
}

fn at_least(content: &Map<String, Value>, least: usize, path: &str, findings: &mut Findings) {
    let count = content.get("children").and_then(Value::as_array).map_or(0, Vec::len);
    if count < least {
        findings.validation.push(format!("{path}.children.length should be ≥ `{least}`, instead was `{count}`."));
    }
}

fn column(column: &Map<String, Value>, path: &str, findings: &mut Findings) {
    if column.contains_key("children") {
        at_least(column, 1, path, findings);
    }
    if let Some(ratio) = column.get("width_ratio")
        && !ratio.as_f64().is_some_and(|ratio| ratio > 0.0 && ratio <= 1.0)
    {
        findings.wrong(&format!("{path}.width_ratio"), "between 0 and 1", ratio);
    }
}
