//! Holds a value against a schema, and says what is wrong in Notion's words.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::identifier;
use crate::refusal::shown;
use crate::schema::{Object, Schema};

/// All definitions, by name.
pub type Definitions = BTreeMap<String, Schema>;

/// How long a definition's text may be, which the types can't say: (name, least, most).
///
/// Lengths are UTF-16 units: JavaScript's `length`, which is what Notion counts.
const LENGTHS: [(&str, usize, usize); 2] = [("TextRequest", 1, 2000), ("StringRequest", 1, 100)];

/// Judges `value` and returns everything wrong with it; nothing means it fits.
#[must_use]
pub fn judge(definitions: &Definitions, schema: &Schema, value: &Value, path: &str) -> Vec<String> {
    Judge { definitions }.problems(schema, value, path)
}

/// The length of a text in UTF-16 units.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

struct Judge<'a> {
    definitions: &'a Definitions,
}

impl Judge<'_> {
    fn problems(&self, schema: &Schema, value: &Value, path: &str) -> Vec<String> {
        match schema {
            Schema::Reference(name) => self.referred(name, value, path),
            Schema::Any(_) => self.one_of(&self.branches(schema), value, path),
            Schema::Object(object) => match value {
                Value::Object(map) => self.object(object, map, path),
                _ => unfit(path, "an object", value),
            },
            Schema::Array(items) => match value {
                Value::Array(values) => {
                    let each = values.iter().enumerate();
                    each.flat_map(|(index, item)| self.problems(items, item, &format!("{path}[{index}]"))).collect()
                }
                _ => unfit(path, "an array", value),
            },
            Schema::Text(choices) => text(choices.as_deref(), value, path),
            Schema::Number => fits(value.is_number(), path, "a number", value),
            Schema::Boolean(only) => match (only, value) {
                (Some(only), Value::Bool(given)) => fits(only == given, path, &format!("`{only}`"), value),
                _ => fits(value.is_boolean(), path, "a boolean", value),
            },
            Schema::Null => fits(value.is_null(), path, "null", value),
        }
    }

    fn referred(&self, name: &str, value: &Value, path: &str) -> Vec<String> {
        let Some(schema) = self.definitions.get(name) else {
            return vec![format!("the schemas do not define {name}")];
        };
        let problems = self.problems(schema, value, path);
        let Value::String(text) = value else { return problems };
        if !problems.is_empty() {
            return problems;
        }
        if name == "IdRequest" && identifier::parse(text).is_none() {
            return unfit(path, "a valid uuid", value);
        }
        let Some((_, least, most)) = LENGTHS.iter().find(|(known, _, _)| *known == name) else { return problems };
        let units = length(text);
        if units < *least {
            return vec![format!("{path}.length should be ≥ `{least}`, instead was `{units}`.")];
        }
        if units > *most {
            return vec![format!("{path}.length should be ≤ `{most}`, instead was `{units}`.")];
        }
        problems
    }

    /// The alternatives of a schema, seen through references.
    fn branches<'b>(&'b self, schema: &'b Schema) -> Vec<&'b Schema> {
        match schema {
            Schema::Any(branches) => branches.iter().flat_map(|branch| self.branches(branch)).collect(),
            Schema::Reference(name)
                if self.definitions.get(name).is_some_and(|known| matches!(known, Schema::Any(_))) =>
            {
                self.definitions.get(name).map(|known| self.branches(known)).unwrap_or_default()
            }
            other => vec![other],
        }
    }

    /// Tries every alternative; when none fits, speaks of those the value seems to be meant for.
    fn one_of(&self, branches: &[&Schema], value: &Value, path: &str) -> Vec<String> {
        let mut tried: Vec<(&Schema, Vec<String>)> = Vec::new();
        for branch in branches {
            let problems = self.problems(branch, value, path);
            if problems.is_empty() {
                return problems;
            }
            tried.push((branch, problems));
        }
        let nearest = tried.iter().map(|(branch, _)| self.nearness(branch, value)).max().unwrap_or_default();
        let mut problems: Vec<String> = Vec::new();
        for (branch, found) in tried {
            if self.nearness(branch, value) == nearest {
                problems.extend(found.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>());
            }
        }
        problems
    }

    /// How much a value looks like an alternative: its kind, its keys, and its `type`.
    fn nearness(&self, branch: &Schema, value: &Value) -> usize {
        let branch = match branch {
            Schema::Reference(name) => self.definitions.get(name).unwrap_or(branch),
            other => other,
        };
        match (branch, value) {
            (Schema::Object(object), Value::Object(map)) => {
                let present = object.required.iter().filter(|key| map.contains_key(*key)).count();
                let named = map.get("type").zip(object.properties.get("type"));
                let meant = named.is_some_and(|(given, known)| text_fits(known, given));
                1 + if present == object.required.len() { 2 + present } else { 0 } + if meant { 8 } else { 0 }
            }
            (Schema::Array(_), Value::Array(_))
            | (Schema::Text(_), Value::String(_))
            | (Schema::Number, Value::Number(_))
            | (Schema::Boolean(_), Value::Bool(_)) => 1,
            _ => 0,
        }
    }

    fn object(&self, object: &Object, map: &Map<String, Value>, path: &str) -> Vec<String> {
        let mut problems = Vec::new();
        for key in object.required.iter().filter(|key| !map.contains_key(*key)) {
            problems.push(format!("{path}.{key} should be defined, instead was `undefined`."));
        }
        for (key, value) in map {
            let path = format!("{path}.{key}");
            match object.properties.get(key).or(object.others.as_deref()) {
                Some(schema) => problems.extend(self.problems(schema, value, &path)),
                None => problems.push(format!("{path} should be not present, instead was {}.", shown(Some(value)))),
            }
        }
        problems
    }
}

fn text(choices: Option<&[String]>, value: &Value, path: &str) -> Vec<String> {
    let Value::String(text) = value else { return unfit(path, "a string", value) };
    let Some(choices) = choices else { return Vec::new() };
    if choices.contains(text) {
        return Vec::new();
    }
    let quoted: Vec<String> = choices.iter().map(|choice| format!("`\"{choice}\"`")).collect();
    let expected = match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}, or {last}", rest.join(", ")),
        None => String::from("nothing"),
    };
    unfit(path, &expected, value)
}

fn text_fits(schema: &Schema, value: &Value) -> bool {
    matches!((schema, value), (Schema::Text(Some(choices)), Value::String(text)) if choices.contains(text))
}

fn fits(fits: bool, path: &str, expected: &str, value: &Value) -> Vec<String> {
    if fits { Vec::new() } else { unfit(path, expected, value) }
}

fn unfit(path: &str, expected: &str, value: &Value) -> Vec<String> {
    vec![format!("{path} should be {expected}, instead was {}.", shown(Some(value)))]
}
