//! Changes to the properties of a data source.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::identifier;
use crate::refusal::Refusal;
use crate::state::Property;

/// The properties of a new data source; there must be exactly one title, or one is added.
///
/// # Errors
/// What is wrong with them.
pub fn first(asked: &Map<String, Value>) -> Result<Vec<Property>, Refusal> {
    let mut properties = Vec::new();
    for (name, given) in asked {
        let (kind, settings) = settings_of(given).ok_or_else(|| no_type(name))?;
        properties.push(property(name, kind, settings)?);
    }
    let titles = properties.iter().filter(|property| property.kind == "title").count();
    match titles {
        0 => properties.insert(0, property("Name", "title", &json!({}))?),
        1 => {}
        _ => return Err(Refusal::validation("Only one title property can be specified.")),
    }
    Ok(properties)
}

/// Applies a change, keyed by name or id: `null` deletes, `name` renames, a type adds or retypes.
///
/// Returns the ids of properties that were deleted or got another type: their values are void.
///
/// # Errors
/// What is wrong with it; then nothing was changed.
pub fn apply(properties: &mut Vec<Property>, change: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    let mut draft = properties.clone();
    let mut void = Vec::new();
    for (key, given) in change {
        let at = find(&draft, key);
        match (at, given) {
            (Some(at), Value::Null) => {
                let gone = draft.remove(at);
                if gone.kind == "title" {
                    return Err(Refusal::validation("Cannot delete the title property."));
                }
                void.push(gone.id);
            }
            (None, Value::Null) => return Err(unknown(key)),
            (Some(at), given) => {
                if let Some(property) = draft.get_mut(at) {
                    change_one(property, given, &mut void)?;
                }
            }
            (None, given) => {
                let (kind, settings) = settings_of(given).ok_or_else(|| unknown(key))?;
                if kind == "title" {
                    return Err(Refusal::validation("Only one title property can be specified."));
                }
                draft.push(property(key, kind, settings)?);
            }
        }
    }
    for (index, property) in draft.iter().enumerate() {
        if draft.iter().skip(index + 1).any(|other| other.name == property.name) {
            return Err(Refusal::validation(format!("A property with the name {} already exists.", property.name)));
        }
    }
    *properties = draft;
    Ok(void)
}

fn find(properties: &[Property], key: &str) -> Option<usize> {
    let named = properties.iter().position(|property| property.name == key);
    named.or_else(|| properties.iter().position(|property| identifier::same_property(&property.id, key)))
}

fn change_one(property: &mut Property, given: &Value, void: &mut Vec<String>) -> Result<(), Refusal> {
    if let Some((kind, settings)) = settings_of(given) {
        let same = kind == property.kind;
        if !same && (kind == "title" || property.kind == "title") {
            return Err(Refusal::validation("Cannot change the type of the title property."));
        }
        property.settings = settings_for(kind, settings, if same { property.options().to_vec() } else { Vec::new() })?;
        property.kind = kind.to_owned();
        if !same {
            void.push(property.id.clone());
        }
    }
    if let Some(Value::String(name)) = given.get("name") {
        property.name = name.clone();
    }
    if let Some(description) = given.get("description") {
        property.description = description.as_str().map(str::to_owned);
    }
    Ok(())
}

/// The type given in a property's settings, and what stands under it.
fn settings_of(given: &Value) -> Option<(&str, &Value)> {
    let entries = given.as_object()?.iter();
    entries.map(|(key, value)| (key.as_str(), value)).find(|(_, value)| value.is_object())
}

/// A new property with a fresh id.
///
/// # Errors
/// What is wrong with its options.
pub fn property(name: &str, kind: &str, settings: &Value) -> Result<Property, Refusal> {
    let id = if kind == "title" { String::from("title") } else { identifier::fresh_property() };
    let settings = settings_for(kind, settings, Vec::new())?;
    Ok(Property { id, name: name.to_owned(), kind: kind.to_owned(), settings, description: None })
}

/// What stands under the type's key in an answer. Options that are known keep their ids.
fn settings_for(kind: &str, given: &Value, known: Vec<Value>) -> Result<Value, Refusal> {
    match kind {
        "select" | "multi_select" => {
            let Some(asked) = given.get("options").and_then(Value::as_array) else {
                return Ok(json!({ "options": known }));
            };
            Ok(json!({ "options": options(asked, &known)? }))
        }
        "status" => {
            let usual = || ["Not started", "In progress", "Done"].map(|name| json!({ "name": name })).to_vec();
            let asked = given.get("options").and_then(Value::as_array).cloned();
            let options =
                options(&asked.unwrap_or_else(|| if known.is_empty() { usual() } else { known.clone() }), &known)?;
            let ids: Vec<Value> = options.iter().filter_map(|option| option.get("id").cloned()).collect();
            let group = json!({ "id": "todo-status-group", "name": "To-do", "color": "gray", "option_ids": ids });
            Ok(json!({ "options": options, "groups": [group] }))
        }
        "number" => Ok(json!({ "format": given.get("format").cloned().unwrap_or_else(|| json!("number")) })),
        "unique_id" => Ok(json!({ "prefix": given.get("prefix").cloned().unwrap_or_default() })),
        "formula" => Ok(json!({ "expression": given.get("expression").cloned().unwrap_or_else(|| json!("")) })),
        "relation" | "rollup" => Ok(given.clone()),
        _ => Ok(json!({})),
    }
}

fn options(asked: &[Value], known: &[Value]) -> Result<Vec<Value>, Refusal> {
    let mut options: Vec<Value> = Vec::new();
    let mut names = HashSet::new();
    for option in asked {
        let same = |key: &str, other: &Value| option.get(key).is_some() && option.get(key) == other.get(key);
        let found =
            known.iter().find(|other| same("id", other)).or_else(|| known.iter().find(|other| same("name", other)));
        let name = option.get("name").or_else(|| found?.get("name")).cloned().unwrap_or_default();
        if !names.insert(name.to_string()) {
            return Err(Refusal::validation(format!(
                "Duplicate select option: {}.",
                name.as_str().unwrap_or_default()
            )));
        }
        let part = |key: &str, usual: Value| option.get(key).or_else(|| found?.get(key)).cloned().unwrap_or(usual);
        let id = found.and_then(|found| found.get("id")).or_else(|| option.get("id")).cloned();
        options.push(json!({
            "id": id.unwrap_or_else(|| json!(identifier::fresh())),
            "name": name,
            "color": part("color", json!("default")),
            "description": part("description", Value::Null),
        }));
    }
    Ok(options)
}

fn unknown(key: &str) -> Refusal {
    Refusal::validation(format!("{key} is not a property that exists."))
}

fn no_type(name: &str) -> Refusal {
    Refusal::validation(format!("{name} needs a property type."))
}
