//! Looking: pages, databases, the log.

use serde_json::{Value, json};

use super::{Order, Trouble};
use crate::identifier;
use crate::log::Wanted;
use crate::shapes;
use crate::state::{Client, Connection};
use crate::tree;
use crate::world::World;

/// The requests that came, oldest first.
pub(super) fn requests(world: &World, order: &Order) -> Result<Vec<Value>, Trouble> {
    let text = |name: &str| order.query(name).map(str::to_owned);
    let wanted = Wanted {
        since: order.number("since")?.unwrap_or(0),
        path: text("path"),
        method: text("method"),
        grant_type: text("grantType"),
    };
    Ok(world.log.find(&wanted).into_iter().map(|entry| json!(entry)).collect())
}

/// The connections, oldest first, with their tokens: what to hold an extension's storage against.
pub(super) fn connections(world: &World, order: &Order) -> Result<Vec<Value>, Trouble> {
    let state = &world.state;
    let wanted = order.query("client");
    let all = state.connections.iter();
    let mut all: Vec<_> =
        all.filter(|(_, known)| wanted.is_none_or(|client| known.client.as_deref() == Some(client))).collect();
    all.sort_by_key(|(_, known)| known.sequence);
    let one = |(id, known): (&identifier::Id, &Connection)| {
        let workspace = state.workspaces.get(&known.workspace);
        let user = known.user.and_then(|user| workspace?.users.get(&user));
        let pages = state.pages.iter().filter(|(_, page)| page.shared_with.contains(id)).map(|(id, _)| *id);
        let databases = state.databases.iter().filter(|(_, known)| known.shared_with.contains(id)).map(|(id, _)| *id);
        json!({
            "id": id,
            "name": known.name,
            "kind": known.kind,
            "client": known.client,
            "workspace": { "id": known.workspace, "name": workspace.map(|workspace| &workspace.name) },
            "user": user.map(|user| json!({ "id": known.user, "name": user.name })),
            "token": known.token,
            "refreshToken": known.refresh_token,
            "expired": known.expired,
            "revoked": known.revoked,
            "former": known.former,
            "shared": pages.chain(databases).collect::<Vec<_>>(),
        })
    };
    Ok(all.into_iter().map(one).collect())
}

/// The clients, as their developers registered them.
pub(super) fn clients(world: &World) -> Value {
    world.state.clients.iter().map(client).collect()
}

/// One client.
pub(super) fn client(client: &Client) -> Value {
    json!({
        "clientId": client.id,
        "name": client.name,
        "redirectUris": client.redirect_uris,
        "template": client.template,
    })
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
