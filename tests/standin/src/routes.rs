//! What each endpoint does, one file for each kind of thing.
//!
//! Routes are plain functions on the state: the server, tokens and schemas are done with before
//! they are reached, and a route that refuses must not have changed anything.

pub mod blocks;
pub mod data_sources;
pub mod databases;
pub mod file_uploads;
pub mod pages;
pub mod properties;
pub mod search;
pub mod users;

use serde_json::Value;

use crate::call::Call;
use crate::refusal::Refusal;
use crate::state::State;

/// Answers the endpoint the official client calls `name`.
///
/// # Errors
/// The refusal Notion would answer with.
pub fn answer(name: &str, state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    match name {
        "getSelf" => Ok(users::me(state, call)),
        "getUser" => users::retrieve(state, call),
        "listUsers" => users::list(state, call),
        "search" => search::search(state, call),
        "getDatabase" => databases::retrieve(state, call),
        "createDatabase" => databases::create(state, call),
        "updateDatabase" => databases::update(state, call),
        "getDataSource" => data_sources::retrieve(state, call),
        "createDataSource" => data_sources::create(state, call),
        "updateDataSource" => data_sources::update(state, call),
        "queryDataSource" => data_sources::query(state, call),
        "listDataSourceTemplates" => data_sources::templates(state, call),
        "createPage" => pages::create(state, call),
        "getPage" => pages::retrieve(state, call),
        "updatePage" => pages::update(state, call),
        "getPageProperty" => properties::retrieve(state, call),
        "getBlock" => blocks::retrieve(state, call),
        "listBlockChildren" => blocks::list(state, call),
        "appendBlockChildren" => blocks::append(state, call),
        "updateBlock" => blocks::update(state, call),
        "deleteBlock" => blocks::delete(state, call),
        "createFileUpload" => file_uploads::create(state, call),
        "sendFileUpload" => file_uploads::send(state, call),
        "completeFileUpload" => file_uploads::complete(state, call),
        "getFileUpload" => file_uploads::retrieve(state, call),
        "listFileUploads" => file_uploads::list(state, call),
        _ => Err(Refusal::unknown_address()),
    }
}
