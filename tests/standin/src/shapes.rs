//! How Notion answers: the objects of the API, built from the state.

use serde_json::{Map, Value, json};

use crate::identifier::{Id, compact};
use crate::state::{
    Capability, Connection, DataSource, Database, Kind, Page, Parent, Property, State, User, plain_text,
};

/// Bytes a file may have where nothing else is set: what free workspaces allow.
pub const USUAL_UPLOAD_LIMIT: u64 = 5 * 1024 * 1024;

/// A partial user: a bot, or nobody in particular for what was there from the start.
#[must_use]
pub fn actor(by: Option<Id>) -> Value {
    json!({ "object": "user", "id": by.unwrap_or_default() })
}

/// What something hangs from.
#[must_use]
pub fn parent(parent: Parent) -> Value {
    match parent {
        Parent::Workspace => json!({ "type": "workspace", "workspace": true }),
        Parent::Page(id) => json!({ "type": "page_id", "page_id": id }),
        Parent::DataSource(id) => json!({ "type": "data_source_id", "data_source_id": id }),
        Parent::Block(id) => json!({ "type": "block_id", "block_id": id }),
    }
}

/// The parent of a row, which names the database too.
#[must_use]
pub fn row_parent(state: &State, source: Id) -> Value {
    let database = state.data_sources.get(&source).map(|source| source.database);
    json!({ "type": "data_source_id", "data_source_id": source, "database_id": database })
}

/// A page.
#[must_use]
pub fn page(state: &State, id: Id, page: &Page, only: &[String]) -> Value {
    let parent = match page.parent {
        Parent::DataSource(source) => row_parent(state, source),
        other => parent(other),
    };
    json!({
        "object": "page",
        "id": id,
        "created_time": page.history.created.to_the_minute().text(),
        "last_edited_time": page.history.edited.to_the_minute().text(),
        "created_by": actor(page.history.by),
        "last_edited_by": actor(page.history.by),
        "cover": page.cover,
        "icon": page.icon,
        "parent": parent,
        "in_trash": page.in_trash,
        "is_archived": page.is_archived,
        "is_locked": page.is_locked,
        "properties": properties(state, page, only),
        "url": page_address(&state.title_of(page), id),
        "public_url": null,
    })
}

/// `https://www.notion.so/Title-<id>`.
#[must_use]
pub fn page_address(title: &str, id: Id) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.map(|word| format!("{word}-")).collect();
    format!("https://www.notion.so/{slug}{}", compact(id))
}

fn properties(state: &State, page: &Page, only: &[String]) -> Value {
    let title = title_property();
    let schema = match page.parent {
        Parent::DataSource(source) => {
            state.data_sources.get(&source).map_or(&[][..], |source| source.properties.as_slice())
        }
        _ => std::slice::from_ref(&title),
    };
    let wanted = |property: &&Property| {
        only.is_empty()
            || only.iter().any(|key| crate::identifier::same_property(&property.id, key) || property.name == *key)
    };
    schema
        .iter()
        .filter(wanted)
        .map(|property| (property.name.clone(), property_value(state, page, property)))
        .collect()
}

/// The one property of a page that is no row.
#[must_use]
pub fn title_property() -> Property {
    Property {
        id: String::from("title"),
        name: String::from("title"),
        kind: String::from("title"),
        settings: json!({}),
        description: None,
    }
}

/// One property of a page, as it stands in the page.
#[must_use]
pub fn property_value(state: &State, page: &Page, property: &Property) -> Value {
    let mut answer = json!({ "id": property.id, "type": property.kind });
    if let Value::Object(map) = &mut answer {
        map.insert(property.kind.clone(), plain_value(state, page, property));
        if property.kind == "relation" {
            map.insert(String::from("has_more"), json!(false));
        }
    }
    answer
}

fn plain_value(state: &State, page: &Page, property: &Property) -> Value {
    let known = page.values.get(&property.id).cloned();
    let option = |id: &Value| property.options().iter().find(|option| option.get("id") == Some(id)).map(partial_option);
    match property.kind.as_str() {
        "select" => known.and_then(|id| option(&id)).unwrap_or_default(),
        // Notion gives every new row the first status there is.
        "status" => match known {
            Some(id) => option(&id).unwrap_or_default(),
            None => property.options().first().map(partial_option).unwrap_or_default(),
        },
        "multi_select" => {
            let ids = known.unwrap_or_default();
            ids.as_array().into_iter().flatten().filter_map(option).collect()
        }
        "created_time" => json!(page.history.created.to_the_minute().text()),
        "last_edited_time" => json!(page.history.edited.to_the_minute().text()),
        "created_by" | "last_edited_by" => actor(page.history.by),
        "unique_id" => {
            let prefix = property.settings.get("prefix").cloned().unwrap_or_default();
            json!({ "prefix": prefix, "number": number_of(state, page) })
        }
        kind => known.unwrap_or_else(|| empty_value(kind)),
    }
}

