//! Setting the stage: workspaces, people, connections, pages and databases.

mod blocks;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Trouble;
use crate::files;
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::rich_text;
use crate::schema_change;
use crate::state::{
    Capability, Client, Connection, DataSource, Database, Kind, Page, Parent, Property, State, Template, User,
    Workspace,
};
use crate::tree;
pub use shape::Seed;
use shape::{SeedConnection, SeedDataSource, SeedDatabase, SeedPage, SeedTemplate, SeedWorkspace};

/// Colours of generated options, in turn.
const COLORS: [&str; 5] = ["blue", "green", "orange", "purple", "gray"];

/// Adds a seed to what is there, and says which ids everything got.
///
/// # Errors
/// What in the seed can't be.
pub fn plant(state: &mut State, seed: Seed, now: Moment) -> Result<Value, Trouble> {
    let mut planted = Vec::new();
    for workspace in seed.workspaces {
        planted.push(plant_workspace(state, workspace, now)?);
    }
    Ok(json!({ "workspaces": planted }))
}

fn plant_workspace(state: &mut State, seed: SeedWorkspace, now: Moment) -> Result<Value, Trouble> {
    let id = identifier::fresh();
    let mut users = BTreeMap::new();
    for user in seed.users {
        users.insert(identifier::fresh(), User { name: user.name, email: user.email, sequence: state.next_number() });
    }
    let workspace = Workspace { name: seed.name, icon: seed.icon, users, sequence: state.next_number() };
    state.workspaces.insert(id, workspace);
    let mut templates = Vec::new();
    for mut connection in seed.connections {
        templates.extend(connection.client_id.clone().zip(connection.template.take()));
        plant_connection(state, id, connection, now)?;
    }
    let mut pages = Vec::new();
    for page in seed.pages {
        let page_id = plant_page(state, id, &page, now)?;
        let databases = blocks::plant(state, id, Parent::Page(page_id), &page.children, now)?;
        pages.push(json!({ "id": page_id, "title": page.title, "databases": databases }));
    }
    for (client, template) in templates {
        let Parent::Page(page) = page_parent(state, Some(&template))? else { continue };
        for known in state.clients.iter_mut().filter(|known| known.id == client) {
            known.template = Some(page);
        }
    }
    let mut databases = Vec::new();
    for database in seed.databases {
        let parent = page_parent(state, database.parent_page.as_deref())?;
        databases.push(plant_database(state, id, parent, database, now)?);
    }
    let users = state.workspaces.get(&id).map(|workspace| &workspace.users);
    let mut users: Vec<(&Id, &User)> = users.into_iter().flatten().collect();
    users.sort_by_key(|(_, user)| user.sequence);
    let users: Vec<Value> = users.into_iter().map(|(id, user)| json!({ "id": id, "name": user.name })).collect();
    Ok(json!({ "id": id, "users": users, "pages": pages, "databases": databases }))
}

fn plant_connection(state: &mut State, workspace: Id, seed: SeedConnection, now: Moment) -> Result<(), Trouble> {
    let capabilities = seed.capabilities.unwrap_or_else(Capability::usual);
    if let (Some(id), Some(secret)) = (&seed.client_id, seed.client_secret) {
        let client = Client {
            id: id.clone(),
            secret,
            name: seed.name.clone(),
            redirect_uris: seed.redirect_uris,
            capabilities: capabilities.clone(),
            template: None,
        };
        state.clients.push(client);
    }
    // A public connection nobody has let in yet has no token.
    let Some(token) = seed.token else { return Ok(()) };
    if state.connections.values().any(|known| known.token == token) {
        return Err(Trouble(400, format!("two connections have the token of {}", seed.name)));
    }
    let users = state.workspaces.get(&workspace).map(|workspace| &workspace.users);
    let mut users = users.into_iter().flatten();
    let user = match &seed.user {
        Some(name) => {
            let found = users.find(|(_, user)| user.name == *name).map(|(id, _)| *id);
            Some(found.ok_or_else(|| Trouble::missing("user"))?)
        }
        None if seed.kind == Kind::Internal => None,
        None => users.min_by_key(|(_, user)| user.sequence).map(|(id, _)| *id),
    };
    let connection = Connection {
        name: seed.name,
        token,
        kind: seed.kind,
        workspace,
        user,
        capabilities,
        revoked: false,
        client: seed.client_id,
        refresh_token: seed.refresh_token,
        expired: false,
        former: Vec::new(),
        created: now,
        sequence: state.next_number(),
    };
    state.connections.insert(identifier::fresh(), connection);
    Ok(())
}

fn id_or_fresh(given: Option<&str>) -> Result<Id, Trouble> {
    match given {
        Some(text) => identifier::parse(text).ok_or_else(|| Trouble(400, format!("{text} is no id"))),
        None => Ok(identifier::fresh()),
    }
}

fn connections(state: &State, tokens: &[String]) -> Result<BTreeSet<Id>, Trouble> {
    let find = |token: &String| {
        let found = state.connections.iter().find(|(_, known)| known.token == *token);
        found.map(|(id, _)| *id).ok_or_else(|| Trouble::missing("token"))
    };
    tokens.iter().map(find).collect()
}

fn page_parent(state: &State, given: Option<&str>) -> Result<Parent, Trouble> {
    let Some(text) = given else { return Ok(Parent::Workspace) };
    // Of several with one title the newest is meant: the one that this seed has just planted.
    let titled = || state.pages.iter().filter(|(_, page)| state.title_of(page) == text);
    let by_title = || titled().max_by_key(|(_, page)| page.history.sequence).map(|(id, _)| *id);
    let id = identifier::parse(text).filter(|id| state.pages.contains_key(id)).or_else(by_title);
    id.map(Parent::Page).ok_or_else(|| Trouble::missing("parent page"))
}

