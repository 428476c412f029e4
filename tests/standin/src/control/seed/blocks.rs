//! A page's content: blocks, with databases anywhere among them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::Trouble;
use super::plant_database;
use super::shape::SeedDatabase;
use crate::identifier::Id;
use crate::moment::Moment;
use crate::state::{Parent, State};
use crate::tree;

/// Plants blocks below a page or block, and says which ids the databases among them got.
pub(super) fn plant(
    state: &mut State,
    workspace: Id,
    parent: Parent,
    blocks: &[Value],
    now: Moment,
) -> Result<Vec<Value>, Trouble> {
    let (Parent::Page(above) | Parent::Block(above)) = parent else { return Ok(Vec::new()) };
    let mut planted = Vec::new();
    for block in blocks {
        if let Some(database) = block.get("child_database") {
            let database = SeedDatabase::deserialize(database).map_err(Trouble::bad)?;
            planted.push(plant_database(state, workspace, parent, database, now)?);
            continue;
        }
        let (kind, content) = tree::split(block).ok_or_else(|| Trouble(400, format!("{block} is no block")))?;
        let mut alone = content.clone();
        let below = alone.as_object_mut().and_then(|content| content.remove("children"));
        for id in tree::append(state, above, &[json!({ kind: alone })], None, now, None) {
            let below = below.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            planted.extend(plant(state, workspace, Parent::Block(id), below, now)?);
        }
    }
    Ok(planted)
}
