//! What a client asks for with its secret: tokens for a code or a refresh token, and their end.

use serde_json::{Value, json};

use super::share;
use crate::api::Incoming;
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::rules::Rules;
use crate::settings::{RefreshReuse, Settings, TokenOwner};
use crate::shapes;
use crate::state::{Client, Connection, Grant, Kind, Pair, State};

/// A refusal of the token endpoints: status, code, description.
type OauthRefusal = (u16, &'static str, &'static str);

const WRONG_REFRESH_TOKEN: OauthRefusal = (400, "invalid_grant", "Invalid refresh token.");

/// A pair of tokens.
pub(super) fn token(
    state: &mut State,
    settings: &Settings,
    rules: &Rules,
    incoming: &Incoming,
    now: Moment,
) -> Result<Value, OauthRefusal> {
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
    let (id, copy) = if grant == "refresh_token" {
        (refresh(state, settings, &client, text("refresh_token"))?, None)
    } else {
        exchange(state, settings, &client, text("code"), text("redirect_uri"), now)?
    };
    let connection = state.connections.get(&id).ok_or((500, "internal_server_error", "The connection is gone."))?;
    Ok(answer(state, settings, id, connection, copy))
}

/// Whether a token works.
pub(super) fn introspect(state: &State, incoming: &Incoming) -> Result<Value, OauthRefusal> {
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

/// Ends a connection.
pub(super) fn revoke(state: &mut State, incoming: &Incoming) -> Result<Value, OauthRefusal> {
    let client = client(state, incoming)?.id.clone();
    let body = body(incoming)?;
    let token =
        body.get("token").and_then(Value::as_str).ok_or((400, "invalid_request", "token should be defined."))?;
    let mut all = state.connections.values_mut().filter(|connection| connection.client.as_deref() == Some(&client));
    if let Some(connection) = all.find(|connection| connection.token == token || connection.opens_with(token)) {
        connection.revoked = true;
    }
    Ok(json!({}))
}

fn client<'s>(state: &'s State, incoming: &Incoming) -> Result<&'s Client, OauthRefusal> {
    let refused = (401, "invalid_client", "Client authentication failed.");
    let (id, secret) = incoming.client().ok_or(refused)?;
    state.clients.iter().find(|client| client.id == id && client.secret == secret).ok_or(refused)
}

/// The body, as JSON or as a form: both are in use.
fn body(incoming: &Incoming) -> Result<Value, OauthRefusal> {
    incoming.content().map_err(|_| (400, "invalid_request", "The body is not JSON."))
}

fn refresh(state: &mut State, settings: &Settings, client: &Client, token: &str) -> Result<Id, OauthRefusal> {
    let has_had = |connection: &Connection| {
        let former = connection.former.iter().filter_map(|pair| pair.refresh_token.as_deref());
        connection.refresh_token.as_deref() == Some(token) || former.into_iter().any(|known| known == token)
    };
    let mut all = state.connections.iter_mut();
    let found = all.find(|(_, connection)| {
        !connection.revoked && connection.client.as_deref() == Some(&client.id) && has_had(connection)
    });
    let (id, connection) = found.ok_or(WRONG_REFRESH_TOKEN)?;
    let reused = connection.refresh_token.as_deref() != Some(token);
    match settings.refresh_reuse {
        RefreshReuse::Refused if reused => return Err(WRONG_REFRESH_TOKEN),
        RefreshReuse::Revokes if reused => {
            connection.revoked = true;
            return Err((400, "invalid_grant", "OAuth grant revoked."));
        }
        _ => {}
    }
    let good = settings.refresh_reuse == RefreshReuse::Accepted && !connection.expired;
    let (token, refresh_token) = fresh_pair(settings);
    let former = Pair {
        token: std::mem::replace(&mut connection.token, token),
        refresh_token: std::mem::replace(&mut connection.refresh_token, refresh_token),
        good,
    };
    connection.former.push(former);
    connection.expired = false;
    Ok(*id)
}

fn fresh_pair(settings: &Settings) -> (String, Option<String>) {
    let refresh_token = || identifier::fresh_token().replace("ntn_", "nrt_");
    (identifier::fresh_token(), settings.refresh_tokens.then(refresh_token))
}

fn exchange(
    state: &mut State,
    settings: &Settings,
    client: &Client,
    code: &str,
    address: &str,
    now: Moment,
) -> Result<(Id, Option<Id>), OauthRefusal> {
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
    let id = install(state, settings, &grant, client, now);
    let things = grant.picked.iter().chain(&grant.copy).copied().collect();
    share(state, id, &things, now);
    Ok((id, grant.copy))
}

/// A new connection for a client that somebody allowed in.
fn install(state: &mut State, settings: &Settings, grant: &Grant, client: &Client, now: Moment) -> Id {
    let (token, refresh_token) = fresh_pair(settings);
    let connection = Connection {
        name: client.name.clone(),
        token,
        kind: Kind::Public,
        workspace: grant.workspace,
        user: grant.user,
        capabilities: client.capabilities.clone(),
        revoked: false,
        client: Some(client.id.clone()),
        refresh_token,
        expired: false,
        former: Vec::new(),
        created: now,
        sequence: state.next_number(),
    };
    let id = identifier::fresh();
    state.connections.insert(id, connection);
    id
}

fn answer(state: &State, settings: &Settings, id: Id, connection: &Connection, copy: Option<Id>) -> Value {
    let workspace = state.workspaces.get(&connection.workspace);
    let name = workspace.map(|workspace| &workspace.name).filter(|_| settings.token_workspace_name);
    json!({
        "access_token": connection.token,
        "token_type": "bearer",
        "refresh_token": connection.refresh_token,
        "bot_id": id,
        "workspace_id": connection.workspace,
        "workspace_name": name,
        "workspace_icon": workspace.and_then(|workspace| workspace.icon.as_ref()),
        "owner": owner(state, settings, id, connection),
        "duplicated_template_id": copy,
    })
}

fn owner(state: &State, settings: &Settings, id: Id, connection: &Connection) -> Value {
    match (settings.token_owner, connection.user) {
        (TokenOwner::Full, _) => {
            let bot = shapes::bot(state, id, connection, shapes::USUAL_UPLOAD_LIMIT);
            bot.pointer("/bot/owner").cloned().unwrap_or_default()
        }
        (TokenOwner::Partial, Some(user)) => json!({ "type": "user", "user": shapes::actor(Some(user)) }),
        (TokenOwner::Partial, None) | (TokenOwner::Workspace, _) => json!({ "type": "workspace", "workspace": true }),
    }
}
