//! The JSON Schemas made from the client's types, read into a form that can be judged by.
//!
//! Only the keywords the generator writes are known. Any other one is an error when the schemas are
//! read: a keyword quietly ignored would make the stand-in more lenient than Notion.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// One schema.
#[derive(Clone, Debug)]
pub enum Schema {
    /// Another definition, by name.
    Reference(String),
    /// At least one of them must fit.
    Any(Vec<Schema>),
    /// An object.
    Object(Object),
    /// An array whose items all fit.
    Array(Box<Schema>),
    /// Text: one of these, when given.
    Text(Option<Vec<String>>),
    /// A number.
    Number,
    /// A boolean: just this one, when given.
    Boolean(Option<bool>),
    /// `null`.
    Null,
}

/// The schema of an object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The keys it may have.
    pub properties: BTreeMap<String, Schema>,
    /// The keys it must have.
    pub required: BTreeSet<String>,
    /// What any other key must hold; `None` refuses other keys.
    pub others: Option<Box<Schema>>,
}

impl Schema {
    /// Reads one schema.
    ///
    /// # Errors
    /// Says which keyword or value is unknown.
    pub fn read(value: &Value) -> Result<Self, String> {
        let Value::Object(map) = value else { return Err(format!("not a schema: {value}")) };
        let known = [
            "$ref",
            "anyOf",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "const",
            "enum",
            "not",
        ];
        if let Some(unknown) = map.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(format!("the schemas use the keyword {unknown}, which is not understood"));
        }
        if let Some(Value::String(reference)) = map.get("$ref") {
            let name = reference.strip_prefix("#/definitions/").unwrap_or(reference);
            return Ok(Self::Reference(percent_decode_str(name).decode_utf8_lossy().into_owned()));
        }
        if let Some(Value::Array(branches)) = map.get("anyOf") {
            return Ok(Self::Any(branches.iter().map(Self::read).collect::<Result<_, _>>()?));
        }
        match map.get("type") {
            Some(Value::String(kind)) => Self::of_type(kind, map),
            Some(Value::Array(kinds)) => {
                let kinds = kinds.iter().filter_map(Value::as_str);
                Ok(Self::Any(kinds.map(|kind| Self::of_type(kind, map)).collect::<Result<_, _>>()?))
            }
            _ => Err(format!("a schema without a type: {value}")),
        }
    }

    fn of_type(kind: &str, map: &Map<String, Value>) -> Result<Self, String> {
        match kind {
            "string" => Ok(Self::Text(choices(map))),
            "number" => Ok(Self::Number),
            "boolean" => Ok(Self::Boolean(map.get("const").and_then(Value::as_bool))),
            "null" => Ok(Self::Null),
            "array" => Ok(Self::Array(Box::new(Self::read(map.get("items").unwrap_or(&Value::Null))?))),
            "object" => Ok(Self::Object(Object::read(map)?)),
            other => Err(format!("the schemas use the type {other}, which is not understood")),
        }
    }
}

fn choices(map: &Map<String, Value>) -> Option<Vec<String>> {
    if let Some(Value::String(only)) = map.get("const") {
        return Some(vec![only.clone()]);
    }
    let choices = map.get("enum")?.as_array()?;
    Some(choices.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

impl Object {
    fn read(map: &Map<String, Value>) -> Result<Self, String> {
        let mut object = Self::default();
        if let Some(Value::Object(properties)) = map.get("properties") {
            for (key, schema) in properties {
                object.properties.insert(key.clone(), Schema::read(schema)?);
            }
        }
        if let Some(Value::Array(required)) = map.get("required") {
            object.required = required.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        object.others = match map.get("additionalProperties") {
            Some(Value::Bool(false)) => None,
            // `Record<string, never>`: an object that must stay empty.
            Some(Value::Object(others)) if others.contains_key("not") => None,
            Some(others @ Value::Object(_)) => Some(Box::new(Schema::read(others)?)),
            _ => return Err(String::from("an object that does not say which other keys it allows")),
        };
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unknown_keyword_is_an_error_and_not_a_shrug() {
        let schema = json!({ "type": "string", "pattern": "^a" });
        assert!(Schema::read(&schema).unwrap_err().contains("pattern"));
    }

    #[test]
    fn an_object_must_say_what_else_it_allows() {
        assert!(Schema::read(&json!({ "type": "object", "properties": {} })).is_err());
        assert!(Schema::read(&json!({ "type": "object", "additionalProperties": false })).is_ok());
    }
}
