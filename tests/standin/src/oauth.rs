//! Signing in through a public connection: `/v1/oauth`.

mod page;
mod template;
mod tokens;

use std::collections::BTreeSet;

use serde_json::json;

use crate::api::{Incoming, Reply};
use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::settings::OauthErrors;
use crate::state::{Grant, State};
use crate::world::World;

/// Answers a request below `/v1/oauth/`.
pub fn answer(world: &mut World, rules: &Rules, incoming: &Incoming, now: Moment) -> Reply {
    let World { state, settings, .. } = world;
    let result = match (incoming.method.as_str(), incoming.path.trim_end_matches('/')) {
        ("GET", "/v1/oauth/authorize") => return authorize(state, &incoming.query),
        ("POST", "/v1/oauth/authorize") => return decide(state, incoming, now, settings.code_lifetime_ms),
        ("POST", "/v1/oauth/token") => tokens::token(state, settings, rules, incoming, now),
        ("POST", "/v1/oauth/introspect") => tokens::introspect(state, incoming),
        ("POST", "/v1/oauth/revoke") => tokens::revoke(state, incoming),
        _ => return Reply::Refusal(Refusal::unknown_address()),
    };
    match result {
        Ok(value) => Reply::Json(200, value),
        Err((status, code, description)) => refuse(settings.oauth_errors, Refusal::new(status, code, description)),
    }
}

/// A refusal in the shape these addresses use.
#[must_use]
pub fn refuse(shape: OauthErrors, refusal: Refusal) -> Reply {
    // What the limit on the rate and the servers in front say is the same everywhere.
    let own = matches!(refusal.status, 400..=403 | 500);
    if shape == OauthErrors::Rfc && own {
        let body = json!({ "error": refusal.code, "error_description": refusal.message });
        return Reply::Json(refusal.status, body);
    }
    Reply::Refusal(refusal)
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
    // A wrong address to go back to is told to the person, and nothing is sent there. People see that
    // page in the window an extension opened, which browsers close at once on a status of 4xx.
    let address = query_value(query, "redirect_uri");
    if !client.redirect_uris.iter().any(|known| known == address) {
        return Reply::Page(200, page::bad_redirect());
    }
    Reply::Page(200, page::consent(state, client, address, query_value(query, "state")))
}

/// What the form on the authorize page sends.
fn decide(state: &mut State, incoming: &Incoming, now: Moment, lifetime: i64) -> Reply {
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
            let template = client.template.filter(|_| query_value(&form, "access") == "template");
            // The copy is made here and not at the exchange: it stays when nobody comes for the token.
            let copy = template.and_then(|page| template::duplicate(state, page, workspace, now));
            let picked = if template.is_some() { BTreeSet::new() } else { picked(state, &form, workspace) };
            let code = identifier::fresh().to_string();
            back.append_pair("code", &code);
            state.grants.push(Grant {
                code,
                client: client.id,
                redirect_uri: address.clone(),
                workspace,
                user: identifier::parse(user),
                picked,
                copy,
                expires: now.plus(lifetime),
                spent: false,
            });
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

/// The pages that were picked in the workspace that was chosen; the form may show those of others.
fn picked(state: &State, form: &[(String, String)], workspace: Id) -> BTreeSet<Id> {
    let ticked = form.iter().filter(|(key, _)| key == "page").filter_map(|(_, id)| identifier::parse(id));
    ticked.filter(|id| state.workspace_of(*id) == Some(workspace)).collect()
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
