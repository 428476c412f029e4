//! Property values on their way into a page: checked against the schema, and made ready to keep.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::files;
use crate::identifier::{self, Id};
use crate::refusal::Refusal;
use crate::rich_text;
use crate::shapes::title_property;
use crate::state::{Property, State};

/// What is to be written once everything was found good: a refused request must change nothing.
#[derive(Debug, Default)]
pub struct Plan {
    values: BTreeMap<String, Value>,
    options: Vec<(String, Value)>,
}

/// Colours for new options, in turn.
const COLORS: [&str; 10] = ["default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"];

impl Plan {
    /// Checks `given`, keyed by name or id, against the schema of a data source, or that of a page
    /// outside of one, which has only a title.
    ///
    /// # Errors
    /// The refusal Notion would answer with.
    pub fn new(
        state: &State,
        call: &Call<'_>,
        source: Option<Id>,
        given: &Map<String, Value>,
    ) -> Result<Self, Refusal> {
        let mut plan = Self::default();
        for (key, value) in given {
            let property = match source {
                Some(source) => state.data_sources.get(&source).and_then(|source| source.property(key)).cloned(),
                None => (key == "title").then(title_property),
            };
            let property =
                property.ok_or_else(|| Refusal::validation(format!("{key} is not a property that exists.")))?;
            let Some(value) = value.get(&property.kind).filter(|_| is_writable(&property.kind)) else {
                return Err(Refusal::validation(format!("{} is expected to be {}.", property.name, property.kind)));
            };
            let kept = plan.kept(state, call, &property, value)?;
            plan.values.insert(property.id, kept);
        }
        Ok(plan)
    }

    /// Makes the new options and returns the values by property id.
    #[must_use]
    pub fn carry_out(self, state: &mut State, source: Option<Id>) -> BTreeMap<String, Value> {
        if let Some(source) = source.and_then(|source| state.data_sources.get_mut(&source)) {
            for (id, option) in self.options {
                let property = source.properties.iter_mut().find(|property| property.id == id);
                if let Some(Value::Array(options)) = property.and_then(|property| property.settings.get_mut("options"))
                {
                    options.push(option);
                }
            }
        }
        self.values
    }

    fn kept(&mut self, state: &State, call: &Call<'_>, property: &Property, value: &Value) -> Result<Value, Refusal> {
        match property.kind.as_str() {
            "title" | "rich_text" => Ok(rich_text::answer(state, value)),
            "select" | "status" if value.is_null() => Ok(Value::Null),
            "select" | "status" => self.option(property, value),
            "multi_select" => {
                let mut ids: Vec<Value> = Vec::new();
                for option in value.as_array().into_iter().flatten() {
                    let id = self.option(property, option)?;
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                Ok(json!(ids))
            }
            "people" => people(state, call, value),
            "relation" => relation(state, call, value),
            "files" => Ok(value.as_array().into_iter().flatten().map(|file| named_file(state, file)).collect()),
            "date" if !value.is_null() => {
                let part = |key: &str| value.get(key).cloned().unwrap_or_default();
                Ok(json!({ "start": part("start"), "end": part("end"), "time_zone": part("time_zone") }))
            }
            _ => Ok(value.clone()),
        }
    }

    /// The id of the option that is meant; an unknown name makes a new option, except for a status.
    fn option(&mut self, property: &Property, asked: &Value) -> Result<Value, Refusal> {
        let planned = self.options.iter().filter(|(id, _)| *id == property.id).map(|(_, option)| option);
        let mut known = property.options().iter().chain(planned);
        let (id, name) = (asked.get("id"), asked.get("name").and_then(Value::as_str).unwrap_or_default());
        let found = known.find(|option| match id {
            Some(id) => option.get("id") == Some(id),
            None => option.get("name").and_then(Value::as_str) == Some(name),
        });
        if let Some(found) = found {
            let color = asked.get("color");
            if color.is_some() && color != found.get("color") {
                return Err(Refusal::validation(format!("Cannot update color of select with name: {name}.")));
            }
            return Ok(found.get("id").cloned().unwrap_or_default());
        }
        if property.kind == "status" {
            return Err(Refusal::validation(format!(
                "Invalid status option. Status option \"{name}\" does not exist."
            )));
        }
        if let Some(id) = id {
            return Err(Refusal::validation(format!(
                "Could not find select option with ID: {}.",
                id.as_str().unwrap_or_default()
            )));
        }
        let count = property.options().len() + self.options.len();
        let usual = COLORS.get(count % COLORS.len()).copied().unwrap_or("default");
        let color = asked.get("color").cloned().unwrap_or_else(|| json!(usual));
        let id = json!(identifier::fresh());
        self.options
            .push((property.id.clone(), json!({ "id": id, "name": name, "color": color, "description": null })));
        Ok(id)
    }
}

fn is_writable(kind: &str) -> bool {
    !matches!(
        kind,
        "formula"
            | "rollup"
            | "created_by"
            | "created_time"
            | "last_edited_by"
            | "last_edited_time"
            | "unique_id"
            | "button"
    )
}

fn people(state: &State, call: &Call<'_>, value: &Value) -> Result<Value, Refusal> {
    let users = state.workspaces.get(&call.connection.workspace).map(|workspace| &workspace.users);
    let mut people = Vec::new();
    for person in value.as_array().into_iter().flatten() {
        let id = person.get("id").and_then(Value::as_str).and_then(identifier::parse).unwrap_or_default();
        if !users.is_some_and(|users| users.contains_key(&id)) {
            return Err(call.missing("user", id));
        }
        people.push(json!({ "object": "user", "id": id }));
    }
    Ok(json!(people))
}

fn relation(state: &State, call: &Call<'_>, value: &Value) -> Result<Value, Refusal> {
    let mut pages = Vec::new();
    for page in value.as_array().into_iter().flatten() {
        let id = page.get("id").and_then(Value::as_str).and_then(identifier::parse).unwrap_or_default();
        call.page(state, id)?;
        pages.push(json!({ "id": id }));
    }
    Ok(json!(pages))
}

fn named_file(state: &State, sent: &Value) -> Value {
    let mut answer = files::file(state, sent);
    let uploaded = sent.pointer("/file_upload/id").and_then(Value::as_str).and_then(identifier::parse);
    let usual = uploaded.and_then(|id| state.uploads.get(&id)?.filename.clone());
    if let Value::Object(map) = &mut answer {
        let name = sent.get("name").cloned().unwrap_or_else(|| json!(usual.unwrap_or_default()));
        map.insert(String::from("name"), name);
    }
    answer
}
