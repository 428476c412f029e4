//! `/v1/blocks`.

use serde_json::Value;

use crate::call::Call;
use crate::files;
use crate::identifier::Id;
use crate::pagination::{self, Wanted};
use crate::placement;
use crate::refusal::Refusal;
use crate::state::{Block, Capability, State};
use crate::tree;

/// One block; pages and databases are blocks too.
///
/// # Errors
/// 403 or 404.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("block_id")?;
    call.needs(Capability::ReadContent)?;
    found(state, call, id)?;
    tree::answer(state, id).ok_or_else(|| call.missing("block", id))
}

/// The blocks directly under a page or block.
///
/// # Errors
/// 403, 404, or a foreign cursor.
pub fn list(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("block_id")?;
    call.needs(Capability::ReadContent)?;
    found(state, call, id)?;
    let part = Wanted::in_query(&call.query).of(&tree::children(state, id))?;
    let blocks = part.ids.iter().filter_map(|id| tree::answer(state, *id)).collect();
    Ok(pagination::answer("block", blocks, part.next))
}

/// Appends blocks to a page or block.
///
/// # Errors
/// 403, 404, or what is wrong with a block or the position.
pub fn append(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("block_id")?;
    call.needs(Capability::InsertContent)?;
    let block = found(state, call, id)?;
    let other = if state.databases.contains_key(&id) { "child_database" } else { "page" };
    let kind = block.map_or(other, |block| block.kind.as_str());
    let width = block.and_then(|block| block.content.get("table_width")).and_then(Value::as_u64);
    let children = call.body.get("children").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let trashed = block.map_or_else(|| state.pages.get(&id).is_some_and(|page| page.in_trash), |block| block.in_trash);
    if trashed {
        return Err(Refusal::validation(
            "Can't edit block that is archived. You must unarchive the block before editing.",
        ));
    }
    placement::check_under(kind, width, children)?;
    let position = placement::index(state, id, call.body.get("position").unwrap_or(&Value::Null))?;
    files::check(state, call.connection.workspace, &call.body)?;

    let made = tree::append(state, id, children, position, call.now, Some(call.who));
    files::attach(state, &call.body);
    state.touch(id, call.now);
    let blocks = made.iter().filter_map(|id| tree::answer(state, *id)).collect();
    Ok(pagination::answer("block", blocks, None))
}

/// Changes a block's content; its type stays.
///
/// # Errors
/// 403, 404, or another type than the block has.
pub fn update(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("block_id")?;
    call.needs(Capability::UpdateContent)?;
    let kind = found(state, call, id)?.map(|block| block.kind.clone());
    files::check(state, call.connection.workspace, &call.body)?;
    let change = tree::split(&call.body);
    if let Some((given, _)) = change
        && kind.as_deref() != Some(given)
    {
        return Err(Refusal::validation(format!("Block type cannot be changed to {given}.")));
    }
    let mut content = change.map(|(kind, content)| tree::stored(state, kind, content));
    if let (Some((_, given)), Some(Value::Object(content))) = (change, &mut content) {
        // What `stored` filled in by itself must not overwrite what is there.
        content.retain(|key, _| given.get(key).is_some() || matches!(key.as_str(), "type" | "file" | "external"));
    }
    let in_trash = call.body.get("in_trash").and_then(Value::as_bool);
    if let Some(block) = state.blocks.get_mut(&id) {
        if let (Value::Object(known), Some(Value::Object(new))) = (&mut block.content, content) {
            known.extend(new);
        }
        block.in_trash = in_trash.unwrap_or(block.in_trash);
    } else if let Some(page) = state.pages.get_mut(&id) {
        page.in_trash = in_trash.unwrap_or(page.in_trash);
    } else if let Some(database) = state.databases.get_mut(&id) {
        database.in_trash = in_trash.unwrap_or(database.in_trash);
    }
    files::attach(state, &call.body);
    state.touch(id, call.now);
    tree::answer(state, id).ok_or_else(|| call.missing("block", id))
}

/// Puts a block, a page or a database into the trash.
///
/// # Errors
/// 403 or 404.
pub fn delete(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("block_id")?;
    call.needs(Capability::UpdateContent)?;
    found(state, call, id)?;
    if let Some(block) = state.blocks.get_mut(&id) {
        block.in_trash = true;
    } else if let Some(page) = state.pages.get_mut(&id) {
        page.in_trash = true;
    } else if let Some(database) = state.databases.get_mut(&id) {
        database.in_trash = true;
    }
    state.touch(id, call.now);
    tree::answer(state, id).ok_or_else(|| call.missing("block", id))
}

/// A block this connection sees; `None` when the id is a page's or a database's.
fn found<'s>(state: &'s State, call: &Call<'_>, id: Id) -> Result<Option<&'s Block>, Refusal> {
    if (state.pages.contains_key(&id) || state.databases.contains_key(&id)) && state.sees(call.who, id) {
        return Ok(None);
    }
    let block = state.blocks.get(&id).filter(|_| state.sees(call.who, id));
    block.map(Some).ok_or_else(|| call.missing("block", id))
}
