//! Queries: which rows of a data source, in which order.

mod dates;
mod filter;
mod sort;

use serde_json::Value;

use crate::identifier::Id;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::state::{DataSource, Page, State};

/// What filters and sorts need to know besides a row.
struct Ground<'a> {
    state: &'a State,
    source: &'a DataSource,
    now: Moment,
}

/// The ids of the rows that fit a query's filter, sorted; newest first when nothing is said.
///
/// # Errors
/// A filter or sort on something the data source doesn't have, or not with that type.
pub fn run<'a>(
    state: &'a State,
    source: &'a DataSource,
    rows: impl Iterator<Item = (Id, &'a Page)>,
    body: &Value,
    now: Moment,
) -> Result<Vec<Id>, Refusal> {
    let ground = Ground { state, source, now };
    let mut fitting = Vec::new();
    if let Some(filter) = body.get("filter") {
        filter::check(&ground, filter)?;
    }
    for (id, page) in rows {
        if body.get("filter").is_none_or(|filter| filter::fits(&ground, filter, page)) {
            fitting.push((id, page));
        }
    }
    fitting.sort_by_key(|(_, page): &(Id, &Page)| std::cmp::Reverse(page.history.sequence));
    if let Some(Value::Array(sorts)) = body.get("sorts") {
        sort::sort(&ground, sorts, &mut fitting)?;
    }
    Ok(fitting.into_iter().map(|(id, _)| id).collect())
}

impl Ground<'_> {
    /// A property's value as it is answered, without its wrapping.
    fn value(&self, page: &Page, property: &crate::state::Property) -> Value {
        let answer = crate::shapes::property_value(self.state, page, property);
        answer.get(&property.kind).cloned().unwrap_or_default()
    }
}

fn unknown_property(key: &str) -> Refusal {
    Refusal::validation(format!("Could not find property with name or id: {key}"))
}

#[cfg(test)]
mod tests;
