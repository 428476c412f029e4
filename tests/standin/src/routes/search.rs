//! `/v1/search`: by title, over pages and data sources.

use serde_json::Value;

use crate::call::Call;
use crate::identifier::Id;
use crate::moment::Moment;
use crate::pagination::{self, Wanted};
use crate::refusal::Refusal;
use crate::shapes;
use crate::state::{Capability, State, plain_text};

struct Hit {
    id: Id,
    title: String,
    edited: Moment,
    sequence: u64,
}

/// Searches by title.
///
/// # Errors
/// 403 without `read_content`, 400 for a foreign cursor.
pub fn search(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    call.needs(Capability::ReadContent)?;
    let asked = |pointer: &str| call.body.pointer(pointer);
    let kind = asked("/filter/value").and_then(Value::as_str);
    let trashed = asked("/filter/in_trash").and_then(Value::as_bool).unwrap_or(false);
    let query = asked("/query").and_then(Value::as_str).unwrap_or_default().trim().to_lowercase();

    let mut hits = Vec::new();
    if kind != Some("page") {
        hits.extend(data_sources(state, call, trashed));
    }
    if kind != Some("data_source") {
        hits.extend(pages(state, call, trashed));
    }
    hits.retain(|hit| hit.title.to_lowercase().contains(&query));
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.edited), std::cmp::Reverse(hit.sequence)));
    if asked("/sort/direction").and_then(Value::as_str) == Some("ascending") {
        hits.reverse();
    }
    let mut ids: Vec<Id> = hits.into_iter().map(|hit| hit.id).collect();
    let _ = pagination::capped(&mut ids);
    let part = Wanted::in_body(&call.body).of(&ids)?;
    let results = part.ids.iter().filter_map(|id| answer(state, *id)).collect();
    Ok(pagination::answer("page_or_data_source", results, part.next))
}

fn data_sources<'a>(state: &'a State, call: &'a Call<'_>, trashed: bool) -> impl Iterator<Item = Hit> + 'a {
    state.data_sources.iter().filter_map(move |(id, source)| {
        let database = state.databases.get(&source.database)?;
        let known = is_indexed(call, database.shared.max(source.history.created));
        let wanted = (source.in_trash || database.in_trash) == trashed && known && state.sees(call.who, *id);
        let title = plain_text(&source.title);
        wanted.then_some(Hit { id: *id, title, edited: source.history.edited, sequence: source.history.sequence })
    })
}

fn pages<'a>(state: &'a State, call: &'a Call<'_>, trashed: bool) -> impl Iterator<Item = Hit> + 'a {
    state.pages.iter().filter_map(move |(id, page)| {
        let known = is_indexed(call, page.shared.max(page.history.created));
        let wanted = page.in_trash == trashed && known && state.sees(call.who, *id);
        let title = state.title_of(page);
        wanted.then_some(Hit { id: *id, title, edited: page.history.edited, sequence: page.history.sequence })
    })
}

/// The index learns of things late, when tests say so.
fn is_indexed(call: &Call<'_>, since: Moment) -> bool {
    since.plus(call.settings.index_lag_ms) <= call.now
}

fn answer(state: &State, id: Id) -> Option<Value> {
    if let Some(source) = state.data_sources.get(&id) {
        return Some(shapes::data_source(state, id, source, true));
    }
    state.pages.get(&id).map(|page| shapes::page(state, id, page, &[]))
}
