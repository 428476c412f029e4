//! Long lists, a page at a time.

use serde_json::{Value, json};

use crate::identifier::{self, Id};
use crate::refusal::Refusal;

/// Most results a query or search gives, over all its pages.
pub const MOST_RESULTS: usize = 10_000;

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The first item, by id.
    pub start: Option<String>,
    /// How many.
    pub size: usize,
}

/// A part of a list.
#[derive(Debug)]
pub struct Part {
    /// Its items.
    pub ids: Vec<Id>,
    /// The first item of the next part.
    pub next: Option<Id>,
}

impl Wanted {
    /// Reads it from a body.
    #[must_use]
    pub fn in_body(body: &Value) -> Self {
        let size = body.get("page_size").and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok());
        let start = body.get("start_cursor").and_then(Value::as_str).map(str::to_owned);
        Self { start, size: size.unwrap_or(100) }
    }

    /// Reads it from a query string.
    #[must_use]
    pub fn in_query(query: &[(String, String)]) -> Self {
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let size = find("page_size").and_then(|size| size.parse().ok());
        Self { start: find("start_cursor"), size: size.unwrap_or(100) }
    }

    /// Takes that part of a list.
    ///
    /// # Errors
    /// When the cursor is none of this list's.
    pub fn of(&self, ids: &[Id]) -> Result<Part, Refusal> {
        let first = match &self.start {
            None => 0,
            Some(text) => {
                let id = identifier::parse(text);
                let found = ids.iter().position(|known| Some(*known) == id);
                found.ok_or_else(|| Refusal::validation(format!("The start_cursor provided is invalid: {text}")))?
            }
        };
        let ids = ids.get(first..).unwrap_or_default();
        Ok(Part { ids: ids.iter().take(self.size).copied().collect(), next: ids.get(self.size).copied() })
    }
}

/// A list of objects of a kind, as it is answered.
#[must_use]
pub fn answer(kind: &str, results: Vec<Value>, next: Option<Id>) -> Value {
    let mut answer =
        json!({ "object": "list", "results": results, "next_cursor": next, "has_more": next.is_some(), "type": kind });
    if let Value::Object(map) = &mut answer {
        map.insert(kind.to_owned(), json!({}));
    }
    answer
}

/// Cuts a list to what a query may give, and says so in the answer of its last part.
#[must_use]
pub fn capped(ids: &mut Vec<Id>) -> bool {
    let too_many = ids.len() > MOST_RESULTS;
    ids.truncate(MOST_RESULTS);
    too_many
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_without_gap_or_overlap() {
        let ids: Vec<Id> = (0..7).map(|_| identifier::fresh()).collect();
        let mut wanted = Wanted { start: None, size: 3 };
        let mut seen = Vec::new();
        loop {
            let part = wanted.of(&ids).unwrap();
            seen.extend(part.ids);
            let Some(next) = part.next else { break };
            wanted.start = Some(next.to_string());
        }
        assert_eq!(seen, ids);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        let wanted = Wanted { start: Some(String::from("nonsense")), size: 3 };
        assert_eq!(wanted.of(&[identifier::fresh()]).unwrap_err().code, "validation_error");
    }
}
