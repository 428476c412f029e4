//! Blocks and the trees they make.

use serde_json::{Map, Value, json};

use crate::files;
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::rich_text;
use crate::state::{Block, Parent, State, plain_text};

/// Appends blocks, as they are sent, to a page or a block; returns the ids of the first level.
///
/// `position` is the index to insert at; the end when not given.
pub fn append(
    state: &mut State,
    parent: Id,
    blocks: &[Value],
    position: Option<usize>,
    now: Moment,
    by: Option<Id>,
) -> Vec<Id> {
    let Some((place, page)) = place_of(state, parent) else { return Vec::new() };
    let mut made = Vec::new();
    for block in blocks {
        let Some((kind, content)) = split(block) else { continue };
        let id = identifier::fresh();
        let answer = stored(state, kind, content);
        let history = state.history(now, by);
        let block = Block {
            page,
            parent: place,
            kind: kind.to_owned(),
            content: answer,
            children: Vec::new(),
            in_trash: false,
            history,
        };
        state.blocks.insert(id, block);
        made.push(id);
        if let Some(Value::Array(children)) = content.get("children") {
            append(state, id, children, None, now, by);
        }
    }
    if let Some(children) = children_mut(state, parent) {
        let at = position.unwrap_or(children.len()).min(children.len());
        children.splice(at..at, made.iter().copied());
    }
    made
}

fn place_of(state: &State, parent: Id) -> Option<(Parent, Id)> {
    if state.pages.contains_key(&parent) {
        return Some((Parent::Page(parent), parent));
    }
    state.blocks.get(&parent).map(|block| (Parent::Block(parent), block.page))
}

/// The children of a page or block.
pub fn children_mut(state: &mut State, parent: Id) -> Option<&mut Vec<Id>> {
    if let Some(page) = state.pages.get_mut(&parent) {
        return Some(&mut page.children);
    }
    state.blocks.get_mut(&parent).map(|block| &mut block.children)
}

/// Takes a page or database from where it stands and puts it below its parent, at the end.
pub fn place(state: &mut State, thing: Id, parent: Parent) {
    for page in state.pages.values_mut() {
        page.children.retain(|child| *child != thing);
    }
    for block in state.blocks.values_mut() {
        block.children.retain(|child| *child != thing);
    }
    if let Parent::Page(above) | Parent::Block(above) = parent
        && let Some(children) = children_mut(state, above)
    {
        children.push(thing);
    }
}

/// The children of a page or block that are not deleted.
#[must_use]
pub fn children(state: &State, parent: Id) -> Vec<Id> {
    let all = match state.pages.get(&parent) {
        Some(page) => page.children.as_slice(),
        None => state.blocks.get(&parent).map_or(&[][..], |block| block.children.as_slice()),
    };
    let alive = |id: &Id| match state.blocks.get(id) {
        Some(block) => !block.in_trash,
        None => {
            state.pages.get(id).is_some_and(|page| !page.in_trash)
                || state.databases.get(id).is_some_and(|database| !database.in_trash)
        }
    };
    all.iter().copied().filter(alive).collect()
}

/// A sent block's type and content.
#[must_use]
pub fn split(block: &Value) -> Option<(&str, &Value)> {
    let entries = block.as_object()?.iter();
    entries.map(|(key, value)| (key.as_str(), value)).find(|(_, value)| value.is_object())
}

/// A block's content in the shape it is answered in.
#[must_use]
pub fn stored(state: &State, kind: &str, content: &Value) -> Value {
    let mut answer = defaults(kind);
    for (key, value) in content.as_object().into_iter().flatten() {
        match key.as_str() {
            "children" | "type" => {}
            "rich_text" | "caption" => {
                answer.insert(key.clone(), rich_text::answer(state, value));
            }
            "cells" => {
                let cells = value.as_array().into_iter().flatten();
                answer.insert(key.clone(), cells.map(|cell| rich_text::answer(state, cell)).collect());
            }
            "icon" => {
                answer.insert(key.clone(), files::icon(state, value));
            }
            "external" | "file_upload" => {
                let file = files::file(state, content);
                answer.extend(file.as_object().cloned().unwrap_or_default());
            }
            _ => {
                answer.insert(key.clone(), value.clone());
            }
        }
    }
    if kind == "link_to_page" || kind == "synced_block" {
        let target = answer.keys().find(|key| key.ends_with("_id")).cloned();
        if let Some(target) = target {
            answer.insert(String::from("type"), json!(target));
        }
    }
    Value::Object(answer)
}

