//! `/v1/databases`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::call::Call;
use crate::files;
use crate::identifier::{self, Id};
use crate::refusal::Refusal;
use crate::rich_text;
use crate::schema_change;
use crate::shapes;
use crate::state::{Capability, DataSource, Database, Kind, Parent, State};
use crate::tree;

/// One database.
///
/// # Errors
/// 404 when it isn't shared; 400 for a linked view, whose data sources are another database's: the API has no
/// linked databases.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("database_id")?;
    let database = call.database(state, id)?;
    if database.data_sources.is_empty() {
        let message = format!("Database with ID {id} does not contain any data sources accessible by this API bot.");
        return Err(Refusal::validation(message));
    }
    if !call.can(Capability::ReadContent) {
        return Ok(json!({ "object": "database", "id": id }));
    }
    Ok(shapes::database(state, id, database))
}

/// A new database with its first data source.
///
/// # Errors
/// 403, or what is wrong with the parent or the properties.
pub fn create(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    call.needs(Capability::InsertContent)?;
    let parent = parent(state, call)?;
    let empty = serde_json::Map::new();
    let asked = call.body.pointer("/initial_data_source/properties").and_then(Value::as_object).unwrap_or(&empty);
    let properties = schema_change::first(asked)?;
    files::check(state, call.connection.workspace, &call.body)?;

    let (id, source) = (identifier::fresh(), identifier::fresh());
    let title = rich_text::answer(state, call.body.get("title").unwrap_or(&Value::Null));
    let description = rich_text::answer(state, call.body.get("description").unwrap_or(&Value::Null));
    let icon = files::icon(state, call.body.get("icon").unwrap_or(&Value::Null));
    let cover = files::cover(state, call.body.get("cover").unwrap_or(&Value::Null));
    let history = state.history(call.now, Some(call.who));
    // A database in the workspace itself has nothing above it that could be shared.
    let shared_with = if parent == Parent::Workspace { BTreeSet::from([call.who]) } else { BTreeSet::new() };
    let database = Database {
        workspace: call.connection.workspace,
        title: title.clone(),
        description: description.clone(),
        icon: icon.clone(),
        cover,
        parent,
        data_sources: vec![source],
        is_inline: call.body.get("is_inline").and_then(Value::as_bool).unwrap_or(false),
        is_locked: false,
        in_trash: false,
        shared_with,
        shared: call.now,
        history,
    };
    state.databases.insert(id, database);
    let history = state.history(call.now, Some(call.who));
    let made = DataSource {
        database: id,
        title,
        description,
        icon,
        properties,
        templates: Vec::new(),
        in_trash: false,
        history,
    };
    state.data_sources.insert(source, made);
    tree::place(state, id, parent);
    files::attach(state, &call.body);
    let database = call.database(state, id)?;
    Ok(shapes::database(state, id, database))
}

/// Changes a database, or puts it into the trash.
///
/// # Errors
/// 403, 404, or what is wrong with the parent.
pub fn update(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("database_id")?;
    call.needs(Capability::UpdateContent)?;
    call.database(state, id)?;
    let moved = if call.body.get("parent").is_some() { Some(parent(state, call)?) } else { None };
    files::check(state, call.connection.workspace, &call.body)?;
    let given = |key: &str| call.body.get(key);
    let title = given("title").map(|title| rich_text::answer(state, title));
    let description = given("description").map(|text| rich_text::answer(state, text));
    let icon = given("icon").map(|icon| files::icon(state, icon));
    let cover = given("cover").map(|cover| files::cover(state, cover));
    let flag = |key: &str| given(key).and_then(Value::as_bool);
    if let Some(database) = state.databases.get_mut(&id) {
        database.parent = moved.unwrap_or(database.parent);
        database.title = title.unwrap_or_else(|| database.title.clone());
        database.description = description.unwrap_or_else(|| database.description.clone());
        database.icon = icon.unwrap_or_else(|| database.icon.clone());
        database.cover = cover.unwrap_or_else(|| database.cover.clone());
        database.is_inline = flag("is_inline").unwrap_or(database.is_inline);
        database.is_locked = flag("is_locked").unwrap_or(database.is_locked);
        database.in_trash = flag("in_trash").unwrap_or(database.in_trash);
        database.history.edited = call.now;
    }
    if let Some(parent) = moved {
        tree::place(state, id, parent);
    }
    files::attach(state, &call.body);
    let database = call.database(state, id)?;
    Ok(shapes::database(state, id, database))
}

fn parent(state: &State, call: &Call<'_>) -> Result<Parent, Refusal> {
    let page = call.body.pointer("/parent/page_id").and_then(Value::as_str).and_then(identifier::parse);
    match page {
        Some(page) => call.page(state, page).map(|_| Parent::Page(page)),
        None => workspace_parent(call),
    }
}

/// The workspace as a parent, which internal connections may not use.
///
/// # Errors
/// 400 for internal connections.
pub fn workspace_parent(call: &Call<'_>) -> Result<Parent, Refusal> {
    if call.connection.kind == Kind::Internal {
        let message = "Internal integrations aren't owned by a single user, so creating workspace-level private pages is not supported.";
        return Err(Refusal::validation(message));
    }
    Ok(Parent::Workspace)
}

/// The one data source of a database, for callers that name the database instead.
///
/// # Errors
/// 404, or 400 when there are several.
pub fn only_data_source(state: &State, call: &Call<'_>, id: Id) -> Result<Id, Refusal> {
    match call.database(state, id)?.data_sources.as_slice() {
        [only] => Ok(*only),
        _ => Err(Refusal::validation(
            "Databases with multiple data sources are not supported in this API version. Use data_source_id instead.",
        )),
    }
}
