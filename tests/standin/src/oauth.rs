//! Signing in through a public connection: `/v1/oauth`.

mod page;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::api::{Incoming, Reply};
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::settings::OauthErrors;
use crate::shapes;
use crate::state::{Client, Connection, Grant, Kind, State};
use crate::world::World;

/// How long a code lives. Notion doesn't say; ten minutes is what OAuth recommends at most.
const CODE_LIFE: i64 = 10 * 60 * 1000;

/// A refusal of the token endpoints: status, code, description.
type OauthRefusal = (u16, &'static str, &'static str);

/// Answers a request below `/v1/oauth/`.
pub fn answer(world: &mut World, rules: &Rules, incoming: &Incoming, now: Moment) -> Reply {
    let result = match (incoming.method.as_str(), incoming.path.trim_end_matches('/')) {
        ("GET", "/v1/oauth/authorize") => return authorize(&world.state, &incoming.query),
        ("POST", "/v1/oauth/authorize") => return decide(&mut world.state, incoming, now),
        ("POST", "/v1/oauth/token") => token(&mut world.state, rules, incoming, now),
        ("POST", "/v1/oauth/introspect") => introspect(&world.state, incoming),
        ("POST", "/v1/oauth/revoke") => revoke(&mut world.state, incoming),
        _ => return Reply::Refusal(Refusal::unknown_address()),
    };
    match (result, world.settings.oauth_errors) {
        (Ok(value), _) => Reply::Json(200, value),
        (Err((status, code, description)), OauthErrors::Rfc) => {
            Reply::Json(status, json!({ "error": code, "error_description": description }))
        }
        (Err((status, code, description)), OauthErrors::Notion) => {
            Reply::Refusal(Refusal::new(status, code, description))
        }
    }
}

fn query_value<'q>(query: &'q [(String, String)], name: &str) -> &'q str {
    query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

fn authorize(state: &State, query: &[(String, String)]) -> Reply {
    let invalid = |problem: &str| {
        let description = format!("query failed validation: {problem}");
        Reply::Json(400, json!({ "error": "invalid_request", "error_description": description }))
    };
    let Some(client) = state.clients.iter().find(|client| client.id == query_value(query, "client_id")) else {
        return invalid("query.client_id should be the id of a public connection.");
    };
    if query_value(query, "response_type") != "code" {
        return invalid("query.response_type should be `\"code\"`.");
    }
    if query_value(query, "owner") != "user" {
        return invalid("query.owner should be `\"user\"`.");
    }
    // A wrong address to go back to is told to the person; nothing is sent there.
    let address = query_value(query, "redirect_uri");
    if !client.redirect_uris.iter().any(|known| known == address) {
        return Reply::Page(400, page::bad_redirect());
    }
    Reply::Page(200, page::consent(state, client, address, query_value(query, "state")))
}

/// What the form on the authorize page sends.
fn decide(state: &mut State, incoming: &Incoming, now: Moment) -> Reply {
    let form: Vec<(String, String)> = form_urlencoded::parse(&incoming.body).into_owned().collect();
    let address = query_value(&form, "redirect_uri").to_owned();
    let known = state.clients.iter().find(|client| client.id == query_value(&form, "client_id"));
    let Some(client) = known.filter(|client| client.redirect_uris.contains(&address)).cloned() else {
        return Reply::Page(400, page::bad_redirect());
    };
    let mut back = form_urlencoded::Serializer::new(String::new());
    let (workspace, user) = query_value(&form, "as").split_once(' ').unwrap_or_default();
    let workspace = identifier::parse(workspace).filter(|id| state.workspaces.contains_key(id));
    match workspace.filter(|_| query_value(&form, "decision") == "allow") {
        Some(workspace) => {
            let picked =
                form.iter().filter(|(key, _)| key == "page").filter_map(|(_, id)| identifier::parse(id)).collect();
            let code = identifier::fresh().to_string();
            back.append_pair("code", &code);
            let user = identifier::parse(user);
            let expires = now.plus(CODE_LIFE);
            let client = client.id;
            let grant =
                Grant { code, client, redirect_uri: address.clone(), workspace, user, picked, expires, spent: false };
            state.grants.push(grant);
        }
        None => {
            back.append_pair("error", "access_denied");
        }
    }
    let given = query_value(&form, "state");
    if !given.is_empty() {
        back.append_pair("state", given);
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    Reply::Redirect(format!("{address}{joint}{}", back.finish()))
}

fn client<'s>(state: &'s State, incoming: &Incoming) -> Result<&'s Client, OauthRefusal> {
    let (id, secret) = incoming.client().ok_or((401, "invalid_client", "Client authentication failed."))?;
    let mut known = state.clients.iter();
    known.find(|client| client.id == id && client.secret == secret).ok_or((
        401,
        "invalid_client",
        "Client authentication failed.",
    ))
}

/// The body, as JSON or as a form: both are in use.
fn body(incoming: &Incoming) -> Result<Value, OauthRefusal> {
    let media = incoming.content_type.as_deref().unwrap_or_default();
    if media.starts_with("application/x-www-form-urlencoded") {
        let pairs = form_urlencoded::parse(&incoming.body);
        return Ok(Value::Object(pairs.map(|(key, value)| (key.into_owned(), json!(value))).collect()));
    }
    incoming.json().map_err(|_| (400, "invalid_request", "The body is not JSON."))
}

