//! `/v1/users`.

use serde_json::Value;

use crate::call::Call;
use crate::identifier::Id;
use crate::pagination::{self, Wanted};
use crate::refusal::Refusal;
use crate::shapes;
use crate::state::{Capability, Kind, State};

/// The token's own bot.
#[must_use]
pub fn me(state: &State, call: &Call<'_>) -> Value {
    shapes::bot(state, call.who, &call.connection, call.settings.max_file_upload_bytes)
}

/// One user: a person, or a bot.
///
/// # Errors
/// 403 without the capability, 404 when there is none.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("user_id")?;
    may_see_people(call)?;
    one(state, call, id).ok_or_else(|| call.missing("user", id))
}

/// Everybody in the workspace; not for personal access tokens.
///
/// # Errors
/// 403 without the capability.
pub fn list(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    may_see_people(call)?;
    if call.connection.kind == Kind::Personal {
        return Err(Refusal::restricted());
    }
    let workspace = state.workspaces.get(&call.connection.workspace);
    let mut people: Vec<(u64, Id)> =
        workspace.into_iter().flat_map(|workspace| &workspace.users).map(|(id, user)| (user.sequence, *id)).collect();
    people.sort_unstable();
    let mut ids: Vec<Id> = people.into_iter().map(|(_, id)| id).collect();
    ids.push(call.who);
    let part = Wanted::in_query(&call.query).of(&ids)?;
    let users = part.ids.iter().filter_map(|id| one(state, call, *id)).collect();
    Ok(pagination::answer("user", users, part.next))
}

fn may_see_people(call: &Call<'_>) -> Result<(), Refusal> {
    if call.can(Capability::UserInformation) { Ok(()) } else { call.needs(Capability::UserInformationWithEmail) }
}

fn one(state: &State, call: &Call<'_>, id: Id) -> Option<Value> {
    let workspace = state.workspaces.get(&call.connection.workspace)?;
    if let Some(user) = workspace.users.get(&id) {
        return Some(shapes::person(id, user, &call.connection));
    }
    let bot = state.connections.get(&id).filter(|bot| bot.workspace == call.connection.workspace)?;
    Some(shapes::bot(state, id, bot, call.settings.max_file_upload_bytes))
}
