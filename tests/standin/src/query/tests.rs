//! Filters and sorts on rows made by hand.

use serde_json::{Value, json};

use super::run;
use crate::control::{Seed, plant};
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::state::{DataSource, History, Page, Parent, State};

const SOURCE: &str = "5a7c4e10-0000-4000-8000-000000000001";
/// Sunday, 23 November 2025, 04:54:57 UTC.
const NOW: Moment = Moment(1_763_873_697_123);

struct Stage {
    state: State,
}

impl Stage {
    fn new() -> Self {
        let seed = json!({ "workspaces": [{ "name": "W", "databases": [{ "title": "D", "dataSources": [{
            "id": SOURCE,
            "properties": {
                "Name": { "type": "title", "id": "title" },
                "Link": { "type": "url", "id": "link" },
                "Rating": { "type": "number", "id": "rate" },
                "Day": { "type": "date", "id": "day" },
            },
        }] }] }] });
        let mut state = State::default();
        let seed: Seed = serde_json::from_value(seed).unwrap();
        plant(&mut state, seed, NOW).unwrap();
        Self { state }
    }

    fn source(&self) -> &DataSource {
        &self.state.data_sources[&id()]
    }

    /// Adds a row made some minutes before now.
    fn row(&mut self, name: &str, minutes_ago: i64, values: Value) {
        let created = NOW.plus(-minutes_ago * 60_000);
        let sequence = self.state.next_number();
        let mut kept: std::collections::BTreeMap<String, Value> = serde_json::from_value(values).unwrap();
        kept.insert(String::from("title"), crate::rich_text::plain(name));
        let page = Page {
            workspace: *self.state.workspaces.keys().next().unwrap(),
            parent: Parent::DataSource(id()),
            values: kept,
            icon: Value::Null,
            cover: Value::Null,
            children: Vec::new(),
            in_trash: false,
            is_archived: false,
            is_locked: false,
            shared_with: std::collections::BTreeSet::new(),
            shared: created,
            awaiting: None,
            history: History { created, edited: created, by: None, sequence },
        };
        self.state.pages.insert(identifier::fresh(), page);
    }

    fn found(&self, body: &Value) -> Vec<String> {
        let ids = run(&self.state, self.source(), self.state.any_order(id()), body, NOW).unwrap();
        ids.iter().map(|id| self.state.title_of(&self.state.pages[id])).collect()
    }
}

fn id() -> Id {
    identifier::parse(SOURCE).unwrap()
}

fn filter(filter: &Value) -> Value {
    json!({ "filter": filter })
}

#[test]
fn an_address_is_compared_whole_and_exactly() {
    let mut stage = Stage::new();
    stage.row("a", 0, json!({ "link": "https://a.test/x" }));
    stage.row("b", 0, json!({ "link": "https://a.test/X" }));
    stage.row("c", 0, json!({}));
    let link = |condition: Value| filter(&json!({ "property": "link", "url": condition }));
    assert_eq!(stage.found(&link(json!({ "equals": "https://a.test/x" }))), ["a"]);
    assert_eq!(stage.found(&link(json!({ "starts_with": "HTTPS://A" }))), ["b", "a"]);
    assert_eq!(stage.found(&link(json!({ "is_not_empty": true }))), ["b", "a"]);
    assert_eq!(stage.found(&link(json!({ "is_empty": true }))), ["c"]);
}

#[test]
fn created_time_is_compared_as_it_is_shown_to_the_minute() {
    let mut stage = Stage::new();
    stage.row("now", 0, json!({}));
    stage.row("earlier", 10, json!({}));
    stage.row("last month", 45 * 24 * 60, json!({}));
    let created = |condition: Value| filter(&json!({ "timestamp": "created_time", "created_time": condition }));
    assert_eq!(stage.found(&created(json!({ "on_or_after": "2025-11-23T04:54:00Z" }))), ["now"]);
    // Seconds are lost when a row is made: asking with them misses it.
    assert_eq!(stage.found(&created(json!({ "on_or_after": "2025-11-23T04:54:30Z" }))), Vec::<String>::new());
    assert_eq!(stage.found(&created(json!({ "equals": "2025-11-23" }))), ["earlier", "now"]);
    assert_eq!(stage.found(&created(json!({ "before": "today" }))), ["last month"]);
    assert_eq!(stage.found(&created(json!({ "past_week": {} }))), ["earlier", "now"]);
    assert_eq!(stage.found(&created(json!({ "this_week": {} }))), ["earlier", "now"]);
}

#[test]
fn and_and_or_join_what_they_hold() {
    let mut stage = Stage::new();
    stage.row("a", 0, json!({ "rate": 1 }));
    stage.row("b", 0, json!({ "rate": 2 }));
    stage.row("c", 0, json!({ "rate": 3 }));
    let rate = |condition: Value| json!({ "property": "Rating", "number": condition });
    let both = json!({ "and": [rate(json!({ "greater_than": 1 })), rate(json!({ "less_than": 3 }))] });
    assert_eq!(stage.found(&filter(&both)), ["b"]);
    let either = json!({ "or": [rate(json!({ "equals": 1 })), both] });
    assert_eq!(stage.found(&filter(&either)), ["b", "a"]);
    assert_eq!(stage.found(&filter(&json!({ "and": [] }))), ["c", "b", "a"]);
}

#[test]
fn the_first_sort_weighs_most_and_empty_values_come_last() {
    let mut stage = Stage::new();
    stage.row("b", 0, json!({ "rate": 1, "day": { "start": "2025-01-02" } }));
    stage.row("a", 1, json!({ "rate": 1, "day": { "start": "2025-01-01" } }));
    stage.row("c", 2, json!({}));
    let sorted = |sorts: Value| stage.found(&json!({ "sorts": sorts }));
    let by = |property: &str, direction: &str| json!({ "property": property, "direction": direction });
    assert_eq!(sorted(json!([by("Rating", "ascending"), by("Day", "ascending")])), ["a", "b", "c"]);
    assert_eq!(sorted(json!([by("Rating", "ascending"), by("Day", "descending")])), ["b", "a", "c"]);
    assert_eq!(sorted(json!([by("Day", "descending")])), ["b", "a", "c"]);
    let last_edited = json!({ "timestamp": "last_edited_time", "direction": "ascending" });
    assert_eq!(sorted(json!([last_edited])), ["c", "a", "b"]);
}

#[test]
fn nonsense_is_named_even_when_there_is_no_row() {
    let stage = Stage::new();
    let refused = |body: &Value| run(&stage.state, stage.source(), std::iter::empty(), body, NOW).unwrap_err().message;
    let unknown = filter(&json!({ "property": "Lnik", "url": { "equals": "x" } }));
    assert_eq!(refused(&unknown), "Could not find property with name or id: Lnik");
    let mismatch = filter(&json!({ "property": "Link", "number": { "equals": 1 } }));
    assert_eq!(refused(&mismatch), "database property url does not match filter number");
    let sort = json!({ "sorts": [{ "property": "Lnik", "direction": "ascending" }] });
    assert_eq!(refused(&sort), "Could not find property with name or id: Lnik");
}
