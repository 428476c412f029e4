//! `/v1/data_sources`.

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::files;
use crate::identifier::{self, Id};
use crate::pagination::{self, Wanted};
use crate::query;
use crate::refusal::Refusal;
use crate::rich_text;
use crate::schema_change;
use crate::shapes;
use crate::state::{Capability, DataSource, Page, Parent, State};

/// One data source with its schema.
///
/// # Errors
/// 404 when it isn't shared.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("data_source_id")?;
    let source = call.data_source(state, id)?;
    Ok(shapes::data_source(state, id, source, call.can(Capability::ReadContent)))
}

/// One more data source in a database.
///
/// # Errors
/// 403, 404, or what is wrong with the properties.
pub fn create(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    call.needs(Capability::InsertContent)?;
    let database = call.body.pointer("/parent/database_id").and_then(Value::as_str).and_then(identifier::parse);
    let database = database.unwrap_or_default();
    call.database(state, database)?;
    let empty = Map::new();
    let properties = schema_change::first(call.body.get("properties").and_then(Value::as_object).unwrap_or(&empty))?;
    let title = rich_text::answer(state, call.body.get("title").unwrap_or(&Value::Null));
    let icon = files::icon(state, call.body.get("icon").unwrap_or(&Value::Null));
    let id = identifier::fresh();
    let history = state.history(call.now, Some(call.who));
    let description = json!([]);
    let made =
        DataSource { database, title, description, icon, properties, templates: Vec::new(), in_trash: false, history };
    state.data_sources.insert(id, made);
    if let Some(database) = state.databases.get_mut(&database) {
        database.data_sources.push(id);
    }
    let source = call.data_source(state, id)?;
    Ok(shapes::data_source(state, id, source, true))
}

/// Changes a data source: its title, properties, options.
///
/// # Errors
/// 403, 404, or what is wrong with the change.
pub fn update(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("data_source_id")?;
    call.needs(Capability::UpdateContent)?;
    call.data_source(state, id)?;
    let title = call.body.get("title").map(|title| rich_text::answer(state, title));
    let icon = call.body.get("icon").map(|icon| files::icon(state, icon));
    let mut void = Vec::new();
    if let Some(source) = state.data_sources.get_mut(&id) {
        if let Some(Value::Object(change)) = call.body.get("properties") {
            void = schema_change::apply(&mut source.properties, change)?;
        }
        source.title = title.unwrap_or_else(|| source.title.clone());
        source.icon = icon.unwrap_or_else(|| source.icon.clone());
        source.in_trash = call.body.get("in_trash").and_then(Value::as_bool).unwrap_or(source.in_trash);
        source.history.edited = call.now;
    }
    forget_values(state, id, &void);
    let source = call.data_source(state, id)?;
    Ok(shapes::data_source(state, id, source, call.can(Capability::ReadContent)))
}

/// Drops the values of properties that are gone or have another type now.
pub fn forget_values(state: &mut State, source: Id, void: &[String]) {
    let rows = state.pages.values_mut().filter(|page| page.parent == Parent::DataSource(source));
    for page in rows {
        page.values.retain(|id, _| !void.contains(id));
    }
}

/// The rows that fit a filter.
///
/// # Errors
/// 403, 404, or what is wrong with the filter, the sorts or the cursor.
pub fn query(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("data_source_id")?;
    call.needs(Capability::ReadContent)?;
    let source = call.data_source(state, id)?;
    let trashed = call.body.get("in_trash").and_then(Value::as_bool).unwrap_or(false);
    let late = |created: crate::moment::Moment| created.plus(call.settings.query_lag_ms) > call.now;
    let shown = |page: &Page| page.in_trash == trashed && !page.is_archived && !late(page.history.created);
    let rows = state.any_order(id).filter(|(_, page)| shown(page));
    let mut ids = query::run(state, source, rows, &call.body, call.now)?;
    let cut = pagination::capped(&mut ids);
    let part = Wanted::in_body(&call.body).of(&ids)?;
    let only = call.query_list("filter_properties");
    let pages = part.ids.iter().filter_map(|id| Some(shapes::page(state, *id, state.pages.get(id)?, &only)));
    let mut answer = pagination::answer("page_or_data_source", pages.collect(), part.next);
    if cut
        && part.next.is_none()
        && let Value::Object(map) = &mut answer
    {
        let status = json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" });
        map.insert(String::from("request_status"), status);
    }
    Ok(answer)
}

/// The templates for new rows.
///
/// # Errors
/// 403, 404, or a foreign cursor.
pub fn templates(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("data_source_id")?;
    call.needs(Capability::ReadContent)?;
    let source = call.data_source(state, id)?;
    let name = call.query_value("name").unwrap_or_default().to_lowercase();
    let fitting = || source.templates.iter().filter(|template| template.name.to_lowercase().contains(&name));
    let ids: Vec<Id> = fitting().map(|template| template.id).collect();
    let part = Wanted::in_query(&call.query).of(&ids)?;
    let templates: Vec<Value> = fitting()
        .filter(|template| part.ids.contains(&template.id))
        .map(|template| json!({ "id": template.id, "name": template.name, "is_default": template.is_default }))
        .collect();
    Ok(json!({ "templates": templates, "has_more": part.next.is_some(), "next_cursor": part.next }))
}
