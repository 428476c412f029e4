//! Filters.

use serde_json::Value;

use super::{Ground, dates, unknown_property};
use crate::refusal::Refusal;
use crate::state::{Page, Property, plain_text};

/// Text conditions that compare the whole value do so exactly; the others ignore case, as the
/// search boxes of Notion do. The documentation says neither.
const TEXT_KINDS: [&str; 5] = ["title", "rich_text", "url", "email", "phone_number"];

/// Refuses a filter that makes no sense for this data source.
pub(super) fn check(ground: &Ground<'_>, filter: &Value) -> Result<(), Refusal> {
    if let Some(parts) = compound(filter) {
        return parts.1.iter().try_for_each(|part| check(ground, part));
    }
    let Some((kind, condition)) = condition(filter) else { return Err(Refusal::validation("filter is empty")) };
    if let Some(Value::String(key)) = filter.get("property") {
        let property = ground.source.property(key).ok_or_else(|| unknown_property(key))?;
        if property.kind != kind {
            return Err(Refusal::validation(format!(
                "database property {} does not match filter {kind}",
                property.kind
            )));
        }
    }
    if is_date(kind) { dates::check(condition) } else { Ok(()) }
}

/// Whether a page fits a checked filter.
pub(super) fn fits(ground: &Ground<'_>, filter: &Value, page: &Page) -> bool {
    match compound(filter) {
        Some(("and", parts)) => return parts.iter().all(|part| fits(ground, part, page)),
        Some((_, parts)) => return parts.iter().any(|part| fits(ground, part, page)),
        None => {}
    }
    let Some((kind, condition)) = condition(filter) else { return false };
    let property = filter.get("property").and_then(Value::as_str).and_then(|key| ground.source.property(key));
    // Texts are kept as they are answered, and there may be many thousands of them.
    let kept = property.filter(|_| TEXT_KINDS.contains(&kind)).and_then(|property| page.values.get(&property.id));
    if let Some(kept) = kept {
        return holds(ground, kind, condition, kept, property);
    }
    let value = match property {
        Some(property) => ground.value(page, property),
        None => timestamp(kind, page),
    };
    holds(ground, kind, condition, &value, property)
}

fn compound(filter: &Value) -> Option<(&'static str, &Vec<Value>)> {
    ["and", "or"].into_iter().find_map(|key| Some((key, filter.get(key)?.as_array()?)))
}

/// The type a filter speaks of, and its condition.
fn condition(filter: &Value) -> Option<(&str, &Value)> {
    let entries = filter.as_object()?.iter();
    entries.map(|(key, value)| (key.as_str(), value)).find(|(_, value)| value.is_object())
}

fn timestamp(kind: &str, page: &Page) -> Value {
    let at = if kind == "created_time" { page.history.created } else { page.history.edited };
    Value::String(at.to_the_minute().text())
}

fn is_date(kind: &str) -> bool {
    matches!(kind, "date" | "created_time" | "last_edited_time")
}

fn holds(ground: &Ground<'_>, kind: &str, condition: &Value, value: &Value, property: Option<&Property>) -> bool {
    let Some((operator, wanted)) = condition.as_object().and_then(|map| map.iter().next()) else { return false };
    match operator.as_str() {
        "is_empty" => return is_empty(value),
        "is_not_empty" => return !is_empty(value),
        _ => {}
    }
    if TEXT_KINDS.contains(&kind) {
        let text = if value.is_array() { plain_text(value) } else { value.as_str().unwrap_or_default().to_owned() };
        return text_holds(operator, wanted.as_str().unwrap_or_default(), &text);
    }
    match kind {
        "number" => number_holds(operator, wanted.as_f64(), value.as_f64()),
        "unique_id" => number_holds(operator, wanted.as_f64(), value.get("number").and_then(Value::as_f64)),
        "checkbox" => (wanted == value) == (operator == "equals"),
        "select" | "status" => option_is(value, wanted, property) == (operator == "equals"),
        "multi_select" => {
            let any = value.as_array().into_iter().flatten().any(|option| option_is(option, wanted, property));
            any == (operator == "contains")
        }
        "people" | "relation" => {
            let any = value.as_array().into_iter().flatten().any(|item| item.get("id") == Some(wanted));
            any == (operator == "contains")
        }
        "created_by" | "last_edited_by" => (value.get("id") == Some(wanted)) == (operator == "contains"),
        kind if is_date(kind) => {
            let text = if kind == "date" { value.get("start").and_then(Value::as_str) } else { value.as_str() };
            text.is_some_and(|text| dates::holds(operator, wanted, text, ground.now))
        }
        _ => false,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn text_holds(operator: &str, wanted: &str, text: &str) -> bool {
    let (folded, wanted_folded) = (text.to_lowercase(), wanted.to_lowercase());
    match operator {
        "equals" => text == wanted,
        "does_not_equal" => text != wanted,
        "contains" => folded.contains(&wanted_folded),
        "does_not_contain" => !folded.contains(&wanted_folded),
        "starts_with" => folded.starts_with(&wanted_folded),
        "ends_with" => folded.ends_with(&wanted_folded),
        _ => false,
    }
}

fn number_holds(operator: &str, wanted: Option<f64>, value: Option<f64>) -> bool {
    let (Some(wanted), Some(value)) = (wanted, value) else { return operator == "does_not_equal" };
    let same = (value - wanted).abs() < f64::EPSILON;
    match operator {
        "equals" => same,
        "does_not_equal" => !same,
        "greater_than" => value > wanted,
        "less_than" => value < wanted,
        "greater_than_or_equal_to" => value >= wanted,
        "less_than_or_equal_to" => value <= wanted,
        _ => false,
    }
}

/// Whether an option is the wanted one, by name or id, or one of several wanted.
fn option_is(option: &Value, wanted: &Value, property: Option<&Property>) -> bool {
    if let Value::Array(several) = wanted {
        return several.iter().any(|wanted| option_is(option, wanted, property));
    }
    let known = property.is_some_and(|property| property.options().iter().any(|known| known.get("id") == Some(wanted)));
    option.get(if known { "id" } else { "name" }) == Some(wanted)
}
