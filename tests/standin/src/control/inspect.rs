//! Looking: pages, databases, the log.

use serde_json::{Value, json};

use super::{Order, Trouble};
use crate::identifier;
use crate::log::Wanted;
use crate::shapes;
use crate::tree;
use crate::world::World;

/// The requests that came, oldest first.
pub(super) fn requests(world: &World, order: &Order) -> Result<Vec<Value>, Trouble> {
    let text = |name: &str| order.query(name).map(str::to_owned);
    let wanted = Wanted { since: order.number("since")?.unwrap_or(0), path: text("path"), method: text("method") };
    Ok(world.log.find(&wanted).into_iter().map(|entry| json!(entry)).collect())
}

/// The rows of a data source, or every page, oldest first, with their blocks.
pub(super) fn pages(world: &World, order: &Order) -> Result<Vec<Value>, Trouble> {
    let state = &world.state;
    let mut found = match order.query("dataSource") {
        Some(text) => {
            let source = identifier::parse(text).filter(|id| state.data_sources.contains_key(id));
            state.rows(source.ok_or_else(|| Trouble::missing("data source"))?)
        }
        None => state.pages.iter().map(|(id, page)| (*id, page)).collect(),
    };
    found.sort_by_key(|(_, page)| page.history.sequence);
    let page = |(id, page): (identifier::Id, &crate::state::Page)| {
        let mut answer = shapes::page(state, id, page, &[]);
        if let Value::Object(map) = &mut answer {
            map.insert(String::from("title"), json!(state.title_of(page)));
            map.insert(String::from("blocks"), tree::whole(state, id));
        }
        answer
    };
    Ok(found.into_iter().map(page).collect())
}

/// Every database, with its data sources and their schemas.
pub(super) fn databases(world: &World) -> Value {
    let state = &world.state;
    let mut all: Vec<_> = state.databases.iter().collect();
    all.sort_by_key(|(_, database)| database.history.sequence);
    let one = |(id, database): (&identifier::Id, &crate::state::Database)| {
        let mut answer = shapes::database(state, *id, database);
        let sources = database.data_sources.iter().filter_map(|id| {
            let source = state.data_sources.get(id)?;
            let mut answer = shapes::data_source(state, *id, source, true);
            if let Value::Object(map) = &mut answer {
                map.insert(String::from("pages"), json!(state.rows(*id).len()));
            }
            Some(answer)
        });
        if let Value::Object(map) = &mut answer {
            map.insert(String::from("dataSources"), sources.collect());
        }
        answer
    };
    all.into_iter().map(one).collect()
}
