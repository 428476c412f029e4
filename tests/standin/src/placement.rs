//! Where blocks may stand.

use serde_json::Value;

use crate::identifier::{self, Id};
use crate::refusal::Refusal;
use crate::state::State;
use crate::tree;

/// Blocks that can hold others.
const HOLDERS: [&str; 19] = [
    "paragraph",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "bulleted_list_item",
    "numbered_list_item",
    "quote",
    "to_do",
    "toggle",
    "template",
    "callout",
    "synced_block",
    "table",
    "column_list",
    "column",
    "tab",
    "child_page",
    "page",
];

/// Refuses blocks that can't stand directly under a parent of this type; `width` is a table's.
///
/// # Errors
/// 400, as Notion does.
pub fn check_under(parent: &str, width: Option<u64>, blocks: &[Value]) -> Result<(), Refusal> {
    if !HOLDERS.contains(&parent) {
        return Err(Refusal::validation("Block does not support children."));
    }
    for block in blocks {
        let Some((kind, content)) = tree::split(block) else { continue };
        let suits = match (parent, kind) {
            ("table", "table_row") | ("column_list", "column") | ("tab", "paragraph") => true,
            ("table" | "column_list" | "tab", _) | (_, "table_row" | "column") => false,
            _ => true,
        };
        if !suits {
            return Err(Refusal::validation(format!("{kind} blocks can't be children of {parent} blocks.")));
        }
        let cells = content.get("cells").and_then(Value::as_array).map(|cells| cells.len() as u64);
        if kind == "table_row" && width.is_some() && cells != width {
            return Err(Refusal::content(
                "Number of cells in table row must match the table width of the parent table",
            ));
        }
        if let Some(Value::Array(children)) = content.get("children") {
            check_under(kind, content.get("table_width").and_then(Value::as_u64), children)?;
        }
    }
    Ok(())
}

/// The index a position stands for among a parent's children; the end when none.
///
/// # Errors
/// When the block to come after isn't one of them.
pub fn index(state: &State, parent: Id, position: &Value) -> Result<Option<usize>, Refusal> {
    match position.get("type").and_then(Value::as_str) {
        Some("start" | "page_start") => Ok(Some(0)),
        Some("after_block") => {
            let after = position.pointer("/after_block/id").and_then(Value::as_str).and_then(identifier::parse);
            let all = match state.pages.get(&parent) {
                Some(page) => page.children.as_slice(),
                None => state.blocks.get(&parent).map_or(&[][..], |block| block.children.as_slice()),
            };
            let found = all.iter().position(|id| Some(*id) == after);
            let missing = || Refusal::validation("The block to insert after is not a child of this parent.");
            found.map(|index| Some(index + 1)).ok_or_else(missing)
        }
        _ => Ok(None),
    }
}
