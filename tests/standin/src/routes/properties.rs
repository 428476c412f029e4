//! `/v1/pages/{id}/properties/{property}`: one property, long ones a part at a time.

use serde_json::{Value, json};

use crate::call::Call;
use crate::pagination::Wanted;
use crate::refusal::Refusal;
use crate::shapes::{property_value, title_property};
use crate::state::{Capability, Page, Parent, Property, State};

/// One property of a page, found by id or name.
///
/// # Errors
/// 403, 404 for the page or the property.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("page_id")?;
    call.needs(Capability::ReadContent)?;
    let page = call.page(state, id)?;
    let key = call.parameter("property_id");
    let missing = || Refusal::new(404, "object_not_found", format!("Could not find property with name or id: {key}"));
    let property = find(state, page, key).ok_or_else(missing)?;
    let value = property_value(state, page, &property);
    let value = value.get(&property.kind).cloned().unwrap_or_default();
    if !matches!(property.kind.as_str(), "title" | "rich_text" | "people" | "relation") {
        return Ok(item(&property, &value));
    }
    list(call, id, &property, &value)
}

fn find(state: &State, page: &Page, key: &str) -> Option<Property> {
    match page.parent {
        Parent::DataSource(source) => state.data_sources.get(&source)?.property(key).cloned(),
        _ => (key == "title").then(title_property),
    }
}

fn item(property: &Property, value: &Value) -> Value {
    let mut item = json!({ "object": "property_item", "id": property.id, "type": property.kind });
    if let Value::Object(map) = &mut item {
        map.insert(property.kind.clone(), value.clone());
    }
    item
}

fn list(call: &Call<'_>, page: crate::identifier::Id, property: &Property, value: &Value) -> Result<Value, Refusal> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    // Items have no ids; their places do as cursors.
    let wanted = Wanted::in_query(&call.query);
    let invalid = |start: &String| Refusal::validation(format!("The start_cursor provided is invalid: {start}"));
    let first = match &wanted.start {
        Some(start) => {
            start.parse::<usize>().ok().filter(|first| *first < items.len()).ok_or_else(|| invalid(start))?
        }
        None => 0,
    };
    let rest = items.get(first..).unwrap_or_default();
    let results: Vec<Value> = rest.iter().take(wanted.size).map(|value| item(property, value)).collect();
    let next = (rest.len() > wanted.size).then(|| (first + wanted.size).to_string());
    let next_url = next
        .as_ref()
        .map(|next| format!("https://api.notion.com/v1/pages/{page}/properties/{}?start_cursor={next}", property.id));
    let mut about = json!({ "id": property.id, "type": property.kind, "next_url": next_url });
    if let Value::Object(map) = &mut about {
        map.insert(property.kind.clone(), json!({}));
    }
    Ok(json!({
        "object": "list",
        "results": results,
        "next_cursor": next,
        "has_more": next.is_some(),
        "type": "property_item",
        "property_item": about,
    }))
}