fn number_of(state: &State, page: &Page) -> usize {
    let Parent::DataSource(source) = page.parent else { return 0 };
    state.rows(source).iter().filter(|(_, row)| row.history.sequence <= page.history.sequence).count()
}

fn partial_option(option: &Value) -> Value {
    json!({ "id": option.get("id"), "name": option.get("name"), "color": option.get("color") })
}

/// What a property holds before anything was put there.
fn empty_value(kind: &str) -> Value {
    match kind {
        "title" | "rich_text" | "people" | "files" | "relation" => json!([]),
        "checkbox" => json!(false),
        "formula" => json!({ "type": "string", "string": null }),
        "rollup" => json!({ "type": "array", "array": [], "function": "show_original" }),
        "button" => json!({}),
        _ => Value::Null,
    }
}

/// A database.
#[must_use]
pub fn database(state: &State, id: Id, database: &Database) -> Value {
    let sources = database.data_sources.iter().filter_map(|id| Some((id, state.data_sources.get(id)?)));
    let sources: Vec<Value> = sources
        .filter(|(_, source)| !source.in_trash)
        .map(|(id, source)| json!({ "id": id, "name": plain_text(&source.title) }))
        .collect();
    json!({
        "object": "database",
        "id": id,
        "title": database.title,
        "description": database.description,
        "parent": parent(database.parent),
        "is_inline": database.is_inline,
        "in_trash": database.in_trash,
        "is_locked": database.is_locked,
        "created_time": database.history.created.to_the_minute().text(),
        "last_edited_time": database.history.edited.to_the_minute().text(),
        "data_sources": sources,
        "icon": database.icon,
        "cover": database.cover,
        "url": format!("https://www.notion.so/{}", compact(id)),
        "public_url": null,
    })
}

/// A data source; without `read_content` only its schema.
#[must_use]
pub fn data_source(state: &State, id: Id, source: &DataSource, whole: bool) -> Value {
    let properties: Map<String, Value> =
        source.properties.iter().map(|property| (property.name.clone(), property.answer())).collect();
    let database = state.databases.get(&source.database);
    if !whole {
        return json!({ "object": "data_source", "id": id, "properties": properties });
    }
    json!({
        "object": "data_source",
        "id": id,
        "title": source.title,
        "description": source.description,
        "parent": { "type": "database_id", "database_id": source.database },
        "database_parent": database.map_or(Value::Null, |database| parent(database.parent)),
        "is_inline": database.is_some_and(|database| database.is_inline),
        "in_trash": source.in_trash,
        "created_time": source.history.created.to_the_minute().text(),
        "last_edited_time": source.history.edited.to_the_minute().text(),
        "created_by": actor(source.history.by),
        "last_edited_by": actor(source.history.by),
        "properties": properties,
        "icon": source.icon,
        "cover": null,
        "url": format!("https://www.notion.so/{}", compact(source.database)),
        "public_url": null,
    })
}

/// A person; the email address only for those who may see it.
#[must_use]
pub fn person(id: Id, user: &User, reader: &Connection) -> Value {
    let mail = reader.capabilities.contains(&Capability::UserInformationWithEmail);
    let person = if mail { json!({ "email": user.email }) } else { json!({}) };
    json!({ "object": "user", "id": id, "name": user.name, "avatar_url": null, "type": "person", "person": person })
}

/// A connection's bot.
#[must_use]
pub fn bot(state: &State, id: Id, connection: &Connection, upload_limit: u64) -> Value {
    let workspace = state.workspaces.get(&connection.workspace);
    let user = connection.user.and_then(|id| Some((id, workspace?.users.get(&id)?)));
    let owner = match user {
        Some((id, user)) if connection.kind != Kind::Internal => {
            json!({ "type": "user", "user": person(id, user, connection) })
        }
        _ => json!({ "type": "workspace", "workspace": true }),
    };
    json!({
        "object": "user",
        "id": id,
        "name": connection.name,
        "avatar_url": null,
        "type": "bot",
        "bot": {
            "owner": owner,
            "workspace_id": connection.workspace,
            "workspace_name": workspace.map(|workspace| workspace.name.clone()),
            "workspace_limits": { "max_file_upload_size_in_bytes": upload_limit },
        },
    })
}