fn plant_page(state: &mut State, workspace: Id, seed: &SeedPage, now: Moment) -> Result<Id, Trouble> {
    let id = id_or_fresh(seed.id.as_deref())?;
    let parent = page_parent(state, seed.parent.as_deref())?;
    let shared_with = connections(state, &seed.shared_with)?;
    let page = Page { shared_with, ..page_of(state, workspace, parent, &seed.title, now) };
    state.pages.insert(id, page);
    tree::place(state, id, parent);
    Ok(id)
}

/// A page with a title and nothing else.
fn page_of(state: &mut State, workspace: Id, parent: Parent, title: &str, now: Moment) -> Page {
    Page {
        workspace,
        parent,
        values: BTreeMap::from([(String::from("title"), rich_text::plain(title))]),
        icon: Value::Null,
        cover: Value::Null,
        children: Vec::new(),
        in_trash: false,
        is_archived: false,
        is_locked: false,
        shared_with: BTreeSet::new(),
        shared: now,
        awaiting: None,
        history: state.history(now, None),
    }
}

fn plant_database(
    state: &mut State,
    workspace: Id,
    parent: Parent,
    seed: SeedDatabase,
    now: Moment,
) -> Result<Value, Trouble> {
    let id = id_or_fresh(seed.id.as_deref())?;
    let shared_with = connections(state, &seed.shared_with)?;
    let icon = match &seed.icon {
        Some(address) if address.starts_with("http") => files::icon(state, &json!({ "external": { "url": address } })),
        Some(emoji) => files::icon(state, &json!({ "emoji": emoji })),
        None => Value::Null,
    };
    let history = state.history(now, None);
    let mut sources = Vec::new();
    let mut planted = Vec::new();
    for source in seed.data_sources {
        let source_id = id_or_fresh(source.id.as_deref())?;
        let title = source.title.clone().unwrap_or_else(|| seed.title.clone());
        let rows = source.rows.clone();
        let made = data_source(state, source, id, &title, icon.clone(), now)?;
        let ids: Map<String, Value> =
            made.properties.iter().map(|property| (property.name.clone(), json!(property.id))).collect();
        planted.push(json!({ "id": source_id, "title": title, "properties": ids }));
        state.data_sources.insert(source_id, made);
        for row in rows {
            let page = page_of(state, workspace, Parent::DataSource(source_id), &row, now);
            state.pages.insert(identifier::fresh(), page);
        }
        sources.push(source_id);
    }
    let database = Database {
        workspace,
        title: rich_text::plain(&seed.title),
        description: json!([]),
        icon,
        cover: Value::Null,
        parent,
        data_sources: sources,
        is_inline: false,
        is_locked: false,
        in_trash: false,
        shared_with,
        shared: now,
        history,
    };
    state.databases.insert(id, database);
    tree::place(state, id, parent);
    Ok(json!({ "id": id, "title": seed.title, "dataSources": planted }))
}

fn data_source(
    state: &mut State,
    seed: SeedDataSource,
    database: Id,
    title: &str,
    icon: Value,
    now: Moment,
) -> Result<DataSource, Trouble> {
    let mut properties = Vec::new();
    for (name, given) in &seed.properties {
        properties.push(property(state, name, given)?);
    }
    if properties.iter().filter(|property| property.kind == "title").count() != 1 {
        return Err(Trouble(400, format!("{title} needs exactly one property of type title")));
    }
    let template = |template: SeedTemplate| {
        let id = id_or_fresh(template.id.as_deref())?;
        Ok(Template { id, name: template.name, is_default: template.is_default, children: template.children })
    };
    Ok(DataSource {
        database,
        title: rich_text::plain(title),
        description: json!([]),
        icon,
        properties,
        templates: seed.templates.into_iter().map(template).collect::<Result<_, Trouble>>()?,
        in_trash: false,
        history: state.history(now, None),
    })
}

/// A property: its type by name, and everything else as it stands under the type's key. A relation
/// names its data source, which was planted before.
fn property(state: &State, name: &str, given: &Value) -> Result<Property, Trouble> {
    let kind = given.get("type").and_then(Value::as_str);
    let kind = kind.ok_or_else(|| Trouble(400, format!("{name} needs a type")))?;
    let mut settings = given.clone();
    if let Some(count) = given.get("bulkOptions").and_then(Value::as_u64) {
        let color = |number: u64| COLORS.iter().cycle().nth(usize::try_from(number % 5).unwrap_or_default());
        let options: Vec<Value> =
            (1..=count).map(|number| json!({ "name": format!("Tag {number:05}"), "color": color(number) })).collect();
        settings = json!({ "options": options });
    }
    if let Some(text) = given.get("dataSource").and_then(Value::as_str) {
        let id = identifier::parse(text).unwrap_or_default();
        let source = state.data_sources.get(&id).ok_or_else(|| Trouble::missing("related data source"))?;
        settings = json!({
            "database_id": source.database,
            "data_source_id": id,
            "type": "single_property",
            "single_property": {},
        });
    }
    let made = schema_change::property(name, kind, &settings).map_err(|refusal| Trouble(400, refusal.message))?;
    let id = given.get("id").and_then(Value::as_str).filter(|_| kind != "title");
    Ok(match id {
        Some(id) => Property { id: id.to_owned(), ..made },
        None => made,
    })
}
