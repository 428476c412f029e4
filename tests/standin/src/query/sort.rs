//! Sorting.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Ground, unknown_property};
use crate::identifier::Id;
use crate::refusal::Refusal;
use crate::state::{Page, plain_text};

/// What rows are compared by.
#[derive(Debug, PartialEq, PartialOrd)]
enum Rank {
    Number(f64),
    Text(String),
    /// Nothing there: always last.
    Empty,
}

/// Sorts rows, the first sort weighing most.
pub(super) fn sort(ground: &Ground<'_>, sorts: &[Value], rows: &mut [(Id, &Page)]) -> Result<(), Refusal> {
    // Said even when there is nothing to sort.
    for key in sorts.iter().filter_map(|sort| sort.get("property")?.as_str()) {
        ground.source.property(key).ok_or_else(|| unknown_property(key))?;
    }
    for sort in sorts.iter().rev() {
        let ascending = sort.get("direction").and_then(Value::as_str) == Some("ascending");
        let mut ranked: Vec<(Rank, (Id, &Page))> = Vec::new();
        for row in rows.iter() {
            ranked.push((rank(ground, sort, row.1)?, *row));
        }
        ranked.sort_by(|(one, _), (other, _)| compare(one, other, ascending));
        for (place, (_, row)) in rows.iter_mut().zip(ranked) {
            *place = row;
        }
    }
    Ok(())
}

fn compare(one: &Rank, other: &Rank, ascending: bool) -> Ordering {
    match (one, other) {
        (Rank::Empty, Rank::Empty) => Ordering::Equal,
        (Rank::Empty, _) => Ordering::Greater,
        (_, Rank::Empty) => Ordering::Less,
        _ => {
            let order = one.partial_cmp(other).unwrap_or(Ordering::Equal);
            if ascending { order } else { order.reverse() }
        }
    }
}

fn rank(ground: &Ground<'_>, sort: &Value, page: &Page) -> Result<Rank, Refusal> {
    match sort.get("timestamp").and_then(Value::as_str) {
        // Within one minute the order of making decides, so that tests see one order only.
        Some("created_time") => return Ok(Rank::Number(as_number(page.history.sequence))),
        Some(_) => return Ok(Rank::Number(as_number(page.history.edited.0.unsigned_abs()))),
        None => {}
    }
    let key = sort.get("property").and_then(Value::as_str).unwrap_or_default();
    let property = ground.source.property(key).ok_or_else(|| unknown_property(key))?;
    let value = ground.value(page, property);
    Ok(match &value {
        Value::Null => Rank::Empty,
        Value::Bool(flag) => Rank::Number(f64::from(u8::from(*flag))),
        Value::Number(number) => Rank::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => Rank::Text(text.to_lowercase()),
        Value::Array(items) if items.is_empty() => Rank::Empty,
        Value::Array(items) => {
            let name = items.first().and_then(|item| item.get("name")).and_then(Value::as_str);
            Rank::Text(name.map_or_else(|| plain_text(&value), str::to_owned).to_lowercase())
        }
        Value::Object(map) => {
            let text = ["start", "name", "id"].iter().find_map(|key| map.get(*key)?.as_str());
            match map.get("number").and_then(Value::as_f64) {
                Some(number) => Rank::Number(number),
                None => Rank::Text(text.unwrap_or_default().to_lowercase()),
            }
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts and milliseconds stay far below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}