fn defaults(kind: &str) -> Map<String, Value> {
    let defaults = match kind {
        "paragraph" | "bulleted_list_item" | "numbered_list_item" | "quote" | "toggle" => {
            json!({ "rich_text": [], "color": "default" })
        }
        "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
            json!({ "rich_text": [], "color": "default", "is_toggleable": false })
        }
        "to_do" => json!({ "rich_text": [], "checked": false, "color": "default" }),
        "callout" => json!({ "rich_text": [], "icon": null, "color": "default" }),
        "code" => json!({ "rich_text": [], "caption": [], "language": "plain text" }),
        "image" | "video" | "pdf" | "audio" | "bookmark" | "embed" => json!({ "caption": [] }),
        "file" => json!({ "caption": [], "name": "" }),
        "table" => json!({ "has_column_header": false, "has_row_header": false }),
        "table_of_contents" => json!({ "color": "default" }),
        _ => json!({}),
    };
    defaults.as_object().cloned().unwrap_or_default()
}

/// A block as it is answered.
#[must_use]
pub fn answer(state: &State, id: Id) -> Option<Value> {
    if let Some(page) = state.pages.get(&id) {
        let block = json!({ "title": state.title_of(page) });
        let parent = match page.parent {
            Parent::DataSource(source) => crate::shapes::row_parent(state, source),
            other => crate::shapes::parent(other),
        };
        return Some(common(
            id,
            "child_page",
            block,
            parent,
            &page.history,
            !children(state, id).is_empty(),
            page.in_trash,
        ));
    }
    if let Some(known) = state.databases.get(&id) {
        let block = json!({ "title": plain_text(&known.title) });
        let parent = crate::shapes::parent(known.parent);
        return Some(common(id, "child_database", block, parent, &known.history, false, known.in_trash));
    }
    let block = state.blocks.get(&id)?;
    let has_children = !children(state, id).is_empty();
    let parent = crate::shapes::parent(block.parent);
    Some(common(id, &block.kind, block.content.clone(), parent, &block.history, has_children, block.in_trash))
}

fn common(
    id: Id,
    kind: &str,
    content: Value,
    parent: Value,
    history: &crate::state::History,
    has_children: bool,
    in_trash: bool,
) -> Value {
    let mut answer = json!({
        "object": "block",
        "id": id,
        "parent": parent,
        "created_time": history.created.to_the_minute().text(),
        "last_edited_time": history.edited.to_the_minute().text(),
        "created_by": crate::shapes::actor(history.by),
        "last_edited_by": crate::shapes::actor(history.by),
        "has_children": has_children,
        "in_trash": in_trash,
        "type": kind,
    });
    if let Value::Object(map) = &mut answer {
        map.insert(kind.to_owned(), content);
    }
    answer
}

/// A page's or block's children, each with its own under `children`, for tests to look at.
#[must_use]
pub fn whole(state: &State, parent: Id) -> Value {
    let blocks = children(state, parent).into_iter().filter_map(|id| {
        let mut block = answer(state, id)?;
        // A page or database below this one is only named: what is in it is its own.
        let Some(known) = state.blocks.get(&id) else { return Some(block) };
        let below = whole(state, id);
        if below.as_array().is_some_and(|below| !below.is_empty())
            && let Some(Value::Object(content)) = block.get_mut(&known.kind)
        {
            content.insert(String::from("children"), below);
        }
        Some(block)
    });
    blocks.collect()
}

/// All the text of a block, for people.
#[must_use]
pub fn text_of(block: &Block) -> String {
    plain_text(block.content.get("rich_text").unwrap_or(&Value::Null))
}
