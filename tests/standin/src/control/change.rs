//! Changing: everything tests can do that Notion's API doesn't do, or not so directly.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Order, Seed, Trouble, inspect, plant};
use crate::faults::Fault;
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::oauth;
use crate::routes::data_sources::forget_values;
use crate::schema_change;
use crate::settings::Change;
use crate::sites::Site;
use crate::state::{Connection, Parent, State};
use crate::world::World;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sharing {
    database: Option<String>,
    page: Option<String>,
    token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    token: Option<String>,
    connection: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Registration {
    client_id: String,
    redirect_uris: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Published {
    address: String,
    html: Option<String>,
    body_base64: Option<String>,
    content_type: Option<String>,
    status: Option<u16>,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    delay_ms: u64,
}

/// Carries out one order.
pub(super) fn carry_out(world: &mut World, order: &Order, path: &[&str], now: Moment) -> Result<Value, Trouble> {
    match (order.method.as_str(), path) {
        ("POST", ["reset"]) => *world = World::default(),
        ("POST", ["seed"]) => return plant(&mut world.state, read::<Seed>(&order.body)?, now),
        ("POST", ["share"]) => share(&mut world.state, &order.body, true, now)?,
        ("POST", ["unshare"]) => share(&mut world.state, &order.body, false, now)?,
        ("POST", ["revoke"]) => connection(&mut world.state, &order.body)?.revoked = true,
        ("POST", ["expire"]) => connection(&mut world.state, &order.body)?.expire(),
        ("POST", ["clients"]) => return register(&mut world.state, &order.body),
        ("DELETE", ["databases", id]) => delete_database(&mut world.state, id)?,
        ("DELETE", ["blocks", id]) => trash_block(&mut world.state, id)?,
        ("POST", ["data-sources", id, change]) => change_schema(&mut world.state, id, change, &order.body)?,
        ("POST", ["settings"]) => {
            world.settings.apply(&read::<Change>(&order.body)?);
            return Ok(json!(world.settings));
        }
        ("POST", ["faults"]) => world.faults.add(read::<Fault>(&order.body)?).map_err(Trouble::bad)?,
        ("DELETE", ["faults"]) => world.faults = crate::faults::Faults::default(),
        ("DELETE", ["requests"]) => world.log.clear(),
        ("POST", ["sites"]) => publish(world, read::<Published>(&order.body)?)?,
        ("DELETE", ["sites"]) => world.sites = crate::sites::Sites::default(),
        _ => return Err(Trouble(404, format!("there is no {} /{}", order.method, path.join("/")))),
    }
    Ok(json!({}))
}

fn read<T: DeserializeOwned>(body: &Value) -> Result<T, Trouble> {
    T::deserialize(body).map_err(Trouble::bad)
}

fn connection<'s>(state: &'s mut State, body: &Value) -> Result<&'s mut Connection, Trouble> {
    let which: Which = read(body)?;
    if let Some(id) = which.connection {
        let found = identifier::parse(&id).and_then(|id| state.connections.get_mut(&id));
        return found.ok_or_else(|| Trouble::missing("connection"));
    }
    let token = which.token.unwrap_or_default();
    let found = state.connections.values_mut().find(|known| known.token == token);
    found.ok_or_else(|| Trouble::missing("token"))
}

fn register(state: &mut State, body: &Value) -> Result<Value, Trouble> {
    let registration: Registration = read(body)?;
    let found = state.clients.iter_mut().find(|known| known.id == registration.client_id);
    let client = found.ok_or_else(|| Trouble::missing("client"))?;
    for address in registration.redirect_uris {
        client.allow_redirect(address);
    }
    Ok(inspect::client(client))
}

fn share(state: &mut State, body: &Value, shared: bool, now: Moment) -> Result<(), Trouble> {
    let sharing: Sharing = read(body)?;
    let connection = state.connections.iter().find(|(_, known)| known.token == sharing.token).map(|(id, _)| *id);
    let connection = connection.ok_or_else(|| Trouble::missing("token"))?;
    let thing = sharing.database.or(sharing.page).as_deref().and_then(identifier::parse);
    let known = |id: &Id| state.databases.contains_key(id) || state.pages.contains_key(id);
    let thing = thing.filter(known).ok_or_else(|| Trouble::missing("database or page"))?;
    if shared {
        oauth::share(state, connection, &BTreeSet::from([thing]), now);
    } else if let Some(database) = state.databases.get_mut(&thing) {
        database.shared_with.remove(&connection);
    } else if let Some(page) = state.pages.get_mut(&thing) {
        page.shared_with.remove(&connection);
    }
    Ok(())
}

fn delete_database(state: &mut State, id: &str) -> Result<(), Trouble> {
    let found = identifier::parse(id).and_then(|id| state.databases.remove(&id));
    let database = found.ok_or_else(|| Trouble::missing("database"))?;
    for source in database.data_sources {
        state.data_sources.remove(&source);
        let gone: Vec<Id> = state.rows(source).into_iter().map(|(id, _)| id).collect();
        state.pages.retain(|_, page| page.parent != Parent::DataSource(source));
        state.blocks.retain(|_, block| !gone.contains(&block.page));
    }
    Ok(())
}

/// As a person does it in Notion's own window.
fn trash_block(state: &mut State, id: &str) -> Result<(), Trouble> {
    let id = identifier::parse(id).ok_or_else(|| Trouble::missing("block"))?;
    if let Some(database) = state.databases.get_mut(&id) {
        database.in_trash = true;
    } else {
        state.blocks.get_mut(&id).ok_or_else(|| Trouble::missing("block"))?.in_trash = true;
    }
    Ok(())
}

fn change_schema(state: &mut State, id: &str, change: &str, body: &Value) -> Result<(), Trouble> {
    let id = identifier::parse(id).filter(|id| state.data_sources.contains_key(id));
    let id = id.ok_or_else(|| Trouble::missing("data source"))?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let (name, change) = match change {
        "rename-property" => (text("from"), json!({ "name": text("to") })),
        "delete-property" => (text("name"), Value::Null),
        "retype-property" => (text("name"), json!({ text("type"): {} })),
        other => return Err(Trouble(404, format!("there is no {other}"))),
    };
    let source = state.data_sources.get_mut(&id).ok_or_else(|| Trouble::missing("data source"))?;
    if source.property(name).is_none() {
        return Err(Trouble::missing("property"));
    }
    let change = Map::from_iter([(name.to_owned(), change)]);
    let void =
        schema_change::apply(&mut source.properties, &change).map_err(|refusal| Trouble(400, refusal.message))?;
    forget_values(state, id, &void);
    Ok(())
}

fn publish(world: &mut World, published: Published) -> Result<(), Trouble> {
    let body = match (published.html, published.body_base64) {
        (Some(html), None) => html.into_bytes(),
        (None, Some(encoded)) => STANDARD.decode(encoded).map_err(Trouble::bad)?,
        _ => return Err(Trouble(400, String::from("give either html or bodyBase64"))),
    };
    let header =
        |(name, value): (String, Value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let site = Site {
        status: published.status.unwrap_or(200),
        content_type: published.content_type.unwrap_or_else(|| String::from("text/html; charset=utf-8")),
        headers: published.headers.into_iter().map(header).collect(),
        body,
        delay_ms: published.delay_ms,
    };
    world.sites.publish(&published.address, site);
    Ok(())
}