fn token(state: &mut State, rules: &Rules, incoming: &Incoming, now: Moment) -> Result<Value, OauthRefusal> {
    let client = client(state, incoming)?.clone();
    let body = body(incoming)?;
    let grant = body.get("grant_type").and_then(Value::as_str).unwrap_or_default();
    if !matches!(grant, "authorization_code" | "refresh_token") {
        return Err((400, "unsupported_grant_type", "grant_type should be authorization_code or refresh_token."));
    }
    if rules.validate("POST", "/v1/oauth/token", Some(&body)).is_err() {
        return Err((400, "invalid_request", "body failed validation."));
    }
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let id = if grant == "refresh_token" {
        refresh(state, &client, text("refresh_token"))?
    } else {
        exchange(state, &client, text("code"), text("redirect_uri"), now)?
    };
    let connection = state.connections.get(&id).ok_or((500, "internal_server_error", "The connection is gone."))?;
    Ok(answer_token(state, id, connection))
}

fn refresh(state: &mut State, client: &Client, token: &str) -> Result<Id, OauthRefusal> {
    let refused = (400, "invalid_grant", "Invalid refresh token.");
    let fits = |connection: &Connection| {
        connection.refresh_token.as_deref() == Some(token)
            && connection.client.as_deref() == Some(&client.id)
            && !connection.revoked
    };
    let found = state.connections.iter_mut().find(|(_, connection)| fits(connection));
    let (id, connection) = found.ok_or(refused)?;
    connection.token = identifier::fresh_token();
    connection.refresh_token = Some(identifier::fresh_token().replace("ntn_", "nrt_"));
    Ok(*id)
}

fn exchange(state: &mut State, client: &Client, code: &str, address: &str, now: Moment) -> Result<Id, OauthRefusal> {
    let known = state.grants.iter_mut().find(|grant| grant.code == code && grant.client == client.id);
    let grant = known.ok_or((400, "invalid_grant", "Invalid code."))?;
    if grant.spent {
        return Err((400, "invalid_grant", "Invalid code: this code has been revoked."));
    }
    if grant.expires <= now {
        return Err((400, "invalid_grant", "Invalid code: this code has expired."));
    }
    if grant.redirect_uri != address {
        return Err((400, "invalid_grant", "Redirect URI does not match the one used to authorize."));
    }
    grant.spent = true;
    let grant = grant.clone();
    let (id, connection) = install(&grant, client, now);
    state.connections.insert(id, connection);
    share(state, id, &grant.picked, now);
    Ok(id)
}

/// A new connection for a client that somebody allowed in.
fn install(grant: &Grant, client: &Client, now: Moment) -> (Id, Connection) {
    let connection = Connection {
        name: client.name.clone(),
        token: identifier::fresh_token(),
        kind: Kind::Public,
        workspace: grant.workspace,
        user: grant.user,
        capabilities: client.capabilities.clone(),
        revoked: false,
        client: Some(client.id.clone()),
        refresh_token: Some(identifier::fresh_token().replace("ntn_", "nrt_")),
        created: now,
    };
    (identifier::fresh(), connection)
}

/// Shares pages and databases with a connection.
pub fn share(state: &mut State, connection: Id, things: &BTreeSet<Id>, now: Moment) {
    for id in things {
        if let Some(database) = state.databases.get_mut(id) {
            database.shared_with.insert(connection);
            database.shared = now;
        } else if let Some(page) = state.pages.get_mut(id) {
            page.shared_with.insert(connection);
            page.shared = now;
        }
    }
}

fn answer_token(state: &State, id: Id, connection: &Connection) -> Value {
    let workspace = state.workspaces.get(&connection.workspace);
    let bot = shapes::bot(state, id, connection, shapes::USUAL_UPLOAD_LIMIT);
    json!({
        "access_token": connection.token,
        "token_type": "bearer",
        "refresh_token": connection.refresh_token,
        "bot_id": id,
        "workspace_id": connection.workspace,
        "workspace_name": workspace.map(|workspace| &workspace.name),
        "workspace_icon": workspace.and_then(|workspace| workspace.icon.as_ref()),
        "owner": bot.pointer("/bot/owner"),
        "duplicated_template_id": null,
    })
}

fn introspect(state: &State, incoming: &Incoming) -> Result<Value, OauthRefusal> {
    let client = client(state, incoming)?;
    let body = body(incoming)?;
    let token =
        body.get("token").and_then(Value::as_str).ok_or((400, "invalid_request", "token should be defined."))?;
    let known = state.connection_of(token).filter(|(_, connection)| connection.client.as_deref() == Some(&client.id));
    Ok(match known {
        Some((_, connection)) => json!({ "active": true, "iat": connection.created.0 / 1000 }),
        None => json!({ "active": false }),
    })
}

fn revoke(state: &mut State, incoming: &Incoming) -> Result<Value, OauthRefusal> {
    let client = client(state, incoming)?.id.clone();
    let body = body(incoming)?;
    let token =
        body.get("token").and_then(Value::as_str).ok_or((400, "invalid_request", "token should be defined."))?;
    let mut all = state.connections.values_mut().filter(|connection| connection.client.as_deref() == Some(&client));
    if let Some(connection) = all.find(|connection| connection.token == token) {
        connection.revoked = true;
    }
    Ok(json!({}))
}
